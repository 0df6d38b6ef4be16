import type { Decided } from '../engine/run.ts';
import type { Obligation } from '../obligations/obligation.ts';
import type { Tightest } from '../optimise/tightest.ts';
import { foundationsOf } from './foundations.ts';
import { judge, type Verdict } from './judge.ts';
import { mentionsOf, present, type TextOf } from './present.ts';
import type { ObligationResult } from './result.ts';

/**
 * From decisions to results: contracts are judged first, for the other verdicts rest on theirs. `owed` has all ids of the
 * model: a foundation that is owed and was not decided leaves what rests on it unknown.
 */
export function conclude(
  obligations: readonly Obligation[],
  decided: ReadonlyMap<string, Decided>,
  textOf: TextOf,
  supporting: (id: string) => boolean,
  owed: ReadonlySet<string>,
  tightest: ReadonlyMap<string, Tightest> = new Map(),
): ObligationResult[] {
  const verdicts = new Map<string, Verdict>();
  const verdictOf = (id: string): Verdict | null => {
    const known = verdicts.get(id);
    if (known !== undefined) return known;
    const found = decided.get(id);
    if (found === undefined) return null;
    const foundations = foundationsOf(
      found.obligation,
      found.decisions,
      (other) => owed.has(other) || decided.has(other),
    );
    const verdict = judge(found, foundations, verdictOf, (other) => decided.get(other)?.decisions ?? null);
    verdicts.set(id, verdict);
    return verdict;
  };
  return obligations.map(({ id }) => {
    const clashOf = (by: string) => mentionsOf(verdictOf(by), textOf);
    return present(decided.get(id)!, verdictOf(id)!, clashOf, textOf, supporting(id), tightest.get(id) ?? null);
  });
}
