import type { Behaviour } from '../eval/evaluate.ts';
import type { Expr, Sort, Value } from '../model/model.ts';
import { variablesOf } from '../model/traverse.ts';
import { quantity } from '../replay/cells.ts';
import type { Unit } from '../types/typed.ts';
import type { Counterexample } from './result.ts';

/** The two sides of the comparison that fails at a step, where the claim comes down to one. */
export function comparison(formula: Expr, behaviour: Behaviour, step: number): Counterexample['compared'] {
  const failing = failed(formula, behaviour, step);
  if (failing === null || (failing.kind !== 'le' && failing.kind !== 'lt' && failing.kind !== 'eq')) return null;
  // `x >= 10` is held as `10 <= x`: the side that varies is what happens, and is told first.
  const turned = isFixed(failing.left) && !isFixed(failing.right);
  const [left, right] = turned ? [failing.right, failing.left] : [failing.left, failing.right];
  if (left.sort.kind !== 'int' && left.sort.kind !== 'real') return null;
  const unit = unitOf(left) ?? unitOf(right);
  const shownLeft = side(left, unit, behaviour, step);
  const shownRight = side(right, unit, behaviour, step);
  if (shownLeft === null || shownRight === null) return null;
  return { left: shownLeft, operator: (turned ? TURNED : OPERATORS)[failing.kind], right: shownRight };
}

const OPERATORS = { le: '<=', lt: '<', eq: '==' } as const;
const TURNED = { le: '>=', lt: '>', eq: '==' } as const;

/** Whether an expression has one value for the whole run. */
function isFixed(expr: Expr): boolean {
  return [...variablesOf(expr)].every((variable) => variable.rigid);
}

/** Down through conjunctions and conditions to what is false. */
function failed(formula: Expr, behaviour: Behaviour, step: number): Expr | null {
  const isFalse = (expr: Expr) => {
    const outcome = behaviour.evaluate(expr, step);
    return outcome.kind !== 'undefined' && outcome.value === false;
  };
  switch (formula.kind) {
    case 'and': {
      const operand = formula.operands.find(isFalse);
      return operand === undefined ? null : failed(operand, behaviour, step);
    }
    case 'implies':
      return failed(formula.right, behaviour, step);
    case 'le':
    case 'lt':
    case 'eq':
      return isFalse(formula) ? formula : null;
    default:
      return null;
  }
}

/** The unit of the first variable of the same kind that a side names. */
export function unitOf(expr: Expr): Unit | null {
  for (const variable of variablesOf(expr)) if (variable.unit !== null) return variable.unit;
  return null;
}

function side(expr: Expr, unit: Unit | null, behaviour: Behaviour, step: number) {
  const outcome = behaviour.evaluate(expr, step);
  if (outcome.kind === 'undefined' || typeof outcome.value !== 'object') return null;
  return shown(outcome.value, expr.sort, unit);
}

function shown(value: Exclude<Value, boolean | string>, sort: Sort, unit: Unit | null) {
  return quantity(value, sort, unit);
}
