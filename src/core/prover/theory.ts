import { floor, numerator, type Rational, rational, sign } from '../exact/rational.ts';
import { type Atoms, boundingOf, type Form, type Literal } from './atoms.ts';
import { gcd, type Near } from './bound.ts';
import type { Monomial } from './polynomial.ts';
import { type Combination, Doubt } from './search_types.ts';
import { type Checked, type Clash, Simplex } from './simplex.ts';

/** A rounded inequality between whole numbers that the values break, as a literal, with where it comes from. */
export interface Cut {
  readonly literal: Literal;
  readonly combination: Combination;
  readonly over: bigint;
}

/** The arithmetic behind the literals: each form is a variable of the simplex, each literal about it a bound. */
export class Theory {
  readonly simplex = new Simplex();
  readonly #atoms: Atoms;
  readonly #monomials = new Map<Monomial, number>();
  readonly #byVariable = new Map<number, Monomial>();
  readonly #forms = new Map<Form, number>();
  readonly #formOf = new Map<number, Form>();

  constructor(atoms: Atoms) {
    this.#atoms = atoms;
  }

  /** Takes a literal into account; the literals that it clashes with by itself, if there are any. */
  assert(literal: Literal): Clash | null {
    const atom = this.#atoms.at(literal >> 1);
    if (atom.kind !== 'bound') return null;
    const { form, side, bound, strict } = boundingOf(atom, (literal & 1) === 0);
    const delta = strict ? (side === 'upper' ? -bound.d : bound.d) : 0n;
    const value: Near = { whole: numerator(bound), delta, over: bound.d };
    return this.simplex.restrict(this.variable(form), side, value, literal);
  }

  check(mostWork: number): Checked {
    return this.simplex.check(mostWork);
  }

  /** The simplex variable of a form. */
  variable(form: Form): number {
    let variable = this.#forms.get(form);
    if (variable === undefined) this.#forms.set(form, (variable = this.#made(form)));
    return variable;
  }

  #made({ terms }: Form): number {
    if (terms.length === 1 && terms[0]!.coefficient.equals(1n)) return this.#monomial(terms[0]!.monomial);
    let over = 1n;
    for (const { coefficient } of terms) over = (over / gcd(over, coefficient.d)) * coefficient.d;
    const entries = terms.map(({ monomial, coefficient }) => ({
      coefficient: numerator(coefficient) * (over / coefficient.d),
      variable: this.#monomial(monomial),
    }));
    return this.simplex.sum(entries, over);
  }

  #monomial(monomial: Monomial): number {
    let variable = this.#monomials.get(monomial);
    if (variable === undefined) {
      variable = this.simplex.variable();
      this.#monomials.set(monomial, variable);
      this.#byVariable.set(variable, monomial);
    }
    return variable;
  }

  /** The value of a monomial; null where no literal speaks of it. */
  value(monomial: Monomial): Near | null {
    const variable = this.#monomials.get(monomial);
    return variable === undefined ? null : this.simplex.value(variable);
  }

  /** A whole number whose value is none. */
  fractional(): { readonly monomial: Monomial; readonly variable: number; readonly below: Rational } | null {
    for (const [monomial, variable] of this.#monomials) {
      const { whole, over, delta } = this.simplex.value(variable);
      if (!monomial.whole || (whole % over === 0n && delta === 0n)) continue;
      const below = floor(rational(whole, over)) - (whole % over === 0n && delta < 0n ? 1n : 0n);
      return { monomial, variable, below: rational(below) };
    }
    return null;
  }

  /**
   * Gomory's cut from the row of a basic variable (a monomial): the fractions of the coefficients combine the bounds of the
   * other variables to an inequality with whole coefficients. Null where a bound is missing or is no whole number's.
   */
  cut(variable: number): Cut | null {
    const row = this.simplex.row(variable);
    if (row === undefined) return null;
    const combination: { factor: bigint; literal: Literal }[] = [];
    for (const [other, entry] of row.entries) {
      const value = this.simplex.value(other);
      const at = (['upper', 'lower'] as const).find((side) => isAt(value, this.simplex.bound(other, side)?.value));
      // variable = -Σ entry / over · other, and a lower bound is an upper one of the negated form.
      const factor = mod(at === 'lower' ? entry : -entry, row.over);
      if (factor === 0n) continue;
      if (at === undefined || !this.#isWhole(other)) return null;
      combination.push({ factor, literal: this.simplex.bound(other, at)!.literal });
    }
    const literal = combination.length === 0 ? null : this.#rounded(combination, row.over);
    return literal === null ? null : { literal, combination, over: row.over };
  }

  #isWhole(variable: number): boolean {
    return this.#byVariable.get(variable)?.whole ?? this.#formIsWhole(variable);
  }

  #formIsWhole(variable: number): boolean {
    if (this.#formOf.size < this.#forms.size) for (const [form, at] of this.#forms) this.#formOf.set(at, form);
    return this.#formOf.get(variable)?.whole ?? false;
  }

  /** Throws unless the bounds add up to what cannot be: no proof rests on the simplex's own bookkeeping. */
  confirm(combination: Combination): void {
    const sums = new Map<Monomial, Rational>();
    let total = rational(0n);
    let strictly = false;
    for (const { factor, literal } of combination) {
      const atom = this.#atoms.at(literal >> 1);
      if (atom.kind !== 'bound' || factor <= 0n) throw new Doubt('a clash of what are no bounds');
      const { form, side, bound, strict } = boundingOf(atom, (literal & 1) === 0);
      const by = rational(side === 'upper' ? factor : -factor);
      total = total.add(bound.mul(by));
      strictly ||= strict;
      for (const { monomial, coefficient } of form.terms)
        sums.set(monomial, (sums.get(monomial) ?? rational(0n)).add(coefficient.mul(by)));
    }
    const nothing = [...sums.values()].every(({ n }) => n === 0n);
    if (!nothing || sign(total) > 0 || (sign(total) === 0 && !strictly)) throw new Doubt('a clash that is none');
  }

  /** The combination of bounds over `over`, rounded, as a literal; null where its coefficients are not whole. */
  #rounded(combination: Combination, over: bigint): Literal | null {
    const terms = new Map<Monomial, Rational>();
    let total = rational(0n);
    for (const { factor, literal } of combination) {
      const atom = this.#atoms.at(literal >> 1);
      if (atom.kind !== 'bound') return null;
      const { form, side, bound } = boundingOf(atom, (literal & 1) === 0);
      const by = rational(side === 'upper' ? factor : -factor, over);
      total = total.add(bound.mul(by));
      for (const { monomial, coefficient } of form.terms)
        terms.set(monomial, (terms.get(monomial) ?? rational(0n)).add(coefficient.mul(by)));
    }
    const kept = [...terms].filter(([, coefficient]) => coefficient.n !== 0n);
    if (kept.length === 0 || kept.some(([, { d }]) => d !== 1n)) return null;
    const made = this.#atoms.atMostZero({ terms: new Map(kept), constant: rational(-floor(total)) }, false);
    return typeof made === 'boolean' ? null : made;
  }
}

function isAt(value: Near, bound: Near | undefined): boolean {
  return (
    bound !== undefined &&
    value.delta === 0n &&
    bound.delta === 0n &&
    value.whole * bound.over === bound.whole * value.over
  );
}

function mod(value: bigint, by: bigint): bigint {
  const rest = value % by;
  return rest < 0n ? rest + by : rest;
}
