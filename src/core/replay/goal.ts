import { evaluatedAtEachStep } from '../eval/children.ts';
import type { Behaviour } from '../eval/evaluate.ts';
import { all, type Judgement, judge, judgeClause } from '../eval/judgement.ts';
import type { Expr } from '../model/model.ts';
import type { Goal } from './claim.ts';

/** Whether the goal holds at the step. */
export function judgeGoal(behaviour: Behaviour, goal: Goal, step: number): Judgement {
  switch (goal.kind) {
    case 'formula':
      return judge(behaviour, goal.formula, step);
    case 'clause':
      return judgeClause(behaviour, goal.clause, step);
    case 'defined':
      return all(goal.formulas.flatMap(evaluatedAtEachStep).map((formula) => isDefined(behaviour, formula, step)));
  }
}

/** False only where an operator of the formula itself has no value; open where it reads a variable that has none. */
function isDefined(behaviour: Behaviour, formula: Expr, step: number): Judgement {
  const outcome = behaviour.evaluate(formula, step);
  if (outcome.kind === 'value') return true;
  return outcome.from === null ? false : outcome;
}
