import { ceil, floor, power, type Rational, rational } from '../exact/rational.ts';
import type { Value } from '../model/model.ts';

/** Exact arithmetic on values. A partial operation answers null outside its domain. */

/** `a / b`, or null for b = 0. */
export function quotient(a: Rational, b: Rational): Rational | null {
  return isZero(b) ? null : a.div(b);
}

/** Euclidean quotient: the whole q with `a = b*q + r` and `0 <= r < |b|`; null for b = 0. */
export function euclideanQuotient(a: Rational, b: Rational): Rational | null {
  if (isZero(b)) return null;
  const exact = a.div(b);
  return rational(b.s > 0n ? floor(exact) : ceil(exact));
}

/** Euclidean remainder, never negative; null for b = 0. */
export function euclideanRemainder(a: Rational, b: Rational): Rational | null {
  const q = euclideanQuotient(a, b);
  return q === null ? null : a.sub(b.mul(q));
}

/** `base ^ exponent`, with `0 ^ 0 = 1`; null for a negative power of zero. */
export function wholePower(base: Rational, exponent: bigint): Rational | null {
  return exponent < 0n && isZero(base) ? null : power(base, exponent);
}

/** Whether two values of one sort are the same. */
export function same(a: Value, b: Value): boolean {
  return typeof a === 'object' && typeof b === 'object' ? a.equals(b) : a === b;
}

export function isZero(a: Rational): boolean {
  return a.n === 0n;
}

/** The lesser of two numbers. */
export function lesser(a: Rational, b: Rational): Rational {
  return a.compare(b) <= 0 ? a : b;
}

/** The greater of two numbers. */
export function greater(a: Rational, b: Rational): Rational {
  return a.compare(b) >= 0 ? a : b;
}

/** The value as a truth value; another sort here is our mistake. */
export function truth(value: Value): boolean {
  if (typeof value !== 'boolean') throw new Error('the model puts a value that is no Boolean where one is needed');
  return value;
}

/** The value as a number; another sort here is our mistake. */
export function amount(value: Value): Rational {
  if (typeof value !== 'object') throw new Error('the model puts a value that is no number where one is needed');
  return value;
}
