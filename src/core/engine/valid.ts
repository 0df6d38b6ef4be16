import type { Frame } from '../encode/behaviour.ts';
import { type Cone, coneOf, wholeCone } from '../encode/cone.ts';
import type { PartInstance } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Claim, Extent } from '../replay/claim.ts';
import { replayClaim } from '../replay/replay.ts';
import type { Reply } from '../smtlib/reply.ts';
import { type Decision, undecided } from './decision.ts';
import { decode } from './decode.ts';
import type { Knowledge } from './knowledge.ts';
import { definedEverywhere } from './partial.ts';
import { question } from './question.ts';
import type { Asker } from './session.ts';

/** From how many parts on the near contracts are tried before the whole cone. */
const MANY_PARTS = 6;
const RADII = [1, 3];
/** Behaviours of more steps are not unrolled for a claim without time. */
const MOST_STEPS = 10;

/**
 * Decides a claim with no time in its cone.
 *
 * One query about one step, in which parts that are not discharged may have been freed before, proves it if it is
 * unsatisfiable. Otherwise the only memory is which of `m` parts have been freed, so behaviours of at most `m + 1` steps
 * decide it exactly; the first satisfiable one is replayed.
 */
export async function decideValid(asker: Asker, goal: ValidGoal, known: Knowledge): Promise<Decision> {
  const use = usable(goal, known);
  const roots = [goal.formula, ...goal.premises];
  const guarded = (part: PartInstance) => !(use.discharged(part) && use.dischargedNow(part));
  if (goal.scope.parts.length > MANY_PARTS) {
    for (const radius of RADII) {
      const cone = coneOf(goal.scope, roots, { radius, guarded });
      if (!cone.cut) break;
      const reply = await askOneStep(asker, goal, use, cone);
      if (reply.kind === 'unsat') return { kind: 'valid', method: 'query', k: null, cone };
    }
  }
  const cone = coneOf(goal.scope, roots, { radius: null, guarded });
  const reply = await askOneStep(asker, goal, use, cone);
  if (reply.kind === 'unsat') return { kind: 'valid', method: 'query', k: null, cone };
  const memory = [...cone.parts].filter((part) => !use.discharged(part)).length;
  const refuted = await unroll(asker, goal, cone, memory + 1);
  return refuted.kind === 'undecided' && reply.kind === 'unknown' ? undecided(reply.reason, reply.detail) : refuted;
}

/** What of the knowledge this goal may use: discharges were proved with no fault, and at steps at which all assumptions hold. */
function usable(goal: ValidGoal, known: Knowledge): Knowledge {
  const holds = goal.faults === 'absent' || goal.scope.faults.length === 0;
  const now = goal.own === 'through' && goal.assumptionsNow === null;
  return {
    discharged: (part) => holds && known.discharged(part),
    dischargedNow: (part) => holds && now && known.dischargedNow(part),
    lemmas: holds ? known.lemmas.map((lemma) => ({ ...lemma, now: lemma.now && now })) : [],
  };
}

function askOneStep(asker: Asker, goal: ValidGoal, known: Knowledge, cone: Cone): Promise<Reply> {
  const frame: Frame = {
    steps: 1,
    cone,
    own: goal.own,
    discharged: known.discharged,
    dischargedNow: known.dischargedNow,
    freedBefore: true,
    lemmas: known.lemmas,
    ownGuaranteesNow: goal.guaranteesNow,
    ownAssumptionsNow: goal.assumptionsNow,
  };
  const { query } = question(goal.scope, frame, {
    faults: goal.faults,
    atLast: goal.premises,
    broken: goal.formula,
    throughout: [],
    wantCore: false,
    assertDischarged: cone.cut,
  });
  return asker.ask('claim', query);
}

async function unroll(asker: Asker, goal: ValidGoal, cone: Cone, most: number): Promise<Decision> {
  for (let steps = 1; steps <= Math.min(most, MOST_STEPS); steps += 1) {
    const decision = await behaviourOf(asker, goal, steps);
    if (decision !== null) return decision;
  }
  if (most > MOST_STEPS) return undecided('incomplete', `${most} steps would have to be looked at, and ${MOST_STEPS} were`);
  return { kind: 'valid', method: 'unrolling', k: most, cone };
}

/** A counterexample of exactly so many steps; null if there is none. */
async function behaviourOf(asker: Asker, goal: ValidGoal, steps: number): Promise<Decision | null> {
  const first = await counterexample(asker, goal, steps, false);
  if (first === null || first.kind !== 'undecided' || first.reason !== 'replay') return first;
  const second = await counterexample(asker, goal, steps, true);
  return second?.kind === 'violated' ? second : first;
}

async function counterexample(asker: Asker, goal: ValidGoal, steps: number, defined: boolean): Promise<Decision | null> {
  const { scope } = goal;
  const frame: Frame = {
    steps,
    cone: wholeCone(scope),
    own: goal.own,
    discharged: () => false,
    dischargedNow: () => false,
    freedBefore: false,
    lemmas: [],
    ownGuaranteesNow: goal.guaranteesNow,
    ownAssumptionsNow: goal.assumptionsNow,
  };
  const asked = question(scope, frame, {
    faults: goal.faults,
    atLast: goal.premises,
    broken: goal.formula,
    throughout: defined ? definedEverywhere(scope) : [],
    wantCore: false,
  });
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
      faults: { kind: goal.faults === 'absent' ? 'none' : 'any' },
      given,
    },
    goal: goal.definedOf === null ? { kind: 'formula', formula: goal.formula } : { kind: 'defined', formulas: goal.definedOf },
  };
}

function ownGuarantees({ scope, guaranteesNow }: ValidGoal): Extent {
  if (scope.kind !== 'leaf') return 'none';
  return guaranteesNow === null ? 'through' : 'before';
}
