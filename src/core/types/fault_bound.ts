import type { Expression } from '../syntax/ast.ts';
import type { Context } from './context.ts';
import { foldNumber } from './fold.ts';
import { coerceTo } from './operands.ts';
import { REAL } from './scalar.ts';
import type { TypedExpr } from './typed.ts';

/** The bound on a fault's probability: a plain number from 0 to 1. */
export function checkFaultBound(context: Context, bound: Expression): TypedExpr | null {
  const checked = context.program.check(context, bound, null);
  const value = checked === null ? null : coerceTo(context, checked, REAL, 'the probability of a fault', null);
  const known = value === null ? null : foldNumber(value);
  if (known === null || (known.compare(0n) >= 0 && known.compare(1n) <= 0)) return value;
  context.program.report.error('SV111', 'a probability lies between 0 and 1', bound.span, {
    help: 'write `1%` or `1e-6`',
  });
  return null;
}
