import { isWhole } from '../exact/rational.ts';
import type { Expression, Range, TypeExpression } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import type { Context } from './context.ts';
import { foldNumber } from './fold.ts';
import { coerceTo } from './operands.ts';
import { binary } from './operators.ts';
import { BOOL, INT, isNumeric, type NumericType, REAL, showType } from './scalar.ts';
import { quantityIn } from './show_quantity.ts';
import type { DeclaredType, ScalarType, TypedExpr, TypedRange } from './typed.ts';
import { PLAIN_UNIT } from './unit.ts';

/** A type without its range; `inherited` is the range of the alias that it names. */
export interface Bare {
  readonly scalar: ScalarType;
  readonly inherited: TypedRange | null;
}

const BUILT_IN: ReadonlyMap<string, ScalarType> = new Map([
  ['bool', BOOL],
  ['int', INT],
  ['real', REAL],
]);

/** What a type expression says of the kind of value; its own range is left aside. Null after reporting. */
export function bareType(context: Context, type: TypeExpression): Bare | null {
  const builtIn = BUILT_IN.get(type.base.text);
  if (builtIn !== undefined) return builtInType(context, builtIn, type);
  const named = context.file.namedType(type.base);
  if (named === null) return null;
  const scalar = named.kind === 'enum' ? named.type : named.type.scalar;
  if (type.unit !== null) {
    context.program.report.error('SV107', `\`${type.base.text}\` has its unit already, or takes none`, type.unit.span, {
      help: `write \`${type.base.text}\` without \`[${type.unit.text}]\``,
    });
    return null;
  }
  return { scalar, inherited: named.kind === 'enum' ? null : named.type.range };
}

function builtInType(context: Context, builtIn: ScalarType, type: TypeExpression): Bare | null {
  if (type.unit === null) return { scalar: builtIn, inherited: null };
  if (!isNumeric(builtIn)) {
    context.program.report.error('SV107', 'a `bool` has no unit', type.unit.span, { help: 'write `bool` alone' });
    return null;
  }
  const unit = context.file.unit(type.unit);
  if (unit === null) return null;
  return { scalar: { ...builtIn, unit: unit.text === '' ? PLAIN_UNIT : unit }, inherited: null };
}

/** The whole type, with its range in the representation of its values. Null after reporting. */
export function declaredType(context: Context, type: TypeExpression): DeclaredType | null {
  const bare = bareType(context, type);
  return bare === null ? null : withRange(context, type, bare);
}

/** Adds a type's own range to its bare type; with that of its alias, both hold. */
export function withRange(context: Context, type: TypeExpression, bare: Bare): DeclaredType | null {
  const { scalar, inherited } = bare;
  if (type.range === null) return { scalar, range: inherited, span: type.span };
  if (!isNumeric(scalar)) {
    context.program.report.error('SV107', `\`${showType(scalar)}\` has no range: only numbers have`, type.range.span);
    return null;
  }
  const own = typedRange(context, type.range, scalar);
  if (own === null) return null;
  const range = inherited === null ? own : intersect(inherited, own);
  return refuseEmpty(context, range, scalar) ? null : { scalar, range, span: type.span };
}

function typedRange(context: Context, range: Range, scalar: NumericType): TypedRange | null {
  const low = range.low === null ? null : rangeEnd(context, range.low, scalar, 'lower');
  const high = range.high === null ? null : rangeEnd(context, range.high, scalar, 'upper');
  if (low === undefined || high === undefined) return null;
  return { low, high, span: range.span };
}

/** One end in the representation of the type; `undefined` after reporting. A plain number is in the type's own unit. */
function rangeEnd(context: Context, end: Expression, scalar: NumericType, which: string): TypedExpr | undefined {
  const checked = context.program.check(context, end, scalar);
  if (checked === null) return undefined;
  if (isPlainNumber(end) && isNumeric(checked.type)) return inOwnUnit(context, checked, scalar, which);
  return coerceTo(context, checked, scalar, `the ${which} end of the range`, null) ?? undefined;
}

function inOwnUnit(context: Context, end: TypedExpr, scalar: NumericType, which: string): TypedExpr | undefined {
  const value = foldNumber(end);
  if (value === null) {
    context.program.report.error('SV112', 'this range end divides by zero', end.span);
    return undefined;
  }
  if (scalar.kind === 'real')
    return { kind: 'number', value: value.mul(scalar.unit.factor), type: scalar, span: end.span };
  if (isWhole(value)) return { kind: 'number', value, type: scalar, span: end.span };
  context.program.report.error(
    'SV109',
    `the ${which} end of the range of an \`int\` must be a whole number`,
    end.span,
    {
      help: `write \`${which === 'lower' ? value.ceil().toString() : value.floor().toString()}\``,
    },
  );
  return undefined;
}

/** A number made of literals without units: `60`, `-5`, `2 * 60`. `25%` is one with a unit. */
function isPlainNumber(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
      return expression.unit === null && !expression.text.endsWith('%');
    case 'negate':
      return isPlainNumber(expression.operand);
    case 'binary':
      return isPlainNumber(expression.left) && isPlainNumber(expression.right);
    default:
      return false;
  }
}

/** The range that is in both: the larger of the lower ends, the smaller of the upper ends. */
function intersect(a: TypedRange, b: TypedRange): TypedRange {
  return { low: tighter('max', a.low, b.low), high: tighter('min', a.high, b.high), span: b.span };
}

function tighter(operator: 'min' | 'max', a: TypedExpr | null, b: TypedExpr | null): TypedExpr | null {
  if (a === null || b === null) return a ?? b;
  const [first, second] = [foldNumber(a), foldNumber(b)];
  if (first === null || second === null) return binary(operator, a, b, b.type, b.span);
  return first.compare(second) < 0 === (operator === 'min') ? a : b;
}

function refuseEmpty(context: Context, range: TypedRange, scalar: NumericType): boolean {
  const low = range.low === null ? null : foldNumber(range.low);
  const high = range.high === null ? null : foldNumber(range.high);
  if (low === null || high === null || low.compare(high) <= 0) return false;
  context.program.report.error(
    'SV108',
    `no value lies between ${quantityIn(low, scalar)} and ${quantityIn(high, scalar)}`,
    range.span,
    {
      related: endsElsewhere(range),
      help: 'the lower end comes first, as in `0..10`',
    },
  );
  return true;
}

function endsElsewhere(range: TypedRange): readonly { readonly span: Span; readonly message: string }[] {
  const inside = (end: TypedExpr) =>
    end.span.path === range.span.path && end.span.start >= range.span.start && end.span.end <= range.span.end;
  return [range.low, range.high]
    .filter((end) => end !== null)
    .filter((end) => !inside(end))
    .map((end) => ({ span: end.span, message: 'the type has this end already' }));
}
