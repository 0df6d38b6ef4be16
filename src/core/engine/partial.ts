import type { Expr, Scope } from '../model/model.ts';
import { definedness } from '../obligations/definedness.ts';

const memo = new WeakMap<Scope, readonly Expr[]>();

/** That every item of the scope that holds a partial operator is defined: behaviours in which nothing is arbitrary. */
export function definedEverywhere(scope: Scope): readonly Expr[] {
  let formulas = memo.get(scope);
  if (formulas === undefined) memo.set(scope, (formulas = derive(scope)));
  return formulas;
}

function derive(scope: Scope): readonly Expr[] {
  const clauses = [
    ...scope.assumptions,
    ...scope.guarantees,
    ...scope.ranges,
    ...scope.parts.flatMap((part) => [...part.parameterRanges, ...part.assumptions, ...part.guarantees]),
  ];
  const states = [...scope.states.values()];
  const nexts = states.flatMap(({ initial, next }) => (initial === null ? [next] : [initial, next]));
  // Definitions of parts owe their definedness elsewhere, but their values are arbitrary here all the same.
  const bodies = [...[...clauses, ...scope.definitions.values()].map(({ body }) => body), ...nexts];
  return bodies.map(definedness).filter((formula) => !(formula.kind === 'literal' && formula.value === true));
}
