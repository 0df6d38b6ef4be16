import { describe, expect, test } from 'vitest';
import { brokenParts } from '../../src/core/eval/contract.ts';
import { undefinedAt } from '../../src/core/eval/outcome.ts';
import type { Expr, Scope, Sort, Value, Variable } from '../../src/core/model/model.ts';
import type { Claim, Goal, Hypotheses } from '../../src/core/replay/claim.ts';
import { replayClaim, replayInputs, replayWitness } from '../../src/core/replay/replay.ts';
import * as b from './scopes.ts';

const USUAL: Hypotheses = {
  assumptions: 'through',
  parts: 'through',
  ownGuarantees: 'none',
  faults: { kind: 'none' },
  given: [],
};

function claim(goal: Expr | Goal, more: Partial<Hypotheses> = {}): Claim {
  const wrapped: Goal =
    'formula' in goal || 'clause' in goal || 'formulas' in goal ? goal : { kind: 'formula', formula: goal };
  return { hypotheses: { ...USUAL, ...more }, goal: wrapped };
}

type Steps = readonly (readonly [Variable, Value | number])[][];

/** `confirmed`, or the kind with what was said. */
function refute(scope: Scope, steps: Steps, c: Claim, rigid: Steps[number] = []): string {
  const replay = replayClaim(scope, b.trace(steps, rigid), c);
  return replay.kind === 'confirmed' ? 'confirmed' : `${replay.kind}: ${replay.what}`;
}

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

describe('parts keep their contracts', () => {
  const input = b.variable('p.in', b.REAL, 'input', { part: 'p' });
  const output = b.variable('p.out', b.REAL, 'output', { part: 'p' });
  const bound = b.variable('p.k', b.REAL, 'param', { part: 'p' });
  const scopeOf = (settled: boolean, exported = true) =>
    b.scope({
      kind: 'system',
      variables: [x, input, output, bound],
      definitions: new Map([b.definition(input, x, { origin: 'wire' }), b.definition(bound, 3, { origin: 'binding' })]),
      parts: [
        b.part('p', {
          parameterRanges: [b.clause('k.range', b.le(bound, 5))],
          assumptions: [b.assumption('small', b.le(input, 5))],
          guarantees: [b.clause('bounded', b.le(output, input), { settled, exported })],
        }),
      ],
    });
  const goal = claim(b.implies(b.le(x, 5), b.le(output, 5)));
  const at = (i: number, o: number): Steps[number] => [
    [x, i],
    [output, o],
  ];

  test('a contract that is broken under its assumptions', () => {
    expect(refute(scopeOf(false), [at(5, 6)], goal)).toBe('disagrees: contract p.bounded at step 0 does not hold');
    expect(refute(scopeOf(false), [at(5, 4), at(5, 6)], goal)).toBe(
      'disagrees: contract p.bounded at step 1 does not hold',
    );
  });

  test('an assumption broken at one step frees the part for good', () => {
    expect(refute(scopeOf(false), [at(6, 9), at(5, 6)], goal)).toBe('confirmed');
    expect(refute(scopeOf(false), [at(6, 9), at(4, 4), at(5, 6)], goal)).toBe('confirmed');
  });

  test('at the step itself too, but not what is settled', () => {
    expect(refute(scopeOf(false), [at(6, 9)], claim(b.e(false)))).toBe('confirmed');
    expect(refute(scopeOf(true), [at(6, 9)], claim(b.e(false)))).toBe(
      'disagrees: contract p.bounded at step 0 does not hold',
    );
    expect(refute(scopeOf(true), [at(6, 6), at(5, 9)], goal)).toBe('confirmed');
  });

  test('what is not exported promises nothing', () => {
    expect(refute(scopeOf(false, false), [at(5, 6)], goal)).toBe('confirmed');
  });

  test('a bound parameter outside its range frees the part', () => {
    const wide = scopeOf(false);
    const definitions = new Map([...wide.definitions, b.definition(bound, 6, { origin: 'binding' })]);
    expect(refute({ ...wide, definitions }, [at(5, 6)], goal)).toBe('confirmed');
  });

  test('the freed parts are told, from the step on at which it happened', () => {
    const replay = replayClaim(scopeOf(false), b.trace([at(4, 4), at(6, 9), at(5, 6)]), goal);
    if (replay.kind !== 'confirmed') throw new Error(replay.what);
    const freed = (step: number) =>
      brokenParts(replay.trace.behaviour, step).map((f) => `${f.part.path}.${f.clause.name}@${f.since}`);
    expect([freed(0), freed(1), freed(2)]).toEqual([[], ['p.small@1'], ['p.small@1']]);
  });

  test('contracts may be left out', () => {
    expect(refute(scopeOf(false), [at(5, 6)], claim(b.e(false), { parts: 'none' }))).toBe('confirmed');
    expect(refute(scopeOf(false), [at(5, 4), at(5, 6)], claim(b.e(false), { parts: 'before' }))).toBe('confirmed');
    expect(refute(scopeOf(false), [at(5, 6), at(5, 4)], claim(b.e(false), { parts: 'before' }))).toMatch(
      /p.bounded at step 0/,
    );
  });
});

describe('a leaf keeps its own contract', () => {
  const leaf = b.scope({
    variables: [x, y],
    assumptions: [b.assumption('a', b.le(x, 5))],
    guarantees: [b.clause('g', b.le(y, x)), b.clause('s', b.le(0, y), { settled: true })],
  });
  const at = (i: number, o: number): Steps[number] => [
    [x, i],
    [y, o],
  ];
  const never = (ownGuarantees: Hypotheses['ownGuarantees'], assumptions: Hypotheses['assumptions']) =>
    claim(b.e(false), { ownGuarantees, assumptions });

  test('under its assumptions, settled guarantees one step longer', () => {
    expect(refute(leaf, [at(5, 5)], never('through', 'through'))).toBe('confirmed');
    expect(refute(leaf, [at(5, 6)], never('through', 'through'))).toBe(
      'disagrees: guarantee g at step 0 does not hold',
    );
    expect(refute(leaf, [at(6, 7)], never('through', 'before'))).toBe('confirmed');
    expect(refute(leaf, [at(6, -1)], never('through', 'before'))).toBe(
      'disagrees: guarantee s at step 0 does not hold',
    );
    expect(refute(leaf, [at(6, 7), at(5, -1)], never('through', 'none'))).toBe('confirmed');
  });

  test('before the last step only', () => {
    expect(refute(leaf, [at(5, 5), at(5, 6)], never('before', 'through'))).toBe('confirmed');
    expect(refute(leaf, [at(5, 6), at(5, 5)], never('before', 'through'))).toMatch(/guarantee g at step 0/);
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

describe('faults', () => {
  const f = b.variable('f', b.BOOL, 'fault');
  const g = b.variable('g', b.BOOL, 'fault');
  const o = b.variable('p.out', b.REAL, 'output', { part: 'p' });
  const made = b.scope({
    kind: 'system',
    variables: [f, g, o],
    parts: [
      b.part('p', {
        guarantees: [b.clause('low', b.le(o, 1), { risk: { unless: [f], tolerating: null, chance: null } })],
      }),
    ],
  });
  const at = (ff: boolean, gg: boolean, out: number): Steps[number] => [
    [f, ff],
    [g, gg],
    [o, out],
  ];
  const high = (faults: Hypotheses['faults']) => claim(b.le(o, 1), { faults });

  test('none may be present', () => {
    expect(refute(made, [at(true, false, 2)], high({ kind: 'none' }))).toBe(
      'disagrees: fault f is present where none may be',
    );
    expect(refute(made, [at(false, false, 2)], high({ kind: 'none' }))).toBe(
      'disagrees: contract p.low at step 0 does not hold',
    );
  });

  test('one that excuses the guarantee does, another does not', () => {
    expect(refute(made, [at(true, false, 2)], high({ kind: 'any' }))).toBe('confirmed');
    expect(refute(made, [at(false, true, 2)], high({ kind: 'any' }))).toMatch(/p.low at step 0/);
  });

  test('a guarantee holds until the fault is present', () => {
    expect(refute(made, [at(false, false, 1), at(true, false, 2)], high({ kind: 'any' }))).toBe('confirmed');
    expect(refute(made, [at(false, false, 2), at(true, false, 2)], high({ kind: 'any' }))).toMatch(/p.low at step 0/);
  });

  test('a fault does not go away', () => {
    expect(refute(made, [at(true, false, 2), at(false, false, 0), at(true, false, 2)], high({ kind: 'any' }))).toBe(
      'disagrees: fault f goes away after step 0',
    );
  });

  test('not more, and no others, than are allowed', () => {
    expect(refute(made, [at(true, true, 2)], high({ kind: 'atMost', count: 2n }))).toBe('confirmed');
    expect(refute(made, [at(true, true, 2)], high({ kind: 'atMost', count: 1n }))).toBe(
      'disagrees: more than 1 faults are present',
    );
    expect(refute(made, [at(true, false, 2)], high({ kind: 'only', faults: new Set([f]) }))).toBe('confirmed');
    expect(refute(made, [at(true, true, 2)], high({ kind: 'only', faults: new Set([f]) }))).toBe(
      'disagrees: fault g is present where it may not be',
    );
  });

  test('a clause as a goal is excused by its own faults', () => {
    const goal: Goal = { kind: 'clause', clause: made.parts[0]!.guarantees[0]! };
    expect(refute(made, [at(true, false, 2)], claim(goal, { faults: { kind: 'any' } }))).toMatch(/not broken/);
    expect(refute(made, [at(false, true, 2)], claim(goal, { faults: { kind: 'any' }, parts: 'none' }))).toBe(
      'confirmed',
    );
  });
});

describe('witnesses and inputs', () => {
  const made = b.scope({
    variables: [x, y],
    assumptions: [b.assumption('a', b.le(x, 5))],
    guarantees: [b.clause('g', b.le(y, x))],
  });
  const full: Hypotheses = { ...USUAL, ownGuarantees: 'through' };

  test('a witness keeps all and reaches the goal', () => {
    const good = b.trace([
      [
        [x, 5],
        [y, 4],
      ],
    ]);
    const wanted: Goal = { kind: 'formula', formula: b.eq(y, 4) };
    expect(replayWitness(made, good, wanted, full).kind).toBe('confirmed');
    expect(replayWitness(made, good, null, full).kind).toBe('confirmed');
    expect(replayWitness(made, good, { kind: 'formula', formula: b.eq(y, 3) }, full)).toMatchObject({
      kind: 'disagrees',
      what: 'the goal does not hold at step 0',
    });
    expect(
      replayWitness(
        made,
        b.trace([
          [
            [x, 5],
            [y, 6],
          ],
        ]),
        null,
        full,
      ).kind,
    ).toBe('disagrees');
    const odd: Goal = { kind: 'formula', formula: b.le(b.div(1, b.sub(x, 5)), 1) };
    expect(replayWitness(made, good, odd, full)).toEqual({
      kind: 'undefined',
      what: 'the goal has no value',
      why: undefinedAt(b.SPAN),
    });
  });

  test('inputs of one more step, without its outputs', () => {
    const lacking = { variables: new Set([y]), parts: new Set<never>() };
    const before: Hypotheses = { ...USUAL, ownGuarantees: 'before' };
    expect(
      replayInputs(
        made,
        b.trace([
          [
            [x, 5],
            [y, 4],
          ],
          [[x, 3]],
        ]),
        before,
        lacking,
      ).kind,
    ).toBe('confirmed');
    expect(
      replayInputs(
        made,
        b.trace([
          [
            [x, 5],
            [y, 4],
          ],
          [[x, 6]],
        ]),
        before,
        lacking,
      ).kind,
    ).toBe('disagrees');
    expect(replayInputs(made, b.trace([[[x, 5]], [[x, 3]]]), before, lacking)).toMatchObject({
      what: 'y has no value at step 0',
    });
    expect(
      replayInputs(
        made,
        b.trace([
          [
            [x, 5],
            [y, 6],
          ],
          [[x, 3]],
        ]),
        before,
        lacking,
      ).kind,
    ).toBe('disagrees');
    expect(replayInputs(made, b.trace([[[y, 4]]]), before, lacking)).toMatchObject({
      what: 'x has no value at step 0',
    });
  });

  test('contracts of a group are aside at the last step, those of other parts are not', () => {
    const o = b.variable('p.o', b.REAL, 'output', { part: 'p' });
    const r = b.variable('q.r', b.REAL, 'output', { part: 'q' });
    const p = b.part('p', { guarantees: [b.clause('g', b.le(o, 1))] });
    const other = b.part('q', { guarantees: [b.clause('g', b.le(r, 1))] });
    const system = b.scope({ kind: 'system', variables: [o, r], parts: [p, other] });
    const lacking = { variables: new Set([o]), parts: new Set([p]) };
    expect(
      replayInputs(
        system,
        b.trace([
          [
            [o, 1],
            [r, 1],
          ],
          [[r, 1]],
        ]),
        USUAL,
        lacking,
      ).kind,
    ).toBe('confirmed');
    expect(
      replayInputs(
        system,
        b.trace([
          [
            [o, 2],
            [r, 1],
          ],
          [[r, 1]],
        ]),
        USUAL,
        lacking,
      ).kind,
    ).toBe('disagrees');
    expect(
      replayInputs(
        system,
        b.trace([
          [
            [o, 1],
            [r, 1],
          ],
          [[r, 2]],
        ]),
        USUAL,
        lacking,
      ).kind,
    ).toBe('disagrees');
  });
});
