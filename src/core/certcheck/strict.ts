import { type Rational, rational } from '../exact/rational.ts';

/** Why a certificate, or one goal of it, is not accepted. */
export class Rejected extends Error {}

export function reject(why: string): never {
  throw new Rejected(why);
}

/** The keys of an object as one text. */
export function keysOf(value: unknown): string {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value).join() : 'no object';
}

/** The values of an object that has exactly these keys, in this order. */
export function fields(value: unknown, keys: string): readonly unknown[] {
  return keysOf(value) === keys && keys !== 'no object'
    ? Object.values(value as object)
    : reject(`{${keys}} is needed`);
}

export function list(value: unknown, length: number | null = null): readonly unknown[] {
  const fits = Array.isArray(value) && (length === null || value.length === length);
  return fits ? value : reject(`a list${length === null ? '' : ` of ${length}`} is needed`);
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : reject('a text is needed');
}

/** A whole number from `least` to `most`. */
export function count(value: unknown, least: number, most: number): number {
  const fits = typeof value === 'number' && value % 1 === 0 && value >= least && value <= most;
  return fits ? value : reject(`a whole number from ${least} to ${most} is needed`);
}

/** The element of a list at a position that a certificate names. */
export function nth<T>(all: readonly T[], which: unknown): T {
  return all[count(which, 0, all.length - 1)]!;
}

/** An exact number in lowest terms: `-7/3`. */
export function number(value: unknown): Rational {
  const match = /^(-?(?:0|[1-9][0-9]{0,9999}))(?:\/([1-9][0-9]{0,9999}))?$/.exec(text(value));
  const exact = rational(BigInt(match?.[1] ?? '0'), BigInt(match?.[2] ?? '1'));
  return exact.toFraction() === value ? exact : reject('an exact number in lowest terms is needed');
}
