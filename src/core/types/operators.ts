import { isWhole, numerator } from '../exact/rational.ts';
import type { BinaryOperator, Expression } from '../syntax/ast.ts';
import { join, type Span } from '../text/source.ts';
import { checkBoth } from './branches.ts';
import { isKnown, numericType, toCountOf, toReal } from './coerce.ts';
import type { Context } from './context.ts';
import { isPlain, sameDimension } from './dimension.ts';
import { fold } from './fold.ts';
import { coerceToBool, joinNumbers, joinValues } from './operands.ts';
import { aType, BOOL, intIn, isNumeric, realIn } from './scalar.ts';
import type { ScalarType, TypedBinary, TypedExpr, Unit } from './typed.ts';
import { divideUnits, multiplyUnits, PLAIN_UNIT, raiseUnit, readableUnit, sameUnit, termsOf } from './unit.ts';
import { unitInWords } from './words.ts';

type Binary = Extract<Expression, { readonly kind: 'binary' }>;

/** Checks an operator with two operands. */
export function checkBinary(context: Context, expression: Binary): TypedExpr | null {
  const { operator, left, right, span } = expression;
  switch (operator) {
    case '<=>':
    case '=>':
    case 'or':
    case 'and':
      return checkLogic(context, expression);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const pair = checkBoth(context, left, right, null);
      return pair === null ? null : compare(context, operator, pair[0], pair[1], span);
    }
    case '^':
      return checkPower(context, expression);
    case '+':
    case '-':
    case '*':
    case '/':
    case 'div':
    case 'mod': {
      const a = context.program.check(context, left, null);
      const b = context.program.check(context, right, null);
      return a === null || b === null ? null : arithmetic(context, expression, a, b);
    }
  }
}

const LOGIC = { '<=>': 'iff', '=>': 'implies', or: 'or', and: 'and' } as const;

function checkLogic(context: Context, expression: Binary): TypedExpr | null {
  const role = `a side of \`${expression.operator}\``;
  const side = (one: Expression) => {
    const checked = context.program.check(context, one, BOOL);
    return checked === null ? null : coerceToBool(context, checked, role);
  };
  const left = side(expression.left);
  const right = side(expression.right);
  if (left === null || right === null) return null;
  return binary(LOGIC[expression.operator as keyof typeof LOGIC], left, right, BOOL, expression.span);
}

/** `a > b` becomes `b < a`: there are only `<` and `<=` in the typed tree. */
function compare(
  context: Context,
  operator: BinaryOperator,
  left: TypedExpr,
  right: TypedExpr,
  span: Span,
): TypedExpr | null {
  const equality = operator === '==' || operator === '!=';
  if (!equality && !bothNumbers(context, operator, left, right, span)) return null;
  const pair = joinValues(context, ['compare', 'with'], left, right, span);
  if (pair === null) return null;
  switch (operator) {
    case '==':
      return binary('eq', pair.left, pair.right, BOOL, span);
    case '!=':
      return binary('ne', pair.left, pair.right, BOOL, span);
    case '<':
      return binary('lt', pair.left, pair.right, BOOL, span);
    case '<=':
      return binary('le', pair.left, pair.right, BOOL, span);
    case '>':
      return binary('lt', pair.right, pair.left, BOOL, span);
    default:
      return binary('le', pair.right, pair.left, BOOL, span);
  }
}

function bothNumbers(context: Context, operator: string, left: TypedExpr, right: TypedExpr, span: Span): boolean {
  const odd = [left, right].find((one) => !isNumeric(one.type));
  if (odd === undefined) return true;
  context.program.report.error('SV101', `\`${operator}\` needs numbers, but this is ${aType(odd.type)}`, odd.span, {
    related: [{ span, message: 'in this expression' }],
    help: odd.type.kind === 'enum' ? 'members have no order: compare them with `==` or `!=`' : null,
  });
  return false;
}

/** `0 <= x < 10` is `0 <= x and x < 10`. */
export function checkChain(
  context: Context,
  expression: Extract<Expression, { readonly kind: 'chain' }>,
): TypedExpr | null {
  const operands = expression.operands.map((one) => context.program.check(context, one, null));
  const links = expression.operators.map((operator, at) => {
    const left = operands[at]!;
    const right = operands[at + 1]!;
    return left === null || right === null
      ? null
      : compare(context, operator, left, right, join(left.span, right.span));
  });
  return conjunction(links, expression.span);
}

/** `x in a..b` is `a <= x and x <= b`. */
export function checkWithin(
  context: Context,
  expression: Extract<Expression, { readonly kind: 'within' }>,
): TypedExpr | null {
  const { range, span } = expression;
  const operand = context.program.check(context, expression.operand, null);
  const low = range.low === null ? undefined : context.program.check(context, range.low, null);
  const high = range.high === null ? undefined : context.program.check(context, range.high, null);
  if (operand === null || low === null || high === null) return null;
  const links = [
    ...(low === undefined ? [] : [compare(context, '<=', low, operand, span)]),
    ...(high === undefined ? [] : [compare(context, '<=', operand, high, span)]),
  ];
  return conjunction(links, span);
}

function conjunction(links: readonly (TypedExpr | null)[], span: Span): TypedExpr | null {
  const good = links.filter((link) => link !== null);
  if (good.length < links.length) return null;
  return good.reduce((all, link) => binary('and', all, link, BOOL, span));
}

/** `-x`. */
export function checkNegation(
  context: Context,
  expression: Extract<Expression, { readonly kind: 'negate' }>,
): TypedExpr | null {
  const operand = context.program.check(context, expression.operand, null);
  if (operand === null || !isNumber(context, '-', operand)) return null;
  return { kind: 'unary', operator: 'neg', operand, scale: null, type: operand.type, span: expression.span };
}

function isNumber(context: Context, operator: string, operand: TypedExpr): boolean {
  if (isNumeric(operand.type)) return true;
  context.program.report.error(
    'SV101',
    `\`${operator}\` needs a number, but this is ${aType(operand.type)}`,
    operand.span,
    {
      help: operand.type.kind === 'bool' ? 'turn the condition into a number: `if condition then 1 else 0`' : null,
    },
  );
  return false;
}

function arithmetic(context: Context, expression: Binary, left: TypedExpr, right: TypedExpr): TypedExpr | null {
  const { operator, span } = expression;
  const numbers = [left, right].map((one) => isNumber(context, operator, one));
  if (!numbers.every(Boolean)) return null;
  switch (operator) {
    case '+':
      return sum(context, 'add', ['add', 'and'], left, right, span);
    case '-':
      return sum(context, 'sub', ['subtract', 'and'], left, right, span);
    case '*':
      return product(context, left, right, span);
    case '/':
      return quotient(context, left, right, span);
    default:
      return wholeDivision(context, expression, left, right);
  }
}

function sum(
  context: Context,
  operator: 'add' | 'sub',
  verb: readonly [string, string],
  left: TypedExpr,
  right: TypedExpr,
  span: Span,
): TypedExpr | null {
  const pair = joinNumbers(context, verb, left, right, span);
  return pair === null ? null : binary(operator, pair.left, pair.right, pair.type, span);
}

/** A product of ints is a count of the product of their units; every other product is real. */
function product(context: Context, left: TypedExpr, right: TypedExpr, span: Span): TypedExpr | null {
  const unit = multiplyUnits(numericType(left).unit, numericType(right).unit);
  if (!isBounded(context, unit, span)) return null;
  if (left.type.kind === 'int' && right.type.kind === 'int') return binary('mul', left, right, intIn(unit), span);
  return binary('mul', toReal(left), toReal(right), realIn(readableUnit(unit)), span);
}

/** A quotient is real, also of ints. */
function quotient(context: Context, left: TypedExpr, right: TypedExpr, span: Span): TypedExpr | null {
  const unit = divideUnits(numericType(left).unit, numericType(right).unit);
  if (!isBounded(context, unit, span)) return null;
  return binary('div', toReal(left), toReal(right), realIn(readableUnit(unit)), span);
}

/** Largest exponent of a unit in a result. */
const LARGEST_UNIT_EXPONENT = 999;

/** Reports a unit with an exponent beyond all use: definitions that square each other would exhaust the machine. */
function isBounded(context: Context, unit: Unit, span: Span): boolean {
  if (termsOf(unit).every((term) => Math.abs(term.exponent) <= LARGEST_UNIT_EXPONENT)) return true;
  context.program.report.error('SV101', `the unit of this would have an exponent above ${LARGEST_UNIT_EXPONENT}`, span);
  return false;
}

/** `div` and `mod`: of ints of one unit (the quotient is a plain number), or of an int by a plain one (which keeps the unit). */
function wholeDivision(context: Context, expression: Binary, left: TypedExpr, right: TypedExpr): TypedExpr | null {
  const operator = expression.operator === 'div' ? 'idiv' : 'mod';
  const real = [left, right].find((one) => one.type.kind === 'real');
  if (real !== undefined) return reportRealDivision(context, expression, real);
  const a = numericType(left);
  const b = numericType(right);
  if (sameUnit(b.unit, PLAIN_UNIT)) return binary(operator, left, right, a, expression.span);
  if (!sameDimension(a.unit.dimension, b.unit.dimension)) {
    const message = `cannot divide ${unitInWords(a.unit)} by ${unitInWords(b.unit)} with \`${expression.operator}\``;
    context.program.report.error('SV110', message, expression.span, {
      help: 'divide by the same unit or by a plain number, or use `/`',
    });
    return null;
  }
  const divisor = sameUnit(a.unit, b.unit) ? right : isKnown(right) ? toCountOf(right, a) : null;
  const dividend = divisor === null && isKnown(left) ? toCountOf(left, b) : left;
  if (dividend === null || (divisor === null && dividend === left))
    return reportUnitDivision(context, expression, left, right);
  const unit = divisor === null ? b.unit : a.unit;
  return binary(operator, dividend, divisor ?? right, intIn(operator === 'idiv' ? PLAIN_UNIT : unit), expression.span);
}

function reportRealDivision(context: Context, expression: Binary, real: TypedExpr): null {
  context.program.report.error(
    'SV120',
    `\`${expression.operator}\` needs integers, but this is ${aType(real.type)}`,
    real.span,
    {
      help: expression.operator === 'div' ? 'use `/`, or `floor(a / b)` for whole times' : 'use `a - floor(a / b) * b`',
    },
  );
  return null;
}

function reportUnitDivision(context: Context, expression: Binary, left: TypedExpr, right: TypedExpr): null {
  const [a, b] = [numericType(left).unit.text, numericType(right).unit.text];
  context.program.report.error(
    'SV120',
    `\`${expression.operator}\` needs both sides in one unit, not \`${a}\` and \`${b}\``,
    expression.span,
    {
      help: 'declare both with the same unit, or use `floor(a / b)`',
    },
  );
  return null;
}

const LARGEST_EXPONENT = 1000n;

/** `x ^ e` with a constant whole `e`. An int stays one unless the exponent is negative. */
function checkPower(context: Context, expression: Binary): TypedExpr | null {
  const base = context.program.check(context, expression.left, null);
  const exponent = exponentOf(context, expression);
  if (base === null || exponent === null || !isNumber(context, '^', base)) return null;
  const { unit } = numericType(base);
  if (!isPlain(unit.dimension) && (exponent > 99n || exponent < -99n)) {
    context.program.report.error(
      'SV105',
      'the exponent of a quantity with a unit is at most 99',
      expression.right.span,
    );
    return null;
  }
  const small = Number(exponent); // exact: at most 1000
  const raised = isPlain(unit.dimension) && unit.text === '' ? unit : raiseUnit(unit, small);
  if (!isBounded(context, raised, expression.span)) return null;
  if (base.type.kind === 'int' && exponent >= 0n) {
    return { kind: 'power', base, exponent, type: intIn(raised), span: expression.span };
  }
  return { kind: 'power', base: toReal(base), exponent, type: realIn(readableUnit(raised)), span: expression.span };
}

function exponentOf(context: Context, expression: Binary): bigint | null {
  const exponent = context.program.check(context, expression.right, null);
  if (exponent === null) return null;
  const folded = fold(exponent);
  const help = 'write a whole number, as in `x^2`; for a product of unknowns write `x * x`';
  const { report } = context.program;
  if (folded.kind !== 'value' || typeof folded.value !== 'object') {
    report.error('SV105', 'an exponent must be a constant', exponent.span, { help });
  } else if (!isWhole(folded.value) || !isPlain(numericType(exponent).unit.dimension)) {
    report.error('SV105', 'an exponent must be a whole number', exponent.span, { help });
  } else if (folded.value.abs().compare(LARGEST_EXPONENT) > 0) {
    report.error('SV105', `an exponent is at most ${LARGEST_EXPONENT}`, exponent.span);
  } else {
    return numerator(folded.value);
  }
  return null;
}

/** An operator node. */
export function binary(
  operator: TypedBinary,
  left: TypedExpr,
  right: TypedExpr,
  type: ScalarType,
  span: Span,
): TypedExpr {
  return { kind: 'binary', operator, left, right, type, span };
}
