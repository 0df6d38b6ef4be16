import type { Rational } from '../exact/rational.ts';

/** What a solver was given to answer one question. */
export interface Budget {
  /** Solver steps; decides. */
  readonly rlimit: number;
  /** Milliseconds of wall clock: the safety net. */
  readonly timeoutMs: number;
}

export type UnknownReason =
  | 'rlimit'
  | 'timeout'
  | 'memory'
  | 'incomplete'
  | 'crash'
  | 'replay'
  | 'hypotheses'
  | 'garbled';

/** A reply, strictly read. Anything unexpected is `unknown`. */
export type Reply =
  | { readonly kind: 'sat'; readonly values: ReadonlyMap<string, SolverValue>; readonly rlimit: number }
  | { readonly kind: 'unsat'; readonly core: readonly string[] | null; readonly rlimit: number }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason; readonly detail: string; readonly rlimit: number };

/** `irrational`: an algebraic number, which has no exact rational value. */
export type SolverValue = boolean | Rational | 'irrational';

/**
 * A solver is text → text. `script` is a complete SMT-LIB script up to and including `(check-sat)`;
 * `followUp` is sent to the same context only after a reply that is exactly `sat` (`ifSat`) or `unsat` (`ifUnsat`).
 * Never rejects: a dead worker, a watchdog and memory exhaustion are `failed`.
 */
export interface TextSolver {
  ask(question: TextQuestion): Promise<TextAnswer>;
  /** Name and version as the solver itself reports them, asked once. */
  version(): Promise<{ readonly name: string; readonly version: string; readonly backend: 'wasm' | 'native' }>;
  close(): Promise<void>;
}

export interface TextQuestion {
  readonly script: string;
  readonly ifSat: string | null;
  readonly ifUnsat: string | null;
  /** Sent after `sat` and `ifSat`, when the steps have been counted: what the answer is as without it. Absent: nothing. */
  readonly ifSatMore?: string | null;
  readonly budget: Budget;
}

export type TextAnswer =
  /** `rlimit`: solver steps used, where the backend can tell, else 0. */
  | {
      readonly kind: 'text';
      readonly check: string;
      readonly followUp: string | null;
      /** What was said to `ifSatMore`; absent or null: nothing. */
      readonly more?: string | null;
      readonly rlimit: number;
      readonly timeMs: number;
    }
  | {
      readonly kind: 'failed';
      readonly reason: 'timeout' | 'memory' | 'crash';
      readonly detail: string;
      readonly timeMs: number;
    };
