import { parseDecimal, type Rational, rational, ZERO } from '../exact/rational.ts';
import type { Expression, UnitText } from './ast.ts';
import { MAX_DIGITS } from './limits.ts';
import type { Tokens } from './tokens.ts';

const PARTS = /^([0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?)([ \t]*)(.*)$/s;

export type NumberLiteral = Extract<Expression, { kind: 'number' }>;

/** The literal of a number token, exactly. What the lexer has refused for its size counts as zero. */
export function numberLiteral(tokens: Tokens, token: number): NumberLiteral {
  const written = tokens.textOf(token);
  const [, digits = '0', blanks = '', unit = ''] = PARTS.exec(written) ?? [];
  const span = tokens.span(token);
  const value = affordable(digits) ? parseDecimal(digits) : ZERO;
  if (unit === '%') return percent(value, `${digits}%`, span);
  const start = span.start + digits.length + blanks.length;
  const unitText: UnitText | null = unit === '' ? null : { text: unit, span: { ...span, start } };
  const whole = /^[0-9_]+(?:[eE]\+?[0-9]+)?$/.test(digits) && !unit.includes('%');
  return { kind: 'number', value, text: digits, whole, unit: unitText, span };
}

function percent(value: Rational, text: string, span: NumberLiteral['span']): NumberLiteral {
  return { kind: 'number', value: value.mul(rational(1n, 100n)), text, whole: false, unit: null, span };
}

function affordable(digits: string): boolean {
  const [mantissa = '', exponent = '0'] = digits.split(/[eE]/);
  return mantissa.length <= 2 * MAX_DIGITS && exponent.replace(/^[+-]?0*/, '').length <= 4;
}
