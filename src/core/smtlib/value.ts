import { parseDecimal, type Rational } from '../exact/rational.ts';
import type { TermSort } from '../logic/term.ts';
import type { SolverValue } from './reply.ts';
import type { SExpression } from './sexpr.ts';

const NUMERAL = /^(?:0|[1-9][0-9]*)$/;
const DECIMAL = /^(?:0|[1-9][0-9]*)\.[0-9]+$/;

/** Reads a value of a sort as solvers write it; null where it is none, or of another sort. */
export function readValue(text: SExpression, sort: TermSort): SolverValue | null {
  switch (sort) {
    case 'Bool':
      return text === 'true' ? true : text === 'false' ? false : null;
    case 'Int':
      return readInteger(text);
    case 'Real':
      return isAlgebraic(text) ? 'irrational' : readReal(text);
  }
}

/** `5` or `(- 5)`. */
function readInteger(text: SExpression): Rational | null {
  if (typeof text !== 'string') return negated(text, readInteger);
  return NUMERAL.test(text) ? parseDecimal(text) : null;
}

/** `5.0`, `(- 5.0)`, `(/ 1.0 3.0)`, `(- (/ 1.0 3.0))` or `(/ (- 1.0) 3.0)`; within a fraction also `1`. */
function readReal(text: SExpression): Rational | null {
  if (typeof text === 'string') return DECIMAL.test(text) ? parseDecimal(text) : null;
  return text[0] === '/' ? readFraction(text) : negated(text, readUnsignedReal);
}

function readUnsignedReal(text: SExpression): Rational | null {
  if (typeof text !== 'string' && text[0] !== '/') return null;
  return readReal(text);
}

function readFraction(text: readonly SExpression[]): Rational | null {
  if (text.length !== 3) return null;
  const above = readPart(text[1]!) ?? negated(text[1]!, readPart);
  const below = readPart(text[2]!);
  return above === null || below === null || below.equals(0n) ? null : above.div(below);
}

function readPart(text: SExpression): Rational | null {
  return typeof text === 'string' && (NUMERAL.test(text) || DECIMAL.test(text)) ? parseDecimal(text) : null;
}

function negated(text: SExpression, read: (text: SExpression) => Rational | null): Rational | null {
  if (typeof text === 'string' || text.length !== 2 || text[0] !== '-') return null;
  const inner = text[1]!;
  if (typeof inner !== 'string' && inner[0] === '-') return null;
  return read(inner)?.neg() ?? null;
}

/** `(root-obj polynomial k)`, the k-th real root of a polynomial over `x`. */
function isAlgebraic(text: SExpression): boolean {
  if (typeof text === 'string' || text.length !== 3 || text[0] !== 'root-obj') return false;
  return isPolynomial(text[1]!) && typeof text[2] === 'string' && /^[1-9][0-9]*$/.test(text[2]);
}

function isPolynomial(text: SExpression): boolean {
  if (typeof text === 'string') return text === 'x' || NUMERAL.test(text);
  const [operator, ...operands] = text;
  return (
    typeof operator === 'string' && /^[-+*^]$/.test(operator) && operands.length > 0 && operands.every(isPolynomial)
  );
}
