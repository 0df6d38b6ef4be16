import type { Expr, Scope, Value, Variable } from '../../src/core/model/model.ts';
import type { Claim, Goal, Hypotheses } from '../../src/core/replay/claim.ts';
import { replayClaim } from '../../src/core/replay/replay.ts';
import * as b from './scopes.ts';

/** Replaying in tests: the usual hypotheses, a claim, and what a replay says in one line. */

export const USUAL: Hypotheses = {
  assumptions: 'through',
  parts: 'through',
  ownGuarantees: 'none',
  faults: { kind: 'none' },
  given: [],
};

export function claim(goal: Expr | Goal, more: Partial<Hypotheses> = {}): Claim {
  const wrapped: Goal =
    'formula' in goal || 'clause' in goal || 'formulas' in goal ? goal : { kind: 'formula', formula: goal };
  return { hypotheses: { ...USUAL, ...more }, goal: wrapped };
}

export type Steps = readonly (readonly [Variable, Value | number])[][];

/** `confirmed`, or the kind with what was said. */
export function refute(scope: Scope, steps: Steps, c: Claim, rigid: Steps[number] = []): string {
  const replay = replayClaim(scope, b.trace(steps, rigid), c);
  return replay.kind === 'confirmed' ? 'confirmed' : `${replay.kind}: ${replay.what}`;
}
