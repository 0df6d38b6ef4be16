import type { FaultEvent } from './evidence.ts';
import { type FaultSet, members, minimalSets, setOf } from './fault_set.ts';

/** Up to so many faults every combination is tried. */
const MOST_FAULTS = 14;

/** The minimal fault sets of an event that grows with the faults; null where there are too many faults to try. */
export function minimalOf({ faults, holds }: FaultEvent): readonly FaultSet[] | null {
  const each = members(faults);
  if (each.length > MOST_FAULTS) return null;
  const found: FaultSet[] = [];
  for (let code = 0; code < 2 ** each.length; code += 1) {
    const set = setOf(each.filter((_, at) => (code >> at) & 1));
    if (holds(set)) found.push(set);
  }
  return minimalSets(found);
}
