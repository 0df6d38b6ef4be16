import { ZERO } from '../exact/rational.ts';
import { and, eq, FALSE, implies, int, le, literal, not, TRUE } from '../model/build.ts';
import type { Expr } from '../model/model.ts';
import { isTemporal, nodesOf, operandsOf, TEMPORAL_KINDS } from '../model/traverse.ts';

/**
 * That no partial operator of an expression is used outside its domain: where it is evaluated, from left to right, and
 * everywhere in what an operator over time looks at.
 */
export function definedness(expr: Expr): Expr {
  const looked = isTemporal(expr) ? nodesOf(expr).filter(({ kind }) => TEMPORAL_KINDS.has(kind)) : [];
  return and([expr, ...looked.flatMap(operandsOf)].map(here));
}

function here(expr: Expr): Expr {
  if (TEMPORAL_KINDS.has(expr.kind)) return TRUE;
  switch (expr.kind) {
    case 'and':
      return inTurn(expr.operands, (operand) => operand);
    case 'or':
      return inTurn(expr.operands, not);
    case 'implies':
      return inTurn([expr.left, expr.right], (operand) => operand);
    case 'if': {
      const { condition } = expr;
      return and([here(condition), implies(condition, here(expr.then)), implies(not(condition), here(expr.else))]);
    }
    case 'select': {
      const inRange = [le(int(1n), expr.index), le(expr.index, int(BigInt(expr.elements.length)))];
      const elements = expr.elements.map((element, at) => implies(eq(expr.index, int(BigInt(at + 1))), here(element)));
      return and([here(expr.index), ...inRange, ...elements]);
    }
  }
  const operands = operandsOf(expr).map(here);
  const zero = (operand: Expr) => eq(operand, literal(operand.sort, ZERO));
  if (expr.kind === 'div' || expr.kind === 'idiv' || expr.kind === 'mod')
    return and([...operands, not(zero(expr.right))]);
  if (expr.kind === 'power' && expr.exponent < 0n) return and([...operands, not(zero(expr.base))]);
  return (expr.kind === 'min' || expr.kind === 'max') && operands.length === 0 ? FALSE : and(operands);
}

/** Each operand is evaluated only where all before it leave the result open. */
function inTurn(operands: readonly Expr[], open: (operand: Expr) => Expr): Expr {
  return and(operands.map((operand, at) => implies(and(operands.slice(0, at).map(open)), here(operand))));
}
