import type { Expr } from '../model/model.ts';

/** The temporal operators: their value at a step rests on other steps. */
export type TemporalExpr = Extract<
  Expr,
  { readonly kind: 'prev' | 'once' | 'historically' | 'since' | 'held' | 'initially' | 'whenever' }
>;

/** Whether the value of the node at a step rests on other steps. */
export function isTemporal(expr: Expr): expr is TemporalExpr {
  switch (expr.kind) {
    case 'prev':
    case 'once':
    case 'historically':
    case 'since':
    case 'held':
    case 'initially':
    case 'whenever':
      return true;
    default:
      return false;
  }
}

/** The direct subexpressions, in the order in which they are evaluated. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'literal':
    case 'variable':
      return [];
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
      return [expr.operand];
    case 'and':
    case 'or':
    case 'add':
    case 'mul':
    case 'min':
    case 'max':
      return expr.operands;
    case 'power':
      return [expr.base];
    case 'if':
      return [expr.condition, expr.then, expr.else];
    case 'select':
      return [expr.index, ...expr.elements];
    case 'prev':
      return [expr.operand, expr.initial];
    case 'whenever':
      return [expr.trigger, expr.response];
    default:
      return [expr.left, expr.right];
  }
}

/** Every temporal node in the expression, nested ones too, each once. */
export function temporalNodes(root: Expr): readonly TemporalExpr[] {
  const seen = new Set<Expr>([root]);
  for (const expr of seen) for (const child of children(expr)) seen.add(child);
  return [...seen].filter(isTemporal);
}

/** The formula, and the arguments of its temporal operators: they are evaluated at every step, whatever guards the operator. */
export function evaluatedAtEachStep(formula: Expr): readonly Expr[] {
  return [formula, ...temporalNodes(formula).flatMap((node) => argumentsOf(node))];
}

function argumentsOf(node: ReturnType<typeof temporalNodes>[number]): readonly Expr[] {
  switch (node.kind) {
    case 'since':
      return [node.left, node.right];
    case 'whenever':
      return [node.trigger, node.response];
    case 'prev':
    case 'once':
    case 'historically':
    case 'held':
    case 'initially':
      return [node.operand];
  }
}
