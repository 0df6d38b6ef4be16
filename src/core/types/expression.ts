import type { Expression } from '../syntax/ast.ts';
import { checkAggregate } from './aggregates.ts';
import { joinChecked } from './branches.ts';
import { builtInUnit } from './built_in_units.ts';
import { checkCall } from './calls.ts';
import type { Context } from './context.ts';
import { coerceToBool } from './operands.ts';
import { checkBinary, checkChain, checkNegation, checkWithin } from './operators.ts';
import { checkField, checkIndex, checkName } from './references.ts';
import { BOOL, INT, REAL, realIn } from './scalar.ts';
import type { ScalarType, TypedExpr, Unit } from './typed.ts';

/**
 * Checks an expression against what its names mean. The product is null where it failed, and the cause has been reported once.
 * `expected` only settles which enumeration a bare member belongs to; the caller brings the value to the type it needs.
 */
export function checkExpression(
  context: Context,
  expression: Expression,
  expected: ScalarType | null,
): TypedExpr | null {
  switch (expression.kind) {
    case 'boolean':
      return { kind: 'boolean', value: expression.value, type: BOOL, span: expression.span };
    case 'number':
      return checkNumber(context, expression);
    case 'name':
      return checkName(context, expression.name, expected);
    case 'step':
      return checkStep(context, expression);
    case 'field':
      return checkField(context, expression);
    case 'index':
      return checkIndex(context, expression);
    case 'call':
      return checkCall(context, expression, expected);
    case 'aggregate':
      return checkAggregate(context, expression);
    case 'not':
      return checkNot(context, expression);
    case 'negate':
      return checkNegation(context, expression);
    case 'binary':
      return checkBinary(context, expression);
    case 'chain':
      return checkChain(context, expression);
    case 'within':
      return checkWithin(context, expression);
    case 'if':
      return checkIf(context, expression, expected);
    case 'initially':
    case 'whenever':
      return reportTopOnly(context, expression);
  }
}

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** A literal. Without a unit, or written as a whole number, it is an int; else a real in base units. */
function checkNumber(context: Context, expression: Of<'number'>): TypedExpr | null {
  const { value, whole, span } = expression;
  if (expression.unit === null) return { kind: 'number', value, type: whole ? INT : REAL, span };
  const unit = context.file.unit(expression.unit);
  if (unit === null) return null;
  if (whole) return { kind: 'number', value, type: { kind: 'int', unit }, span };
  return { kind: 'number', value: value.mul(unit.factor), type: realIn(unit), span };
}

const SECOND: Unit = builtInUnit('s')!;

function checkStep(context: Context, { span }: Of<'step'>): TypedExpr | null {
  if (context.component !== null && context.timeless === null) return { kind: 'step', type: realIn(SECOND), span };
  context.program.report.error('SV157', `\`step\` has no meaning in ${context.timeless ?? 'a file'}`, span, {
    help: 'it is the time between two steps of a component: speak of it there',
  });
  return null;
}

function checkNot(context: Context, expression: Of<'not'>): TypedExpr | null {
  const operand = context.program.check(context, expression.operand, BOOL);
  const condition = operand === null ? null : coerceToBool(context, operand, 'the operand of `not`');
  if (condition === null) return null;
  return { kind: 'unary', operator: 'not', operand: condition, scale: null, type: BOOL, span: expression.span };
}

function checkIf(context: Context, expression: Of<'if'>, expected: ScalarType | null): TypedExpr | null {
  const tested = context.program.check(context, expression.condition, BOOL);
  const condition = tested === null ? null : coerceToBool(context, tested, 'the condition of an `if`');
  const joined = joinChecked(
    context,
    ['choose between', 'and'],
    expression.then,
    expression.else,
    expression.span,
    expected,
  );
  if (condition === null || joined === null) return null;
  // biome-ignore lint/suspicious/noThenProperty: the name in the language; never awaited
  return { kind: 'if', condition, then: joined.left, else: joined.right, type: joined.type, span: expression.span };
}

function reportTopOnly(context: Context, expression: Of<'initially' | 'whenever'>): null {
  context.program.report.error('SV157', `\`${expression.kind}\` stands only at the top of a clause`, expression.span, {
    help: 'make it a clause of its own: `guarantee initially …`, `guarantee whenever … then … within …`',
  });
  return null;
}
