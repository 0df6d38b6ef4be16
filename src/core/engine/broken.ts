import type { Goal } from '../obligations/obligation.ts';
import type { Decision } from './decision.ts';

type Violated = Extract<Decision, { readonly kind: 'violated' }>;

/**
 * The goals of one obligation that are broken, those with the fewest steps first. Members of a family share a scope; of several
 * scopes, as sizes that are looked at one by one have, only the first with a broken goal counts.
 */
export function brokenGoals(
  goals: readonly Goal[],
  decisions: readonly Decision[],
): readonly { readonly at: number; readonly decision: Violated }[] {
  const broken = decisions.flatMap((decision, at) => (decision.kind === 'violated' ? [{ at, decision }] : []));
  const scope = broken[0] === undefined ? undefined : goals[broken[0].at]!.scope;
  return broken
    .filter(({ at }) => goals[at]!.scope === scope)
    .sort((a, b) => a.decision.trace.last - b.decision.trace.last);
}
