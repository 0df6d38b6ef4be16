import type { Clause, Expr } from '../model/model.ts';
import { truth } from './arithmetic.ts';
import type { Behaviour } from './evaluate.ts';
import type { Undefined } from './outcome.ts';

/** Whether something holds at a step; an undefined value leaves it open, whatever a solver may have put there. */
export type Judgement = true | false | Undefined;

/** Whether the formula holds at the step. */
export function judge(behaviour: Behaviour, formula: Expr, step: number): Judgement {
  const outcome = behaviour.evaluate(formula, step);
  return outcome.kind === 'undefined' ? outcome : truth(outcome.value);
}

/** Whether the clause holds at the step: its body, or one of the faults that excuse it. */
export function judgeClause(behaviour: Behaviour, clause: Clause, step: number): Judgement {
  const excuses = (clause.risk?.unless ?? []).map((fault) => {
    const outcome = behaviour.value(fault, step);
    return outcome.kind === 'undefined' ? outcome : truth(outcome.value);
  });
  return either([judge(behaviour, clause.body, step), ...excuses]);
}

/** False where one is false; else open where one is open. */
export function all(judgements: readonly Judgement[]): Judgement {
  if (judgements.includes(false)) return false;
  return judgements.find((judgement) => judgement !== true) ?? true;
}

/** True where one is true; else open where one is open. */
export function either(judgements: readonly Judgement[]): Judgement {
  if (judgements.includes(true)) return true;
  return judgements.find((judgement) => judgement !== false) ?? false;
}

/** `premise => conclusion`. */
export function implied(premise: Judgement, conclusion: () => Judgement): Judgement {
  if (premise === false) return true;
  return premise === true ? conclusion() : either([premise, conclusion()]);
}
