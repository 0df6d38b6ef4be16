import type { Dimension } from './typed.ts';

/** Dimensions form an abelian group: products of base units with whole exponents. */

/** The dimension of a plain number. */
export const PLAIN: Dimension = [];

/** The dimension of one base unit. */
export function baseDimension(base: string): Dimension {
  return [{ base, exponent: 1 }];
}

/** The product `a * b`, in normal form: sorted by base, no zero exponents. */
export function multiplyDimensions(a: Dimension, b: Dimension): Dimension {
  const exponents = new Map<string, number>();
  for (const { base, exponent } of [...a, ...b]) exponents.set(base, (exponents.get(base) ?? 0) + exponent);
  return normalForm(exponents);
}

/** The quotient `a / b`. */
export function divideDimensions(a: Dimension, b: Dimension): Dimension {
  return multiplyDimensions(a, raiseDimension(b, -1));
}

/** The power `a ^ exponent`. */
export function raiseDimension(a: Dimension, exponent: number): Dimension {
  return exponent === 0 ? PLAIN : a.map((factor) => ({ base: factor.base, exponent: factor.exponent * exponent }));
}

export function sameDimension(a: Dimension, b: Dimension): boolean {
  return (
    a.length === b.length && a.every((factor, at) => factor.base === b[at]!.base && factor.exponent === b[at]!.exponent)
  );
}

export function isPlain(dimension: Dimension): boolean {
  return dimension.length === 0;
}

function normalForm(exponents: ReadonlyMap<string, number>): Dimension {
  return [...exponents]
    .filter(([, exponent]) => exponent !== 0)
    .map(([base, exponent]) => ({ base, exponent }))
    .sort((a, b) => (a.base < b.base ? -1 : 1));
}
