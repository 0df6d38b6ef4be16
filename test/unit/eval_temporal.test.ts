import { describe, expect, test } from 'vitest';
import { Behaviour } from '../../src/core/eval/evaluate.ts';
import type { Expr } from '../../src/core/model/model.ts';
import * as b from './scopes.ts';

const p = b.variable('p', b.BOOL, 'input');
const r = b.variable('r', b.BOOL, 'input');
const x = b.variable('x', b.REAL, 'input');

/** The outcomes of the formula along a run, as `1`, `0` or `?`; `ps` and `rs` give p and r, `xs` gives x, step by step. */
function run(expr: Expr, ps: string, rs = '', xs: readonly number[] = []): string {
  const steps = [...ps].map((at, i): [typeof p | typeof x, boolean | number][] => [
    [p, at === '1'],
    [r, rs[i] === '1'],
    [x, xs[i] ?? 0],
  ]);
  const behaviour = new Behaviour(b.scope({ variables: [p, r, x] }), b.trace(steps));
  return steps
    .map((_, step) => {
      const outcome = behaviour.evaluate(expr, step);
      return outcome.kind === 'undefined' ? '?' : outcome.value === true ? '1' : '0';
    })
    .join('');
}

describe('temporal operators', () => {
  test('prev', () => {
    expect(run(b.prev(p, true), '0110')).toBe('1011');
    expect(run(b.prev(p, false), '0110')).toBe('0011');
    expect(run(b.prev(b.prev(p, true), false), '0110')).toBe('0101');
  });

  test('once and historically', () => {
    expect(run(b.temporal('once', p), '00101')).toBe('00111');
    expect(run(b.temporal('historically', p), '11011')).toBe('11000');
  });

  test('since: p ever since q', () => {
    expect(run(b.since(p, r), '111011', '010000')).toBe('011000');
    expect(run(b.since(p, r), '0000', '0110')).toBe('0110');
    expect(run(b.since(p, r), '1111', '0000')).toBe('0000');
  });

  test('held: at each of the last steps, false where there were fewer', () => {
    expect(run(b.held(p, 1), '0110')).toBe('0110');
    expect(run(b.held(p, 3), '1111011111')).toBe('0011000111');
    expect(run(b.held(p, 4), '111')).toBe('000');
  });

  test('initially speaks of the first step only', () => {
    expect(run(b.temporal('initially', p), '010')).toBe('011');
    expect(run(b.temporal('initially', p), '100')).toBe('111');
  });

  test('whenever: answered at the same step or within so many steps', () => {
    expect(run(b.whenever(p, r, 0), '1100', '1000')).toBe('1011');
    expect(run(b.whenever(p, r, 2), '100000', '001000')).toBe('111111');
    expect(run(b.whenever(p, r, 2), '100000', '000100')).toBe('110111');
    expect(run(b.whenever(p, r, 2), '100', '000')).toBe('110');
    expect(run(b.whenever(p, r, 2), '0001', '0000')).toBe('1111');
  });

  test('whenever: an answer before the trigger does not count, one answer serves all triggers', () => {
    expect(run(b.whenever(p, r, 1), '0100', '1000')).toBe('1101');
    expect(run(b.whenever(p, r, 2), '111000', '001000')).toBe('111111');
  });

  test('nested', () => {
    expect(run(b.temporal('once', b.and(p, b.prev(r, false))), '00110', '01000')).toBe('00111');
    expect(run(b.held(b.temporal('once', p), 2), '01000')).toBe('00111');
    expect(run(b.implies(b.prev(p, false), b.whenever(p, r, 1)), '1100', '0000')).toBe('1001');
  });
});

describe('arguments of temporal operators are evaluated at every step', () => {
  const partly = b.lt(b.div(1, x), 5);

  test('what an undefined argument touches is undefined', () => {
    expect(run(b.temporal('once', partly), '0000', '', [1, 0, 1, 1])).toBe('1???');
    expect(run(b.temporal('historically', partly), '000', '', [1, 0, 1])).toBe('1??');
    expect(run(b.since(p, partly), '111', '', [0, 1, 1])).toBe('???');
    expect(run(b.since(partly, true), '11', '', [1, 0])).toBe('1?');
    expect(run(b.prev(partly, false), '000', '', [1, 0, 1])).toBe('01?');
  });

  test('held is undefined while the step is in its window', () => {
    expect(run(b.held(partly, 2), '00000', '', [1, 0, 1, 1, 1])).toBe('0??11');
  });

  test('whenever: neither side guards the other', () => {
    expect(run(b.whenever(p, partly, 1), '0000', '', [1, 0, 1, 1])).toBe('1??1');
    expect(run(b.whenever(partly, p, 1), '1111', '', [1, 0, 1, 1])).toBe('11?1');
  });

  test('and still guards inside an argument', () => {
    expect(run(b.temporal('once', b.and(b.not(b.eq(x, 0)), partly)), '000', '', [0, 0, 1])).toBe('001');
  });
});
