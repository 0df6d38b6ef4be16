import { ceil, floor, type Rational, rational } from '../exact/rational.ts';
import type { Expr, Value, Variable } from '../model/model.ts';
import {
  amount,
  euclideanQuotient,
  euclideanRemainder,
  greater,
  lesser,
  quotient,
  same,
  truth,
  wholePower,
} from './arithmetic.ts';
import type { TemporalExpr } from './children.ts';
import { defined, type Outcome, undefinedAt } from './outcome.ts';

/** One step of one behaviour, as an expression sees it. */
export interface Moment {
  variable(variable: Variable): Outcome;
  /** The value of a subexpression, by recursion or from memory. */
  evaluate(expr: Expr): Outcome;
  temporal(expr: TemporalExpr): Outcome;
}

/** The value of the node at the moment, from the values of its subexpressions, guards from left to right. */
export function apply(expr: Expr, moment: Moment): Outcome {
  switch (expr.kind) {
    case 'literal':
      return defined(expr.value);
    case 'variable':
      return moment.variable(expr.variable);
    case 'not':
      return map(moment.evaluate(expr.operand), (a) => !truth(a));
    case 'neg':
      return map(moment.evaluate(expr.operand), (a) => amount(a).neg());
    case 'abs':
      return map(moment.evaluate(expr.operand), (a) => amount(a).abs());
    case 'floor':
      return map(moment.evaluate(expr.operand), (a) => rational(floor(amount(a))));
    case 'ceil':
      return map(moment.evaluate(expr.operand), (a) => rational(ceil(amount(a))));
    case 'toReal':
      return map(moment.evaluate(expr.operand), amount);
    case 'and':
      return guarded(expr.operands, false, moment);
    case 'or':
      return guarded(expr.operands, true, moment);
    case 'implies':
      return implication(expr.left, expr.right, moment);
    case 'if':
      return choice(expr.condition, expr.then, expr.else, moment);
    case 'iff':
    case 'eq':
      return both(expr.left, expr.right, moment, (a, b) => defined(same(a, b)));
    case 'lt':
      return both(expr.left, expr.right, moment, (a, b) => defined(amount(a).compare(amount(b)) < 0));
    case 'le':
      return both(expr.left, expr.right, moment, (a, b) => defined(amount(a).compare(amount(b)) <= 0));
    case 'sub':
      return both(expr.left, expr.right, moment, (a, b) => defined(amount(a).sub(amount(b))));
    case 'div':
      return partial(expr, quotient, moment);
    case 'idiv':
      return partial(expr, euclideanQuotient, moment);
    case 'mod':
      return partial(expr, euclideanRemainder, moment);
    case 'add':
      return fold(expr.operands, rational(0n), (a, b) => a.add(b), moment);
    case 'mul':
      return fold(expr.operands, rational(1n), (a, b) => a.mul(b), moment);
    case 'min':
      return extreme(expr, lesser, moment);
    case 'max':
      return extreme(expr, greater, moment);
    case 'power':
      return raised(expr, moment);
    case 'select':
      return selected(expr, moment);
    case 'prev':
    case 'once':
    case 'historically':
    case 'since':
    case 'held':
    case 'initially':
    case 'whenever':
      return moment.temporal(expr);
  }
}

function map(outcome: Outcome, f: (value: Value) => Value): Outcome {
  return outcome.kind === 'value' ? defined(f(outcome.value)) : outcome;
}

function both(left: Expr, right: Expr, moment: Moment, f: (a: Value, b: Value) => Outcome): Outcome {
  const a = moment.evaluate(left);
  if (a.kind === 'undefined') return a;
  const b = moment.evaluate(right);
  return b.kind === 'undefined' ? b : f(a.value, b.value);
}

/** `and` (`stop` is false) or `or` (`stop` is true): the first operand that decides guards the rest. */
function guarded(operands: readonly Expr[], stop: boolean, moment: Moment): Outcome {
  for (const operand of operands) {
    const outcome = moment.evaluate(operand);
    if (outcome.kind === 'undefined' || truth(outcome.value) === stop) return outcome;
  }
  return defined(!stop);
}

function implication(left: Expr, right: Expr, moment: Moment): Outcome {
  const premise = moment.evaluate(left);
  if (premise.kind === 'undefined') return premise;
  return truth(premise.value) ? moment.evaluate(right) : defined(true);
}

function choice(condition: Expr, yes: Expr, no: Expr, moment: Moment): Outcome {
  const outcome = moment.evaluate(condition);
  if (outcome.kind === 'undefined') return outcome;
  return moment.evaluate(truth(outcome.value) ? yes : no);
}

function partial(
  expr: Extract<Expr, { kind: 'div' | 'idiv' | 'mod' }>,
  f: (a: Rational, b: Rational) => Rational | null,
  moment: Moment,
): Outcome {
  return both(expr.left, expr.right, moment, (a, b) => {
    const result = f(amount(a), amount(b));
    return result === null ? undefinedAt(expr.span) : defined(result);
  });
}

function fold(
  operands: readonly Expr[],
  start: Rational,
  f: (a: Rational, b: Rational) => Rational,
  moment: Moment,
): Outcome {
  let total = start;
  for (const operand of operands) {
    const outcome = moment.evaluate(operand);
    if (outcome.kind === 'undefined') return outcome;
    total = f(total, amount(outcome.value));
  }
  return defined(total);
}

/** `min` or `max`; of nothing it has no value. */
function extreme(
  expr: Extract<Expr, { kind: 'add' | 'mul' | 'min' | 'max' }>,
  f: (a: Rational, b: Rational) => Rational,
  moment: Moment,
): Outcome {
  let best: Rational | null = null;
  for (const operand of expr.operands) {
    const outcome = moment.evaluate(operand);
    if (outcome.kind === 'undefined') return outcome;
    best = best === null ? amount(outcome.value) : f(best, amount(outcome.value));
  }
  return best === null ? undefinedAt(expr.span) : defined(best);
}

function raised(expr: Extract<Expr, { kind: 'power' }>, moment: Moment): Outcome {
  const base = moment.evaluate(expr.base);
  if (base.kind === 'undefined') return base;
  const result = wholePower(amount(base.value), expr.exponent);
  return result === null ? undefinedAt(expr.span) : defined(result);
}

/** The element at a 1-based index; only that element is looked at. */
function selected(expr: Extract<Expr, { kind: 'select' }>, moment: Moment): Outcome {
  const index = moment.evaluate(expr.index);
  if (index.kind === 'undefined') return index;
  const wanted = amount(index.value);
  const element = expr.elements.find((_, i) => wanted.equals(i + 1));
  return element === undefined ? undefinedAt(expr.span) : moment.evaluate(element);
}
