/**
 * `(whole + delta · ε) / over` for an infinitesimal ε > 0: values and bounds, strict ones too (Dutertre, de Moura 2006).
 * `over` is positive. On whole numbers only, for the simplex does little else than this.
 */
export interface Near {
  readonly whole: bigint;
  readonly delta: bigint;
  readonly over: bigint;
}

export const NAUGHT: Near = { whole: 0n, delta: 0n, over: 1n };

/** -1, 0 or 1 as `a` is below, at or above `b`. */
export function compareNear(a: Near, b: Near): number {
  const whole = a.whole * b.over - b.whole * a.over;
  if (whole !== 0n) return whole < 0n ? -1 : 1;
  const delta = a.delta * b.over - b.delta * a.over;
  return delta === 0n ? 0 : delta < 0n ? -1 : 1;
}

/** `a + b · numerator / denominator`; the denominator is not zero. */
export function addScaled(a: Near, b: Near, numerator: bigint, denominator: bigint): Near {
  const over = b.over * denominator;
  if (over === a.over) return reduced(a.whole + b.whole * numerator, a.delta + b.delta * numerator, over);
  return reduced(
    a.whole * over + b.whole * numerator * a.over,
    a.delta * over + b.delta * numerator * a.over,
    a.over * over,
  );
}

/** `a - b`. */
export function minusNear(a: Near, b: Near): Near {
  return addScaled(a, b, -1n, 1n);
}

function reduced(whole: bigint, delta: bigint, over: bigint): Near {
  if (over === 1n) return { whole, delta, over };
  let divisor = gcd(gcd(whole, delta), over);
  if (over < 0n) divisor = -divisor;
  return divisor === 1n
    ? { whole, delta, over }
    : { whole: whole / divisor, delta: delta / divisor, over: over / divisor };
}

/** The greatest common divisor, not negative. */
export function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
