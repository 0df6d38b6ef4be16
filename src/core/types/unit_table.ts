import { power, type Rational, rational } from '../exact/rational.ts';
import type { Dimension } from './typed.ts';

/**
 * The built-in units: SI base and derived units (BIPM, The International System of Units, 9th edition, tables 2, 4, 7 and 8),
 * and units of information (IEC 80000-13). Mass is held in kilograms, so `g` is 1/1000 of its base unit.
 */
export interface BuiltInUnit {
  readonly factor: Rational;
  readonly dimension: Dimension;
  /** Which prefixes it takes. */
  readonly prefixes: 'decimal' | 'information' | 'none';
  readonly name: string;
}

type Exponents = Readonly<Record<string, number>>;

function unit(
  name: string,
  exponents: Exponents,
  factor: Rational = rational(1n),
  prefixes: BuiltInUnit['prefixes'] = 'decimal',
): BuiltInUnit {
  const dimension = Object.entries(exponents)
    .map(([base, exponent]) => ({ base, exponent }))
    .sort((a, b) => (a.base < b.base ? -1 : 1));
  return { name, factor, dimension, prefixes };
}

const TIME: Exponents = { s: 1 };
const ENERGY: Exponents = { kg: 1, m: 2, s: -2 };
const seconds = (name: string, count: bigint) => unit(name, TIME, rational(count), 'none');

/** Unit symbol → unit. */
export const BUILT_IN_UNITS: ReadonlyMap<string, BuiltInUnit> = new Map([
  ['m', unit('metre', { m: 1 })],
  ['g', unit('gram', { kg: 1 }, rational(1n, 1000n))],
  ['s', unit('second', TIME)],
  ['A', unit('ampere', { A: 1 })],
  ['K', unit('kelvin', { K: 1 })],
  ['mol', unit('mole', { mol: 1 })],
  ['cd', unit('candela', { cd: 1 })],
  ['Hz', unit('hertz', { s: -1 })],
  ['N', unit('newton', { kg: 1, m: 1, s: -2 })],
  ['Pa', unit('pascal', { kg: 1, m: -1, s: -2 })],
  ['J', unit('joule', ENERGY)],
  ['W', unit('watt', { kg: 1, m: 2, s: -3 })],
  ['Wh', unit('watt hour', ENERGY, rational(3600n))],
  ['eV', unit('electronvolt', ENERGY, rational(1602176634n, 10n ** 28n))],
  ['C', unit('coulomb', { A: 1, s: 1 })],
  ['V', unit('volt', { kg: 1, m: 2, s: -3, A: -1 })],
  ['F', unit('farad', { kg: -1, m: -2, s: 4, A: 2 })],
  ['ohm', unit('ohm', { kg: 1, m: 2, s: -3, A: -2 })],
  ['S', unit('siemens', { kg: -1, m: -2, s: 3, A: 2 })],
  ['Wb', unit('weber', { kg: 1, m: 2, s: -2, A: -1 })],
  ['T', unit('tesla', { kg: 1, s: -2, A: -1 })],
  ['H', unit('henry', { kg: 1, m: 2, s: -2, A: -2 })],
  ['lm', unit('lumen', { cd: 1 })],
  ['lx', unit('lux', { cd: 1, m: -2 })],
  ['Bq', unit('becquerel', { s: -1 })],
  ['Gy', unit('gray', { m: 2, s: -2 })],
  ['Sv', unit('sievert', { m: 2, s: -2 })],
  ['kat', unit('katal', { mol: 1, s: -1 })],
  ['L', unit('litre', { m: 3 }, rational(1n, 1000n))],
  ['bar', unit('bar', { kg: 1, m: -1, s: -2 }, rational(100_000n))],
  ['t', unit('tonne', { kg: 1 }, rational(1000n), 'none')],
  ['min', seconds('minute', 60n)],
  ['h', seconds('hour', 3600n)],
  ['day', seconds('day', 86_400n)],
  ['week', seconds('week', 604_800n)],
  ['yr', seconds('year', 31_557_600n)],
  ['bit', unit('bit', { bit: 1 }, rational(1n), 'information')],
  ['B', unit('byte', { bit: 1 }, rational(8n), 'information')],
  ['rad', unit('radian', {})],
  ['sr', unit('steradian', {}, rational(1n), 'none')],
  ['%', unit('percent', {}, rational(1n, 100n), 'none')],
]);

const decimal = (exponent: number) => power(rational(10n), BigInt(exponent));
const binary = (exponent: number) => power(rational(2n), BigInt(exponent));

/** Decimal prefixes; `u` is micro. */
export const DECIMAL_PREFIXES: ReadonlyMap<string, Rational> = new Map(
  Object.entries({
    Q: 30, R: 27, Y: 24, Z: 21, E: 18, P: 15, T: 12, G: 9, M: 6, k: 3, h: 2, da: 1,
    d: -1, c: -2, m: -3, u: -6, n: -9, p: -12, f: -15, a: -18, z: -21, y: -24, r: -27, q: -30,
  }).map(([prefix, exponent]) => [prefix, decimal(exponent)]),
); // biome-ignore format: a table reads best as one

/** Prefixes of `bit` and `B`: thousands and more, decimal or binary. */
export const INFORMATION_PREFIXES: ReadonlyMap<string, Rational> = new Map([
  ...Object.entries({ k: 3, M: 6, G: 9, T: 12, P: 15, E: 18, Z: 21, Y: 24 }).map(
    ([prefix, exponent]) => [prefix, decimal(exponent)] as const,
  ),
  ...Object.entries({ Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60, Zi: 70, Yi: 80 }).map(
    ([prefix, exponent]) => [prefix, binary(exponent)] as const,
  ),
]);

/** What people write instead of a symbol → the symbol. */
export const SPELLED_UNITS: ReadonlyMap<string, string> = new Map([
  ['sec', 's'], ['secs', 's'], ['second', 's'], ['seconds', 's'],
  ['msec', 'ms'], ['millis', 'ms'], ['millisecond', 'ms'], ['milliseconds', 'ms'], ['usec', 'us'],
  ['minute', 'min'], ['minutes', 'min'], ['mins', 'min'], ['hr', 'h'], ['hrs', 'h'], ['hour', 'h'], ['hours', 'h'],
  ['d', 'day'], ['days', 'day'], ['weeks', 'week'], ['year', 'yr'], ['years', 'yr'], ['y', 'yr'], ['a', 'yr'],
  ['meter', 'm'], ['meters', 'm'], ['metre', 'm'], ['metres', 'm'], ['kph', 'km/h'], ['kmh', 'km/h'], ['mps', 'm/s'],
  ['gram', 'g'], ['grams', 'g'], ['kilogram', 'kg'], ['kilograms', 'kg'], ['tonne', 't'], ['tonnes', 't'],
  ['l', 'L'], ['liter', 'L'], ['liters', 'L'], ['litre', 'L'], ['litres', 'L'], ['ml', 'mL'], ['lpm', 'L/min'],
  ['watt', 'W'], ['watts', 'W'], ['volt', 'V'], ['volts', 'V'], ['amp', 'A'], ['amps', 'A'], ['ampere', 'A'],
  ['joule', 'J'], ['joules', 'J'], ['newton', 'N'], ['newtons', 'N'], ['pascal', 'Pa'], ['hertz', 'Hz'],
  ['ohms', 'ohm'], ['Ohm', 'ohm'], ['kelvin', 'K'], ['degC', 'K'], ['celsius', 'K'], ['byte', 'B'], ['bytes', 'B'],
  ['bits', 'bit'], ['b', 'bit'], ['percent', '%'], ['radian', 'rad'], ['radians', 'rad'], ['rpm', '1/min'],
]); // biome-ignore format: a table reads best as one
