import { isPlain } from '../encode/facts.ts';
import type { PartInstance, Scope } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Decision } from './decision.ts';
import type { Knowledge } from './knowledge.ts';
import { mapLimited } from './limited.ts';
import { dataOrder } from './order.ts';
import type { Asker } from './session.ts';

/** A goal with the one who asks for it. */
export interface Asked {
  readonly goal: ValidGoal;
  readonly asker: Asker;
}

/** How many goals are encoded at once. */
export const WIDTH = 8;

/**
 * Decides all discharges of one scope together, by induction over steps.
 *
 * A proof for a step may use, at earlier steps, all discharges that are still candidates, and at the same step those that
 * come before it in one fixed order (producers first). A candidate that fails is struck out, and every proof that may
 * have used its part is made again without it; what is left at the end supports itself.
 */
export async function decideDischarges(
  scope: Scope,
  discharges: readonly Asked[],
  decide: (asker: Asker, goal: ValidGoal, known: Knowledge) => Promise<Decision>,
): Promise<{ decisions: Map<ValidGoal, Decision>; discharged: ReadonlySet<PartInstance> }> {
  const order = dataOrder(scope);
  const candidates = new Set<PartInstance>(scope.parts.filter((part) => isWholly(part, discharges)));
  const decisions = new Map<ValidGoal, Decision>();
  for (let open = [...discharges]; open.length > 0; ) {
    const made = await mapLimited(open, WIDTH, ({ goal, asker }) => decide(asker, goal, candidatesOf(candidates, order, goal)));
    for (const [at, { goal }] of open.entries()) decisions.set(goal, made[at]!);
    const struck = strike(discharges, decisions, candidates);
    open = discharges.filter(({ goal }) => restsOn(decisions.get(goal)!, goal, struck));
  }
  return { decisions, discharged: candidates };
}

/** Whether all that the part's contract rests on is asked: a part that is not asked about is never taken for discharged. */
function isWholly(part: PartInstance, discharges: readonly Asked[]): boolean {
  const asked = new Set(discharges.filter(({ goal }) => goal.discharges === part).map(({ goal }) => goal.clause));
  return [...part.parameterRanges, ...part.assumptions.filter(isPlain)].every((clause) => asked.has(clause));
}

/** A settled discharge is none: assumptions speak of this step's inputs, so they are used at the same step by later ones only. */
function candidatesOf(candidates: ReadonlySet<PartInstance>, order: ReadonlyMap<PartInstance, number>, goal: ValidGoal): Knowledge {
  const at = order.get(goal.discharges!)!;
  // The set changes while proofs are under way; each round works on what it was at its start.
  const now = new Set(candidates);
  return {
    discharged: (part) => now.has(part),
    dischargedNow: (part) => now.has(part) && order.get(part)! < at,
    lemmas: [],
  };
}

/** Removes the parts with a discharge that is not valid, and says which those are. */
function strike(
  discharges: readonly Asked[],
  decisions: ReadonlyMap<ValidGoal, Decision>,
  candidates: Set<PartInstance>,
): ReadonlySet<PartInstance> {
  const struck = new Set<PartInstance>();
  for (const { goal } of discharges) {
    const part = goal.discharges!;
    if (decisions.get(goal)!.kind === 'valid' || !candidates.has(part)) continue;
    candidates.delete(part);
    struck.add(part);
  }
  return struck;
}

/** Whether a proof may have used that these parts are discharged. A replayed counterexample rests on nothing. */
function restsOn(decision: Decision, goal: ValidGoal, struck: ReadonlySet<PartInstance>): boolean {
  if (struck.size === 0 || decision.kind === 'violated') return false;
  if (decision.kind !== 'valid') return true;
  if (decision.cone === null) return false;
  return struck.has(goal.discharges!) || [...struck].some((part) => decision.cone!.parts.has(part));
}
