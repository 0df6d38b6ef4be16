import { isPlain } from '../encode/facts.ts';
import type { Clause, PartInstance, Scope } from '../model/model.ts';
import type { Goal, Obligation } from './obligation.ts';
import { earlierPartial } from './premises.ts';
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
    const owner = ownerOf(part, clause);
    const goals = members.map(({ scope, item }) => goalOf(scope, item.part, item.clause));
    const isRange = part.parameterRanges.includes(clause);
    return obligation(
      subject,
      {
        name,
        kind: isRange ? 'range' : 'assumption',
        span: owner.span,
        bodySpan: clause.bodySpan,
        sentence: clause.sentence,
        part: owner.name,
        annotations: owner.annotations,
      },
      goals,
    );
  });
}

/** A part's evidence about chances has to follow from that of its parent, its other assumptions from the composition. */
function goalOf(scope: Scope, part: PartInstance, clause: Clause): Goal {
  if (!isPlain(clause)) return { asks: 'chance', scope, clause, part };
  const owner = ownerOf(part, clause);
  const premises = earlierPartial(
    clause,
    part.assumptions.filter((other) => ownerOf(part, other) === owner),
    scope,
  );
  return validGoal(scope, clause.body, { faults: 'absent', discharges: part, clause, premises });
}

/** The part of which the clause is one, as the program has it. */
export function ownerOf(part: PartInstance, clause: Clause): PartInstance {
  return part.bundle?.owners.get(clause) ?? part;
}

function owed(scope: Scope): { name: string; item: { part: PartInstance; clause: Clause } }[] {
  return scope.parts.flatMap((part) =>
    [...part.parameterRanges, ...part.assumptions].map((clause) => ({
      name: `${ownerOf(part, clause).name}.${clause.name}`,
      item: { part, clause },
    })),
  );
}
