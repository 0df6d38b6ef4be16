import { and, bool, FALSE, not, or, TRUE, variable } from '../model/build.ts';
import { remembered } from '../model/memo.ts';
import type { Expr, PartInstance, Variable } from '../model/model.ts';
import { isPlain } from './facts.ts';

/**
 * Operators over time said with `prev` alone: what one of them is at a step follows from this step's values and from
 * what its `prev`s say. The truths under the `prev`s are all that a step hands on to the next.
 */

const BOOL = { kind: 'bool' } as const;

/** `prev(operand, first)` of a truth value. */
function before(operand: Expr, first: boolean): Expr {
  return { kind: 'prev', operand, initial: bool(first), sort: BOOL };
}

/** True at the first step only. */
export const FIRST: Expr = before(FALSE, true);

const recurrences = new WeakMap<Expr, Expr>();

/** What `once`, `historically` or `since` were one step ago: `prev(once(p), false)`. */
export function recurrence(operator: Expr): Expr {
  return remembered(recurrences, operator, () => before(operator, operator.kind === 'historically'));
}

const stepwiseHeld = new WeakMap<Expr, Expr>();

/** `held(p, n)` as `p and prev(held(p, n - 1), false)`. */
export function heldStepwise(held: Extract<Expr, { kind: 'held' }>): Expr {
  return remembered(stepwiseHeld, held, () => {
    const { operand, steps } = held;
    return steps <= 1 ? operand : and([operand, before({ ...held, steps: steps - 1 }, false)]);
  });
}

const heldOnes = new WeakMap<Expr, Expr>();

/** `held(p, 1)`, which says no more than `p`: under its name all that is held so long speaks of one truth at a step. */
export function heldOnce(held: Extract<Expr, { kind: 'held' }>): Expr {
  return remembered(heldOnes, held.operand, () => ({ ...held, steps: 1 }));
}

const stepwiseWhenever = new WeakMap<Expr, Expr>();

/** `whenever p then q within n` as "q, or p was not left without an answer for n steps before this one". */
export function wheneverStepwise(whenever: Extract<Expr, { kind: 'whenever' }>): Expr {
  return remembered(stepwiseWhenever, whenever, () => {
    const { trigger, response, steps } = whenever;
    let open = trigger;
    for (let step = 1; step <= steps; step += 1) open = before(and([open, not(response)]), false);
    return or([not(open), response]);
  });
}

const kept = new WeakMap<PartInstance, Expr>();

/** That a part's assumptions have held at every step before this one. */
export function keptBefore(part: PartInstance): Expr {
  return remembered(kept, part, () => {
    const bodies = [...part.parameterRanges, ...part.assumptions.filter(isPlain)].map(({ body }) => body);
    const all: Expr = bodies.length === 0 ? TRUE : and(bodies);
    return before({ kind: 'historically', operand: all, sort: BOOL }, true);
  });
}

const presences = new WeakMap<Variable, Expr>();

/** That a fault was present one step ago. */
export function wasPresent(fault: Variable): Expr {
  return remembered(presences, fault, () => before(variable(fault), false));
}
