import type { Frame } from '../encode/behaviour.ts';
import { wholeCone } from '../encode/cone.ts';
import type { FaultLimit } from '../model/fault_limit.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Claim, Extent, FaultsAllowed } from '../replay/claim.ts';
import { replayClaim } from '../replay/replay.ts';
import { type Decision, undecided } from './decision.ts';
import { decode } from './decode.ts';
import { definedEverywhere } from './partial.ts';
import { type Question, question } from './question.ts';
import type { Asker } from './session.ts';

/** A counterexample of exactly so many steps, replayed; null if there is none. */
export async function counterexampleOf(asker: Asker, goal: ValidGoal, steps: number): Promise<Decision | null> {
  const first = await counterexample(asker, goal, steps, false);
  if (first === null || first.kind !== 'undecided' || first.reason !== 'replay') return first;
  const second = await counterexample(asker, goal, steps, true);
  return second?.kind === 'violated' ? second : first;
}

/** "Is there a behaviour of so many steps that keeps the hypotheses and breaks the goal at the last?", nothing left out. */
export function counterexampleQuestion(goal: ValidGoal, steps: number, defined: boolean): Question {
  const { scope } = goal;
  const frame: Frame = {
    steps,
    cone: wholeCone(scope),
    own: goal.own,
    discharged: () => false,
    dischargedNow: () => false,
    freedBefore: false,
    lemmas: [],
    assertDischarged: false,
    ownGuaranteesNow: goal.guaranteesNow,
    ownAssumptionsNow: goal.assumptionsNow,
  };
  return question(scope, frame, {
    faults: goal.faults,
    atLast: goal.premises,
    broken: goal.formula,
    throughout: defined ? definedEverywhere(scope) : [],
    wantCore: false,
  });
}

async function counterexample(
  asker: Asker,
  goal: ValidGoal,
  steps: number,
  defined: boolean,
): Promise<Decision | null> {
  const { scope } = goal;
  const asked = counterexampleQuestion(goal, steps, defined);
  const reply = await asker.ask(defined ? 'counterexample, all defined' : 'counterexample', asked.query);
  if (reply.kind === 'unsat') return null;
  if (reply.kind === 'unknown') return undecided(reply.reason, reply.detail);
  const trace = decode(scope, asked.unrolling.wanted, reply.values, steps);
  if (trace === null) return undecided('replay', 'the counterexample has an irrational value');
  const replay = replayClaim(scope, trace, claimOf(goal));
  switch (replay.kind) {
    case 'confirmed':
      return { kind: 'violated', method: steps === 1 ? 'query' : 'unrolling', trace: replay.trace };
    case 'undefined':
      return undecided('replay', replay.what);
    case 'disagrees':
      return { kind: 'disagrees', detail: `${asker.id}: ${replay.what}` };
  }
}

/** The claim as the evaluator checks it. */
export function claimOf(goal: ValidGoal): Claim {
  const assumed = goal.own === 'before' || goal.assumptionsNow !== null ? 'before' : 'through';
  const given = [
    ...(goal.own === 'through' ? (goal.assumptionsNow ?? []) : []),
    ...(goal.guaranteesNow ?? []),
    ...goal.premises,
  ];
  return {
    hypotheses: {
      assumptions: assumed,
      parts: 'through',
      ownGuarantees: ownGuarantees(goal),
      faults: allowed(goal.faults),
      given,
    },
    goal:
      goal.definedOf === null
        ? { kind: 'formula', formula: goal.formula }
        : { kind: 'defined', formulas: goal.definedOf },
  };
}

function allowed(limit: FaultLimit): FaultsAllowed {
  if (limit === 'absent') return { kind: 'none' };
  return limit === 'free' ? { kind: 'any' } : limit;
}

function ownGuarantees({ scope, guaranteesNow }: ValidGoal): Extent {
  if (scope.kind !== 'leaf') return 'none';
  return guaranteesNow === null ? 'through' : 'before';
}
