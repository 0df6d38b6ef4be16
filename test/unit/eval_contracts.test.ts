import { describe, expect, test } from 'vitest';
import { brokenParts } from '../../src/core/eval/contract.ts';
import { undefinedAt } from '../../src/core/eval/outcome.ts';
import type { Goal, Hypotheses } from '../../src/core/replay/claim.ts';
import { replayClaim, replayInputs, replayWitness } from '../../src/core/replay/replay.ts';
import { claim, refute, type Steps, USUAL } from './replaying.ts';
import * as b from './scopes.ts';

const x = b.variable('x', b.REAL, 'input');
const y = b.variable('y', b.REAL, 'output');

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

  test('a clause as a further hypothesis is excused by its own faults', () => {
    const given = [made.parts[0]!.guarantees[0]!];
    const never = claim(b.e(false), { faults: { kind: 'any' }, parts: 'none', given });
    expect(refute(made, [at(true, false, 2)], never)).toBe('confirmed');
    expect(refute(made, [at(false, true, 2)], never)).toBe('disagrees: hypothesis 1 at step 0 does not hold');
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

  test('a range is kept wherever its variable has a value', () => {
    const ranged = b.scope({
      variables: [y],
      freeRanges: [{ variable: y, clause: b.clause('y', b.le(y, 1)), constant: false }],
    });
    const lacking = { variables: new Set([y]), parts: new Set<never>() };
    const of = (...steps: Parameters<typeof b.trace>[0]) => replayInputs(ranged, b.trace(steps), USUAL, lacking);
    expect(of([[y, 1]], []).kind).toBe('confirmed');
    expect(of([]).kind).toBe('confirmed');
    expect(of([[y, 2]], [])).toMatchObject({ kind: 'disagrees', what: 'range y at step 0 does not hold' });
    // What may be lacking has to be a value where it is there.
    expect(of([[y, 'auto']])).toMatchObject({ what: 'y has a value of another sort at step 0' });
  });

  test('what is replayed says which step is its last', () => {
    const steps = [0, 1, 2].map((value) => [[x, value] as const]);
    const replay = replayInputs(b.scope({ variables: [x] }), b.trace(steps), USUAL, {
      variables: new Set(),
      parts: new Set(),
    });
    expect(replay.kind === 'confirmed' ? replay.trace.last : null).toBe(2);
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
