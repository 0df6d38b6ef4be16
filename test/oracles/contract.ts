import { binary, type Component, type Expr, isPartial, kindOf, name, namedClauses, type Type } from './description.ts';
import { isExported, isSettled } from './names.ts';
import { type Names, owing, type Reading, reading } from './reading.ts';

/** A clause with everything that the composition rule asks of it. */
export interface Held extends Reading {
  /** As obligations name it in its component: `x.range`, `assume1`, `auto.cap`. */
  readonly name: string;
  /** What it says, for the rule of dependency: own names of its component. */
  readonly body: Expr;
  readonly settled: boolean;
  /** Whether its own text holds a partial operator. */
  readonly partial: boolean;
}

/** Bare clauses of a component, in the order in which "earlier" is meant: ranges, clauses, modes. */
export interface BareClause {
  readonly name: string;
  readonly body: Expr;
}

export function rangeOf(variable: string, type: Type & { kind: 'int' }): Expr {
  return binary('and', binary('<=', type.low, name(variable)), binary('<=', name(variable), type.high));
}

function ranges(items: readonly { readonly name: string; readonly type: Type }[]): BareClause[] {
  return items.flatMap((i) =>
    i.type.kind === 'int' ? [{ name: `${i.name}.range`, body: rangeOf(i.name, i.type) }] : [],
  );
}

function written(component: Component, keyword: 'assume' | 'guarantee'): BareClause[] {
  const plain = namedClauses(component.clauses, keyword).map((c) => ({ name: c.name, body: c.clause.body }));
  const inModes = component.modes.flatMap((m) =>
    namedClauses(m.clauses, keyword).map((c) => ({
      name: `${m.name}.${c.name}`,
      body: binary('=>', name(m.name), c.clause.body),
    })),
  );
  return [...plain, ...inModes];
}

/** A range on an input is an assumption. */
export function bareAssumptions(component: Component): readonly BareClause[] {
  return [...ranges(component.inputs), ...written(component, 'assume')];
}

/** The clauses written as guarantees, without the ranges of outputs. */
export function writtenGuarantees(component: Component): readonly BareClause[] {
  return written(component, 'guarantee');
}

/** What a user of the component may count on: ranges of outputs, a leaf's free variables' ranges, exported guarantees. */
export function bareContract(component: Component): readonly BareClause[] {
  const leaf = kindOf(component) === 'leaf';
  const variables = leaf ? ranges(component.vars.filter((v) => v.value === null)) : [];
  const exported = written(component, 'guarantee').filter((c) => isExported(c.body, component, leaf));
  return [...ranges(component.outputs), ...variables, ...exported];
}

/** Reads a clause in a frame; `owner` is the id under which the component owes definedness (`Limiter`, `dry/Vehicle`). */
export function hold(clause: BareClause, component: Component, owner: string, names: Names): Held {
  const plain = reading(clause.body, names);
  const partial = isPartial(clause.body);
  return {
    ...(partial ? owing(plain, `${owner}.${clause.name}.defined`) : plain),
    name: clause.name,
    body: clause.body,
    settled: isSettled(clause.body, component),
    partial,
  };
}

/** Left to right: 1 all hold, 0 one is broken before any is undefined, NaN otherwise. */
export function conjunction(clauses: readonly Reading[], env: readonly number[]): number {
  for (const clause of clauses) {
    const value = clause.read(env);
    if (value !== 1) return value;
  }
  return 1;
}
