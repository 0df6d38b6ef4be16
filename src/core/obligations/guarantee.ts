import { isPlain, meaning } from '../encode/facts.ts';
import type { Clause, Scope } from '../model/model.ts';
import type { Obligation } from './obligation.ts';
import { earlierPartial } from './premises.ts';
import { byName, obligation, type Subject, validGoal } from './subject.ts';

/**
 * `S.g` (guarantee).
 *
 * Theorem: the script is unsatisfiable iff every behaviour of the definitions (for a system: in which all parts keep
 * their contracts) meets `g` at every step at which the assumptions have held so far; a settled `g` at every step before
 * which they have. A leaf's guarantees are trusted: it owes none.
 */
export function guarantees(subject: Subject): Obligation[] {
  const groups = byName(subject.scopes, owed);
  return [...groups].map(([name, members]) => {
    const clause = members[0]!.item;
    const goals = members.map(({ scope, item }) =>
      validGoal(scope, meaning(item), {
        own: item.settled ? 'before' : 'through',
        clause: item,
        premises: earlierPartial(item, scope.guarantees),
      }),
    );
    return obligation(subject, { ...ofClause(clause), name, kind: 'guarantee' }, goals);
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
