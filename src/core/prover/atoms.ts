import { floor, isWhole, ONE, type Rational, rational, sign } from '../exact/rational.ts';
import type { BaseVariable } from './base.ts';
import { gcd } from './bound.ts';
import type { Monomial, Polynomial } from './polynomial.ts';

/**
 * What the search decides: atoms in one form each, by number. A literal is `2 · atom` (it holds) or `2 · atom + 1` (it does
 * not). An arithmetic atom is `form <= bound` or `form < bound` for a form whose first coefficient is positive; the
 * negation bounds the form from below. Forms over whole numbers have whole coefficients without a common divisor, and
 * `<=` only.
 */
export type Atom =
  | { readonly kind: 'bool'; readonly variable: BaseVariable }
  | { readonly kind: 'member'; readonly variable: BaseVariable; readonly member: number }
  | { readonly kind: 'bound'; readonly form: Form; readonly bound: Rational; readonly strict: boolean };

/** `Σ coefficient · monomial`, in the order of the monomials' keys. */
export interface Form {
  readonly index: number;
  readonly terms: readonly { readonly monomial: Monomial; readonly coefficient: Rational }[];
  readonly whole: boolean;
}

export type Literal = number;

export function negated(literal: Literal): Literal {
  return literal ^ 1;
}

export class Atoms {
  readonly #atoms: Atom[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #forms = new Map<string, Form>();
  /** Numbers of the atoms about each form. */
  readonly #about: number[][] = [];
  readonly #members = new Map<string, number[]>();
  readonly #onNew: (atom: number) => void;

  /** `onNew` is told of each atom when it is made. */
  constructor(onNew: (atom: number) => void) {
    this.#onNew = onNew;
  }

  get size(): number {
    return this.#atoms.length;
  }

  at(atom: number): Atom {
    return this.#atoms[atom]!;
  }

  /** The atoms that bound a form. */
  about(form: Form): readonly number[] {
    return this.#about[form.index]!;
  }

  bool(variable: BaseVariable): Literal {
    return 2 * this.#made(`b${variable.key}`, () => ({ kind: 'bool', variable }));
  }

  /** Of each member of an enumeration the literal that the variable is it. */
  members(variable: BaseVariable): readonly Literal[] {
    let atoms = this.#members.get(variable.key);
    if (atoms === undefined) {
      // Known before they are made: who is told of an atom asks for its siblings.
      this.#members.set(variable.key, (atoms = []));
      for (const member of variable.members.keys())
        atoms.push(this.#made(`e${member}${variable.key}`, () => ({ kind: 'member', variable, member })));
    }
    return atoms.map((atom) => 2 * atom);
  }

  /** `polynomial <= 0` (strict: `< 0`): a literal, or what it is in every model. */
  atMostZero(polynomial: Polynomial, strict: boolean): Literal | boolean {
    if (polynomial.terms.size === 0) {
      const where = sign(polynomial.constant);
      return strict ? where < 0 : where <= 0;
    }
    const sorted = [...polynomial.terms].sort(([a], [b]) => (a.key < b.key ? -1 : 1));
    const whole = sorted.every(([monomial]) => monomial.whole);
    const size = whole ? wholeFactor(sorted.map(([, coefficient]) => coefficient)) : sorted[0]![1].abs().inverse();
    const up = sign(sorted[0]![1]) > 0;
    const factor = up ? size : size.neg();
    const terms = sorted.map(([monomial, coefficient]) => ({ monomial, coefficient: coefficient.mul(factor) }));
    const form = this.#form(terms, whole);
    // up: form <= -constant·size; else form >= constant·size, which is not (form < constant·size).
    const bound = polynomial.constant.mul(size);
    return up ? this.below(form, bound.neg(), strict) : negated(this.below(form, bound, !strict));
  }

  /** `form <= bound` (strict: `<`). */
  below(form: Form, bound: Rational, strict: boolean): Literal {
    const tight = form.whole ? rational(strict && isWhole(bound) ? floor(bound) - 1n : floor(bound)) : bound;
    const isStrict = strict && !form.whole;
    const key = `${form.index}${isStrict ? '<' : '<='}${tight.toFraction()}`;
    return 2 * this.#made(key, () => ({ kind: 'bound', form, bound: tight, strict: isStrict }));
  }

  /** The form of one monomial alone. */
  single(monomial: Monomial): Form {
    return this.#form([{ monomial, coefficient: ONE }], monomial.whole);
  }

  #form(terms: Form['terms'], whole: boolean): Form {
    const key = terms.map(({ monomial, coefficient }) => `${coefficient.toFraction()}${monomial.key}`).join(' ');
    let form = this.#forms.get(key);
    if (form === undefined) {
      this.#forms.set(key, (form = { index: this.#forms.size, terms, whole }));
      this.#about.push([]);
    }
    return form;
  }

  #made(key: string, make: () => Atom): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const atom = make();
    const number = this.#atoms.push(atom) - 1;
    this.#byKey.set(key, number);
    if (atom.kind === 'bound') this.#about[atom.form.index]!.push(number);
    this.#onNew(number);
    return number;
  }
}

/** The positive factor that makes coefficients whole and without a common divisor. */
function wholeFactor(coefficients: readonly Rational[]): Rational {
  let over = 1n;
  for (const { d } of coefficients) over = (over / gcd(over, d)) * d;
  let common = 0n;
  for (const { n, d } of coefficients) common = gcd(common, n * (over / d));
  return rational(over, common);
}

/** What a literal says of a form: a bound from above or from below. */
export interface Bounding {
  readonly form: Form;
  readonly side: 'upper' | 'lower';
  readonly bound: Rational;
  readonly strict: boolean;
}

/** The bound that a literal about a form sets. */
export function boundingOf(atom: Extract<Atom, { kind: 'bound' }>, holds: boolean): Bounding {
  const { form, bound, strict } = atom;
  if (holds) return { form, side: 'upper', bound, strict };
  if (form.whole) return { form, side: 'lower', bound: bound.add(ONE), strict: false };
  return { form, side: 'lower', bound, strict: !strict };
}

/** The truth of `form <= (or <) bound` where the bound in force says it, else null. */
export function decidedBy(atom: Extract<Atom, { kind: 'bound' }>, known: Bounding): boolean | null {
  const order = known.bound.compare(atom.bound);
  if (known.side === 'upper') return order < 0 || (order === 0 && (known.strict || !atom.strict)) ? true : null;
  return order > 0 || (order === 0 && (known.strict || atom.strict)) ? false : null;
}
