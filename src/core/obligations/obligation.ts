import type { FaultLimit } from '../model/fault_limit.ts';
import type { Clause, Expr, PartInstance, Scope } from '../model/model.ts';
import type { Span } from '../text/source.ts';
import type { ObligationKind, VerdictKind } from '../verdict/result.ts';

/**
 * A verification condition with its stable name. It may have several goals: one for each member of a family and for
 * each shape of an open one; it is as good as the worst of them.
 */
export interface Obligation {
  readonly id: string;
  readonly kind: ObligationKind;
  readonly component: string;
  readonly setting: string | null;
  /** The prefix under which the definedness of the scope's own clauses is owed: for a refinement that of the refined contract. */
  readonly owner: string;
  /** The `part` item of a discharge. */
  readonly part: string | null;
  readonly sentence: string | null;
  readonly span: Span;
  /** The formula as written; null where there is none. */
  readonly bodySpan: Span | null;
  readonly goals: readonly Goal[];
  readonly expected: VerdictKind;
  /** What the `@expect` in force stands before: one expectation speaks of the worst verdict of its group. */
  readonly expectedOf: 'clause' | 'part' | 'setting' | 'component';
}

export type Goal = ValidGoal | SatisfiableGoal | RealizableGoal | ChanceGoal;

/** "In every behaviour of the scope, at every step at which the premises hold, `formula` holds." */
export interface ValidGoal {
  readonly asks: 'valid';
  readonly scope: Scope;
  readonly formula: Expr;
  /** `through`: under H(A); `before`: under H⁻(A). */
  readonly own: 'through' | 'before';
  /** Assumptions of the scope that hold at the goal's own step; null: all. */
  readonly assumptionsNow: ReadonlySet<Clause> | null;
  /** For a leaf: its guarantees that hold at the goal's own step; null: all. */
  readonly guaranteesNow: ReadonlySet<Clause> | null;
  /** Further formulas that hold at the goal's own step: earlier clauses, for one that holds a partial operator. */
  readonly premises: readonly Expr[];
  readonly faults: FaultLimit;
  /** For a discharge: whose assumption it is. */
  readonly discharges: PartInstance | null;
  /** The clause that is proved, if one is. */
  readonly clause: Clause | null;
  /** For a claim of definedness: what must be defined (`formula` says the same). */
  readonly definedOf: readonly Expr[] | null;
}

/** "Some behaviour that keeps assumptions and contracts has a last step at which `formula` holds." */
export interface SatisfiableGoal {
  readonly asks: 'satisfiable';
  readonly scope: Scope;
  readonly formula: Expr | null;
}

/** "Under every joint distribution of the faults that the scope's evidence allows, what the clause says of chances is true." */
export interface ChanceGoal {
  readonly asks: 'chance';
  readonly scope: Scope;
  readonly clause: Clause;
  /** The part whose evidence the clause is, and which its parent has to imply; null for a guarantee of the scope. */
  readonly part: PartInstance | null;
}

/** "Whatever is read, there are values to answer." */
export interface RealizableGoal {
  readonly asks: 'realizable';
  readonly scope: Scope;
}
