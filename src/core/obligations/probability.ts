import { isPlain } from '../encode/facts.ts';
import type { Clause, Scope } from '../model/model.ts';
import { ofClause } from './guarantee.ts';
import type { Obligation } from './obligation.ts';
import { byName, obligation, type Subject } from './subject.ts';

/**
 * `S.g` (probability).
 *
 * Theorem: the bound is exceeded iff some joint distribution of the faults in scope, of all that the declared evidence
 * allows, gives the fault sets under which the event is possible more than the bound. A leaf's are trusted: it owes none.
 */
export function probabilities(subject: Subject): Obligation[] {
  const groups = byName(subject.scopes, owed);
  return [...groups].map(([name, members]) => {
    const goals = members.map(({ scope, item }) => ({ asks: 'chance' as const, scope, clause: item, part: null }));
    return obligation(subject, { ...ofClause(members[0]!.item), name, kind: 'probability' }, goals);
  });
}

function owed(scope: Scope): { name: string; item: Clause }[] {
  if (scope.kind === 'leaf') return [];
  return scope.guarantees.filter((clause) => !isPlain(clause)).map((clause) => ({ name: clause.name, item: clause }));
}
