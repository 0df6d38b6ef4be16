import type { Clause, Expr, PartInstance, Scope, Variable } from '../model/model.ts';
import { operandsOf } from '../model/traverse.ts';

/**
 * The groups of parts that feed each other within one step. Output `y` depends on input `x` if `y` is not delayed and an
 * assumption names `x` outside `prev`, or a chain of guarantees leads from `x` to `y`, each sharing an output that is not
 * delayed, or a free variable, with the next. Groups that share a part are one.
 */
export function loopsWithinStep(scope: Scope): PartInstance[][] {
  const graph = portGraph(scope);
  const byPath = new Map(scope.parts.map((part) => [part.path, part]));
  const groups: Set<PartInstance>[] = [];
  for (const component of strongComponents(graph)) {
    if (component.length < 2) continue;
    const parts = new Set(component.flatMap((port) => byPath.get(port.part ?? '') ?? []));
    const touching = groups.filter((group) => [...parts].some((part) => group.has(part)));
    const merged = new Set([...touching.flatMap((group) => [...group]), ...parts]);
    groups.splice(0, groups.length, ...groups.filter((group) => !touching.includes(group)), merged);
  }
  return groups.map((group) => scope.parts.filter((part) => group.has(part)));
}

/** From each port to the ports of this step that its value may depend on. */
function portGraph(scope: Scope): Map<Variable, Variable[]> {
  const graph = new Map<Variable, Variable[]>();
  const names = new NowNames(scope);
  for (const part of scope.parts) {
    for (const input of part.inputs) graph.set(input, readBy(names, input));
    for (const [output, inputs] of dependencies(names, part)) graph.set(output, inputs);
  }
  return graph;
}

function readBy(names: NowNames, input: Variable): Variable[] {
  const definition = names.scope.definitions.get(input);
  if (definition === undefined) return [];
  return [...names.across(definition.body)].filter((variable) => variable.part !== null && !variable.rigid);
}

/** Which of the part's inputs each of its outputs depends on within a step. */
function dependencies(names: NowNames, part: PartInstance): Map<Variable, Variable[]> {
  const inputs = new Set(part.inputs);
  const settled = (variable: Variable) => variable.delayed;
  const assumed = new Set(
    part.assumptions.flatMap((clause) => named(names, clause)).filter((variable) => inputs.has(variable)),
  );
  const chosen = new Set([...part.outputs, ...part.internals].filter((variable) => !settled(variable)));
  const chains = chainsOf(names, part.guarantees, chosen);
  const result = new Map<Variable, Variable[]>();
  for (const output of chosen) {
    const chain = chains.find(({ links }) => links.has(output));
    const through = chain === undefined ? [] : [...chain.names].filter((variable) => inputs.has(variable));
    result.set(output, [...new Set([...assumed, ...through])]);
  }
  return result;
}

interface Chain {
  readonly links: ReadonlySet<Variable>;
  readonly names: ReadonlySet<Variable>;
}

/** Guarantees joined where they share something that is chosen in this step. */
function chainsOf(names: NowNames, guarantees: readonly Clause[], chosen: ReadonlySet<Variable>): Chain[] {
  let chains: Chain[] = [];
  for (const clause of guarantees) {
    const mentioned = named(names, clause);
    const links = mentioned.filter((variable) => chosen.has(variable));
    const touching = chains.filter((chain) => links.some((link) => chain.links.has(link)));
    const merged: Chain = {
      links: new Set([...touching.flatMap((chain) => [...chain.links]), ...links]),
      names: new Set([...touching.flatMap((chain) => [...chain.names]), ...mentioned]),
    };
    chains = [...chains.filter((chain) => !touching.includes(chain)), merged];
  }
  return chains;
}

function named(names: NowNames, clause: Clause): Variable[] {
  return [...names.within(clause.body)];
}

/** The free variables that expressions name at their own step: what stands under `prev`, and states, are earlier. */
class NowNames {
  readonly scope: Scope;
  readonly #memo = new Map<Variable, ReadonlySet<Variable>>();

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Inside one contract: a wired input is a name of its own. */
  within(expr: Expr): ReadonlySet<Variable> {
    return this.#leaves(expr, (variable) => this.#local(variable));
  }

  /** Over definitions of the scope: down to inputs and parts' outputs. A wired input that is read is followed too. */
  across(expr: Expr): ReadonlySet<Variable> {
    return this.#leaves(expr, (variable) => this.#everywhere(variable));
  }

  #local(variable: Variable): ReadonlySet<Variable> {
    const definition = this.scope.definitions.get(variable);
    if (definition === undefined || definition.origin === 'wire' || definition.origin === 'binding')
      return new Set([variable]);
    return this.within(definition.body);
  }

  #everywhere(variable: Variable): ReadonlySet<Variable> {
    const known = this.#memo.get(variable);
    if (known !== undefined) return known;
    this.#memo.set(variable, new Set());
    const definition = this.scope.definitions.get(variable);
    const leaves = definition === undefined ? new Set([variable]) : this.across(definition.body);
    this.#memo.set(variable, leaves);
    return leaves;
  }

  #leaves(expr: Expr, follow: (variable: Variable) => ReadonlySet<Variable>): ReadonlySet<Variable> {
    const leaves = new Set<Variable>();
    const seen = new Set<Expr>();
    const stack = [expr];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (next.kind === 'prev') continue;
      if (next.kind !== 'variable') stack.push(...operandsOf(next));
      else if (!this.scope.states.has(next.variable)) for (const leaf of follow(next.variable)) leaves.add(leaf);
    }
    return leaves;
  }
}

/** Tarjan's strongly connected components (1972), without recursion. */
export function strongComponents<T>(graph: ReadonlyMap<T, readonly T[]>): T[][] {
  const index = new Map<T, number>();
  const low = new Map<T, number>();
  const onStack = new Set<T>();
  const stack: T[] = [];
  const components: T[][] = [];
  for (const root of graph.keys()) {
    if (index.has(root)) continue;
    const calls: { node: T; rest: T[] }[] = [];
    const enter = (node: T) => {
      index.set(node, index.size);
      low.set(node, index.get(node)!);
      stack.push(node);
      onStack.add(node);
      calls.push({ node, rest: [...(graph.get(node) ?? [])] });
    };
    enter(root);
    for (let top = calls.at(-1); top !== undefined; top = calls.at(-1)) {
      const next = top.rest.pop();
      if (next !== undefined) {
        if (!index.has(next)) enter(next);
        else if (onStack.has(next)) low.set(top.node, Math.min(low.get(top.node)!, index.get(next)!));
        continue;
      }
      calls.pop();
      const parent = calls.at(-1);
      if (parent !== undefined) low.set(parent.node, Math.min(low.get(parent.node)!, low.get(top.node)!));
      if (low.get(top.node) !== index.get(top.node)) continue;
      const component: T[] = [];
      for (let node = stack.pop()!; ; node = stack.pop()!) {
        onStack.delete(node);
        component.push(node);
        if (node === top.node) break;
      }
      components.push(component);
    }
  }
  return components;
}
