import { Behaviour } from '../eval/evaluate.ts';
import type { Undefined } from '../eval/outcome.ts';
import { Plan } from '../eval/plan.ts';
import type { Trace } from '../eval/trace.ts';
import type { Scope } from '../model/model.ts';
import { type Claim, type Goal, type Hypotheses, openCounts } from './claim.ts';
import { judgeGoal } from './goal.ts';
import { type Check, checks, type Lacking, NOTHING } from './hypotheses.ts';
import { faultProblem, malformed } from './wellformed.ts';

/** What a replayed trace shows: a broken claim, an execution that exists, or inputs that are allowed. */
export type Shown = 'counterexample' | 'witness' | 'inputs';

class Replayed<S extends Shown> {
  /** Nominal: nothing but a successful replay in this file makes one. */
  readonly #replayed = true;
  readonly shows: S;
  readonly scope: Scope;
  readonly trace: Trace;
  /** All values of the execution. */
  readonly behaviour: Behaviour;

  constructor(shows: S, behaviour: Behaviour) {
    this.shows = shows;
    this.scope = behaviour.scope;
    this.trace = behaviour.trace;
    this.behaviour = behaviour;
  }

  /** The last step: the one that the claim is about. */
  get last(): number {
    return this.#replayed ? this.behaviour.length - 1 : 0;
  }
}

/** An execution that was run step by step in exact arithmetic and found to be what it claims to be. Only a replay makes one. */
export type ReplayedTrace<S extends Shown = Shown> = Replayed<S>;

export type Replay<S extends Shown> =
  | { readonly kind: 'confirmed'; readonly trace: ReplayedTrace<S> }
  /** The trace is not what it should be: `what` names the clause and the step. */
  | { readonly kind: 'disagrees'; readonly what: string }
  /** A value that matters is undefined, so nothing is confirmed. */
  | { readonly kind: 'undefined'; readonly what: string; readonly why: Undefined };

/** Runs the trace as a counterexample: every hypothesis is checked at every step, and the goal is false at the last. */
export function replayClaim(scope: Scope, trace: Trace, claim: Claim): Replay<'counterexample'> {
  return run('counterexample', scope, trace, claim.hypotheses, NOTHING, { goal: claim.goal, wanted: false });
}

/** Runs the trace as a witness: every hypothesis is checked at every step, and the goal (if any) is true at the last. */
export function replayWitness(
  scope: Scope,
  trace: Trace,
  goal: Goal | null,
  hypotheses: Hypotheses,
): Replay<'witness'> {
  return run('witness', scope, trace, hypotheses, NOTHING, goal === null ? null : { goal, wanted: true });
}

/**
 * Runs a history and the inputs of one more step: every hypothesis is checked at every step, but at the last step
 * the lacking variables have no value and the lacking parts' contracts are aside.
 */
export function replayInputs(scope: Scope, trace: Trace, hypotheses: Hypotheses, lacking: Lacking): Replay<'inputs'> {
  return run('inputs', scope, trace, hypotheses, lacking, null);
}

function run<S extends Shown>(
  shows: S,
  scope: Scope,
  trace: Trace,
  hypotheses: Hypotheses,
  lacking: Lacking,
  end: { readonly goal: Goal; readonly wanted: boolean } | null,
): Replay<S> {
  const problem = malformed(scope, trace, lacking.variables) ?? faultProblem(scope, trace, hypotheses.faults);
  if (problem !== null) return { kind: 'disagrees', what: problem };
  const behaviour = new Behaviour(planOf(scope), trace);
  const failed = firstFailure(checks(behaviour, hypotheses, lacking));
  if (failed?.judgement === false) return { kind: 'disagrees', what: `${failed.what} does not hold` };
  const missed = end === null ? null : ending(behaviour, end.goal, end.wanted);
  if (missed?.judgement === false) return { kind: 'disagrees', what: missed.what };
  const kept = end !== null && !end.wanted && openCounts(end.goal) ? null : failed;
  const open = kept ?? missed;
  if (open !== null && typeof open.judgement === 'object') {
    return { kind: 'undefined', what: `${open.what} has no value`, why: open.judgement };
  }
  return { kind: 'confirmed', trace: new Replayed(shows, behaviour) };
}

/** The first check that is false, or else the first that is open. */
function firstFailure(all: Iterable<Check>): Check | null {
  let open: Check | null = null;
  for (const check of all) {
    if (check.judgement === false) return check;
    if (check.judgement !== true) open ??= check;
  }
  return open;
}

/** What is wrong with the last step; null if the goal is as wanted. */
function ending(behaviour: Behaviour, goal: Goal, wanted: boolean): Check | null {
  const last = behaviour.length - 1;
  const judgement = judgeGoal(behaviour, goal, last);
  if (judgement === wanted) return null;
  const what = wanted ? `the goal does not hold at step ${last}` : `the claim is not broken at step ${last}`;
  return typeof judgement === 'object' ? { what: 'the goal', judgement } : { what, judgement: false };
}

const plans = new WeakMap<Scope, Plan>();

/** The analysis of a scope is made once: a trace is replayed again after every simplification. */
function planOf(scope: Scope): Plan {
  const plan = plans.get(scope) ?? new Plan(scope);
  plans.set(scope, plan);
  return plan;
}
