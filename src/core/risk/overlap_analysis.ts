import { pathSets } from './cut_set_analysis.ts';
import { bySize, EMPTY, type FaultSet, members, minimalSets, setOf, size } from './fault_set.ts';
import type { Overlap } from './overlap.ts';

/** What follows from a matrix, if one part that works is enough. Parts and faults by their places in the matrix. */
export interface OverlapAnalysis {
  /** Pairs of parts that some fault defeats both, those with most such faults first. */
  readonly pairs: readonly Shared[];
  readonly triples: readonly Shared[];
  /** The most faults of which any combination leaves some part; null where no combination defeats all of them. */
  readonly tolerates: number | null | 'too many';
  /** By the number of faults, up to `tolerates`: the smallest sets of parts that any so many faults leave some part of. */
  readonly enough: readonly { readonly tolerating: number; readonly sets: readonly (readonly number[])[] | null }[];
  /** What one more part would give, by the one fault that defeats it; the best first. Null where there are too many combinations. */
  readonly added: readonly Added[] | null;
  /** The faults of the smallest combinations that defeat all: a part that withstands these bears one more. */
  readonly toWithstand: readonly number[];
}

export interface Shared {
  readonly parts: readonly number[];
  readonly faults: readonly number[];
}

export interface Added {
  readonly fault: number;
  readonly tolerates: number;
  /** How many combinations of the smallest size defeat all then. */
  readonly smallest: number;
}

/** How many combinations of parts are looked through, of faults that defeat all, and steps in search of one. */
const MOST = 20_000;
const MOST_CUTS = 5_000;
const MOST_STEPS = 200_000;
/** Of so many parts pairs and triples are listed. */
const MOST_PARTS = 40;

export function analyseOverlap({ parts, cells }: Overlap): OverlapAnalysis {
  const rows = cells.map((row) => setOf(row.flatMap((mark, at) => (mark ? [at] : []))));
  const all = parts.map((_, at) => at);
  const cuts = pathSets(rows, MOST_CUTS);
  const least = toleratedBy(rows);
  const few = parts.length <= MOST_PARTS;
  return {
    pairs: few ? shared(rows, combinations(all, 2)) : [],
    triples: few ? shared(rows, combinations(all, 3)) : [],
    tolerates: least,
    enough: Array.from({ length: typeof least === 'number' ? least : 0 }, (_, at) => ({
      tolerating: at + 1,
      sets: smallestEnough(rows, at + 1),
    })),
    added: cuts === null || cuts.length === 0 ? null : addedTo(cuts),
    toWithstand: cuts === null || cuts.length === 0 ? [] : members(smallestOf(cuts).reduce((a, b) => a | b, EMPTY)),
  };
}

function* combinations(items: readonly number[], count: number): Iterable<readonly number[]> {
  if (count === 0) yield [];
  else {
    for (const [at, first] of items.entries())
      for (const rest of combinations(items.slice(at + 1), count - 1)) yield [first, ...rest];
  }
}

function shared(rows: readonly FaultSet[], groups: Iterable<readonly number[]>): readonly Shared[] {
  const found: Shared[] = [];
  for (const parts of groups) {
    const common = parts.map((at) => rows[at]!).reduce((a, b) => a & b);
    if (common !== EMPTY) found.push({ parts, faults: members(common) });
  }
  return found.sort((a, b) => b.faults.length - a.faults.length);
}

class TooMany extends Error {}

/** Looks for few faults that defeat all rows, within a number of steps. */
class Search {
  #steps = 0;

  /** Whether some `k` faults defeat all the rows. Throws `TooMany` where that takes too long. */
  defeats(rows: readonly FaultSet[], k: number): boolean {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) throw new TooMany();
    const first = rows[0];
    if (first === undefined) return true;
    // Rows without a fault in common need one each.
    if (apart(rows) > k) return false;
    return members(first).some((fault) =>
      this.defeats(
        rows.filter((row) => (row & setOf([fault])) === EMPTY),
        k - 1,
      ),
    );
  }
}

/** How many rows, taken greedily, have no fault in common. */
function apart(rows: readonly FaultSet[]): number {
  let [taken, count] = [EMPTY, 0];
  for (const row of rows) {
    if ((row & taken) !== EMPTY) continue;
    taken |= row;
    count += 1;
  }
  return count;
}

/** The most faults of which any combination leaves some row; null where none defeats all. */
function toleratedBy(rows: readonly FaultSet[]): number | null | 'too many' {
  if (rows.includes(EMPTY)) return null;
  const search = new Search();
  try {
    let k = 0;
    while (!search.defeats(rows, k + 1)) k += 1;
    return k;
  } catch (error) {
    if (error instanceof TooMany) return 'too many';
    throw error;
  }
}

/** The smallest sets of rows that no `k` faults defeat; null where there are too many to look through. */
function smallestEnough(rows: readonly FaultSet[], k: number): readonly (readonly number[])[] | null {
  try {
    return lookedThrough(rows, k);
  } catch (error) {
    if (error instanceof TooMany) return null;
    throw error;
  }
}

function lookedThrough(rows: readonly FaultSet[], k: number): readonly (readonly number[])[] {
  const all = rows.map((_, at) => at);
  const search = new Search();
  let tried = 0;
  for (let count = 1; count <= rows.length; count += 1) {
    const found: (readonly number[])[] = [];
    for (const chosen of combinations(all, count)) {
      tried += 1;
      if (tried > MOST) throw new TooMany();
      const some = chosen.map((at) => rows[at]!);
      if (!search.defeats(some, k)) found.push(chosen);
    }
    if (found.length > 0) return found;
  }
  return [];
}

function smallestOf(cuts: readonly FaultSet[]): readonly FaultSet[] {
  const least = size([...cuts].sort(bySize)[0]!);
  return cuts.filter((cut) => size(cut) === least);
}

/** With a part more that only one fault defeats, every combination needs that fault too. */
function addedTo(cuts: readonly FaultSet[]): readonly Added[] {
  const faults = members(cuts.reduce((a, b) => a | b, EMPTY));
  const each = faults.map((fault): Added => {
    const then = smallestOf(minimalSets(cuts.map((cut) => cut | setOf([fault]))));
    return { fault, tolerates: size(then[0]!) - 1, smallest: then.length };
  });
  return each.sort((a, b) => b.tolerates - a.tolerates || a.smallest - b.smallest || a.fault - b.fault);
}
