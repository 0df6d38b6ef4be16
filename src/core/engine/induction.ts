import type { Frame } from '../encode/behaviour.ts';
import { type Cone, coneOf } from '../encode/cone.ts';
import { variablesOf } from '../model/traverse.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Reply } from '../smtlib/reply.ts';
import { counterexampleOf } from './counterexample.ts';
import { type Decision, undecided } from './decision.ts';
import { claimed, type Knowledge, usable } from './knowledge.ts';
import { question } from './question.ts';
import type { Asker } from './session.ts';

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

/** A claim's questions together may take so many times the solver steps of one. */
const QUESTIONS = 4;

/**
 * Decides a claim over time: bounded model checking looks for the shortest counterexample while k-induction looks for a
 * proof (Sheeran, Singh, Stålmarck 2000), in fixed slices. The base of an induction is that no counterexample of at most
 * `k + 1` steps exists; its step is a window of `k + 1` steps anywhere after the first, at whose earlier steps the claim
 * and all lemmas hold. A failure of induction alone never refutes.
 */
export async function decideOverTime(asker: Asker, goal: ValidGoal, known: Knowledge): Promise<Decision> {
  const search = new Search(asker, goal, known);
  let open: Extract<Reply, { kind: 'unknown' }> | null = null;
  const early = await search.base(2);
  if (early !== null) return early;
  for (const { k, depth } of PLAN) {
    const step = await search.step(k);
    if (step.kind === 'unknown') open ??= step;
    const found = await search.base(step.kind === 'unsat' ? k + 1 : depth);
    if (found !== null) return found;
    if (step.kind === 'unsat') return { kind: 'valid', method: 'k-induction', k, cone: search.cone };
    if (search.spent) break;
  }
  if (open !== null) return undecided(open.reason, open.detail);
  return undecided(
    'incomplete',
    `no counterexample of at most ${search.depth} steps, and the claim does not follow from itself at the steps before`,
  );
}

class Search {
  readonly cone: Cone;
  /** No counterexample of at most so many steps exists. */
  depth = 0;
  readonly #asker: Asker;
  readonly #goal: ValidGoal;
  readonly #known: Knowledge;
  readonly #start: number;

  constructor(asker: Asker, goal: ValidGoal, known: Knowledge) {
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
        if (found !== null) return found;
      }
      this.depth = steps;
    }
    return null;
  }

  /** The induction step: unsatisfiable iff the claim follows from itself and the lemmas at the `k` steps before. */
  step(k: number): Promise<Reply> {
    return this.#ask(`step ${k}`, k + 1, 'floating');
  }

  #ask(purpose: string, steps: number, mode: 'anchored' | 'floating'): Promise<Reply> {
    const { scope, own, guaranteesNow, assumptionsNow, faults, premises, formula } = this.#goal;
    const frame: Frame = {
      steps,
      cone: this.cone,
      own,
      discharged: this.#known.discharged,
      dischargedNow: this.#known.dischargedNow,
      freedBefore: mode === 'floating',
      lemmas: [{ formula: claimed(this.#goal), now: false }, ...this.#known.lemmas],
      assertDischarged: true,
      ownGuaranteesNow: guaranteesNow,
      ownAssumptionsNow: assumptionsNow,
    };
    const { query } = question(scope, frame, {
      faults,
      atLast: premises,
      broken: formula,
      throughout: [],
      wantCore: false,
      mode,
    });
    return this.#asker.ask(purpose, query);
  }
}
