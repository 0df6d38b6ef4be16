import { ceil, floor, isWhole, power, type Rational, rational, ZERO } from '../exact/rational.ts';
import type { TypedBinary, TypedBinder, TypedExpr, ValueSymbol } from '../types/typed.ts';
import { euclideanQuotient, sameValue } from './build.ts';
import { type Local, localValue } from './frame.ts';
import { MOST_TERMS } from './limits.ts';
import { remembered } from './memo.ts';
import type { Value } from './model.ts';

export type Known = ReadonlyMap<ValueSymbol, Value>;

/**
 * The value of an expression that is decided by constants and known parameters alone; null where it is not,
 * or where it is undefined (a division by zero). Both sides of `and`, `or`, `=>` and `if` must be decided only where they count.
 */
export function staticValue(expr: TypedExpr, known: Known, locals: Local | null = null): Value | null {
  const at = (operand: TypedExpr): Value | null => staticValue(operand, known, locals);
  switch (expr.kind) {
    case 'boolean':
    case 'number':
      return expr.value;
    case 'member':
      return expr.member;
    case 'ref':
      return ofSymbol(expr.symbol, known, locals);
    case 'unary':
      return unary(expr, at(expr.operand));
    case 'binary':
      return ofBinary(expr, known, locals);
    case 'power': {
      const base = asNumber(at(expr.base));
      return base === null || (expr.exponent < 0n && base.equals(0n)) ? null : power(base, expr.exponent);
    }
    case 'toReal':
      return asNumber(at(expr.operand))?.mul(expr.factor) ?? null;
    case 'if': {
      const condition = at(expr.condition);
      return condition === null ? null : at(condition === true ? expr.then : expr.else);
    }
    case 'call':
      return staticValue(expr.fun.body, known, argumentsOf(expr, known, locals));
    case 'aggregate':
      return aggregate(expr, known, locals);
    default:
      return null;
  }
}

/** The same as a whole number; null where it is none. */
export function staticWhole(expr: TypedExpr, known: Known, locals: Local | null = null): bigint | null {
  const value = staticValue(expr, known, locals);
  return typeof value === 'object' && value !== null && isWhole(value) ? floor(value) : null;
}

/** The same as a number. */
export function staticNumber(expr: TypedExpr, known: Known, locals: Local | null = null): Rational | null {
  return asNumber(staticValue(expr, known, locals));
}

const NOTHING: Known = new Map();
const constants = new WeakMap<ValueSymbol, { readonly value: Value | null }>();

function ofSymbol(symbol: ValueSymbol, known: Known, locals: Local | null): Value | null {
  switch (symbol.kind) {
    case 'const':
      return ofConstant(symbol);
    case 'param':
      return known.get(symbol) ?? null;
    case 'let':
      return symbol.size === null ? ofLet(symbol, known) : null;
    case 'argument':
    case 'index':
      return ofLocal(symbol, known, locals);
    default:
      return null;
  }
}

const lets = new WeakMap<Known, Map<ValueSymbol, Value | null>>();

function ofLet(symbol: Extract<ValueSymbol, { kind: 'let' }>, known: Known): Value | null {
  const values = remembered(lets, known, () => new Map());
  return remembered(values, symbol, () => staticValue(symbol.value, known));
}

function ofConstant(symbol: Extract<ValueSymbol, { kind: 'const' }>): Value | null {
  return remembered(constants, symbol, () => ({ value: staticValue(symbol.value, NOTHING) })).value;
}

function ofLocal(symbol: ValueSymbol, known: Known, locals: Local | null): Value | null {
  const local = localValue(symbol, locals);
  if (local === null) return null;
  switch (local.kind) {
    case 'index':
      return rational(local.index);
    case 'value':
      return local.value;
    case 'argument':
      return staticValue(local.text, known, local.locals);
    case 'openIndex':
    case 'element':
    case 'member':
      return null;
  }
}

/** The arguments of a call as locals of its body, each evaluated once. */
function argumentsOf(call: Extract<TypedExpr, { kind: 'call' }>, known: Known, locals: Local | null): Local | null {
  let inner: Local | null = null;
  for (const [at, symbol] of call.fun.parameters.entries()) {
    inner = { symbol, value: { kind: 'value', value: staticValue(call.arguments[at]!, known, locals) }, outer: inner };
  }
  return inner;
}

function unary(expr: Extract<TypedExpr, { kind: 'unary' }>, operand: Value | null): Value | null {
  if (operand === null) return null;
  if (expr.operator === 'not') return operand !== true;
  const value = asNumber(operand)!;
  switch (expr.operator) {
    case 'neg':
      return value.neg();
    case 'abs':
      return value.abs();
    case 'floor':
      return rational(floor(expr.scale === null ? value : value.div(expr.scale)));
    case 'ceil':
      return rational(ceil(expr.scale === null ? value : value.div(expr.scale)));
  }
}

/** Long chains nest to the left: they are walked in a loop. */
function ofBinary(expr: Binary, known: Known, locals: Local | null): Value | null {
  const spine: Binary[] = [];
  let leftmost: TypedExpr = expr;
  for (; leftmost.kind === 'binary'; leftmost = leftmost.left) spine.push(leftmost);
  let value = staticValue(leftmost, known, locals);
  for (let node = spine.pop(); node !== undefined && value !== null; node = spine.pop()) {
    value = combined(node, value, known, locals);
  }
  return value;
}

type Binary = Extract<TypedExpr, { kind: 'binary' }>;

function combined(expr: Binary, left: Value, known: Known, locals: Local | null): Value | null {
  if (expr.operator === 'and' && left === false) return false;
  if (expr.operator === 'or' && left === true) return true;
  if (expr.operator === 'implies' && left === false) return true;
  const right = staticValue(expr.right, known, locals);
  if (right === null) return null;
  if (typeof left === 'object' && typeof right === 'object') return arithmetic(expr.operator, left, right);
  if (expr.operator === 'eq' || expr.operator === 'iff') return sameValue(left, right);
  if (expr.operator === 'ne') return !sameValue(left, right);
  return right; // the left side of `and`, `or`, `=>` did not decide
}

function arithmetic(operator: TypedBinary, left: Rational, right: Rational): Value | null {
  const none = right.equals(0n);
  switch (operator) {
    case 'eq':
      return left.equals(right);
    case 'ne':
      return !left.equals(right);
    case 'lt':
      return left.compare(right) < 0;
    case 'le':
      return left.compare(right) <= 0;
    case 'add':
      return left.add(right);
    case 'sub':
      return left.sub(right);
    case 'mul':
      return left.mul(right);
    case 'div':
      return none ? null : left.div(right);
    case 'idiv':
      return none ? null : euclideanQuotient(left, right);
    case 'mod':
      return none ? null : left.sub(right.mul(euclideanQuotient(left, right)));
    case 'min':
      return left.compare(right) <= 0 ? left : right;
    case 'max':
      return left.compare(right) >= 0 ? left : right;
    case 'iff':
    case 'implies':
    case 'or':
    case 'and':
      throw new Error(`${operator} of numbers`);
  }
}

/** An aggregate over index ranges whose ends are known. */
function aggregate(expr: Extract<TypedExpr, { kind: 'aggregate' }>, known: Known, locals: Local | null): Value | null {
  const values = members(expr.binders, expr.body, known, locals);
  if (values === null) return null;
  switch (expr.operator) {
    case 'all':
      return values.every((value) => value === true);
    case 'any':
      return values.some((value) => value === true);
    case 'count':
      return rational(BigInt(values.filter((value) => value === true).length));
    case 'sum':
      return (values as Rational[]).reduce((sum, value) => sum.add(value), ZERO);
    case 'min':
    case 'max':
      return best(expr.operator, values as Rational[]);
  }
}

function best(kind: 'min' | 'max', values: readonly Rational[]): Rational | null {
  const sign = kind === 'min' ? -1 : 1;
  return values.reduce<Rational | null>(
    (top, value) => (top === null || value.compare(top) * sign > 0 ? value : top),
    null,
  );
}

function members(binders: readonly TypedBinder[], body: TypedExpr, known: Known, locals: Local | null): Value[] | null {
  const [binder, ...rest] = binders;
  if (binder === undefined) {
    const value = staticValue(body, known, locals);
    return value === null ? null : [value];
  }
  if (binder.over.kind !== 'range') return null;
  const low = staticWhole(binder.over.low, known, locals);
  const high = staticWhole(binder.over.high, known, locals);
  if (low === null || high === null || high - low > BigInt(MOST_TERMS)) return null;
  const values: Value[] = [];
  for (let index = low; index <= high; index += 1n) {
    const inner = members(rest, body, known, { symbol: binder.symbol, value: { kind: 'index', index }, outer: locals });
    if (inner === null) return null;
    values.push(...inner);
  }
  return values;
}

function asNumber(value: Value | null): Rational | null {
  return typeof value === 'object' ? value : null;
}
