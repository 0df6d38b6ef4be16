import type { Expr } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Decision } from './decision.ts';
import type { Beforehand } from './induction.ts';
import type { Knowledge } from './knowledge.ts';
import type { Asker } from './session.ts';
import { TimedSearch } from './timed_search.ts';
import { written } from './written.ts';

/** Deadlines that are tried in place of a later one. A window as long as that decides where it is met at all. */
const TRIED = [0, 1, 2, 4, 8, 16, 32, 64];
/** An induction over so many steps looks at the whole of a shorter deadline anyway. */
const SHORT = 12;

/**
 * Proves a far deadline by a near one: who answers within `m` steps answers within `n` where `m <= n`.
 *
 * An answer is due `n` steps after a question. `m` steps after it the assumptions held too, and no fault was present that
 * is absent later; so there the near deadline was met, by an answer that the far one sees. Only a clause that is nothing
 * but a deadline is looked at: under the condition of a mode it would not have to hold there.
 */
export async function decideSooner(
  asker: Asker,
  goal: ValidGoal,
  known: Knowledge,
  { beforehand, most, spent }: { beforehand: Beforehand; most: number; spent: () => boolean },
): Promise<Decision | null> {
  const { formula, premises, assumptionsNow, guaranteesNow } = goal;
  const isPlain = premises.length === 0 && assumptionsNow === null && guaranteesNow === null;
  if (formula.kind !== 'whenever' || formula.steps <= SHORT || !isPlain) return null;
  for (const steps of TRIED.filter((each) => each < formula.steps && each <= most)) {
    if (spent()) return null;
    const near: Expr = { ...formula, steps };
    const search = new TimedSearch(asker, { ...goal, formula: near }, known, { ...beforehand, depth: 0 });
    const decision = await search.induction(steps + 1);
    if (decision?.kind === 'valid') return { ...decision, lemmas: [written(near)] };
  }
  return null;
}
