import { ceil, floor, isWhole, numerator, power, type Rational, rational } from '../exact/rational.ts';
import type { TypedBinary, TypedExpr, ValueSymbol } from './typed.ts';

/** A constant in the representation of its type. */
export type Constant = boolean | Rational | string;

/** What an expression is worth before any run: a value, nothing known (`open`), or nothing at all (a division by zero, at `expr`). */
export type Folded =
  | { readonly kind: 'value'; readonly value: Constant }
  | { readonly kind: 'open' }
  | { readonly kind: 'undefined'; readonly expr: TypedExpr };

/** The values of parameters, binders and arguments that are known. */
export type Known = ReadonlyMap<ValueSymbol, Constant>;

/** What is known where an expression stands, and how much more work may be done: doubling functions must not hang the checker. */
interface Place {
  readonly known: Known;
  readonly budget: { left: number };
}

const OPEN: Folded = { kind: 'open' };
const NONE: Known = new Map();
const LARGEST_WORK = 1_000_000;
const LARGEST_AGGREGATE = 10_000n;
/** Constants with more binary digits than this are left alone. */
const LARGEST_BITS = 100_000n;

/** Evaluates an expression as far as it is made of constants and of what is known, exactly. */
export function fold(expr: TypedExpr, known: Known = NONE): Folded {
  return evaluate(expr, { known, budget: { left: LARGEST_WORK } });
}

function evaluate(expr: TypedExpr, place: Place): Folded {
  place.budget.left -= 1;
  if (place.budget.left < 0) return OPEN;
  switch (expr.kind) {
    case 'boolean':
    case 'number':
      return value(expr.value);
    case 'member':
      return value(expr.member);
    case 'ref':
      return foldReference(expr.symbol, place);
    case 'unary':
      return then(evaluate(expr.operand, place), (operand) => value(foldUnary(expr.operator, operand, expr.scale)));
    case 'toReal':
      return then(evaluate(expr.operand, place), (operand) => value((operand as Rational).mul(expr.factor)));
    case 'binary':
      return foldBinary(expr, place);
    case 'power':
      return then(evaluate(expr.base, place), (base) => foldPower(base as Rational, expr.exponent, expr));
    case 'if':
      return then(evaluate(expr.condition, place), (condition) =>
        evaluate(condition === true ? expr.then : expr.else, place),
      );
    case 'call':
      return foldCall(expr, place);
    case 'aggregate':
      return foldAggregate(expr, place);
    default:
      return OPEN;
  }
}

/** The value of a numeric expression, where it is one before any run. */
export function foldNumber(expr: TypedExpr, known?: Known): Rational | null {
  const folded = fold(expr, known);
  return folded.kind === 'value' && typeof folded.value === 'object' ? folded.value : null;
}

function numberAt(expr: TypedExpr, place: Place): Rational | null {
  const folded = evaluate(expr, place);
  return folded.kind === 'value' && typeof folded.value === 'object' ? folded.value : null;
}

function withKnown(place: Place, symbol: ValueSymbol, constant: Constant): Place {
  // Nested sums hold many values, and each step copies them all.
  place.budget.left -= place.known.size;
  return { known: new Map([...place.known, [symbol, constant]]), budget: place.budget };
}

function value(constant: Constant): Folded {
  return { kind: 'value', value: constant };
}

function then(folded: Folded, next: (value: Constant) => Folded): Folded {
  return folded.kind === 'value' ? next(folded.value) : folded;
}

function foldReference(symbol: ValueSymbol, place: Place): Folded {
  const constant = place.known.get(symbol);
  if (constant !== undefined) return value(constant);
  return symbol.kind === 'const' ? evaluate(symbol.value, { known: NONE, budget: place.budget }) : OPEN;
}

function foldUnary(operator: string, operand: Constant, scale: Rational | null): Constant {
  if (operator === 'not') return operand !== true;
  const number = operand as Rational;
  if (operator === 'neg') return number.neg();
  if (operator === 'abs') return number.abs();
  const scaled = scale === null ? number : number.div(scale);
  return rational(operator === 'floor' ? floor(scaled) : ceil(scaled));
}

type Binary = Extract<TypedExpr, { readonly kind: 'binary' }>;

/** `and`, `or` and `=>` end early, as they do in a run. */
const SHORT_CUTS: ReadonlyMap<TypedBinary, { readonly on: boolean; readonly result: boolean }> = new Map([
  ['and', { on: false, result: false }],
  ['or', { on: true, result: true }],
  ['implies', { on: false, result: true }],
]);

function foldBinary(expr: Binary, place: Place): Folded {
  return then(evaluate(expr.left, place), (left) => {
    const short = SHORT_CUTS.get(expr.operator);
    if (short !== undefined && left === short.on) return value(short.result);
    return then(evaluate(expr.right, place), (right) =>
      short === undefined ? foldPair(expr, left, right) : value(right),
    );
  });
}

function foldPair(expr: Binary, left: Constant, right: Constant): Folded {
  if (typeof left !== 'object' || typeof right !== 'object') {
    const equal = left === right;
    return value(expr.operator === 'ne' ? !equal : equal);
  }
  return foldNumbers(expr, left, right);
}

/** Digits double with each product: constants that square each other must not exhaust the machine. */
function isLarge(number: Rational): boolean {
  return number.n >> LARGEST_BITS > 0n || number.d >> LARGEST_BITS > 0n;
}

function foldNumbers(expr: Binary, left: Rational, right: Rational): Folded {
  if (isLarge(left) || isLarge(right)) return OPEN;
  const order = left.compare(right);
  switch (expr.operator) {
    case 'eq':
      return value(order === 0);
    case 'ne':
      return value(order !== 0);
    case 'lt':
      return value(order < 0);
    case 'le':
      return value(order <= 0);
    case 'add':
      return value(left.add(right));
    case 'sub':
      return value(left.sub(right));
    case 'mul':
      return value(left.mul(right));
    case 'min':
      return value(order <= 0 ? left : right);
    case 'max':
      return value(order >= 0 ? left : right);
    case 'div':
    case 'idiv':
    case 'mod':
      return right.equals(0n) ? { kind: 'undefined', expr } : value(divide(expr.operator, left, right));
    default:
      throw new Error(`\`${expr.operator}\` of two numbers`);
  }
}

/** Euclidean: the remainder is never negative. */
function divide(operator: 'div' | 'idiv' | 'mod', left: Rational, right: Rational): Rational {
  if (operator === 'div') return left.div(right);
  const quotient = rational(floor(left.div(right.abs()))).mul(right.s);
  return operator === 'idiv' ? quotient : left.sub(quotient.mul(right));
}

function foldPower(base: Rational, exponent: bigint, expr: TypedExpr): Folded {
  if (exponent < 0n && base.equals(0n)) return { kind: 'undefined', expr };
  const size = BigInt(numerator(base).toString(2).length + base.d.toString(2).length);
  const raised = size * (exponent < 0n ? -exponent : exponent);
  return raised > LARGEST_BITS ? OPEN : value(power(base, exponent));
}

function foldCall(expr: Extract<TypedExpr, { readonly kind: 'call' }>, place: Place): Folded {
  const inner = new Map<ValueSymbol, Constant>();
  for (const [at, argument] of expr.arguments.entries()) {
    const folded = evaluate(argument, place);
    if (folded.kind !== 'value') return folded;
    inner.set(expr.fun.parameters[at]!, folded.value);
  }
  return evaluate(expr.fun.body, { known: inner, budget: place.budget });
}

/** Aggregates over index ranges with place ends; everything else is open. */
function foldAggregate(expr: Extract<TypedExpr, { readonly kind: 'aggregate' }>, place: Place): Folded {
  const values: Constant[] = [];
  const stopped = eachBinding(expr, 0, place, (inner) => {
    const folded = evaluate(expr.body, inner);
    if (folded.kind === 'value') values.push(folded.value);
    return folded.kind === 'value' ? null : folded;
  });
  return stopped ?? combine(expr, values);
}

type Aggregate = Extract<TypedExpr, { readonly kind: 'aggregate' }>;

function eachBinding(
  expr: Aggregate,
  depth: number,
  place: Place,
  visit: (place: Place) => Folded | null,
): Folded | null {
  const binder = expr.binders[depth];
  if (binder === undefined) return visit(place);
  if (binder.over.kind !== 'range') return OPEN;
  const low = numberAt(binder.over.low, place);
  const high = numberAt(binder.over.high, place);
  if (low === null || high === null || !isWhole(low) || !isWhole(high)) return OPEN;
  if (numerator(high) - numerator(low) > LARGEST_AGGREGATE) return OPEN;
  for (let at = numerator(low); at <= numerator(high); at += 1n) {
    const stopped = eachBinding(expr, depth + 1, withKnown(place, binder.symbol, rational(at)), visit);
    if (stopped !== null) return stopped;
  }
  return null;
}

function combine(expr: Aggregate, values: readonly Constant[]): Folded {
  const numbers = values as readonly Rational[];
  switch (expr.operator) {
    case 'sum':
      return value(numbers.reduce((total, one) => total.add(one), rational(0n)));
    case 'count':
      return value(rational(BigInt(values.filter((one) => one === true).length)));
    case 'all':
      return value(values.every((one) => one === true));
    case 'any':
      return value(values.some((one) => one === true));
    case 'min':
    case 'max': {
      if (numbers.length === 0) return { kind: 'undefined', expr };
      const sign = expr.operator === 'min' ? 1 : -1;
      return value(numbers.reduce((best, one) => (one.compare(best) * sign < 0 ? one : best)));
    }
  }
}
