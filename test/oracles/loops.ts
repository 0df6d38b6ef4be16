import { bareAssumptions, bareContract } from './contract.ts';
import { type Component, childrenOf, type Expr } from './description.ts';
import { definitionOf } from './frame.ts';
import { mentioned } from './names.ts';
import type { Instance, Scope } from './scope.ts';

/** A set of instances taken as one component. */
export interface Group {
  readonly members: readonly number[];
  readonly loop: boolean;
}

/** Loops within one step (as sets of instances) first, then every instance by itself that is in none. */
export function groupsOf(scope: Scope): readonly Group[] {
  const edges = portEdges(scope);
  const reach = closure(edges);
  const owner = new Map<string, number>();
  scope.instances.forEach((p, i) => {
    for (const port of [...p.component.inputs, ...p.component.outputs]) owner.set(`${p.path}.${port.name}`, i);
  });
  const sets: Set<number>[] = [];
  for (const [port, reached] of reach) {
    if (!reached.has(port)) continue;
    const members = [...reached].filter((other) => reach.get(other)?.has(port)).map((other) => owner.get(other)!);
    sets.push(new Set([owner.get(port)!, ...members]));
  }
  const loops = mergeOverlapping(sets);
  const single = scope.instances.map((_, i) => i).filter((i) => !loops.some((l) => l.has(i)));
  return [
    ...loops.map((l) => ({ members: [...l].sort((a, b) => a - b), loop: true })),
    ...single.map((i) => ({ members: [i], loop: false })),
  ];
}

/** Instances whose outputs decide, directly or not, what the members read; the members themselves left out. */
export function upstreamOf(scope: Scope, members: readonly number[]): readonly number[] {
  const found = new Set<number>();
  const queue = [...members];
  while (queue.length > 0) {
    for (const source of readInstances(scope, scope.instances[queue.pop()!]!)) {
      if (found.has(source) || members.includes(source)) continue;
      found.add(source);
      queue.push(source);
    }
  }
  return [...found].sort((a, b) => a - b);
}

function readInstances(scope: Scope, instance: Instance): readonly number[] {
  const ports = [...instance.wires.values()].flatMap((source) => sourcePorts(scope, source));
  return scope.instances.flatMap((p, i) => (ports.some((port) => port.startsWith(`${p.path}.`)) ? [i] : []));
}

/** Edges between ports: from an output to the inputs wired to it, and within a part from an input to what depends on it. */
function portEdges(scope: Scope): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  const add = (from: string, to: string): void => {
    if (!edges.has(from)) edges.set(from, new Set());
    edges.get(from)!.add(to);
  };
  for (const p of scope.instances) {
    for (const [input, source] of p.wires)
      for (const from of sourcePorts(scope, source)) add(from, `${p.path}.${input}`);
    for (const input of p.component.inputs) {
      for (const output of dependents(p.component, input.name)) add(`${p.path}.${input.name}`, `${p.path}.${output}`);
    }
  }
  return edges;
}

/** The part ports that a wire's source reads, through the enclosing component's definitions; families member by member. */
function sourcePorts(scope: Scope, source: Expr): readonly string[] {
  const found = new Set<string>();
  const visit = (e: Expr): void => {
    if (e.kind === 'port') found.add(`${e.index === null ? e.part : `${e.part}[${e.index}]`}.${e.port}`);
    if (e.kind === 'family') {
      for (const p of scope.instances) if (p.part === e.part) found.add(`${p.path}.${e.port}`);
    }
    if (e.kind === 'name') {
      const inner = definitionOf(scope.component, e.name);
      if (inner !== null) visit(inner);
    }
    childrenOf(e).forEach(visit);
  };
  visit(source);
  return [...found];
}

/**
 * Outputs that depend on input `x` within a step: none is `delayed`; all others if an assumption names `x`, else those to which
 * a chain of guarantees leads, each sharing an output that is not delayed, or a free variable, with the next.
 */
export function dependents(component: Component, input: string): readonly string[] {
  const outputs = component.outputs.filter((o) => !o.delayed).map((o) => o.name);
  if (bareAssumptions(component).some((a) => mentioned(a.body, component).has(input))) return outputs;
  const links = new Set([...outputs, ...component.vars.map((v) => v.name)]);
  const guarantees = bareContract(component).map((g) => mentioned(g.body, component));
  const reached = new Set([input]);
  for (const current of reached) {
    for (const names of guarantees) {
      if (!names.has(current)) continue;
      for (const n of names) if (links.has(n)) reached.add(n);
    }
  }
  return outputs.filter((o) => reached.has(o));
}

function closure(edges: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
  const result = new Map<string, Set<string>>();
  for (const start of edges.keys()) {
    const seen = new Set(edges.get(start));
    for (const at of seen) for (const next of edges.get(at) ?? []) seen.add(next);
    result.set(start, seen);
  }
  return result;
}

function mergeOverlapping(sets: readonly Set<number>[]): Set<number>[] {
  const merged: Set<number>[] = [];
  for (const set of sets) {
    const touching = merged.filter((m) => [...m].some((x) => set.has(x)));
    const union = new Set([...set, ...touching.flatMap((m) => [...m])]);
    for (const m of touching) merged.splice(merged.indexOf(m), 1);
    merged.push(union);
  }
  return merged;
}
