import type { Frame } from '../encode/behaviour.ts';
import type { Cone } from '../encode/cone.ts';
import * as logic from '../logic/build.ts';
import type { Query, Symbol_, Term } from '../logic/term.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Knowledge } from './knowledge.ts';
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
 * Empty where the solver gives no answer.
 */
export async function provedLemmas(
  asker: Asker,
  goal: ValidGoal,
  cone: Cone,
  known: Knowledge,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const search = new Houdini(asker, goal, cone, known, candidates);
  const proved =
    (await search.settle(1, 'anchored')) &&
    (await search.settle(2, 'anchored')) &&
    (await search.settle(2, 'floating'));
  return proved ? search.kept : [];
}

class Houdini {
  kept: readonly Candidate[];
  readonly #asker: Asker;
  readonly #goal: ValidGoal;
  readonly #cone: Cone;
  readonly #known: Knowledge;
  #rounds = 0;

  constructor(asker: Asker, goal: ValidGoal, cone: Cone, known: Knowledge, candidates: readonly Candidate[]) {
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
      const { query, truths } = this.#question(steps, mode);
      const { rlimit, timeoutMs } = this.#asker.budget;
      const reply = await this.#asker.ask('lemmas', query, { rlimit: Math.ceil(rlimit / SHARE), timeoutMs });
      if (reply.kind === 'unsat') return true;
      if (reply.kind === 'unknown') return false;
      const before = this.kept.length;
      this.kept = this.kept.filter((_, at) => reply.values.get(truths[at]!) !== false);
      if (this.kept.length === before) return false;
    }
    return this.kept.length === 0;
  }

  /** "Is there a behaviour at whose last step some candidate fails?", with the truth of each asked back. */
  #question(steps: number, mode: 'anchored' | 'floating'): { query: Query; truths: string[] } {
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
    const asked = question(scope, frame, { faults, atLast: [], broken: null, throughout: [], wantCore: false, mode });
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
