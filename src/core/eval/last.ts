import { truth } from './arithmetic.ts';
import type { Outcome, Undefined } from './outcome.ts';

/** When a Boolean was last true, last false and last undefined, up to and including some step; -1 for never. */
export interface Last {
  readonly true: number;
  readonly false: number;
  readonly undefined: number;
  /** The outcome at the last step at which it was undefined. */
  readonly hole: Undefined | null;
}

/** What is known before step 0. */
export const NEVER: Last = { true: -1, false: -1, undefined: -1, hole: null };

/** The record after the Boolean's outcome at `step` is known. */
export function note(last: Last, outcome: Outcome, step: number): Last {
  if (outcome.kind === 'undefined') return { ...last, undefined: step, hole: outcome };
  return truth(outcome.value) ? { ...last, true: step } : { ...last, false: step };
}
