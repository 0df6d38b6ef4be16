import type { Decided } from './run.ts';

/**
 * What was decided in scopes of one size. A scope for all sizes may have executions that no size has, so what its numbers
 * reach is no answer; a claim that was proved in one is left out, and of a broken one the size that breaks it is kept.
 */
export function atSingleSizes(decided: ReadonlyMap<string, Decided>): ReadonlyMap<string, Decided> {
  const kept = [...decided].flatMap(([id, one]) => {
    const { goals } = one.obligation;
    if (goals.every(({ scope }) => scope.abstraction === undefined)) return [[id, one] as const];
    const single = goals.flatMap(({ scope }, at) => (scope.abstraction === undefined ? [at] : []));
    if (!single.some((at) => one.decisions[at]!.kind === 'violated')) return [];
    return [[id, onlyAt(one, single)] as const];
  });
  return new Map(kept);
}

function onlyAt(one: Decided, places: readonly number[]): Decided {
  const at = <T>(list: readonly T[]): readonly T[] => places.map((place) => list[place]!);
  return {
    ...one,
    obligation: { ...one.obligation, goals: at(one.obligation.goals) },
    decisions: at(one.decisions),
    cutSets: at(one.cutSets),
    knowledge: at(one.knowledge),
    used: at(one.used),
  };
}
