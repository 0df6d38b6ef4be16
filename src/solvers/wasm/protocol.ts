/** What a worker is asked. */
export interface WorkerQuestion {
  readonly script: string;
  readonly ifSat: string | null;
  readonly ifUnsat: string | null;
  readonly ifSatMore: string | null;
  readonly rlimit: number;
  readonly memoryMb: number;
}

/** What a worker says: `ready` once, then one message for each question. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'answered';
      readonly check: string;
      readonly followUp: string | null;
      readonly more: string | null;
      readonly rlimit: number;
      readonly timeMs: number;
    }
  /** The module threw; the worker is not to be used again. */
  | { readonly kind: 'threw'; readonly detail: string };
