import { ONE, power, type Rational } from '../exact/rational.ts';
import { multiplyDimensions, PLAIN, raiseDimension, sameDimension } from './dimension.ts';
import type { Dimension, Unit } from './typed.ts';

/** The unit of a plain number. */
export const PLAIN_UNIT: Unit = { text: '', factor: ONE, dimension: PLAIN };

/** A unit symbol with its meaning and its exponent: the factors of a unit expression, as written. */
export interface UnitTerm {
  readonly symbol: string;
  readonly exponent: number;
  readonly factor: Rational;
  readonly dimension: Dimension;
}

/**
 * Units keep the terms that they were written with, so that a product reads as its author would write it
 * (`req/s * ms*s/req` is `ms`). A unit from elsewhere is one opaque term.
 */
const TERMS = new WeakMap<Unit, readonly UnitTerm[]>();

/** The unit that is the product of the terms; equal symbols are merged and those with exponent 0 dropped. */
export function unitOfTerms(terms: readonly UnitTerm[]): Unit {
  const merged = mergeTerms(terms, (a, b) => a.symbol === b.symbol);
  const unit = {
    text: termsText(merged),
    factor: merged.reduce((product, term) => product.mul(power(term.factor, BigInt(term.exponent))), ONE),
    dimension: merged.reduce<Dimension>(
      (product, t) => multiplyDimensions(product, raiseDimension(t.dimension, t.exponent)),
      PLAIN,
    ),
  };
  TERMS.set(unit, merged);
  return unit;
}

/** The terms of a unit. */
export function termsOf(unit: Unit): readonly UnitTerm[] {
  const known = TERMS.get(unit);
  if (known !== undefined) return known;
  if (unit.text === '') return [];
  return [{ symbol: unit.text, exponent: 1, factor: unit.factor, dimension: unit.dimension }];
}

/** `a * b`, exactly: one such unit is the product of their factors. */
export function multiplyUnits(a: Unit, b: Unit): Unit {
  return unitOfTerms([...termsOf(a), ...termsOf(b)]);
}

/** `a / b`, exactly. */
export function divideUnits(a: Unit, b: Unit): Unit {
  return unitOfTerms([...termsOf(a), ...raiseTerms(termsOf(b), -1)]);
}

/** `a ^ exponent`, exactly. */
export function raiseUnit(a: Unit, exponent: number): Unit {
  return unitOfTerms(raiseTerms(termsOf(a), exponent));
}

export function raiseTerms(terms: readonly UnitTerm[], exponent: number): readonly UnitTerm[] {
  return terms.map((term) => ({ ...term, exponent: term.exponent * exponent }));
}

/** A unit of the same dimension that is pleasant to read: symbols of one dimension become the first of them (`km*s/h` → `km`). */
export function readableUnit(unit: Unit): Unit {
  const terms = termsOf(unit).filter((term) => term.dimension.length > 0);
  return unitOfTerms(mergeTerms(terms, (a, b) => sameDimension(a.dimension, b.dimension)));
}

/** Whether two symbols of the unit measure the same dimension in different sizes (`km*s/h`), so that no one size is meant. */
export function mixesSizes(unit: Unit): boolean {
  const terms = termsOf(unit);
  return terms.some((a, at) =>
    terms.slice(at + 1).some((b) => a.dimension.length > 0 && sameDimension(a.dimension, b.dimension)),
  );
}

/** Whether counts of the two units are the same numbers. */
export function sameUnit(a: Unit, b: Unit): boolean {
  return a.factor.equals(b.factor) && sameDimension(a.dimension, b.dimension);
}

/** The quotient of the sizes: one `a` is that many `b`. */
export function sizeRatio(a: Unit, b: Unit): Rational {
  if (!sameDimension(a.dimension, b.dimension)) throw new Error(`no ratio of ${a.text} and ${b.text}`);
  return a.factor.div(b.factor);
}

function mergeTerms(terms: readonly UnitTerm[], alike: (a: UnitTerm, b: UnitTerm) => boolean): readonly UnitTerm[] {
  const merged: UnitTerm[] = [];
  for (const term of terms) {
    const at = merged.findIndex((other) => alike(other, term));
    if (at < 0) merged.push(term);
    else merged[at] = { ...merged[at]!, exponent: merged[at]!.exponent + term.exponent };
  }
  return merged.filter((term) => term.exponent !== 0);
}

/** `ms*s/req`, `m/s^2`, `1/s`. */
function termsText(terms: readonly UnitTerm[]): string {
  const write = (term: UnitTerm, exponent: number) => (exponent === 1 ? term.symbol : `${term.symbol}^${exponent}`);
  const over = terms.filter((term) => term.exponent > 0).map((term) => write(term, term.exponent));
  const under = terms.filter((term) => term.exponent < 0).map((term) => write(term, -term.exponent));
  if (over.length === 0 && under.length === 0) return '';
  return [over.length === 0 ? '1' : over.join('*'), ...under].join('/');
}
