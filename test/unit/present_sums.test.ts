import { describe, expect, test } from 'vitest';
import { Behaviour } from '../../src/core/eval/evaluate.ts';
import { freeVariables } from '../../src/core/eval/trace.ts';
import type { ValidGoal } from '../../src/core/obligations/obligation.ts';
import { comparison } from '../../src/core/verdict/comparison.ts';
import { sums } from '../../src/core/verdict/present_sum.ts';
import type { Quantity } from '../../src/core/verdict/result.ts';
import { type Named, owed, valuesOf } from './presenting.ts';

/** The two sides of a claim that fails in an execution, and what each part adds to the one that is read. */

const PARTS = 'component P { in u : real [ms] out y : real [ms]  out n : int  out on : bool  out r : real }';
const amount = ({ shown, unit }: Quantity) => `${shown}${unit === '' ? '' : ` ${unit}`}`;
const VALUES: Named = { 'a.y': 0.03, 'b.y': 0.04, 'c[1].y': 0.001, 'c[2].y': 0.002, x: 0.007, 'a.n': 3, 'b.n': 4 };

/** The goal of a claim in a system of parts, and an execution of one step. */
function broken(items: string, claim: string, values: Named = VALUES) {
  const text = `${PARTS}
    system S {
      in x : real [ms]
      in z : real
      in p : bool
      fault f
      part a : P
      part b : P
      part c[2] : P
      ${items}
      guarantee g: ${claim}
    }`;
  const { formula, scope } = owed(text).get('S.g')!.goals[0] as ValidGoal;
  const free = freeVariables(scope);
  const trace = { rigid: valuesOf(free.rigid, values), steps: [valuesOf(free.perStep, values)] };
  return { formula, behaviour: new Behaviour(scope, trace) };
}

describe('what each part adds', () => {
  const added = (items: string, claim: string, order: readonly string[] = ['a', 'b'], values = VALUES) => {
    const { formula, behaviour } = broken(items, claim, values);
    const found = sums(formula, behaviour, 0, new Map(order.map((part, at) => [part, at])));
    return found.map(({ part, adds, soFar }) => `${part} ${amount(adds)} ${amount(soFar)}`).join(', ');
  };

  test.each([
    ['', 'a.y + b.y <= 50 ms', 'a 30 ms 30 ms, b 40 ms 70 ms'],
    ['', 'b.y + a.y <= 0.05 s', 'a 30 ms 30 ms, b 40 ms 70 ms'],
    ['', 'a.n + b.n <= 5', 'a 3 3, b 4 7'],
    ['', 'a.y + x + b.y + 1 ms <= 50 ms', 'a 30 ms 38 ms, b 40 ms 78 ms'],
    ['', 'a.y - x + b.y <= 50 ms', 'a 30 ms 23 ms, b 40 ms 63 ms'],
    ['', '2 * a.y + b.y + a.y <= 50 ms', 'a 90 ms 90 ms, b 40 ms 130 ms'],
    ['', 'a.y - (0 ms - b.y) <= 50 ms', 'a 30 ms 30 ms, b 40 ms 70 ms'],
    ['', '-(-a.y - b.y) <= 50 ms', 'a 30 ms 30 ms, b 40 ms 70 ms'],
    ['let all = a.y + b.y  let more = all + 3 ms', 'more <= 50 ms', 'a 30 ms 33 ms, b 40 ms 73 ms'],
    ['', '100 ms <= a.y + b.y', 'a 30 ms 30 ms, b 40 ms 70 ms'],
    ['', 'sum(c.y) <= 1 ms', 'c[1] 1 ms 1 ms, c[2] 2 ms 3 ms'],
    ['', 'a.y + b.y - a.y <= 1 ms', 'a 0 ms 0 ms, b 40 ms 40 ms'],
  ])('%s %s', (items, claim, expected) => expect(added(items, claim)).toBe(expected));

  test.each([
    ['of one part', 'a.y <= 20 ms'],
    ['of one part and more', 'a.y + x <= 20 ms'],
    ['where one takes away', '2 * a.y - b.y <= 10 ms'],
    ['of a product', 'a.y * b.y <= 0.001 ms^2'],
    ['of a product of three', '2 * z * a.y + b.y <= 1 ms'],
    ['of a choice', '(if p then a.y else a.y + b.y) <= 20 ms'],
    ['of an extremum', 'max(a.y, b.y) <= 20 ms'],
    ['of a quotient', 'a.y / 2 + b.y <= z * 1 ms'],
    ['of a product and more', 'a.r * z * 1 ms + a.y + b.y <= 1 ms'],
    ['of a product by what varies and more', 'z * a.y + a.y + b.y <= 1 ms'],
    ['of a product of three and more', '2 * z * x + a.y + b.y <= 1 ms'],
    ['of an extremum and more', 'max(x, 1 ms) + a.y + b.y <= 20 ms'],
    ['of what compares words', 'a.on == (b.on or not a.on)'],
    ['of a claim that holds', 'a.y + b.y <= 70 ms'],
    ['of a claim that compares nothing', 'a.on or b.on'],
    ['of what has no value', 'a.y + b.y / z <= 20 ms'],
  ])('nothing is said %s', (_, claim) => expect(added('', claim)).toBe(''));

  test('in the order of the parts, those without a place first', () => {
    const claim = 'a.y + b.y <= 50 ms';
    expect(added('', claim, ['b', 'a'])).toBe('b 40 ms 40 ms, a 30 ms 70 ms');
    expect(added('', `c[1].y + ${claim}`, ['x', 'b', 'a'])).toBe('c[1] 1 ms 1 ms, b 40 ms 41 ms, a 30 ms 71 ms');
    expect(added('', `${claim.replace('<=', '+ c[1].y <=')}`, ['x', 'b', 'a'])).toBe(
      'c[1] 1 ms 1 ms, b 40 ms 41 ms, a 30 ms 71 ms',
    );
  });

  test('a running total of very many is read by nobody', () => {
    const many = (count: number) => {
      const names = Array.from({ length: count }, (_, at) => `i${at}`);
      const items = names.map((name) => `in ${name} : real [ms]`).join('\n');
      return added(items, `a.y + b.y + ${names.join(' + ')} <= 50 ms`);
    };
    expect(many(398)).toBe('a 30 ms 30 ms, b 40 ms 70 ms');
    expect(many(399)).toBe('');
  });
});

describe('the two sides of what fails', () => {
  const sides = (claim: string, values = VALUES) => {
    const { formula, behaviour } = broken('', claim, values);
    const found = comparison(formula, behaviour, 0);
    return found === null ? '-' : `${amount(found.left)} ${found.operator} ${amount(found.right)}`;
  };

  test.each([
    ['a.y <= 20 ms', '30 ms <= 20 ms'],
    ['a.y < b.y - 10 ms', '30 ms < 30 ms'],
    ['40 ms <= a.y', '30 ms >= 40 ms'],
    ['a.n >= b.n', '3 >= 4'],
    ['a.n == 4', '3 == 4'],
    // The first that fails.
    ['a.n <= 9 and b.n <= 3 and a.n <= 2', '4 <= 3'],
    ['5 <= a.n <= 9', '3 >= 5'],
    ['a.n >= 3 => a.n <= 2', '3 <= 2'],
    ['a.n <= 2 unless f', '3 <= 2'],
    // Of what holds, compares nothing, or has no value, nothing is said.
    ['a.n <= 3', '-'],
    ['a.on', '-'],
    ['a.on == (not b.on)', '-'],
    ['1 / z <= 1', '-'],
    ['a.n <= 2 or 1 / z <= 1', '-'],
  ])('%s', (claim, expected) => expect(sides(claim)).toBe(expected));
});
