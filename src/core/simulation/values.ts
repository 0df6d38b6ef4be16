import { isWhole, parseDecimal, type Rational, rational } from '../exact/rational.ts';
import type { Sort, Value, Variable } from '../model/model.ts';
import { type GivenCell, InputMistake } from './inputs.ts';

/** The value that a cell gives a variable, in base units; throws an `InputMistake` where it gives none of its sort. */
export function valueOf(variable: Variable, { text, unit }: GivenCell, where: string): Value {
  const own = variable.unit?.text ?? '';
  if (unit !== null && unit !== own)
    throw new InputMistake(`${where} is given in \`${unit}\`, and counts in \`${own === '' ? 'no unit' : own}\``);
  const value = read(variable.sort, text);
  if (value === null) throw new InputMistake(`${where} cannot be \`${text}\`: it is ${kindOf(variable.sort)}`);
  if (variable.sort.kind !== 'real' || typeof value !== 'object' || variable.unit === null) return value;
  return value.mul(variable.unit.factor);
}

function read(sort: Sort, text: string): Value | null {
  switch (sort.kind) {
    case 'bool':
      if (text === 'true' || text === '1') return true;
      return text === 'false' || text === '0' ? false : null;
    case 'enum':
      return sort.members.includes(text) ? text : null;
    case 'int': {
      const value = readNumber(text);
      return value !== null && isWhole(value) ? value : null;
    }
    case 'real':
      return readNumber(text);
  }
}

const MOST_CHARACTERS = 1000;

/** `7`, `-0.25`, `1e-3`, `-203/1175`, `25%`; null for other text and for numbers of absurd length. */
export function readNumber(text: string): Rational | null {
  const match = /^([+-]?)([0-9][0-9_]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?)(?:\/([0-9]+))?(%?)$/.exec(text);
  if (match === null || text.length > MOST_CHARACTERS) return null;
  const below = match[3] === undefined ? 1n : BigInt(match[3]);
  if (below === 0n) return null;
  const size = parseDecimal(match[2]!).div(rational(match[4] === '%' ? below * 100n : below));
  return match[1] === '-' ? size.neg() : size;
}

function kindOf(sort: Sort): string {
  switch (sort.kind) {
    case 'bool':
      return '`true` or `false`';
    case 'enum':
      return `one of ${sort.members.join(', ')}`;
    case 'int':
      return 'a whole number';
    case 'real':
      return 'a number';
  }
}
