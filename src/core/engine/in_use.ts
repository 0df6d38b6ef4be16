import { Unrolling } from '../encode/unrolling.ts';
import { floor } from '../exact/rational.ts';
import type { Term } from '../logic/term.ts';
import type { Definition, PartInstance, Scope, Sort, Value, Variable } from '../model/model.ts';
import { componentsOf } from '../model/parts.ts';
import type { Subject } from '../obligations/subject.ts';
import { quantity } from '../replay/cells.ts';

/** Values of a component's parameters, by name, with which some scope uses it as a part. */
export type Use = ReadonlyMap<string, Value>;

/**
 * With which parameter values each component is used as a part, over all scopes in which something is asked. Null for a
 * component of which some use leaves a parameter open: then no list of values says it all.
 */
export function usesOf(subjects: readonly Subject[]): ReadonlyMap<string, readonly Use[] | null> {
  const uses = new Map<string, Use[] | null>();
  for (const { scopes, anySize } of subjects) {
    for (const scope of scopes) {
      const unrolling = new Unrolling(scope);
      for (const part of scope.parts)
        for (const component of componentsOf(part))
          add(uses, component, anySize === null ? useOf(unrolling, part) : null);
    }
  }
  return uses;
}

function add(uses: Map<string, Use[] | null>, component: string, use: Use | null): void {
  const there = uses.get(component);
  if (there === null || use === null) uses.set(component, null);
  else if (there === undefined) uses.set(component, [use]);
  else if (!there.some((other) => sameUse(other, use))) there.push(use);
}

function sameUse(a: Use, b: Use): boolean {
  return a.size === b.size && [...a].every(([name, value]) => String(value) === String(b.get(name)));
}

function useOf(unrolling: Unrolling, part: PartInstance): Use | null {
  const values = new Map<string, Value>();
  for (const parameter of part.parameters) {
    const value = constantOf(unrolling.variable(parameter, 0), parameter.sort);
    if (value === null) return null;
    values.set(parameter.name.slice(part.path.length + 1), value);
  }
  return values;
}

function constantOf(term: Term, sort: Sort): Value | null {
  if (term.kind === 'boolean') return term.value;
  if (term.kind !== 'number') return null;
  if (sort.kind !== 'enum') return term.value;
  const at = floor(term.value);
  return sort.members.find((_, index) => BigInt(index) === at) ?? null;
}

/** The scope with its parameters at these values. */
export function restricted(scope: Scope, use: Use): Scope {
  const definitions = new Map<Variable, Definition>(scope.definitions);
  for (const variable of scope.variables) {
    const value = variable.role === 'param' && variable.part === null ? use.get(variable.name) : undefined;
    if (value === undefined || definitions.has(variable)) continue;
    const body = { kind: 'literal', sort: variable.sort, value } as const;
    definitions.set(variable, {
      variable,
      body,
      partial: null,
      origin: 'binding',
      annotations: [],
      span: variable.span,
    });
  }
  return { ...scope, definitions };
}

/** Whether the parameter values with which a scope has the part lie outside the ranges that its component, by itself, declares. */
export function isOutside(component: Scope, scope: Scope, part: PartInstance): boolean {
  const use = useOf(new Unrolling(scope), part);
  if (use === null) return false;
  const unrolling = new Unrolling(restricted(component, use));
  return component.parameterRanges.some(({ body }) => {
    const term = unrolling.term(body, 0);
    return term.kind === 'boolean' && !term.value;
  });
}

/** A use as a short phrase: `gain = 2, delay = 20 ms`. */
export function describeUse(scope: Scope, use: Use): string {
  return [...use].map(([name, value]) => `${name} = ${describeValue(scope, name, value)}`).join(', ');
}

function describeValue(scope: Scope, name: string, value: Value): string {
  const variable = scope.variables.find((other) => other.name === name && other.part === null);
  if (typeof value !== 'object' || variable === undefined) return String(value);
  const { shown, unit } = quantity(value, variable.sort, variable.unit);
  return unit === '' ? shown : `${shown} ${unit}`;
}
