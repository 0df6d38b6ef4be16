import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rational } from '../../src/core/exact/rational.ts';
import type { Symbol_ } from '../../src/core/logic/term.ts';
import type { Cell } from '../../src/core/optimise/cell.ts';
import { optimumOf } from '../../src/core/optimise/linear_optimum.ts';
import { cornerOptimum, type HalfPlane, wholeOptimum } from '../oracles/plane_optimum.ts';

const SIZE = 6n;
const BOX: readonly HalfPlane[] = [
  [1n, 0n, SIZE],
  [-1n, 0n, SIZE],
  [0n, 1n, SIZE],
  [0n, -1n, SIZE],
];

function cellOf(rows: readonly HalfPlane[], p: bigint, q: bigint, sort: 'Int' | 'Real'): Cell {
  const [x, y]: Symbol_[] = [
    { name: 'x', sort },
    { name: 'y', sort },
  ];
  const form = (a: bigint, b: bigint, constant: bigint) => ({
    factors: new Map([[x!, rational(a)] as const, [y!, rational(b)] as const].filter(([, factor]) => factor.n !== 0n)),
    constant: rational(constant),
  });
  return { rows: rows.map(([a, b, c]) => ({ form: form(a, b, -c), relation: '<=' })), objective: form(p, q, 0n) };
}

const small = fc.bigInt({ min: -4n, max: 4n });
const halfPlane = fc.tuple(small, small, fc.bigInt({ min: 0n, max: 12n })).filter(([a, b]) => a !== 0n || b !== 0n);
const system = fc.tuple(fc.array(halfPlane, { maxLength: 5 }), small, small);

describe('the optimum of a cell', () => {
  test('is that of the best corner', () => {
    fc.assert(
      fc.property(system, ([rows, p, q]) => {
        const all = [...BOX, ...rows];
        const [n, d] = cornerOptimum(all, p, q)!;
        const found = optimumOf(cellOf(all, p, q, 'Real'));
        expect(found.kind).toBe('at');
        if (found.kind === 'at') expect(found.value.toFraction()).toBe(rational(n, d).toFraction());
      }),
      { numRuns: 400 },
    );
  });

  test('is that of the best whole point, for whole numbers', () => {
    fc.assert(
      fc.property(system, ([rows, p, q]) => {
        const all = [...BOX, ...rows];
        const found = optimumOf(cellOf(all, p, q, 'Int'));
        expect(found.kind).toBe('at');
        if (found.kind === 'at') expect(found.value.toFraction()).toBe(String(wholeOptimum(all, p, q, SIZE)));
      }),
      { numRuns: 400 },
    );
  });

  test('may not exist', () => {
    expect(optimumOf(cellOf([[-1n, 0n, 0n]], 1n, 0n, 'Real')).kind).toBe('unbounded');
    expect(optimumOf(cellOf([[1n, 1n, 0n]], 1n, 0n, 'Real')).kind).toBe('unbounded');
  });
});
