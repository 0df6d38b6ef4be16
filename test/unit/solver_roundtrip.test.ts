import { afterAll, describe, expect, it } from 'vitest';
import { rational } from '../../src/core/exact/rational.ts';
import * as b from '../../src/core/logic/build.ts';
import type { Query, Symbol_, Term } from '../../src/core/logic/term.ts';
import { printQuery } from '../../src/core/smtlib/print.ts';
import { readReply } from '../../src/core/smtlib/read.ts';
import type { Reply } from '../../src/core/smtlib/reply.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';

const solver = createWasmSolver({ workers: 1 });
afterAll(() => solver.close());

const ask = async (query: Query): Promise<Reply> => {
  const printed = printQuery(query);
  return readReply(await solver.ask({ ...printed, budget: { rlimit: 2_000_000, timeoutMs: 60_000 } }), query);
};

const symbol = (name: string, sort: Symbol_['sort']): Symbol_ => ({ name, sort });
const real = (n: bigint, d = 1n): Term => b.num(rational(n, d), 'Real');
const int = (n: bigint): Term => b.num(rational(n), 'Int');
const plain = (terms: readonly Term[], wanted: readonly Symbol_[] = []): Query => ({
  assertions: terms.map((term) => ({ term, label: null })),
  wanted,
  wantCore: false,
});

const [xs, ys, is, ps] = [symbol('x1', 'Real'), symbol('x2', 'Real'), symbol('i1', 'Int'), symbol('p1', 'Bool')];
const [x, y, i, p] = [b.sym(xs), b.sym(ys), b.sym(is), b.sym(ps)];

describe('a query to the solver and back', () => {
  it('gives exact values of every sort', async () => {
    const terms = [b.eq(b.mul([x, real(3n)]), real(-7n)), b.eq(y, real(10n ** 40n)), b.eq(i, int(-(10n ** 30n))), p];
    const reply = await ask(plain(terms, [xs, ys, is, ps]));
    expect(reply.kind === 'sat' && [...reply.values].map(([name, value]) => [name, String(value)])).toEqual([
      ['x1', '-2.(3)'],
      ['x2', String(10n ** 40n)],
      ['i1', String(-(10n ** 30n))],
      ['p1', 'true'],
    ]);
  });

  it('says when a value is irrational', async () => {
    const reply = await ask(plain([b.eq(b.mul([x, x]), real(2n))], [xs]));
    expect(reply.kind === 'sat' && reply.values.get('x1')).toBe('irrational');
  });

  it('gives a core by the labels of the query', async () => {
    const query: Query = {
      assertions: [
        { term: b.lt(x, y), label: 'Brake.holds (unless worn)' },
        { term: b.lt(y, real(5n)), label: null },
        { term: p, label: 'nothing' },
        { term: b.lt(real(5n), x), label: '|"; (exit)' },
      ],
      wanted: [xs],
      wantCore: true,
    };
    expect(await ask(query)).toMatchObject({ kind: 'unsat', core: ['Brake.holds (unless worn)', '|"; (exit)'] });
  });

  it('agrees about Euclidean division, floor and absolute value', async () => {
    const at = (n: bigint): Term => b.eq(i, int(n));
    const j = b.sym(symbol('i2', 'Int'));
    for (const [n, d] of [
      [-7n, 2n],
      [-7n, -2n],
      [7n, -2n],
      [7n, 2n],
      [0n, -3n],
    ] as const) {
      const folded = b.and([b.eq(b.idiv(int(n), int(d)), b.idiv(i, j)), b.eq(b.mod(int(n), int(d)), b.mod(i, j))]);
      const terms = [at(n), b.eq(j, int(d)), b.not(folded)];
      expect((await ask(plain(terms))).kind).toBe('unsat');
    }
    expect((await ask(plain([b.eq(b.toInt(x), int(-4n)), b.eq(x, real(-7n, 2n))]))).kind).toBe('sat');
    expect((await ask(plain([b.lt(b.abs(x), real(0n))]))).kind).toBe('unsat');
  });

  it('leaves division by zero arbitrary', async () => {
    expect((await ask(plain([b.eq(b.div(real(1n), real(0n)), real(5n))]))).kind).toBe('sat');
    expect((await ask(plain([b.eq(b.idiv(int(1n), int(0n)), int(5n))]))).kind).toBe('sat');
    expect((await ask(plain([b.eq(b.mod(int(1n), int(0n)), int(-5n))]))).kind).toBe('sat');
    expect((await ask(plain([b.not(b.eq(b.div(x, real(0n)), b.div(y, real(0n)))), b.eq(x, y)]))).kind).toBe('unsat');
  });

  it('quantifies', async () => {
    const zs = symbol('b1', 'Real');
    const z = b.sym(zs);
    expect((await ask(plain([b.forall([zs], b.exists([xs], b.lt(z, x)))]))).kind).toBe('sat');
    expect((await ask(plain([b.exists([zs], b.forall([xs], b.lt(z, x)))]))).kind).toBe('unsat');
    expect((await ask(plain([b.exists([zs], b.and([b.lt(x, z), b.lt(z, y)])), b.le(y, x)]))).kind).toBe('unsat');
  });

  it('prints a shared term once, and a deep one in pieces', async () => {
    let deep: Term = x;
    for (let n = 0n; n < 2000n; n += 1n) deep = b.ite(b.lt(deep, real(n)), b.add([deep, deep, y]), y);
    const { script } = printQuery(plain([b.lt(deep, x)]));
    expect(script.length).toBeLessThan(500_000);
    let line: Term = x;
    for (let n = 0n; n < 300n; n += 1n) line = b.max2(b.mul([line, line]), b.sub(y, line));
    const inside = b.exists([xs], b.lt(line, x));
    expect(printQuery(plain([inside])).script.length).toBeLessThan(100_000);
    let tame: Term = x;
    for (let n = 0n; n < 40n; n += 1n) tame = b.max2(b.add([tame, real(1n)]), b.sub(y, tame));
    expect((await ask(plain([b.exists([xs], b.lt(tame, x))]))).kind).toBe('unsat');
  });

  it('names the logic that has a procedure of its own, and else all of them', () => {
    const logic = (query: Query): string => /set-logic (\w+)/.exec(printQuery(query).script)![1]!;
    const product = b.lt(b.mul([x, y]), real(1n));
    expect(logic(plain([product]))).toBe('QF_NRA');
    expect(logic(plain([b.lt(b.div(real(1n), y), x), p]))).toBe('QF_NRA');
    expect(logic(plain([b.lt(b.mul([x, real(2n)]), y)]))).toBe('ALL');
    expect(logic(plain([product, b.lt(i, int(3n))]))).toBe('ALL');
    expect(logic(plain([product, b.forall([ys], b.lt(x, y))]))).toBe('ALL');
    expect(logic({ ...plain([product]), wantCore: true })).toBe('ALL');
  });

  it('refuses names that are not its own, and two symbols of one name', () => {
    for (const name of ['x', 'and', 'x 1', '|x1|', 'X1', '', 'x1)', 'bv2int', '__proto__', 'x1_', 'x-1', 'é1']) {
      expect(() => printQuery(plain([], [symbol(name, 'Int')]))).toThrow('not a name');
    }
    expect(() => printQuery(plain([x, b.sym(symbol('x1', 'Real'))].map((term) => b.lt(term, y))))).toThrow(
      'two symbols',
    );
    const other = b.forall([symbol('x1', 'Real')], b.lt(x, y));
    expect(() => printQuery(plain([other]))).toThrow('two symbols');
    expect(() => printQuery(plain([x]))).toThrow('ill-sorted');
  });
});
