import { afterAll, expect, it } from 'vitest';
import { rational } from '../../src/core/exact/rational.ts';
import * as b from '../../src/core/logic/build.ts';
import type { Operator, Query, Symbol_, Term, TermSort } from '../../src/core/logic/term.ts';
import { printQuery } from '../../src/core/smtlib/print.ts';
import { readReply } from '../../src/core/smtlib/read.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';

const solver = createWasmSolver({ workers: 2 });
afterAll(() => solver.close());

/** The same term twice: as it was asked for, and as the constructors made it. */
interface Pair {
  readonly raw: Term;
  readonly built: Term;
}

const SORTS: readonly TermSort[] = ['Bool', 'Int', 'Real'];
const SYMBOLS: readonly Symbol_[] = SORTS.flatMap((sort) =>
  [1, 2].map((n) => ({ name: `${sort.toLowerCase()}${n}`, sort })),
);

/** A repeatable stream of choices. */
function chooser(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % count;
  };
}

function generator(seed: number): (sort: TermSort, depth: number) => Pair {
  const choose = chooser(seed);
  const shared: Pair[] = [];

  const pick = <T>(from: readonly T[]): T => from[choose(from.length)]!;

  const leaf = (sort: TermSort): Pair => {
    const built =
      choose(2) === 0
        ? b.sym(pick(SYMBOLS.filter((symbol) => symbol.sort === sort)))
        : sort === 'Bool'
          ? b.bool(choose(2) === 0)
          : b.num(rational(BigInt(choose(7) - 3), sort === 'Real' ? BigInt(1 + choose(3)) : 1n), sort);
    return { raw: built, built };
  };

  const node = (
    operator: Operator,
    sort: TermSort,
    operands: readonly Pair[],
    build: (args: readonly Term[]) => Term,
  ): Pair => ({
    raw: { kind: 'apply', operator, arguments: operands.map((operand) => operand.raw), sort },
    built: build(operands.map((operand) => operand.built)),
  });

  const applied = (operator: Operator, sort: TermSort, operands: readonly Pair[]): Pair =>
    node(operator, sort, operands, (args) => b.apply(operator, args));

  const some = (sort: TermSort, depth: number, count: number): Pair[] =>
    Array.from({ length: count }, () => term(sort, depth - 1));

  const formula = (depth: number): Pair => {
    const number = pick(['Int', 'Real'] as const);
    switch (choose(8)) {
      case 0:
        return applied('not', 'Bool', some('Bool', depth, 1));
      case 1:
        return applied(pick(['and', 'or']), 'Bool', some('Bool', depth, 2 + choose(2)));
      case 2:
        return applied('=>', 'Bool', some('Bool', depth, 2));
      case 3:
        return applied('=', 'Bool', some(pick(SORTS), depth, 2));
      case 4:
        return applied('ite', 'Bool', some('Bool', depth, 3));
      default:
        return applied(pick(['<', '<=']), 'Bool', some(number, depth, 2));
    }
  };

  const numeric = (sort: 'Int' | 'Real', depth: number): Pair => {
    switch (choose(8)) {
      case 0:
        return applied('ite', sort, [term('Bool', depth - 1), ...some(sort, depth, 2)]);
      case 1:
        return applied('*', sort, [leaf(sort), term(sort, depth - 1)]);
      case 2:
        return applied('-', sort, some(sort, depth, 2));
      case 3:
        return sort === 'Real'
          ? applied('/', sort, [term(sort, depth - 1), leaf(sort)])
          : applied(pick(['div', 'mod']), sort, [term(sort, depth - 1), leaf(sort)]);
      case 4:
        return sort === 'Real'
          ? applied('to_real', sort, some('Int', depth, 1))
          : applied('to_int', sort, some('Real', depth, 1));
      default:
        return applied('+', sort, some(sort, depth, 2 + choose(2)));
    }
  };

  const term = (sort: TermSort, depth: number): Pair => {
    const known = shared.filter((pair) => pair.raw.sort === sort);
    if (known.length > 0 && choose(4) === 0) return pick(known);
    const made = depth <= 0 ? leaf(sort) : sort === 'Bool' ? formula(depth) : numeric(sort, depth);
    shared.push(made);
    return made;
  };
  return term;
}

/** Whether no values tell the two apart; the literals and small symbols keep the question easy. */
async function differ(pairs: readonly Pair[]): Promise<string> {
  const apart = pairs.map(({ raw, built }): Term => {
    const same: Term = { kind: 'apply', operator: '=', arguments: [raw, built], sort: 'Bool' };
    return { kind: 'apply', operator: 'not', arguments: [same], sort: 'Bool' };
  });
  const any: Term = { kind: 'apply', operator: 'or', arguments: [...apart, b.FALSE], sort: 'Bool' };
  const query: Query = { assertions: [{ term: any, label: null }], wanted: SYMBOLS, wantCore: false };
  const answer = await solver.ask({ ...printQuery(query), budget: { rlimit: 3_000_000, timeoutMs: 60_000 } });
  return readReply(answer, query).kind;
}

it('every simplified term equals the term that was asked for', async () => {
  const batches = Array.from({ length: 120 }, (_, seed) => {
    const term = generator(seed + 1);
    return Array.from({ length: 8 }, (_, index) => term(SORTS[index % 3]!, 1 + (index % 3)));
  });
  const replies = await Promise.all(batches.map(differ));
  const changed = batches.flat().filter(({ raw, built }) => raw !== built).length;
  expect(changed).toBeGreaterThan(500);
  expect(replies.flatMap((reply, seed) => (reply === 'sat' ? [seed + 1] : []))).toEqual([]);
  expect(replies.filter((reply) => reply === 'unsat').length).toBeGreaterThan(100);
});

it('and this test would see a wrong one', async () => {
  const x = b.sym(SYMBOLS[2]!);
  const wrong = {
    raw: { kind: 'apply', operator: 'div', arguments: [x, x], sort: 'Int' },
    built: b.num(rational(1n), 'Int'),
  };
  expect(await differ([wrong as Pair])).toBe('sat');
});
