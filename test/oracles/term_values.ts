import type { Rational } from '../../src/core/exact/rational.ts';
import * as b from '../../src/core/logic/build.ts';
import type { Term, TermSort } from '../../src/core/logic/term.ts';

/** A value as a term. */
export function literalOf(value: boolean | Rational | 'irrational', sort: TermSort): Term {
  if (typeof value === 'boolean') return b.bool(value);
  if (typeof value === 'string' || sort === 'Bool') throw new Error('no value of this sort');
  return b.num(value, sort);
}
