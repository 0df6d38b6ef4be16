/** Sets of faults as masks: bit `i` stands for the fault with index `i`. The indices are the caller's. */
export type FaultSet = bigint;

export const EMPTY: FaultSet = 0n;

/** The indices in a set, smallest first. */
export function members(set: FaultSet): number[] {
  const found: number[] = [];
  for (let at = 0, rest = set; rest > 0n; at += 1, rest >>= 1n) if ((rest & 1n) === 1n) found.push(at);
  return found;
}

/** The set of the given indices. */
export function setOf(indices: Iterable<number>): FaultSet {
  let set = EMPTY;
  for (const at of indices) set |= 1n << BigInt(at);
  return set;
}

export function contains(whole: FaultSet, part: FaultSet): boolean {
  return (whole & part) === part;
}

/** How many faults are in the set. */
export function size(set: FaultSet): number {
  return members(set).length;
}

/** Fewest faults first, then by their indices. */
export function bySize(a: FaultSet, b: FaultSet): number {
  const difference = size(a) - size(b);
  if (difference !== 0) return difference;
  const [left, right] = [members(a), members(b)];
  for (const [at, index] of left.entries()) if (index !== right[at]) return index - right[at]!;
  return 0;
}

/** The sets that contain no other one of the family, each once, smallest first. */
export function minimalSets(family: Iterable<FaultSet>): FaultSet[] {
  const kept: FaultSet[] = [];
  for (const set of [...new Set(family)].sort(bySize)) if (!kept.some((other) => contains(set, other))) kept.push(set);
  return kept;
}
