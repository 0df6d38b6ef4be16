import type { Scope, Variable } from '../model/model.ts';
import type { CutSet, CutSets } from './cut_sets.ts';

/**
 * Whether the executions of several cut sets rest on different values of the run's parameters: a distribution over fault
 * sets speaks of one system, so they must not. Returns the names of the parameters that differ, or null.
 */
export function differingParameters(scope: Scope, found: readonly CutSets[]): string | null {
  const free = scope.variables.filter(
    (variable) =>
      variable.rigid && variable.role !== 'fault' && !scope.definitions.has(variable) && !scope.states.has(variable),
  );
  const differing = free.filter(
    (variable) => new Set(found.flatMap(({ sets }) => sets.map(({ trace }) => valueText(variable, trace)))).size > 1,
  );
  return differing.length === 0 ? null : differing.map(({ name }) => name).join(', ');
}

function valueText(variable: Variable, trace: CutSet['trace']): string {
  const outcome = trace.behaviour.value(variable, trace.last);
  if (outcome.kind === 'undefined') return 'undefined';
  return typeof outcome.value === 'object' ? outcome.value.toFraction() : String(outcome.value);
}
