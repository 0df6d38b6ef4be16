import type { Cone } from '../encode/cone.ts';
import type { FaultLimit } from '../model/fault_limit.ts';
import type { Variable } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { ReplayedTrace } from '../replay/replay.ts';
import { contains, type FaultSet, setOf } from '../risk/fault_set.ts';
import { booleanCutSets } from './boolean_cut_sets.ts';
import type { Decision } from './decision.ts';
import type { Knowledge } from './knowledge.ts';
import type { Asker } from './session.ts';
import { decideUnderFaults } from './under_faults.ts';

/** A minimal set of faults under which a claim can fail, with a replayed execution in which it does. */
export interface CutSet {
  readonly faults: ReadonlySet<Variable>;
  readonly trace: ReplayedTrace<'counterexample'>;
}

export interface CutSets {
  readonly sets: readonly CutSet[];
  /** Null where there are no others; else why that is not known. */
  readonly open: string | null;
  /** Whether an answer was no answer: the solver and the evaluator disagree. */
  readonly disagrees: boolean;
  /** What the proof that there are no others was allowed to use. */
  readonly cone: Cone | null;
}

/** Cut sets that are looked for one by one, with the solver. */
export const MOST_BY_QUERY = 1_000;
/** The search for one claim's sets may take so many times the solver steps of a question. */
const QUESTIONS = 10;

/**
 * The minimal sets of faults under which the claim can fail, at some step.
 *
 * With a set of faults every smaller one is allowed too, so "can fail" is monotone. As long as the claim fails while of
 * each set found so far some fault stays absent, the faults of that execution are made fewer one by one until the claim
 * holds without any of them; that is the next set. When it holds there are no others (the duality of Marques-Silva and
 * Liffiton's enumeration of minimal unsatisfiable sets). Sets of faults with which the claim was found to hold are remembered:
 * nothing in them is asked again. Where the claim is about Booleans in one step, decision diagrams
 * give all candidates at once; each is still replayed, and the solver still has to confirm that there are no others.
 */
export async function cutSetsOf(
  asker: Asker,
  goal: ValidGoal,
  known: Knowledge,
  most = MOST_BY_QUERY,
): Promise<CutSets> {
  const search = new Search(asker, goal, known);
  return (await search.fromDiagrams()) ?? (await search.oneByOne(most));
}

class Search {
  readonly #asker: Asker;
  readonly #goal: ValidGoal;
  readonly #known: Knowledge;
  readonly #index: ReadonlyMap<Variable, number>;
  readonly #start: number;
  /** Sets of faults with which the claim holds; none is within another. */
  #safe: readonly FaultSet[] = [];

  constructor(asker: Asker, goal: ValidGoal, known: Knowledge) {
    this.#asker = asker;
    this.#goal = goal;
    this.#known = known;
    this.#index = new Map(goal.scope.faults.map(({ variable }, at) => [variable, at]));
    this.#start = asker.rlimit;
  }

  /** All candidates at once; null where they are not to be had or do not stand up to the solver. */
  async fromDiagrams(): Promise<CutSets | null> {
    const found = await booleanCutSets(this.#goal, (faults) => this.#decide({ kind: 'only', faults }));
    if (found === null) return null;
    const decision = await this.#decide(avoiding(found));
    return decision.kind === 'valid' ? { sets: found, open: null, disagrees: false, cone: decision.cone } : null;
  }

  async oneByOne(most: number): Promise<CutSets> {
    const sets: CutSet[] = [];
    for (;;) {
      const decision = await this.#decide(avoiding(sets));
      if (decision.kind === 'valid') return { sets, open: null, disagrees: false, cone: decision.cone };
      if (decision.kind !== 'violated') return ended(sets, decision);
      const open = sets.length >= most ? `there are more than ${most}` : this.#spent ? SPENT : null;
      if (open !== null) return { sets, open, disagrees: false, cone: null };
      const least = await this.#shrink(decision.trace);
      if ('kind' in least) return ended(sets, least);
      sets.push(least);
    }
  }

  /** Leaves out one fault after the other for as long as the claim still fails; a decision says why that is not known. */
  async #shrink(first: ReplayedTrace<'counterexample'>): Promise<CutSet | Decision> {
    let trace = first;
    let faults = presentIn(trace);
    for (const fault of faults) {
      if (!faults.has(fault)) continue;
      const fewer = new Set([...faults].filter((other) => other !== fault));
      if (this.#isSafe(fewer)) continue;
      const decision = await this.#decide({ kind: 'only', faults: fewer });
      if (decision.kind === 'violated') {
        trace = decision.trace;
        faults = presentIn(trace);
      } else if (decision.kind === 'valid') this.#remember(fewer);
      else return decision;
    }
    return { faults, trace };
  }

  get #spent(): boolean {
    return this.#asker.rlimit - this.#start > QUESTIONS * this.#asker.budget.rlimit;
  }

  #setOf(faults: ReadonlySet<Variable>): FaultSet {
    return setOf([...faults].map((fault) => this.#index.get(fault)!));
  }

  #isSafe(faults: ReadonlySet<Variable>): boolean {
    const set = this.#setOf(faults);
    return this.#safe.some((safe) => contains(safe, set));
  }

  #remember(faults: ReadonlySet<Variable>): void {
    const set = this.#setOf(faults);
    this.#safe = [...this.#safe.filter((safe) => !contains(set, safe)), set];
  }

  #decide(faults: FaultLimit): Promise<Decision> {
    return decideUnderFaults(this.#asker, { ...this.#goal, faults }, this.#known);
  }
}

const SPENT = 'the solver steps for the search were spent';

function avoiding(sets: readonly CutSet[]): FaultLimit {
  return sets.length === 0 ? 'free' : { kind: 'avoiding', sets: sets.map(({ faults }) => faults) };
}

/** The search cannot go on from a decision that is none. */
function ended(sets: readonly CutSet[], decision: Decision): CutSets {
  return { sets, open: reasonOf(decision), disagrees: decision.kind === 'disagrees', cone: null };
}

function reasonOf(decision: Decision): string {
  return decision.kind === 'undecided' || decision.kind === 'disagrees' ? decision.detail : 'an answer is missing';
}

/** The faults that an execution has, at its last step and so at some. */
export function presentIn(trace: ReplayedTrace): ReadonlySet<Variable> {
  const { behaviour, last } = trace;
  const isPresent = (variable: Variable) => {
    const outcome = behaviour.value(variable, last);
    return outcome.kind !== 'undefined' && outcome.value === true;
  };
  return new Set(trace.scope.faults.map(({ variable }) => variable).filter(isPresent));
}
