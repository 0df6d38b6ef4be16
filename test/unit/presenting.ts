import { expect } from 'vitest';
import { understand } from '../../src/core/check.ts';
import { claimOf } from '../../src/core/engine/counterexample.ts';
import type { Decision } from '../../src/core/engine/decision.ts';
import type { Decided } from '../../src/core/engine/run.ts';
import { freeVariables } from '../../src/core/eval/trace.ts';
import type { Sort, Value, Variable } from '../../src/core/model/model.ts';
import type { Obligation, ValidGoal } from '../../src/core/obligations/obligation.ts';
import { type ReplayedTrace, replayClaim } from '../../src/core/replay/replay.ts';
import { q } from './scopes.ts';

/** What was found about obligations of a text, made by hand: no solver is asked. */

/** The obligations that a text owes, by name. */
export function owed(text: string): ReadonlyMap<string, Obligation> {
  const nothing = () => ({ kind: 'problem', problem: 'missing', detail: '' }) as const;
  const { obligations, diagnostics } = understand({ path: 'test.safety', text }, nothing);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const all = obligations.flatMap((subject) => [...subject.obligations, ...subject.hidden]);
  return new Map(all.map((obligation) => [obligation.id, obligation]));
}

export function decidedAs(
  obligation: Obligation,
  decisions: readonly Decision[],
  more: Partial<Decided> = {},
): Decided {
  return {
    obligation,
    decisions,
    cutSets: [],
    knowledge: [],
    used: [],
    sizes: null,
    rlimit: 7,
    timeMs: 1.6,
    cached: false,
    ...more,
  };
}

/** Values at a step by name; what is not named is `false`, 0 or the first member. Whole numbers may be JavaScript numbers. */
export type Named = Readonly<Record<string, Value | number>>;

/** The values of the variables, in base units. */
export function valuesOf(variables: readonly Variable[], named: Named): Map<Variable, Value> {
  return new Map(variables.map((each) => [each, valueOf(named[each.name] ?? plain(each.sort))]));
}

function valueOf(value: Value | number): Value {
  return typeof value === 'number' ? q(Math.round(value * 1e6), 1_000_000) : value;
}

function plain(sort: Sort): Value | number {
  return sort.kind === 'bool' ? false : sort.kind === 'enum' ? sort.members[0]! : 0;
}

/** An execution in which the goal is broken, replayed; parameters are named beside the steps. */
export function execution(
  goal: ValidGoal,
  steps: readonly Named[],
  rigid: Named = {},
): ReplayedTrace<'counterexample'> {
  const free = freeVariables(goal.scope);
  const trace = {
    rigid: valuesOf(free.rigid, rigid),
    steps: steps.map((named, at) => valuesOf([...free.perStep, ...(at === 0 ? free.atStart : [])], named)),
  };
  const replay = replayClaim(goal.scope, trace, claimOf(goal));
  if (replay.kind !== 'confirmed') throw new Error(`${replay.kind}: ${replay.what}`);
  return replay.trace;
}
