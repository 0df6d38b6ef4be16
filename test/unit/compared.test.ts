import { describe, expect, test } from 'vitest';
import { understand } from '../../src/core/check.ts';
import type { Expr, Variable } from '../../src/core/model/model.ts';
import { showExpr } from '../../src/core/model/show.ts';
import { type Compared, comparedIn, type IsFalse } from '../../src/core/obligations/compared.ts';
import type { ValidGoal } from '../../src/core/obligations/obligation.ts';
import * as b from './scopes.ts';

/** Which comparison a claim comes down to, with its premise, the side that is read, and the unit that it is read in. */

function goalOf(items: string, claim: string): ValidGoal {
  const text = `
    type Mood = { calm, hasty }
    component P { out y : real [ms]  out n : int }
    system S {
      step 1 s
      fault f
      fault g
      in p : bool
      in a : real
      in b : real
      in t : real [ms]
      in u : real [s]
      in d : real [m]
      in n : int
      in k : int [ms]
      in l : int [s]
      in far : real [cm]
      part q : P
      param top : real [s]
      in mood : Mood
      ${items}
      guarantee claim: ${claim}
    }`;
  const nothing = () => ({ kind: 'problem', problem: 'missing', detail: '' }) as const;
  const { obligations, diagnostics } = understand({ path: 'test.safety', text }, nothing);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const found = obligations.flatMap((subject) => subject.obligations).find(({ id }) => id === 'S.claim');
  return found!.goals[0] as ValidGoal;
}

/** `premise : subject operator bound [unit]`, of a claim in a system that has further items. */
function read(claim: string, items = '', isFalse: IsFalse | null = null): string {
  const { formula, scope } = goalOf(items, claim);
  return said(comparedIn(formula, scope, isFalse));
}

function said(compared: Compared | null): string {
  if (compared === null) return '-';
  const { premise, subject, operator, bound, unit } = compared;
  const where = showExpr(premise);
  return `${where === 'true' ? '' : `${where} : `}${showExpr(subject)} ${operator} ${showExpr(bound)} [${unit?.text ?? ''}]`;
}

describe('the side that varies is read, whichever way it is written', () => {
  test.each([
    ['a <= 3', 'a <= 3 []'],
    ['a < 3', 'a < 3 []'],
    ['a >= 3', 'a >= 3 []'],
    ['a > 3', 'a > 3 []'],
    ['a == 3', 'a == 3 []'],
    ['3 <= a', 'a >= 3 []'],
    ['3 < a', 'a > 3 []'],
    ['3 >= a', 'a <= 3 []'],
    ['3 > a', 'a < 3 []'],
    ['3 == a', 'a == 3 []'],
    // Of two that vary the first, as long as it is no parameter's value.
    ['a <= b', 'a <= b []'],
    ['a >= b', 'a >= b []'],
    ['min(a, b) <= 3', 'min(a, b) <= 3 []'],
    ['top >= a * 1 s', 'top >= (a * 1) [s]'],
    ['4 >= 3', '-'],
    ['p == true', '-'],
    ['mood == calm', '-'],
    ['a != 3', '-'],
    ['once(a <= 3)', '-'],
  ])('%s', (claim, expected) => expect(read(claim)).toBe(expected));
});

describe('of a conjunction the last', () => {
  test.each([
    ['1 <= a <= 3', 'a <= 3 []'],
    ['a in 1..3', 'a <= 3 []'],
    ['p and a <= 3', 'a <= 3 []'],
    ['a <= 3 and p', '-'],
    ['1 <= a and b <= 3', 'b <= 3 []'],
    ['1 < a and a < 2 and b < 3', 'b < 3 []'],
    ['a <= 3 and a <= 4 and 5 >= a', 'a <= 5 []'],
    // Of several quantities in their ranges none is more than another.
    ['a <= 3 and b <= 3 and a <= 4', '-'],
    ['1 <= a and 1 <= b and 1 <= a', '-'],
    ['3 >= a and a >= 1 and b >= 3', '-'],
    ['a < 3 and b <= 3 and a <= 4', 'a <= 4 []'],
    ['a <= 3 and b <= 3', 'b <= 3 []'],
    ['1 <= a and a <= b and a <= 3', 'a <= 3 []'],
  ])('%s', (claim, expected) => expect(read(claim)).toBe(expected));
});

describe('… or the first that fails', () => {
  test.each([
    ['1 <= a <= 3', ['(1 <= a)'], 'a >= 1 []'],
    ['1 < a < 3', ['(1 < a)'], 'a > 1 []'],
    ['b <= a <= 3', ['(b <= a)'], 'a >= b []'],
    ['b <= a < 3', ['(b <= a)'], 'a >= b []'],
    ['b <= a and 3 <= a', ['(b <= a)'], 'b <= a []'],
    ['b <= a and p', ['(b <= a)'], 'b <= a []'],
    ['b == a and a <= 3', ['(b == a)'], 'b == a []'],
    ['b <= a and a == 3', ['(b <= a)'], 'b <= a []'],
    // What is written twice is not seen to be the same.
    ['b <= a + 1 and a + 1 <= 3', ['(b <= (a + 1))'], 'b <= (a + 1) []'],
    ['b <= a and q.y <= 3 ms', ['(b <= a)'], 'b <= a []'],
    ['a <= 3 and b <= 4 and a <= 5', ['(b <= 4)', '(a <= 5)'], 'b <= 4 []'],
    ['a <= 3 and b <= 4', [], '-'],
  ])('%s where %j is false', (claim, falses, expected) => {
    expect(read(claim, '', (expr) => falses.includes(showExpr(expr)))).toBe(expected);
  });
});

describe('where it is claimed', () => {
  test.each([
    ['p => a <= 3', 'p : a <= 3 []'],
    ['p => (b <= 1 => 1 <= a)', '(p and (b <= 1)) : a >= 1 []'],
    ['p => a in 1..3', 'p : a <= 3 []'],
    ['a <= 3 or f', 'not(f) : a <= 3 []'],
    ['f or a <= 3 or g', '(not(f) and not(g)) : a <= 3 []'],
    ['p => f or a <= 3', '(p and not(f)) : a <= 3 []'],
    ['p => a <= b', 'p : a <= b []'],
    ['a <= b or f', 'not(f) : a <= b []'],
    ['a <= 3 unless f', 'not(f) : a <= 3 []'],
    // What does not excuse by its absence is no premise.
    ['f or g', '-'],
    ['p or a <= 3', '-'],
    ['a <= 3 or p', '-'],
    ['a <= 3 or b <= 3', '-'],
    ['a <= 3 or b <= 3 or f', '-'],
    ['p => p', '-'],
  ])('%s', (claim, expected) => expect(read(claim)).toBe(expected));

  test('the ends of a range that is excused are not those of a chain', () => {
    expect(read('(b <= a or f) and a <= 3', '', (expr) => showExpr(expr) !== '(a <= 3)')).toBe('not(f) : b <= a []');
  });
});

describe('in the unit of the first port of its dimension', () => {
  test.each([
    ['t <= 0.003 s', '', 't <= 0.003 [ms]'],
    ['3 ms <= u', '', 'u >= 0.003 [s]'],
    ['t + u <= 3 s', '', '(t + u) <= 3 [ms]'],
    ['u + t <= 3 ms', '', '(u + t) <= 0.003 [s]'],
    ['u * d / d <= 3 ms', '', '((u * d) / d) <= 0.003 [s]'],
    ['d * u / d <= 3 ms', '', '((d * u) / d) <= 0.003 [s]'],
    ['w <= 3 ms', 'let w = u + t', 'w <= 0.003 [s]'],
    ['w <= 3 s', 'let v = t  let w = v + v + u', 'w <= 3 [ms]'],
    ['w + u <= 3 s', 'let w = a * 1 s + t', '(w + u) <= 3 [ms]'],
    ['w <= 3 s', 'let w = a * 1 s', 'w <= 3 [s]'],
    ['q.y <= top', '', 'q.y <= top [ms]'],
    ['top <= q.y', '', 'top <= q.y [s]'],
    // Where the one side has none, of the other.
    ['a * 1 s <= t', '', '(a * 1) <= t [ms]'],
    ['d / t <= 3 m/s', '', '(d / t) <= 3 [m/ms]'],
    // What counts its unit is read in it.
    ['k <= 2 s', '', 'k <= 2000 [ms]'],
    ['3 ms >= k', '', 'k <= 3 [ms]'],
    ['n <= 3', '', 'n <= 3 []'],
    ['l <= k', '', 'toReal(l) <= (0.001 * toReal(k)) [s]'],
    ['k <= l', '', '(0.001 * toReal(k)) <= toReal(l) [ms]'],
    // Through a `let`, which has no unit of its own, but not through a port.
    ['v * u <= 3 m', 'let v = far / u', '(v * u) <= 3 [cm]'],
    ['v * u <= 3 m', 'out v : real [km/h] = far / u', '(v * u) <= 3 [km]'],
  ])('%s %s', (claim, items, expected) => expect(read(claim, items)).toBe(expected));
});

describe('what nobody wrote', () => {
  const ms = b.unit('ms', b.q(1, 1000));
  const [x, y] = ['x', 'y'].map((name) => b.variable(name, b.REAL, 'input')) as [Variable, Variable];
  const t = b.variable('t', b.REAL, 'input', { unit: ms });
  const k = b.variable('k', b.INT, 'input', { unit: ms });
  const of = (formula: Expr) => said(comparedIn(formula, b.scope({ variables: [x, y, t, k] }), null));

  test('is read from left to right, in the unit of what it names', () => {
    expect(of(b.le(x, y))).toBe('x <= y []');
    expect(of(b.le(b.add(x, t), 3))).toBe('(x + t) <= 3 [ms]');
    expect(of(b.le(k, b.int(3)))).toBe('k <= 3 [ms]');
  });

  test('a whole number counts the unit to which both sides were brought', () => {
    const written = { ...b.le(k, b.int(3)), reading: { flipped: false, unit: b.unit('min', b.q(60)) } };
    expect(of(written as Expr)).toBe('k <= 3 [min]');
  });

  test('is no range of a quantity', () => {
    expect(of(b.and(b.le(x, 1), b.le(y, 1), b.le(x, 2)))).toBe('x <= 2 []');
  });
});
