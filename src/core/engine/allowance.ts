/**
 * What may be spent on answers that come after the verdicts: solver steps, so that what is said does not depend on the
 * machine. Every question costs something besides, for asking it.
 */
export class Allowance {
  readonly #steps: number;
  #taken = 0;

  constructor(steps: number) {
    this.#steps = steps;
  }

  /** Takes what a question has cost. */
  take(rlimit: number): void {
    this.#taken += rlimit + PRICE;
  }

  get spent(): boolean {
    return this.left <= 0;
  }

  /** Steps that may still be spent. */
  get left(): number {
    return this.#steps - this.#taken;
  }
}

/** The price of asking, in solver steps: about what they are worth in time. */
const PRICE = 5_000;
