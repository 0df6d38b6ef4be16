import type { Clause, Expr, Variable } from '../model/model.ts';

/** Which faults may be present in the execution. A fault that is present stays present. */
export type FaultsAllowed =
  | { readonly kind: 'none' }
  | { readonly kind: 'any' }
  /** At most so many different ones. */
  | { readonly kind: 'atMost'; readonly count: bigint }
  /** Only these. */
  | { readonly kind: 'only'; readonly faults: ReadonlySet<Variable> }
  /** Not all of any of these sets. */
  | { readonly kind: 'avoiding'; readonly sets: readonly ReadonlySet<Variable>[] };

/** At which steps something is required: at none, at all but the last, or at all. */
export type Extent = 'none' | 'before' | 'through';

/** What an execution has to keep to count. Definitions, states, parameter and free ranges are always required, at every step. */
export interface Hypotheses {
  /** The scope's own assumptions: `through` is H(A), `before` is H⁻(A). */
  readonly assumptions: Extent;
  /** That every part keeps its contract: `H(Ap) => g`, settled guarantees under `H⁻(Ap)`. */
  readonly parts: Extent;
  /** That the scope itself keeps its contract: for a leaf, whose guarantees are all that is known of its outputs. */
  readonly ownGuarantees: Extent;
  readonly faults: FaultsAllowed;
  /** What holds at the last step besides: earlier clauses of a kind (with the faults that excuse them), a mode's `when`. */
  readonly given: readonly (Expr | Clause)[];
}

/** What is claimed of the last step. */
export type Goal =
  | { readonly kind: 'formula'; readonly formula: Expr }
  /** The clause's body, or one of the faults that excuse it. */
  | { readonly kind: 'clause'; readonly clause: Clause }
  /** That no partial operator in the formulas is used outside its domain; arguments of temporal operators are evaluated whatever guards them. */
  | { readonly kind: 'defined'; readonly formulas: readonly Expr[] };

/** "In every execution that keeps the hypotheses, the goal holds at the last step." A counterexample keeps them and breaks it. */
export interface Claim {
  readonly hypotheses: Hypotheses;
  readonly goal: Goal;
}

/**
 * Whether a hypothesis without a value counts as kept. Outside its domain a partial operator has an arbitrary value: for
 * the claim that it is never used there, a clause that it leaves open does not excuse the use.
 */
export function openCounts(goal: Goal): boolean {
  return goal.kind === 'defined';
}
