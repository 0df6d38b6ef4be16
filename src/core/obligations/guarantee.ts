import { isPlain, meaning } from '../encode/facts.ts';
import type { Clause, Scope } from '../model/model.ts';
import type { Obligation } from './obligation.ts';
import { earlierPartial, faultsAllowed } from './premises.ts';
import { byName, obligation, type Subject, validGoal } from './subject.ts';

/**
 * `S.g` (guarantee, tolerating).
 *
 * Theorem: the script is unsatisfiable iff every behaviour of the definitions (for a system: in which all parts keep
 * their contracts) meets `g` at every step at which the assumptions have held so far; a settled `g` at every step before
 * which they have. A leaf's guarantees are trusted: it owes none.
 *
 * In which behaviours, of all those with faults: a component's own with any, and so `g unless F` of a system, where `g or F`
 * is claimed; a system's plain `g` with none; `tolerating k` with at most `k` of the faults in scope.
 */
export function guarantees(subject: Subject): Obligation[] {
  const groups = byName(subject.scopes, owed);
  return [...groups].map(([name, members]) => {
    const clause = members[0]!.item;
    const goals = members.map(({ scope, item }) =>
      validGoal(scope, meaning(item), {
        own: item.settled ? 'before' : 'through',
        faults: faultsAllowed(item, scope),
        clause: item,
        premises: earlierPartial(item, scope.guarantees, scope),
      }),
    );
    return obligation(
      subject,
      { ...ofClause(clause), name, kind: clause.risk?.tolerating == null ? 'guarantee' : 'tolerating' },
      goals,
    );
  });
}

function owed(scope: Scope): { name: string; item: Clause }[] {
  if (scope.kind === 'leaf') return [];
  return scope.guarantees.filter(isPlain).map((clause) => ({ name: clause.name, item: clause }));
}

/** What a clause says of itself, for an obligation about it. */
export function ofClause(clause: Clause) {
  return {
    name: clause.name,
    span: clause.span,
    bodySpan: clause.bodySpan,
    sentence: clause.sentence,
    part: null,
    annotations: clause.annotations,
  };
}
