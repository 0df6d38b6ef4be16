import type { ClauseItem } from '../syntax/ast.ts';
import type { Context } from './context.ts';
import type { TypedExpr } from './typed.ts';
import { childrenOf, findIn } from './walk.ts';

/**
 * Clauses about chances are linear inequalities: sums of probabilities with fixed coefficients, compared with `<`, `<=`, `==`.
 * Reports the first thing in the clause that is not; true where there is none, or no probability at all.
 */
export function checkChance(context: Context, item: ClauseItem, body: TypedExpr, inMode: boolean): boolean {
  const chance = findIn(body, isProbability);
  if (chance === null) return true;
  const { report } = context.program;
  if (item.keyword === 'invariant' || inMode) {
    report.error('SV164', `\`probability\` has no place in ${inMode ? 'a mode' : 'an invariant'}`, chance.span, {
      help: 'write it as a guarantee or an assumption of the component',
    });
    return false;
  }
  if (item.unless.length > 0 || item.tolerating !== null) {
    report.error(
      'SV164',
      'a clause about a probability speaks of all faults already',
      (item.unless[0] ?? item.tolerating)!.span,
      { help: 'leave `unless` and `tolerating` out' },
    );
    return false;
  }
  const odd = oddPart(body);
  if (odd === null) return true;
  report.error('SV164', 'this is no linear inequality over probabilities', odd.span, {
    help: 'compare a sum of probabilities, each times a constant, with a constant: `probability(a and b) <= 10% * probability(a)`',
  });
  return false;
}

function isProbability(expr: TypedExpr): boolean {
  return expr.kind === 'probability';
}

function hasChance(expr: TypedExpr): boolean {
  return findIn(expr, isProbability) !== null;
}

/** The first part of the clause that breaks the form. */
function oddPart(body: TypedExpr): TypedExpr | null {
  if (body.kind !== 'binary' || !['le', 'lt', 'eq'].includes(body.operator)) return body;
  return nonLinear(body.left) ?? nonLinear(body.right);
}

function nonLinear(expr: TypedExpr): TypedExpr | null {
  if (!hasChance(expr) || expr.kind === 'probability') return null;
  if (expr.kind === 'unary' && expr.operator === 'neg') return nonLinear(expr.operand);
  if (expr.kind !== 'binary') return expr;
  switch (expr.operator) {
    case 'add':
    case 'sub':
      return nonLinear(expr.left) ?? nonLinear(expr.right);
    case 'mul':
      return hasChance(expr.left) && hasChance(expr.right) ? expr : (nonLinear(expr.left) ?? nonLinear(expr.right));
    case 'div':
      return hasChance(expr.right) ? expr.right : nonLinear(expr.left);
    default:
      return expr;
  }
}

/** The factors and terms of a clause about chances that are no probabilities: they must be fixed for the run. */
export function fixedTerms(expr: TypedExpr): readonly TypedExpr[] {
  if (expr.kind === 'probability') return [];
  if (!hasChance(expr)) return [expr];
  return childrenOf(expr).flatMap((child) => fixedTerms(child.expr));
}
