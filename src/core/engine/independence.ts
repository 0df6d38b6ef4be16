import { ONE, type Rational, ZERO } from '../exact/rational.ts';
import type { Scope, Variable } from '../model/model.ts';
import { distribution, meets } from '../risk/distribution.ts';
import { type Evidence, Reader } from '../risk/evidence.ts';
import { contains, type FaultSet, members, setOf } from '../risk/fault_set.ts';
import type { Objective } from '../risk/objective.ts';
import { type Mass, worstCase } from '../risk/worst_case.ts';
import { type ChanceFinding, findingOf } from './chance_finding.ts';
import { type Decision, undecided } from './decision.ts';

/**
 * Decides whether evidence implies that faults are independent, as a part of a system may assume. It does where the system
 * declares a group with all of them, or where at most one of them can ever be present or absent. It does not where some
 * distribution that the evidence allows makes two of them likelier together than their product.
 */
export function decideIndependence(scope: Scope, evidence: Evidence, faults: readonly Variable[]): Decision {
  const asked = new Reader(scope).indices(faults);
  const uncertain = members(asked).filter((at) => evidence.bounds[at]!.compare(ZERO) > 0);
  const declared = evidence.groups.some((group) => contains(group.faults, setOf(uncertain)));
  const consistent = worstCase(evidence, { terms: [] });
  if (consistent.kind === 'contradictory') return { kind: 'contradicted', method: 'linear', clash: consistent.clash };
  if (consistent.kind === 'too large') return undecided('incomplete', consistent.detail);
  if (declared || uncertain.length <= 1) {
    return consistent.consistent
      ? { kind: 'bounded', method: 'linear', finding: null, cones: [] }
      : undecided('hypotheses', 'no distribution was found that meets all evidence');
  }
  const finding = dependence(evidence, uncertain, consistent.distribution);
  return finding === null
    ? undecided('incomplete', 'no distribution was found under which they depend on each other')
    : { kind: 'exceeded', method: 'linear', finding };
}

/**
 * A distribution that the evidence allows and under which two of the faults are not independent: one in which they occur
 * together as often as can be, or where that is no more than their product (both are certain), half of it and half of `other`.
 */
function dependence(evidence: Evidence, uncertain: readonly number[], other: readonly Mass[]): ChanceFinding | null {
  for (const [at, a] of uncertain.entries()) {
    for (const b of uncertain.slice(at + 1)) {
      const pair = setOf([a, b]);
      const objective: Objective = { terms: [{ coefficient: ONE, cuts: [pair], event: null }] };
      const worst = worstCase(evidence, objective);
      if (worst.kind !== 'bounded' || worst.reached === null) continue;
      const mixed = distribution([...halved(worst.distribution), ...halved(other)]);
      for (const masses of [worst.distribution, mixed]) {
        const together = chanceOf(masses, pair);
        const product = chanceOf(masses, setOf([a])).mul(chanceOf(masses, setOf([b])));
        if (together.compare(product) === 0 || (masses === mixed && !meets(evidence, mixed))) continue;
        const shown = { ...worst, value: together, reached: together, distribution: masses };
        return { ...findingOf(evidence, objective, shown, product, []), isSum: false };
      }
    }
  }
  return null;
}

function halved(masses: readonly Mass[]): readonly Mass[] {
  return masses.map(({ present, mass }) => ({ present, mass: mass.div(2n) }));
}

/** How likely all faults of the set are ever present. */
function chanceOf(masses: readonly Mass[], set: FaultSet): Rational {
  return masses.reduce((sum, { present, mass }) => (contains(present, set) ? sum.add(mass) : sum), ZERO);
}
