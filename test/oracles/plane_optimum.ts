/** The optimum of two variables over a polygon by trying every corner, or for whole numbers every point. Shares nothing with the checker. */

/** `a · x + b · y <= c` */
export type HalfPlane = readonly [a: bigint, b: bigint, c: bigint];

/** A fraction with a positive denominator. */
export type Fraction = readonly [numerator: bigint, denominator: bigint];

/** The greatest `p · x + q · y` over the (bounded) polygon; null where it is empty. */
export function cornerOptimum(rows: readonly HalfPlane[], p: bigint, q: bigint): Fraction | null {
  let best: Fraction | null = null;
  for (const [at, first] of rows.entries()) {
    for (const second of rows.slice(at + 1)) {
      const corner = crossing(first, second);
      if (corner === null || !rows.every((row) => within(row, corner))) continue;
      const value: Fraction = [p * corner.x + q * corner.y, corner.d];
      if (best === null || value[0] * best[1] > best[0] * value[1]) best = value;
    }
  }
  return best;
}

/** The same over the whole points of a square. */
export function wholeOptimum(rows: readonly HalfPlane[], p: bigint, q: bigint, size: bigint): bigint | null {
  let best: bigint | null = null;
  for (let x = -size; x <= size; x += 1n) {
    for (let y = -size; y <= size; y += 1n) {
      if (!rows.every((row) => within(row, { x, y, d: 1n }))) continue;
      const value = p * x + q * y;
      if (best === null || value > best) best = value;
    }
  }
  return best;
}

interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly d: bigint;
}

function crossing([a, b, c]: HalfPlane, [e, f, g]: HalfPlane): Point | null {
  const d = a * f - b * e;
  if (d === 0n) return null;
  const sign = d < 0n ? -1n : 1n;
  return { x: sign * (c * f - b * g), y: sign * (a * g - c * e), d: sign * d };
}

function within([a, b, c]: HalfPlane, { x, y, d }: Point): boolean {
  return a * x + b * y <= c * d;
}
