import { ceil, floor, isWhole, type Rational, rational, show } from '../exact/rational.ts';

/** Which way a number is rounded: a bound goes to its safe side. */
export type Rounding = 'down' | 'up' | 'nearest';

const DIGITS = 6;

/** Decimal text of at most six significant digits; whole numbers and short decimals are exact. Never an exponent. */
export function rounded(value: Rational, rounding: Rounding = 'nearest'): string {
  if (isWhole(value)) return show(value);
  const places = placesFor(value);
  const scale = 10n ** BigInt(places);
  const whole = toWhole(value.mul(rational(scale)), rounding);
  return show(rational(whole, scale), places);
}

/** Decimal places that show six significant digits, counted from the first digit that is not zero; at least none. */
function placesFor(value: Rational): number {
  const size = value.abs();
  let places = DIGITS;
  for (let limit = rational(1n); limit.compare(size) <= 0 && places > 0; limit = limit.mul(rational(10n))) places -= 1;
  for (let limit = rational(1n, 10n); limit.compare(size) > 0; limit = limit.div(rational(10n))) places += 1;
  return places;
}

function toWhole(value: Rational, rounding: Rounding): bigint {
  switch (rounding) {
    case 'down':
      return floor(value);
    case 'up':
      return ceil(value);
    case 'nearest':
      return floor(value.add(rational(1n, 2n)));
  }
}
