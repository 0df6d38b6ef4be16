import type { Frame } from '../encode/behaviour.ts';
import { type Cone, coneOf } from '../encode/cone.ts';
import { variablesOf } from '../model/traverse.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Reply } from '../smtlib/reply.ts';
import { counterexampleOf } from './counterexample.ts';
import { type Decision, undecided } from './decision.ts';
import { isExhausted } from './exhausted.ts';
import { claimed, type Knowledge, usable } from './knowledge.ts';
import { type Candidate, lemmaCandidates } from './lemma_candidates.ts';
import { provedLemmas } from './lemmas.ts';
import { type Question, question } from './question.ts';
import type { Asker } from './session.ts';
import { type Window, windowOf } from './window.ts';

/** Inductions are tried for these numbers of steps; between them counterexamples of more steps are looked for. */
const PLAN: readonly { readonly k: number; readonly depth: number }[] = [
  { k: 1, depth: 3 },
  { k: 2, depth: 6 },
  { k: 3, depth: 12 },
  { k: 5, depth: 20 },
  { k: 8, depth: 32 },
  { k: 12, depth: 48 },
  { k: 20, depth: 64 },
];

/** Before this induction lemmas are looked for, with which all later ones are tried. */
const LEMMAS_BEFORE = 3;
/** Of more lemmas than this none is left out to see whether the proof needs it. */
const MOST_DELETIONS = 24;

/** A claim's questions together may take so many times the solver steps of one. */
const QUESTIONS = 4;

/** What is known of a claim before it is decided. */
export interface Beforehand {
  /** No counterexample has at most so many steps. */
  readonly depth: number;
  /** Whether all that may be used is proved for good, so that nothing of it hides a shorter counterexample. */
  readonly settled: boolean;
}

const NOTHING_BEFOREHAND: Beforehand = { depth: 0, settled: false };

/**
 * Decides a claim over time: bounded model checking looks for the shortest counterexample while k-induction looks for a
 * proof (Sheeran, Singh, Stålmarck 2000), in fixed slices. The base of an induction is that no counterexample of at most
 * `k + 1` steps exists; its step is a window of `k + 1` steps anywhere after the first, at whose earlier steps the claim
 * and all lemmas hold. Where that fails for small `k`, lemmas are guessed from the text, and those that an induction
 * proves are used in all that follows. A failure of induction alone never refutes.
 */
export async function decideOverTime(
  asker: Asker,
  goal: ValidGoal,
  known: Knowledge,
  beforehand = NOTHING_BEFOREHAND,
): Promise<Decision> {
  const search = new Search(asker, goal, known, beforehand);
  let open: Extract<Reply, { kind: 'unknown' }> | null = null;
  const early = await search.base(2);
  if (early !== null) return early;
  for (const { k, depth } of PLAN) {
    if (k === LEMMAS_BEFORE && (await search.findLemmas())) {
      for (const { k: again } of PLAN.filter((each) => each.k <= LEMMAS_BEFORE)) {
        if ((await search.step(again)).kind === 'unsat') return (await search.base(again + 1)) ?? search.proof(again);
      }
    }
    const step = await search.step(k);
    if (step.kind === 'unknown') open ??= step;
    const found = await search.base(step.kind === 'unsat' ? k + 1 : depth);
    if (found !== null) return found;
    if (step.kind === 'unsat') return search.proof(k);
    if (search.spent) break;
  }
  if (open !== null) return undecided(open.reason, open.detail);
  const window = await search.unexcluded();
  const detail = `no counterexample of at most ${search.depth} steps, and the claim does not follow from itself at the steps before`;
  return { kind: 'undecided', reason: 'incomplete', detail, ...(window === null ? {} : { window }) };
}

class Search {
  readonly cone: Cone;
  /** No counterexample of at most so many steps exists. */
  depth: number;
  readonly #asker: Asker;
  readonly #goal: ValidGoal;
  readonly #known: Knowledge;
  readonly #settled: boolean;
  readonly #start: number;
  /** Found and proved for this claim. */
  #lemmas: readonly Candidate[] = [];

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
    this.cone = coneOf(goal.scope, [...roots, ...lemmas.map(({ formula }) => formula)], { radius: null, guarded });
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
        if (found !== null) return (await this.#shorter(steps)) ?? found;
        if (await isExhausted(this.#asker, this.#goal, steps)) return this.#ofNothing(steps);
      }
      this.depth = steps;
    }
    return null;
  }

  /** Every behaviour is shorter, and none of them is a counterexample: what the claim says of longer ones holds of nothing. */
  #ofNothing(steps: number): Decision {
    return { kind: 'valid', method: 'k-induction', k: steps, cone: this.cone };
  }

  /** A shorter counterexample, where what is not proved yet may have hidden one. */
  async #shorter(steps: number): Promise<Decision | null> {
    const { discharged, lemmas } = this.#known;
    if (this.#settled) return null;
    if (lemmas.length === 0 && !this.#goal.scope.parts.some(discharged)) return null;
    for (let fewer = 1; fewer < steps; fewer += 1) {
      const found = await counterexampleOf(this.#asker, this.#goal, fewer);
      if (found?.kind === 'violated') return found;
    }
    return null;
  }

  /** The induction step: unsatisfiable iff the claim follows from itself and the lemmas at the `k` steps before. */
  step(k: number): Promise<Reply> {
    return this.#ask(`step ${k}`, k + 1, 'floating');
  }

  /** Looks for lemmas about what the claim depends on; true if there are any. */
  async findLemmas(): Promise<boolean> {
    const roots = [this.#goal.formula, ...this.#goal.premises];
    const candidates = lemmaCandidates(this.#goal.scope, this.cone, roots);
    this.#lemmas = await provedLemmas(this.#asker, this.#goal, this.cone, this.#known, candidates);
    return this.#lemmas.length > 0;
  }

  /** The proof by an induction whose step and base are done; lemmas that the step does not need are left out of the report. */
  async proof(k: number): Promise<Decision> {
    for (const lemma of this.#lemmas.length > MOST_DELETIONS ? [] : this.#lemmas) {
      const all = this.#lemmas;
      this.#lemmas = all.filter((other) => other !== lemma);
      if ((await this.step(k)).kind !== 'unsat') this.#lemmas = all;
    }
    const lemmas = this.#lemmas.map(({ text }) => text);
    return { kind: 'valid', method: 'k-induction', k, cone: this.cone, ...(lemmas.length === 0 ? {} : { lemmas }) };
  }

  /** What the shortest induction cannot exclude: two steps, the claim broken at the second. */
  unexcluded(): Promise<Window | null> {
    const { scope } = this.#goal;
    const shown = scope.variables.filter((variable) => this.cone.variables.has(variable) && variable.role !== 'mode');
    return windowOf(this.#asker, this.#question(2, 'floating'), shown);
  }

  #ask(purpose: string, steps: number, mode: 'anchored' | 'floating'): Promise<Reply> {
    return this.#asker.ask(purpose, this.#question(steps, mode).query);
  }

  #question(steps: number, mode: 'anchored' | 'floating'): Question {
    const { scope, own, guaranteesNow, assumptionsNow, faults, premises, formula } = this.#goal;
    const now = own === 'through' && assumptionsNow === null && guaranteesNow === null;
    const found = this.#lemmas.map(({ formula: lemma }) => ({ formula: lemma, now }));
    const frame: Frame = {
      steps,
      cone: this.cone,
      own,
      discharged: this.#known.discharged,
      dischargedNow: this.#known.dischargedNow,
      freedBefore: mode === 'floating',
      lemmas: [{ formula: claimed(this.#goal), now: false }, ...this.#known.lemmas, ...found],
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
    });
  }
}
