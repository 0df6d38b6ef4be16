import { hasMemory } from '../encode/cone.ts';
import type { Decision } from '../engine/decision.ts';
import type { Knowledge } from '../engine/knowledge.ts';
import type { Asker } from '../engine/session.ts';
import { decideValid } from '../engine/valid.ts';
import { type Rational, rational } from '../exact/rational.ts';
import * as build from '../model/build.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import { Unreadable } from './cell.ts';
import { climb, valueAt } from './climb.ts';
import type { Effort } from './effort.ts';
import type { Trace } from './ground.ts';
import { bounded, type Objective } from './objective.ts';

/** The exact supremum (or infimum) of a quantity over all behaviours of a goal's hypotheses. */
export interface Extremum {
  readonly value: Rational;
  /** Whether some behaviour has it; else they come as near as one likes. */
  readonly attained: boolean;
  /** A behaviour that has it, or one near it. */
  readonly trace: Trace;
  /** Where the exact value is not known: a value that is reached, while nothing lies beyond `value`. */
  readonly inner?: Rational;
}

export interface Search {
  readonly asker: Asker;
  readonly goal: ValidGoal;
  readonly known: Knowledge;
  readonly objective: Objective;
  /** A behaviour of the hypotheses to start from; null: one is asked for. */
  readonly start: Trace | null;
  /** Whether no shorter behaviour goes beyond any value that the start falls short of. */
  readonly isShortest?: boolean;
  /** Another quantity that helps, the better it is: by how much a claim is broken. */
  readonly push?: Objective | null;
  /** Known not to be exceeded: a claim that was proved. */
  readonly proved: Rational | null;
  /** What may be spent on it. */
  readonly effort: Effort;
}

const MOST_ROUNDS = 24;
const MOST_LEAPS = 6;
/** What a climb costs for each step of time, in solver steps. */
const CLIMB = 10_000;

/**
 * Climbs from behaviour to behaviour: each is improved inside its cell, then the solver is asked for a better one.
 *
 * The value is certified by answers that the optimiser has no part in: that nothing lies beyond it is proved as any claim
 * is; that it is reached is a replayed behaviour; that it is approached is a segment of behaviours inside one cell.
 * Null where any of these is lacking.
 */
export async function extremumOf(search: Search): Promise<Extremum | null> {
  try {
    return await new Ascent(search).run();
  } catch (thrown) {
    // A quantity that has no value in some execution has no bound either.
    if (thrown instanceof Unreadable) return null;
    throw thrown;
  }
}

/** Any behaviour in which the objective's premise holds. */
export async function anyBehaviour(
  asker: Asker,
  goal: ValidGoal,
  known: Knowledge,
  { premise }: Objective,
): Promise<Trace | null> {
  const decision = await decideValid(asker, { ...goal, formula: build.implies(premise, build.FALSE) }, known);
  return decision.kind === 'violated' ? decision.trace : null;
}

class Ascent {
  readonly #search: Search;
  #leaps = 0;
  /** The least value that is known not to be exceeded. */
  #limit: Rational | null;
  /** No behaviour of at most so many steps goes beyond a value that is still asked about. */
  #depth: number;

  constructor(search: Search) {
    this.#search = search;
    this.#limit = search.proved;
    this.#depth = search.start !== null && search.isShortest === true ? search.start.last : 0;
  }

  async run(): Promise<Extremum | null> {
    const atLimit = await this.#atLimit();
    if (atLimit !== null) return atLimit;
    let trace = this.#search.start ?? (await this.#any());
    for (let round = 0; trace !== null && round < MOST_ROUNDS; round += 1) {
      this.#search.effort.charge(CLIMB * trace.trace.steps.length);
      const peak = climb(this.#search.goal, this.#search.objective, trace, this.#search.push ?? null);
      if (peak.kind === 'unbounded' || this.#search.effort.spent) return null;
      const beyond = await this.#beyond(peak.value);
      if (beyond === 'open') return null;
      if (beyond === null) return this.#certified(peak.value, peak.reached, peak.near);
      trace = beyond;
    }
    return null;
  }

  /** Over time, where each question is many: whether what was proved is reached, before anything less is tried. */
  async #atLimit(): Promise<Extremum | null> {
    const { goal, objective, start, proved } = this.#search;
    if (start !== null || proved === null || !hasMemory(goal.scope)) return null;
    const decision = await this.#decide(bounded(goal, objective, proved, true));
    return decision.kind === 'violated' ? { value: proved, attained: true, trace: decision.trace } : null;
  }

  /** Any behaviour in which the premise holds. */
  async #any(): Promise<Trace | null> {
    const { asker, goal, known, objective } = this.#search;
    return anyBehaviour(asker, goal, known, objective);
  }

  /** A behaviour beyond the value; null where there is none. Over time first one that is far beyond. */
  async #beyond(value: Rational): Promise<Trace | null | 'open'> {
    const { goal, objective } = this.#search;
    if (this.#limit?.equals(value)) return null;
    while (this.#limit !== null && hasMemory(goal.scope) && this.#leaps < MOST_LEAPS && !this.#search.effort.spent) {
      const half = value.add(this.#limit).mul(rational(1n, 2n));
      const leap = await this.#decide(bounded(goal, objective, half, false));
      if (leap.kind === 'violated') return leap.trace;
      this.#leaps += 1;
      if (leap.kind !== 'valid') break;
      this.#limit = half;
    }
    const decision = await this.#decide(bounded(goal, objective, value, false));
    if (decision.kind === 'violated') return decision.trace;
    return decision.kind === 'valid' ? null : 'open';
  }

  async #certified(value: Rational, reached: Trace | null, near: Trace): Promise<Extremum | null> {
    const { goal, objective } = this.#search;
    if (reached !== null)
      return valueAt(objective, reached).equals(value) ? { value, attained: true, trace: reached } : null;
    const decision = await this.#decide(bounded(goal, objective, value, true));
    if (decision.kind === 'violated') return { value, attained: true, trace: decision.trace };
    return decision.kind === 'valid' ? { value, attained: false, trace: near } : null;
  }

  /** Values that are asked about only grow, so that what no short behaviour exceeds none exceeds later. */
  async #decide(goal: ValidGoal): Promise<Decision> {
    const { asker, known } = this.#search;
    const decision = await decideValid(asker, goal, known, { depth: this.#depth, settled: true });
    if (decision.kind === 'violated') this.#depth = Math.max(this.#depth, decision.trace.last);
    return decision;
  }
}
