import type { Report } from '../diagnostics/report.ts';
import { fold } from '../types/fold.ts';
import type { TypedBinary, TypedClause, TypedExpr } from '../types/typed.ts';
import { childrenOf } from '../types/walk.ts';
import { same } from './same.ts';

/** Warns of formulas that say nothing: comparisons with themselves, and clauses that are always true. */
export function warnEmptyFormula(report: Report, clause: TypedClause): void {
  const itself = comparesItself(clause.body);
  if (itself !== null) {
    report.warning('SV401', 'both sides of this are the same', itself.span, {
      help: 'compare with something else; a slip in one of the two names is the usual cause',
    });
    return;
  }
  if (clause.keyword === 'assume' || !alwaysTrue(clause.body)) return;
  report.warning('SV402', 'this holds whatever happens, and promises nothing', clause.bodySpan, {
    help: 'name what is promised, or take the clause out',
  });
}

const COMPARING: ReadonlySet<TypedBinary> = new Set(['iff', 'implies', 'or', 'and', 'eq', 'ne', 'lt', 'le']);

/** The first part of a formula that joins an expression to itself. */
function comparesItself(expr: TypedExpr): TypedExpr | null {
  if (expr.kind === 'binary' && COMPARING.has(expr.operator) && same(expr.left, expr.right) && !isConstant(expr.left))
    return expr;
  for (const child of childrenOf(expr)) {
    const found = comparesItself(child.expr);
    if (found !== null) return found;
  }
  return null;
}

function isConstant(expr: TypedExpr): boolean {
  return fold(expr).kind === 'value';
}

/** Whether a formula is true by its form alone. */
export function alwaysTrue(expr: TypedExpr): boolean {
  const known = fold(expr);
  if (known.kind === 'value') return known.value === true;
  if (expr.kind === 'aggregate' && expr.operator === 'all') return alwaysTrue(expr.body);
  if (expr.kind !== 'binary') return false;
  const { operator, left, right } = expr;
  switch (operator) {
    case 'and':
      return alwaysTrue(left) && alwaysTrue(right);
    case 'or':
      return alwaysTrue(left) || alwaysTrue(right) || opposite(left, right);
    case 'implies':
      return alwaysTrue(right) || alwaysFalse(left);
    default:
      return false;
  }
}

function alwaysFalse(expr: TypedExpr): boolean {
  const known = fold(expr);
  return known.kind === 'value' && known.value === false;
}

function opposite(a: TypedExpr, b: TypedExpr): boolean {
  const negates = (one: TypedExpr, other: TypedExpr) =>
    one.kind === 'unary' && one.operator === 'not' && same(one.operand, other);
  return negates(a, b) || negates(b, a);
}
