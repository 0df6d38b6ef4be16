import type { Annotation } from './ast.ts';

/** The day on which a piece of evidence expires, as it is written; null where it names none. */
export function expiryOf(annotation: Annotation): string | null {
  const argument = annotation.arguments.find(({ name }) => name?.text === 'expires');
  if (argument === undefined) return null;
  return argument.value.kind === 'number' ? '' : argument.value.text;
}

/** Whether the text is a day of the calendar, `2026-12-01`. Days of this form are in the order of their texts. */
export function isDay(text: string): boolean {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map((part) => BigInt(part)) as [bigint, bigint, bigint];
  return month >= 1n && month <= 12n && day >= 1n && day <= daysOf(year, month);
}

function daysOf(year: bigint, month: bigint): bigint {
  if (month === 2n) return year % 4n === 0n && (year % 100n !== 0n || year % 400n === 0n) ? 29n : 28n;
  return [4n, 6n, 9n, 11n].includes(month) ? 30n : 31n;
}
