import {
  COMMON,
  type Formula,
  type Mode,
  type NamedFormula,
  type PartUse,
  type Port,
  SIZE,
  type State,
  type TimedComponent,
  type TimedProgram,
  type Update,
} from './temporal_description.ts';

/**
 * Random programs over time, small enough to be enumerated: leaves and machines with modes, parameters and faults, systems of
 * them, and systems of systems. One number gives one program.
 */
export function randomTimed(seed: number): TimedProgram {
  const draw = new Draw(seed);
  const parts = Array.from({ length: draw.upTo(2) + 1 }, (_, at) =>
    draw.chance(0.4) ? leaf(draw, `L${at}`) : machine(draw, `M${at}`),
  );
  if (draw.chance(0.25)) return { components: parts };
  const inner = system(draw, 'S', parts);
  if (draw.chance(0.7)) return { components: [...parts, inner] };
  // Around a system another: it counts with its contract only.
  return { components: [...parts, inner, system(draw, 'T', [inner, ...parts], inner)] };
}

export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761 + 12345) >>> 0;
    for (let warm = 0; warm < 4; warm += 1) this.upTo(1);
  }

  /** A whole number from 0 to `most`. */
  upTo(most: number): number {
    this.#state = (Math.imul(this.#state ^ (this.#state >>> 15), 2246822519) + 3266489917) >>> 0;
    const mixed = Math.imul(this.#state ^ (this.#state >>> 13), 668265263) >>> 0;
    return ((mixed ^ (mixed >>> 16)) >>> 0) % (most + 1);
  }

  chance(share: number): boolean {
    return this.upTo(999) < share * 1000;
  }

  of<T>(items: readonly T[]): T {
    return items[this.upTo(items.length - 1)]!;
  }
}

export interface Name {
  readonly name: string;
  readonly size: number;
  /** Of the name of a mode: when it applies. */
  readonly mode?: Formula;
}

export const bit = (name: string): Name => ({ name, size: 2 });

const port = (draw: Draw, name: string, delayed: boolean): Port => ({
  name,
  delayed,
  domain: draw.chance(0.8) ? 'bool' : draw.chance(0.5) ? 'colour' : 'small',
  value: null,
});
export const nameOf = ({ name, domain }: Port | State): Name => ({ name, size: SIZE[domain] });

function atom(draw: Draw, names: readonly Name[]): Formula {
  if (names.length === 0) return { op: 'const', value: draw.chance(0.5) };
  const { name, size, mode } = draw.of(names);
  if (mode !== undefined) return { op: 'mode', mode: name, a: mode };
  return {
    op: isNumber(name, size) && draw.chance(0.3) ? 'atMost' : 'is',
    name,
    value: draw.upTo(size === SIZE.small ? 2 : size - 1),
  };
}

const isNumber = (name: string, size: number): boolean =>
  size === SIZE.small || (size === SIZE.count && /^s\d/.test(name));

/** `later`: names that may stand under `prev` only. */
export function formula(draw: Draw, now: readonly Name[], later: readonly Name[], depth: number): Formula {
  const go = () => formula(draw, now, later, depth - 1);
  const kind = depth <= 0 ? 0 : draw.upTo(11);
  if (now.length === 0 || (later.length > 0 && draw.chance(0.15)))
    return { op: 'prev', a: formula(draw, [...now, ...later], [], depth - 1), initial: draw.chance(0.5) };
  if (kind <= 2) return atom(draw, now);
  if (kind === 3) return { op: 'not', a: go() };
  if (kind <= 6) return { op: draw.of(['and', 'or', 'implies', 'iff'] as const), a: go(), b: go() };
  if (kind === 7) return { op: 'prev', a: go(), initial: draw.chance(0.5) };
  if (kind === 8) return { op: draw.of(['once', 'historically'] as const), a: go() };
  if (kind === 9) return { op: 'since', a: go(), b: go() };
  if (kind === 10) return { op: 'held', a: go(), n: draw.upTo(3) + 1 };
  return atom(draw, now);
}

export function clause(draw: Draw, now: readonly Name[], later: readonly Name[]): Formula {
  const kind = now.length === 0 ? 9 : draw.upTo(9);
  if (kind === 0) return { op: 'initially', a: formula(draw, now, later, 1) };
  if (kind === 1)
    return { op: 'whenever', a: formula(draw, now, later, 1), b: formula(draw, now, later, 1), n: draw.upTo(4) };
  if (kind <= 3) return { op: 'implies', a: formula(draw, now, later, 1), b: formula(draw, now, later, 1) };
  return formula(draw, now, later, 2);
}

export function clauses(draw: Draw, prefix: string, most: number, make: () => Formula): NamedFormula[] {
  return Array.from({ length: draw.upTo(most) }, (_, at) => ({ name: `${prefix}${at}`, body: make() }));
}

/** Guarantees; with delayed outputs some speak of these and earlier values only. `always`: what they may name besides. */
function promises(
  draw: Draw,
  inputs: readonly Port[],
  outputs: readonly Port[],
  { always, faults, most }: { always: readonly Name[]; faults: readonly string[]; most: number },
): NamedFormula[] {
  const delayed = outputs.filter((output) => output.delayed).map(nameOf);
  const all = [...inputs, ...outputs].map(nameOf);
  return clauses(draw, 'g', most, () =>
    delayed.length > 0 && draw.chance(0.6)
      ? clause(draw, [...delayed, ...always], all)
      : clause(draw, [...all, ...always], []),
  ).map((made) => (faults.length > 0 && draw.chance(0.5) ? { ...made, unless: [draw.of(faults)] } : made));
}

/** What a component has besides ports: parameters, and faults or modes. */
interface Extras {
  readonly params: readonly string[];
  readonly faults: readonly string[];
  readonly moded: boolean;
}

function extras(draw: Draw): Extras {
  const params = draw.chance(0.2) ? ['k0'] : [];
  const kind = draw.upTo(9);
  const faults = kind <= 1 ? ['f0'] : kind === 2 ? [COMMON] : [];
  return { params, faults, moded: kind >= 3 && kind <= 5 };
}

/** Modes that often cover every case. `now`: what all may speak of; `seen`: what guarantees may name too. */
export function modes(draw: Draw, now: readonly Name[], later: readonly Name[], seen: readonly Name[]): Mode[] {
  const first = formula(draw, now, later, 1);
  const other = formula(draw, now, later, 1);
  const whens: Formula[] = draw.chance(0.6) ? [first, { op: 'not', a: first }] : [first, other];
  return whens.map((when, at) => {
    // A mode with assumptions speaks of what these may speak of.
    const assumptions = draw.chance(0.4) ? clauses(draw, 'a', 1, () => formula(draw, now, later, 1)) : [];
    return { name: `m${at}`, when, assumptions, guarantees: clauses(draw, 'g', 2, () => formula(draw, seen, [], 1)) };
  });
}

export function named(all: readonly Mode[]): Name[] {
  return all.map(({ name, when }) => ({ name, size: 2, mode: when }));
}

export function leaf(draw: Draw, name: string): TimedComponent {
  const { params, faults, moded } = extras(draw);
  const rigid = params.map(bit);
  const inputs = [port(draw, 'x', false)];
  const outputs = Array.from({ length: draw.upTo(1) + 1 }, (_, at) => port(draw, `y${at}`, draw.chance(0.3)));
  const known = [...inputs.map(nameOf), ...rigid];
  const own = moded ? modes(draw, known, outputs.map(nameOf), [...known, ...outputs.map(nameOf)]) : [];
  return {
    ...empty(name),
    params,
    faults,
    inputs,
    outputs,
    modes: own,
    assumptions: clauses(draw, 'a', 2, () => clause(draw, known, outputs.map(nameOf))),
    guarantees: promises(draw, inputs, outputs, {
      always: [...rigid, ...named(own), ...(draw.chance(0.5) ? faults.map(bit) : [])],
      faults,
      most: 3,
    }),
  };
}

export function machine(draw: Draw, name: string): TimedComponent {
  const { params, faults, moded } = extras(draw);
  const rigid = [...params, ...faults].map(bit);
  const inputs = [port(draw, 'x', false), ...(draw.chance(0.3) ? [port(draw, 'z', false)] : [])];
  const vars: Port[] = draw.chance(0.25) ? [{ name: 'v', domain: 'bool', delayed: false, value: null }] : [];
  const kinds = Array.from({ length: draw.upTo(1) + 1 }, (_, at) => ({
    name: `s${at}`,
    domain: draw.chance(0.5) ? ('bool' as const) : ('count' as const),
  }));
  const names = [...[...inputs, ...vars].map(nameOf), ...rigid];
  const counts = kinds.map(({ name: state, domain }) => ({ name: state, size: domain === 'bool' ? 2 : 3 }));
  const states = kinds.map(
    (kind): State => ({
      ...kind,
      initial: draw.upTo(kind.domain === 'bool' ? 1 : 2),
      next: update(draw, kind.domain, [...names, ...counts], simpleUpdates(draw, inputs), 2),
    }),
  );
  const copied = states.filter(({ domain }) => domain === 'count').map(({ name: state }) => state);
  const outputs = Array.from({ length: draw.upTo(1) + 1 }, (_, at): Port => {
    const delayed = draw.chance(0.4);
    const made = { name: `y${at}`, delayed };
    if (copied.length > 0 && draw.chance(0.25))
      return { ...made, domain: 'small', value: { op: 'port', name: draw.of(copied) } };
    return {
      ...made,
      domain: 'bool',
      value: delayed
        ? formula(draw, [...counts, ...params.map(bit)], names, 1)
        : formula(draw, [...names, ...counts], [], 1),
    };
  });
  const known = [...inputs.map(nameOf), ...params.map(bit)];
  const inside = [...known, ...outputs.map(nameOf), ...counts];
  const own = !moded
    ? []
    : draw.chance(0.5)
      ? modes(draw, known, outputs.map(nameOf), [...known, ...outputs.map(nameOf)])
      : // Modes of what is inside assume nothing.
        modes(draw, inside, [], inside).map((mode) => ({ ...mode, assumptions: [] }));
  return {
    ...empty(name),
    params,
    faults,
    inputs,
    outputs,
    vars,
    states,
    modes: own,
    assumptions: clauses(draw, 'a', 2, () => clause(draw, known, outputs.map(nameOf))),
    guarantees: promises(draw, inputs, outputs, { always: [...rigid, ...named(own)], faults, most: 3 }),
    invariants: clauses(draw, 'i', 1, () => formula(draw, [...counts, ...names, ...named(own)], [], 2)),
  };
}

function update(
  draw: Draw,
  domain: 'bool' | 'count',
  names: readonly Name[],
  simple: readonly Update[],
  depth: number,
): Update {
  const go = () => update(draw, domain, names, simple, depth - 1);
  if (depth > 0 && draw.chance(0.6)) return { op: 'if', condition: formula(draw, names, [], 1), yes: go(), no: go() };
  if (domain === 'bool') return draw.chance(0.7) ? { op: 'truth', of: formula(draw, names, [], 1) } : { op: 'stay' };
  const made = draw.of(simple);
  return made.op === 'number' ? { op: 'number', value: draw.upTo(2) } : made;
}

/** What one state does in the simple cases: what goes around must not leave the range, whose outside is one value to the oracle. */
function simpleUpdates(draw: Draw, inputs: readonly Port[]): Update[] {
  const from = inputs.filter(({ domain }) => domain === 'small').map(({ name }): Update => ({ op: 'from', name }));
  const further: Update = draw.chance(0.25) ? { op: 'more' } : { op: 'around' };
  return [{ op: 'count' }, further, { op: 'stay' }, { op: 'number', value: 0 }, ...from];
}

export function system(
  draw: Draw,
  name: string,
  components: readonly TimedComponent[],
  around: TimedComponent | null = null,
): TimedComponent {
  const params = draw.chance(0.15) ? ['k0'] : [];
  const inputs = [port(draw, 'u', false)];
  const uses = Array.from({ length: draw.upTo(1) + 1 }, (_, at) => ({
    name: `p${at}`,
    of: at === 0 && around !== null ? around : draw.of(components),
  }));
  const readable = uses.flatMap(({ name: part, of }) =>
    of.outputs.map((output) => ({ ...nameOf(output), name: `${part}.${output.name}` })),
  );
  const rigid = params.map(bit);
  const all = [...inputs.map(nameOf), ...readable, ...rigid];
  const parts = uses.map(
    ({ name: part, of }): PartUse => ({
      name: part,
      component: of.name,
      binds: of.params.map((param) => ({
        param,
        to: params.length > 0 && draw.chance(0.5) ? params[0]! : draw.chance(0.5),
      })),
      wires: of.inputs.flatMap(({ name: input, domain }) => {
        const from = source(draw, domain, all);
        return from === null ? [] : [{ input, source: from }];
      }),
    }),
  );
  const outputs: Port[] = draw.chance(0.6) ? [output(draw, uses, all)] : [];
  const faults = scopeFaults(uses);
  const assume = [...inputs.map(nameOf), ...rigid];
  const seen = outputs.map(nameOf);
  const made = clauses(draw, 'g', 3, () => {
    const outside = seen.length > 0 && draw.chance(0.6);
    const promised = outputs[0]?.delayed === true && outside && draw.chance(0.5);
    return promised
      ? clause(draw, seen, inputs.map(nameOf))
      : clause(draw, outside ? [...seen, ...inputs.map(nameOf)] : [...all, ...seen], []);
  });
  const moded = faults.length === 0 && draw.chance(0.15);
  return {
    ...empty(name),
    params,
    inputs,
    outputs,
    parts,
    modes: moded ? modes(draw, assume, [], [...all, ...seen]) : [],
    assumptions: clauses(draw, 'a', 2, () => clause(draw, assume, [])),
    guarantees: made.map((clause) => {
      const kind = faults.length === 0 ? 9 : draw.upTo(5);
      if (kind === 0) return { ...clause, tolerating: draw.upTo(1) + 1 };
      return kind <= 2 ? { ...clause, unless: [draw.of(faults)] } : clause;
    }),
    invariants: clauses(draw, 'i', 1, () => formula(draw, [...all, ...seen], [], 2)),
  };
}

/** An output of a system: what an output of a part is, or made of several things. */
function output(
  draw: Draw,
  uses: readonly { readonly name: string; readonly of: TimedComponent }[],
  all: readonly Name[],
): Port {
  const settled = uses.flatMap(({ name, of }) =>
    of.outputs.filter(({ delayed }) => delayed).map((port) => ({ ...nameOf(port), name: `${name}.${port.name}` })),
  );
  const delayed = settled.length > 0 && draw.chance(0.6);
  const value = delayed ? formula(draw, settled, all, 1) : formula(draw, all, [], 1);
  return { name: 'w', domain: 'bool', delayed, value };
}

/** The faults inside parts that are no systems, as the system calls them. */
function scopeFaults(uses: readonly { readonly name: string; readonly of: TimedComponent }[]): string[] {
  return [
    ...new Set(
      uses.flatMap(({ name, of }) => of.faults.map((fault) => (fault === COMMON ? fault : `${name}.${fault}`))),
    ),
  ];
}

function source(draw: Draw, domain: Port['domain'], all: readonly Name[]): PartUse['wires'][number]['source'] | null {
  const size = SIZE[domain];
  const fitting = all.filter((name) => name.size === size);
  if (domain !== 'bool' || draw.chance(0.5)) {
    if (fitting.length > 0) return { op: 'port', name: draw.of(fitting).name };
  }
  return domain === 'bool' ? formula(draw, all, [], 1) : null;
}

export function empty(name: string): TimedComponent {
  return {
    name,
    params: [],
    faults: [],
    modes: [],
    inputs: [],
    outputs: [],
    vars: [],
    states: [],
    parts: [],
    assumptions: [],
    guarantees: [],
    invariants: [],
  };
}
