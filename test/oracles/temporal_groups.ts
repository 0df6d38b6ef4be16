import type { TimedComponent } from './temporal_description.ts';
import { assumptionsOf, exportedOf, namesIn, namesNow } from './temporal_view.ts';

/** Parts taken as one component, by name, of which a system owes that they answer whatever they read. */
export interface PartGroup {
  readonly members: readonly string[];
  /** Whether they feed each other within a step. A part that is in no such loop is by itself. */
  readonly loop: boolean;
  /** The other parts of whose outputs, now or earlier, what they read is made. */
  readonly upstream: readonly string[];
  /** Whether something that they read depends, within the step and through other parts, on what they put out in it. */
  readonly throughOthers: boolean;
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Loops within a step, joined where they share a part, and each other part. */
export function groupsOf(c: TimedComponent, byName: ReadonlyMap<string, TimedComponent>): readonly PartGroup[] {
  const graph = portGraph(c, byName);
  const within = closureOf(graph);
  const joined: string[][] = [];
  for (const [port, from] of within) {
    if (!from.has(port)) continue;
    const cycle = [port, ...from].filter((other) => within.get(other)?.has(port) === true).map(partOf);
    const touching = joined.filter((other) => other.some((part) => cycle.includes(part)));
    for (const other of touching) joined.splice(joined.indexOf(other), 1);
    joined.push([...new Set([...touching.flat(), ...cycle])]);
  }
  const alone = c.parts.map(({ name }) => name).filter((name) => !joined.some((members) => members.includes(name)));
  const makers = closureOf(makersOf(c));
  return [
    ...joined.map((members) => ({ members, loop: true })),
    ...alone.map((name) => ({ members: [name], loop: false })),
  ].map(({ members, loop }) => ({
    members,
    loop,
    upstream: [...new Set(members.flatMap((part) => [...makers.get(part)!]))].filter((part) => !members.includes(part)),
    throughOthers: readsThroughOthers(c, graph, members),
  }));
}

const partOf = (port: string): string => port.split('.')[0]!;

/**
 * From each port of a part to those of whose values at the same step its own is made: an input from what is wired to it, an
 * output that is not delayed from inputs. It depends on all that the assumptions speak of, and on those that guarantees
 * speak of which name it, or are tied to such through other outputs.
 */
function portGraph(c: TimedComponent, byName: ReadonlyMap<string, TimedComponent>): Graph {
  const graph = new Map<string, ReadonlySet<string>>();
  for (const { name, component, wires } of c.parts) {
    for (const { input, source } of wires) {
      const read = source.op === 'port' ? [source.name] : [...namesNow(source)];
      graph.set(`${name}.${input}`, new Set(read.filter((port) => port.includes('.'))));
    }
    const of = byName.get(component)!;
    const outputs = of.outputs.filter(({ delayed }) => !delayed).map((output) => output.name);
    for (const output of outputs)
      graph.set(
        `${name}.${output}`,
        new Set([...inputsBehind(of, output, outputs)].map((input) => `${name}.${input}`)),
      );
  }
  return graph;
}

function inputsBehind(of: TimedComponent, output: string, chosen: readonly string[]): ReadonlySet<string> {
  const inputs = of.inputs.map(({ name }) => name);
  const promises = exportedOf(of).map(({ clause }) => namesNow(clause.body));
  const tied = new Set([output]);
  for (const name of tied)
    for (const names of promises)
      if (names.has(name)) for (const other of names) if (chosen.includes(other)) tied.add(other);
  const assumed = assumptionsOf(of).map(({ body }) => namesNow(body));
  const behind = [...assumed, ...promises.filter((names) => [...tied].some((name) => names.has(name)))];
  return new Set(inputs.filter((input) => behind.some((names) => names.has(input))));
}

/** From each part to those whose outputs it reads, at this step or at earlier ones. */
function makersOf(c: TimedComponent): Graph {
  return new Map(
    c.parts.map(({ name, wires }) => {
      const read = wires.flatMap(({ source }) => (source.op === 'port' ? [source.name] : [...namesIn(source)]));
      return [name, new Set(read.filter((port) => port.includes('.')).map(partOf))];
    }),
  );
}

function readsThroughOthers({ parts }: TimedComponent, graph: Graph, members: readonly string[]): boolean {
  const isInside = (port: string) => members.includes(partOf(port));
  const inputs = parts.flatMap(({ name, wires }) => wires.map(({ input }) => `${name}.${input}`)).filter(isInside);
  const outside = new Set(inputs.flatMap((port) => [...graph.get(port)!]).filter((port) => !isInside(port)));
  for (const port of outside) {
    for (const source of graph.get(port) ?? []) {
      if (!isInside(source)) outside.add(source);
      // What is delayed has its value before, and is made of nothing.
      else if (graph.has(source)) return true;
    }
  }
  return false;
}

/** Everything that can be reached in one or more steps. */
function closureOf(graph: Graph): Graph {
  return new Map(
    [...graph].map(([start, next]) => {
      const reached = new Set(next);
      for (const node of reached) for (const other of graph.get(node) ?? []) reached.add(other);
      return [start, reached];
    }),
  );
}
