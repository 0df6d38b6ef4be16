import type {
  Formula,
  NamedFormula,
  PartUse,
  Port,
  State,
  TimedComponent,
  TimedProgram,
  Update,
} from './temporal_description.ts';

/** Random programs over time, small enough to be enumerated. One number gives one program. */
export function randomTimed(seed: number): TimedProgram {
  const draw = new Draw(seed);
  const parts = Array.from({ length: draw.upTo(2) + 1 }, (_, at) =>
    draw.chance(0.4) ? leaf(draw, `L${at}`) : machine(draw, `M${at}`),
  );
  return { components: draw.chance(0.3) ? parts : [...parts, system(draw, parts)] };
}

class Draw {
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

interface Name {
  readonly name: string;
  readonly size: number;
}

const port = (draw: Draw, name: string, delayed: boolean): Port => ({
  name,
  delayed,
  domain: draw.chance(0.85) ? 'bool' : 'colour',
  value: null,
});
const nameOf = ({ name, domain }: Port | State): Name => ({ name, size: domain === 'bool' ? 2 : 3 });

function atom(draw: Draw, names: readonly Name[]): Formula {
  if (names.length === 0) return { op: 'const', value: draw.chance(0.5) };
  const { name, size } = draw.of(names);
  return {
    op: size === 3 && draw.chance(0.3) && !name.includes('.') && name.startsWith('s') ? 'atMost' : 'is',
    name,
    value: draw.upTo(size - 1),
  };
}

/** `later`: names that may stand under `prev` only. */
function formula(draw: Draw, now: readonly Name[], later: readonly Name[], depth: number): Formula {
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

function clause(draw: Draw, now: readonly Name[], later: readonly Name[]): Formula {
  const kind = now.length === 0 ? 9 : draw.upTo(9);
  if (kind === 0) return { op: 'initially', a: formula(draw, now, later, 1) };
  if (kind === 1)
    return { op: 'whenever', a: formula(draw, now, later, 1), b: formula(draw, now, later, 1), n: draw.upTo(4) };
  if (kind <= 3) return { op: 'implies', a: formula(draw, now, later, 1), b: formula(draw, now, later, 1) };
  return formula(draw, now, later, 2);
}

function clauses(draw: Draw, prefix: string, most: number, make: () => Formula): NamedFormula[] {
  return Array.from({ length: draw.upTo(most) }, (_, at) => ({ name: `${prefix}${at}`, body: make() }));
}

/** Guarantees; with delayed outputs some speak of these and earlier values only. */
function promises(draw: Draw, inputs: readonly Port[], outputs: readonly Port[], most: number): NamedFormula[] {
  const delayed = outputs.filter((output) => output.delayed).map(nameOf);
  const all = [...inputs, ...outputs].map(nameOf);
  return clauses(draw, 'g', most, () =>
    delayed.length > 0 && draw.chance(0.6) ? clause(draw, delayed, all) : clause(draw, all, []),
  );
}

function leaf(draw: Draw, name: string): TimedComponent {
  const inputs = [port(draw, 'x', false)];
  const outputs = Array.from({ length: draw.upTo(1) + 1 }, (_, at) => port(draw, `y${at}`, draw.chance(0.3)));
  return {
    ...empty(name),
    inputs,
    outputs,
    assumptions: clauses(draw, 'a', 2, () => clause(draw, inputs.map(nameOf), outputs.map(nameOf))),
    guarantees: promises(draw, inputs, outputs, 3),
  };
}

function machine(draw: Draw, name: string): TimedComponent {
  const inputs = [port(draw, 'x', false), ...(draw.chance(0.3) ? [port(draw, 'z', false)] : [])];
  const vars: Port[] = draw.chance(0.25) ? [{ name: 'v', domain: 'bool', delayed: false, value: null }] : [];
  const kinds = Array.from({ length: draw.upTo(1) + 1 }, (_, at) => ({
    name: `s${at}`,
    domain: draw.chance(0.5) ? ('bool' as const) : ('count' as const),
  }));
  const names = [...inputs, ...vars].map(nameOf);
  const counts = kinds.map(({ name: state, domain }) => ({ name: state, size: domain === 'bool' ? 2 : 3 }));
  const states = kinds.map(
    (kind): State => ({
      ...kind,
      initial: draw.upTo(kind.domain === 'bool' ? 1 : 2),
      next: update(draw, kind.domain, [...names, ...counts], 2),
    }),
  );
  const outputs = Array.from({ length: draw.upTo(1) + 1 }, (_, at): Port => {
    const delayed = draw.chance(0.4);
    return {
      name: `y${at}`,
      domain: 'bool',
      delayed,
      value: delayed ? formula(draw, counts, names, 1) : formula(draw, [...names, ...counts], [], 1),
    };
  });
  return {
    ...empty(name),
    inputs,
    outputs,
    vars,
    states,
    assumptions: clauses(draw, 'a', 2, () => clause(draw, inputs.map(nameOf), outputs.map(nameOf))),
    guarantees: promises(draw, inputs, outputs, 3),
    invariants: clauses(draw, 'i', 1, () => formula(draw, [...counts, ...names], [], 2)),
  };
}

function update(draw: Draw, domain: 'bool' | 'count', names: readonly Name[], depth: number): Update {
  if (depth > 0 && draw.chance(0.6)) {
    return {
      op: 'if',
      condition: formula(draw, names, [], 1),
      yes: update(draw, domain, names, depth - 1),
      no: update(draw, domain, names, depth - 1),
    };
  }
  if (domain === 'bool') return draw.chance(0.7) ? { op: 'truth', of: formula(draw, names, [], 1) } : { op: 'stay' };
  return draw.of([{ op: 'count' }, { op: 'around' }, { op: 'stay' }, { op: 'number', value: draw.upTo(2) }] as const);
}

function system(draw: Draw, components: readonly TimedComponent[]): TimedComponent {
  const inputs = [port(draw, 'u', false)];
  const uses = Array.from({ length: draw.upTo(1) + 1 }, (_, at) => ({ name: `p${at}`, of: draw.of(components) }));
  const readable = uses.flatMap(({ name, of }) =>
    of.outputs.map((output) => ({ ...nameOf(output), name: `${name}.${output.name}` })),
  );
  const all = [...inputs.map(nameOf), ...readable];
  const parts = uses.map(
    ({ name, of }): PartUse => ({
      name,
      component: of.name,
      wires: of.inputs.flatMap(({ name: input, domain }) => {
        const from = source(draw, domain, all);
        return from === null ? [] : [{ input, source: from }];
      }),
    }),
  );
  return {
    ...empty('S'),
    inputs,
    parts,
    assumptions: clauses(draw, 'a', 2, () => clause(draw, inputs.map(nameOf), [])),
    guarantees: clauses(draw, 'g', 3, () => clause(draw, all, [])),
    invariants: clauses(draw, 'i', 1, () => formula(draw, all, [], 2)),
  };
}

function source(
  draw: Draw,
  domain: 'bool' | 'colour',
  all: readonly Name[],
): PartUse['wires'][number]['source'] | null {
  const size = domain === 'bool' ? 2 : 3;
  const fitting = all.filter((name) => name.size === size);
  if (domain === 'colour' || draw.chance(0.5)) {
    if (fitting.length > 0) return { op: 'port', name: draw.of(fitting).name };
  }
  return domain === 'bool' ? formula(draw, all, [], 1) : null;
}

function empty(name: string): TimedComponent {
  return {
    name,
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
