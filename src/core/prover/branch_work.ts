/** A step of the search is worth reading so many terms. */
const TERMS_A_STEP = 16;

/** Thrown where more was read than the steps of a search are worth. */
export class Overworked extends Error {}

/**
 * What it takes to write out the branches of comparisons. One decision may decide the conditions of many branches, and so those
 * of their branches; so it is not only paid for afterwards, but limited.
 */
export class BranchWork {
  #terms = 0;
  #paid = 0;
  #most: number | null = null;

  /** From now on it is limited to what so many steps are worth; what was read before is for free. */
  begin(steps: number): void {
    this.#paid = this.#terms;
    this.#most = this.#terms + steps * TERMS_A_STEP;
  }

  /** Notes that a term is read. */
  note(): void {
    this.#terms += 1;
    if (this.#most !== null && this.#terms > this.#most) throw new Overworked('too many branches');
  }

  /** The steps that were not taken yet. */
  take(): number {
    const steps = Math.floor((this.#terms - this.#paid) / TERMS_A_STEP);
    this.#paid += steps * TERMS_A_STEP;
    return steps;
  }
}
