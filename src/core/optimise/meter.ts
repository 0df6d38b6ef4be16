/** Kinds of answers; the worst executions are looked for while bounds are, and are part of these too. */
export type Metered = 'verdicts' | 'bounds' | 'worst executions' | 'cores' | 'repairs' | 'coverage';

/** Does some work, and takes note of how long it took. */
export type Meter = <T>(what: Metered, work: () => Promise<T>) => Promise<T>;
