import { ONE, type Rational, sign, ZERO } from '../exact/rational.ts';
import type { Symbol_ } from '../logic/term.ts';

/** A product of numeric unknowns, sorted by their keys; of one for a linear term. */
export interface Monomial {
  readonly key: string;
  readonly factors: readonly Unknown[];
  /** Whether it is a whole number. */
  readonly whole: boolean;
}

/** A numeric symbol, or a term that is taken for one because nothing is known about it. */
export interface Unknown {
  readonly key: string;
  readonly whole: boolean;
  /** Null for an opaque term: no certificate names it. */
  readonly symbol: Symbol_ | null;
}

/** `Σ coefficient · monomial + constant`. */
export interface Polynomial {
  readonly terms: ReadonlyMap<Monomial, Rational>;
  readonly constant: Rational;
}

/** Monomials, each made once. */
export class Monomials {
  readonly #byKey = new Map<string, Monomial>();

  of(factors: readonly Unknown[]): Monomial {
    const sorted = [...factors].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const key = `[${sorted.map((factor) => factor.key).join(',')}]`;
    let monomial = this.#byKey.get(key);
    if (monomial === undefined) {
      const whole = sorted.every((factor) => factor.whole);
      this.#byKey.set(key, (monomial = { key, factors: sorted, whole }));
    }
    return monomial;
  }

  unknown(unknown: Unknown): Polynomial {
    return { terms: new Map([[this.of([unknown]), ONE]]), constant: ZERO };
  }

  product(a: Polynomial, b: Polynomial): Polynomial {
    if (a.terms.size === 0) return scaled(b, a.constant);
    if (b.terms.size === 0) return scaled(a, b.constant);
    let result = sum([scaled({ terms: b.terms, constant: ZERO }, a.constant), scaled(a, b.constant)]);
    for (const [left, factor] of a.terms) {
      const terms = new Map<Monomial, Rational>();
      for (const [right, other] of b.terms) add(terms, this.of([...left.factors, ...right.factors]), factor.mul(other));
      result = sum([result, { terms, constant: ZERO }]);
    }
    return result;
  }
}

export function constant(value: Rational): Polynomial {
  return { terms: new Map(), constant: value };
}

export function sum(polynomials: readonly Polynomial[]): Polynomial {
  const terms = new Map<Monomial, Rational>();
  let total = ZERO;
  for (const polynomial of polynomials) {
    total = total.add(polynomial.constant);
    for (const [monomial, coefficient] of polynomial.terms) add(terms, monomial, coefficient);
  }
  return { terms, constant: total };
}

export function scaled(polynomial: Polynomial, factor: Rational): Polynomial {
  if (sign(factor) === 0) return constant(ZERO);
  if (factor.equals(ONE)) return polynomial;
  const terms = new Map([...polynomial.terms].map(([monomial, coefficient]) => [monomial, coefficient.mul(factor)]));
  return { terms, constant: polynomial.constant.mul(factor) };
}

function add(terms: Map<Monomial, Rational>, monomial: Monomial, coefficient: Rational): void {
  const total = (terms.get(monomial) ?? ZERO).add(coefficient);
  if (sign(total) === 0) terms.delete(monomial);
  else terms.set(monomial, total);
}
