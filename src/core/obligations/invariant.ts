import { meaning } from '../encode/facts.ts';
import { ofClause } from './guarantee.ts';
import type { Obligation } from './obligation.ts';
import { earlierPartial } from './premises.ts';
import { byName, obligation, type Subject, validGoal } from './subject.ts';

/**
 * `C.i` (invariant).
 *
 * Theorem: the script is unsatisfiable iff `i` holds at every step of every behaviour in which the assumptions have held
 * so far (for a leaf: of every behaviour that keeps its contract). Afterwards it is a lemma.
 */
export function invariants(subject: Subject): Obligation[] {
  const groups = byName(subject.scopes, (scope) =>
    scope.invariants.map((clause) => ({ name: clause.name, item: clause })),
  );
  return [...groups].map(([name, members]) => {
    const goals = members.map(({ scope, item }) =>
      validGoal(scope, meaning(item), { clause: item, premises: earlierPartial(item, scope.invariants, scope) }),
    );
    return obligation(subject, { ...ofClause(members[0]!.item), name, kind: 'invariant' }, goals);
  });
}
