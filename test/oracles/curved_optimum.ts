/**
 * Where the supremum of a quantity with products and quotients lies, by interval branch and bound. Shares nothing with the
 * checker. All numbers are whole multiples of 2^-40, rounded outwards, so that both ends are certain.
 */

export type Curve =
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'port'; readonly at: number }
  | { readonly kind: 'sum' | 'product'; readonly of: readonly Curve[] }
  /** The divisor must be positive. */
  | { readonly kind: 'quotient'; readonly of: Curve; readonly by: Curve };

export interface CurvedPort {
  readonly whole: boolean;
  readonly low: bigint;
  readonly high: bigint;
}

/** `curve <= 0`, or `curve < 0`. */
export interface CurvedRow {
  readonly strict: boolean;
  readonly curve: Curve;
}

/** In multiples of `1 / ONE`: some point has at least `low`, none more than `high`. */
export interface Bracket {
  readonly low: bigint;
  readonly high: bigint;
}

export const ONE = 1n << 40n;

/** `null`: no point was found, or the ends could not be brought together. */
export function curvedSupremum(
  ports: readonly CurvedPort[],
  rows: readonly CurvedRow[],
  objective: Curve,
  { width, boxes }: { readonly width: bigint; readonly boxes: number },
): Bracket | null {
  const queue = new Queue();
  let low: bigint | null = null;
  const add = (box: Box) => {
    const around = bounded(box, rows, objective, ports);
    if (around === null) return;
    const { inside } = around;
    if (inside !== null && (low === null || inside > low)) low = inside;
    queue.push(around);
  };
  add(ports.map((port) => [port.low * ONE, port.high * ONE]));
  for (let count = 0; count < boxes; count += 1) {
    const top = queue.pop();
    if (top === null) return null;
    if (low !== null && top.high - low <= width) return { low, high: top.high < low ? low : top.high };
    const halves = split(top, ports);
    if (halves === null) {
      // A single point: nothing in it goes beyond what it has.
      if (low !== null && top.high <= low + width) continue;
      return null;
    }
    for (const half of halves) add(half);
  }
  return null;
}

type Interval = readonly [low: bigint, high: bigint];
type Box = readonly Interval[];

interface Bounded {
  readonly box: Box;
  /** Nothing in the box has more. */
  readonly high: bigint;
  /** Some point in it that meets the rows has as much; null where none was tried with success. */
  readonly inside: bigint | null;
  readonly slopes: readonly Interval[];
}

/** Null where no point of the box meets the rows. */
function bounded(
  start: Box,
  rows: readonly CurvedRow[],
  objective: Curve,
  ports: readonly CurvedPort[],
): Bounded | null {
  let box = start;
  let isFree = true;
  for (const { strict, curve } of rows) {
    const [low, high] = enclosed(curve, box, ports).value;
    if (low > 0n || (strict && low === 0n && high === 0n)) return null;
    if (strict ? high >= 0n : high > 0n) isFree = false;
  }
  let found = enclosed(objective, box, ports);
  // Where all points are allowed, a quantity that only grows in a direction is greatest at that end.
  if (isFree) {
    box = box.map(([low, high], at) => {
      const [least, most] = found.slopes[at]!;
      return least >= 0n ? [high, high] : most <= 0n ? [low, low] : [low, high];
    });
    found = enclosed(objective, box, ports);
  }
  const points = [middle(box, ports), ...(isFree ? [] : corners(box))];
  let inside: bigint | null = null;
  for (const point of points) {
    const meets = rows.every(({ strict, curve }) => {
      const [, high] = natural(curve, point, []).value;
      return strict ? high < 0n : high <= 0n;
    });
    if (!meets) continue;
    const [low] = natural(objective, point, []).value;
    if (inside === null || low > inside) inside = low;
  }
  return { box, high: found.value[1], inside, slopes: found.slopes };
}

function corners(box: Box): Box[] {
  return box.reduce<Box[]>(
    (points, [low, high]) =>
      points.flatMap((point): Box[] =>
        low === high
          ? [[...point, [low, low]]]
          : [
              [...point, [low, low]],
              [...point, [high, high]],
            ],
      ),
    [[]],
  );
}

function middle(box: Box, ports: readonly CurvedPort[]): Box {
  return box.map(([low, high], at) => {
    const half = (low + high) >> 1n;
    const value = ports[at]!.whole ? floorDiv(half, ONE) * ONE : half;
    return [value, value];
  });
}

/** Along the side that matters most; whole numbers between two of them. */
function split({ box, slopes }: Bounded, ports: readonly CurvedPort[]): readonly Box[] | null {
  let best = -1;
  let most = -1n;
  for (const [at, [low, high]] of box.entries()) {
    if (low === high) continue;
    const [least, greatest] = slopes[at]!;
    const slope = greatest > -least ? greatest : -least;
    const weight = (high - low) * (slope + (ONE >> 4n));
    if (weight > most) [best, most] = [at, weight];
  }
  if (best < 0) return null;
  const [low, high] = box[best]!;
  const half = (low + high) >> 1n;
  const whole = ports[best]!.whole;
  const cut = whole ? floorDiv(half, ONE) * ONE : half;
  const after = whole ? cut + ONE : cut;
  const side = (interval: Interval): Box => box.map((own, at) => (at === best ? interval : own));
  return [side([low, cut]), side([after, high])];
}

/** A value with its derivatives by each port, over a box. */
interface Enclosed {
  readonly value: Interval;
  readonly slopes: readonly Interval[];
}

/** By the natural extension, or from the middle with the slopes, whichever is tighter. */
function enclosed(curve: Curve, box: Box, ports: readonly CurvedPort[]): Enclosed {
  const { value, slopes } = natural(curve, box, ports);
  const centre = box.map(([low, high]): Interval => {
    const half = (low + high) >> 1n;
    return [half, half];
  });
  let [low, high] = natural(curve, centre, []).value;
  for (const [at, slope] of slopes.entries()) {
    const off = times(slope, minus(box[at]!, centre[at]!));
    low += off[0];
    high += off[1];
  }
  return { value: [low > value[0] ? low : value[0], high < value[1] ? high : value[1]], slopes };
}

/** With the derivatives by the ports that are given. */
function natural(curve: Curve, box: Box, ports: readonly CurvedPort[]): Enclosed {
  switch (curve.kind) {
    case 'number': {
      const value = curve.value * ONE;
      return { value: [value, value], slopes: ports.map((): Interval => [0n, 0n]) };
    }
    case 'port':
      return {
        value: box[curve.at]!,
        slopes: ports.map((_, at): Interval => (at === curve.at ? [ONE, ONE] : [0n, 0n])),
      };
    case 'sum':
      return curve.of
        .map((each) => natural(each, box, ports))
        .reduce((a, b) => ({
          value: plus(a.value, b.value),
          slopes: a.slopes.map((slope, at) => plus(slope, b.slopes[at]!)),
        }));
    case 'product': {
      const factors = curve.of.map((each) => natural(each, box, ports));
      const product = factors.reduce((a, b) => ({
        value: times(a.value, b.value),
        slopes: a.slopes.map((slope, at) => plus(times(slope, b.value), times(a.value, b.slopes[at]!))),
      }));
      const [first, second] = curve.of;
      const isSquare =
        curve.of.length === 2 && first!.kind === 'port' && second!.kind === 'port' && first!.at === second!.at;
      const [low, high] = product.value;
      return isSquare && low < 0n ? { ...product, value: [0n, high] } : product;
    }
    case 'quotient': {
      const [a, b] = [natural(curve.of, box, ports), natural(curve.by, box, ports)];
      const value = over(a.value, b.value);
      return {
        value,
        slopes: a.slopes.map((slope, at) => over(minus(slope, times(value, b.slopes[at]!)), b.value)),
      };
    }
  }
}

const plus = ([a, b]: Interval, [c, d]: Interval): Interval => [a + c, b + d];
const minus = ([a, b]: Interval, [c, d]: Interval): Interval => [a - d, b - c];

function times([a, b]: Interval, [c, d]: Interval): Interval {
  const products = [a * c, a * d, b * c, b * d];
  return [floorDiv(least(products), ONE), -floorDiv(-greatest(products), ONE)];
}

/** By a positive interval. */
function over([a, b]: Interval, [c, d]: Interval): Interval {
  if (c <= 0n) throw new Error('a divisor is not positive');
  return [floorDiv(a * ONE, a >= 0n ? d : c), -floorDiv(-b * ONE, b >= 0n ? c : d)];
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

const least = (values: readonly bigint[]) => values.reduce((a, b) => (b < a ? b : a));
const greatest = (values: readonly bigint[]) => values.reduce((a, b) => (b > a ? b : a));

/** Boxes, the one with the greatest upper end first. */
class Queue {
  readonly #heap: Bounded[] = [];

  push(one: Bounded): void {
    const heap = this.#heap;
    let at = heap.push(one) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.high >= one.high) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = one;
  }

  pop(): Bounded | null {
    const heap = this.#heap;
    const top = heap[0] ?? null;
    const last = heap.pop();
    if (top === null || last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.high > heap[child]!.high) child += 1;
      if (heap[child]!.high <= last.high) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}
