/** Reads the values of a JSON document that is believed in nothing: each reader takes one form and rejects all others. */

/** Why a document, or a part of it, is not accepted. */
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

export const text = (value: unknown): string => (typeof value === 'string' ? value : reject('a text is needed'));

/** A whole number from `least` to `most`. */
export function count(value: unknown, least: number, most: number): number {
  const fits = typeof value === 'number' && value % 1 === 0 && value >= least && value <= most;
  return fits ? value : reject(`a whole number from ${least} to ${most} is needed`);
}

/** The element of a list at a position that a document names. */
export const nth = <T>(all: readonly T[], which: unknown): T => all[count(which, 0, all.length - 1)]!;
