import type { Variable } from './model.ts';

/**
 * Which faults may come to be present in the behaviours that a claim speaks of: none, any, or a limited choice.
 * With each set of faults all smaller ones are allowed too.
 */
export type FaultLimit =
  | 'absent'
  | 'free'
  /** At most so many different ones. */
  | { readonly kind: 'atMost'; readonly count: bigint }
  /** Only these. */
  | { readonly kind: 'only'; readonly faults: ReadonlySet<Variable> }
  /** Of each of these sets at least one fault stays absent. */
  | { readonly kind: 'avoiding'; readonly sets: readonly ReadonlySet<Variable>[] };

/** Whether the fault may be present at all. */
export function mayBePresent(fault: Variable, limit: FaultLimit): boolean {
  if (limit === 'absent') return false;
  return limit === 'free' || limit.kind !== 'only' || limit.faults.has(fault);
}
