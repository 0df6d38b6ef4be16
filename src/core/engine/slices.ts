import type { Engine } from './engines.ts';

/** A share of the work on a claim over time. */
export type Slice =
  /** Counterexamples of at most so many steps are looked for. `further`: with half of the solver steps, while all is answered. */
  | { readonly engine: 'bmc'; readonly depth: number; readonly further?: true }
  /** The claim is tried to be proved from itself at `k` steps before. */
  | { readonly engine: 'k-induction'; readonly k: number; readonly further?: true }
  /** Lemmas are guessed from the text, and the inductions up to `retried` tried again with them. */
  | { readonly engine: 'k-induction'; readonly retried: number }
  /** A far deadline is tried to be proved by one of at most so many steps. */
  | { readonly engine: 'k-induction'; readonly sooner: number }
  /** An invariant is asked for, within this share of a question's solver steps. */
  | { readonly engine: 'spacer'; readonly share: number };

/** All slices in their order: the first that decides a claim counts. */
const PLAN: readonly Slice[] = [
  { engine: 'bmc', depth: 2 },
  { engine: 'k-induction', k: 1 },
  { engine: 'bmc', depth: 3 },
  { engine: 'k-induction', k: 2 },
  { engine: 'bmc', depth: 6 },
  { engine: 'k-induction', retried: 3 },
  { engine: 'k-induction', k: 3 },
  { engine: 'k-induction', sooner: 8 },
  { engine: 'bmc', depth: 9 },
  { engine: 'spacer', share: 3 / 8 },
  { engine: 'bmc', depth: 12 },
  { engine: 'k-induction', k: 5 },
  { engine: 'bmc', depth: 20 },
  { engine: 'spacer', share: 1 },
  { engine: 'k-induction', k: 8 },
  { engine: 'bmc', depth: 32 },
  { engine: 'k-induction', k: 12 },
  { engine: 'k-induction', sooner: 64 },
  { engine: 'bmc', depth: 48 },
  { engine: 'k-induction', k: 20 },
  { engine: 'bmc', depth: 64 },
  // Much is far away and easy all the same: durations of many steps, and what happens at the end of a long count.
  { engine: 'k-induction', k: 32, further: true },
  { engine: 'bmc', depth: 96, further: true },
  { engine: 'k-induction', k: 64, further: true },
  { engine: 'bmc', depth: 160, further: true },
  { engine: 'k-induction', k: 120, further: true },
  { engine: 'bmc', depth: 240, further: true },
  { engine: 'k-induction', k: 239, further: true },
];

/** The slices of some engines that look at no more than so many steps of time. */
export function slicesOf(engines: ReadonlySet<Engine>, deepest: number): readonly Slice[] {
  return PLAN.filter(({ engine }) => engines.has(engine)).flatMap((slice): readonly Slice[] => {
    if ('depth' in slice) return [{ ...slice, depth: Math.min(slice.depth, deepest) }];
    if ('sooner' in slice) return [{ ...slice, sooner: Math.min(slice.sooner, deepest - 2) }];
    return 'k' in slice && slice.k + 1 > deepest ? [] : [slice];
  });
}
