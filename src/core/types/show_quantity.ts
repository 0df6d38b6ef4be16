import { type Rational, show } from '../exact/rational.ts';
import type { ScalarType } from './typed.ts';

/** A number in the representation of its type as a user writes it: `20 ms`, `3`. */
export function quantityIn(value: Rational, type: ScalarType): string {
  if (type.kind === 'bool' || type.kind === 'enum') throw new Error(`a ${type.kind} is no quantity`);
  const shown = show(type.kind === 'real' ? value.div(type.unit.factor) : value);
  return type.unit.text === '' ? shown : `${shown} ${type.unit.text}`;
}
