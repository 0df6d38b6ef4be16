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
}

/**
 * One run's conversation with the solver. The same script is asked once: members of a family that are alike ask the
 * same text. Every reply is read strictly.
 */
export class Session {
  readonly #solver: TextSolver;
  readonly config: SessionConfig;
  readonly #known: Map<string, Promise<TextAnswer>>;

  constructor(solver: TextSolver, config: SessionConfig, known = new Map<string, Promise<TextAnswer>>()) {
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
  async ask(id: string, purpose: string, query: Query, budget: Budget): Promise<Reply> {
    return readReply(await this.#answer(id, purpose, printQuery(query), budget), query);
  }

  /** The reply about Horn clauses; never rejects. */
  async askHorn(id: string, purpose: string, query: HornQuery, budget: Budget): Promise<HornReply> {
    return readHorn(await this.#answer(id, purpose, printHorn(query), budget), query);
  }

  /** Has a script kept that was asked before, under a purpose of its own. */
  keep(id: string, purpose: string, query: Query): void {
    this.config.onScript?.(id, purpose, printQuery(query).script);
  }

  #answer(id: string, purpose: string, printed: PrintedQuery, budget: Budget): Promise<TextAnswer> {
    this.config.onScript?.(id, purpose, printed.script);
    const key = `${budget.rlimit} ${budget.timeoutMs}\n${printed.script}\n${printed.ifSat ?? ''}\n${printed.ifUnsat ?? ''}`;
    let answer = this.#known.get(key);
    if (answer === undefined) {
      answer = this.#solver
        .ask({ ...printed, budget })
        .catch((error): TextAnswer => ({ kind: 'failed', reason: 'crash', detail: String(error), timeMs: 0 }));
      if (this.config.allowance !== undefined) answer = paid(answer, this.config.allowance);
      this.#known.set(key, answer);
    }
    return answer;
  }
}

async function paid(answer: Promise<TextAnswer>, allowance: Allowance): Promise<TextAnswer> {
  const answered = await answer;
  allowance.take(answered.kind === 'text' ? answered.rlimit : 0);
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

  constructor(session: Session, id: string) {
    this.#session = session;
    this.id = id;
  }

  get budget(): Budget {
    return this.#session.config.budget;
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
    const reply = await this.#session.ask(this.id, purpose, query, budget);
    this.rlimit += reply.rlimit;
    this.questions += 1;
    return reply;
  }

  /** Has a question kept that a proof rests on. */
  keep(purpose: string, query: Query): void {
    this.#session.keep(this.id, purpose, query);
  }

  async askHorn(purpose: string, query: HornQuery, budget: Budget = this.budget): Promise<HornReply> {
    const reply = await this.#session.askHorn(this.id, purpose, query, budget);
    this.rlimit += reply.rlimit;
    return reply;
  }
}
