import { type Rational, ZERO } from '../exact/rational.ts';
import * as logic from '../logic/build.ts';
import type { Symbol_, Term } from '../logic/term.ts';

/** What stands for symbols. */
export type Assignment = ReadonlyMap<Symbol_, Term>;

/** A value as a term; a symbol that the query did not mention is false or 0. */
export function constant(symbol: Symbol_, value: unknown): Term {
  if (symbol.sort === 'Bool') return logic.bool(value === true);
  return logic.num(typeof value === 'object' && value !== null ? (value as Rational) : ZERO, symbol.sort);
}

/** The symbols of terms, each once, in the order in which they are met. */
export function symbolsIn(terms: readonly Term[]): ReadonlySet<Symbol_> {
  return new Set(terms.flatMap((term) => [...logic.symbolsOf(term)]));
}
