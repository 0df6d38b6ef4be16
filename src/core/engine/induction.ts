import type { ValidGoal } from '../obligations/obligation.ts';
import type { Decision } from './decision.ts';
import type { Knowledge } from './knowledge.ts';
import type { Candidate } from './lemma_candidates.ts';
import type { Asker } from './session.ts';
import { type Slice, slicesOf } from './slices.ts';
import { decideSooner } from './sooner.ts';
import { TimedSearch } from './timed_search.ts';

/** What is known of a claim before it is decided. */
export interface Beforehand {
  /** No counterexample has at most so many steps. */
  readonly depth: number;
  /** Whether all that may be used is proved for good, so that nothing of it hides a shorter counterexample. */
  readonly settled: boolean;
}

const NOTHING_BEFOREHAND: Beforehand = { depth: 0, settled: false };

/**
 * Decides a claim over time by engines that take turns in fixed slices of work, the first answer in their order counting:
 *
 * - bounded model checking looks for the shortest counterexample;
 * - k-induction (Sheeran, Singh, Stålmarck 2000) looks for a proof: its base is that no counterexample of at most `k + 1`
 *   steps exists, its step a window of `k + 1` steps anywhere after the first, at whose earlier steps the claim and all
 *   lemmas hold. Where that fails for small `k`, lemmas are guessed from the text;
 * - Spacer looks for an invariant, or for the number of steps after which the claim is broken.
 *
 * Lemmas and invariants are used where an induction of our own has proved them; a claim is refuted where an execution was
 * replayed. So an engine that errs, dies or reaches a bound decides nothing, and a failure of induction alone refutes nothing.
 */
export async function decideOverTime(
  asker: Asker,
  goal: ValidGoal,
  known: Knowledge,
  beforehand = NOTHING_BEFOREHAND,
): Promise<Decision> {
  const search = new TimedSearch(asker, goal, known, beforehand);
  const slices = slicesOf(asker.engines, asker.deepest);
  for (let next = 0; next < slices.length && !search.spent; ) {
    const { wide } = search;
    const slice = slices[next]!;
    const decision =
      'sooner' in slice
        ? await decideSooner(asker, goal, known, { beforehand, most: slice.sooner, spent: () => search.spent })
        : await take(search, slice);
    if (decision !== null) return decision;
    // What was tried before more was looked at is tried again.
    next = search.wide === wide ? next + 1 : 0;
  }
  return search.open(asker.engines);
}

function take(search: TimedSearch, slice: Exclude<Slice, { readonly sooner: number }>): Promise<Decision | null> {
  switch (slice.engine) {
    case 'bmc':
      return slice.further ? search.further(slice.depth) : search.base(slice.depth);
    case 'k-induction':
      if (!('k' in slice)) return search.guessing(slice.retried);
      return slice.further ? search.furtherInduction(slice.k) : search.induction(slice.k);
    case 'spacer':
      return search.spacer(slice.share);
  }
}

/**
 * Decides a claim by the induction that proved it before, where something about it is a little different now: without
 * any search for other proofs. Null where that decides nothing.
 */
export async function decideBySameInduction(
  asker: Asker,
  goal: ValidGoal,
  known: Knowledge,
  { k, found = [] }: { readonly k: number; readonly found?: readonly Candidate[] },
): Promise<Decision | null> {
  const search = new TimedSearch(asker, goal, known, NOTHING_BEFOREHAND);
  const refuted = await search.base(k + 1);
  if (refuted !== null) return refuted.kind === 'violated' ? refuted : null;
  await search.prove(found);
  const again = await search.induction(k);
  return again?.kind === 'valid' || again?.kind === 'violated' ? again : null;
}

/** A counterexample of at most so many steps, with what is known by now, or that the evaluator disagrees; null where none was found. */
export async function decideShorter(
  asker: Asker,
  goal: ValidGoal,
  known: Knowledge,
  most: number,
): Promise<Decision | null> {
  const found = await new TimedSearch(asker, goal, known, NOTHING_BEFOREHAND).base(most);
  return found?.kind === 'violated' || found?.kind === 'disagrees' ? found : null;
}
