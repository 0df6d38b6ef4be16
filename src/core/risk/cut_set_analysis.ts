import { bySize, contains, EMPTY, type FaultSet, members, minimalSets, setOf, size } from './fault_set.ts';

/** What follows from a complete list of minimal cut sets. */
export interface CutSetAnalysis {
  /** How many sets there are of each size, smallest first. */
  readonly orders: readonly { readonly size: number; readonly count: number }[];
  /** Faults each of which is enough. */
  readonly singlePoints: readonly number[];
  /** The most faults of which any combination is borne; null where no combination of faults breaks the claim. */
  readonly tolerates: number | null;
  /** By fault: in how many sets it is, and the smallest of them. In the order of what there is to gain. */
  readonly importance: readonly Importance[];
}

export interface Importance {
  readonly fault: number;
  readonly sets: number;
  readonly smallest: number;
  /** If it could not occur: the sets left, and the smallest of them (null: none is left). */
  readonly without: { readonly sets: number; readonly smallest: number | null };
}

export function analyse(cuts: readonly FaultSet[]): CutSetAnalysis {
  const sizes = cuts.map(size);
  const distinct = [...new Set(sizes)].sort((a, b) => a - b);
  return {
    orders: distinct.map((each) => ({ size: each, count: sizes.filter((other) => other === each).length })),
    singlePoints: cuts.filter((cut) => size(cut) === 1).flatMap(members),
    tolerates: distinct.length === 0 ? null : distinct[0]! - 1,
    importance: importanceOf(cuts),
  };
}

function importanceOf(cuts: readonly FaultSet[]): Importance[] {
  const faults = members(cuts.reduce((all, cut) => all | cut, EMPTY));
  const each = faults.map((fault): Importance => {
    const bit = setOf([fault]);
    const having = cuts.filter((cut) => contains(cut, bit));
    const left = cuts.filter((cut) => !contains(cut, bit)).map(size);
    return {
      fault,
      sets: having.length,
      smallest: Math.min(...having.map(size)),
      without: { sets: left.length, smallest: left.length === 0 ? null : Math.min(...left) },
    };
  });
  return each.sort((a, b) => a.smallest - b.smallest || b.sets - a.sets || a.fault - b.fault);
}

/**
 * The minimal path sets: faults that need to stay absent for the claim to hold whatever the others do. They are the
 * minimal sets that meet every cut set (Berge's sequential method). Null where there are more than `most`.
 */
export function pathSets(cuts: readonly FaultSet[], most: number): readonly FaultSet[] | null {
  let found: FaultSet[] = [EMPTY];
  for (const cut of cuts) {
    const met = found.filter((set) => (set & cut) !== EMPTY);
    const extended = found
      .filter((set) => (set & cut) === EMPTY)
      .flatMap((set) => members(cut).map((fault) => set | setOf([fault])));
    found = minimalSets([...met, ...extended]);
    if (found.length > most) return null;
  }
  return found.sort(bySize);
}

/**
 * The smallest sets of faults that have to be made impossible so that any `k` of the others are borne: those that meet
 * every cut set of at most `k` faults. Null where there are too many to look through.
 */
export function protections(cuts: readonly FaultSet[], k: number, most: number): readonly FaultSet[] | null {
  const all = pathSets(
    cuts.filter((cut) => size(cut) <= k),
    most,
  );
  if (all === null) return null;
  const least = Math.min(...all.map(size));
  return all.filter((set) => size(set) === least);
}
