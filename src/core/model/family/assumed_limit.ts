import { ceil, floor, ONE, type Rational, sign, ZERO } from '../../exact/rational.ts';
import type { TypedComponent, TypedExpr } from '../../types/typed.ts';
import { remembered } from '../memo.ts';
import type { ParameterSymbol } from '../parameters.ts';
import { isPartial, isPartialRange } from '../partial.ts';
import { type Known, staticNumber, staticValue } from '../static.ts';

/**
 * The assumptions by which values of the parameters may be left out: where one of them is false, all that is owed under the
 * assumptions holds. Not where an output is delayed: at the first step its promises are owed before any assumption. And only
 * those before the first that may be undefined, which owes that it is not wherever those before it hold.
 */
function decisive(component: TypedComponent): readonly TypedExpr[] {
  const { symbols, clauses } = component;
  if (symbols.some((symbol) => symbol.kind === 'out' && symbol.delayed)) return [];
  if (symbols.some((symbol) => symbol.kind === 'in' && isPartialRange(symbol.type.range))) return [];
  return clauses.filter(({ keyword }) => keyword === 'assume').map(({ body }) => body);
}

/** Whether an assumption is false for these values already: then nothing is promised for them. */
export function isRuledOut(component: TypedComponent, values: Known): boolean {
  for (const body of decisive(component)) {
    const value = staticValue(body, values);
    if (value === false) return true;
    if (value === null && isPartial(body)) return false;
  }
  return false;
}

/**
 * The greatest value of a whole parameter that the assumptions leave, where one bounds it by itself: linear in it, and all
 * else known. Each greater value is ruled out. Null where there is no such limit.
 */
export function assumedLimit(component: TypedComponent, parameter: ParameterSymbol, known: Known): bigint | null {
  const ofKnown = remembered(limits, known, () => new Map<ParameterSymbol, bigint | null>());
  return remembered(ofKnown, parameter, () => limitOf(component, parameter, known));
}

/** A walk asks for the same limit at each step. */
const limits = new WeakMap<Known, Map<ParameterSymbol, bigint | null>>();

function limitOf(component: TypedComponent, parameter: ParameterSymbol, known: Known): bigint | null {
  let least: bigint | null = null;
  for (const body of decisive(component)) {
    if (isPartial(body)) break;
    for (const conjunct of conjuncts(body)) {
      const limit = limitIn(conjunct, parameter, known);
      if (limit !== null && (least === null || limit < least)) least = limit;
    }
  }
  return least;
}

function conjuncts(body: TypedExpr): readonly TypedExpr[] {
  if (body.kind !== 'binary' || body.operator !== 'and') return [body];
  return [...conjuncts(body.left), ...conjuncts(body.right)];
}

/** The greatest whole number for which a comparison may hold. */
function limitIn(expr: TypedExpr, parameter: ParameterSymbol, known: Known): bigint | null {
  if (expr.kind !== 'binary' || !['le', 'lt', 'eq'].includes(expr.operator)) return null;
  const [left, right] = [lineOf(expr.left, parameter, known), lineOf(expr.right, parameter, known)];
  if (left === null || right === null) return null;
  const rate = left.rate.sub(right.rate);
  const bounds = expr.operator === 'eq' ? sign(rate) !== 0 : sign(rate) > 0;
  if (!bounds) return null;
  const end = right.constant.sub(left.constant).div(rate);
  return expr.operator === 'lt' ? ceil(end) - 1n : floor(end);
}

/** `rate · parameter + constant` */
interface Line {
  readonly rate: Rational;
  readonly constant: Rational;
}

function lineOf(expr: TypedExpr, parameter: ParameterSymbol, known: Known): Line | null {
  const at = (inner: TypedExpr) => lineOf(inner, parameter, known);
  if (expr.kind === 'ref' && expr.symbol === parameter) return { rate: ONE, constant: ZERO };
  const constant = staticNumber(expr, known);
  if (constant !== null) return { rate: ZERO, constant };
  if (expr.kind === 'toReal') return scaled(at(expr.operand), expr.factor);
  if (expr.kind === 'unary' && expr.operator === 'neg') return scaled(at(expr.operand), ONE.neg());
  if (expr.kind !== 'binary') return null;
  const [left, right] = [at(expr.left), at(expr.right)];
  if (left === null || right === null) return null;
  switch (expr.operator) {
    case 'add':
      return { rate: left.rate.add(right.rate), constant: left.constant.add(right.constant) };
    case 'sub':
      return { rate: left.rate.sub(right.rate), constant: left.constant.sub(right.constant) };
    case 'mul':
      if (sign(left.rate) === 0) return scaled(right, left.constant);
      return sign(right.rate) === 0 ? scaled(left, right.constant) : null;
    default:
      return null;
  }
}

function scaled(line: Line | null, by: Rational): Line | null {
  return line === null ? null : { rate: line.rate.mul(by), constant: line.constant.mul(by) };
}
