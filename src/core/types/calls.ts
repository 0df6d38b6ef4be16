import { nearest } from '../resolve/near.ts';
import type { AggregateOperator, Expression } from '../syntax/ast.ts';
import { aggregateOverArray } from './aggregates.ts';
import { toReal } from './coerce.ts';
import type { Context } from './context.ts';
import { coerceTo, joinNumbers } from './operands.ts';
import { binary } from './operators.ts';
import { checkArrayOrValue, isArray } from './references.ts';
import { checkRounding } from './rounding.ts';
import { aType, isNumeric } from './scalar.ts';
import { checkHeld, checkHistory, checkIndependent, checkPrev, checkProbability, checkSince } from './temporal.ts';
import type { ScalarType, TypedExpr, ValueSymbol } from './typed.ts';

export type Call = Extract<Expression, { readonly kind: 'call' }>;

interface BuiltIn {
  /** How it is called, for help. */
  readonly usage: string;
  readonly arity: readonly [number, number];
  readonly check: (context: Context, call: Call, expected: ScalarType | null) => TypedExpr | null;
}

const MANY = 1_000;

/** The built-in functions by name. */
const BUILT_INS: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ['min', { usage: 'min(a, b)', arity: [1, MANY], check: checkExtreme }],
  ['max', { usage: 'max(a, b)', arity: [1, MANY], check: checkExtreme }],
  ['abs', { usage: 'abs(x)', arity: [1, 1], check: checkAbs }],
  ['clamp', { usage: 'clamp(x, low, high)', arity: [3, 3], check: checkClamp }],
  ['floor', { usage: 'floor(x)', arity: [1, 1], check: checkRounding }],
  ['ceil', { usage: 'ceil(x)', arity: [1, 1], check: checkRounding }],
  ['sum', { usage: 'sum(racks.power)', arity: [1, 1], check: checkShort }],
  ['all', { usage: 'all(gates.go)', arity: [1, 1], check: checkShort }],
  ['any', { usage: 'any(gates.go)', arity: [1, 1], check: checkShort }],
  ['count', { usage: 'count(gates.go)', arity: [1, 1], check: checkShort }],
  ['prev', { usage: 'prev(x, first)', arity: [2, 2], check: checkPrev }],
  ['once', { usage: 'once(p)', arity: [1, 1], check: checkHistory }],
  ['historically', { usage: 'historically(p)', arity: [1, 1], check: checkHistory }],
  ['since', { usage: 'since(p, q)', arity: [2, 2], check: checkSince }],
  ['held', { usage: 'held(p, 200 ms)', arity: [2, 2], check: checkHeld }],
  ['probability', { usage: 'probability(event)', arity: [1, 1], check: checkProbability }],
  ['independent', { usage: 'independent(f, g)', arity: [2, MANY], check: checkIndependent }],
]);

/** Whether a function of the user may not have this name. */
export function isBuiltIn(name: string): boolean {
  return BUILT_INS.has(name);
}

/** Checks a call of a built-in or of a user's function. */
export function checkCall(context: Context, call: Call, expected: ScalarType | null): TypedExpr | null {
  const builtIn = BUILT_INS.get(call.callee.text);
  if (builtIn === undefined) return checkUserCall(context, call);
  const [least, most] = builtIn.arity;
  const given = call.arguments.length;
  if (given >= least && given <= most) return builtIn.check(context, call, expected);
  context.program.report.error(
    'SV104',
    `\`${call.callee.text}\` takes ${arguments_(least, most)}, not ${given}`,
    call.span,
    {
      help: arityHelp(call, builtIn),
    },
  );
  return null;
}

function arityHelp(call: Call, builtIn: BuiltIn): string {
  if (call.callee.text === 'prev') return 'say what it is at the first step: `prev(x, first)`';
  return `write \`${builtIn.usage}\``;
}

function arguments_(least: number, most: number): string {
  const number = most >= MANY ? `at least ${least}` : `${least}`;
  return `${number} argument${least === 1 && most === 1 ? '' : 's'}`;
}

/** `min(a, b, …)`, or `min(x)` over an array or family. */
function checkExtreme(context: Context, call: Call): TypedExpr | null {
  if (call.arguments.length === 1) return checkShort(context, call);
  const operands = call.arguments.map((one) => number(context, call, one));
  if (operands.some((one) => one === null)) return null;
  const operator = call.callee.text as 'min' | 'max';
  return operands.reduce((best, one) =>
    best === null || one === null ? null : extreme(context, operator, best, one, call),
  );
}

function extreme(
  context: Context,
  operator: 'min' | 'max',
  left: TypedExpr,
  right: TypedExpr,
  call: Call,
): TypedExpr | null {
  const pair = joinNumbers(context, ['compare', 'with'], left, right, call.span);
  return pair === null ? null : binary(operator, pair.left, pair.right, pair.type, call.span);
}

function number(context: Context, call: Call, argument: Expression): TypedExpr | null {
  const checked = context.program.check(context, argument, null);
  if (checked === null || isNumeric(checked.type)) return checked;
  context.program.report.error(
    'SV101',
    `\`${call.callee.text}\` needs a number, but this is ${aType(checked.type)}`,
    checked.span,
  );
  return null;
}

function checkAbs(context: Context, call: Call): TypedExpr | null {
  const operand = number(context, call, call.arguments[0]!);
  return operand === null
    ? null
    : { kind: 'unary', operator: 'abs', operand, scale: null, type: operand.type, span: call.span };
}

/** `clamp(x, low, high)` is `max(low, min(x, high))`. */
function checkClamp(context: Context, call: Call): TypedExpr | null {
  const [value, low, high] = call.arguments.map((one) => number(context, call, one));
  if (value == null || low == null || high == null) return null;
  const real = [value, low, high].some((one) => one.type.kind === 'real');
  const capped = extreme(context, 'min', real ? toReal(value) : value, high, call);
  return capped === null ? null : extreme(context, 'max', capped, low, call);
}

/** `sum(racks.power)` is `sum(r in racks: r.power)`. */
function checkShort(context: Context, call: Call): TypedExpr | null {
  const array = checkArrayOrValue(context, call.arguments[0]!, null);
  if (array === null) return null;
  const operator = call.callee.text as AggregateOperator;
  if (isArray(array)) return aggregateOverArray(context, operator, array, call.span);
  context.program.report.error(
    'SV116',
    `\`${operator}\` needs a family's port or an array, but this is one value`,
    array.span,
    {
      help: `write \`${operator}(racks.power)\`, or \`${operator}(r in racks: …)\``,
    },
  );
  return null;
}

function checkUserCall(context: Context, call: Call): TypedExpr | null {
  const fun = context.file.fun(call.callee.text);
  const given = call.arguments;
  if (fun === undefined || fun === null) {
    if (fun === undefined) reportUnknownFunction(context, call);
    for (const one of given) context.program.check(context, one, null);
    return null;
  }
  if (given.length !== fun.parameters.length) {
    const shown = `${fun.name}(${fun.parameters.map((one) => one.name).join(', ')})`;
    context.program.report.error(
      'SV104',
      `\`${fun.name}\` takes ${arguments_(fun.parameters.length, fun.parameters.length)}, not ${given.length}`,
      call.span,
      {
        related: [{ span: fun.span, message: 'declared here' }],
        help: `write \`${shown}\``,
      },
    );
    return null;
  }
  const values = given.map((one, at) => checkArgument(context, fun.parameters[at]!, one));
  const good = values.filter((one) => one !== null);
  if (good.length < values.length) return null;
  return { kind: 'call', fun, arguments: good, type: fun.result.scalar, span: call.span };
}

function checkArgument(context: Context, parameter: ValueSymbol, given: Expression): TypedExpr | null {
  const type = context.program.scalarOf(parameter);
  const value = context.program.check(context, given, type);
  return value === null || type === null
    ? null
    : coerceTo(context, value, type, `the argument \`${parameter.name}\``, parameter.span);
}

function reportUnknownFunction(context: Context, call: Call): void {
  const { visible } = context.file;
  const name = call.callee.text;
  if (visible.isSilent(name)) return;
  const known = visible
    .all('name')
    .filter(({ declaration }) => declaration.kind === 'fun')
    .map(({ declaration }) => declaration.name.text);
  const near = nearest(name, [...known, ...BUILT_INS.keys()]);
  const elsewhere = visible.elsewhere('name', name);
  context.program.report.error('SV065', `there is no function \`${name}\``, call.callee.span, {
    related:
      elsewhere === null ? [] : [{ span: elsewhere.declaration.name.span, message: 'this file is not imported here' }],
    help: near === null ? null : `did you mean \`${near}\`?`,
  });
}
