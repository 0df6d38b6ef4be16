import { type Rational, rational, ZERO } from '../../exact/rational.ts';
import * as build from '../build.ts';
import type { Expr, Variable } from '../model.ts';

/**
 * `Σ coefficient · variable + constant`, where the variables are a member's own and coefficients and constant are
 * expressions over what all members share. Of ints the form is one of ints.
 */
export interface Linear {
  readonly terms: ReadonlyMap<Variable, Expr>;
  readonly constant: Expr;
  readonly sort: Expr['sort'];
}

export function shared(expr: Expr): Linear {
  return { terms: new Map(), constant: expr, sort: expr.sort };
}

export function single(variable: Variable): Linear {
  return { terms: new Map([[variable, one(variable.sort)]]), constant: zero(variable.sort), sort: variable.sort };
}

export function plus(left: Linear, right: Linear): Linear {
  const terms = new Map(left.terms);
  for (const [variable, coefficient] of right.terms) {
    const there = terms.get(variable);
    terms.set(variable, there === undefined ? coefficient : added(there, coefficient));
  }
  for (const [variable, coefficient] of terms) if (numberOf(coefficient)?.equals(0n) === true) terms.delete(variable);
  return { terms, constant: added(left.constant, right.constant), sort: left.sort };
}

export function times(form: Linear, factor: Expr): Linear {
  const scaled = [...form.terms].map(([variable, coefficient]) => [variable, multiplied(factor, coefficient)] as const);
  const terms = new Map(scaled.filter(([, coefficient]) => numberOf(coefficient)?.equals(0n) !== true));
  return { terms, constant: multiplied(factor, form.constant), sort: form.sort };
}

export function minus(left: Linear, right: Linear): Linear {
  return plus(left, times(right, literal(left.sort, rational(-1n))));
}

/** The same as a form of reals. */
export function asReal(form: Linear): Linear {
  if (form.sort.kind === 'real') return form;
  const terms = new Map([...form.terms].map(([variable, coefficient]) => [variable, toReal(coefficient)]));
  return { terms, constant: toReal(form.constant), sort: build.REAL };
}

/** The form of one member, or with sums and a number of members in their places, of all. */
export function valueOf(form: Linear, of: (variable: Variable) => Expr, members: Expr): Expr {
  const terms = [...form.terms].map(([variable, coefficient]) => multiplied(coefficient, inSort(of(variable), form)));
  return [...terms, multiplied(inSort(members, form), form.constant)].reduce(added);
}

function inSort(expr: Expr, { sort }: Linear): Expr {
  return sort.kind === 'real' ? toReal(expr) : expr;
}

function toReal(expr: Expr): Expr {
  return expr.sort.kind === 'real' ? expr : build.toReal(expr, rational(1n));
}

export function added(left: Expr, right: Expr): Expr {
  if (numberOf(left)?.equals(0n) === true) return right;
  if (numberOf(right)?.equals(0n) === true) return left;
  return build.add(left.sort, [left, right], null);
}

export function multiplied(left: Expr, right: Expr): Expr {
  const [first, second] = [numberOf(left), numberOf(right)];
  if (first?.equals(0n) === true || second?.equals(1n) === true) return left;
  if (second?.equals(0n) === true || first?.equals(1n) === true) return right;
  return build.mul(left.sort, [left, right], null);
}

export function numberOf(expr: Expr): Rational | null {
  return expr.kind === 'literal' && typeof expr.value === 'object' ? expr.value : null;
}

export function literal(sort: Expr['sort'], value: Rational): Expr {
  return build.literal(sort, value);
}

function one(sort: Expr['sort']): Expr {
  return literal(sort, rational(1n));
}

export function zero(sort: Expr['sort']): Expr {
  return literal(sort, ZERO);
}
