import type { Wanted } from '../encode/unrolling.ts';
import { freeVariables, type Trace } from '../eval/trace.ts';
import { floor, isWhole, ZERO } from '../exact/rational.ts';
import type { Scope, Sort, Value, Variable } from '../model/model.ts';
import type { SolverValue } from '../smtlib/reply.ts';

/**
 * Turns a solver's values into a trace of the scope. Variables that the query does not mention get a plain value: a
 * parameter its default where that is a constant, others false, 0, the first member. Null where a value is irrational.
 */
export function decode(
  scope: Scope,
  wanted: readonly Wanted[],
  values: ReadonlyMap<string, SolverValue>,
  steps: number,
): Trace | null {
  const free = freeVariables(scope);
  const rigid = new Map<Variable, Value>(
    free.rigid.map((variable) => [variable, defaultOf(scope, variable) ?? plain(variable.sort)]),
  );
  const each = Array.from({ length: steps }, (_, step) => {
    const variables = step === 0 ? [...free.perStep, ...free.atStart] : free.perStep;
    return new Map<Variable, Value>(variables.map((variable) => [variable, plain(variable.sort)]));
  });
  for (const { variable, step, symbol } of wanted) {
    const raw = values.get(symbol.name);
    if (raw === undefined) continue;
    const value = decodeValue(variable.sort, raw);
    if (value === null) return null;
    if (step === null) rigid.set(variable, value);
    else each[step]?.set(variable, value);
  }
  return { rigid, steps: each };
}

/** A solver's value as one of the sort; null where it is irrational or no member. */
export function decodeValue(sort: Sort, value: SolverValue): Value | null {
  if (value === 'irrational') return null;
  if (sort.kind !== 'enum' || typeof value === 'boolean') return value;
  return member(sort.members, isWhole(value) ? floor(value) : -1n);
}

function member(members: readonly string[], at: bigint): string | null {
  return members.find((_, index) => BigInt(index) === at) ?? null;
}

function defaultOf({ defaults }: Scope, variable: Variable): Value | null {
  const own = defaults.get(variable);
  return own?.kind === 'literal' ? own.value : null;
}

function plain(sort: Sort): Value {
  switch (sort.kind) {
    case 'bool':
      return false;
    case 'int':
    case 'real':
      return ZERO;
    case 'enum':
      return sort.members[0]!;
  }
}
