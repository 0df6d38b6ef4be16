import { floor, parseDecimal, power, type Rational, rational, show } from '../exact/rational.ts';
import type { Counterexample, Quantity } from '../verdict/result.ts';

/** By how much a comparison is missed, in words: `over by 30 ms`. */
export function missedBy(counterexample: Counterexample | null): string {
  const compared = counterexample?.compared ?? null;
  if (compared === null || compared.left.unit !== compared.right.unit) return '';
  const left = readExact(compared.left);
  const right = readExact(compared.right);
  if (left === null || right === null) return '';
  return missedWords(left.sub(right), compared.operator, compared.left.unit);
}

function missedWords(distance: Rational, operator: string, unit: string): string {
  const size = `${shownDistance(distance.abs())}${unit === '' ? '' : ` ${unit}`}`;
  switch (operator) {
    case '<=':
    case '<':
      return distance.n === 0n ? 'exactly at the limit' : `over by ${size}`;
    case '>=':
    case '>':
      return distance.n === 0n ? 'exactly at the limit' : `short by ${size}`;
    case '==':
      return `off by ${size}`;
    default:
      return '';
  }
}

/** The exact value of a quantity's text, or null where it is none (a bool, an enumeration's member). */
export function readExact(value: Quantity): Rational | null {
  const match = /^(-?)([0-9]+(?:\.[0-9]+)?)(?:\/([0-9]+))?$/.exec(value.value);
  if (match === null) return null;
  const size = parseDecimal(match[2]!);
  const whole = match[3] === undefined ? size : size.div(parseDecimal(match[3]));
  return match[1] === '-' ? whole.neg() : whole;
}

/** A positive value as a short decimal; one that has none is rounded down to four significant digits and says so. */
function shownDistance(value: Rational): string {
  const exact = show(value, 6);
  if (!exact.includes('/')) return exact;
  let places = 3n;
  while (places < 30n && floor(value.mul(power(rational(10n), places))) < 1000n) places += 1n;
  const scale = power(rational(10n), places);
  return `more than ${show(rational(floor(value.mul(scale))).div(scale), 30)}`;
}
