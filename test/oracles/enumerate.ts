import type { Reading } from './reading.ts';

/** Something an assignment must not break. `admits` is true where it may hold. */
export interface Constraint {
  readonly slots: ReadonlySet<number>;
  readonly admits: (env: readonly number[]) => boolean;
}

export function mayHold(clause: Reading): Constraint {
  return { slots: clause.slots, admits: (env) => clause.read(env) !== 0 };
}

/**
 * Makes ready to run through all assignments of `slots` (the others are fixed in `env`) that no constraint rejects.
 * Each constraint is asked as soon as its last slot has a value. `visit` answers true to stop; so does the run if it was stopped.
 */
export function plan(
  slots: readonly number[],
  domains: readonly (readonly number[])[],
  constraints: readonly Constraint[],
): (env: number[], visit: () => boolean) => boolean {
  const place = new Map(slots.map((slot, i) => [slot, i]));
  const due: Constraint[][] = Array.from({ length: slots.length + 1 }, () => []);
  for (const c of constraints) due[Math.max(0, ...[...c.slots].map((s) => (place.get(s) ?? -1) + 1))]!.push(c);
  const run = (depth: number, env: number[], visit: () => boolean): boolean => {
    for (const c of due[depth]!) if (!c.admits(env)) return false;
    if (depth === slots.length) return visit();
    const slot = slots[depth]!;
    for (const value of domains[slot]!) {
      env[slot] = value;
      if (run(depth + 1, env, visit)) return true;
    }
    return false;
  };
  return (env, visit) => run(0, env, visit);
}
