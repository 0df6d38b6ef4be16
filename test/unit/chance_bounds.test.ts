import { afterAll, expect, test } from 'vitest';
import { chanceSentences } from '../../src/core/report/chances.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';

const solver = createWasmSolver({ workers: 1 });
afterAll(() => solver.close());

// With p <= 10% and q <= 1% independent and p * q <= 0.05%, p + q - p * q is at most 10.45%: the sum of the bounds, 11%, is
// neither reached nor approached, and is what the program says that leaves independence aside.
const TEXT = `
component U { fault f <= 10%  out ok : bool  guarantee w: ok unless f }
component V { fault f <= 1%  out ok : bool  guarantee w: ok unless f }
system D {
  part u : U
  part v : V
  assume apart: independent(u.f, v.f)
  assume both: probability(u.f and v.f) <= 0.05%
  guarantee some: probability(u.f or v.f) <= 11%
}
`;

test('a bound on a chance that leaves declared independence aside is said to be no more than that', async () => {
  const { obligations } = await checkText(solver, TEXT, 'd.safety');
  const some = obligations.find(({ id }) => id === 'D.some')!;
  expect(some.verdict).toBe('proved');
  expect(some.reaches).toMatchObject({ value: '0.11', attained: false, inner: { value: '0' } });
  expect(chanceSentences(some)).toContain(
    'no distribution has more than 0.11; with the declared independence it may be less',
  );
});
