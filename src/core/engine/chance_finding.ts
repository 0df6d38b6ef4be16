import { ONE, type Rational, ZERO } from '../exact/rational.ts';
import type { Variable } from '../model/model.ts';
import type { Evidence, Source } from '../risk/evidence.ts';
import { type FaultSet, members } from '../risk/fault_set.ts';
import { nextEvidence } from '../risk/next_evidence.ts';
import type { Objective } from '../risk/objective.ts';
import { independentValue, type WorstCase } from '../risk/worst_case.ts';
import type { CutSets } from './cut_sets.ts';

/** What was found about a bound on chances, in exact numbers. */
export interface ChanceFinding {
  /** No distribution that the evidence allows has more. */
  readonly worst: Rational;
  readonly bound: Rational;
  /** Whether every coefficient is positive, so that the left side is a chance or a sum of chances. */
  readonly isSum: boolean;
  /** Whether some allowed distribution reaches the worst. */
  readonly attained: boolean;
  /** What an allowed distribution reaches, where how far others go is not known beyond that none passes the worst. */
  readonly inner: Rational | null;
  /** With all faults independent and as likely as their bounds allow; null where that is not said. */
  readonly underIndependence: Rational | null;
  /** A distribution that meets all evidence: the worst one where it is attained. */
  readonly distribution: readonly { readonly faults: readonly Variable[]; readonly mass: Rational }[];
  readonly merged: boolean;
  readonly binding: readonly { readonly source: Source; readonly price: Rational }[];
  /** The joint statement that would lower the bound most, were it known with the figure of independence. */
  readonly next: { readonly faults: readonly Variable[]; readonly atMost: Rational; readonly worst: Rational } | null;
  readonly cutSets: readonly CutSets[];
}

export function findingOf(
  evidence: Evidence,
  objective: Objective,
  worst: WorstCase,
  bound: Rational,
  cutSets: readonly CutSets[],
): ChanceFinding {
  const named = (set: FaultSet) => members(set).map((at) => evidence.faults[at]!);
  const next = worst.value.compare(ZERO) > 0 ? nextEvidence(evidence, objective, worst) : null;
  return {
    worst: worst.value,
    bound,
    isSum: objective.terms.every(({ coefficient }) => coefficient.compare(ZERO) > 0),
    attained: worst.attained,
    inner: worst.exact ? null : worst.reached,
    underIndependence: independentValue(evidence, objective),
    distribution: worst.distribution.map(({ present, mass }) => ({ faults: named(present), mass })),
    merged: worst.merged,
    binding: worst.binding,
    next: next === null ? null : { ...next, faults: named(next.faults) },
    cutSets,
  };
}

/** How many times worse than under independence; null where that is not a number. */
export function ratioOf({ worst, underIndependence }: ChanceFinding): Rational | null {
  if (underIndependence === null || underIndependence.compare(ZERO) <= 0) return null;
  return worst.compare(ZERO) <= 0 ? ONE.sub(ONE) : worst.div(underIndependence);
}
