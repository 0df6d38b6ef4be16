import type { Budget } from '../core/smtlib/reply.ts';

/** The steps to tell a solver: a whole number from 1 up to what its option holds (32 bits), for 0 would mean no limit. */
export function stepLimit(budget: Budget): number {
  return Math.trunc(Math.min(Math.max(budget.rlimit, 1), 2 ** 32 - 1));
}

/** Milliseconds that a timer can hold; a longer time would make it go off at once. */
export function timerMs(ms: number): number {
  return Math.min(Math.max(ms, 0), 2 ** 31 - 1);
}
