import type { Frame } from '../encode/behaviour.ts';
import type { Cone } from '../encode/cone.ts';
import * as logic from '../logic/build.ts';
import type { Query, Symbol_, Term } from '../logic/term.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Usable } from './knowledge.ts';
import type { Candidate } from './lemma_candidates.ts';
import { question } from './question.ts';
import type { Asker } from './session.ts';

/** Questions before the search for lemmas is given up. */
const MOST_ROUNDS = 60;
/** The share of a question's solver steps that one question about candidates may take. */
const SHARE = 4;

/**
 * Those of the candidates that hold at every step at which the scope's assumptions have held, proved together by
 * induction: the largest set that supports itself (Flanagan, Leino: "Houdini, an annotation assistant", 2001). Candidates
 * that fail at the first two steps are struck out, then those that do not follow from all others one step earlier.
 * Empty where the solver gives no answer. `stepwise`: they speak of what operators over time hand on from step to step.
 */
export async function provedLemmas(
  asker: Asker,
  goal: ValidGoal,
  cone: Cone,
  known: Usable,
  candidates: readonly Candidate[],
  stepwise = false,
): Promise<readonly Candidate[]> {
  const search = new Houdini(asker, goal, cone, known, candidates, stepwise);
  const proved =
    (await search.settle(1, 'anchored')) &&
    (await search.settle(2, 'anchored')) &&
    (await search.settle(2, 'floating'));
  return proved ? search.kept : [];
}

/** Whether a candidate holds at each of the first steps, as far as that was decided. */
export async function holdsAtFirst(
  asker: Asker,
  goal: ValidGoal,
  cone: Cone,
  known: Usable,
  candidate: Candidate,
  steps: number,
): Promise<boolean> {
  const search = new Houdini(asker, goal, cone, known, [candidate], false);
  for (let step = 1; step <= steps; step += 1) {
    if (!(await search.settle(step, 'anchored')) || search.kept.length === 0) return false;
  }
  return true;
}

/** The questions whose unsatisfiability proves lemmas together: at the first two steps, and at a step after one at which all hold. */
export function lemmaQuestions(
  asker: Asker,
  goal: ValidGoal,
  cone: Cone,
  known: Usable,
  lemmas: readonly Candidate[],
  stepwise: boolean,
): readonly { readonly purpose: string; readonly query: Query }[] {
  if (lemmas.length === 0) return [];
  const search = new Houdini(asker, goal, cone, known, lemmas, stepwise);
  return [
    { purpose: 'proof lemmas base 1', query: search.question(1, 'anchored').query },
    { purpose: 'proof lemmas base 2', query: search.question(2, 'anchored').query },
    { purpose: 'proof lemmas step 1', query: search.question(2, 'floating').query },
  ];
}

class Houdini {
  kept: readonly Candidate[];
  readonly #asker: Asker;
  readonly #goal: ValidGoal;
  readonly #cone: Cone;
  readonly #known: Usable;
  readonly #stepwise: boolean;
  #rounds = 0;
  /** Whether our own prover has answered all questions so far. */
  #small = true;

  constructor(
    asker: Asker,
    goal: ValidGoal,
    cone: Cone,
    known: Usable,
    candidates: readonly Candidate[],
    stepwise: boolean,
  ) {
    this.#stepwise = stepwise;
    this.#asker = asker;
    this.#goal = goal;
    this.#cone = cone;
    this.#known = known;
    this.kept = candidates;
  }

  /** Strikes out candidates until all that are left hold at the last of the steps; false where that was not decided. */
  async settle(steps: number, mode: 'anchored' | 'floating'): Promise<boolean> {
    while (this.kept.length > 0 && this.#rounds < MOST_ROUNDS) {
      this.#rounds += 1;
      const { query, truths } = this.question(steps, mode);
      const { rlimit, timeoutMs } = this.#asker.budget;
      const own = this.#small ? this.#asker.own('lemmas', query) : null;
      this.#small = own !== null;
      const reply = own ?? (await this.#asker.ask('lemmas', query, { rlimit: Math.ceil(rlimit / SHARE), timeoutMs }));
      if (reply.kind === 'unsat') return true;
      if (reply.kind === 'unknown') return false;
      const before = this.kept.length;
      this.kept = this.kept.filter((_, at) => reply.values.get(truths[at]!) !== false);
      if (this.kept.length === before) return false;
    }
    return this.kept.length === 0;
  }

  /** "Is there a behaviour at whose last step some candidate fails?", with the truth of each asked back. */
  question(steps: number, mode: 'anchored' | 'floating'): { query: Query; truths: string[] } {
    const { scope, faults } = this.#goal;
    const lemmas = [...this.#known.lemmas, ...this.kept.map(({ formula }) => ({ formula, now: false }))];
    const frame: Frame = {
      steps,
      cone: this.#cone,
      own: 'through',
      discharged: this.#known.discharged,
      dischargedNow: this.#known.dischargedNow,
      freedBefore: mode === 'floating',
      lemmas,
      assertDischarged: true,
      ownGuaranteesNow: null,
      ownAssumptionsNow: null,
    };
    const asked = question(scope, frame, {
      faults,
      atLast: [],
      broken: null,
      throughout: [],
      wantCore: false,
      mode,
      stepwise: this.#stepwise,
    });
    const { unrolling } = asked;
    const truths = this.kept.map(({ formula }) => ({
      term: unrolling.term(formula, steps - 1),
      symbol: symbolOf(unrolling.fresh('Bool')),
    }));
    const terms = [
      ...truths.map(({ term, symbol }) => logic.iff(logic.sym(symbol), term)),
      logic.or(truths.map(({ symbol }) => logic.not(logic.sym(symbol)))),
      ...unrolling.domains,
    ];
    const assertions = [...asked.query.assertions, ...terms.map((term) => ({ term, label: null }))];
    return {
      query: { assertions, wanted: truths.map(({ symbol }) => symbol), wantCore: false },
      truths: truths.map(({ symbol }) => symbol.name),
    };
  }
}

function symbolOf(term: Term): Symbol_ {
  if (term.kind !== 'symbol') throw new Error('a fresh term is a symbol');
  return term.symbol;
}
