import { describe, expect, test } from 'vitest';
import type { Rational } from '../../src/core/exact/rational.ts';
import type { Obligation } from '../../src/core/obligations/obligation.ts';
import type { Knob } from '../../src/core/optimise/knob.ts';
import type { Piece } from '../../src/core/optimise/piece.ts';
import type { Sensitivity } from '../../src/core/optimise/sensitivity.ts';
import type { Stretch, Tradeoff } from '../../src/core/optimise/tradeoff.ts';
import { sensitivityOf, tradeoffOf } from '../../src/core/verdict/present_turning.ts';
import * as b from './scopes.ts';

/** What is said of numbers that are turned: each in the unit in which its author wrote it. */

const ms = b.unit('ms', b.q(1, 1000));
const grams = b.unit('g', b.q(1, 100));
const textOf = ({ start, end }: { start: number; end: number }) => `${start}..${end}`;
const obligation = (setting: string | null) => ({ id: 'S.g', setting }) as Obligation;

function knob(
  value: Rational | null,
  more: Partial<Knob> & { unit?: typeof ms | null; sort?: typeof b.REAL } = {},
): Knob {
  const { unit = ms, sort = b.REAL, ...rest } = more;
  return {
    name: 'A.cap',
    variable: b.variable('A.cap', sort, 'param', { unit }),
    value,
    span: { path: 'x', start: 3, end: 5 },
    place: { kind: 'constant', clause: '3', at: 0 },
    ...rest,
  };
}

describe('what a claim gains from a number', () => {
  const y = b.variable('y', b.REAL, 'output', { unit: grams });
  const piece = (to: number | null, rate: number): Piece => ({
    from: b.q(2, 1000),
    to: to === null ? null : b.q(to, 1000),
    value: b.q(0),
    rate: b.q(rate),
  });
  const found = (below: Piece | null, above: Piece | null, more: Partial<Sensitivity> = {}): Sensitivity => ({
    obligation: obligation(null),
    compared: { premise: b.e(true), subject: b.e(y), operator: '<=', bound: b.e(1), unit: grams },
    knob: knob(b.q(2, 1000)),
    below,
    above,
    ...more,
  });

  test('is one piece where it is the same on both sides', () => {
    expect(sensitivityOf(found(piece(1, 30), piece(5, 30)), textOf)).toEqual({
      of: 'A.cap',
      for: 'S.g',
      text: '3..5',
      value: { value: '2', unit: 'ms', shown: '2' },
      above: true,
      pieces: [{ from: '1', to: '5', rate: '3' }],
      unit: 'g',
    });
  });

  test('is told of each side else, as far as it is known', () => {
    const pieces = (below: Piece | null, above: Piece | null) => sensitivityOf(found(below, above), textOf).pieces;
    const [low, high] = [
      { from: '1', to: '2', rate: '3' },
      { from: '2', to: '5', rate: '4' },
    ];
    expect(pieces(piece(1, 30), piece(5, 40))).toEqual([low, high]);
    expect(pieces(piece(1, 30), null)).toEqual([low]);
    expect(pieces(null, piece(5, 40))).toEqual([high]);
    expect(pieces(null, null)).toEqual([]);
    expect(pieces(piece(null, 30), piece(null, 30))).toEqual([{ from: null, to: null, rate: '3' }]);
  });

  test('is worse where it grows, of what is bounded from above', () => {
    const above = (operator: '<=' | '<' | '>=' | '>' | '==') => {
      const { compared } = found(null, null);
      return sensitivityOf(found(null, null, { compared: { ...compared, operator } }), textOf).above;
    };
    expect((['<=', '<', '>=', '>', '=='] as const).map(above)).toEqual([true, true, false, false, false]);
  });

  test('a whole number counts its unit, and a number without one is plain', () => {
    const { compared } = found(null, null);
    const n = b.variable('n', b.INT, 'output', { unit: grams });
    const whole = found(piece(1, 30), null, {
      compared: { ...compared, subject: b.e(n), unit: null },
      knob: knob(b.q(2), { sort: b.INT }),
    });
    expect(sensitivityOf(whole, textOf)).toMatchObject({
      value: { value: '2', unit: 'ms' },
      pieces: [{ from: '0.001', to: '2', rate: '30' }],
      unit: '',
    });
    const plain = found(null, piece(5, 40), { knob: knob(b.q(2, 1000), { unit: null }) });
    expect(sensitivityOf(plain, textOf).pieces).toEqual([{ from: '0.002', to: '0.005', rate: '4000' }]);
  });
});

test.each([
  [{ kind: 'constant', clause: '3', at: 0 }, 'v', 'A.cap'],
  [{ kind: 'setting' }, 'v', 'v/A.cap'],
  [{ kind: 'free' }, 'v', 'v/A.cap'],
  [{ kind: 'free' }, null, 'A.cap'],
] as const)('a number at %j in setting %s is called %s', (place, setting, name) => {
  const found = { ...tradeoff([]), obligation: obligation(setting), across: knob(null, { place }) };
  expect(tradeoffOf(found, textOf).across.of).toBe(name);
});

/** Of `A.cap` [ms] against `B.cap` [g]. */
function tradeoff(pieces: readonly Stretch[], more: Partial<Tradeoff> = {}): Tradeoff {
  return {
    obligation: obligation(null),
    across: knob(b.q(3, 1000)),
    limited: knob(null, { name: 'B.cap', unit: grams, span: { path: 'x', start: 6, end: 9 } }),
    operator: '>=',
    pieces,
    points: [],
    ...more,
  };
}

describe('a number against another', () => {
  /** A line through (`at` ms, `value` g) that rises by `rate` g with each ms. */
  const stretch = (from: number | null, to: number | null, at: number, value: number, rate: number): Stretch => ({
    from: from === null ? null : b.q(from, 1000),
    to: to === null ? null : b.q(to, 1000),
    at: b.q(at, 1000),
    value: b.q(value, 100),
    rate: b.q(rate * 10),
  });
  const points = (pieces: readonly Stretch[], more: Partial<Tradeoff> = {}) =>
    tradeoffOf(tradeoff(pieces, more), textOf).points.map(({ across, limit }) => `${across}:${limit}`);

  test('is a line with its ends, and where the number is now', () => {
    expect(tradeoffOf(tradeoff([stretch(1, 5, 2, 10, 2)]), textOf)).toEqual({
      for: 'S.g',
      across: { of: 'A.cap', text: '3..5', value: '3', unit: 'ms' },
      limited: { of: 'B.cap', text: '6..9', value: null, unit: 'g' },
      operator: '>=',
      points: [
        { across: '1', limit: '8' },
        { across: '5', limit: '16' },
      ],
      straight: true,
      before: null,
      after: null,
    });
  });

  test('bends where two lines meet', () => {
    const bent = [stretch(1, 3, 2, 10, 2), stretch(3, 5, 3, 12, 1)];
    expect(points(bent)).toEqual(['1:8', '3:12', '5:14']);
    expect(points(bent, { across: knob(null) })).toEqual(['1:8', '3:12', '5:14']);
  });

  test('where two pieces are one line there is no point, but where the number is now', () => {
    const one = [stretch(1, 3, 2, 10, 2), stretch(3, 5, 3, 12, 2)];
    expect(points(one)).toEqual(['1:8', '3:12', '5:16']);
    expect(points(one, { across: knob(null) })).toEqual(['1:8', '5:16']);
    expect(points(one, { across: knob(b.q(4, 1000)) })).toEqual(['1:8', '5:16']);
    const found = [stretch(1, 3, 2, 10, 2), stretch(3, 5, 4, 14, 2)];
    expect(points(found, { across: knob(null) })).toEqual(['1:8', '5:16']);
    const three = [...one, stretch(5, 7, 5, 16, 3)];
    expect(points(three, { across: knob(null) })).toEqual(['1:8', '5:16', '7:22']);
  });

  test('without an end goes on from where it was found', () => {
    const open = tradeoffOf(tradeoff([stretch(null, 3, 2, 10, 2), stretch(3, null, 4, 13, 1)]), textOf);
    expect(open.points).toEqual([
      { across: '2', limit: '10' },
      { across: '3', limit: '12' },
      { across: '4', limit: '13' },
    ]);
    expect([open.before, open.after]).toEqual(['2', '1']);
    const ended = tradeoffOf(tradeoff([stretch(1, 3, 2, 10, 2), stretch(3, null, 4, 13, 1)]), textOf);
    expect([ended.before, ended.after]).toEqual([null, '1']);
    const three = [stretch(null, 1, 0, 0, 3), stretch(1, 3, 2, 5, 2), stretch(3, null, 4, 8, 1)];
    const { before, after } = tradeoffOf(tradeoff(three), textOf);
    expect([before, after]).toEqual(['3', '1']);
  });

  test('else is points, and nothing between them', () => {
    const samples = [
      { at: b.q(1, 1000), value: b.q(5, 100) },
      { at: b.q(2, 1000), value: b.q(4, 100) },
    ];
    const found = tradeoffOf(tradeoff([], { points: samples, operator: '<' }), textOf);
    expect(found).toMatchObject({ straight: false, before: null, after: null, operator: '<' });
    expect(found.points).toEqual([
      { across: '1', limit: '5' },
      { across: '2', limit: '4' },
    ]);
  });

  test('whole numbers count their units, and plain ones have none', () => {
    const whole = knob(b.q(3), { sort: b.INT });
    const plain = knob(b.q(1, 2), { unit: null });
    const found = tradeoffOf(tradeoff([stretch(1, 5, 2, 10, 2)], { across: whole, limited: plain }), textOf);
    expect(found.across).toEqual({ of: 'A.cap', text: '3..5', value: '3', unit: 'ms' });
    expect(found.limited).toEqual({ of: 'A.cap', text: '3..5', value: '0.5', unit: '' });
    expect(found.points).toEqual([
      { across: '0.001', limit: '0.08' },
      { across: '0.005', limit: '0.16' },
    ]);
  });
});
