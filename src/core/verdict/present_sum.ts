import type { Behaviour } from '../eval/evaluate.ts';
import { judge } from '../eval/judgement.ts';
import { numberOf } from '../eval/outcome.ts';
import { ONE, type Rational, sign, ZERO } from '../exact/rational.ts';
import type { Expr, Scope, Variable } from '../model/model.ts';
import { comparedIn } from '../obligations/compared.ts';
import { quantity } from '../replay/cells.ts';
import type { Counterexample } from './result.ts';

/** Of more summands than this nobody reads a running total. */
const MOST_TERMS = 400;

/**
 * What each part adds to the quantity that breaks its bound, and the total so far, in the given order of the parts. Empty
 * where the quantity is no sum of what parts put out, each counted positively, and of other values.
 */
export function sums(
  formula: Expr,
  behaviour: Behaviour,
  step: number,
  order: ReadonlyMap<string, number>,
): Counterexample['sums'] {
  const { scope } = behaviour;
  const isFalse = (expr: Expr) => judge(behaviour, expr, step) === false;
  const compared = isFalse(formula) ? comparedIn(formula, scope, isFalse) : null;
  if (compared === null) return [];
  const terms = summands(compared.subject, scope);
  if (terms === null) return [];
  const byPart = new Map<string, Rational>();
  let total = terms.constant;
  for (const [variable, factor] of terms.factors) {
    const found = numberOf(behaviour.value(variable, step));
    if (found === null) return [];
    const value = found.mul(factor);
    if (variable.part === null) total = total.add(value);
    else if (sign(factor) < 0) return [];
    else byPart.set(variable.part, (byPart.get(variable.part) ?? ZERO).add(value));
  }
  if (byPart.size < 2) return [];
  const { sort } = compared.subject;
  return [...byPart]
    .sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
    .map(([part, value]) => {
      total = total.add(value);
      return { part, adds: quantity(value, sort, compared.unit), soFar: quantity(total, sort, compared.unit) };
    });
}

interface Sum {
  readonly factors: Map<Variable, Rational>;
  constant: Rational;
}

/** The expression as a sum over variables that have no definition of their own; null where it is none. */
function summands(expr: Expr, scope: Scope): Sum | null {
  const sum: Sum = { factors: new Map(), constant: ZERO };
  return added(expr, ONE, scope, sum) && sum.factors.size <= MOST_TERMS ? sum : null;
}

function added(expr: Expr, factor: Rational, scope: Scope, sum: Sum): boolean {
  switch (expr.kind) {
    case 'literal':
      if (typeof expr.value !== 'object') return false;
      sum.constant = sum.constant.add(expr.value.mul(factor));
      return true;
    case 'add':
      return expr.operands.every((operand) => added(operand, factor, scope, sum));
    case 'sub':
      return added(expr.left, factor, scope, sum) && added(expr.right, factor.neg(), scope, sum);
    case 'neg':
      return added(expr.operand, factor.neg(), scope, sum);
    case 'mul': {
      const [left, right, ...others] = expr.operands;
      if (others.length > 0 || left?.kind !== 'literal' || typeof left.value !== 'object' || right === undefined)
        return false;
      return added(right, factor.mul(left.value), scope, sum);
    }
    case 'variable': {
      const definition = scope.definitions.get(expr.variable);
      if (definition !== undefined) return added(definition.body, factor, scope, sum);
      sum.factors.set(expr.variable, (sum.factors.get(expr.variable) ?? ZERO).add(factor));
      return true;
    }
  }
  return false;
}
