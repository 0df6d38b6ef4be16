import type { Unit } from './typed.ts';
import { raiseTerms, type UnitTerm, unitOfTerms } from './unit.ts';

/** What can be wrong with a unit expression; `at` is an offset into its text. */
export type UnitProblem =
  | { readonly kind: 'unknown'; readonly symbol: string; readonly at: number }
  | { readonly kind: 'failed' }
  | { readonly kind: 'syntax'; readonly message: string; readonly at: number };

export type UnitReading = { readonly kind: 'unit'; readonly unit: Unit } | UnitProblem;

/** Answers what one symbol means; `failed` where its declaration has been reported already. */
export type SymbolLookup = (
  symbol: string,
) => { readonly kind: 'unit'; readonly unit: Unit } | { readonly kind: 'unknown' } | { readonly kind: 'failed' };

const LARGEST_EXPONENT = 99;
const DEEPEST_NESTING = 20;

/**
 * Reads a unit expression (`m/s^2`, `ms*s/req`, `1/min`, `J/(kg*K)`). `*` and `/` bind to the left: `a/b*c` is `(a/b)*c`.
 */
export function readUnit(text: string, lookup: SymbolLookup): UnitReading {
  const reader = new UnitReader(text, lookup);
  try {
    return { kind: 'unit', unit: unitOfTerms(reader.whole()) };
  } catch (problem) {
    if (problem instanceof UnitMistake) return problem.problem;
    throw problem;
  }
}

class UnitMistake extends Error {
  readonly problem: UnitProblem;
  constructor(problem: UnitProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

class UnitReader {
  #at = 0;
  readonly #text: string;
  readonly #lookup: SymbolLookup;

  constructor(text: string, lookup: SymbolLookup) {
    this.#text = text;
    this.#lookup = lookup;
  }

  whole(): readonly UnitTerm[] {
    const terms = this.#product(0);
    if (this.#at < this.#text.length) this.#fail(`\`${this.#text[this.#at]}\` has no meaning in a unit`);
    return terms;
  }

  #product(depth: number): readonly UnitTerm[] {
    let terms = this.#power(depth);
    for (;;) {
      const operator = this.#match(/[*/]/y);
      if (operator === null) return terms;
      const factor = this.#power(depth);
      terms = [...terms, ...raiseTerms(factor, operator === '*' ? 1 : -1)];
    }
  }

  #power(depth: number): readonly UnitTerm[] {
    const base = this.#atom(depth);
    if (this.#match(/\^/y) === null) return base;
    const digits = this.#match(/-?[0-9]+/y);
    if (digits === null) this.#fail('an exponent is a whole number, as in `m^2`');
    const exponent = Number(digits); // exact: digits only, and refused above two of them
    if (Math.abs(exponent) > LARGEST_EXPONENT) this.#fail(`an exponent is at most ${LARGEST_EXPONENT}`);
    return raiseTerms(base, exponent);
  }

  #atom(depth: number): readonly UnitTerm[] {
    if (this.#match(/\(/y) !== null) return this.#nested(depth + 1);
    if (this.#match(/1(?![0-9])/y) !== null) return [];
    const start = this.#at;
    const symbol = this.#match(/[A-Za-z_][A-Za-z0-9_]*|%/y);
    if (symbol === null) this.#fail('a unit is expected here');
    const meaning = this.#lookup(symbol);
    if (meaning.kind === 'failed') throw new UnitMistake({ kind: 'failed' });
    if (meaning.kind === 'unknown') throw new UnitMistake({ kind: 'unknown', symbol, at: start });
    return [{ symbol, exponent: 1, factor: meaning.unit.factor, dimension: meaning.unit.dimension }];
  }

  #nested(depth: number): readonly UnitTerm[] {
    if (depth > DEEPEST_NESTING) this.#fail('a unit is nested too deeply');
    const terms = this.#product(depth);
    if (this.#match(/\)/y) === null) this.#fail('a `)` is missing in this unit');
    return terms;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    this.#at += found[0].length;
    return found[0];
  }

  #fail(message: string): never {
    throw new UnitMistake({ kind: 'syntax', message, at: this.#at });
  }
}
