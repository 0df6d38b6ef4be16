import { ofClause } from './guarantee.ts';
import type { Obligation } from './obligation.ts';
import { byName, obligation, type Subject, validGoal } from './subject.ts';

/**
 * `C.s.range` (range).
 *
 * Theorem: the script is unsatisfiable iff in every behaviour, at every step at which the assumptions have held so far,
 * the state, the defined variable or output, the unimplemented output of an implementation, or the bound or default
 * parameter lies in its declared range. A range of a settled output is owed one step longer.
 */
export function ranges(subject: Subject): Obligation[] {
  const groups = byName(subject.scopes, (scope) => scope.ranges.map((clause) => ({ name: clause.name, item: clause })));
  return [...groups].map(([name, members]) => {
    const goals = members.map(({ scope, item }) =>
      validGoal(scope, item.body, { clause: item, own: item.settled ? 'before' : 'through' }),
    );
    return obligation(subject, { ...ofClause(members[0]!.item), name, kind: 'range' }, goals);
  });
}
