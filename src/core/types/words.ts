import { divideDimensions, isPlain, raiseDimension, sameDimension } from './dimension.ts';
import type { Dimension, Unit } from './typed.ts';
import { BUILT_IN_UNITS } from './unit_table.ts';

/** Dimensions in words, for people: `volume per time`, `energy`, `request per time`. */

const BASES: ReadonlyMap<string, string> = new Map([
  ['m', 'length'], ['kg', 'mass'], ['s', 'time'], ['A', 'electric current'], ['K', 'temperature'],
  ['mol', 'amount of substance'], ['cd', 'luminous intensity'], ['bit', 'information'],
]); // biome-ignore format: a table reads best as one

const ofUnit = (symbol: string): Dimension => BUILT_IN_UNITS.get(symbol)!.dimension;
const LENGTH = ofUnit('m');

/** Dimensions with a name of their own. */
const NAMED: readonly (readonly [Dimension, string])[] = [
  [raiseDimension(LENGTH, 2), 'area'],
  [raiseDimension(LENGTH, 3), 'volume'],
  [ofUnit('Hz'), 'frequency'],
  [ofUnit('N'), 'force'],
  [ofUnit('Pa'), 'pressure'],
  [ofUnit('J'), 'energy'],
  [ofUnit('W'), 'power'],
  [ofUnit('C'), 'electric charge'],
  [ofUnit('V'), 'voltage'],
  [ofUnit('F'), 'capacitance'],
  [ofUnit('ohm'), 'electric resistance'],
  [ofUnit('S'), 'electric conductance'],
  [ofUnit('Wb'), 'magnetic flux'],
  [ofUnit('T'), 'magnetic flux density'],
  [ofUnit('H'), 'inductance'],
  [ofUnit('kat'), 'catalytic activity'],
];

/** The name of a base dimension, of a power of length, or of a derived dimension; null without one. */
export function nameOfDimension(dimension: Dimension): string | null {
  const [only, ...more] = dimension;
  if (only !== undefined && more.length === 0 && only.exponent === 1) return BASES.get(only.base) ?? only.base;
  return NAMED.find(([known]) => sameDimension(known, dimension))?.[1] ?? null;
}

/** A dimension in words; `a plain number` where it has none. */
export function dimensionInWords(dimension: Dimension): string {
  if (isPlain(dimension)) return 'a plain number';
  const named = nameOfDimension(dimension);
  if (named !== null) return named;
  const over = dimension.filter((factor) => factor.exponent > 0);
  const under = raiseDimension(
    dimension.filter((factor) => factor.exponent < 0),
    -1,
  );
  const below = under.length === 0 ? '' : `per ${productInWords(under)}`;
  return [over.length === 0 ? '' : productInWords(over), below].filter((part) => part !== '').join(' ');
}

/** How a unit is shown in a message: its text in backquotes, or `a plain number`. */
export function unitInWords(unit: Unit): string {
  if (unit.text !== '') return `\`${unit.text}\``;
  return isPlain(unit.dimension) ? 'a plain number' : dimensionInWords(unit.dimension);
}

/** What the left side would have to be divided by, or multiplied with, to have the dimension of the right; null where that has no name. */
export function mendInWords(left: Dimension, right: Dimension): string | null {
  const excess = divideDimensions(left, right);
  const lack = raiseDimension(excess, -1);
  // A base dimension is the plainer word: `m/s` and `m` differ by a time rather than by a frequency.
  if (!isBase(excess) && isBase(lack))
    return mend(lack, 'multiply the left side by one, or divide the right side by one');
  return (
    mend(excess, 'divide the left side by one, or multiply the right side by one') ??
    mend(lack, 'multiply the left side by one, or divide the right side by one') ??
    mendByQuotient(excess, lack)
  );
}

/** For a quotient of two dimensions, such as a length per time, the one of the two that reads as people say it. */
function mendByQuotient(excess: Dimension, lack: Dimension): string | null {
  if (excess.length !== 2 || excess.every(({ exponent }) => exponent > 0)) return null;
  const spoken = (dimension: Dimension) => dimension.find(({ exponent }) => exponent < 0)?.base === 's';
  const divides = spoken(excess) || !spoken(lack);
  const words = dimensionInWords(divides ? excess : lack);
  return `the dimensions differ by ${withArticle(words)}: ${divides ? 'divide' : 'multiply'} the left side by one, or ${divides ? 'multiply' : 'divide'} the right side by one`;
}

function mend(difference: Dimension, how: string): string | null {
  const name = nameOfDimension(difference);
  return name === null ? null : `the dimensions differ by ${withArticle(name)}: ${how}`;
}

function isBase(dimension: Dimension): boolean {
  return dimension.length === 1 && dimension[0]!.exponent === 1;
}

function productInWords(dimension: Dimension): string {
  const named = nameOfDimension(dimension);
  if (named !== null) return named;
  return dimension.map(({ base, exponent }) => powerInWords(BASES.get(base) ?? base, exponent)).join(' times ');
}

function powerInWords(word: string, exponent: number): string {
  if (exponent === 1) return word;
  if (word === 'length' && exponent <= 3) return exponent === 2 ? 'area' : 'volume';
  return exponent === 2 ? `${word} squared` : exponent === 3 ? `${word} cubed` : `${word} to the power ${exponent}`;
}

function withArticle(word: string): string {
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}
