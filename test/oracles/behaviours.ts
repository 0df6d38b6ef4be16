import { conjunction, type Held } from './contract.ts';
import { type Constraint, mayHold, plan } from './enumerate.ts';
import type { Instance, Scope } from './scope.ts';

/**
 * The behaviours that the composition rule speaks of, for components without state.
 *
 * Steps are tied together only by the parameters and by which parts have been freed, so a search over sets of freed parts
 * (a bit for each instance) visits everything that any behaviour of any length can show at its last step.
 */
export interface Step {
  readonly env: readonly number[];
  /** Every hypothesis surely holds: nothing it needs was undefined. */
  readonly sure: boolean;
  /** Parts freed at earlier steps. */
  readonly freed: number;
}

export interface Reached {
  readonly rigid: readonly number[];
  readonly freed: readonly number[];
}

export interface Exploration {
  /** Clauses not to be counted on. */
  readonly without: (clause: Held) => boolean;
  /** Called for each last step; `beyond` are steps at which the own assumptions need not hold. */
  readonly visit: (step: Step) => void;
  readonly beyond: ((step: Step) => void) | null;
}

export function instanceAssumptions(instance: Instance): readonly Held[] {
  return [...instance.parameterRanges, ...instance.assumptions];
}

/** The contract of an instance as constraints, for the set of freed parts that `freed()` tells. */
export function keepsContract(
  instance: Instance,
  index: number,
  freed: () => number,
  without: (clause: Held) => boolean,
): readonly Constraint[] {
  const needs = instanceAssumptions(instance);
  if (needs.some(without)) return [];
  const needSlots = needs.flatMap((n) => [...n.slots]);
  const isFreed = () => ((freed() >> index) & 1) === 1;
  return instance.guarantees
    .filter((g) => !without(g))
    .map((g) =>
      g.settled
        ? { slots: g.slots, admits: (env) => isFreed() || g.read(env) !== 0 }
        : {
            slots: new Set([...needSlots, ...g.slots]),
            admits: (env) => isFreed() || conjunction(needs, env) !== 1 || g.read(env) !== 0,
          },
    );
}

/** Runs through every parameter choice, every reachable set of freed parts, and every step there. */
export function explore(scope: Scope, exploration: Exploration): readonly Reached[] {
  const { without } = exploration;
  let freed = 0;
  const contracts = scope.instances.flatMap((p, i) => keepsContract(p, i, () => freed, without));
  const own = [...scope.choiceRanges].filter((c) => !without(c)).map(mayHold);
  const assumptions = scope.assumptions.filter((c) => !without(c)).map(mayHold);
  const perStep = stepSlots(scope);
  const inside = plan(perStep, scope.domains, [...assumptions, ...own, ...contracts]);
  const outside = plan(perStep, scope.domains, [...own, ...contracts]);
  const env: number[] = new Array(scope.domains.length).fill(0);
  const reached: Reached[] = [];
  plan(
    scope.rigid,
    scope.domains,
    [],
  )(env, () => {
    const seen = new Set([0]);
    for (const set of seen) {
      freed = set;
      inside(env, () => {
        exploration.visit({ env, sure: isSure(scope, set, env, true), freed: set });
        for (const next of freedAfter(scope, set, env)) seen.add(next);
        return false;
      });
      if (exploration.beyond !== null) {
        outside(env, () => {
          exploration.beyond!({ env, sure: isSure(scope, set, env, false), freed: set });
          return false;
        });
      }
    }
    reached.push({ rigid: scope.rigid.map((s) => env[s]!), freed: [...seen] });
    return false;
  });
  return reached;
}

/** Slots that get a value at each step: what is read first, then part by part. */
export function stepSlots(scope: Scope): readonly number[] {
  return [
    ...scope.inputs,
    ...scope.choices,
    ...scope.outputs.map((o) => o.slot),
    ...scope.instances.flatMap((p) => p.unwired),
    ...scope.instances.flatMap((p) => [...p.outputs.map((o) => o.slot), ...p.internals]),
  ];
}

function isSure(scope: Scope, freed: number, env: readonly number[], assumptions: boolean): boolean {
  if (assumptions && conjunction(scope.assumptions, env) !== 1) return false;
  if (conjunction(scope.choiceRanges, env) !== 1) return false;
  return scope.instances.every((p, i) => {
    if (((freed >> i) & 1) === 1) return true;
    if (
      conjunction(
        p.guarantees.filter((g) => g.settled),
        env,
      ) !== 1
    )
      return false;
    const needs = conjunction(instanceAssumptions(p), env);
    return needs === 0 || (needs === 1 && conjunction(p.guarantees, env) === 1);
  });
}

/** Sets of freed parts that may follow: more than one where an assumption is undefined. */
function freedAfter(scope: Scope, freed: number, env: readonly number[]): readonly number[] {
  let sets = [freed];
  scope.instances.forEach((p, i) => {
    const needs = conjunction(instanceAssumptions(p), env);
    if (needs === 1) return;
    const also = sets.map((s) => s | (1 << i));
    sets = needs === 0 ? also : [...sets, ...also];
  });
  return sets;
}
