import { isWhole, type Rational } from '../exact/rational.ts';
import { sameDimension } from './dimension.ts';
import { foldNumber } from './fold.ts';
import { type NumericType, realIn } from './scalar.ts';
import type { TypedExpr } from './typed.ts';
import { sameUnit } from './unit.ts';

/**
 * Conversions between the representations of numbers. A real is in base units, an int counts its own unit.
 * Conversions are pushed towards the literals, which take them up exactly, so that no `toReal` is left where none is needed.
 */

/** The type of a numeric expression. */
export function numericType(expr: TypedExpr): NumericType {
  if (expr.type.kind !== 'int' && expr.type.kind !== 'real') throw new Error(`${expr.type.kind} is no number`);
  return expr.type;
}

/** An int or real expression as a real in base units. */
export function toReal(expr: TypedExpr): TypedExpr {
  const type = numericType(expr);
  return type.kind === 'real' ? expr : convert(expr, type.unit.factor, realIn(type.unit));
}

/**
 * An int expression as a count of the unit of `target`, or null where that is no whole number. An expression that already
 * counts that unit is left alone; literals are converted.
 */
export function toCountOf(expr: TypedExpr, target: NumericType): TypedExpr | null {
  const type = numericType(expr);
  if (!sameDimension(type.unit.dimension, target.unit.dimension)) return null;
  if (type.kind === 'int' && sameUnit(type.unit, target.unit)) return expr;
  return literalCount(expr, target);
}

/** Whether the expression is a literal, or one with a sign. */
export function isLiteral(expr: TypedExpr): boolean {
  return expr.kind === 'number' || (expr.kind === 'unary' && expr.operator === 'neg' && isLiteral(expr.operand));
}

/** Whether its value is written down: a literal, or a constant that is an int. */
export function isKnown(expr: TypedExpr): boolean {
  return isLiteral(expr) || constantCount(expr) !== null;
}

/** A constant that is an int, as the literal that it stands for. */
function constantCount(expr: TypedExpr): TypedExpr | null {
  if (expr.kind !== 'ref' || expr.symbol.kind !== 'const' || expr.type.kind !== 'int') return null;
  const value = foldNumber(expr);
  return value === null ? null : { kind: 'number', value, type: expr.type, span: expr.span };
}

function literalCount(expr: TypedExpr, target: NumericType): TypedExpr | null {
  if (expr.kind === 'unary' && expr.operator === 'neg') {
    const operand = literalCount(expr.operand, target);
    return operand === null ? null : { ...expr, operand, type: target };
  }
  if (expr.kind === 'if') return countOfBranches(expr, target);
  if (expr.kind === 'ref') {
    const constant = constantCount(expr);
    return constant === null ? null : literalCount(constant, target);
  }
  if (expr.kind !== 'number') return null;
  const type = numericType(expr);
  const base = type.kind === 'real' ? expr.value : expr.value.mul(type.unit.factor);
  const count = base.div(target.unit.factor);
  return isWhole(count) ? { ...expr, value: count, type: target } : null;
}

function countOfBranches(expr: Extract<TypedExpr, { readonly kind: 'if' }>, target: NumericType): TypedExpr | null {
  const yes = toCountOf(expr.then, target);
  const no = toCountOf(expr.else, target);
  // biome-ignore lint/suspicious/noThenProperty: the name in the language; never awaited
  return yes === null || no === null ? null : { ...expr, then: yes, else: no, type: target };
}

/** `expr * factor` as a real: into literals, signs, sums and branches; a `toReal` around the rest. */
function convert(expr: TypedExpr, factor: Rational, type: NumericType): TypedExpr {
  switch (expr.kind) {
    case 'number':
      return { ...expr, value: expr.value.mul(factor), type };
    case 'unary':
      if (expr.operator !== 'neg') break;
      return { ...expr, operand: convert(expr.operand, factor, type), type };
    case 'if':
      // biome-ignore lint/suspicious/noThenProperty: the name in the language; never awaited
      return { ...expr, then: convert(expr.then, factor, type), else: convert(expr.else, factor, type), type };
    case 'binary':
      if (expr.operator !== 'add' && expr.operator !== 'sub') break;
      return { ...expr, left: convert(expr.left, factor, type), right: convert(expr.right, factor, type), type };
    default:
      break;
  }
  return { kind: 'toReal', operand: expr, factor, type, span: expr.span };
}
