import {
  COMMON,
  type Formula,
  LOWEST,
  type NamedFormula,
  type Port,
  SIZE,
  type TimedComponent,
  type Update,
} from './temporal_description.ts';
import { Monitor, type Values } from './temporal_monitor.ts';

/** A clause that is looked at: what it is called, and whether it is settled before the inputs of a step arrive. */
export interface Watched {
  readonly id: string;
  readonly monitor: Monitor;
  readonly settled: boolean;
}

/** A clause that is owed: with at most so many faults present; `before`: the component's own guarantees held earlier only. */
export interface Claimed extends Watched {
  readonly faults: number;
  readonly before: boolean;
}

export interface Contract {
  readonly part: string;
  readonly assumptions: readonly Watched[];
  readonly guarantees: readonly Watched[];
}

/** One component seen by its claims: what is free, what is defined, whose contracts hold. */
export interface View {
  /** Fixed for a run. */
  readonly params: readonly string[];
  /** Present from some step on, or never. */
  readonly faults: readonly string[];
  readonly free: readonly {
    readonly name: string;
    readonly size: number;
    /** The first of its values. */
    readonly lowest: number;
    readonly delayed: boolean;
    readonly input: boolean;
    /** Whose port it is; null for the component's own. */
    readonly part: string | null;
  }[];
  /** `reads`: the names on whose values at the same step it depends. */
  readonly defined: readonly {
    readonly name: string;
    readonly value: Monitor | string | boolean;
    readonly reads: readonly string[];
  }[];
  readonly states: readonly {
    readonly name: string;
    readonly initial: number;
    readonly next: (values: Values, truth: () => boolean) => number;
    readonly truths: readonly Monitor[];
  }[];
  readonly own: readonly Watched[];
  readonly kept: readonly Watched[];
  readonly parts: readonly Contract[];
  /** Whether there are parts, and all are leaves. */
  readonly ofLeaves: boolean;
  readonly claims: readonly Claimed[];
  /** Modes: some execution without faults enters them, or none. */
  readonly modes: readonly Watched[];
}

type Components = ReadonlyMap<string, TimedComponent>;

export function isImplemented(c: TimedComponent): boolean {
  return c.parts.length > 0 || c.states.length > 0 || c.outputs.some(({ value }) => value !== null);
}

export function viewOf(c: TimedComponent, byName: Components): View {
  const implemented = isImplemented(c);
  const nothing = new Set<string>();
  const watch = watching('', delayedOf(c));
  const parts = c.parts.map((part) => ({ part, of: byName.get(part.component)! }));
  return {
    params: c.params,
    faults: faultsOf(c, byName),
    free: [
      ...c.inputs.map((port) => freely(null, port, true)),
      ...[...c.outputs, ...c.vars].filter(({ value }) => value === null).map((port) => freely(null, port, false)),
      // What is wired to nothing may be any value.
      ...parts.flatMap(({ part, of }) =>
        of.inputs
          .filter(({ name }) => !part.wires.some(({ input }) => input === name))
          .map((port) => freely(part.name, port, true)),
      ),
      ...parts.flatMap(({ part, of }) => of.outputs.map((port) => freely(part.name, port, false))),
    ],
    defined: [
      ...parts.flatMap(({ part }) =>
        part.binds.map(({ param, to }) => ({ name: `${part.name}.${param}`, value: to, reads: [] })),
      ),
      ...parts.flatMap(({ part }) =>
        part.wires.map(({ input, source }) => definition(`${part.name}.${input}`, source)),
      ),
      ...c.outputs.flatMap(({ name, value }) => (value === null ? [] : [definition(name, value)])),
    ],
    states: c.states.map((state) => ({
      name: state.name,
      initial: state.initial,
      truths: truthsOf(state.next).map((f) => new Monitor(f)),
      next: (values, truth) => updated(state.next, values.get(state.name)!, values, truth),
    })),
    own: assumptionsOf(c).map(watching('', nothing)),
    kept: implemented ? [] : guaranteesOf(c).map(({ clause }) => watch(clause)),
    parts: parts.map(({ part, of }) => contractOf(part.name, of, byName)),
    ofLeaves: parts.length > 0 && parts.every(({ of }) => !isImplemented(of)),
    claims: claimsOf(c, byName),
    modes: c.modes.map(({ name, when }) => watching(`${c.name}.`, nothing)({ name: `${name}.reachable`, body: when })),
  };
}

function freely(part: string | null, { name, domain, delayed }: Port, input: boolean): View['free'][number] {
  const full = part === null ? name : `${part}.${name}`;
  return { name: full, size: SIZE[domain], lowest: LOWEST[domain], delayed, input, part };
}

function definition(name: string, value: NonNullable<Port['value']>): View['defined'][number] {
  return value.op === 'port'
    ? { name, value: value.name, reads: [value.name] }
    : { name, value: new Monitor(value), reads: [...namesNow(value)] };
}

export const ANY = Number.POSITIVE_INFINITY;

function claimsOf(c: TimedComponent, byName: Components): Claimed[] {
  const id = `${c.name}.`;
  const nothing = new Set<string>();
  const owed = (watched: Watched, faults: number, before = false): Claimed => ({ ...watched, faults, before });
  const system = c.parts.length > 0;
  const guarantees = guaranteesOf(c).map(({ clause, faults }) =>
    owed(watching(id, delayedOf(c))(clause), system ? faults : ANY),
  );
  const invariants = c.invariants.map((clause) => owed(watching(id, nothing)(clause), system ? 0 : ANY));
  const ranges = c.states
    .filter(({ domain }) => domain === 'count')
    .map(({ name }) => owed(watching(id, nothing)(inRange(name)), ANY));
  const some = c.modes.map(({ when }) => when).reduce<Formula>((a, b) => ({ op: 'or', a, b }), NEVER);
  return [
    ...(isImplemented(c) ? [...guarantees, ...invariants, ...ranges] : []),
    ...c.parts.flatMap(({ name, component }) =>
      assumptionsOf(byName.get(component)!).map((clause) =>
        owed(watching(id, nothing)({ name: `${name}.${clause.name}`, body: within(name, clause.body) }), 0),
      ),
    ),
    ...(c.modes.length === 0 ? [] : [owed(watching(id, nothing)({ name: 'modes', body: some }), ANY, true)]),
  ];
}

const NEVER: Formula = { op: 'const', value: false };

export function watching(prefix: string, delayed: ReadonlySet<string>): (clause: NamedFormula) => Watched {
  return ({ name, body }) => ({
    id: `${prefix}${name}`,
    monitor: new Monitor(body),
    settled: isSettled(body, delayed),
  });
}

export function delayedOf(c: TimedComponent): ReadonlySet<string> {
  return new Set(c.outputs.filter(({ delayed }) => delayed).map(({ name }) => name));
}

/** Assumptions with those of modes: each holds while its mode applies. */
export function assumptionsOf(c: TimedComponent): NamedFormula[] {
  return [
    ...rangesOf(c.inputs),
    ...c.assumptions,
    ...c.modes.flatMap((mode) => mode.assumptions.map((clause) => inMode(mode, clause))),
  ];
}

interface Promised {
  readonly clause: NamedFormula;
  readonly faults: number;
}

/** Guarantees with those of modes, and under how many faults each is owed by a system: the faults that it names are no reason. */
export function guaranteesOf(c: TimedComponent): Promised[] {
  const all = [
    ...rangesOf(c.outputs),
    ...c.guarantees,
    ...c.modes.flatMap((mode) => mode.guarantees.map((clause) => inMode(mode, clause))),
  ];
  return all.map(({ name, body, unless = [], tolerating }) => ({
    clause: { name, body: unless.reduce<Formula>((a, fault) => ({ op: 'or', a, b: present(fault) }), body) },
    faults: unless.length > 0 ? ANY : (tolerating ?? 0),
  }));
}

/** Ports with a range: of inputs they are assumed, of outputs promised. */
function rangesOf(ports: readonly Port[]): NamedFormula[] {
  return ports.filter(({ domain }) => domain === 'small').map(({ name }) => inRange(name));
}

function inRange(name: string): NamedFormula {
  const negative: Formula = { op: 'not', a: { op: 'atMost', name, value: -1 } };
  return { name: `${name}.range`, body: { op: 'and', a: negative, b: { op: 'atMost', name, value: 2 } } };
}

function inMode({ name, when }: TimedComponent['modes'][number], clause: NamedFormula): NamedFormula {
  return { ...clause, name: `${name}.${clause.name}`, body: { op: 'implies', a: when, b: clause.body } };
}

function present(name: string): Formula {
  return { op: 'is', name, value: 1 };
}

/** The faults inside: own ones, those of parts, and the common one where it or a part names that. */
function faultsOf(c: TimedComponent, byName: Components): string[] {
  const own = c.faults.filter((fault) => fault !== COMMON);
  const inner = c.parts.flatMap(({ name, component }) =>
    faultsOf(byName.get(component)!, byName).map((fault) => (fault === COMMON ? fault : `${name}.${fault}`)),
  );
  return [...new Set([...own, ...(namesCommon(c) ? [COMMON] : []), ...inner])];
}

/** Wherever a formula names it; that it stands in the file is not enough. */
function namesCommon({ faults: _, ...written }: TimedComponent): boolean {
  return JSON.stringify(written).includes(`"${COMMON}"`);
}

/** What a parent sees of a part. A system promises what it promises without faults, or else that some are present. */
function contractOf(part: string, of: TimedComponent, byName: Components): Contract {
  const delayed = delayedOf(of);
  const scope = faultsOf(of, byName);
  return {
    part,
    assumptions: assumptionsOf(of).map(({ name, body }) => watching('', new Set())({ name, body: within(part, body) })),
    guarantees: exportedOf(of).map(({ clause: { name, body }, faults }) => {
      const excused: Formula =
        of.parts.length === 0 || faults === ANY || scope.length === 0
          ? body
          : { op: 'or', a: body, b: { op: 'more', names: scope, n: faults } };
      return {
        id: name,
        monitor: new Monitor(within(part, excused)),
        settled: isSettled(body, delayed),
      };
    }),
  };
}

/** The guarantees that do not speak of what is inside. */
export function exportedOf(c: TimedComponent): readonly Promised[] {
  return guaranteesOf(c).filter(({ clause }) => ![...namesIn(clause.body)].some((name) => isInside(c, name)));
}

function isInside(c: TimedComponent, name: string): boolean {
  return c.states.some((state) => state.name === name) || isOfPart(c, name) || isHidden(c, name);
}

/** Variables of an implementation; a leaf's count as outputs. */
function isHidden(c: TimedComponent, name: string): boolean {
  return isImplemented(c) && c.vars.some((variable) => variable.name === name);
}

/** What a part has, but for its faults. */
function isOfPart(c: TimedComponent, name: string): boolean {
  return c.parts.some((part) => name.startsWith(`${part.name}.`)) && !/(?:^|\.)f\d+$/.test(name);
}

/** A formula of a component as its parent sees it. */
function within(part: string, f: Formula): Formula {
  const go = (inner: Formula) => within(part, inner);
  const seen = (name: string) => (name === COMMON ? name : `${part}.${name}`);
  if (f.op === 'const') return f;
  if ('name' in f) return { ...f, name: seen(f.name) };
  if (f.op === 'more') return { ...f, names: f.names.map(seen) };
  return 'b' in f ? { ...f, a: go(f.a), b: go(f.b) } : { ...f, a: go(f.a) };
}

export function namesIn(f: Formula, underPrev = true): Set<string> {
  if (f.op === 'const') return new Set();
  if ('name' in f) return new Set([f.name]);
  if (f.op === 'more') return new Set(f.names);
  if (f.op === 'prev' && !underPrev) return new Set();
  return new Set([...namesIn(f.a, underPrev), ...('b' in f ? namesIn(f.b, underPrev) : [])]);
}

/** What it speaks of at its own step. */
export function namesNow(f: Formula): Set<string> {
  return namesIn(f, false);
}

/** Names delayed outputs and, but for parameters, faults and what stands under `prev`, nothing else. */
function isSettled(f: Formula, delayed: ReadonlySet<string>): boolean {
  const now = [...namesNow(f)].filter((name) => name !== COMMON && !/(?:^|\.)[fk]\d+$/.test(name));
  return now.length > 0 && now.every((name) => delayed.has(name));
}

/** The formulas of an update, in the order in which `updated` asks for them. */
function truthsOf(update: Update): Formula[] {
  if (update.op === 'truth') return [update.of];
  return update.op === 'if' ? [update.condition, ...truthsOf(update.yes), ...truthsOf(update.no)] : [];
}

function updated(update: Update, now: number, values: Values, truth: () => boolean): number {
  switch (update.op) {
    case 'number':
      return update.value;
    case 'stay':
      return now;
    case 'from':
      return values.get(update.name)!;
    case 'more':
      // What is more than 2 is like 3.
      return Math.min(now + 1, 3);
    case 'count':
      return Math.min(now + 1, 2);
    case 'around':
      return (now + 1) % 3;
    case 'truth':
      return truth() ? 1 : 0;
    case 'if': {
      const condition = truth();
      const [yes, no] = [updated(update.yes, now, values, truth), updated(update.no, now, values, truth)];
      return condition ? yes : no;
    }
  }
}
