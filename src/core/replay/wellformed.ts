import { freeVariables, type Trace } from '../eval/trace.ts';
import { isWhole } from '../exact/rational.ts';
import type { Scope, Sort, Value, Variable } from '../model/model.ts';
import type { FaultsAllowed } from './claim.ts';

const NONE: ReadonlySet<Variable> = new Set();

/**
 * What is wrong with the trace as a trace of the scope: a value that is missing or of the wrong sort. Null if nothing is.
 * `absent` are the variables that may lack a value at the last step.
 */
export function malformed(scope: Scope, trace: Trace, absent: ReadonlySet<Variable> = NONE): string | null {
  if (trace.steps.length === 0) return 'the execution has no step';
  const free = freeVariables(scope);
  const last = trace.steps.length - 1;
  for (const variable of free.rigid) {
    const problem = misfit(variable, trace.rigid.get(variable), 'for the run');
    if (problem !== null) return problem;
  }
  for (const [step, values] of trace.steps.entries()) {
    for (const variable of step === 0 ? [...free.perStep, ...free.atStart] : free.perStep) {
      const value = values.get(variable);
      if (value === undefined && step === last && absent.has(variable)) continue;
      const problem = misfit(variable, value, `at step ${step}`);
      if (problem !== null) return problem;
    }
  }
  return null;
}

function misfit(variable: Variable, value: Value | undefined, when: string): string | null {
  if (value === undefined) return `${variable.name} has no value ${when}`;
  return inSort(value, variable.sort) ? null : `${variable.name} has a value of another sort ${when}`;
}

/** Whether the value belongs to the sort: ints are whole, members are declared. */
export function inSort(value: Value, sort: Sort): boolean {
  switch (sort.kind) {
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'object' && isWhole(value);
    case 'real':
      return typeof value === 'object';
    case 'enum':
      return typeof value === 'string' && sort.members.includes(value);
  }
}

/** What is wrong with the faults: one that goes away again, or more than are allowed. Null if nothing is. */
export function faultProblem(scope: Scope, trace: Trace, allowed: FaultsAllowed): string | null {
  const faults = scope.variables.filter((variable) => variable.role === 'fault' && !scope.definitions.has(variable));
  const present: Variable[] = [];
  for (const fault of faults) {
    const history = trace.steps.map((values) => (fault.rigid ? trace.rigid : values).get(fault) === true);
    const start = history.indexOf(true);
    if (start >= 0) present.push(fault);
    if (start >= 0 && history.includes(false, start)) return `fault ${fault.name} goes away after step ${start}`;
  }
  return excess(present, allowed);
}

function excess(present: readonly Variable[], allowed: FaultsAllowed): string | null {
  switch (allowed.kind) {
    case 'any':
      return null;
    case 'none':
      return present.length === 0 ? null : `fault ${present[0]!.name} is present where none may be`;
    case 'atMost':
      return BigInt(present.length) <= allowed.count ? null : `more than ${allowed.count} faults are present`;
    case 'avoiding': {
      const whole = allowed.sets.find((set) => [...set].every((fault) => present.includes(fault)));
      return whole === undefined
        ? null
        : `${[...whole].map(({ name }) => name).join(', ')} are present together where they may not be`;
    }
    case 'only': {
      const other = present.find((fault) => !allowed.faults.has(fault));
      return other === undefined ? null : `fault ${other.name} is present where it may not be`;
    }
  }
}
