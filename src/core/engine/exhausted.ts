import type { Frame } from '../encode/behaviour.ts';
import { wholeCone } from '../encode/cone.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import { question } from './question.ts';
import type { Asker } from './session.ts';

/**
 * Whether no behaviour of so many steps keeps the assumptions and the contracts, whatever is claimed: then none is longer
 * either, and a claim without a shorter counterexample has none. False too where that is not known.
 */
export async function isExhausted(asker: Asker, { scope, faults }: ValidGoal, steps: number): Promise<boolean> {
  const frame: Frame = {
    steps,
    cone: wholeCone(scope),
    own: 'through',
    discharged: () => false,
    dischargedNow: () => false,
    freedBefore: false,
    lemmas: [],
    assertDischarged: false,
    ownGuaranteesNow: null,
    ownAssumptionsNow: null,
  };
  const asked = question(scope, frame, { faults, atLast: [], broken: null, throughout: [], wantCore: false });
  return (await asker.whether(`any behaviour of ${steps} steps`, asked.query)).kind === 'unsat';
}
