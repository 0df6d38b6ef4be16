import { choose } from './build.ts';
import type { Expr } from './model.ts';

/**
 * The expression with some of its nodes replaced; `change` says by what, or null where a node stays. Operands are rewritten
 * first to last, and nothing is simplified: what is not replaced keeps its form.
 */
export function rewritten(expr: Expr, change: (node: Expr) => Expr | null): Expr {
  const known = new Map<Expr, Expr>();
  const go = (node: Expr): Expr => {
    const there = known.get(node);
    if (there !== undefined) return there;
    const made = change(node) ?? inside(node, go);
    known.set(node, made);
    return made;
  };
  return go(expr);
}

function inside(expr: Expr, go: (node: Expr) => Expr): Expr {
  switch (expr.kind) {
    case 'literal':
    case 'variable':
      return expr;
    case 'not':
    case 'neg':
    case 'abs':
    case 'floor':
    case 'ceil':
    case 'toReal':
    case 'once':
    case 'historically':
    case 'held':
    case 'initially':
      return { ...expr, operand: go(expr.operand) };
    case 'and':
    case 'or':
    case 'add':
    case 'mul':
    case 'min':
    case 'max':
      return { ...expr, operands: expr.operands.map(go) };
    case 'implies':
    case 'iff':
    case 'eq':
    case 'lt':
    case 'le':
    case 'sub':
    case 'div':
    case 'idiv':
    case 'mod':
    case 'since':
      return { ...expr, left: go(expr.left), right: go(expr.right) };
    case 'power':
      return { ...expr, base: go(expr.base) };
    case 'if':
      return choose(go(expr.condition), go(expr.then), go(expr.else));
    case 'select':
      return { ...expr, index: go(expr.index), elements: expr.elements.map(go) };
    case 'prev':
      return { ...expr, operand: go(expr.operand), initial: go(expr.initial) };
    case 'whenever':
      return { ...expr, trigger: go(expr.trigger), response: go(expr.response) };
  }
}
