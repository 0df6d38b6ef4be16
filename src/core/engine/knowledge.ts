import type { Lemma } from '../encode/behaviour.ts';
import { isPlain } from '../encode/facts.ts';
import type { FaultLimit } from '../model/fault_limit.ts';
import type { Expr, PartInstance } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';

/** What a proof about a scope may use. */
export interface Usable {
  /** Every assumption of the part holds at every step at which the scope's own do (no fault present). */
  readonly discharged: (part: PartInstance) => boolean;
  /** … and that may be used at the goal's own step too. */
  readonly dischargedNow: (part: PartInstance) => boolean;
  readonly lemmas: readonly Lemma[];
}

/** What has been proved about a scope so far, and may be used in its next proofs. */
export interface Knowledge extends Usable {
  readonly lemmas: readonly ProvedLemma[];
  /** With which faults it was proved; absent: with none. */
  readonly faults?: FaultLimit;
}

/** A lemma, and the claim that was proved. */
export interface ProvedLemma extends Lemma {
  readonly of: ValidGoal;
}

export const NOTHING_KNOWN: Knowledge = { discharged: () => false, dischargedNow: () => false, lemmas: [] };

/** What of the knowledge this goal may use: discharges were proved with no fault, and at steps at which all assumptions hold. */
export function usable(goal: ValidGoal, known: Knowledge): Knowledge {
  const holds = goal.faults === 'absent' || goal.scope.faults.length === 0 || goal.faults === known.faults;
  // What was proved of a leaf rests on its guarantees: where not all of them hold yet, it does not either.
  const kept = goal.scope.kind !== 'leaf' || goal.guaranteesNow === null;
  const now = goal.own === 'through' && goal.assumptionsNow === null && kept;
  return {
    discharged: (part) => assumesNothing(part) || (holds && known.discharged(part)),
    dischargedNow: (part) => assumesNothing(part) || (holds && now && known.dischargedNow(part)),
    lemmas: holds ? known.lemmas.map((lemma) => ({ ...lemma, now: lemma.now && now })) : [],
  };
}

/** A part that assumes nothing is never freed, whatever faults there are. */
function assumesNothing(part: PartInstance): boolean {
  return part.parameterRanges.length === 0 && !part.assumptions.some(isPlain);
}

/** A claim as it may be used by another proof, or by its own at steps before. */
export function claimed({ formula, premises }: ValidGoal): Expr {
  const sort = { kind: 'bool' } as const;
  return premises.length === 0
    ? formula
    : { kind: 'implies', left: { kind: 'and', operands: premises, sort }, right: formula, sort };
}
