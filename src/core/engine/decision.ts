import type { Cone } from '../encode/cone.ts';
import type { Fact } from '../encode/facts.ts';
import type { ReplayedTrace } from '../replay/replay.ts';
import type { UnknownReason } from '../smtlib/reply.ts';

/** What the engine found out about one goal, with the evidence for it. */
export type Decision =
  | {
      readonly kind: 'valid';
      readonly method: Method;
      /** Steps of a proof by induction, or of unrolling; null for one query about one step. */
      readonly k: number | null;
      /** What the proof was allowed to use. */
      readonly cone: Cone | null;
    }
  | { readonly kind: 'violated'; readonly method: Method; readonly trace: ReplayedTrace<'counterexample'> }
  | { readonly kind: 'satisfied'; readonly method: Method; readonly trace: ReplayedTrace<'witness'> }
  /** A satisfiable goal whose script is unsatisfiable; or inputs that no output answers. */
  | {
      readonly kind: 'impossible';
      readonly method: Method;
      readonly clash: readonly Fact[];
      readonly inputs: ReplayedTrace<'inputs'> | null;
    }
  | { readonly kind: 'undecided'; readonly reason: UnknownReason; readonly detail: string }
  /** The solver's answer and the evaluator's do not agree: our own fault. */
  | { readonly kind: 'disagrees'; readonly detail: string };

export type Method = 'query' | 'unrolling' | 'bmc' | 'k-induction' | 'spacer' | 'witness' | 'syntactic' | 'elimination' | 'linear';

/** A valid goal that needs no query. */
export const TRIVIAL: Decision = { kind: 'valid', method: 'syntactic', k: null, cone: null };

export function undecided(reason: UnknownReason, detail: string): Decision {
  return { kind: 'undecided', reason, detail };
}
