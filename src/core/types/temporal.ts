import type { Expression } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import { checkBoth } from './branches.ts';
import type { Call } from './calls.ts';
import { numericType, toReal } from './coerce.ts';
import type { Context } from './context.ts';
import { isPlain, sameDimension } from './dimension.ts';
import { lookup } from './lookup.ts';
import { coerceTo, coerceToBool, coerceToCount } from './operands.ts';
import { aType, BOOL, isNumeric, REAL } from './scalar.ts';
import type { ScalarType, TemporalBound, TypedExpr } from './typed.ts';
import { BUILT_IN_UNITS } from './unit_table.ts';

/** The operators over time, and those over chance. */

/** `prev(x, first)`: the value one step ago. */
export function checkPrev(context: Context, call: Call, expected: ScalarType | null): TypedExpr | null {
  if (!inTime(context, call)) return null;
  const [operand, initial] = call.arguments as [Expression, Expression];
  if (isBusyName(context, operand)) return checkOwnPrev(context, call, operand, initial, expected);
  const pair = context.program.inPast(() => checkBoth(context, operand, initial, expected));
  const joined = pair === null ? null : joinFirst(context, pair[0], pair[1]);
  return joined === null
    ? null
    : { kind: 'prev', operand: joined.left, initial: joined.right, type: joined.type, span: call.span };
}

/** The operand decides the type: an int first value of a real is converted, a real first value of an int is a mistake. */
function joinFirst(
  context: Context,
  operand: TypedExpr,
  initial: TypedExpr,
): { readonly left: TypedExpr; readonly right: TypedExpr; readonly type: ScalarType } | null {
  const right = coerceTo(context, initial, operand.type, 'the first value', operand.span);
  return right === null ? null : { left: operand, right, type: operand.type };
}

function isBusyName(context: Context, operand: Expression): boolean {
  if (operand.kind !== 'name') return false;
  const meaning = lookup(context, operand.name.text);
  return meaning.kind === 'symbol' && context.program.isBusy(meaning.symbol);
}

/** `let n = prev(n, 0) + 1`: the first value tells the type of what is being defined. */
function checkOwnPrev(
  context: Context,
  call: Call,
  operand: Expression,
  initial: Expression,
  expected: ScalarType | null,
): TypedExpr | null {
  const meaning = lookup(context, (operand as Extract<Expression, { readonly kind: 'name' }>).name.text);
  const first = context.program.check(context, initial, expected);
  if (first === null || meaning.kind !== 'symbol') return null;
  const type = isNumeric(first.type) && expected !== null && isNumeric(expected) ? expected : first.type;
  context.program.settleScalar(meaning.symbol, type);
  const own = context.program.check(context, operand, type);
  const fitted = own === null ? null : coerceTo(context, first, type, 'the first value', null);
  if (own === null || fitted === null) return null;
  return { kind: 'prev', operand: own, initial: fitted, type, span: call.span };
}

/** `once(p)`, `historically(p)`. */
export function checkHistory(context: Context, call: Call): TypedExpr | null {
  if (!inTime(context, call)) return null;
  const kind = call.callee.text as 'once' | 'historically';
  const operand = condition(context, call, 0);
  return operand === null ? null : { kind, operand, type: BOOL, span: call.span };
}

/** `since(p, q)`: p ever since q. */
export function checkSince(context: Context, call: Call): TypedExpr | null {
  if (!inTime(context, call)) return null;
  const left = condition(context, call, 0);
  const right = condition(context, call, 1);
  return left === null || right === null ? null : { kind: 'since', left, right, type: BOOL, span: call.span };
}

/** `held(p, T)`: p at each of the steps of the last `T`, a duration or a number of steps. */
export function checkHeld(context: Context, call: Call): TypedExpr | null {
  if (!inTime(context, call)) return null;
  const operand = condition(context, call, 0);
  const bound = call.arguments[1]!;
  const plainSteps = bound.kind === 'number' && bound.unit?.text === 'steps';
  const within = checkBound(
    context,
    plainSteps ? { ...bound, unit: null } : bound,
    plainSteps ? 'steps' : 'either',
    bound.span,
  );
  return operand === null || within === null ? null : { kind: 'held', operand, within, type: BOOL, span: call.span };
}

/** A bound over time: a duration, or a whole number of steps (where `either`, a plain number is one of steps). */
export function checkBound(
  context: Context,
  bound: Expression,
  kind: 'duration' | 'steps' | 'either',
  span: Span,
): TemporalBound | null {
  const checked = context.program.check(context, bound, null);
  if (checked === null) return null;
  const plain = isNumeric(checked.type) && isPlain(checked.type.unit.dimension);
  if (kind === 'steps' || (kind === 'either' && plain)) {
    const value = coerceToCount(context, checked, 'a number of steps');
    return value === null ? null : { value, inSteps: true, span };
  }
  if (
    isNumeric(checked.type) &&
    sameDimension(numericType(checked).unit.dimension, BUILT_IN_UNITS.get('s')!.dimension)
  ) {
    return { value: toReal(checked), inSteps: false, span };
  }
  context.program.report.error('SV110', `a duration is needed here, but this is ${aType(checked.type)}`, checked.span, {
    help: 'write a time, as in `within 200 ms`, or a number of steps, as in `within 3 steps`',
  });
  return null;
}

/** `probability(E)`. */
export function checkProbability(context: Context, call: Call): TypedExpr | null {
  if (!context.chances) {
    context.program.report.error(
      'SV164',
      '`probability` stands only in a linear inequality at the top of a clause',
      call.span,
      {
        help: 'write it as a clause of its own: `guarantee probability(event) <= 1%`',
      },
    );
    return null;
  }
  const event = condition({ ...context, chances: false }, call, 0);
  return event === null ? null : { kind: 'probability', event, type: REAL, span: call.span };
}

/** `independent(f, g)` is read at the top of an assumption; here it stands in the wrong place. */
export function checkIndependent(context: Context, call: Call): TypedExpr | null {
  context.program.report.error('SV157', '`independent` stands only as a whole assumption', call.span, {
    help: 'write it as a clause of its own: `assume independent(f, g)`',
  });
  return null;
}

function condition(context: Context, call: Call, at: number): TypedExpr | null {
  const checked = context.program.check(context, call.arguments[at]!, BOOL);
  return checked === null ? null : coerceToBool(context, checked, `an argument of \`${call.callee.text}\``);
}

function inTime(context: Context, call: Call): boolean {
  if (context.timeless === null) return true;
  context.program.report.error(
    'SV157',
    `\`${call.callee.text}\` speaks of earlier steps, which ${context.timeless} has not`,
    call.span,
  );
  return false;
}
