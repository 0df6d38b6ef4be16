import type { Definition, Expr, Variable } from './model.ts';
import { operandsOf, variablesOf } from './traverse.ts';

/** The definitions, sources before users; where they need each other in a loop between parts, in some fixed order. Does not recurse. */
export function definitionsInOrder(definitions: ReadonlyMap<Variable, Definition>): ReadonlyMap<Variable, Definition> {
  const ordered = new Map<Variable, Definition>();
  const entered = new Set<Variable>();
  for (const start of definitions.keys()) {
    const stack: { readonly variable: Variable; readonly sources: Iterator<Variable> }[] = [];
    const enter = (variable: Variable): void => {
      const definition = definitions.get(variable);
      if (definition === undefined || entered.has(variable)) return;
      entered.add(variable);
      stack.push({ variable, sources: sourcesOf(definition.body)[Symbol.iterator]() });
    };
    enter(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.sources.next();
      if (next.done !== true) enter(next.value);
      else {
        ordered.set(top.variable, definitions.get(top.variable)!);
        stack.pop();
      }
    }
  }
  return ordered;
}

/** The variables that an expression needs at the same step: those under `prev` come from the step before. */
function sourcesOf(expr: Expr): Iterable<Variable> {
  const found = new Set<Variable>();
  const seen = new Set<Expr>();
  const stack = [expr];
  let earlier = false;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'variable') found.add(node.variable);
    else if (node.kind === 'prev') {
      earlier = true;
      stack.push(node.initial);
    } else stack.push(...operandsOf(node));
  }
  return earlier ? found : variablesOf(expr);
}
