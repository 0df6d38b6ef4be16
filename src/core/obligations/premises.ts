import { meaning } from '../encode/facts.ts';
import type { FaultLimit } from '../model/fault_limit.ts';
import type { Clause, Expr, Scope } from '../model/model.ts';

/**
 * A clause with a partial operator is asked only where the earlier clauses of its kind hold at the same step
 * (a settled one: where the earlier settled ones do); every other clause is asked everywhere.
 */
export function earlierPartial(clause: Clause, ofItsKind: readonly Clause[], scope: Scope): Expr[] {
  return clause.partial ? earlier(clause, ofItsKind, scope).map(meaning) : [];
}

/**
 * The clauses before this one that are claimed with all the faults with which this one is: one that is given up with a
 * fault guards nothing that is claimed with it.
 */
export function earlier(clause: Clause, ofItsKind: readonly Clause[], scope: Scope): Clause[] {
  const at = ofItsKind.indexOf(clause);
  const before = at < 0 ? [] : ofItsKind.slice(0, at);
  const allowed = faultsAllowed(clause, scope);
  const isClaimed = (other: Clause) => scope.faults.length === 0 || includes(faultsAllowed(other, scope), allowed);
  return before.filter((other) => (!clause.settled || other.settled) && isClaimed(other));
}

/** With which faults a scope claims what a clause says. */
export function faultsAllowed({ risk }: Clause, scope: Scope): FaultLimit {
  const tolerated = risk?.tolerating ?? null;
  if (tolerated !== null) return { kind: 'atMost', count: tolerated };
  return scope.kind !== 'system' || (risk !== null && risk.unless.length > 0) ? 'free' : 'absent';
}

function includes(more: FaultLimit, fewer: FaultLimit): boolean {
  if (more === 'free' || fewer === 'absent') return true;
  const both = typeof more === 'object' && typeof fewer === 'object';
  return both && more.kind === 'atMost' && fewer.kind === 'atMost' && more.count >= fewer.count;
}
