import { describe, expect, test } from 'vitest';
import { Behaviour } from '../../src/core/eval/evaluate.ts';
import type { Sort, Variable } from '../../src/core/model/model.ts';
import { cell, cells, isShown, quantity, UNDEFINED_CELL } from '../../src/core/replay/cells.ts';
import { rounded } from '../../src/core/replay/decimal.ts';
import * as b from './scopes.ts';

describe('rounded decimal text', () => {
  test.each([
    [7, 1, '7', '7', '7'],
    [123_456_789, 1, '123456789', '123456789', '123456789'],
    [47, 10, '4.7', '4.7', '4.7'],
    [1, 3, '0.333333', '0.333334', '0.333333'],
    [-1, 3, '-0.333334', '-0.333333', '-0.333333'],
    [2, 3, '0.666666', '0.666667', '0.666667'],
    [1, 36, '0.0277777', '0.0277778', '0.0277778'],
    [70_703, 1_175, '60.1727', '60.1728', '60.1728'],
    [1_000_000_001, 3, '333333333', '333333334', '333333334'],
    [999_999_999, 1_000_000_000, '0.999999', '1', '1'],
    [1, 3_000_000_000, '0.000000000333333', '0.000000000333334', '0.000000000333333'],
    [1_234_567, 10, '123456', '123457', '123457'],
    [0, 1, '0', '0', '0'],
  ])('%i/%i', (n, d, down, up, nearest) => {
    expect(rounded(b.q(n, d), 'down')).toBe(down);
    expect(rounded(b.q(n, d), 'up')).toBe(up);
    expect(rounded(b.q(n, d))).toBe(nearest);
  });

  test('a number of a thousand digits neither overflows nor takes an exponent', () => {
    const huge = b.q(10n ** 400n + 1n).div(b.q(3));
    expect(rounded(huge, 'down')).toBe(`${(10n ** 400n + 1n) / 3n}`);
    expect(rounded(huge.inverse(), 'up')).toMatch(/^0\.0{399}3$/);
  });
});

describe('cells', () => {
  const ms = b.unit('ms', b.q(1, 1000));
  const mode: Sort = { kind: 'enum', name: 'Mode', members: ['auto', '__proto__'] };

  test('a real is shown in the unit of its declaration, an int counts its unit', () => {
    expect(quantity(b.q(18, 100), b.REAL, ms)).toEqual({ value: '180', unit: 'ms', shown: '180' });
    expect(quantity(b.q(1, 3), b.REAL, ms, 'up')).toEqual({ value: '1000/3', unit: 'ms', shown: '333.334' });
    expect(quantity(b.q(3), b.INT, b.unit('ktoken', b.q(1000)))).toEqual({ value: '3', unit: 'ktoken', shown: '3' });
    expect(quantity(b.q(3), b.REAL, null)).toEqual({ value: '3', unit: '', shown: '3' });
    expect(quantity(b.q(2, 3), b.REAL, null).shown).toBe('0.666667');
    expect(cell(b.q(2, 3), b.REAL, null).shown).toBe('0.666667');
  });

  test('Booleans and members are words without a unit', () => {
    expect(cell(true, b.BOOL, null)).toEqual({ value: 'true', unit: '', shown: 'true' });
    expect(cell('__proto__', mode, null)).toEqual({ value: '__proto__', unit: '', shown: '__proto__' });
  });

  test('by name and in order, with what is undefined said so', () => {
    const x = b.variable('x', b.REAL, 'input', { unit: ms });
    const k = b.variable('__proto__', b.REAL, 'let');
    const made = b.scope({ variables: [x, k], definitions: new Map([b.definition(k, b.div(1, x))]) });
    const behaviour = new Behaviour(made, b.trace([[[x, b.q(1, 4)]], [[x, 0]]]));
    expect([...cells(behaviour, 0, [k, x])]).toEqual([
      ['__proto__', { value: '4', unit: '', shown: '4' }],
      ['x', { value: '250', unit: 'ms', shown: '250' }],
    ]);
    expect(cells(behaviour, 1, [k, x]).get('__proto__')).toBe(UNDEFINED_CELL);
    const third = new Behaviour(b.scope({ variables: [x] }), b.trace([[[x, b.q(2, 3)]]]));
    const shown = (...rounding: ['down'] | []) => cells(third, 0, [x], ...rounding).get('x')?.shown;
    expect([shown(), shown('down')]).toEqual(['666.667', '666.666']);
  });
});

test('a whole number counts its unit already; what has no value says so', () => {
  const dozen = b.unit('doz', b.q(12));
  expect(cell(b.q(24), b.INT, dozen)).toEqual({ value: '24', unit: 'doz', shown: '24' });
  expect(cell(b.q(24), b.REAL, dozen)).toEqual({ value: '2', unit: 'doz', shown: '2' });
  expect(UNDEFINED_CELL).toEqual({ value: 'undefined', unit: '', shown: 'undefined' });
});

test.each<[string, Variable, boolean]>([
  ['an input', b.variable('x', b.REAL, 'input'), true],
  ['a parameter', b.variable('k', b.REAL, 'param'), false],
  ['a mode', b.variable('low', b.BOOL, 'mode'), false],
  ['a definition', b.variable('y', b.REAL, 'let'), true],
  ['whether a wire is defined', b.variable('p.x', b.REAL, 'let'), false],
  ["a part's own definition", b.variable('p.y', b.REAL, 'let', { part: 'p' }), true],
  ['an input of a part', b.variable('p.x', b.REAL, 'input'), true],
])('people see %s: %#', (_, variable, wanted) => {
  expect(isShown(variable)).toBe(wanted);
});
