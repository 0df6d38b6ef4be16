import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/core/eval/outcome.ts';
import { Random } from '../../src/core/eval/random.ts';
import { type Simulation, type SimulationOptions, simulate } from '../../src/core/eval/simulate.ts';
import { floor } from '../../src/core/exact/rational.ts';
import type { Scope, Sort, Variable } from '../../src/core/model/model.ts';
import type { Hypotheses } from '../../src/core/replay/claim.ts';
import { replayWitness } from '../../src/core/replay/replay.ts';
import * as b from './scopes.ts';

const PLAIN: SimulationOptions = { steps: 20, seed: 1n, rigid: new Map(), given: [], faults: new Map() };

function run(scope: Scope, more: Partial<SimulationOptions> = {}): Simulation {
  return simulate(scope, { ...PLAIN, ...more });
}

/** How it ended, in one word or with step, part and clause. */
function end({ end: e }: Simulation): string {
  if (e.kind === 'complete') return 'complete';
  if (e.kind === 'uncovered') return `uncovered@${e.step}`;
  if (e.kind === 'undefined value') return `undefined ${e.name}@${e.step}`;
  return `${e.kind} ${e.part === null ? '' : `${e.part.path}.`}${e.clause.name}@${e.step}`;
}

function numbers(simulation: Simulation, variable: Variable): string[] {
  const at = (outcome: Outcome) => (outcome.kind === 'value' ? String(outcome.value) : '?');
  return Array.from({ length: simulation.behaviour.length }, (_, t) => at(simulation.behaviour.value(variable, t)));
}

const KEPT: Hypotheses = {
  assumptions: 'through',
  parts: 'through',
  ownGuarantees: 'through',
  faults: { kind: 'any' },
  given: [],
};

const x = b.variable('x', b.REAL, 'input');
const y = b.variable('y', b.REAL, 'output');

describe('random numbers', () => {
  test('are those of SplitMix64', () => {
    const random = new Random(1234567n);
    expect([random.bits(), random.bits(), random.bits()]).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
    ]);
  });
});

describe('a leaf contract', () => {
  const leaf = b.scope({
    variables: [x, y],
    assumptions: [b.assumption('x.range', b.and(b.le(0, x), b.lt(x, 10)))],
    guarantees: [b.clause('g', b.and(b.le(x, y), b.le(y, b.add(b.mul(2, x), 1))))],
  });

  test('runs as long as asked for, keeps what it must, and shows different values', () => {
    const simulation = run(leaf);
    expect(end(simulation)).toBe('complete');
    expect(simulation.behaviour.length).toBe(20);
    expect(replayWitness(leaf, simulation.behaviour.trace, null, KEPT).kind).toBe('confirmed');
    expect(new Set(numbers(simulation, x)).size).toBeGreaterThan(5);
  });

  test('is the same for the same seed, and another for another', () => {
    expect(numbers(run(leaf), y)).toEqual(numbers(run(leaf), y));
    expect(numbers(run(leaf, { seed: 2n }), y)).not.toEqual(numbers(run(leaf), y));
  });

  test('takes the values that are given and draws the rest', () => {
    const simulation = run(leaf, { steps: 2, given: [new Map([[x, b.q(7)]])] });
    expect(numbers(simulation, x)[0]).toBe('7');
  });

  test('is stuck where a given value breaks an assumption', () => {
    const simulation = run(leaf, { given: [new Map([[x, b.q(7)]]), new Map([[x, b.q(11)]])] });
    expect(end(simulation)).toBe('stuck x.range@1');
    expect(simulation.behaviour.length).toBe(1);
  });

  test('is stuck where a contract cannot be kept', () => {
    expect(end(run({ ...leaf, guarantees: [b.clause('no', b.lt(y, y))] }))).toBe('stuck no@0');
  });
});

describe('an implementation', () => {
  const s = b.variable('s', b.REAL, 'state');
  const made = (more: Partial<Scope>) =>
    b.scope({
      kind: 'implementation',
      variables: [x, s, y],
      states: new Map([b.state(s, 0, b.add(s, x))]),
      definitions: new Map([b.definition(y, b.mul(2, s))]),
      assumptions: [b.assumption('x.range', b.and(b.le(1, x), b.le(x, 2)))],
      ...more,
    });

  test('stops at the first guarantee that is broken', () => {
    const simulation = run(made({ guarantees: [b.clause('low', b.le(y, 10))] }));
    const { end: e } = simulation;
    if (e.kind !== 'broken') throw new Error(end(simulation));
    expect(e.step).toBeGreaterThanOrEqual(3);
    expect(e.step).toBeLessThanOrEqual(6);
    expect(e.step).toBe(simulation.behaviour.length - 1);
  });

  test('and at a range, an invariant, a mode that is missing, a partial operator', () => {
    expect(end(run(made({ ranges: [b.clause('s.range', b.lt(s, 1))] })))).toBe('broken s.range@1');
    expect(end(run(made({ invariants: [b.clause('i', b.lt(s, 1))] })))).toBe('broken i@1');
    expect(end(run(made({ guarantees: [b.clause('d', b.lt(b.div(1, s), 1), { partial: true })] })))).toBe(
      'undefined d@0',
    );
    const m = b.variable('m', b.BOOL, 'mode');
    const base = made({});
    const modal: Scope = {
      ...base,
      variables: [...base.variables, m],
      definitions: new Map([...base.definitions, b.definition(m, b.lt(s, 1))]),
      modes: [{ name: 'm', when: m, annotations: [], span: b.SPAN }],
    };
    expect(end(run(modal))).toBe('uncovered@1');
  });

  test('a thousand steps', () => {
    const simulation = run(made({}), { steps: 1_000 });
    expect(end(simulation)).toBe('complete');
  });

  test('states without a first value, Booleans and members are drawn', () => {
    const mode: Sort = { kind: 'enum', name: 'M', members: ['a', 'b', 'c'] };
    const [open, flag, m] = [
      b.variable('o', b.INT, 'state'),
      b.variable('f', b.BOOL, 'input'),
      b.variable('m', mode, 'input'),
    ];
    const scope = b.scope({
      kind: 'implementation',
      variables: [open, flag, m],
      states: new Map([b.state(open, null, open)]),
      assumptions: [b.assumption('a', b.implies(flag, b.eq(m, b.literal(mode, 'b'))))],
    });
    const simulation = run(scope, { steps: 60 });
    expect(end(simulation)).toBe('complete');
    expect(new Set(numbers(simulation, m))).toEqual(new Set(['a', 'b', 'c']));
    expect(new Set(numbers(simulation, flag)).size).toBe(2);
  });
});

describe('a system', () => {
  const chain = (limit: number) => {
    const input = (p: string) => b.variable(`${p}.in`, b.REAL, 'input', { part: p });
    const output = (p: string) => b.variable(`${p}.out`, b.REAL, 'output', { part: p });
    const [pi, po, qi, qo] = [input('p'), output('p'), input('q'), output('q')];
    return b.scope({
      kind: 'system',
      variables: [x, qi, qo, pi, po, y],
      definitions: new Map([
        b.definition(pi, x, { origin: 'wire' }),
        b.definition(qi, po, { origin: 'wire' }),
        b.definition(y, qo, { origin: 'output' }),
      ]),
      assumptions: [b.assumption('x.range', b.and(b.le(0, x), b.le(x, 10)))],
      guarantees: [b.clause('g', b.le(y, 20))],
      parts: [
        b.part('q', {
          inputs: [qi],
          outputs: [qo],
          assumptions: [b.assumption('small', b.le(qi, limit))],
          guarantees: [b.clause('same', b.eq(qo, qi))],
        }),
        b.part('p', { inputs: [pi], outputs: [po], guarantees: [b.clause('twice', b.eq(po, b.mul(2, pi)))] }),
      ],
    });
  };

  test('runs along the wires, whatever the order of the parts', () => {
    const system = chain(20);
    const simulation = run(system);
    expect(end(simulation)).toBe('complete');
    expect(replayWitness(system, simulation.behaviour.trace, null, { ...KEPT, ownGuarantees: 'none' }).kind).toBe(
      'confirmed',
    );
  });

  test("stops where a part's assumption is broken", () => {
    const { end: e } = run(chain(15), { steps: 100 });
    expect(e).toMatchObject({ kind: 'broken', part: { path: 'q' }, clause: { name: 'small' } });
  });

  test('parts that read each other within one step do not hang it', () => {
    const [u, v] = [
      b.variable('p.u', b.INT, 'output', { part: 'p' }),
      b.variable('q.v', b.INT, 'output', { part: 'q' }),
    ];
    const [ui, vi] = [
      b.variable('p.i', b.INT, 'input', { part: 'p' }),
      b.variable('q.i', b.INT, 'input', { part: 'q' }),
    ];
    const system = b.scope({
      kind: 'system',
      variables: [u, v, ui, vi],
      definitions: new Map([b.definition(ui, v), b.definition(vi, u)]),
      parts: [
        b.part('p', { inputs: [ui], outputs: [u], guarantees: [b.clause('g', b.eq(u, ui))] }),
        b.part('q', { inputs: [vi], outputs: [v], guarantees: [b.clause('g', b.eq(v, vi))] }),
      ],
    });
    expect(end(run(system))).toBe('complete');
  });
});

describe('parameters and faults', () => {
  test('parameters are drawn within their ranges, or given', () => {
    const k = b.variable('k', b.INT, 'param');
    const made = b.scope({
      variables: [k],
      parameterRanges: [b.clause('k.range', b.and(b.le(b.int(3), k), b.le(k, b.int(5))))],
    });
    for (let seed = 0n; seed < 10n; seed += 1n) {
      const outcome = run(made, { seed, steps: 1 }).behaviour.value(k, 0);
      if (outcome.kind !== 'value' || typeof outcome.value !== 'object') throw new Error('no number');
      expect([3n, 4n, 5n]).toContain(floor(outcome.value));
    }
    expect(end(run(made, { rigid: new Map([[k, b.q(6)]]) }))).toBe('stuck k.range@0');
  });

  test('a fault is present from its step on and excuses what names it', () => {
    const f = b.variable('f', b.BOOL, 'fault');
    const made = b.scope({
      kind: 'implementation',
      variables: [f, y],
      definitions: new Map([b.definition(y, b.ite(f, 2, 1))]),
      guarantees: [
        b.clause('excused', b.le(y, 1), { risk: { unless: [f], tolerating: null, chance: null } }),
        b.clause('bare', b.le(y, 1)),
      ],
    });
    expect(end(run(made))).toBe('complete');
    expect(end(run(made, { faults: new Map([[f, 3]]) }))).toBe('broken bare@3');
  });
});
