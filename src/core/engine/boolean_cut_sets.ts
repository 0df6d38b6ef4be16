import { coneOf } from '../encode/cone.ts';
import type { Fact } from '../encode/facts.ts';
import { isPlain } from '../encode/facts.ts';
import { freeVariables, type Trace } from '../eval/trace.ts';
import type { PartInstance, Scope, Value, Variable } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import { type ReplayedTrace, replayClaim } from '../replay/replay.ts';
import { Diagrams, type Node, TooLarge } from '../risk/decision_diagram.ts';
import { type FaultSet, members } from '../risk/fault_set.ts';
import { claimOf } from './counterexample.ts';
import type { CutSet } from './cut_sets.ts';
import type { Decision } from './decision.ts';
import { FiniteReading, NotFinite } from './finite_reading.ts';

const MOST_NODES = 300_000;
const MOST_SETS = 6_000;

/**
 * Candidates for the minimal cut sets of a claim about one step in which everything it rests on is Boolean (or one of few
 * numbers, as a count is): by decision diagrams. Null where the claim is of another kind, or too large.
 *
 * They are candidates: that they are cut sets is replayed here, that there are no others is for the caller to confirm.
 */
export async function booleanCutSets(
  goal: ValidGoal,
  decide: (faults: ReadonlySet<Variable>) => Promise<Decision>,
): Promise<readonly CutSet[] | null> {
  const reading = read(goal);
  if (reading === null) return null;
  const cutSets: CutSet[] = [];
  let base: ReplayedTrace<'counterexample'> | null = null;
  for (const set of reading.sets) {
    const faults = new Set(members(set).map((at) => reading.variables[at]!));
    const overlaid: ReplayedTrace<'counterexample'> | null =
      base === null ? null : overlay(goal, base, reading, faults);
    const trace: ReplayedTrace<'counterexample'> | null = overlaid ?? (await ask(decide, faults));
    if (trace === null) return null;
    base ??= trace;
    cutSets.push({ faults, trace });
  }
  return cutSets;
}

interface Reading {
  /** By level; the faults come first. */
  readonly variables: readonly Variable[];
  readonly diagrams: Diagrams;
  /** The behaviours of one step in which the claim fails. */
  readonly failing: Node;
  readonly sets: readonly FaultSet[];
}

function read(goal: ValidGoal): Reading | null {
  const { scope } = goal;
  const cone = coneOf(scope, [goal.formula, ...goal.premises], { radius: null, guarded: () => true });
  const plain =
    goal.own === 'through' && goal.assumptionsNow === null && goal.guaranteesNow === null && goal.premises.length === 0;
  if (cone.temporal || !plain || [...cone.parts].some(isGuarded)) return null;
  try {
    return diagramOf(scope, goal, cone.facts, cone.variables);
  } catch (error) {
    if (error instanceof TooLarge || error instanceof NotFinite) return null;
    throw error;
  }
}

/** Whether the part may be freed: then more than one step would have to be looked at. */
function isGuarded(part: PartInstance): boolean {
  return part.parameterRanges.length > 0 || part.assumptions.some(isPlain);
}

function diagramOf(
  scope: Scope,
  goal: ValidGoal,
  facts: readonly Fact[],
  inCone: ReadonlySet<Variable>,
): Reading | null {
  const open = scope.variables.filter((variable) => inCone.has(variable) && !scope.definitions.has(variable));
  if (open.some(({ sort }) => sort.kind !== 'bool')) return null;
  const faults = open.filter(({ role }) => role === 'fault');
  const variables = [...faults, ...open.filter(({ role }) => role !== 'fault')];
  const diagrams = new Diagrams(MOST_NODES);
  const reading = new FiniteReading(scope, diagrams, new Map(variables.map((variable, level) => [variable, level])));
  let failing = diagrams.not(reading.truth(goal.formula));
  for (const { body } of facts) failing = diagrams.and(failing, reading.truth(body));
  const hidden = new Set(variables.map((_, level) => level).filter((level) => level >= faults.length));
  const possible = diagrams.upward(diagrams.exists(failing, hidden));
  const sets = diagrams.sets(diagrams.minimal(possible), MOST_SETS);
  return sets === null ? null : { variables, diagrams, failing, sets };
}

async function ask(decide: (faults: ReadonlySet<Variable>) => Promise<Decision>, faults: ReadonlySet<Variable>) {
  const decision = await decide(faults);
  return decision.kind === 'violated' ? decision.trace : null;
}

/** The execution of another cut set with the values of this one put in; null where that is no execution. */
function overlay(
  goal: ValidGoal,
  base: ReplayedTrace<'counterexample'>,
  { variables, diagrams, failing }: Reading,
  faults: ReadonlySet<Variable>,
): ReplayedTrace<'counterexample'> | null {
  const isFault = ({ role }: Variable) => role === 'fault';
  const fixed = (level: number): boolean | null => (isFault(variables[level]!) ? faults.has(variables[level]!) : null);
  const solution = diagrams.solution(diagrams.restrict(failing, fixed));
  if (solution === null) return null;
  const values = new Map<Variable, Value>(
    variables.map((variable, level) => [variable, isFault(variable) ? faults.has(variable) : solution.has(level)]),
  );
  for (const { variable } of goal.scope.faults) if (!values.has(variable)) values.set(variable, false);
  const replay = replayClaim(
    goal.scope,
    oneStep(goal.scope, base, values),
    claimOf({ ...goal, faults: { kind: 'only', faults } }),
  );
  return replay.kind === 'confirmed' ? replay.trace : null;
}

function oneStep(scope: Scope, base: ReplayedTrace, values: ReadonlyMap<Variable, Value>): Trace {
  const free = freeVariables(scope);
  const last = base.last;
  const valueOf = (variable: Variable): [Variable, Value] => {
    const outcome = base.behaviour.value(variable, last);
    return [variable, values.get(variable) ?? (outcome.kind === 'undefined' ? false : outcome.value)];
  };
  return { rigid: new Map(free.rigid.map(valueOf)), steps: [new Map([...free.perStep, ...free.atStart].map(valueOf))] };
}
