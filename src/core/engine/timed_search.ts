import type { Frame, Lemma } from '../encode/behaviour.ts';
import { type Cone, coneOf, wholeCone } from '../encode/cone.ts';
import { longestDuration, variablesOf } from '../model/traverse.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Reply } from '../smtlib/reply.ts';
import { counterexampleOf } from './counterexample.ts';
import { type Decision, undecided } from './decision.ts';
import type { Engine } from './engines.ts';
import { isExhausted } from './exhausted.ts';
import type { Beforehand } from './induction.ts';
import { claimed, type Knowledge, type Usable, usable } from './knowledge.ts';
import { type Candidate, lemmaCandidates } from './lemma_candidates.ts';
import { holdsAtFirst, lemmaQuestions, provedLemmas } from './lemmas.ts';
import { type Question, question } from './question.ts';
import type { Asker } from './session.ts';
import { askSpacer } from './spacer.ts';
import { windowOf } from './window.ts';

/** A claim's questions together may take so many times the solver steps of one. */
const QUESTIONS = 4;

/** So many guesses are tried for what would close an induction, so many are named, and they hold for so many steps. */
const MOST_TRIED = 80;
const MOST_CLOSING = 2;
const TRIED_STEPS = 8;
/** Of so many steps it is asked, where nothing else decides a claim, whether any behaviour has them. */
const MOST_ENDED = 4;
/** Executions of more steps are not looked for, whatever Spacer says. */
const DEEPEST = 240;

type Unknown = Extract<Reply, { kind: 'unknown' }>;

/** What is known of one claim over time while engines take turns; each of their turns gives a decision, or null. */
export class TimedSearch {
  /** What the questions rest on: what can matter to the claim; or all, where that alone shows that the claim holds. */
  #cone: Cone;
  #wide = false;
  /** No counterexample of at most so many steps exists. */
  depth: number;
  readonly #asker: Asker;
  readonly #goal: ValidGoal;
  readonly #known: Knowledge;
  readonly #settled: boolean;
  readonly #start: number;
  /** Found and proved for this claim. */
  #lemmas: readonly Candidate[] = [];
  /** A guess that is tried at the steps before, and is not proved. */
  #tried: Candidate | null = null;
  /** Whether lemmas speak of what operators hand on from step to step. */
  #stepwise = false;
  /** Whether our own prover has answered all questions so far. */
  #small = true;
  /** Whether a question far from the first step was not answered. */
  #stopped = false;
  /** The first question without an answer. */
  #open: Unknown | null = null;

  constructor(asker: Asker, goal: ValidGoal, known: Knowledge, { depth, settled }: Beforehand) {
    this.depth = depth;
    this.#settled = settled;
    this.#asker = asker;
    this.#goal = goal;
    this.#start = asker.rlimit;
    const guarded = () => true;
    const roots = [goal.formula, ...goal.premises];
    const near = coneOf(goal.scope, roots, { radius: null, guarded }).variables;
    const all = usable(goal, known);
    const lemmas = all.lemmas.filter(({ formula }) => [...variablesOf(formula)].some((variable) => near.has(variable)));
    this.#known = { ...all, lemmas };
    this.#cone = coneOf(goal.scope, [...roots, ...lemmas.map(({ formula }) => formula)], { radius: null, guarded });
  }

  /** Whether everything is looked at by now, and not only what can matter to the claim. */
  get wide(): boolean {
    return this.#wide;
  }

  /** Whether the solver steps for this claim are used up. */
  get spent(): boolean {
    return this.#asker.rlimit - this.#start > QUESTIONS * this.#asker.budget.rlimit;
  }

  /** Looks for the shortest counterexample of at most so many steps. Null: there is none. */
  async base(most: number): Promise<Decision | null> {
    while (this.depth < most) {
      if (this.spent) return undecided('rlimit', `the solver steps were spent after ${this.depth} steps of time`);
      const steps = this.depth + 1;
      const reply = await this.#ask(`base ${steps}`, steps, 'anchored');
      if (reply.kind === 'unknown') return undecided(reply.reason, reply.detail);
      if (reply.kind === 'sat') {
        const found = await counterexampleOf(this.#asker, this.#goal, steps);
        if (found !== null) return this.#shortest(found);
        if (await isExhausted(this.#asker, this.#goal, steps)) return this.#ofNothing(steps);
        this.#widen();
      }
      this.depth = steps;
    }
    return null;
  }

  /**
   * Looks on, as long as every question is answered and half of the solver steps are left: what to say of a claim that stays open has
   * to be found with these.
   */
  async further(most: number): Promise<Decision | null> {
    while (this.depth < most && this.#goesOn) {
      const decision = await this.base(this.depth + 1);
      this.#stopped = decision?.kind === 'undecided';
      if (decision !== null && decision.kind !== 'undecided') return decision;
    }
    return null;
  }

  /** An induction over `k` steps on the same terms. */
  async furtherInduction(k: number): Promise<Decision | null> {
    if (!this.#goesOn) return null;
    const step = await this.#step(k);
    this.#stopped = step.kind === 'unknown';
    if (step.kind !== 'unsat') return null;
    return (await this.base(k + 1)) ?? this.#proof(k);
  }

  get #goesOn(): boolean {
    return !this.#stopped && this.#asker.rlimit - this.#start <= (QUESTIONS * this.#asker.budget.rlimit) / 2;
  }

  /** Every behaviour is shorter, and none of them is a counterexample: what the claim says of longer ones holds of nothing. */
  #ofNothing(steps: number): Decision {
    return { kind: 'valid', method: 'k-induction', k: steps, cone: this.#cone };
  }

  /** A counterexample with what its length rests on: what is not proved yet may have hidden a shorter one. */
  #shortest(found: Decision): Decision {
    const { discharged, lemmas } = this.#known;
    const given = !this.#settled && (lemmas.length > 0 || this.#goal.scope.parts.some(discharged));
    return found.kind === 'violated' && given ? { ...found, given } : found;
  }

  /** The induction over `k` steps, with its base where its step is done. */
  async induction(k: number): Promise<Decision | null> {
    const step = await this.#step(k);
    if (step.kind === 'unknown') this.#open ??= step;
    if (step.kind !== 'unsat') return null;
    return (await this.base(k + 1)) ?? this.#proof(k);
  }

  /** Takes what can be proved of the candidates for lemmas. */
  async prove(candidates: readonly Candidate[]): Promise<void> {
    if (candidates.length === 0) return;
    const proved = await provedLemmas(this.#asker, this.#goal, this.#cone, this.#known, candidates, this.#stepwise);
    this.#lemmas = [...this.#lemmas, ...proved];
  }

  /** Looks for lemmas about what the claim depends on, and tries inductions of few steps with them. */
  async guessing(most: number): Promise<Decision | null> {
    const roots = [this.#goal.formula, ...this.#goal.premises];
    const candidates = lemmaCandidates(this.#goal.scope, this.#cone, roots, this.#asker.lemmaSources);
    const found = await provedLemmas(this.#asker, this.#goal, this.#cone, this.#known, candidates, this.#stepwise);
    this.#lemmas = [...this.#lemmas, ...found];
    return found.length === 0 ? null : this.#inductions(most);
  }

  async #inductions(most: number): Promise<Decision | null> {
    for (let k = 1; k <= most; k += 1) {
      const decision = await this.induction(k);
      if (decision !== null) return decision;
    }
    return null;
  }

  /** Asks Spacer; what it says is tried: its invariant by induction, its number of steps by looking for the execution. */
  async spacer(share: number): Promise<Decision | null> {
    const { budget } = this.#asker;
    const known: Usable = { ...this.#known, lemmas: [...this.#known.lemmas, ...this.#found()] };
    const found = await askSpacer(this.#asker, this.#goal, this.#cone, known, Math.ceil(budget.rlimit * share));
    if (found.kind === 'reachable') return this.#at(found.steps ?? 1);
    if (found.kind === 'nothing') return null;
    const proved = await provedLemmas(this.#asker, this.#goal, this.#cone, known, found.candidates, true);
    this.#stepwise ||= proved.length > 0;
    this.#lemmas = [...this.#lemmas, ...proved];
    return this.#inductions(1);
  }

  /**
   * A counterexample of so many steps, where there is one and none is shorter as far as is known. Spacer may count too many
   * steps: at those before, the claim has to hold, and it is looked whether one step less will do.
   */
  async #at(steps: number): Promise<Decision | null> {
    if (steps <= this.depth || steps > Math.min(DEEPEST, this.#asker.deepest)) return null;
    const reply = await this.#ask(`base ${steps}`, steps, 'anchored');
    if (reply.kind !== 'sat') return null;
    const found = await counterexampleOf(this.#asker, this.#goal, steps);
    if (found === null) this.#widen();
    if (found?.kind === 'violated') return (await this.#at(steps - 1)) ?? this.#shortest(found);
    return found?.kind === 'disagrees' ? found : null;
  }

  /**
   * A behaviour of what can matter breaks the claim, and none of everything does: what else has to hold ends every such
   * behaviour, so from now on all of it is looked at.
   */
  #widen(): void {
    if (!this.#wide) this.#cone = wholeCone(this.#goal.scope);
    this.#wide = true;
  }

  /** The induction step: unsatisfiable iff the claim follows from itself and the lemmas at the `k` steps before. */
  #step(k: number): Promise<Reply> {
    return this.#ask(`step ${k}`, k + 1, 'floating');
  }

  /** The proof by an induction whose step and base are done, with the lemmas that it needs: they prove themselves and the claim. */
  async #proof(k: number): Promise<Decision> {
    const all = this.#lemmas;
    if (!this.#asker.terse) await this.#leaveOut(k, () => Promise.resolve(true));
    if (!this.#asker.terse && !(await this.#provesItself())) {
      this.#lemmas = all;
      await this.#leaveOut(k, () => this.#provesItself());
    }
    this.#keepProof(k);
    const lemmas = this.#lemmas.map(({ text }) => text);
    return {
      kind: 'valid',
      method: 'k-induction',
      k,
      cone: this.#cone,
      ...(lemmas.length === 0 ? {} : { lemmas, found: this.#lemmas }),
    };
  }

  /** Has all that the proof rests on kept, for those who want to ask another solver: each is unsatisfiable. */
  #keepProof(k: number): void {
    for (let steps = 1; steps <= k + 1; steps += 1)
      this.#asker.keep(`proof base ${steps}`, this.#question(steps, 'anchored').query);
    this.#asker.keep(`proof step ${k}`, this.#question(k + 1, 'floating').query);
    const asked = lemmaQuestions(this.#asker, this.#goal, this.#cone, this.#known, this.#lemmas, this.#stepwise);
    for (const { purpose, query } of asked) this.#asker.keep(purpose, query);
  }

  /** Leaves out lemmas without which the step is done and the rest is as it must be: the last first, many at once where that goes. */
  async #leaveOut(k: number, isGood: () => Promise<boolean>): Promise<void> {
    for (let size = this.#lemmas.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let end = this.#lemmas.length; end > 0; end -= size) {
        const all = this.#lemmas;
        this.#lemmas = [...all.slice(0, Math.max(0, end - size)), ...all.slice(end)];
        if ((await this.#step(k)).kind !== 'unsat' || !(await isGood())) this.#lemmas = all;
      }
    }
  }

  /** Whether the lemmas are proved by an induction that uses none but them. */
  async #provesItself(): Promise<boolean> {
    if (this.#lemmas.length === 0) return true;
    const proved = await provedLemmas(this.#asker, this.#goal, this.#cone, this.#known, this.#lemmas, this.#stepwise);
    return proved.length === this.#lemmas.length;
  }

  /** What there is to say where no engine decided the claim. */
  async open(engines: ReadonlySet<Engine>): Promise<Decision> {
    const ended = await this.#ended();
    if (ended !== null) return ended;
    if (this.#open !== null) return undecided(this.#open.reason, this.#open.detail);
    const none = `no counterexample of at most ${this.depth} steps`;
    if (!engines.has('k-induction')) {
      const only = [...engines].join(' and ');
      return undecided('incomplete', `${this.depth === 0 ? '' : `${none}, and `}${only} found no answer`);
    }
    const detail = `${none}, and the claim does not follow from itself at the steps before${this.#tooLong()}`;
    const window = this.#asker.terse ? null : await this.#unexcluded();
    if (window === null) return undecided('incomplete', detail);
    return { kind: 'undecided', reason: 'incomplete', detail, window, closing: await this.#closing() };
  }

  /** A way out where a duration goes over more steps than were looked at. */
  #tooLong(): string {
    const said = [this.#goal.formula, ...this.#cone.facts.map(({ body }) => body)];
    const longest = Math.max(...said.map(longestDuration));
    return longest > this.depth
      ? `; a duration goes over ${longest} steps: with a longer \`step\` these are fewer`
      : '';
  }

  /** Where every behaviour ends within few steps, looking at those decides. */
  async #ended(): Promise<Decision | null> {
    let steps = MOST_ENDED;
    if (!(await isExhausted(this.#asker, this.#goal, steps))) return null;
    while (steps > 1 && (await isExhausted(this.#asker, this.#goal, steps - 1))) steps -= 1;
    return (await this.base(steps)) ?? this.#ofNothing(steps);
  }

  /** Guesses that would close the shortest induction and hold at the first steps, although no induction proves them. */
  async #closing(): Promise<readonly string[]> {
    const roots = [this.#goal.formula, ...this.#goal.premises];
    const candidates = lemmaCandidates(this.#goal.scope, this.#cone, roots, this.#asker.lemmaSources);
    const found: string[] = [];
    for (const candidate of candidates.slice(0, MOST_TRIED)) {
      if (this.spent || found.length === MOST_CLOSING) break;
      if (this.#lemmas.some(({ text }) => text === candidate.text)) continue;
      this.#tried = candidate;
      const step = await this.#step(1);
      this.#tried = null;
      if (step.kind !== 'unsat') continue;
      if (await holdsAtFirst(this.#asker, this.#goal, this.#cone, this.#known, candidate, TRIED_STEPS))
        found.push(candidate.text);
    }
    return found;
  }

  /** What the shortest induction cannot exclude: two steps, the claim broken at the second. */
  #unexcluded(): ReturnType<typeof windowOf> {
    const { scope } = this.#goal;
    const shown = scope.variables.filter((variable) => this.#cone.variables.has(variable) && variable.role !== 'mode');
    return windowOf(this.#asker, this.#question(2, 'floating'), shown);
  }

  /** What is beyond our own prover is so over more steps too: from then on the solver is asked at once. */
  async #ask(purpose: string, steps: number, mode: 'anchored' | 'floating'): Promise<Reply> {
    const { query } = this.#question(steps, mode);
    const own = this.#small ? this.#asker.own(purpose, query) : null;
    this.#small = own !== null;
    return own ?? this.#asker.ask(purpose, query);
  }

  /** Lemmas found, as they may be used: at the last step only where all that they rest on holds there. */
  #found(): Lemma[] {
    const { own, guaranteesNow, assumptionsNow } = this.#goal;
    const now = own === 'through' && assumptionsNow === null && guaranteesNow === null;
    return this.#lemmas.map(({ formula }) => ({ formula, now }));
  }

  #question(steps: number, mode: 'anchored' | 'floating'): Question {
    const { scope, own, guaranteesNow, assumptionsNow, faults, premises, formula } = this.#goal;
    const frame: Frame = {
      steps,
      cone: this.#cone,
      own,
      discharged: this.#known.discharged,
      dischargedNow: this.#known.dischargedNow,
      freedBefore: mode === 'floating',
      lemmas: [
        { formula: claimed(this.#goal), now: false },
        ...this.#known.lemmas,
        ...this.#found(),
        ...(this.#tried === null ? [] : [{ formula: this.#tried.formula, now: false }]),
      ],
      assertDischarged: true,
      ownGuaranteesNow: guaranteesNow,
      ownAssumptionsNow: assumptionsNow,
    };
    return question(scope, frame, {
      faults,
      atLast: premises,
      broken: formula,
      throughout: [],
      wantCore: false,
      mode,
      stepwise: this.#stepwise,
    });
  }
}
