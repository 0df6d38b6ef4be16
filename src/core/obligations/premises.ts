import { meaning } from '../encode/facts.ts';
import type { Clause, Expr } from '../model/model.ts';

/**
 * A clause with a partial operator is asked only where the earlier clauses of its kind hold at the same step
 * (a settled one: where the earlier settled ones do); every other clause is asked everywhere.
 */
export function earlierPartial(clause: Clause, ofItsKind: readonly Clause[]): Expr[] {
  return clause.partial ? earlier(clause, ofItsKind) : [];
}

/** What the clauses before this one say. */
export function earlier(clause: Clause, ofItsKind: readonly Clause[]): Expr[] {
  const at = ofItsKind.indexOf(clause);
  const before = at < 0 ? [] : ofItsKind.slice(0, at);
  return before.filter((other) => !clause.settled || other.settled).map(meaning);
}
