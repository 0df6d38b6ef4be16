import type { TypedExpr, TypedFun, TypedRange } from '../types/typed.ts';
import { remembered } from './memo.ts';
import { rangeExpressions, someNode } from './walk.ts';

/**
 * The rule by which definedness is owed, on the text alone: an item holds a partial operator if it is written with
 * `/`, `div` or `mod` (whatever the divisor), a negative power, an index that is no numeric literal,
 * `min` or `max` over a family or an index range (binder or short form), or a call of a `fun` whose body holds one.
 * Names are not followed: what a `let` divides is owed by the `let`. A clause about chances owes nothing: see `chanceOf`.
 */
export function isPartial(...expressions: readonly (TypedExpr | null)[]): boolean {
  return someNode(
    expressions.filter((expression) => expression !== null),
    isPartialNode,
  );
}

/** The same for the ends of a range. */
export function isPartialRange(range: TypedRange | null): boolean {
  return isPartial(...rangeExpressions(range));
}

function isPartialNode(node: TypedExpr): boolean {
  switch (node.kind) {
    case 'binary':
      return node.operator === 'div' || node.operator === 'idiv' || node.operator === 'mod';
    case 'power':
      return node.exponent < 0n;
    case 'index':
      return node.index.kind !== 'number';
    case 'port':
      return node.index !== null && node.index.kind !== 'number';
    case 'aggregate':
      return node.operator === 'min' || node.operator === 'max';
    case 'call':
      return isPartialFun(node.fun);
    default:
      return false;
  }
}

const partialFuns = new WeakMap<TypedFun, boolean>();

function isPartialFun(fun: TypedFun): boolean {
  return remembered(partialFuns, fun, () => isPartial(fun.body));
}
