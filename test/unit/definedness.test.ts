import { describe, expect, test } from 'vitest';
import type { Expr } from '../../src/core/model/model.ts';
import { definedness } from '../../src/core/obligations/definedness.ts';
import * as b from './scopes.ts';

/** When an expression is used inside the domains of its operators, as the semantics has it: each operator, each guard. */

const [x, y] = ['x', 'y'].map((name) => b.variable(name, b.REAL, 'input')) as [b.Like, b.Like];
const [n, m] = ['n', 'm'].map((name) => b.variable(name, b.INT, 'input')) as [b.Like, b.Like];
const [p, q] = ['p', 'q'].map((name) => b.variable(name, b.BOOL, 'input')) as [b.Like, b.Like];
const TRUE = b.e(true);
const byX = b.div(1, x);
const byY = b.div(1, y);
const odd = b.le(byX, 1);
const strange = b.le(byY, 1);
const [xs, ys, ms] = [b.not(b.eq(x, 0)), b.not(b.eq(y, 0)), b.not(b.eq(m, b.int(0)))];
const inRange = (index: b.Like, most: number) => b.and(b.le(b.int(1), index), b.le(index, b.int(most)));

describe('an expression is defined', () => {
  test.each<[string, Expr, Expr]>([
    ['a variable', b.e(x), TRUE],
    ['a value', b.e(false), TRUE],
    ['a quotient', byX, xs],
    ['… of quotients', b.div(byY, x), b.and(ys, xs)],
    ['… by a quotient', b.div(1, byX), b.and(xs, b.not(b.eq(byX, 0)))],
    ['a whole quotient', b.idiv(n, m), ms],
    ['a remainder', b.mod(n, m), ms],
    ['… of a quotient', b.mod(b.idiv(n, m), b.int(2)), b.and(ms, b.not(b.eq(b.int(2), b.int(0))))],
    ['a power', b.power(x, 2n), TRUE],
    ['a power of nothing', b.power(x, 0n), TRUE],
    ['an inverse', b.power(x, -1n), xs],
    ['a power of a quotient', b.power(byY, 2n), ys],
    ['an inverse of a quotient', b.power(byY, -2n), b.and(ys, b.not(b.eq(byY, 0)))],
    ['not', b.not(odd), xs],
    ['minus', b.unary('neg', byX), xs],
    ['abs', b.unary('abs', byX), xs],
    ['floor', b.unary('floor', byX), xs],
    ['ceil', b.unary('ceil', byX), xs],
    ['as a real', b.unary('toReal', b.idiv(n, m)), ms],
    ['a sum', b.add(byX, byY), b.and(xs, ys)],
    ['a product', b.mul(byX, byY), b.and(xs, ys)],
    ['a difference', b.sub(byX, byY), b.and(xs, ys)],
    ['a minimum', b.min(byX, byY), b.and(xs, ys)],
    ['a maximum', b.max(byX, 1), xs],
    ['a minimum of nothing', b.min(), b.not(true)],
    ['a maximum of nothing', b.max(), b.not(true)],
    ['a sum of nothing', b.add(), TRUE],
    ['equal', b.eq(byX, byY), b.and(xs, ys)],
    ['less', b.lt(byX, byY), b.and(xs, ys)],
    ['at most', b.le(byX, byY), b.and(xs, ys)],
    ['the same truth', b.iff(odd, strange), b.and(xs, ys)],
  ])('%s', (_, expr, wanted) => {
    expect(definedness(expr)).toEqual(wanted);
  });
});

describe('what comes before guards it', () => {
  test.each<[string, Expr, Expr]>([
    ['and', b.and(p, odd), b.implies(p, xs)],
    ['and, the other way round', b.and(odd, p), xs],
    ['and after two', b.and(p, q, odd), b.implies(b.and(p, q), xs)],
    ['and between', b.and(p, odd, strange), b.and(b.implies(p, xs), b.implies(b.and(p, odd), ys))],
    ['or', b.or(p, odd), b.implies(b.not(p), xs)],
    ['or, the other way round', b.or(odd, p), xs],
    ['or after two', b.or(p, q, odd), b.implies(b.and(b.not(p), b.not(q)), xs)],
    ['=>', b.implies(p, odd), b.implies(p, xs)],
    ['=>, in front', b.implies(odd, p), xs],
    ['=>, on both sides', b.implies(odd, strange), b.and(xs, b.implies(odd, ys))],
    ['if', b.ite(p, byX, byY), b.and(b.implies(p, xs), b.implies(b.not(p), ys))],
    ['if, in the condition', b.ite(odd, 1, 2), xs],
    ['if, in all', b.ite(odd, byX, byY), b.and(xs, b.implies(odd, xs), b.implies(b.not(odd), ys))],
    ['a choice', b.select([x, y], n), inRange(n, 2)],
    ['a choice of one', b.select([byX], n), b.and(inRange(n, 1), b.implies(b.eq(n, b.int(1)), xs))],
    [
      'a choice between quotients',
      b.select([1, byX, byY], n),
      b.and(inRange(n, 3), b.implies(b.eq(n, b.int(2)), xs), b.implies(b.eq(n, b.int(3)), ys)),
    ],
    ['a choice by a quotient', b.select([x, y], b.idiv(n, m)), b.and(ms, inRange(b.idiv(n, m), 2))],
  ])('%s', (_, expr, wanted) => {
    expect(definedness(expr)).toEqual(wanted);
  });
});

describe('what is evaluated at every step is guarded by nothing outside', () => {
  test.each<[string, Expr]>([
    ['prev', b.implies(p, b.le(b.prev(byX, 0), 1))],
    ['prev, at the first step', b.implies(p, b.le(b.prev(1, byX), 1))],
    ['once', b.implies(p, b.temporal('once', odd))],
    ['historically', b.implies(p, b.temporal('historically', odd))],
    ['initially', b.implies(p, b.temporal('initially', odd))],
    ['since, before', b.implies(p, b.since(odd, q))],
    ['since, at', b.implies(p, b.since(q, odd))],
    ['held', b.implies(p, b.held(odd, 3))],
    ['whenever, the trigger', b.implies(p, b.whenever(odd, q, 3))],
    ['whenever, the answer', b.implies(p, b.whenever(q, odd, 3))],
    ['one within the other', b.implies(p, b.temporal('once', b.and(q, b.temporal('once', odd))))],
  ])('%s', (_, expr) => {
    expect(definedness(expr)).toEqual(xs);
  });

  test('what is guarded inside stays guarded', () => {
    expect(definedness(b.temporal('once', b.implies(p, odd)))).toEqual(b.implies(p, xs));
  });
});
