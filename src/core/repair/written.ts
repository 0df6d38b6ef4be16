import { isWhole, parseDecimal, power, type Rational, rational, show, sign } from '../exact/rational.ts';
import type { Expression } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';

/** A number as it stands in a text: what is replaced, and how another number is written in its place. */
export interface Written {
  readonly span: Span;
  readonly value: Rational;
  /** As written: `ms`, `%`, or nothing. */
  readonly unit: string;
  /** The text that says another value. */
  readonly saying: (value: Rational) => string;
}

const NUMBER = /^([0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?)([ \t]*)(.*)$/s;

/** A literal, or a literal with a minus sign; null for anything else. */
export function writtenNumber(expression: Expression, textOf: (span: Span) => string): Written | null {
  const negative = expression.kind === 'negate';
  const literal = negative ? expression.operand : expression;
  if (literal.kind !== 'number') return null;
  const [, digits, blanks = '', unit = ''] = NUMBER.exec(textOf(literal.span)) ?? [];
  if (digits === undefined) return null;
  const size = parseDecimal(digits);
  return {
    span: expression.span,
    value: negative ? size.neg() : size,
    unit,
    saying: (value) => `${decimalText(value)}${blanks}${unit}`,
  };
}

/**
 * A quantity that is no literal: it is moved by adding or subtracting a number (`budget` becomes `budget - 30 ms`). The
 * value is what is added.
 */
export function writtenOffset(expression: Expression, unit: string, textOf: (span: Span) => string): Written {
  const simple = SIMPLE.has(expression.kind) || (expression.kind === 'binary' && ARITHMETIC.has(expression.operator));
  const text = simple ? textOf(expression.span) : `(${textOf(expression.span)})`;
  return {
    span: expression.span,
    value: rational(0n),
    unit,
    saying: (value) => {
      const amount = `${decimalText(value.abs())}${unit === '' ? '' : ` ${unit}`}`;
      return sign(value) === 0 ? text : `${text} ${sign(value) < 0 ? '-' : '+'} ${amount}`;
    },
  };
}

const SIMPLE: ReadonlySet<string> = new Set(['name', 'field', 'index', 'call', 'number']);

/** What binds at least as tightly as a sum. */
const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', 'div', 'mod', '^']);

/** A finite decimal, as the language reads it. */
function decimalText(value: Rational): string {
  return show(value, 60);
}

/** The size of the third digit of a number, counted from its first: 0.1 for 60, 0.01 for 8.75. */
export function thirdDigit(size: Rational): Rational {
  let exponent = 0n;
  const ten = rational(10n);
  while (power(ten, exponent + 1n).compare(size) <= 0) exponent += 1n;
  while (exponent > -30n && power(ten, exponent).compare(size) > 0) exponent -= 1n;
  return power(ten, exponent - 2n);
}

/** The size of the last digit of a finite decimal: 1 for 60, 0.01 for 8.75. */
export function lastDigit(value: Rational): Rational {
  for (let exponent = 0n; exponent < 30n; exponent += 1n) {
    if (isWhole(value.mul(power(rational(10n), exponent)))) return power(rational(10n), -exponent);
  }
  return power(rational(10n), -30n);
}
