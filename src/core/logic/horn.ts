import type { Symbol_, Term, TermSort } from './term.ts';

/**
 * One constrained Horn clause over one unknown predicate: for all values of its symbols, if the predicate holds of `from`
 * (null: no such premise) and the body holds, then it holds of `to`; null: that is absurd.
 */
export interface HornClause {
  readonly from: readonly Symbol_[] | null;
  readonly body: readonly Term[];
  readonly to: readonly Symbol_[] | null;
}

/** "Is there a predicate over these sorts that satisfies all clauses?" */
export interface HornQuery {
  readonly sorts: readonly TermSort[];
  readonly clauses: readonly HornClause[];
}
