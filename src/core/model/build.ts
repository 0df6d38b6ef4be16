import { ceil, floor, isWhole, type Rational, rational, power as rationalPower, ZERO } from '../exact/rational.ts';
import type { Span } from '../text/source.ts';
import { remembered } from './memo.ts';
import type { Expr, Reading, Sort, Value, Variable } from './model.ts';
import { isTemporal } from './traverse.ts';

/**
 * Constructors of model expressions. They fold constants, and nothing that could hide a partial operator:
 * a guarded operand is dropped only where it is never evaluated (left to right), and never from under a temporal
 * operator, whose arguments are evaluated at every step.
 */

export const BOOL: Sort = { kind: 'bool' };
export const INT: Sort = { kind: 'int' };
export const REAL: Sort = { kind: 'real' };

export const TRUE: Expr = { kind: 'literal', sort: BOOL, value: true };
export const FALSE: Expr = { kind: 'literal', sort: BOOL, value: false };

export function bool(value: boolean): Expr {
  return value ? TRUE : FALSE;
}

export function literal(sort: Sort, value: Value): Expr {
  return typeof value === 'boolean' ? bool(value) : { kind: 'literal', sort, value };
}

export function int(value: bigint): Expr {
  return { kind: 'literal', sort: INT, value: rational(value) };
}

export function real(value: Rational): Expr {
  return { kind: 'literal', sort: REAL, value };
}

const variableNodes = new WeakMap<Variable, Expr>();

/** The expression that is the variable: always the same object. */
export function variable(of: Variable): Expr {
  return remembered(variableNodes, of, () => ({ kind: 'variable', variable: of, sort: of.sort }));
}

export function not(operand: Expr): Expr {
  if (operand.kind === 'literal') return bool(operand.value === false);
  return { kind: 'not', operand, sort: BOOL };
}

export function and(operands: readonly Expr[]): Expr {
  return junction('and', operands, TRUE, FALSE);
}

export function or(operands: readonly Expr[]): Expr {
  return junction('or', operands, FALSE, TRUE);
}

function junction(kind: 'and' | 'or', operands: readonly Expr[], neutral: Expr, absorbing: Expr): Expr {
  const kept: Expr[] = [];
  for (const [at, operand] of operands.entries()) {
    if (operand === neutral) continue;
    kept.push(operand);
    if (operand === absorbing && operands.slice(at + 1).every((later) => !isTemporal(later))) break;
  }
  if (kept.length === 0) return neutral;
  return kept.length === 1 ? kept[0]! : { kind, operands: kept, sort: BOOL };
}

export function implies(left: Expr, right: Expr): Expr {
  if (left === TRUE) return right;
  if (left === FALSE && !isTemporal(right)) return TRUE;
  return { kind: 'implies', left, right, sort: BOOL };
}

export function iff(left: Expr, right: Expr): Expr {
  if (left.kind === 'literal' && right.kind === 'literal') return bool(left.value === right.value);
  return { kind: 'iff', left, right, sort: BOOL };
}

export function choose(condition: Expr, then: Expr, otherwise: Expr): Expr {
  if (condition === TRUE && !isTemporal(otherwise)) return then;
  if (condition === FALSE && !isTemporal(then)) return otherwise;
  return { kind: 'if', condition, then, else: otherwise, sort: then.sort };
}

export function eq(left: Expr, right: Expr): Expr {
  if (left.kind === 'literal' && right.kind === 'literal') return bool(sameValue(left.value, right.value));
  return { kind: 'eq', left, right, sort: BOOL };
}

/** Whether two values of one sort are the same. */
export function sameValue(left: Value, right: Value): boolean {
  return typeof left === 'object' && typeof right === 'object' ? left.equals(right) : left === right;
}

export function lt(left: Expr, right: Expr): Expr {
  const pair = numbers(left, right);
  return pair === null ? { kind: 'lt', left, right, sort: BOOL } : bool(pair[0].compare(pair[1]) < 0);
}

export function le(left: Expr, right: Expr): Expr {
  const pair = numbers(left, right);
  return pair === null ? { kind: 'le', left, right, sort: BOOL } : bool(pair[0].compare(pair[1]) <= 0);
}

/** The comparison with the way in which it was written; one that is decided already has none. */
export function read(comparison: Expr, reading: Reading): Expr {
  const { kind } = comparison;
  return kind === 'eq' || kind === 'lt' || kind === 'le' ? { ...comparison, reading } : comparison;
}

/** The sum of numbers of one sort; of nothing, 0. */
export function add(sort: Sort, operands: readonly Expr[], span: Span | null): Expr {
  if (operands.length === 1) return operands[0]!;
  const values = allNumbers(operands);
  if (values !== null)
    return literal(
      sort,
      values.reduce((sum, value) => sum.add(value), ZERO),
    );
  return { kind: 'add', operands, sort, span };
}

/** The product of numbers of one sort; at least one. */
export function mul(sort: Sort, operands: readonly Expr[], span: Span | null): Expr {
  if (operands.length === 1) return operands[0]!;
  const values = allNumbers(operands);
  if (values !== null)
    return literal(
      sort,
      values.reduce((product, value) => product.mul(value)),
    );
  return { kind: 'mul', operands, sort, span };
}

export function sub(left: Expr, right: Expr): Expr {
  const pair = numbers(left, right);
  return pair === null ? { kind: 'sub', left, right, sort: left.sort } : literal(left.sort, pair[0].sub(pair[1]));
}

/** The least or greatest of numbers; of nothing, undefined. */
export function extremum(kind: 'min' | 'max', sort: Sort, operands: readonly Expr[], span: Span): Expr {
  if (operands.length === 1) return operands[0]!;
  const values = allNumbers(operands);
  if (values === null || values.length === 0) return { kind, operands, sort, span };
  const sign = kind === 'min' ? -1 : 1;
  return literal(
    sort,
    values.reduce((best, value) => (value.compare(best) * sign > 0 ? value : best)),
  );
}

export function neg(operand: Expr): Expr {
  const value = number(operand);
  return value === null ? { kind: 'neg', operand, sort: operand.sort } : literal(operand.sort, value.neg());
}

export function abs(operand: Expr): Expr {
  const value = number(operand);
  return value === null ? { kind: 'abs', operand, sort: operand.sort } : literal(operand.sort, value.abs());
}

/** `floor(operand / scale)` or `ceil(operand / scale)` as an int. */
export function round(kind: 'floor' | 'ceil', operand: Expr, scale: Rational): Expr {
  const scaled = scale.equals(1n) ? operand : mul(REAL, [real(scale.inverse()), operand], null);
  const value = number(scaled);
  if (value !== null) return int(kind === 'floor' ? floor(value) : ceil(value));
  return { kind, operand: scaled, sort: INT };
}

/** The int `operand`, a count of some unit, as a real in base units: `operand * factor`. */
export function toReal(operand: Expr, factor: Rational): Expr {
  const value = number(operand);
  if (value !== null) return real(value.mul(factor));
  const plain: Expr = { kind: 'toReal', operand, sort: REAL };
  return factor.equals(1n) ? plain : mul(REAL, [real(factor), plain], null);
}

/** Exact division of reals; a constant quotient is folded unless the divisor is 0. */
export function div(left: Expr, right: Expr, span: Span): Expr {
  const pair = numbers(left, right);
  if (pair !== null && !pair[1].equals(0n)) return real(pair[0].div(pair[1]));
  return { kind: 'div', left, right, sort: REAL, span };
}

/** Euclidean quotient or remainder of ints; constants are folded unless the divisor is 0. */
export function euclidean(kind: 'idiv' | 'mod', left: Expr, right: Expr, span: Span): Expr {
  const pair = numbers(left, right);
  if (pair === null || pair[1].equals(0n)) return { kind, left, right, sort: INT, span };
  const quotient = euclideanQuotient(pair[0], pair[1]);
  return literal(INT, kind === 'idiv' ? quotient : pair[0].sub(pair[1].mul(quotient)));
}

/** The whole `q` with `left = right * q + r` and `0 <= r < |right|`; `right` is not 0. */
export function euclideanQuotient(left: Rational, right: Rational): Rational {
  const exact = left.div(right);
  return rational(right.compare(0n) > 0 ? floor(exact) : ceil(exact));
}

const LARGEST_FOLDED_EXPONENT = 10_000n;

export function power(base: Expr, exponent: bigint, span: Span): Expr {
  const value = number(base);
  const size = exponent < 0n ? -exponent : exponent;
  const folds = value !== null && size <= LARGEST_FOLDED_EXPONENT && !(exponent < 0n && value.equals(0n));
  if (folds) return literal(base.sort, rationalPower(value, exponent));
  return { kind: 'power', base, exponent, sort: base.sort, span };
}

/** The element at a 1-based index; outside, undefined. */
export function select(sort: Sort, elements: readonly Expr[], index: Expr, span: Span): Expr {
  const at = number(index);
  if (at !== null && isWhole(at) && at.compare(1n) >= 0 && at.compare(BigInt(elements.length)) <= 0) {
    return elements[position(at)]!;
  }
  return { kind: 'select', elements, index, sort, span };
}

/** The 0-based place of a 1-based index that is known to be in range. */
export function position(index: Rational): number {
  return Number(index.n) - 1; // exact: not above the length of an array
}

function number(expr: Expr): Rational | null {
  return expr.kind === 'literal' && typeof expr.value === 'object' ? expr.value : null;
}

function numbers(left: Expr, right: Expr): readonly [Rational, Rational] | null {
  const first = number(left);
  const second = number(right);
  return first === null || second === null ? null : [first, second];
}

function allNumbers(operands: readonly Expr[]): readonly Rational[] | null {
  const values: Rational[] = [];
  for (const operand of operands) {
    const value = number(operand);
    if (value === null) return null;
    values.push(value);
  }
  return values;
}
