import type { Expr, Scope, Variable } from '../model/model.ts';
import type { CutSet, CutSets } from './cut_sets.ts';

/** Parameters whose value is not the same in all executions, and the values that they have, each as conditions. */
export interface Differing {
  readonly names: string;
  readonly settings: readonly (readonly Expr[])[];
}

/**
 * Whether the executions of several cut sets rest on different values of the run's parameters: a distribution over fault
 * sets speaks of one system, so they must not. Null where they do not.
 */
export function differingParameters(scope: Scope, found: readonly CutSets[]): Differing | null {
  const traces = found.flatMap(({ sets }) => sets.map(({ trace }) => trace));
  const differing = chosen(scope).filter(
    (variable) => new Set(traces.map((trace) => valueText(variable, trace))).size > 1,
  );
  if (differing.length === 0) return null;
  const settings = new Map(
    traces.map((trace) => [differing.map((variable) => valueText(variable, trace)).join(' '), trace]),
  );
  return {
    names: differing.map(({ name }) => name).join(', '),
    settings: [...settings.values()].map((trace) => differing.flatMap((variable) => held(variable, trace))),
  };
}

/** The values of the run's parameters in an execution, as conditions. */
export function settingOf(scope: Scope, trace: CutSet['trace']): readonly Expr[] {
  return chosen(scope).flatMap((variable) => held(variable, trace));
}

/** What is chosen once for the whole run, faults aside. */
function chosen(scope: Scope): readonly Variable[] {
  return scope.variables.filter(
    (variable) =>
      variable.rigid && variable.role !== 'fault' && !scope.definitions.has(variable) && !scope.states.has(variable),
  );
}

/** That the variable has the value that it has in the execution. */
function held(variable: Variable, trace: CutSet['trace']): Expr[] {
  const outcome = trace.behaviour.value(variable, trace.last);
  if (outcome.kind === 'undefined') return [];
  const { sort } = variable;
  const [left, right]: Expr[] = [
    { kind: 'variable', variable, sort },
    { kind: 'literal', sort, value: outcome.value },
  ];
  const bool = { kind: 'bool' } as const;
  return [
    sort.kind === 'bool'
      ? { kind: 'iff', left: left!, right: right!, sort: bool }
      : { kind: 'eq', left: left!, right: right!, sort: bool },
  ];
}

function valueText(variable: Variable, trace: CutSet['trace']): string {
  const outcome = trace.behaviour.value(variable, trace.last);
  if (outcome.kind === 'undefined') return 'undefined';
  return typeof outcome.value === 'object' ? outcome.value.toFraction() : String(outcome.value);
}
