import { type Rational, rational } from '../exact/rational.ts';
import type { Expr, Value } from '../model/model.ts';
import { amount, isZero, same, truth } from './arithmetic.ts';
import type { Behaviour } from './evaluate.ts';
import { cut, EVERYTHING, type Interval } from './interval.ts';

/** The behaviour, were the variable in question to have this value at its last step. */
export type Trial = (value: Value) => Behaviour;

const PROBES = [0n, 1n, 2n].map((n) => rational(n));

/**
 * An interval in which the numeric variable in question keeps the formulas, as far as they are conjunctions of comparisons
 * that are linear in it (found by trying three values). A hint for drawing, never a proof: what is drawn is checked.
 */
export function limitsOf(formulas: readonly Expr[], trial: Trial): Interval {
  const probes = PROBES.map(trial);
  let interval = EVERYTHING;
  for (const formula of formulas) {
    for (const atom of comparisons(formula, probes[0]!)) interval = limit(interval, atom, probes);
  }
  return interval;
}

interface Comparison {
  readonly kind: 'lt' | 'le' | 'eq';
  readonly left: Expr;
  readonly right: Expr;
}

/** The comparisons that have to hold for the formula to hold, as far as it is a conjunction under decided guards. */
function comparisons(formula: Expr, behaviour: Behaviour): readonly Comparison[] {
  switch (formula.kind) {
    case 'and':
      return formula.operands.flatMap((operand) => comparisons(operand, behaviour));
    case 'implies':
      return decided(formula.left, behaviour) === true ? comparisons(formula.right, behaviour) : [];
    case 'if': {
      const condition = decided(formula.condition, behaviour);
      return condition === null ? [] : comparisons(condition ? formula.then : formula.else, behaviour);
    }
    case 'lt':
    case 'le':
    case 'eq':
      return [{ kind: formula.kind, left: formula.left, right: formula.right }];
    default:
      return [];
  }
}

function decided(formula: Expr, behaviour: Behaviour): boolean | null {
  const outcome = behaviour.evaluate(formula, behaviour.length - 1);
  return outcome.kind === 'value' ? truth(outcome.value) : null;
}

function limit(interval: Interval, atom: Comparison, probes: readonly Behaviour[]): Interval {
  const gaps = probes.map((behaviour) => gap(atom, behaviour));
  const [zero, one, two] = gaps;
  if (zero == null || one == null || two == null) return interval;
  const slope = one.sub(zero);
  if (isZero(slope) || !same(two.sub(one), slope)) return interval;
  const root = zero.neg().div(slope);
  if (atom.kind === 'eq') return cut(cut(interval, 'above', root, false), 'below', root, false);
  return cut(interval, slope.s > 0n ? 'below' : 'above', root, atom.kind === 'lt');
}

/** Left side minus right side at the last step; null where they are no numbers or have no value. */
function gap(atom: Comparison, behaviour: Behaviour): Rational | null {
  const step = behaviour.length - 1;
  const left = behaviour.evaluate(atom.left, step);
  const right = behaviour.evaluate(atom.right, step);
  if (left.kind === 'undefined' || right.kind === 'undefined' || typeof left.value !== 'object') return null;
  return amount(left.value).sub(amount(right.value));
}
