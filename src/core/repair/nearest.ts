import { ceil, floor, isWhole, type Rational, rational, sign } from '../exact/rational.ts';
import type { Way } from './bounds_in.ts';
import { lastDigit, thirdDigit } from './written.ts';

/** A number that is moved until something holds, which then, if it is `steady`, goes on holding. */
export interface Moving {
  readonly from: Rational;
  readonly way: Way;
  /** Only whole numbers may be tried. */
  readonly whole: boolean;
  readonly steady: boolean;
  /** No use in going further: the other end of a range. Null: as far as one likes. */
  readonly end: Rational | null;
  /** How far it may have to go; null where nothing is known. */
  readonly hint: Rational | null;
}

/** How much further than any sensible value the first look goes. */
const FAR = rational(1_000_000_000n);
const MOST_DOUBLINGS = 40;
/** Of a number that is not steady the neighbourhood is looked at. */
const FEW_DOUBLINGS = 6;

/**
 * The value nearest to where the number stands at which the test is passed, on a grid of three digits (of the number or of
 * how far it moves) or of the number's own last digit, whichever is finest; null where none is found. What is not on the grid is given up on the safe side.
 */
export async function nearest(moving: Moving, passes: (value: Rational) => Promise<boolean>): Promise<Rational | null> {
  const at = (distance: Rational) => (moving.way === 'up' ? moving.from.add(distance) : moving.from.sub(distance));
  const limit = moving.end === null ? FAR.mul(sizeOf(moving.from)) : moving.end.sub(moving.from).abs();
  if (sign(limit) === 0) return null;
  const holds = async (distance: Rational) => passes(at(distance));
  const farthest = moving.whole ? rational(floor(limit)) : limit;
  if (sign(farthest) === 0) return null;
  const hinted = { ...moving, hint: onGrid(moving) };
  const { hint } = hinted;
  // What is told beforehand is often enough; else, if nothing helps far away, nothing does.
  const near = hint !== null && hint.compare(farthest) <= 0 && (await holds(hint));
  if (!near && moving.steady && !(await holds(farthest))) return null;
  const bracket = near ? { fails: rational(0n), holds: hint } : await bracketOf(hinted, farthest, holds);
  if (bracket === null) return null;
  const distance = await finest(hinted, bracket, holds);
  // So far away it ends only where looking nearer was cut short.
  return moving.end === null && distance.equals(farthest) ? null : at(distance);
}

/** The distance that is told, rounded up to what can be written. */
function onGrid({ from, whole, hint }: Moving): Rational | null {
  if (hint === null || sign(hint) === 0) return null;
  const grid = whole ? rational(1n) : gridOf(from, hint);
  return grid.mul(rational(ceil(hint.div(grid))));
}

/** Distances of which the first fails and the second holds. */
interface Bracket {
  readonly fails: Rational;
  readonly holds: Rational;
}

async function bracketOf(
  { from, hint, whole, steady }: Moving,
  farthest: Rational,
  holds: (distance: Rational) => Promise<boolean>,
): Promise<Bracket | null> {
  const most = steady ? MOST_DOUBLINGS : FEW_DOUBLINGS;
  let fails = hint ?? rational(0n);
  let step = hint?.mul(rational(2n)) ?? sizeOf(from).mul(rational(1n, 8n));
  if (whole) step = rational(ceil(step));
  for (let doublings = 0; doublings < most && step.compare(farthest) < 0; doublings += 1) {
    if (await holds(step)) return { fails, holds: step };
    fails = step;
    step = step.mul(rational(2n));
  }
  return steady ? { fails, holds: farthest } : null;
}

/** Halves the bracket down to the grid. A distance that is told beforehand is tried first: often it is the exact one. */
async function finest(
  { from, whole, hint }: Moving,
  bracket: Bracket,
  holds: (distance: Rational) => Promise<boolean>,
): Promise<Rational> {
  const grid = whole ? rational(1n) : gridOf(from, bracket.holds);
  const exact = hint !== null && bracket.holds.equals(hint) && isWhole(hint.div(grid)) ? hint : null;
  if (exact !== null) {
    const less = exact.sub(grid);
    if (less.compare(bracket.fails) <= 0 || !(await holds(less))) return exact;
  }
  const { low, high, end } = await ends(bracket, grid, holds);
  if (end !== null) return end;
  return grid.mul(rational(await bisected(low, high, (at) => holds(grid.mul(rational(at))))));
}

/** Between which points of a grid the distance lies; the end itself where it lies between two points and the next does not hold. */
async function ends(
  { fails, holds: end }: Bracket,
  grid: Rational,
  holds: (distance: Rational) => Promise<boolean>,
): Promise<{ readonly low: bigint; readonly high: bigint; readonly end: Rational | null }> {
  const low = floor(fails.div(grid));
  const high = ceil(end.div(grid));
  const isOn = end.equals(grid.mul(rational(high))) || (await holds(grid.mul(rational(high))));
  return { low, high, end: isOn ? null : end };
}

/**
 * The least point that holds, if `low` fails and `high` holds: first among multiples of powers of ten, so that what is found
 * when the work has to end is as plain as it is near.
 */
async function bisected(low: bigint, high: bigint, holds: (at: bigint) => Promise<boolean>): Promise<bigint> {
  let scale = 1n;
  while (scale * 10n < high - low) scale *= 10n;
  let [least, most] = [low, high];
  for (; scale >= 1n; scale /= 10n) {
    for (;;) {
      const middle = middleOf(least, most, scale);
      if (middle === null) break;
      if (await holds(middle)) most = middle;
      else least = middle;
    }
  }
  return most;
}

/** A multiple of the scale strictly between two numbers, in the middle; null where there is none. */
function middleOf(least: bigint, most: bigint, scale: bigint): bigint | null {
  const [first, last] = [least / scale + 1n, (most - 1n) / scale];
  return first > last ? null : ((first + last) / 2n) * scale;
}

function gridOf(from: Rational, distance: Rational): Rational {
  const size = sign(from) !== 0 && from.abs().compare(distance) < 0 ? from.abs() : distance;
  const digit = thirdDigit(size);
  const own = lastDigit(from);
  return own.compare(digit) < 0 ? own : digit;
}

function sizeOf(value: Rational): Rational {
  return value.abs().compare(rational(1n)) < 0 ? rational(1n) : value.abs();
}
