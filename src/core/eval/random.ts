const MASK = (1n << 64n) - 1n;

/** SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same numbers everywhere. */
export class Random {
  #state: bigint;

  constructor(seed: bigint) {
    this.#state = seed & MASK;
  }

  /** 64 random bits. */
  bits(): bigint {
    this.#state = (this.#state + 0x9e3779b97f4a7c15n) & MASK;
    let z = this.#state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return z ^ (z >> 31n);
  }

  /** A whole number from 0 up to, not including, `limit` (at least 1; more than 64 bits of limit are served from 64). */
  below(limit: bigint): bigint {
    return this.bits() % limit;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: bigint, high: bigint): bigint {
    return low + this.below(high - low + 1n);
  }

  /** One of the items, of which there is at least one. */
  pick<T>(items: readonly T[]): T {
    const at = this.below(BigInt(items.length));
    return items.find((_, index) => BigInt(index) === at)!;
  }
}
