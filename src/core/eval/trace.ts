import type { Scope, Value, Variable } from '../model/model.ts';

/**
 * The choices that make one behaviour of a scope: values of its free variables, everything else follows.
 * `rigid` holds what is fixed for the run, `steps[t]` what is chosen at step t. Values of defined variables are ignored.
 */
export interface Trace {
  readonly rigid: ReadonlyMap<Variable, Value>;
  readonly steps: readonly ReadonlyMap<Variable, Value>[];
}

/** The variables that a trace has to give: for the run, at each step, and (states without a first value) at step 0. */
export interface FreeVariables {
  readonly rigid: readonly Variable[];
  readonly perStep: readonly Variable[];
  readonly atStart: readonly Variable[];
}

/** Which variables of the scope are free: neither defined nor a state, but for a state without a first value. */
export function freeVariables(scope: Scope): FreeVariables {
  const free = scope.variables.filter((v) => !scope.definitions.has(v) && !scope.states.has(v));
  const open = [...scope.states.values()].filter((state) => state.initial === null);
  return {
    rigid: free.filter((v) => v.rigid),
    perStep: free.filter((v) => !v.rigid),
    atStart: open.map((state) => state.variable),
  };
}
