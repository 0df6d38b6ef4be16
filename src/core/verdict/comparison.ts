import type { Behaviour } from '../eval/evaluate.ts';
import { judge } from '../eval/judgement.ts';
import { numberOf } from '../eval/outcome.ts';
import type { Expr } from '../model/model.ts';
import { comparedIn } from '../obligations/compared.ts';
import { quantity } from '../replay/cells.ts';
import type { Unit } from '../types/typed.ts';
import type { Counterexample, Quantity } from './result.ts';

/** The two sides of the comparison that fails at a step, as its author reads them, where the claim comes down to one. */
export function comparison(formula: Expr, behaviour: Behaviour, step: number): Counterexample['compared'] {
  const isFalse = (expr: Expr) => judge(behaviour, expr, step) === false;
  const failing = isFalse(formula) ? comparedIn(formula, behaviour.scope, isFalse) : null;
  if (failing === null) return null;
  const left = side(failing.subject, failing.unit, behaviour, step);
  const right = side(failing.bound, failing.unit, behaviour, step);
  return left === null || right === null ? null : { left, operator: failing.operator, right };
}

function side(expr: Expr, unit: Unit | null, behaviour: Behaviour, step: number): Quantity | null {
  const value = numberOf(behaviour.evaluate(expr, step));
  return value === null ? null : quantity(value, expr.sort, unit);
}
