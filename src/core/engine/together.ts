import type { Expr, Variable } from '../model/model.ts';
import type { ChanceGoal } from '../obligations/obligation.ts';
import { validGoal } from '../obligations/subject.ts';
import { counterexampleOf } from './counterexample.ts';
import type { Asker } from './session.ts';

/** Executions of more steps are not looked for. */
const MOST_STEPS = 8;

/**
 * Whether one execution has all of these events, each at some step, with no faults but the given ones: "they never all
 * happen" is refuted, and the execution is replayed. False too where none was found in few steps.
 */
export async function happenTogether(
  asker: Asker,
  { scope, clause }: ChanceGoal,
  events: readonly Expr[],
  faults: ReadonlySet<Variable>,
  setting: readonly Expr[],
): Promise<boolean> {
  const bool = { kind: 'bool' } as const;
  const happened = events.map((operand): Expr => ({ kind: 'once', operand, sort: bool }));
  const never: Expr = { kind: 'not', operand: { kind: 'and', operands: happened, sort: bool }, sort: bool };
  const goal = validGoal(scope, never, {
    faults: { kind: 'only', faults },
    premises: setting,
    own: clause.settled ? 'before' : 'through',
  });
  for (let steps = 1; steps <= MOST_STEPS; steps += 1) {
    const found = await counterexampleOf(asker, goal, steps);
    if (found !== null) return found.kind === 'violated';
  }
  return false;
}
