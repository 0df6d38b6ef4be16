import type { Frame } from '../encode/behaviour.ts';
import { type Cone, coneOf, hasMemory, wholeCone } from '../encode/cone.ts';
import type { PartInstance } from '../model/model.ts';
import { isTemporal } from '../model/traverse.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Reply } from '../smtlib/reply.ts';
import { counterexampleOf } from './counterexample.ts';
import { type Decision, undecided } from './decision.ts';
import { type Beforehand, decideOverTime } from './induction.ts';
import { type Knowledge, usable } from './knowledge.ts';
import { question } from './question.ts';
import type { Asker } from './session.ts';

/** Claims whose cone looks at other steps are decided by induction, all others by looking at few steps. */
export function decideValid(
  asker: Asker,
  goal: ValidGoal,
  known: Knowledge,
  beforehand?: Beforehand,
): Promise<Decision> {
  // A claim may look at other steps where nothing else in its scope does.
  const looksBack = [goal.formula, ...goal.premises].some(isTemporal);
  if (!looksBack && !hasMemory(goal.scope)) return decideTimeless(asker, goal, known);
  const cone = coneOf(goal.scope, [goal.formula, ...goal.premises], { radius: null, guarded: () => true });
  return cone.temporal ? decideOverTime(asker, goal, known, beforehand) : decideTimeless(asker, goal, known);
}

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
 * decide it exactly: of the parts in the cone for the facts of the cone, and of all parts for all facts. The first
 * behaviour of all facts is replayed.
 */
export async function decideTimeless(asker: Asker, goal: ValidGoal, known: Knowledge): Promise<Decision> {
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
  if (hasMemory(goal.scope)) {
    const few = await excludedByFew(asker, goal, use, cone);
    // What else the scope holds has memory, which may rule out at the first steps what is possible later.
    return few ?? decideOverTime(asker, goal, known);
  }
  const refuted = await unroll(asker, goal, use, cone);
  return refuted.kind === 'undecided' && reply.kind === 'unknown' ? undecided(reply.reason, reply.detail) : refuted;
}

/**
 * The claim at any step, from the facts of the cone. A step with an arbitrary past is like the first, too, but for what
 * lemmas say of the past: there is none at the first, which then is asked about by itself.
 */
async function askOneStep(asker: Asker, goal: ValidGoal, known: Knowledge, cone: Cone): Promise<Reply> {
  if (!hasMemory(goal.scope)) return askCone(asker, goal, known, cone, 1, true, 'anchored');
  const later = await askCone(asker, goal, known, cone, 1, true, 'floating');
  if (later.kind !== 'unsat' || !known.lemmas.some(({ now }) => now)) return later;
  return askCone(asker, goal, known, cone, 1, true, 'anchored');
}

/** The claim at the last of so many steps, from the facts of the cone; without `freedBefore` counted from the first step. */
function askCone(
  asker: Asker,
  goal: ValidGoal,
  known: Knowledge,
  cone: Cone,
  steps: number,
  freedBefore: boolean,
  mode: 'anchored' | 'floating',
): Promise<Reply> {
  const frame: Frame = {
    steps,
    cone,
    own: goal.own,
    discharged: known.discharged,
    dischargedNow: known.dischargedNow,
    freedBefore,
    lemmas: known.lemmas,
    assertDischarged: cone.cut,
    ownGuaranteesNow: goal.guaranteesNow,
    ownAssumptionsNow: goal.assumptionsNow,
  };
  const { query } = question(goal.scope, frame, {
    faults: goal.faults,
    atLast: goal.premises,
    broken: goal.formula,
    throughout: [],
    wantCore: false,
    mode,
  });
  const purpose = mode === 'anchored' && hasMemory(goal.scope) ? 'claim at the first step' : 'claim';
  return asker.whether(freedBefore ? purpose : `claim over ${steps} steps`, query);
}

/**
 * A cone without memory in a scope that has some. Of a behaviour the steps at which a part of the cone is freed, and the
 * last, satisfy the facts of the cone by themselves, so that so many steps exclude a counterexample. Lemmas may tie
 * steps together that are neighbours there and not here, and are left out.
 */
async function excludedByFew(asker: Asker, goal: ValidGoal, known: Knowledge, cone: Cone): Promise<Decision | null> {
  const steps = 1 + freeable(cone.parts, known);
  // One step has been asked already.
  if (cone.temporal || steps === 1 || steps > MOST_STEPS) return null;
  const first = await firstOpen(asker, goal, { ...known, lemmas: [] }, cone, steps);
  return first === null ? { kind: 'valid', method: 'unrolling', k: steps, cone } : null;
}

/** The number of parts that may be freed. */
function freeable(parts: Iterable<PartInstance>, { discharged }: Knowledge): number {
  return [...parts].filter((part) => !discharged(part)).length;
}

async function unroll(asker: Asker, goal: ValidGoal, known: Knowledge, cone: Cone): Promise<Decision> {
  const inCone = freeable(cone.parts, known) + 1;
  const first = await firstOpen(asker, goal, known, cone, Math.min(inCone, MOST_STEPS));
  if (first === null && inCone <= MOST_STEPS) return { kind: 'valid', method: 'unrolling', k: inCone, cone };
  const most = freeable(goal.scope.parts, known) + 1;
  for (let steps = first ?? MOST_STEPS; steps <= Math.min(most, MOST_STEPS); steps += 1) {
    const decision = await counterexampleOf(asker, goal, steps);
    if (decision !== null) return decision;
  }
  if (most > MOST_STEPS)
    return undecided('incomplete', `${most} steps would have to be looked at, and ${MOST_STEPS} were`);
  // All facts together rule out what those of the cone leave open.
  return { kind: 'valid', method: 'unrolling', k: most, cone: wholeCone(goal.scope) };
}

/** The fewest steps for which the facts of the cone leave a counterexample open; null if none of so many does. */
async function firstOpen(
  asker: Asker,
  goal: ValidGoal,
  known: Knowledge,
  cone: Cone,
  most: number,
): Promise<number | null> {
  for (let steps = 1; steps <= most; steps += 1) {
    const reply = await askCone(
      asker,
      goal,
      known,
      cone,
      steps,
      false,
      hasMemory(goal.scope) ? 'floating' : 'anchored',
    );
    if (reply.kind !== 'unsat') return steps;
  }
  return null;
}
