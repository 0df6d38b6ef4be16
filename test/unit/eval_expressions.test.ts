import { describe, expect, test } from 'vitest';
import { Behaviour } from '../../src/core/eval/evaluate.ts';
import type { Outcome } from '../../src/core/eval/outcome.ts';
import { show } from '../../src/core/exact/rational.ts';
import type { Expr, Sort } from '../../src/core/model/model.ts';
import * as b from './scopes.ts';

const x = b.variable('x', b.REAL, 'input');
const p = b.variable('p', b.BOOL, 'input');
const one = b.trace([
  [
    [x, 0],
    [p, true],
  ],
]);

function text(outcome: Outcome): string {
  if (outcome.kind === 'undefined') return 'undefined';
  return typeof outcome.value === 'object' ? show(outcome.value) : String(outcome.value);
}

function of(expr: Expr): string {
  return text(new Behaviour(b.scope({ variables: [x, p] }), one).evaluate(expr, 0));
}

describe('arithmetic is exact', () => {
  test.each<[string, Expr, string]>([
    ['0.1 + 0.2', b.add(b.q(1, 10), b.q(2, 10)), '0.3'],
    ['1 / 3 * 3', b.mul(b.div(1, 3), 3), '1'],
    ['2^200 / 2^199', b.div(b.power(2, 200n), b.power(2, 199n)), '2'],
    ['-(1/36)', b.unary('neg', b.q(1, 36)), '-1/36'],
    ['|-7/2|', b.unary('abs', b.q(-7, 2)), '3.5'],
    ['floor(-7/2)', b.unary('floor', b.q(-7, 2)), '-4'],
    ['ceil(-7/2)', b.unary('ceil', b.q(-7, 2)), '-3'],
    ['floor(3)', b.unary('floor', 3), '3'],
    ['toReal(3)', b.unary('toReal', b.int(3)), '3'],
    ['empty sum', b.add(), '0'],
    ['empty product', b.mul(), '1'],
    ['2^-3', b.power(2, -3n), '0.125'],
    ['0^0', b.power(0, 0n), '1'],
    ['min', b.min(3, 1, 2), '1'],
    ['max', b.max(3, 1, 2), '3'],
    ['select', b.select([10, 20, 30], b.int(3)), '30'],
    ['9007199254740993 > 9007199254740992', b.lt(9007199254740992n, 9007199254740993n), 'true'],
  ])('%s', (_, expr, wanted) => expect(of(expr)).toBe(wanted));

  test.each([
    [7, 2, '3', '1'],
    [-7, 2, '-4', '1'],
    [7, -2, '-3', '1'],
    [-7, -2, '4', '1'],
    [-6, 3, '-2', '0'],
    [0, -5, '0', '0'],
  ])('%i div and mod %i', (a, d, quotient, remainder) => {
    expect(of(b.idiv(b.int(a), b.int(d)))).toBe(quotient);
    expect(of(b.mod(b.int(a), b.int(d)))).toBe(remainder);
  });

  test('enumerations are compared by member, Booleans by value', () => {
    const mode: Sort = { kind: 'enum', name: 'Mode', members: ['auto', '__proto__'] };
    const member = (name: string) => b.literal(mode, name);
    expect(of(b.eq(member('__proto__'), member('__proto__')))).toBe('true');
    expect(of(b.eq(member('auto'), member('__proto__')))).toBe('false');
    expect(of(b.iff(false, false))).toBe('true');
  });
});

describe('partial operators have no value outside their domain', () => {
  test.each<[string, Expr]>([
    ['1/0', b.div(1, x)],
    ['div 0', b.idiv(b.int(1), b.int(0))],
    ['mod 0', b.mod(b.int(1), b.int(0))],
    ['0^-1', b.power(x, -1n)],
    ['index 0', b.select([1, 2], b.int(0))],
    ['index n+1', b.select([1, 2], b.int(3))],
    ['min of nothing', b.min()],
    ['max of nothing', b.max()],
    ['strict in sums', b.add(1, b.div(1, x))],
    ['strict in products by zero', b.mul(0, b.div(1, x))],
    ['strict in comparisons', b.eq(b.div(1, x), b.div(1, x))],
    ['strict in <=>', b.iff(b.lt(b.div(1, x), 1), true)],
    ['left of and', b.and(b.lt(b.div(1, x), 1), false)],
    ['left of or', b.or(b.lt(b.div(1, x), 1), true)],
    ['right of true and', b.and(true, b.lt(b.div(1, x), 1))],
    ['left of =>', b.implies(b.lt(b.div(1, x), 1), true)],
    ['condition', b.ite(b.lt(b.div(1, x), 1), 1, 1)],
    ['chosen branch', b.ite(true, b.div(1, x), 1)],
    ['selected element', b.select([b.div(1, x), 2], b.int(1))],
    ['a value the trace does not give', b.e(b.variable('y', b.REAL, 'input'))],
  ])('%s', (_, expr) => expect(of(expr)).toBe('undefined'));

  test.each<[string, Expr, string]>([
    ['and', b.and(false, b.lt(b.div(1, x), 1)), 'false'],
    ['or', b.or(true, b.lt(b.div(1, x), 1)), 'true'],
    ['=>', b.implies(false, b.lt(b.div(1, x), 1)), 'true'],
    ['if', b.ite(b.eq(x, 0), 5, b.div(1, x)), '5'],
    ['an element not selected', b.select([b.div(1, x), 2], b.int(2)), '2'],
  ])('%s guards from left to right', (_, expr, wanted) => expect(of(expr)).toBe(wanted));

  test('the place of the operator and the variable it came through are told', () => {
    const k = b.variable('k', b.REAL, 'let');
    const span = { path: 'f', start: 3, end: 8 };
    const made = b.scope({ variables: [x, p, k], definitions: new Map([b.definition(k, b.div(1, x, span))]) });
    const behaviour = new Behaviour(made, one);
    expect(behaviour.evaluate(b.div(1, x, span), 0)).toEqual({ kind: 'undefined', why: span, from: null });
    expect(behaviour.evaluate(b.add(k, 1), 0)).toEqual({ kind: 'undefined', why: span, from: k });
    expect(behaviour.value(k, 0)).toEqual({ kind: 'undefined', why: span, from: k });
  });
});

describe('behaviours', () => {
  test('a Boolean where a number belongs is our mistake', () => {
    expect(() => of(b.add(p, 1))).toThrow(/no number/);
    expect(() => of(b.and(x))).toThrow(/no Boolean/);
  });

  test('steps outside the trace are our mistake', () => {
    const behaviour = new Behaviour(b.scope({ variables: [x, p] }), one);
    expect(() => behaviour.evaluate(b.e(x), 1)).toThrow(/no step 1/);
    expect(() => behaviour.value(x, -1)).toThrow(/no step -1/);
  });

  test('a definition through itself is our mistake', () => {
    const k = b.variable('k', b.REAL, 'let');
    const l = b.variable('l', b.REAL, 'let');
    const definitions = new Map([b.definition(k, b.add(l, 1)), b.definition(l, b.add(k, 1))]);
    const behaviour = new Behaviour(b.scope({ variables: [k, l], definitions }), b.trace([[]]));
    expect(() => behaviour.value(k, 0)).toThrow(/through itself/);
  });

  test('parameters and what is defined from them have one value for the run', () => {
    const n = b.variable('n', b.INT, 'param');
    const twice = b.variable('twice', b.INT, 'let', { rigid: true });
    const made = b.scope({
      variables: [n, twice, x],
      definitions: new Map([b.definition(twice, b.mul(b.int(2), n))]),
    });
    const behaviour = new Behaviour(made, b.trace([[[x, 1]], [[x, 2]]], [[n, 21]]));
    expect(text(behaviour.value(twice, 1))).toBe('42');
    expect(text(behaviour.evaluate(b.add(twice, n, x), 1))).toBe('65');
  });

  test('a state starts with its first value and follows its next', () => {
    const s = b.variable('s', b.REAL, 'state');
    const made = b.scope({ variables: [x, s], states: new Map([b.state(s, 10, b.add(s, x))]) });
    const behaviour = new Behaviour(made, b.trace([[[x, 1]], [[x, 2]], [[x, 4]]]));
    expect([0, 1, 2].map((step) => text(behaviour.value(s, step)))).toEqual(['10', '11', '13']);
  });

  test('a state without a first value starts with the one in the trace', () => {
    const s = b.variable('s', b.REAL, 'state');
    const made = b.scope({ variables: [s], states: new Map([b.state(s, null, b.add(s, 1))]) });
    const behaviour = new Behaviour(made, b.trace([[[s, 5]], [[s, 99]]]));
    expect([0, 1].map((step) => text(behaviour.value(s, step)))).toEqual(['5', '6']);
  });
});

describe('size does not matter', () => {
  test('a chain of 10,000 definitions', () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => b.variable(`k${i}`, b.REAL, 'let'));
    const definitions = new Map(
      chain.map((v, i) => b.definition(v, i === 0 ? b.e(x) : b.add(chain[i - 1]!, 1))).reverse(),
    );
    const behaviour = new Behaviour(b.scope({ variables: [x, ...chain], definitions }), one);
    expect(text(behaviour.value(chain.at(-1)!, 0))).toBe('9999');
  });

  test('a run of 10,000 steps, asked for at its end', () => {
    const s = b.variable('s', b.INT, 'state');
    const made = b.scope({ variables: [s], states: new Map([b.state(s, b.int(0), b.add(s, b.int(1)))]) });
    const behaviour = new Behaviour(made, b.trace(Array.from({ length: 10_000 }, () => [])));
    expect(text(behaviour.value(s, 9_999))).toBe('9999');
    expect(text(behaviour.evaluate(b.temporal('once', b.eq(s, b.int(5))), 9_999))).toBe('true');
    expect(text(behaviour.evaluate(b.prev(b.prev(b.prev(s, b.int(0)), b.int(0)), b.int(0)), 9_999))).toBe('9996');
  });

  test('an expression nested 50,000 deep', () => {
    let deep: Expr = b.e(x);
    for (let i = 0; i < 50_000; i += 1) deep = b.add(deep, 1);
    expect(of(deep)).toBe('50000');
    let negated: Expr = b.e(p);
    for (let i = 0; i < 50_001; i += 1) negated = b.not(negated);
    expect(of(negated)).toBe('false');
  });

  test('nested temporal operators 5,000 deep', () => {
    let deep: Expr = b.e(p);
    for (let i = 0; i < 5_000; i += 1) deep = i % 2 === 0 ? b.temporal('once', deep) : b.prev(deep, true);
    expect(of(deep)).toBe('true');
  });

  test('shared subexpressions are evaluated once: 2^200 leaves', () => {
    let shared: Expr = b.add(x, 1);
    for (let i = 0; i < 200; i += 1) shared = b.add(shared, shared);
    expect(of(b.eq(shared, b.power(2, 200n)))).toBe('true');
    let flags: Expr = b.not(p);
    for (let i = 0; i < 200; i += 1) flags = b.or(flags, flags);
    expect(of(flags)).toBe('false');
  });

  test('a subexpression that two formulas share is found by either', () => {
    const shared = b.add(x, 1);
    const behaviour = new Behaviour(b.scope({ variables: [x, p] }), one);
    expect(text(behaviour.evaluate(b.mul(shared, 2), 0))).toBe('2');
    expect(text(behaviour.evaluate(b.add(shared, shared), 0))).toBe('2');
    expect(text(behaviour.evaluate(b.mul(shared, 3), 0))).toBe('3');
    expect(text(behaviour.evaluate(shared, 0))).toBe('1');
  });

  test('a sum over 10,000 terms', () => {
    expect(of(b.add(...Array.from({ length: 10_000 }, () => b.add(x, 1))))).toBe('10000');
  });
});
