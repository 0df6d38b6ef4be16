import * as logic from '../logic/build.ts';
import type { Term, TermSort } from '../logic/term.ts';
import type { SExpression } from './sexpr.ts';
import { readValue } from './value.ts';

/**
 * Reads a term that a solver wrote, over constants of known names and with `let`, without quantifiers. Null for anything
 * that is not well sorted or not known here: what is read is a guess to be checked, but never something else than was said.
 */
export function readTerm(text: SExpression, names: ReadonlyMap<string, Term>): Term | null {
  if (typeof text === 'string') return readAtom(text, names);
  const [head, ...rest] = text;
  if (head === 'let') return readLet(rest, names);
  if (typeof head !== 'string') return null;
  if (head === '-' || head === '/') {
    const numeral = readNumeral(text);
    if (numeral !== null) return numeral;
  }
  const operands: Term[] = [];
  for (const operand of rest) {
    const term = readTerm(operand, names);
    if (term === null) return null;
    operands.push(term);
  }
  return operands.length === 0 ? null : applied(head, operands);
}

function readAtom(text: string, names: ReadonlyMap<string, Term>): Term | null {
  if (text === 'true' || text === 'false') return logic.bool(text === 'true');
  return names.get(text) ?? readNumeral(text);
}

/** A numeral with a point is a real, one without is an integer; `(/ 1.0 3.0)` and `(- 5)` are read as the printer has them. */
function readNumeral(text: SExpression): Term | null {
  for (const sort of ['Int', 'Real'] as const) {
    const value = readValue(text, sort);
    if (value !== null && typeof value === 'object') return logic.num(value, sort);
  }
  return null;
}

/** `(let ((a t) …) body)`: the bindings do not see each other. */
function readLet(rest: readonly SExpression[], names: ReadonlyMap<string, Term>): Term | null {
  const [bindings, body] = rest;
  if (rest.length !== 2 || bindings === undefined || typeof bindings === 'string' || body === undefined) return null;
  const inner = new Map(names);
  for (const binding of bindings) {
    if (typeof binding === 'string' || binding.length !== 2 || typeof binding[0] !== 'string') return null;
    const term = NAME.test(binding[0]) ? readTerm(binding[1]!, names) : null;
    if (term === null) return null;
    inner.set(binding[0], term);
  }
  return readTerm(body, inner);
}

const NAME = /^[a-z]+![0-9]+$/;

/** How many operands an operator takes, and of which sort: its own where the two agree on one. */
type Shape = {
  readonly least: number;
  readonly most: number;
  readonly of: 'Bool' | 'Int' | 'Real' | 'number' | 'same';
};

const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['not', { least: 1, most: 1, of: 'Bool' }],
  ['and', { least: 1, most: 10_000, of: 'Bool' }],
  ['or', { least: 1, most: 10_000, of: 'Bool' }],
  ['=>', { least: 2, most: 2, of: 'Bool' }],
  ['=', { least: 2, most: 2, of: 'same' }],
  ['<', { least: 2, most: 2, of: 'number' }],
  ['<=', { least: 2, most: 2, of: 'number' }],
  ['>', { least: 2, most: 2, of: 'number' }],
  ['>=', { least: 2, most: 2, of: 'number' }],
  ['+', { least: 1, most: 10_000, of: 'number' }],
  ['-', { least: 1, most: 2, of: 'number' }],
  ['*', { least: 2, most: 10_000, of: 'number' }],
  ['div', { least: 2, most: 2, of: 'Int' }],
  ['mod', { least: 2, most: 2, of: 'Int' }],
  ['to_real', { least: 1, most: 1, of: 'Int' }],
]);

function applied(operator: string, operands: readonly Term[]): Term | null {
  const sorts = operands.map(({ sort }) => sort);
  if (operator === 'ite') {
    const fits = operands.length === 3 && sorts[0] === 'Bool' && sorts[1] === sorts[2];
    return fits ? logic.ite(operands[0]!, operands[1]!, operands[2]!) : null;
  }
  const shape = SHAPES.get(operator);
  if (shape === undefined || operands.length < shape.least || operands.length > shape.most) return null;
  if (!fits(shape.of, sorts)) return null;
  const [left, right] = operands as [Term, Term];
  switch (operator) {
    case '>':
      return logic.gt(left, right);
    case '>=':
      return logic.ge(left, right);
    case '-':
      return operands.length === 1 ? logic.neg(left) : logic.sub(left, right);
    default:
      return logic.apply(operator as Parameters<typeof logic.apply>[0], operands);
  }
}

function fits(of: Shape['of'], sorts: readonly TermSort[]): boolean {
  if (!sorts.every((sort) => sort === sorts[0])) return false;
  return of === 'same' || (of === 'number' ? sorts[0] !== 'Bool' : sorts[0] === of);
}
