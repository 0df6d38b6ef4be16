import * as build from '../model/build.ts';
import type { Expr, Scope } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Extremum } from './extremum.ts';
import type { Objective } from './objective.ts';

interface Kept {
  readonly goal: ValidGoal;
  readonly objective: Objective;
  readonly subject: Expr;
  readonly extremum: Extremum;
}

/** What was found of a quantity is true of every claim about it under the same hypotheses: it is looked for once. */
export class SharedExtrema {
  readonly #kept = new Map<Scope, Kept[]>();

  /** What is known of the quantity; null: nothing yet. */
  of(goal: ValidGoal, objective: Objective): Extremum | null {
    if (!isPlain(goal, objective)) return null;
    const subject = source(objective.subject, goal.scope);
    const same = (other: Kept) =>
      other.objective.sense === objective.sense &&
      other.subject === subject &&
      other.goal.own === goal.own &&
      other.goal.faults === goal.faults;
    return this.#kept.get(goal.scope)?.find(same)?.extremum ?? null;
  }

  keep(goal: ValidGoal, objective: Objective, extremum: Extremum): void {
    if (!isPlain(goal, objective)) return;
    const kept = { goal, objective, subject: source(objective.subject, goal.scope), extremum };
    this.#kept.set(goal.scope, [...(this.#kept.get(goal.scope) ?? []), kept]);
  }
}

/** Claims that speak of the same quantity have the same key: what is found for one may be all that is asked of the others. */
export function subjectOf(goal: ValidGoal, { subject }: Objective): Expr {
  return source(subject, goal.scope);
}

/** Under the hypotheses that every claim of the scope has, and nowhere less. */
function isPlain({ premises, assumptionsNow, guaranteesNow, faults }: ValidGoal, { premise }: Objective): boolean {
  const usual = premises.length === 0 && assumptionsNow === null && guaranteesNow === null;
  return usual && typeof faults === 'string' && premise === build.TRUE;
}

/** Where a value comes from that is only passed on. */
function source(expr: Expr, scope: Scope): Expr {
  let at = expr;
  for (let hops = 0; at.kind === 'variable' && hops < 64; hops += 1) {
    const body = scope.definitions.get(at.variable)?.body;
    if (body?.kind !== 'variable') return build.variable(at.variable);
    at = body;
  }
  return at;
}
