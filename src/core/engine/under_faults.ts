import { hasMemory } from '../encode/cone.ts';
import { isPlain } from '../encode/facts.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import { earlierPartial } from '../obligations/premises.ts';
import { validGoal } from '../obligations/subject.ts';
import type { Decision } from './decision.ts';
import { decideJointly } from './discharge.ts';
import type { Knowledge } from './knowledge.ts';
import type { Asker } from './session.ts';
import { decideValid } from './valid.ts';

/**
 * Decides a claim in whose behaviours faults are possible. What was discharged without faults proves nothing here. Where
 * induction needs that parts keep their contracts, their assumptions are discharged anew with the claim, by the same joint
 * induction and with the very same faults allowed; what does not hold with them is left out.
 */
export async function decideUnderFaults(asker: Asker, goal: ValidGoal, known: Knowledge): Promise<Decision> {
  const direct = await decideValid(asker, goal, known);
  const { scope } = goal;
  if (direct.kind !== 'undecided' || goal.faults === 'absent' || scope.faults.length === 0 || !hasMemory(scope))
    return direct;
  const owed = scope.parts.flatMap((part) =>
    [...part.parameterRanges, ...part.assumptions.filter(isPlain)].map((clause) => {
      const premises = earlierPartial(clause, part.assumptions, scope);
      return validGoal(scope, clause.body, { faults: goal.faults, discharges: part, clause, premises });
    }),
  );
  if (owed.length === 0) return direct;
  const asked = [...owed, goal].map((each) => ({ goal: each, asker }));
  const { decisions } = await decideJointly(scope, asked, (who, each, usable) =>
    decideValid(who, each, { ...usable, faults: goal.faults }),
  );
  return decisions.get(goal) ?? direct;
}
