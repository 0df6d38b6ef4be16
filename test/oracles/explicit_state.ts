import {
  type Formula,
  type NamedFormula,
  SIZE,
  type TimedComponent,
  type TimedProgram,
  type Update,
} from './temporal_description.ts';

/**
 * Every reachable state of a tiny component or system, by enumeration: what is true of it over time. A state is all that
 * the next step can depend on: the values of states, what the temporal operators remember, and which parts are freed.
 */
export interface Findings {
  /** For each claim the number of steps of its shortest counterexample, or null where there is none. */
  readonly claims: ReadonlyMap<string, number | null>;
  /** The longest behaviour that keeps everything, looked for up to `LONGEST` steps. */
  readonly longest: number;
  /** For a leaf: whether after every history there is a choice of outputs. Null for others. */
  readonly realizable: boolean | null;
}

export const LONGEST = 40;
const MOST_STATES = 6000;

type Values = ReadonlyMap<string, number>;
type Memory = string;

/** A formula as a machine: its value now, from the values now and what it remembers; and what it remembers next. */
class Monitor {
  readonly #formula: Formula;

  constructor(formula: Formula) {
    this.#formula = formula;
  }

  run(
    values: Values,
    before: readonly unknown[] | null,
  ): { readonly value: boolean; readonly after: readonly unknown[] } {
    const after: unknown[] = [];
    const value = evaluate(this.#formula, values, before, after);
    return { value, after };
  }
}

/** Evaluates from the leaves; each temporal operator has the next cell in the order of this walk. `before` is null at step 0. */
function evaluate(f: Formula, values: Values, before: readonly unknown[] | null, after: unknown[]): boolean {
  const go = (inner: Formula) => evaluate(inner, values, before, after);
  const cell = <T>(first: T): T => (before === null ? first : (before[after.length] as T));
  switch (f.op) {
    case 'const':
      return f.value;
    case 'is':
      return values.get(f.name) === f.value;
    case 'atMost':
      return values.get(f.name)! <= f.value;
    case 'not':
      return !go(f.a);
    case 'and':
    case 'or':
    case 'implies':
    case 'iff': {
      const [a, b] = [go(f.a), go(f.b)];
      return f.op === 'and' ? a && b : f.op === 'or' ? a || b : f.op === 'implies' ? !a || b : a === b;
    }
    case 'prev': {
      const now = go(f.a);
      const value = cell(f.initial);
      after.push(now);
      return value;
    }
    case 'once': {
      const now = go(f.a);
      const value = now || cell(false);
      after.push(value);
      return value;
    }
    case 'historically': {
      const now = go(f.a);
      const value = now && cell(true);
      after.push(value);
      return value;
    }
    case 'since': {
      const [a, b] = [go(f.a), go(f.b)];
      const value = b || (a && cell(false));
      after.push(value);
      return value;
    }
    case 'held': {
      const now = go(f.a);
      const run = now ? Math.min(cell(0) + 1, f.n) : 0;
      after.push(run);
      return run === f.n;
    }
    case 'initially': {
      const now = go(f.a);
      const first = cell(true);
      after.push(false);
      return !first || now;
    }
    case 'whenever': {
      const [asked, answered] = [go(f.a), go(f.b)];
      const waiting = [asked, ...cell<readonly boolean[]>(Array.from({ length: f.n }, () => false))];
      const due = waiting[f.n]!;
      after.push(answered ? waiting.slice(0, f.n).map(() => false) : waiting.slice(0, f.n));
      return !due || answered;
    }
  }
}

interface Watched {
  readonly id: string;
  readonly monitor: Monitor;
  readonly settled: boolean;
}

interface Contract {
  readonly assumptions: readonly Watched[];
  readonly guarantees: readonly Watched[];
}

/** One component seen by its claims: what is free, what is defined, whose contracts hold. */
interface View {
  readonly free: readonly {
    readonly name: string;
    readonly size: number;
    readonly delayed: boolean;
    readonly input: boolean;
  }[];
  readonly defined: readonly { readonly name: string; readonly monitor: Monitor | string }[];
  readonly states: readonly {
    readonly name: string;
    readonly initial: number;
    readonly next: (values: Values, truth: () => boolean) => number;
    readonly truths: readonly Monitor[];
  }[];
  readonly own: readonly Watched[];
  readonly kept: readonly Watched[];
  readonly parts: readonly Contract[];
  readonly claims: readonly Watched[];
}

interface Node {
  readonly values: Values;
  /** What each monitor remembers; null before step 0. */
  readonly memory: ReadonlyMap<Monitor, readonly unknown[]> | null;
  readonly freed: readonly boolean[];
}

interface Moment {
  readonly node: Node;
  readonly ownHolds: boolean;
  readonly contractsHold: boolean;
  readonly settledHold: boolean;
  readonly broken: readonly { readonly id: string; readonly settled: boolean }[];
  readonly choice: readonly number[];
}

/** What is true of the component of that name; null where it has more states than are looked at. */
export function explore(program: TimedProgram, name: string): Findings | null {
  const byName = new Map(program.components.map((component) => [component.name, component]));
  const component = byName.get(name)!;
  const view = viewOf(component, byName);
  const start: Node = {
    values: new Map(view.states.map((state) => [state.name, state.initial])),
    memory: null,
    freed: view.parts.map(() => false),
  };
  const claims = new Map<string, number | null>(view.claims.map(({ id }) => [id, null]));
  // Each state that some behaviour leads to has a number; `after` holds the numbers of those that may follow it.
  const numbers = new Map<string, number>([[keyOf(view, start), 0]]);
  const after: number[][] = [];
  let layer: readonly Node[] = [start];
  let realizable = true;
  for (let steps = 1; layer.length > 0; steps += 1) {
    const next: Node[] = [];
    for (const node of layer) {
      const moments = momentsOf(view, node);
      if (!answers(view, moments)) realizable = false;
      const successors = new Set<number>();
      for (const moment of moments) {
        if (!moment.contractsHold) continue;
        for (const { id, settled } of moment.broken)
          if ((settled || moment.ownHolds) && claims.get(id) === null) claims.set(id, steps);
        if (!moment.ownHolds) continue;
        const key = keyOf(view, moment.node);
        let number = numbers.get(key);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(key, number);
          next.push(moment.node);
        }
        successors.add(number);
      }
      after.push([...successors]);
    }
    if (numbers.size > MOST_STATES) return null;
    layer = next;
  }
  const leaf =
    component.parts.length === 0 &&
    component.states.length === 0 &&
    component.outputs.every(({ value }) => value === null);
  return { claims, longest: longestOf(after), realizable: leaf ? realizable : null };
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

function keyOf(view: View, { values, memory, freed }: Node): Memory {
  const states = view.states.map(({ name }) => values.get(name));
  return JSON.stringify([states, freed, memory === null ? null : [...memory.values()]]);
}

/** All steps that may follow, whether or not assumptions and contracts hold at them. */
function momentsOf(view: View, node: Node): Moment[] {
  return combinations(view.free.map(({ size }) => size)).map((choice) => momentOf(view, node, choice));
}

function momentOf(view: View, node: Node, choice: readonly number[]): Moment {
  const values = new Map(node.values);
  for (const [at, { name }] of view.free.entries()) values.set(name, choice[at]!);
  const memory = new Map<Monitor, readonly unknown[]>();
  const run = (monitor: Monitor): boolean => {
    const { value, after } = monitor.run(values, node.memory?.get(monitor) ?? null);
    memory.set(monitor, after);
    return value;
  };
  for (const { name, monitor } of view.defined)
    values.set(name, typeof monitor === 'string' ? values.get(monitor)! : run(monitor) ? 1 : 0);
  const all = (watched: readonly Watched[]) =>
    watched.map(({ monitor, settled, id }) => ({ holds: run(monitor), settled, id }));
  const holds = (results: readonly { readonly holds: boolean }[]) => results.every((result) => result.holds);
  const ownHolds = holds(all(view.own));
  const kept = all(view.kept);
  const freed: boolean[] = [];
  let contractsHold = holds(kept.filter(({ settled }) => settled || ownHolds));
  for (const [at, part] of view.parts.entries()) {
    const free = node.freed[at]! || !holds(all(part.assumptions));
    freed.push(free);
    const promised = all(part.guarantees).filter(({ settled }) => (settled ? !node.freed[at]! : !free));
    contractsHold &&= holds(promised);
  }
  const broken = all(view.claims).filter((claim) => !claim.holds);
  const next = view.states.map((state) => {
    const truths = state.truths.map(run);
    return [state.name, state.next(values, () => truths.shift()!)] as const;
  });
  return {
    node: { values: new Map(next), memory, freed },
    ownHolds,
    contractsHold,
    settledHold: holds(kept.filter(({ settled }) => settled)),
    broken,
    choice,
  };
}

/** For a leaf: some delayed outputs keep the settled guarantees, and then for all allowed inputs the others keep the rest. */
function answers(view: View, moments: readonly Moment[]): boolean {
  const at = (pick: (variable: View['free'][number]) => boolean) =>
    view.free.flatMap((variable, index) => (pick(variable) ? [index] : []));
  const delayed = at(({ delayed, input }) => delayed && !input);
  const inputs = at(({ input }) => input);
  return [...groups(moments, delayed)].some(
    (settled) =>
      settled.every(({ settledHold }) => settledHold) &&
      [...groups(settled, inputs)].every(
        (answersTo) => !answersTo[0]!.ownHolds || answersTo.some(({ contractsHold }) => contractsHold),
      ),
  );
}

function groups(moments: readonly Moment[], by: readonly number[]): Iterable<readonly Moment[]> {
  const found = new Map<string, Moment[]>();
  for (const moment of moments) {
    const key = by.map((index) => moment.choice[index]).join();
    found.set(key, [...(found.get(key) ?? []), moment]);
  }
  return found.values();
}

function combinations(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (all, size) => all.flatMap((before) => Array.from({ length: size }, (_, value) => [...before, value])),
    [[]],
  );
}

function viewOf(c: TimedComponent, byName: ReadonlyMap<string, TimedComponent>): View {
  const delayedOwn = new Set(c.outputs.filter(({ delayed }) => delayed).map(({ name }) => name));
  const watch =
    (prefix: string, settledOver: ReadonlySet<string>) =>
    ({ name, body }: NamedFormula): Watched => ({
      id: `${prefix}${name}`,
      monitor: new Monitor(body),
      settled: isSettled(body, settledOver),
    });
  const implemented = c.parts.length > 0 || c.states.length > 0 || c.outputs.some(({ value }) => value !== null);
  const nothing = new Set<string>();
  const partOf = (part: TimedComponent['parts'][number]) => ({ part, of: byName.get(part.component)! });
  const parts = c.parts.map(partOf);
  return {
    free: [
      ...c.inputs.map(({ name, domain }) => ({ name, size: SIZE[domain], delayed: false, input: true })),
      ...[...c.outputs, ...c.vars]
        .filter(({ value }) => value === null)
        .map(({ name, domain, delayed }) => ({ name, size: SIZE[domain], delayed, input: false })),
      // What is wired to nothing may be any value.
      ...parts.flatMap(({ part, of }) =>
        of.inputs
          .filter(({ name }) => !part.wires.some(({ input }) => input === name))
          .map(({ name, domain }) => ({
            name: `${part.name}.${name}`,
            size: SIZE[domain],
            delayed: false,
            input: true,
          })),
      ),
      ...parts.flatMap(({ part, of }) =>
        of.outputs.map(({ name, domain }) => ({
          name: `${part.name}.${name}`,
          size: SIZE[domain],
          delayed: false,
          input: false,
        })),
      ),
    ],
    defined: [
      ...parts.flatMap(({ part }) =>
        part.wires.map(({ input, source }) => ({
          name: `${part.name}.${input}`,
          monitor: source.op === 'port' ? source.name : new Monitor(source),
        })),
      ),
      ...c.outputs.flatMap(({ name, value }) => (value === null ? [] : [{ name, monitor: new Monitor(value) }])),
    ],
    states: c.states.map((state) => ({
      name: state.name,
      initial: state.initial,
      truths: truthsOf(state.next).map((f) => new Monitor(f)),
      next: (values, truth) => updated(state.next, values.get(state.name)!, truth),
    })),
    own: c.assumptions.map(watch('', nothing)),
    kept: implemented ? [] : c.guarantees.map(watch('', delayedOwn)),
    parts: parts.map(({ part, of }) => contractOf(part.name, of)),
    claims: [
      ...(implemented
        ? [...c.guarantees.map(watch(`${c.name}.`, delayedOwn)), ...c.invariants.map(watch(`${c.name}.`, nothing))]
        : []),
      ...parts.flatMap(({ part, of }) =>
        of.assumptions.map(({ name, body }) =>
          watch(`${c.name}.`, nothing)({ name: `${part.name}.${name}`, body: within(part.name, body) }),
        ),
      ),
    ],
  };
}

function contractOf(part: string, of: TimedComponent): Contract {
  const internal = new Set(of.states.map(({ name }) => name));
  const delayed = new Set(of.outputs.filter((port) => port.delayed).map(({ name }) => name));
  const watch = ({ name, body }: NamedFormula): Watched => ({
    id: name,
    monitor: new Monitor(within(part, body)),
    settled: isSettled(body, delayed),
  });
  return {
    assumptions: of.assumptions.map(watch),
    guarantees: of.guarantees.filter(({ body }) => ![...namesIn(body)].some((name) => internal.has(name))).map(watch),
  };
}

/** A formula of a component as its parent sees it. */
function within(part: string, f: Formula): Formula {
  const go = (inner: Formula) => within(part, inner);
  if (f.op === 'const') return f;
  if ('name' in f) return { ...f, name: `${part}.${f.name}` };
  return 'b' in f ? { ...f, a: go(f.a), b: go(f.b) } : { ...f, a: go(f.a) };
}

function namesIn(f: Formula, underPrev = true): Set<string> {
  if (f.op === 'const') return new Set();
  if ('name' in f) return new Set([f.name]);
  if (f.op === 'prev' && !underPrev) return new Set();
  return new Set([...namesIn(f.a, underPrev), ...('b' in f ? namesIn(f.b, underPrev) : [])]);
}

/** Names delayed outputs and, but for what stands under `prev`, nothing else. */
function isSettled(f: Formula, delayed: ReadonlySet<string>): boolean {
  const now = [...namesIn(f, false)];
  return now.length > 0 && now.every((name) => delayed.has(name));
}

/** The formulas of an update, in the order in which `updated` asks for them. */
function truthsOf(update: Update): Formula[] {
  if (update.op === 'truth') return [update.of];
  return update.op === 'if' ? [update.condition, ...truthsOf(update.yes), ...truthsOf(update.no)] : [];
}

function updated(update: Update, now: number, truth: () => boolean): number {
  switch (update.op) {
    case 'number':
      return update.value;
    case 'stay':
      return now;
    case 'count':
      return Math.min(now + 1, 2);
    case 'around':
      return (now + 1) % 3;
    case 'truth':
      return truth() ? 1 : 0;
    case 'if': {
      const condition = truth();
      const [yes, no] = [updated(update.yes, now, truth), updated(update.no, now, truth)];
      return condition ? yes : no;
    }
  }
}
