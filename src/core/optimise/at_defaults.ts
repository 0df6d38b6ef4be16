import { counterexampleOf } from '../engine/counterexample.ts';
import type { Asker } from '../engine/session.ts';
import type { Rational } from '../exact/rational.ts';
import * as build from '../model/build.ts';
import type { Expr, Value, Variable } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Effort } from './effort.ts';
import type { Trace } from './ground.ts';
import type { Objective } from './objective.ts';

/** A limit that a violation has to keep. */
export interface Kept {
  readonly margin: Objective;
  readonly limit: Rational;
}

/** The free parameters with a default that has a value in an execution, and that value. */
export function defaultsIn({ behaviour, last, scope }: Trace): ReadonlyMap<Variable, Value> {
  const values = new Map<Variable, Value>();
  for (const [variable, expr] of scope.defaults) {
    const outcome = behaviour.evaluate(expr, last);
    if (outcome.kind !== 'undefined' && !scope.definitions.has(variable)) values.set(variable, outcome.value);
  }
  return values;
}

/**
 * A counterexample of as many steps, as bad as it was, in which few parameters are away from their defaults: for one after
 * the other, in the order of the text, the solver is asked whether it can have its default together with those before it.
 */
export async function atDefaults(
  asker: Asker,
  goal: ValidGoal,
  start: Trace,
  kept: Kept | null,
  effort: Effort,
): Promise<Trace> {
  let trace = start;
  const fixed: Expr[] = kept === null ? [] : [atMost(kept)];
  for (const [variable, expr] of goal.scope.defaults) {
    if (goal.scope.definitions.has(variable) || effort.spent) continue;
    const there = build.eq(build.variable(variable), expr);
    const found = isAt(trace, variable) ? trace : await withAll([...fixed, there]);
    if (found === null) continue;
    trace = found;
    fixed.push(there);
  }
  return trace;

  async function withAll(facts: readonly Expr[]): Promise<Trace | null> {
    const formula = build.implies(build.and(facts), goal.formula);
    const decision = await counterexampleOf(asker, { ...goal, formula }, start.trace.steps.length);
    return decision?.kind === 'violated' ? decision.trace : null;
  }
}

function isAt(trace: Trace, variable: Variable): boolean {
  const value = defaultsIn(trace).get(variable);
  const here = trace.trace.rigid.get(variable);
  return value !== undefined && here !== undefined && build.sameValue(here, value);
}

function atMost({ margin: { subject }, limit }: Kept): Expr {
  return build.le(subject, build.literal(subject.sort, limit));
}
