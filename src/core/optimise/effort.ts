import type { Asker } from '../engine/session.ts';

/** What a question costs beside its solver steps: it is printed, read, and replayed. */
const QUESTION = 5_000;

/**
 * How much work may be done and has been, counted in solver steps and never in time: what is found does not depend on the
 * speed of the machine.
 */
export class Effort {
  readonly #asker: Asker;
  readonly #most: number;
  readonly #start: number;
  #beside = 0;

  constructor(asker: Asker, most: number) {
    this.#asker = asker;
    this.#most = most;
    this.#start = workOf(asker);
  }

  /** Work that no solver does, as so many solver steps. */
  charge(steps: number): void {
    this.#beside += steps;
  }

  get taken(): number {
    return workOf(this.#asker) - this.#start + this.#beside;
  }

  get spent(): boolean {
    return this.taken > this.#most;
  }
}

function workOf({ rlimit, questions }: Asker): number {
  return rlimit + QUESTION * questions;
}
