import type { Expression } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import type { Context } from './context.ts';
import { lookup } from './lookup.ts';
import { joinValues } from './operands.ts';
import { isEnum } from './scalar.ts';
import type { ScalarType, TypedExpr } from './typed.ts';

/** Two values of one type. */
export interface Joined {
  readonly left: TypedExpr;
  readonly right: TypedExpr;
  readonly type: ScalarType;
}

/**
 * Checks two expressions that must have one type, and joins them. A bare member of several enumerations is settled by the
 * other side, so that side is checked first.
 */
export function joinChecked(
  context: Context,
  verb: readonly [string, string],
  left: Expression,
  right: Expression,
  span: Span,
  expected: ScalarType | null,
): Joined | null {
  const pair = checkBoth(context, left, right, expected);
  return pair === null ? null : joinValues(context, verb, pair[0], pair[1], span);
}

/** Checks two expressions that should have one type, each with what the other tells. */
export function checkBoth(
  context: Context,
  left: Expression,
  right: Expression,
  expected: ScalarType | null,
): readonly [TypedExpr, TypedExpr] | null {
  const { program } = context;
  if (expected === null && needsHelp(context, left) && !needsHelp(context, right)) {
    const second = program.check(context, right, null);
    const first = program.check(context, left, helpful(second));
    return first === null || second === null ? null : [first, second];
  }
  const first = program.check(context, left, expected);
  const second = program.check(context, right, expected ?? helpful(first));
  return first === null || second === null ? null : [first, second];
}

/** Only an enumeration tells the other side something. */
function helpful(expr: TypedExpr | null): ScalarType | null {
  return expr !== null && isEnum(expr.type) ? expr.type : null;
}

/** Whether the expression is a name that could be a member of several enumerations, or of none. */
function needsHelp(context: Context, expression: Expression): boolean {
  if (expression.kind === 'if') return needsHelp(context, expression.then) && needsHelp(context, expression.else);
  if (expression.kind !== 'name') return false;
  const meaning = lookup(context, expression.name.text);
  return meaning.kind === 'unknown' || meaning.kind === 'members';
}
