import { ceil, floor, type Rational, rational } from '../exact/rational.ts';
import * as build from '../model/build.ts';
import type { Expr } from '../model/model.ts';
import type { Compared } from '../obligations/compared.ts';
import type { ValidGoal } from '../obligations/obligation.ts';

/** A quantity whose least upper or greatest lower bound is wanted, wherever the premise holds. */
export interface Objective {
  readonly premise: Expr;
  readonly subject: Expr;
  readonly sense: 'sup' | 'inf';
}

/** The quantity that a claim bounds; null for an equation. */
export function objectiveOf({ premise, subject, operator }: Compared): Objective | null {
  if (operator === '==') return null;
  return { premise, subject, sense: operator === '<=' || operator === '<' ? 'sup' : 'inf' };
}

/** How much of the bound is left: its infimum is the slack. */
export function marginOf({ premise, subject, operator, bound }: Compared): Objective {
  const below = operator === '<=' || operator === '<';
  const margin = below ? build.sub(bound, subject) : build.sub(subject, bound);
  return { premise, subject: margin, sense: 'inf' };
}

/** The whole number that says the same of whole numbers: `n <= 5/2` is `n <= 2`, `n < 5/2` is `n < 3`. */
function wholeLimit(value: Rational, sense: Objective['sense'], strictly: boolean): Rational {
  return rational((sense === 'sup') === strictly ? ceil(value) : floor(value));
}

/** The goal that says that the quantity nowhere goes beyond the value (strictly: nor reaches it). */
export function bounded(
  goal: ValidGoal,
  { premise, subject, sense }: Objective,
  value: Rational,
  strictly: boolean,
): ValidGoal {
  const limit = build.literal(subject.sort, subject.sort.kind === 'int' ? wholeLimit(value, sense, strictly) : value);
  const [left, right] = sense === 'sup' ? [subject, limit] : [limit, subject];
  const formula = strictly ? build.lt(left, right) : build.le(left, right);
  return { ...goal, formula: build.implies(premise, formula) };
}
