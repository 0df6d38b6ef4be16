import type { Span } from '../text/source.ts';
import type { Cell, CounterexampleStep } from '../verdict/result.ts';

/** A run of a model, as reports show it. */
export interface SimulationOutcome {
  /** `Pipeline`, or in a setting `dry/Vehicle`. */
  readonly subject: string;
  readonly seed: bigint;
  /** For the whole run. */
  readonly parameters: ReadonlyMap<string, Cell>;
  /** Every step that was run, the one that ended it included. */
  readonly steps: readonly CounterexampleStep[];
  readonly end: SimulationEnd;
  /** The first value of the inputs' file that follows from others, and follows differently. */
  readonly differs: Difference | null;
}

export interface Difference {
  readonly step: number;
  readonly name: string;
  readonly given: string;
  readonly found: string;
}

/** How a run ended; `claim` is the name of the obligation that speaks of it, where one does. */
export type SimulationEnd =
  | { readonly kind: 'complete' }
  | {
      /**
       * `broken`: what is claimed does not hold. `undefined`: a partial operator was used outside its domain.
       * `stuck`: no values were found that keep what has to be kept, so that there is no such step.
       */
      readonly kind: 'broken' | 'undefined' | 'stuck';
      readonly step: number;
      readonly claim: string;
      /** The clause as it is written; null where it is none. */
      readonly text: string | null;
      readonly sentence: string | null;
      readonly span: Span | null;
      /** Whether inputs were given at this step. */
      readonly given: boolean;
    };
