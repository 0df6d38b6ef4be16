import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Most part instances in one scope. */
export const MOST_INSTANCES = 100_000;
/** Most variables in one scope. */
export const MOST_VARIABLES = 1_000_000;
/** Most expression nodes written out in one scope. */
export const MOST_TERMS = 5_000_000;
/** Most elements of one array or members of one family. */
export const MOST_MEMBERS = 100_000;
/** Most scopes that are listed for one component, one for each combination of its shape parameters' values. */
export const MOST_SHAPES = 1_000;
/** Where there are more shapes than this, they are decided at once if the families allow it. */
export const MOST_SIZES_ONE_BY_ONE = 40;
/** Most variables over all scopes that are listed for one component. */
export const MOST_VARIABLES_OVER_SHAPES = 100_000;
/** Most steps that one temporal operator looks back. */
export const MOST_STEPS = 1_000_000;

/** A scope that cannot be built, because of what the user wrote. Caught where the scope was begun. */
export class Abandoned extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}
