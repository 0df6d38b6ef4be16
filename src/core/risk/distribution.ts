import { ONE, type Rational, ZERO } from '../exact/rational.ts';
import type { Evidence, Statement } from './evidence.ts';
import { bySize, contains, EMPTY, type FaultSet, members, size } from './fault_set.ts';

/** One combination of faults with its chance. */
interface Mass {
  readonly present: FaultSet;
  readonly mass: Rational;
}

/** Up to so many faults a law is written out combination by combination. */
const MOST_FAULTS = 12;

/** The same distribution with each combination once, in the order of their sizes. */
export function distribution(masses: readonly Mass[]): Mass[] {
  const merged = new Map<FaultSet, Rational>();
  for (const { present, mass } of masses) merged.set(present, (merged.get(present) ?? ZERO).add(mass));
  return [...merged]
    .filter(([, mass]) => mass.compare(ZERO) !== 0)
    .sort(([a], [b]) => bySize(a, b))
    .map(([present, mass]) => ({ present, mass }));
}

/** The law under which all given faults are independent; null where it is too long to write out. */
export function productLaw(faults: FaultSet, chance: (fault: number) => Rational): Mass[] | null {
  if (size(faults) > MOST_FAULTS) return null;
  let masses: Mass[] = [{ present: EMPTY, mass: ONE }];
  for (const fault of members(faults)) {
    const p = chance(fault);
    masses = masses.flatMap(({ present, mass }) => [
      { present, mass: mass.mul(ONE.sub(p)) },
      { present: present | (1n << BigInt(fault)), mass: mass.mul(p) },
    ]);
  }
  return distribution(masses);
}

/** Replays a distribution against every piece of evidence, exactly: it is one, and keeps bounds, statements and independence. */
export function meets(evidence: Evidence, masses: readonly Mass[]): boolean {
  const total = masses.reduce((sum, { mass }) => sum.add(mass), ZERO);
  if (total.compare(ONE) !== 0 || masses.some(({ mass }) => mass.compare(ZERO) < 0)) return false;
  const bounded = evidence.bounds.every(
    (bound, at) => chanceOf(masses, (present) => contains(present, 1n << BigInt(at))).compare(bound) <= 0,
  );
  return (
    bounded &&
    evidence.statements.every((statement) => holds(statement, masses)) &&
    evidence.groups.every(({ faults }) => isIndependent(faults, masses))
  );
}

function chanceOf(masses: readonly Mass[], event: (present: FaultSet) => boolean): Rational {
  return masses.reduce((sum, { present, mass }) => (event(present) ? sum.add(mass) : sum), ZERO);
}

function holds({ relation, terms, bound }: Statement, masses: readonly Mass[]): boolean {
  const value = terms.reduce(
    (sum, { coefficient, event }) => sum.add(coefficient.mul(chanceOf(masses, event.holds))),
    ZERO,
  );
  const order = value.compare(bound);
  return relation === 'eq' ? order === 0 : relation === 'le' ? order <= 0 : order < 0;
}

/** Whether every combination of the faults is as likely as the product of their chances says. */
function isIndependent(faults: FaultSet, masses: readonly Mass[]): boolean {
  const alone = new Map(
    members(faults).map((fault) => [fault, chanceOf(masses, (present) => contains(present, 1n << BigInt(fault)))]),
  );
  const law = productLaw(faults, (fault) => alone.get(fault)!);
  if (law === null) return false;
  const found = distribution(masses.map(({ present, mass }) => ({ present: present & faults, mass })));
  return (
    found.length === law.length &&
    found.every(({ present, mass }, at) => law[at]!.present === present && law[at]!.mass.compare(mass) === 0)
  );
}
