import type { History } from './temporal_answers.ts';
import type { PartUse, TimedComponent, TimedProgram } from './temporal_description.ts';
import type { Monitor, Values } from './temporal_monitor.ts';
import { forAll, Questions, type Realizable } from './temporal_realizable.ts';
import { type Claimed, isImplemented, type View, viewOf, type Watched } from './temporal_view.ts';

/**
 * Every reachable state of a tiny component or system, by enumeration: what is true of it over time. A state is all that
 * the next step can depend on: the values of states, what the temporal operators remember, which faults are present and
 * which parts are freed.
 */
export interface Findings {
  /** For each claim the number of steps of its shortest counterexample, or null where there is none. */
  readonly claims: ReadonlyMap<string, number | null>;
  /** For each mode whether some execution enters it. */
  readonly reachable: ReadonlyMap<string, boolean>;
  /** The longest behaviour that keeps everything, looked for up to `LONGEST` steps. */
  readonly longest: number;
  /** Whether after every history there are outputs that answer. */
  readonly realizable: Realizable;
  /** The same for each choice of parameters. */
  readonly realizableAt: ReadonlyMap<string, Realizable>;
}

export const LONGEST = 40;
const MOST_MOMENTS = 120_000;

type Memory = string;

interface Node extends History {
  readonly present: readonly boolean[];
}

interface Moment {
  readonly node: Node;
  readonly ownHolds: boolean;
  /** The component's own guarantees, where it is a leaf. */
  readonly keptHold: boolean;
  readonly settledHold: boolean;
  readonly broken: readonly Claimed[];
  readonly entered: readonly string[];
  readonly choice: readonly number[];
}

const explored = new WeakMap<TimedProgram, Map<string, Findings | null>>();

/** What is true of the component of that name, for all values of its parameters; null where it has too many states. */
export function explore(program: TimedProgram, name: string): Findings | null {
  if (!explored.has(program)) explored.set(program, new Map());
  const known = explored.get(program)!;
  if (!known.has(name)) known.set(name, exploreAll(program, name));
  return known.get(name)!;
}

function exploreAll(program: TimedProgram, name: string): Findings | null {
  const byName = new Map(program.components.map((component) => [component.name, component]));
  const component = byName.get(name)!;
  const view = viewOf(component, byName);
  return exploreView(view, (params) =>
    isImplemented(component)
      ? new Questions(view, component, byName, (part) => isProvedAlone(program, component, part, params))
      : null,
  );
}

/** The same for a view, whatever it is of; without questions it is asked whether it answers as a leaf does. */
export function exploreView(view: View, questions: (params: Values) => Questions | null): Findings | null {
  let all: Findings | null = null;
  for (const values of combinations(view.params.map(() => 2))) {
    const params = new Map(view.params.map((param, at) => [param, values[at]!]));
    const found = exploreAt(view, params, questions(params));
    if (found === null) return null;
    all = all === null ? found : joined(all, found);
  }
  return all;
}

/** Null also of an implementation that is realizable with these values of its parameters, and with others is not. */
function isProvedAlone(program: TimedProgram, c: TimedComponent, part: string, params: Values): boolean | null {
  const { component, binds } = c.parts.find(({ name }) => name === part)!;
  const of = program.components.find(({ name }) => name === component)!;
  const found = explore(program, component);
  const here = found?.realizableAt.get(keyAt(of, binds, params)) ?? 'either';
  // To ask about a leaf that answers by itself changes nothing.
  if (!isImplemented(of)) return here === 'true';
  if (here === 'true') return found!.realizable === 'true' ? true : null;
  return here === 'either' ? null : false;
}

function keyAt({ params }: TimedComponent, binds: PartUse['binds'], outer: Values): string {
  const values = new Map(binds.map(({ param, to }) => [param, typeof to === 'string' ? outer.get(to)! : to ? 1 : 0]));
  return params.map((param) => values.get(param)).join();
}

/** A claim fails at its shortest counterexample, whatever the parameters; a witness may have any. */
function joined(a: Findings, b: Findings): Findings {
  const shorter = (id: string, steps: number | null) => {
    const other = b.claims.get(id)!;
    return steps === null || other === null ? (steps ?? other) : Math.min(steps, other);
  };
  return {
    claims: new Map([...a.claims].map(([id, steps]) => [id, shorter(id, steps)])),
    reachable: new Map([...a.reachable].map(([id, entered]) => [id, entered || b.reachable.get(id)!])),
    longest: Math.max(a.longest, b.longest),
    realizable: forAll([a.realizable, b.realizable]),
    realizableAt: new Map([...a.realizableAt, ...b.realizableAt]),
  };
}

/** `owed`: of an implemented component, what it owes at each step. */
function exploreAt(view: View, params: Values, owed: Questions | null): Findings | null {
  const start: Node = {
    values: new Map([...params, ...view.states.map((state) => [state.name, state.initial] as const)]),
    memory: null,
    present: view.faults.map(() => false),
    freed: view.parts.map(() => false),
  };
  const width = view.free.reduce((product, { size }) => product * size, 2 ** view.faults.length);
  const claims = new Map<string, number | null>(view.claims.map(({ id }) => [id, null]));
  const reachable = new Map(view.modes.map(({ id }) => [id, false]));
  // Each state that some behaviour leads to has a number; `after` holds the numbers of those that may follow it without a fault.
  const numbers = new Map<string, number>([[keyOf(view, start), 0]]);
  const after: number[][] = [];
  let layer: readonly Node[] = [start];
  let answered = true;
  let stuck = false;
  for (let steps = 1; layer.length > 0; steps += 1) {
    const next: Node[] = [];
    for (const node of layer) {
      const moments = momentsOf(view, node);
      if (owed === null) answered &&= answers(view, moments);
      else for (const present of faultsAfter(view, node)) owed.ask(node, present);
      if (view.ofLeaves) stuck ||= isStuck(view, node, moments);
      const successors = new Set<number>();
      for (const moment of moments) {
        const { present } = moment.node;
        for (const claim of moment.broken)
          if (claims.get(claim.id) === null && counts(claim, moment)) claims.set(claim.id, steps);
        if (!moment.ownHolds || !moment.keptHold) continue;
        if (!present.includes(true)) for (const id of moment.entered) reachable.set(id, true);
        const key = keyOf(view, moment.node);
        let number = numbers.get(key);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(key, number);
          next.push(moment.node);
        }
        if (!present.includes(true)) successors.add(number);
      }
      after.push([...successors]);
    }
    if (numbers.size * width > MOST_MOMENTS) return null;
    layer = next;
  }
  const known = owed === null ? (answered ? 'true' : 'false') : owed.realizable;
  const realizable = known !== 'false' && stuck ? 'not true' : known;
  const realizableAt = new Map([[view.params.map((param) => params.get(param)).join(), realizable]]);
  return { claims, reachable, longest: longestOf(after), realizable, realizableAt };
}

/** Whether a claim that is false at this moment is owed at it. */
function counts({ faults, settled, before }: Claimed, { node, ownHolds, keptHold }: Moment): boolean {
  if (node.present.filter((there) => there).length > faults) return false;
  return (settled || ownHolds) && (before || keptHold);
}

/** The steps of the longest behaviour, as far as `LONGEST`: layer by layer, with repetitions. */
function longestOf(after: readonly (readonly number[])[]): number {
  let layer: ReadonlySet<number> = new Set([0]);
  for (let steps = 0; steps < LONGEST; steps += 1) {
    layer = new Set([...layer].flatMap((number) => after[number]!));
    if (layer.size === 0) return steps;
  }
  return LONGEST;
}

function keyOf(view: View, { values, memory, present, freed }: Node): Memory {
  const states = view.states.map(({ name }) => values.get(name));
  return JSON.stringify([states, present, freed, memory === null ? null : [...memory.values()]]);
}

/** All steps that may follow and at which parts keep their contracts, whether or not the component keeps its own. */
function momentsOf(view: View, node: Node): Moment[] {
  const free = combinations(view.free.map(({ size }) => size));
  return faultsAfter(view, node).flatMap((present) =>
    free.flatMap((choice) => momentOf(view, node, present, choice) ?? []),
  );
}

/** A fault that is present stays present. */
function faultsAfter(view: View, node: Node): number[][] {
  return combinations(view.faults.map(() => 2)).filter((choice) =>
    node.present.every((there, at) => !there || choice[at] === 1),
  );
}

/** Whether for some faults and inputs that the assumptions allow no next step keeps all contracts of parts. */
function isStuck(view: View, node: Node, moments: readonly Moment[]): boolean {
  const read = [
    ...view.free.flatMap(({ input }, at) => (input ? [at] : [])),
    ...view.faults.map((_, at) => view.free.length + at),
  ];
  const keyAt = (choice: readonly number[]) => read.map((at) => choice[at]).join();
  const continued = new Set(moments.map(({ choice }) => keyAt(choice)));
  const alone = { ...view, parts: [] };
  const inputs = combinations(view.free.map(({ size, input }) => (input ? size : 1)));
  return faultsAfter(view, node).some((present) =>
    inputs.some(
      (choice) => !continued.has(keyAt([...choice, ...present])) && momentOf(alone, node, present, choice)!.ownHolds,
    ),
  );
}

function momentOf(view: View, node: Node, present: readonly number[], choice: readonly number[]): Moment | null {
  const values = new Map(node.values);
  for (const [at, { name, lowest }] of view.free.entries()) values.set(name, choice[at]! + lowest);
  for (const [at, name] of view.faults.entries()) values.set(name, present[at]!);
  const memory = new Map<Monitor, readonly unknown[]>();
  const run = (monitor: Monitor): boolean => {
    const { value, after } = monitor.run(values, node.memory?.get(monitor) ?? null);
    memory.set(monitor, after);
    return value;
  };
  for (const { name, value } of view.defined) {
    if (typeof value === 'boolean') values.set(name, value ? 1 : 0);
    else values.set(name, typeof value === 'string' ? values.get(value)! : run(value) ? 1 : 0);
  }
  const all = (watched: readonly Watched[]) =>
    watched.map(({ monitor, settled, id }) => ({ holds: run(monitor), settled, id }));
  const holds = (results: readonly { readonly holds: boolean }[]) => results.every((result) => result.holds);
  const ownHolds = holds(all(view.own));
  const kept = all(view.kept);
  const freed: boolean[] = [];
  for (const [at, part] of view.parts.entries()) {
    const free = node.freed[at]! || !holds(all(part.assumptions));
    freed.push(free);
    const promised = all(part.guarantees).filter(({ settled }) => (settled ? !node.freed[at]! : !free));
    if (!holds(promised)) return null;
  }
  const broken = view.claims.filter(({ monitor }) => !run(monitor));
  const entered = view.modes.filter(({ monitor }) => run(monitor)).map(({ id }) => id);
  const next = view.states.map((state) => {
    const truths = state.truths.map(run);
    return [state.name, state.next(values, () => truths.shift()!)] as const;
  });
  const params = view.params.map((name) => [name, values.get(name)!] as const);
  return {
    node: { values: new Map([...params, ...next]), memory, present: present.map((there) => there === 1), freed },
    ownHolds,
    keptHold: holds(kept.filter(({ settled }) => settled || ownHolds)),
    settledHold: holds(kept.filter(({ settled }) => settled)),
    broken,
    entered,
    choice: [...choice, ...present],
  };
}

/**
 * For a leaf: whatever faults there are, some delayed outputs keep the settled guarantees, and then for all allowed inputs
 * the others keep the rest.
 */
function answers(view: View, moments: readonly Moment[]): boolean {
  const at = (pick: (variable: View['free'][number]) => boolean) =>
    view.free.flatMap((variable, index) => (pick(variable) ? [index] : []));
  const faults = view.faults.map((_, index) => view.free.length + index);
  const delayed = at(({ delayed, input }) => delayed && !input);
  const inputs = at(({ input }) => input);
  return [...groups(moments, faults)].every((among) =>
    [...groups(among, delayed)].some(
      (settled) =>
        settled.every(({ settledHold }) => settledHold) &&
        [...groups(settled, inputs)].every(
          (answersTo) => !answersTo[0]!.ownHolds || answersTo.some(({ keptHold }) => keptHold),
        ),
    ),
  );
}

function groups(moments: readonly Moment[], by: readonly number[]): Iterable<readonly Moment[]> {
  const found = new Map<string, Moment[]>();
  for (const moment of moments) {
    const key = by.map((index) => moment.choice[index]).join();
    const group = found.get(key);
    if (group === undefined) found.set(key, [moment]);
    else group.push(moment);
  }
  return found.values();
}

function combinations(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (all, size) => all.flatMap((before) => Array.from({ length: size }, (_, value) => [...before, value])),
    [[]],
  );
}
