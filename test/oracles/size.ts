import { stepSlots } from './behaviours.ts';
import type { Component, Description } from './description.ts';
import { MARGIN } from './domain.ts';
import { refinementScope } from './refinement.ts';
import { buildScope, type Scope } from './scope.ts';

/** As many assignments as the brute force shall run through at most, for one set of freed parts. */
const LIMIT = 40_000;

/** Whether trying everything takes a moment only. */
export function isSmall(description: Description): boolean {
  return description.components.every((c) =>
    scopesToTry(description, c).every((s) => assignments(s) <= LIMIT && s.instances.length <= 4),
  );
}

function scopesToTry(description: Description, c: Component): readonly Scope[] {
  const base = description.components.find((other) => other.name === c.refines);
  const own = buildScope(description, c, null, MARGIN);
  return base === undefined ? [own] : [own, refinementScope(description, c, base, MARGIN)];
}

function assignments(scope: Scope): number {
  return [...scope.rigid, ...stepSlots(scope)].reduce(
    (product, slot) => product * Math.max(1, scope.domains[slot]!.length),
    1,
  );
}
