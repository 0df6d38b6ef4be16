import type { Evidence } from '../evidence/evidence.ts';
import { hintOf, type Shown, shownOf } from '../evidence/shown.ts';
import type { HornQuery } from '../logic/horn.ts';
import type { Query } from '../logic/term.ts';
import { type PrintedQuery, printQuery } from '../smtlib/print.ts';
import { printHorn } from '../smtlib/print_horn.ts';
import { readReply } from '../smtlib/read.ts';
import { type HornReply, readHorn } from '../smtlib/read_horn.ts';
import type { Budget, Reply, TextAnswer, TextSolver } from '../smtlib/reply.ts';
import type { Allowance } from './allowance.ts';
import { ALL_ENGINES, ALL_SOURCES, type Engine, type LemmaSource } from './engines.ts';
import { ownReply } from './own_prover.ts';

/** More steps of time than anybody looks at. */
const NO_END = 1_000_000;

export interface SessionConfig {
  readonly budget: Budget;
  /** Called with every script that is asked for an obligation, whether it was asked before or not. */
  readonly onScript: ((id: string, purpose: string, script: string) => void) | null;
  /** Steps that our own prover may take for a question before the solver is asked; absent: none. */
  readonly ownSteps?: number;
  /** Which engines decide claims over time; absent: all. */
  readonly engines?: ReadonlySet<Engine>;
  /** Claims over time are not looked at over more steps; absent: over as many as the plan has. */
  readonly deepest?: number;
  /** From where guesses at lemmas are taken; absent: from all. */
  readonly lemmaSources?: ReadonlySet<LemmaSource>;
  /** Nobody reads more than the answers: neither which lemmas a proof needs nor what would close one is looked for. */
  readonly terse?: boolean;
  /** What pays for what is asked anew. */
  readonly allowance?: Allowance;
  /** What is left of earlier runs; absent: nothing. */
  readonly evidence?: Evidence | undefined;
}

/** An answer, and whether it was kept by an earlier run. */
interface Answer {
  readonly answer: TextAnswer;
  readonly cached: boolean;
}

/** A reply, and whether an earlier run has kept it. */
export interface Replied<Said> {
  readonly reply: Said;
  readonly cached: boolean;
}

/**
 * One run's conversation with the solver. The same script is asked once: members of a family that are alike ask the
 * same text. Every reply is read strictly.
 */
export class Session {
  readonly #solver: TextSolver;
  readonly config: SessionConfig;
  readonly #known: Map<string, Promise<Answer>>;

  constructor(solver: TextSolver, config: SessionConfig, known = new Map<string, Promise<Answer>>()) {
    this.#solver = solver;
    this.config = config;
    this.#known = known;
  }

  /** The same conversation for questions that are no part of a verdict: nobody is told of them, and `allowance` pays. */
  beside(allowance: Allowance): Session {
    return new Session(this.#solver, { ...this.config, onScript: null, allowance }, this.#known);
  }

  /** Someone who asks for one obligation and counts what that costs. */
  asker(id: string): Asker {
    return new Asker(this, id);
  }

  /** What our own prover says of a query, the solver not being asked; null where that is to be. */
  own(id: string, purpose: string, query: Query): Reply | null {
    const reply = ownReply(query, this.config.ownSteps ?? 0);
    if (reply !== null) this.config.onScript?.(id, purpose, printQuery(query).script);
    return reply;
  }

  /** The reply to a query; never rejects. */
  async ask(id: string, purpose: string, query: Query, budget: Budget): Promise<Replied<Reply>> {
    const { answer, cached } = await this.#answer(id, purpose, printQuery(query), budget, () => shownOf(query));
    return { reply: readReply(answer, query), cached };
  }

  /** The reply about Horn clauses; never rejects. */
  async askHorn(id: string, purpose: string, query: HornQuery, budget: Budget): Promise<Replied<HornReply>> {
    const { answer, cached } = await this.#answer(id, purpose, printHorn(query), budget, () => hintOf(query));
    return { reply: readHorn(answer, query), cached };
  }

  /** Has a script kept that was asked before, under a purpose of its own. */
  keep(id: string, purpose: string, query: Query): void {
    this.config.onScript?.(id, purpose, printQuery(query).script);
  }

  #answer(
    id: string,
    purpose: string,
    printed: PrintedQuery,
    budget: Budget,
    shown: () => Shown | null,
  ): Promise<Answer> {
    this.config.onScript?.(id, purpose, printed.script);
    const question = `${budget.rlimit}\n${printed.script}\n${printed.ifSat ?? ''}\n${printed.ifUnsat ?? ''}`;
    const key = `${budget.timeoutMs} ${question}`;
    let answer = this.#known.get(key);
    if (answer === undefined) {
      answer = this.#found(question, printed, budget, shown);
      if (this.config.allowance !== undefined) answer = paid(answer, this.config.allowance);
      this.#known.set(key, answer);
    }
    return answer;
  }

  /** The answer as an earlier run has kept it, where that is seen to be right; else the solver's. */
  async #found(question: string, printed: PrintedQuery, budget: Budget, shownOf: () => Shown | null): Promise<Answer> {
    const { evidence } = this.config;
    const shown = evidence === undefined ? null : shownOf();
    const kept = shown === null ? null : await evidence!.recall(question, shown, budget);
    if (kept !== null) return { answer: kept, cached: true };
    const answer = await this.#solver
      .ask({ ...printed, ...(shown === null ? {} : { ifSatMore: shown.more }), budget })
      .catch((error): TextAnswer => ({ kind: 'failed', reason: 'crash', detail: String(error), timeMs: 0 }));
    if (shown !== null) evidence!.keep(question, shown, budget, answer);
    return { answer, cached: false };
  }
}

async function paid(answer: Promise<Answer>, allowance: Allowance): Promise<Answer> {
  const answered = await answer;
  allowance.take(answered.answer.kind === 'text' ? answered.answer.rlimit : 0);
  return answered;
}

/**
 * Asks on behalf of one obligation. `ask` asks the solver. `whether` and `values` ask our own prover first: where only the
 * answer counts, and where any values will do that satisfy.
 */
export class Asker {
  readonly #session: Session;
  readonly id: string;
  /** Solver steps that the answers took. */
  rlimit = 0;
  /** How many questions were asked. */
  questions = 0;
  /** Whether the solver was asked anything itself; and whether an earlier run's answer was taken. */
  #anew = false;
  #cached = false;

  constructor(session: Session, id: string) {
    this.#session = session;
    this.id = id;
  }

  get budget(): Budget {
    return this.#session.config.budget;
  }

  /** How its answers came about: by the solver, from what an earlier run has kept. */
  get sources(): { readonly solver: boolean; readonly cache: boolean } {
    return { solver: this.#anew, cache: this.#cached };
  }

  #note(cached: boolean): void {
    if (cached) this.#cached = true;
    else this.#anew = true;
  }

  /** Whether a query is satisfiable; values and cores are not to be relied on. */
  async whether(purpose: string, query: Query): Promise<Reply> {
    return this.own(purpose, query) ?? this.ask(purpose, query);
  }

  /** What our own prover says of a query; null where it leaves it to the solver, which is not asked. */
  own(purpose: string, query: Query): Reply | null {
    return this.#session.own(this.id, purpose, query);
  }

  /** Values that satisfy a query, any; where there are none, the solver's answer with its core. */
  async values(purpose: string, query: Query): Promise<Reply> {
    const own = this.own(purpose, query);
    return own?.kind === 'sat' ? own : this.ask(purpose, query);
  }

  get engines(): ReadonlySet<Engine> {
    return this.#session.config.engines ?? ALL_ENGINES;
  }

  get deepest(): number {
    return this.#session.config.deepest ?? NO_END;
  }

  get terse(): boolean {
    return this.#session.config.terse === true;
  }

  get lemmaSources(): ReadonlySet<LemmaSource> {
    return this.#session.config.lemmaSources ?? ALL_SOURCES;
  }

  async ask(purpose: string, query: Query, budget: Budget = this.budget): Promise<Reply> {
    const { reply, cached } = await this.#session.ask(this.id, purpose, query, budget);
    this.#note(cached);
    this.rlimit += reply.rlimit;
    this.questions += 1;
    return reply;
  }

  /** Has a question kept that a proof rests on. */
  keep(purpose: string, query: Query): void {
    this.#session.keep(this.id, purpose, query);
  }

  async askHorn(purpose: string, query: HornQuery, budget: Budget = this.budget): Promise<HornReply> {
    const { reply, cached } = await this.#session.askHorn(this.id, purpose, query, budget);
    this.#note(cached);
    this.rlimit += reply.rlimit;
    return reply;
  }
}
