import { type Component, childrenOf, type Expr } from './description.ts';

/** What an expression speaks of, seen through `let`s and mode names: own names as `x`, ports of parts as `p.x`. */
export function mentioned(expr: Expr, component: Component): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (e: Expr): void => {
    if (e.kind === 'port' || e.kind === 'family') found.add(`${e.part}.${e.port}`);
    if (e.kind === 'name') visitName(e.name);
    childrenOf(e).forEach(visit);
  };
  const visitName = (text: string): void => {
    const inner =
      component.lets.find((l) => l.name === text)?.value ?? component.modes.find((m) => m.name === text)?.when ?? null;
    if (inner === null) found.add(text);
    else visit(inner);
  };
  visit(expr);
  return found;
}

/** A guarantee that speaks of an implementation's internals is proved and not exported. */
export function isExported(expr: Expr, component: Component, isLeaf: boolean): boolean {
  if (isLeaf) return true;
  const internals = new Set(component.vars.map((v) => v.name));
  return [...mentioned(expr, component)].every((n) => !internals.has(n) && !n.includes('.'));
}

/** Names an own delayed output, and otherwise only constants and parameters. */
export function isSettled(expr: Expr, component: Component): boolean {
  const delayed = new Set(component.outputs.filter((o) => o.delayed).map((o) => o.name));
  const params = new Set(component.params.map((p) => p.name));
  const names = [...mentioned(expr, component)];
  return names.some((n) => delayed.has(n)) && names.every((n) => delayed.has(n) || params.has(n));
}
