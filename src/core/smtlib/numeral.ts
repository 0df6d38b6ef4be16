import { numerator, type Rational } from '../exact/rational.ts';

/** An exact constant as SMT-LIB has it: `5`, `(- 5)`, `5.0`, `(/ 1.0 3.0)`, `(- (/ 1.0 3.0))`. */
export function printNumeral(value: Rational, sort: 'Int' | 'Real'): string {
  const signed = numerator(value);
  const size = signed < 0n ? -signed : signed;
  const point = sort === 'Real' ? '.0' : '';
  const positive = value.d === 1n ? `${size}${point}` : `(/ ${size}.0 ${value.d}.0)`;
  return signed < 0n ? `(- ${positive})` : positive;
}
