import type { Span } from '../text/source.ts';

/** The definitions being worked out at this moment, outermost first: what a cycle is seen in. */
export type Working = Lazy<unknown>[];

/** A definition that is worked out when it is first needed, so that the order of declarations does not matter. */
export class Lazy<T> {
  readonly name: string;
  readonly span: Span;
  readonly #working: Working;
  /** Null once they have answered: what they need may go then. */
  #compute: (() => T) | null;
  #onCycle: ((cycle: readonly Lazy<unknown>[]) => T) | null;
  #state: { readonly value: T } | null = null;

  constructor(
    of: { readonly name: string; readonly span: Span; readonly working: Working },
    compute: () => T,
    onCycle: (cycle: readonly Lazy<unknown>[]) => T,
  ) {
    this.name = of.name;
    this.span = of.span;
    this.#working = of.working;
    this.#compute = compute;
    this.#onCycle = onCycle;
  }

  /** A definition that is worked out already. */
  static of<T>(value: T): Lazy<T> {
    const none = { name: '', span: { path: '', start: 0, end: 0 }, working: [] };
    return new Lazy(
      none,
      () => value,
      () => value,
    );
  }

  get(): T {
    if (this.#state !== null) return this.#state.value;
    const at = this.#working.indexOf(this as Lazy<unknown>);
    if (at >= 0) return this.#settle(this.#onCycle!(this.#working.slice(at)));
    this.#working.push(this as Lazy<unknown>);
    try {
      const value = this.#compute!();
      // A cycle found on the way has settled this definition already, and has been reported.
      return this.#state === null ? this.#settle(value) : (this.#state as { readonly value: T }).value;
    } finally {
      this.#working.pop();
    }
  }

  /** Whether it is being worked out at this moment. */
  get busy(): boolean {
    return this.#state === null && this.#working.includes(this as Lazy<unknown>);
  }

  /** The value so far: settled while it is worked out, or finished. */
  peek(): T | undefined {
    return this.#state?.value;
  }

  /** Gives the value before the work is done. */
  settle(value: T): void {
    this.#settle(value);
  }

  #settle(value: T): T {
    this.#state = { value };
    this.#compute = null;
    this.#onCycle = null;
    return value;
  }
}
