import type { TypedBinder, TypedExpr } from './typed.ts';

/** A child of an expression, and whether it is evaluated at this step (not only at earlier ones). */
export interface Child {
  readonly expr: TypedExpr;
  readonly now: boolean;
}

const now = (...children: readonly TypedExpr[]): readonly Child[] => children.map((expr) => ({ expr, now: true }));

/** The direct children of an expression, in source order. The first value of a `prev` counts as of now. */
export function childrenOf(expr: TypedExpr): readonly Child[] {
  switch (expr.kind) {
    case 'boolean':
    case 'number':
    case 'member':
    case 'ref':
    case 'step':
      return [];
    case 'port':
      return expr.index === null ? [] : now(expr.index);
    case 'index':
      return now(expr.array, expr.index);
    case 'unary':
    case 'toReal':
    case 'once':
    case 'historically':
    case 'initially':
      return now(expr.operand);
    case 'held':
      return now(expr.operand, expr.within.value);
    case 'binary':
    case 'since':
      return now(expr.left, expr.right);
    case 'power':
      return now(expr.base);
    case 'if':
      return now(expr.condition, expr.then, expr.else);
    case 'call':
      return now(...expr.arguments);
    case 'aggregate':
      return now(...expr.binders.flatMap(binderExpressions), expr.body);
    case 'prev':
      return [{ expr: expr.operand, now: false }, ...now(expr.initial)];
    case 'whenever':
      return now(expr.trigger, expr.response, expr.within.value);
    case 'probability':
      return now(expr.event);
    case 'independent':
      return now(...expr.faults);
  }
}

/** The expressions of a binder: the ends of its range, or its array. */
export function binderExpressions(binder: TypedBinder): readonly TypedExpr[] {
  switch (binder.over.kind) {
    case 'range':
      return [binder.over.low, binder.over.high];
    case 'array':
      return [binder.over.array];
    case 'family':
      return [];
  }
}

/** The first expression in the tree, in source order, that satisfies the test; `now` tells whether it is evaluated at this step. */
export function findIn(
  expr: TypedExpr,
  test: (expr: TypedExpr, now: boolean) => boolean,
  isNow = true,
): TypedExpr | null {
  if (test(expr, isNow)) return expr;
  for (const child of childrenOf(expr)) {
    const found = findIn(child.expr, test, isNow && child.now);
    if (found !== null) return found;
  }
  return null;
}
