import { truth } from './arithmetic.ts';
import type { Last } from './last.ts';
import { defined, type Outcome } from './outcome.ts';

/**
 * The recurrences of the temporal operators. Arguments are evaluated at every step, so none guards another:
 * where an argument that counts is undefined, so is the operator.
 */

/** `once p`: p now or once before; `before` is the operator's own outcome one step ago, null at step 0. */
export function once(now: Outcome, before: Outcome | null): Outcome {
  return strictly([now, before], () => defined(isTrue(now) || isTrue(before)));
}

/** `historically p`: p now and at every step before. */
export function historically(now: Outcome, before: Outcome | null): Outcome {
  return strictly([now, before], () => defined(isTrue(now) && (before === null || isTrue(before))));
}

/** `since(p, q)`: q or (p and it held one step ago). */
export function since(p: Outcome, q: Outcome, before: Outcome | null): Outcome {
  return strictly([p, q, before], () => defined(isTrue(q) || (isTrue(p) && isTrue(before))));
}

/** `held(p, n)` at `step`: p at each of the last n steps, this one included; false where there were fewer. */
export function held(steps: number, last: Last, step: number): Outcome {
  const start = step - Math.max(steps, 1) + 1;
  if (last.hole !== null && last.undefined >= start) return last.hole;
  return defined(start >= 0 && last.false < start);
}

/**
 * `whenever P then Q within n` at `step`, the step at which a P at `step - n` falls due: false if it was not answered.
 * `trigger` is P's outcome at `step - n` (null before step 0), `last` the record of Q.
 */
export function whenever(steps: number, trigger: Outcome | null, last: Last, step: number): Outcome {
  if (trigger === null) return last.undefined === step && last.hole !== null ? last.hole : defined(true);
  if (last.hole !== null && last.undefined >= step - steps) return last.hole;
  return strictly([trigger], () => defined(!isTrue(trigger) || last.true >= step - steps));
}

function strictly(outcomes: readonly (Outcome | null)[], value: () => Outcome): Outcome {
  const hole = outcomes.find((outcome) => outcome?.kind === 'undefined');
  return hole ?? value();
}

function isTrue(outcome: Outcome | null): boolean {
  return outcome !== null && outcome.kind === 'value' && truth(outcome.value);
}
