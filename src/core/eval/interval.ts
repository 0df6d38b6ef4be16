import { ceil, floor, type Rational, rational } from '../exact/rational.ts';
import type { Sort } from '../model/model.ts';
import type { Random } from './random.ts';

/** Numbers between two ends, each of which may be missing or not belong to it. */
export interface Interval {
  readonly low: Rational | null;
  readonly high: Rational | null;
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
}

export const EVERYTHING: Interval = { low: null, high: null, lowOpen: false, highOpen: false };

/** The part of the interval from `end` on upwards, or downwards. */
export function cut(interval: Interval, side: 'above' | 'below', end: Rational, open: boolean): Interval {
  if (side === 'above') {
    const tighter = interval.low === null || end.compare(interval.low) > 0;
    if (tighter) return { ...interval, low: end, lowOpen: open };
    return end.equals(interval.low!) ? { ...interval, lowOpen: interval.lowOpen || open } : interval;
  }
  const tighter = interval.high === null || end.compare(interval.high) < 0;
  if (tighter) return { ...interval, high: end, highOpen: open };
  return end.equals(interval.high!) ? { ...interval, highOpen: interval.highOpen || open } : interval;
}

/** How far from a single end, or from 0, numbers are drawn, in units. */
const REACH = 16n;

/** A number of the interval (in an empty one: near it), its ends more often than others; `unit` is the step of unbounded draws. */
export function draw(interval: Interval, sort: Sort, unit: Rational, random: Random): Rational {
  const { low, high } = closed(interval, sort, unit);
  if (low.compare(high) >= 0) return low;
  switch (random.below(3n)) {
    case 0n:
      return interval.low === null ? inside(low, high, sort, unit, random) : low;
    case 1n:
      return interval.high === null ? inside(low, high, sort, unit, random) : high;
    default:
      return inside(low, high, sort, unit, random);
  }
}

/** A whole number, or a multiple of a power of ten of the unit: short to read, and its denominator stays small. */
function inside(low: Rational, high: Rational, sort: Sort, unit: Rational, random: Random): Rational {
  const grid = sort.kind === 'int' ? rational(1n) : unit.mul(gridFor(high.sub(low).div(unit)));
  return grid.mul(rational(random.between(ceil(low.div(grid)), floor(high.div(grid)))));
}

/** The power of ten that cuts the width (more than 0) into 8 to 80 pieces. */
function gridFor(width: Rational): Rational {
  const ten = rational(10n);
  let grid = rational(1n);
  while (width.compare(grid.mul(rational(8n))) < 0) grid = grid.div(ten);
  while (width.compare(grid.mul(rational(80n))) >= 0) grid = grid.mul(ten);
  return grid;
}

/** Finite ends that belong to the interval. */
function closed(interval: Interval, sort: Sort, unit: Rational): { low: Rational; high: Rational } {
  const reach = unit.mul(rational(REACH));
  const low = interval.low ?? (interval.high === null ? reach.neg() : interval.high.sub(reach));
  const high = interval.high ?? (interval.low === null ? reach : interval.low.add(reach));
  if (sort.kind === 'int') {
    return {
      low: rational(interval.lowOpen ? floor(low) + 1n : ceil(low)),
      high: rational(interval.highOpen ? ceil(high) - 1n : floor(high)),
    };
  }
  const margin = high.sub(low).div(rational(64n));
  return { low: interval.lowOpen ? low.add(margin) : low, high: interval.highOpen ? high.sub(margin) : high };
}
