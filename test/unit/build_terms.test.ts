import { describe, expect, it } from 'vitest';
import { rational } from '../../src/core/exact/rational.ts';
import * as b from '../../src/core/logic/build.ts';
import type { Symbol_, Term } from '../../src/core/logic/term.ts';

const symbol = (name: string, sort: Symbol_['sort']): Symbol_ => ({ name, sort });
const [xs, ys, ps, qs, is] = [
  symbol('x', 'Real'),
  symbol('y', 'Real'),
  symbol('p', 'Bool'),
  symbol('q', 'Bool'),
  symbol('i', 'Int'),
];
const [x, y, p, q, i] = [xs, ys, ps, qs, is].map(b.sym) as [Term, Term, Term, Term, Term];
const real = (n: bigint, d = 1n): Term => b.num(rational(n, d), 'Real');
const int = (n: bigint): Term => b.num(rational(n), 'Int');

/** Terms compared by shape; bigint has no JSON form. */
const shape = (term: Term): unknown => {
  switch (term.kind) {
    case 'boolean':
      return term.value;
    case 'number':
      return `${term.value.toFraction()}:${term.sort}`;
    case 'symbol':
      return term.symbol.name;
    case 'apply':
      return [term.operator, ...term.arguments.map(shape)];
    default:
      return [term.kind, term.bound.map((s) => s.name), shape(term.body)];
  }
};

describe('terms simplify to equal terms', () => {
  const cases: readonly (readonly [string, Term, Term | unknown[]])[] = [
    ['not true', b.not(b.TRUE), b.FALSE],
    ['not not p', b.not(b.not(p)), p],
    ['and of nothing', b.and([]), b.TRUE],
    ['or of nothing', b.or([]), b.FALSE],
    ['and absorbs', b.and([p, b.FALSE]), b.FALSE],
    ['or absorbs', b.or([p, b.TRUE]), b.TRUE],
    ['and drops true and repeats', b.and([p, b.TRUE, p]), p],
    ['and flattens', b.and([b.and([p, q]), b.not(q)]), b.FALSE],
    ['or of p and not p', b.or([p, q, b.not(p)]), b.TRUE],
    ['or of a false negation', b.or([b.not(p), q]), ['or', ['not', 'p'], 'q']],
    ['true => p', b.implies(b.TRUE, p), p],
    ['p => false', b.implies(p, b.FALSE), ['not', 'p']],
    ['p => p', b.implies(p, p), b.TRUE],
    ['p <=> true', b.iff(p, b.TRUE), p],
    ['p <=> not p', b.eq(p, b.not(p)), b.FALSE],
    ['1/3 + 1/6', b.add([real(1n, 3n), real(1n, 6n)]), real(1n, 2n)],
    ['x + 0', b.add([x, real(0n)]), x],
    ['x + x', b.add([x, x]), ['*', '2:Real', 'x']],
    ['x - x', b.sub(x, x), real(0n)],
    ['x + y - x', b.sub(b.add([x, y]), x), y],
    ['3*x - 2*x', b.sub(b.mul([real(3n), x]), b.mul([real(2n), x])), x],
    ['0 * x', b.mul([real(0n), x]), real(0n)],
    ['1 * x', b.mul([x, real(1n)]), x],
    ['2 * (3 * x)', b.mul([real(2n), b.mul([real(3n), x])]), ['*', '6:Real', 'x']],
    ['--x', b.neg(b.neg(x)), x],
    ['x / 2', b.div(x, real(2n)), ['*', '1/2:Real', 'x']],
    ['1 / 0 stays', b.div(real(1n), real(0n)), ['/', '1:Real', '0:Real']],
    ['0 / x stays', b.div(real(0n), x), ['/', '0:Real', 'x']],
    ['1 div 0 stays', b.idiv(int(1n), int(0n)), ['div', '1:Int', '0:Int']],
    ['1 mod 0 stays', b.mod(int(1n), int(0n)), ['mod', '1:Int', '0:Int']],
    ['i div 0 stays', b.idiv(i, int(0n)), ['div', 'i', '0:Int']],
    ['i div 1', b.idiv(i, int(1n)), i],
    ['i div -1', b.idiv(i, int(-1n)), ['*', '-1:Int', 'i']],
    ['i mod -1', b.mod(i, int(-1n)), int(0n)],
    ['to_int of to_real', b.toInt(b.toReal(i)), i],
    ['floor of -7/2', b.toInt(real(-7n, 2n)), int(-4n)],
    ['x <= x', b.le(x, x), b.TRUE],
    ['x < x', b.lt(x, x), b.FALSE],
    ['x < x + 1', b.lt(x, b.add([x, real(1n)])), b.TRUE],
    ['x = x + 1', b.eq(x, b.add([x, real(1n)])), b.FALSE],
    ['1 <= 1', b.le(real(1n), real(1n)), b.TRUE],
    ['x >= y', b.ge(x, y), ['<=', 'y', 'x']],
    ['ite true', b.ite(b.TRUE, x, y), x],
    ['ite equal', b.ite(p, x, x), x],
    ['ite equal constants', b.ite(p, real(1n), real(1n)), real(1n)],
    ['ite not', b.ite(b.not(p), x, y), ['ite', 'p', 'y', 'x']],
    ['ite p true q', b.ite(p, b.TRUE, q), ['or', 'p', 'q']],
    ['ite p q true', b.ite(p, q, b.TRUE), ['or', ['not', 'p'], 'q']],
    ['ite p false q', b.ite(p, b.FALSE, q), ['and', ['not', 'p'], 'q']],
    ['ite p q false', b.ite(p, q, b.FALSE), ['and', 'p', 'q']],
    ['min of constants', b.min2(real(2n), real(1n)), real(1n)],
    ['max of constants', b.max2(real(2n), real(1n)), real(2n)],
    ['abs of a constant', b.abs(real(-2n)), real(2n)],
    ['forall over nothing', b.forall([], p), p],
    ['forall of a constant', b.forall([xs], b.TRUE), b.TRUE],
    ['sum of nothing', b.sum([], 'Int'), int(0n)],
  ];
  it.each(cases)('%s', (_name, term, expected) => {
    expect(shape(term)).toEqual(Array.isArray(expected) ? expected : shape(expected as Term));
  });

  it('divides integers as Euclid does', () => {
    for (let a = -9n; a <= 9n; a += 1n) {
      for (let d = -4n; d <= 4n; d += 1n) {
        if (d === 0n) continue;
        const [q0, r0] = [b.idiv(int(a), int(d)), b.mod(int(a), int(d))];
        if (q0.kind !== 'number' || r0.kind !== 'number') throw new Error('not folded');
        expect(q0.value.mul(rational(d)).add(r0.value).equals(rational(a))).toBe(true);
        expect(r0.value.compare(0) >= 0 && r0.value.compare(rational(d).abs()) < 0).toBe(true);
      }
    }
  });

  it('throws for an ill-sorted term', () => {
    for (const bad of [
      () => b.add([x, i]),
      () => b.and([x]),
      () => b.eq(x, i),
      () => b.eq(p, x),
      () => b.div(i, i),
      () => b.idiv(x, x),
      () => b.ite(x, x, x),
      () => b.ite(p, x, i),
      () => b.num(rational(1n, 2n), 'Int'),
      () => b.toReal(x),
      () => b.toInt(i),
      () => b.lt(p, q),
      () => b.add([]),
    ]) {
      expect(bad).toThrow('ill-sorted');
    }
  });
});

describe('symbols and substitution', () => {
  it('finds free symbols only', () => {
    const term = b.and([b.forall([xs], b.lt(x, y)), p]);
    expect(b.symbolsOf(term)).toEqual(new Set([ys, ps]));
    expect(b.symbolsOf(b.and([term, b.lt(x, real(1n))]))).toEqual(new Set([ys, ps, xs]));
  });

  it('does not overflow on a deep term and keeps sharing', () => {
    let deep: Term = x;
    for (let n = 0; n < 200_000; n += 1) deep = b.ite(p, b.mul([deep, deep]), y);
    expect(b.symbolsOf(deep).size).toBe(3);
    const swapped = b.substitute(deep, new Map([[xs, y]]));
    expect(b.symbolsOf(swapped).size).toBe(2);
    expect(b.postorder([swapped]).length).toBeLessThan(500_000);
  });

  it('simplifies what it replaces and leaves bound symbols alone', () => {
    expect(shape(b.substitute(b.lt(x, y), new Map([[xs, y]])))).toBe(false);
    const quantified = b.forall([xs], b.lt(x, y));
    expect(b.substitute(quantified, new Map([[xs, y]]))).toBe(quantified);
    expect(() => b.substitute(quantified, new Map([[ys, x]]))).toThrow('capture');
    expect(() => b.substitute(x, new Map([[xs, i]]))).toThrow('ill-sorted');
  });

  it('adds up ten thousand terms in good time', () => {
    const symbols = Array.from({ length: 10_000 }, (_, n) => b.sym(symbol(`v${n}`, 'Real')));
    let folded: Term = real(0n);
    for (const term of symbols) folded = b.add([folded, term]);
    expect(b.symbolsOf(folded).size).toBe(10_000);
    expect(b.symbolsOf(b.add(symbols)).size).toBe(10_000);
  });
});
