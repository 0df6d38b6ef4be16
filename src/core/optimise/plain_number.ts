import { ceil, floor, type Rational, rational, sign, ZERO } from '../exact/rational.ts';

/** Numbers as people would choose them: whole before decimal, few digits, near 0. */

const MOST_DIGITS = 6n;

/**
 * Plain numbers between two ends (null: none), the plainest first: 0, then those with fewer decimals, of these the ones
 * nearest to 0, or nearest to `towards` where that is given. The ends may be among them.
 */
export function* plainBetween(
  low: Rational | null,
  high: Rational | null,
  towards: Rational = ZERO,
): Iterable<Rational> {
  if ((low === null || low.compare(ZERO) <= 0) && (high === null || high.compare(ZERO) >= 0)) yield ZERO;
  for (let digits = 0n; digits <= MOST_DIGITS; digits += 1n) {
    const scale = rational(10n ** digits);
    const least = low === null ? null : ceil(low.mul(scale));
    const most = high === null ? null : floor(high.mul(scale));
    if (least !== null && most !== null && least > most) continue;
    const wanted = floor(towards.mul(scale));
    const first = least !== null && wanted < least ? least : most !== null && wanted > most ? most : wanted;
    const inward = most !== null && first === most ? -1n : 1n;
    yield rational(first).div(scale);
    const next = first + inward;
    if ((least === null || next >= least) && (most === null || next <= most)) yield rational(next).div(scale);
  }
}

/** How hard a number is to read: its digits, and more for one that has no short decimal. */
export function lengthOf(value: Rational): number {
  if (sign(value) === 0) return 0;
  for (let digits = 0n; digits <= MOST_DIGITS; digits += 1n) {
    const scaled = value.abs().mul(rational(10n ** digits));
    if (scaled.d === 1n) return scaled.n.toString().replace(/0+$/, '').length + (digits > 0n ? 1 : 0);
  }
  return 20 + value.n.toString().length + value.d.toString().length;
}
