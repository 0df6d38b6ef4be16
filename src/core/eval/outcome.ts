import type { Rational } from '../exact/rational.ts';
import type { Value, Variable } from '../model/model.ts';
import type { Span } from '../text/source.ts';

/** What an expression comes to at a step: a value, or nothing, because a partial operator was used outside its domain. */
export type Outcome = Defined | Undefined;

export interface Defined {
  readonly kind: 'value';
  readonly value: Value;
}

export interface Undefined {
  readonly kind: 'undefined';
  /** Where the partial operator stands; null for `min` or `max` of nothing without a place, and for a value that the trace does not give. */
  readonly why: Span | null;
  /** The variable through which it came in; null where the operator stands in the evaluated expression itself. */
  readonly from: Variable | null;
}

const TRUE: Defined = { kind: 'value', value: true };
const FALSE: Defined = { kind: 'value', value: false };

/** A value as an outcome. */
export function defined(value: Value): Defined {
  if (value === true) return TRUE;
  return value === false ? FALSE : { kind: 'value', value };
}

/** The number that an outcome is; null where it is another value, or none. */
export function numberOf(outcome: Outcome): Rational | null {
  return outcome.kind === 'value' && typeof outcome.value === 'object' ? outcome.value : null;
}

/** The outcome of a partial operator outside its domain. */
export function undefinedAt(why: Span | null): Undefined {
  return { kind: 'undefined', why, from: null };
}

/** What a reader of `variable` sees: an undefined outcome remembers the nearest variable that it came through. */
export function through(variable: Variable, outcome: Outcome): Outcome {
  return outcome.kind === 'value' ? outcome : { kind: 'undefined', why: outcome.why, from: variable };
}
