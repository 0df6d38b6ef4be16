import { describe, expect, test } from 'vitest';
import type { Expr, Sort } from '../../src/core/model/model.ts';
import { type Replay, replayClaim, replayInputs, replayWitness, type Shown } from '../../src/core/replay/replay.ts';
import { claim, refute, type Steps, USUAL } from './replaying.ts';
import * as b from './scopes.ts';

const x = b.variable('x', b.REAL, 'input');
const y = b.variable('y', b.REAL, 'output');

describe('a trace has to be a trace of the scope', () => {
  const mode: Sort = { kind: 'enum', name: 'Mode', members: ['auto', 'manual'] };
  const n = b.variable('n', b.INT, 'input');
  const m = b.variable('m', mode, 'input');
  const k = b.variable('k', b.REAL, 'param');
  const made = b.scope({ variables: [n, m, k] });
  const never = claim(b.e(false));

  test.each<[string, Steps, Steps[number], string]>([
    [
      'all there',
      [
        [
          [n, 1],
          [m, 'auto'],
        ],
      ],
      [[k, 1]],
      'confirmed',
    ],
    ['no step', [], [[k, 1]], 'disagrees: the execution has no step'],
    [
      'no parameter',
      [
        [
          [n, 1],
          [m, 'auto'],
        ],
      ],
      [],
      'disagrees: k has no value for the run',
    ],
    [
      'no value at a step',
      [
        [
          [n, 1],
          [m, 'auto'],
        ],
        [[n, 1]],
      ],
      [[k, 1]],
      'disagrees: m has no value at step 1',
    ],
    [
      'an int that is not whole',
      [
        [
          [n, b.q(1, 2)],
          [m, 'auto'],
        ],
      ],
      [[k, 1]],
      'disagrees: n has a value of another sort at step 0',
    ],
    [
      'an undeclared member',
      [
        [
          [n, 1],
          [m, 'off'],
        ],
      ],
      [[k, 1]],
      'disagrees: m has a value of another sort at step 0',
    ],
    [
      'a Boolean for a number',
      [
        [
          [n, true],
          [m, 'auto'],
        ],
      ],
      [[k, 1]],
      'disagrees: n has a value of another sort at step 0',
    ],
    [
      'no value that could be one',
      [
        [
          [n, 'auto'],
          [m, 'auto'],
        ],
      ],
      [[k, 1]],
      'disagrees: n has a value of another sort at step 0',
    ],
    [
      'a number for a parameter only',
      [
        [
          [n, 1],
          [m, 'auto'],
        ],
      ],
      [[k, 'auto']],
      'disagrees: k has a value of another sort for the run',
    ],
  ])('%s', (_, steps, rigid, wanted) => expect(refute(made, steps, never, rigid)).toBe(wanted));

  test('a number for a truth value', () => {
    const t = b.variable('t', b.BOOL, 'input');
    const truths = b.scope({ variables: [t] });
    expect(refute(truths, [[[t, true]]], never)).toBe('confirmed');
    expect(refute(truths, [[[t, 1]]], never)).toBe('disagrees: t has a value of another sort at step 0');
  });

  test('a state without a first value needs one at step 0 only', () => {
    const s = b.variable('s', b.INT, 'state');
    const open = b.scope({ variables: [s], states: new Map([b.state(s, null, b.add(s, b.int(1)))]) });
    expect(refute(open, [[[s, 3]], []], claim(b.eq(s, b.int(3))))).toBe('confirmed');
    expect(refute(open, [[], []], claim(b.eq(s, b.int(3))))).toBe('disagrees: s has no value at step 0');
  });

  test('values given for defined variables do not count', () => {
    const d = b.variable('d', b.REAL, 'let');
    const defined = b.scope({ variables: [x, d], definitions: new Map([b.definition(d, b.add(x, 1))]) });
    expect(
      refute(
        defined,
        [
          [
            [x, 1],
            [d, 7],
          ],
        ],
        claim(b.eq(d, 7)),
      ),
    ).toBe('confirmed');
    expect(
      refute(
        defined,
        [
          [
            [x, 1],
            [d, 7],
          ],
        ],
        claim(b.eq(d, 2)),
      ),
    ).toBe('disagrees: the claim is not broken at step 0');
  });
});

describe('every hypothesis is checked at every step', () => {
  const v = b.variable('v', b.REAL, 'var');
  const made = b.scope({
    variables: [x, v],
    assumptions: [b.assumption('low', b.le(0, x)), b.assumption('high', b.le(x, 10))],
    freeRanges: [{ variable: v, clause: b.clause('v.range', b.le(v, x)), constant: false }],
  });
  const goal = claim(b.lt(x, 5));

  test('confirmed where all hold and the goal is broken at the last step', () => {
    expect(
      refute(
        made,
        [
          [
            [x, 1],
            [v, 0],
          ],
          [
            [x, 5],
            [v, 5],
          ],
        ],
        goal,
      ),
    ).toBe('confirmed');
    expect(
      refute(
        made,
        [
          [
            [x, 6],
            [v, 0],
          ],
          [
            [x, 4],
            [v, 4],
          ],
        ],
        goal,
      ),
    ).toBe('disagrees: the claim is not broken at step 1');
  });

  test('an assumption broken before, or at the last step', () => {
    expect(
      refute(
        made,
        [
          [
            [x, -1],
            [v, -1],
          ],
          [
            [x, 5],
            [v, 5],
          ],
        ],
        goal,
      ),
    ).toBe('disagrees: assumption low at step 0 does not hold');
    expect(
      refute(
        made,
        [
          [
            [x, 5],
            [v, 5],
          ],
          [
            [x, 11],
            [v, 5],
          ],
        ],
        goal,
      ),
    ).toBe('disagrees: assumption high at step 1 does not hold');
  });

  test('under the assumptions of earlier steps the last step is free', () => {
    const settled = claim(b.lt(x, 5), { assumptions: 'before' });
    expect(
      refute(
        made,
        [
          [
            [x, 5],
            [v, 5],
          ],
          [
            [x, 11],
            [v, 5],
          ],
        ],
        settled,
      ),
    ).toBe('confirmed');
    expect(
      refute(
        made,
        [
          [
            [x, 11],
            [v, 5],
          ],
          [
            [x, 11],
            [v, 5],
          ],
        ],
        settled,
      ),
    ).toBe('disagrees: assumption high at step 0 does not hold');
  });

  test('ranges of free variables hold at every step, the last one too', () => {
    expect(
      refute(
        made,
        [
          [
            [x, 5],
            [v, 6],
          ],
        ],
        claim(b.lt(x, 5), { assumptions: 'before' }),
      ),
    ).toBe('disagrees: range v.range at step 0 does not hold');
  });

  test('ranges of parameters', () => {
    const k = b.variable('k', b.REAL, 'param');
    const ranged = b.scope({ variables: [k], parameterRanges: [b.clause('k.range', b.le(0, k))] });
    expect(refute(ranged, [[]], claim(b.e(false)), [[k, 0]])).toBe('confirmed');
    expect(refute(ranged, [[]], claim(b.e(false)), [[k, -1]])).toBe('disagrees: range k.range does not hold');
  });

  test('further hypotheses at the last step', () => {
    const given = claim(b.lt(x, 5), { given: [b.eq(v, 5)] });
    expect(
      refute(
        made,
        [
          [
            [x, 5],
            [v, 5],
          ],
        ],
        given,
      ),
    ).toBe('confirmed');
    expect(
      refute(
        made,
        [
          [
            [x, 5],
            [v, 4],
          ],
        ],
        given,
      ),
    ).toBe('disagrees: hypothesis 1 at step 0 does not hold');
  });

  test('a clause about the past is checked where it is due', () => {
    const past = b.scope({ variables: [x], assumptions: [b.assumption('rise', b.le(b.prev(x, 0), x))] });
    expect(refute(past, [[[x, 1]], [[x, 2]], [[x, 6]]], goal)).toBe('confirmed');
    expect(refute(past, [[[x, 3]], [[x, 2]], [[x, 6]]], goal)).toBe(
      'disagrees: assumption rise at step 1 does not hold',
    );
  });
});

describe('what is undefined confirms nothing', () => {
  const made = (assumptions: readonly Expr[]) =>
    b.scope({ variables: [x, y], assumptions: assumptions.map((body, i) => b.assumption(`a${i}`, body)) });
  const at = (i: number, o: number): Steps => [
    [
      [x, i],
      [y, o],
    ],
  ];

  test('in a hypothesis', () => {
    expect(refute(made([b.le(b.div(y, x), 1)]), at(0, 1), claim(b.e(false)))).toBe(
      'undefined: assumption a0 at step 0 has no value',
    );
    expect(refute(made([b.implies(b.lt(0, x), b.le(b.div(y, x), 1))]), at(0, 1), claim(b.e(false)))).toBe('confirmed');
  });

  test('in the goal', () => {
    expect(refute(made([]), at(0, 1), claim(b.le(b.div(y, x), 1)))).toBe('undefined: the goal has no value');
  });

  test('a clause that is false says more than one that is undefined', () => {
    expect(refute(made([b.le(b.div(y, x), 1), b.lt(0, x)]), at(0, 1), claim(b.e(false)))).toBe(
      'disagrees: assumption a1 at step 0 does not hold',
    );
  });

  test("a part's assumption that is undefined beside one that is false: the part is freed either way", () => {
    const o = b.variable('p.out', b.REAL, 'output', { part: 'p' });
    const withPart = (assumptions: readonly Expr[]) =>
      b.scope({
        kind: 'system',
        variables: [x, o],
        parts: [
          b.part('p', {
            assumptions: assumptions.map((body, i) => b.assumption(`a${i}`, body)),
            guarantees: [b.clause('g', b.le(o, 1))],
          }),
        ],
      });
    const odd = b.le(b.div(1, x), 1);
    const steps: Steps = [
      [
        [x, 0],
        [o, 2],
      ],
    ];
    expect(refute(withPart([odd, b.lt(0, x)]), steps, claim(b.e(false)))).toBe('confirmed');
    expect(refute(withPart([odd]), steps, claim(b.e(false)))).toBe('undefined: contract p.g at step 0 has no value');
    expect(
      refute(
        withPart([odd]),
        [
          [
            [x, 0],
            [o, 1],
          ],
        ],
        claim(b.e(false)),
      ),
    ).toBe('confirmed');
  });
});

test('what was replayed shows what it was replayed as', () => {
  const made = b.scope({ variables: [x] });
  const trace = b.trace([[[x, 1]]]);
  const shows = (replay: Replay<Shown>) => (replay.kind === 'confirmed' ? replay.trace.shows : replay.kind);
  expect(shows(replayClaim(made, trace, claim(b.e(false))))).toBe('counterexample');
  expect(shows(replayWitness(made, trace, null, USUAL))).toBe('witness');
  expect(shows(replayInputs(made, trace, USUAL, { variables: new Set(), parts: new Set() }))).toBe('inputs');
});

describe('claims that something is defined', () => {
  const k = b.variable('k', b.REAL, 'let');
  const made = b.scope({ variables: [x, k], definitions: new Map([b.definition(k, b.div(1, x), { partial: 'k' })]) });
  const defined = (...formulas: readonly Expr[]) => claim({ kind: 'defined', formulas });
  const at = (...xs: readonly number[]): Steps => xs.map((value) => [[x, value]]);

  test('broken where an operator has no value, kept where guards protect it', () => {
    expect(refute(made, at(0), defined(b.le(b.div(1, x), 1)))).toBe('confirmed');
    expect(refute(made, at(1), defined(b.le(b.div(1, x), 1)))).toBe('disagrees: the claim is not broken at step 0');
    expect(refute(made, at(0), defined(b.implies(b.lt(0, x), b.le(b.div(1, x), 1))))).toMatch(/not broken/);
  });

  test('a hypothesis that is open does not excuse the use of an operator outside its domain', () => {
    const open = b.scope({ variables: [x], assumptions: [b.assumption('a', b.le(b.div(1, x), 1))] });
    const goal = { kind: 'defined', formulas: [b.le(b.div(2, x), 1)] } as const;
    expect(refute(open, at(0), claim(goal))).toBe('confirmed');
    // It excuses everything else: what is claimed of values, and that something is defined where that is wanted.
    expect(refute(open, at(0), claim(b.e(false)))).toBe('undefined: assumption a at step 0 has no value');
    const kept = { kind: 'defined', formulas: [b.le(x, 1)] } as const;
    expect(replayWitness(open, b.trace(at(0)), kept, USUAL)).toMatchObject({
      kind: 'undefined',
      what: 'assumption a at step 0 has no value',
    });
  });

  test('a variable that has no value is the fault of its own definition', () => {
    expect(refute(made, at(0), defined(b.le(k, 1)))).toBe('undefined: the goal has no value');
    expect(refute(made, at(0), defined(b.le(k, 1), b.le(b.div(1, x), 1)))).toBe('confirmed');
  });

  test('arguments of temporal operators are evaluated at every step, whatever guards the operator', () => {
    const guarded = b.implies(b.lt(0, x), b.le(b.prev(b.div(1, x), 0), 1));
    expect(refute(made, at(1, 0), defined(guarded))).toBe('confirmed');
    expect(refute(made, at(1, 1), defined(guarded))).toMatch(/not broken/);
    expect(refute(made, at(0), defined(b.or(true, b.since(b.le(b.div(1, x), 1), false))))).toBe('confirmed');
    expect(refute(made, at(0), defined(b.or(true, b.whenever(true, b.le(b.div(1, x), 1), 3))))).toBe('confirmed');
  });
});

describe('faults within a limit', () => {
  const f = b.variable('f', b.BOOL, 'fault');
  const g = b.variable('g', b.BOOL, 'fault');
  const made = b.scope({ variables: [f, g], faults: [f, g].map((variable) => ({ variable, bound: null })) });
  const never = (faults: Parameters<typeof claim>[1]) => claim(b.e(false), faults);
  const both: Steps = [
    [
      [f, true],
      [g, true],
    ],
  ];

  test('more than are allowed are too many', () => {
    expect(refute(made, both, never({ faults: { kind: 'any' } }))).toBe('confirmed');
    expect(refute(made, both, never({ faults: { kind: 'atMost', count: 2n } }))).toBe('confirmed');
    expect(refute(made, both, never({ faults: { kind: 'atMost', count: 1n } }))).toBe(
      'disagrees: more than 1 faults are present',
    );
    expect(refute(made, both, never({ faults: { kind: 'none' } }))).toContain('where none may be');
    expect(refute(made, both, never({ faults: { kind: 'only', faults: new Set([f]) } }))).toContain('fault g');
    expect(refute(made, both, never({ faults: { kind: 'avoiding', sets: [new Set([f, g])] } }))).toContain('together');
  });

  test('what must not be present together may be present apart', () => {
    const avoiding = never({ faults: { kind: 'avoiding', sets: [new Set([f, g])] } });
    expect(refute(made, both, avoiding)).toBe('disagrees: f, g are present together where they may not be');
    for (const [first, second] of [
      [false, false],
      [true, false],
      [false, true],
    ] as const) {
      const steps: Steps = [
        [
          [f, first],
          [g, second],
        ],
      ];
      expect(refute(made, steps, avoiding)).toBe('confirmed');
    }
  });

  test('what is no fault may come and go, and a fault that is settled is none', () => {
    const t = b.variable('t', b.BOOL, 'input');
    const settled = b.scope({ variables: [t, f], definitions: new Map([b.definition(f, true)]) });
    expect(refute(settled, [[[t, true]], [[t, false]]], never({ faults: { kind: 'none' } }))).toBe('confirmed');
  });

  test('one that is there stays there', () => {
    const gone: Steps = [
      [
        [f, true],
        [g, false],
      ],
      [
        [f, false],
        [g, false],
      ],
    ];
    expect(refute(made, gone, never({ faults: { kind: 'any' } }))).toContain('goes away');
  });
});
