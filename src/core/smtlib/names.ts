import type { Symbol_ } from '../logic/term.ts';

/**
 * Constants are lower-case letters and then a number (`x12`, `v3_1`). No reserved word and no function of a theory
 * looks like that, and the names which the printer makes itself (`S1`, `C1`) are upper-case.
 */
const CONSTANT = /^[a-z]+[0-9]+(?:_[0-9]+)*$/;

/** Throws for a symbol whose name could mean something else in a script. */
export function constantName(symbol: Symbol_): string {
  if (!CONSTANT.test(symbol.name)) throw new Error(`not a name for a script: ${JSON.stringify(symbol.name)}`);
  return symbol.name;
}

/** The name of a shared subterm. */
export function sharedName(index: number): string {
  return `S${index}`;
}

/** The name, in the script, of the assertion at an index: labels are free text and stay out of the script. */
export function assertionName(index: number): string {
  return `C${index}`;
}

/** The unknown predicate of Horn clauses. */
export const PREDICATE = 'P1';
