import type { Scope } from '../model/model.ts';

/** Which faults excuse which part from some guarantee. */
export interface Overlap {
  readonly parts: readonly string[];
  readonly faults: readonly string[];
  /** By part, by fault. */
  readonly cells: readonly (readonly boolean[])[];
}

/** The matrix of a system: a column with several marks is a failure mode that parts have in common. */
export function overlapOf(scope: Scope): Overlap {
  const faults = scope.faults.map(({ variable }) => variable);
  const cells = scope.parts.map(({ guarantees }) => {
    const excuses = new Set(guarantees.flatMap(({ risk }) => risk?.unless ?? []));
    return faults.map((fault) => excuses.has(fault));
  });
  return { parts: scope.parts.map(({ path }) => path), faults: faults.map(({ name }) => name), cells };
}
