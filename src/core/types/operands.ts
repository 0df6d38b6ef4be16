import type { Related } from '../diagnostics/diagnostic.ts';
import type { More } from '../diagnostics/report.ts';
import type { Span } from '../text/source.ts';
import { isKnown, isLiteral, numericType, toCountOf, toReal } from './coerce.ts';
import type { Context } from './context.ts';
import { isPlain, sameDimension } from './dimension.ts';
import { aType, INT, isNumeric, type NumericType, showType } from './scalar.ts';
import type { ScalarType, TypedExpr } from './typed.ts';
import { sameUnit } from './unit.ts';
import { dimensionInWords, mendInWords, unitInWords } from './words.ts';

/** Bringing operands to a common type or to the type that is needed, and saying what is wrong where that is impossible. */

/** Two operands in one representation. */
export interface Pair {
  readonly left: TypedExpr;
  readonly right: TypedExpr;
  readonly type: NumericType;
}

/**
 * Two numbers of one dimension in one representation: counts of one unit where both are ints of it (or one is a literal
 * that can be), else reals in base units. Null after reporting `cannot verb left with right`.
 */
export function joinNumbers(
  context: Context,
  verb: readonly [string, string],
  left: TypedExpr,
  right: TypedExpr,
  span: Span,
): Pair | null {
  const a = numericType(left);
  const b = numericType(right);
  if (!sameDimension(a.unit.dimension, b.unit.dimension)) {
    reportDimensions(
      context,
      `cannot ${verb[0]} ${unitInWords(a.unit)} ${verb[1]} ${unitInWords(b.unit)}`,
      left,
      right,
      span,
    );
    return null;
  }
  return joinCounts(left, right) ?? { left: toReal(left), right: toReal(right), type: { kind: 'real', unit: a.unit } };
}

/** Two ints as counts of one unit, or null where that is impossible. */
export function joinCounts(left: TypedExpr, right: TypedExpr): Pair | null {
  const a = numericType(left);
  const b = numericType(right);
  if (a.kind !== 'int' || b.kind !== 'int') return null;
  if (sameUnit(a.unit, b.unit)) return { left, right, type: a };
  const asLeft = isKnown(right) ? toCountOf(right, a) : null;
  if (asLeft !== null) return { left, right: asLeft, type: a };
  const asRight = isKnown(left) ? toCountOf(left, b) : null;
  return asRight === null ? null : { left: asRight, right, type: b };
}

/** Reports two operands whose dimensions do not agree, with both in words and, where one factor would mend it, which. */
export function reportDimensions(
  context: Context,
  message: string,
  left: TypedExpr,
  right: TypedExpr,
  span: Span,
): void {
  context.program.report.error('SV110', message, span, {
    related: [dimensionOf(left), dimensionOf(right)],
    help: mendPair(left, right),
  });
}

function dimensionOf(expr: TypedExpr): Related {
  const { unit } = numericType(expr);
  const words = dimensionInWords(unit.dimension);
  if (expr.kind !== 'ref' && expr.kind !== 'port') return { span: expr.span, message: words };
  const { symbol } = expr;
  return { span: 'type' in symbol ? symbol.type.span : symbol.span, message: words };
}

/** Where the type of a name was written. */
function declarationOf(expr: TypedExpr): readonly Related[] {
  if ((expr.kind !== 'ref' && expr.kind !== 'port') || !('type' in expr.symbol)) return [];
  return [{ span: expr.symbol.type.span, message: `\`${expr.symbol.name}\` is ${aType(expr.type)}` }];
}

function mendPair(left: TypedExpr, right: TypedExpr): string | null {
  return (
    plainLiteral(right, left) ??
    plainLiteral(left, right) ??
    mendInWords(numericType(left).unit.dimension, numericType(right).unit.dimension)
  );
}

/** Where one operand is a literal without a unit: how it reads with the unit of the other. */
function plainLiteral(literal: TypedExpr, other: TypedExpr): string | null {
  const { unit } = numericType(other);
  if (!isLiteral(literal) || !isPlain(numericType(literal).unit.dimension) || unit.text === '') return null;
  return `write the number with its unit: \`${showLiteral(literal)} ${unit.text}\``;
}

function showLiteral(expr: TypedExpr): string {
  if (expr.kind === 'unary') return `-${showLiteral(expr.operand)}`;
  return expr.kind === 'number' ? expr.value.toFraction() : '…';
}

/**
 * The expression as a value of the type that is needed. An int becomes a real where one is needed; the dimensions must agree.
 * `role` names the need (`the input load of a`), `declared` the place that asks for the type.
 */
export function coerceTo(
  context: Context,
  expr: TypedExpr,
  target: ScalarType,
  role: string,
  declared: Span | null,
): TypedExpr | null {
  const related = declared === null ? [] : [{ span: declared, message: `${role} is ${aType(target)}` }];
  if (!isNumeric(target) || !isNumeric(expr.type)) {
    if (sameKind(expr.type, target)) return expr;
    context.program.report.error('SV100', `${role} is ${aType(target)}, but this is ${aType(expr.type)}`, expr.span, {
      related: [...related, ...declarationOf(expr)],
      help: boolHelp(expr.type, target),
    });
    return null;
  }
  if (!sameDimension(expr.type.unit.dimension, target.unit.dimension))
    return reportNeed(context, expr, target, role, related);
  if (target.kind === 'real') return toReal(expr);
  const more = { related: [...related, ...declarationOf(expr)] };
  return toCountOf(expr, target) ?? reportReal(context, expr, target, role, more);
}

function sameKind(a: ScalarType, b: ScalarType): boolean {
  return a.kind === 'enum' || b.kind === 'enum' ? a === b : a.kind === b.kind;
}

function boolHelp(found: ScalarType, target: ScalarType): string | null {
  if (target.kind === 'bool' && isNumeric(found)) return 'compare it with something, as in `x > 0`';
  if (found.kind === 'bool' && isNumeric(target))
    return 'turn the condition into a number: `if condition then 1 else 0`';
  return null;
}

function reportNeed(
  context: Context,
  expr: TypedExpr,
  target: NumericType,
  role: string,
  related: readonly Related[],
): null {
  const found = numericType(expr);
  const literal = isLiteral(expr) && isPlain(found.unit.dimension) && target.unit.text !== '';
  context.program.report.error('SV110', `${role} is ${inUnit(target)}, but this is ${inUnit(found)}`, expr.span, {
    related: [
      ...related.map(({ span }) => ({ span, message: dimensionInWords(target.unit.dimension) })),
      dimensionOf(expr),
    ],
    help: literal
      ? `write the number with its unit: \`${showLiteral(expr)} ${target.unit.text}\``
      : mendValue(found, target),
  });
  return null;
}

/** `in m/s`, `a plain number`. */
function inUnit({ unit }: NumericType): string {
  return isPlain(unit.dimension) && unit.text === '' ? 'a plain number' : `in ${unitInWords(unit)}`;
}

/** How a value gets the dimension that is needed; for a plain number, by its own unit. */
function mendValue(found: NumericType, target: NumericType): string | null {
  if (isPlain(target.unit.dimension) && found.unit.text !== '')
    return `divide it by its unit, as in \`x / 1 ${found.unit.text}\``;
  if (isPlain(found.unit.dimension) && target.unit.text !== '')
    return `multiply it by the unit, as in \`x * 1 ${target.unit.text}\``;
  const mend = mendInWords(found.unit.dimension, target.unit.dimension);
  return mend?.replace('the left side', 'this value').split(', or ')[0] ?? null;
}

function reportReal(context: Context, expr: TypedExpr, target: NumericType, role: string, more: More): null {
  const found = numericType(expr);
  const real = showType({ ...target, kind: 'real' });
  const message = `${role} is ${aType(target)}, but this is ${aType(found)}${conversion(found, target)}`;
  const { text } = target.unit;
  const help =
    found.kind === 'int' && text !== ''
      ? `count in the other unit on purpose, as in \`floor(x / (1 ${text})) * 1 ${text}\`, or declare it as \`${real}\``
      : `round it on purpose with \`floor(…)\` or \`ceil(…)\`, or declare it as \`${real}\``;
  context.program.report.error('SV103', message, expr.span, { ...more, help });
  return null;
}

/** Why a count in one unit is no count in another. */
function conversion(found: NumericType, target: NumericType): string {
  if (found.kind !== 'int') return '';
  const whole = found.unit.factor.div(target.unit.factor).d === 1n;
  return whole
    ? ', which becomes a `real` where its unit is converted'
    : `, and not every ${found.unit.text} is a whole number of ${target.unit.text}`;
}

/** The expression as a Boolean; `role` as above. */
export function coerceToBool(context: Context, expr: TypedExpr, role: string): TypedExpr | null {
  return coerceTo(context, expr, { kind: 'bool' }, role, null);
}

/** The expression as a plain whole number (a size, an index, a count). */
export function coerceToCount(context: Context, expr: TypedExpr, role: string): TypedExpr | null {
  return coerceTo(context, expr, INT, role, null);
}

/** Two values of the same type for `==` and `!=`, for the branches of an `if`, for a `prev` and its first value. */
export function joinValues(
  context: Context,
  verb: readonly [string, string],
  left: TypedExpr,
  right: TypedExpr,
  span: Span,
): { readonly left: TypedExpr; readonly right: TypedExpr; readonly type: ScalarType } | null {
  if (isNumeric(left.type) && isNumeric(right.type)) return joinNumbers(context, verb, left, right, span);
  if (sameKind(left.type, right.type)) return { left, right, type: left.type };
  context.program.report.error('SV102', `cannot ${verb[0]} ${aType(left.type)} ${verb[1]} ${aType(right.type)}`, span, {
    related: [
      { span: left.span, message: showType(left.type) },
      { span: right.span, message: showType(right.type) },
    ],
  });
  return null;
}
