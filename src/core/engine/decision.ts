import type { Cone } from '../encode/cone.ts';
import type { Fact } from '../encode/facts.ts';
import type { ReplayedTrace } from '../replay/replay.ts';
import type { Source } from '../risk/evidence.ts';
import type { UnknownReason } from '../smtlib/reply.ts';
import type { ChanceFinding } from './chance_finding.ts';
import type { Candidate } from './lemma_candidates.ts';
import type { Window } from './window.ts';

/** What the engine found out about one goal, with the evidence for it. */
export type Decision =
  | {
      readonly kind: 'valid';
      readonly method: Method;
      /** Steps of a proof by induction, or of unrolling; null for one query about one step. */
      readonly k: number | null;
      /** What the proof was allowed to use. */
      readonly cone: Cone | null;
      /** The parameter values for which it was decided, where that is not all: `gain = 2`. */
      readonly only?: string;
      /** What was found, proved by induction and then used, as a report says it. */
      readonly lemmas?: readonly string[];
      /** … and as it was used. */
      readonly found?: readonly Candidate[];
    }
  /** `given`: that no execution is shorter rests on what the search was allowed to use. */
  | {
      readonly kind: 'violated';
      readonly method: Method;
      readonly trace: ReplayedTrace<'counterexample'>;
      readonly given?: boolean;
    }
  | { readonly kind: 'satisfied'; readonly method: Method; readonly trace: ReplayedTrace<'witness'> }
  /** A satisfiable goal whose script is unsatisfiable; or inputs that no output answers. */
  | {
      readonly kind: 'impossible';
      readonly method: Method;
      readonly clash: readonly Fact[];
      readonly inputs: ReplayedTrace<'inputs'> | null;
    }
  /** A claim about chances whose worst case is within its bound (`finding` is null where the claim is no bound). */
  | {
      readonly kind: 'bounded';
      readonly method: Method;
      readonly finding: ChanceFinding | null;
      readonly cones: readonly Cone[];
    }
  /** … whose bound a distribution exceeds that meets all evidence. */
  | { readonly kind: 'exceeded'; readonly method: Method; readonly finding: ChanceFinding }
  /** … whose evidence no distribution meets. */
  | { readonly kind: 'contradicted'; readonly method: Method; readonly clash: readonly Source[] }
  /**
   * `window`: steps that an induction cannot exclude, where that is all that is known. `closing`: what would exclude them
   * if it held at every step, and does at the first ones; it is not proved.
   */
  | {
      readonly kind: 'undecided';
      readonly reason: UnknownReason;
      readonly detail: string;
      readonly window?: Window;
      readonly closing?: readonly string[];
    }
  /** The solver's answer and the evaluator's do not agree: our own fault. */
  | { readonly kind: 'disagrees'; readonly detail: string };

export type Method =
  | 'query'
  | 'unrolling'
  | 'bmc'
  | 'k-induction'
  | 'spacer'
  | 'witness'
  | 'syntactic'
  | 'elimination'
  | 'linear';

/** A valid goal that needs no query. */
export const TRIVIAL: Decision = { kind: 'valid', method: 'syntactic', k: null, cone: null };

export function undecided(reason: UnknownReason, detail: string): Decision {
  return { kind: 'undecided', reason, detail };
}
