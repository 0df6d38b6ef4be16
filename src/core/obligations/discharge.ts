import { isPlain } from '../encode/facts.ts';
import type { Clause, PartInstance, Scope } from '../model/model.ts';
import { earlierPartial } from './premises.ts';
import type { Obligation } from './obligation.ts';
import { byName, obligation, type Subject, validGoal } from './subject.ts';

/**
 * `S.p.a` (discharge).
 *
 * Theorem: the script is unsatisfiable iff in every behaviour in which all parts keep their contracts, at every step at
 * which the system's assumptions have held so far, the part's assumption holds. A bound parameter's range is owed alike:
 * the part's contract is only promised for parameters in their ranges.
 */
export function discharges(subject: Subject): Obligation[] {
  const groups = byName(subject.scopes, owed);
  return [...groups].map(([name, members]) => {
    const { part, clause } = members[0]!.item;
    const goals = members.map(({ scope, item }) =>
      validGoal(scope, item.clause.body, {
        faults: 'absent',
        discharges: item.part,
        clause: item.clause,
        premises: earlierPartial(item.clause, item.part.assumptions),
      }),
    );
    const isRange = part.parameterRanges.includes(clause);
    return obligation(
      subject,
      {
        name,
        kind: isRange ? 'range' : 'assumption',
        span: part.span,
        bodySpan: clause.bodySpan,
        sentence: clause.sentence,
        part: part.name,
        annotations: part.annotations,
      },
      goals,
    );
  });
}

function owed(scope: Scope): { name: string; item: { part: PartInstance; clause: Clause } }[] {
  return scope.parts.flatMap((part) =>
    [...part.parameterRanges, ...part.assumptions.filter(isPlain)].map((clause) => ({
      name: `${part.name}.${clause.name}`,
      item: { part, clause },
    })),
  );
}
