import type { PartInstance, Scope, Variable } from '../model/model.ts';
import { variablesOf } from '../model/traverse.ts';

/** The parts of whose outputs a part's inputs are made, directly; a look at an earlier step counts too. */
export function producersOf(scope: Scope): ReadonlyMap<PartInstance, ReadonlySet<PartInstance>> {
  const byPath = new Map(scope.parts.map((part) => [part.path, part]));
  return new Map(scope.parts.map((part) => [part, reached(scope, part, byPath)]));
}

function reached(scope: Scope, part: PartInstance, byPath: ReadonlyMap<string, PartInstance>): Set<PartInstance> {
  const found = new Set<PartInstance>();
  const seen = new Set<Variable>();
  const stack: Variable[] = [...part.inputs, ...part.parameters];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const definition = scope.definitions.get(next);
    if (definition !== undefined) stack.push(...variablesOf(definition.body));
    else if (next.part !== null && byPath.has(next.part)) found.add(byPath.get(next.part)!);
  }
  return found;
}

/** Positions of the parts, producers before their users where there is no loop. */
export function dataOrder(scope: Scope): ReadonlyMap<PartInstance, number> {
  const producers = producersOf(scope);
  const order = new Map<PartInstance, number>();
  const entered = new Set<PartInstance>();
  for (const root of scope.parts) {
    const stack: { part: PartInstance; rest: PartInstance[] }[] = [];
    const enter = (part: PartInstance) => {
      if (entered.has(part)) return;
      entered.add(part);
      stack.push({ part, rest: [...producers.get(part)!] });
    };
    enter(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.rest.pop();
      if (next !== undefined) enter(next);
      else {
        order.set(top.part, order.size);
        stack.pop();
      }
    }
  }
  return order;
}
