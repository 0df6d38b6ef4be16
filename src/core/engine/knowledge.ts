import type { Lemma } from '../encode/behaviour.ts';
import type { PartInstance } from '../model/model.ts';

/** What has been proved about a scope so far, and may be used in its next proofs. */
export interface Knowledge {
  /** Every assumption of the part holds at every step at which the scope's own do (no fault present). */
  readonly discharged: (part: PartInstance) => boolean;
  /** … and that may be used at the goal's own step too. */
  readonly dischargedNow: (part: PartInstance) => boolean;
  readonly lemmas: readonly Lemma[];
}

export const NOTHING_KNOWN: Knowledge = { discharged: () => false, dischargedNow: () => false, lemmas: [] };
