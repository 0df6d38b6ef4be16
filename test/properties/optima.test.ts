import { afterAll, expect, test } from 'vitest';
import { check } from '../../src/core/check.ts';
import type { CheckResult } from '../../src/core/verdict/result.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { generator } from '../oracles/cut_sets.ts';
import { fraction } from '../oracles/linear.ts';
import { mixedSupremum, type Supremum } from '../oracles/mixed_optimum.ts';
import { type LinearSystem, randomLinearSystem } from '../oracles/random_optima.ts';

/** Change the sample with `OPTIMA_SEED`, its size with `OPTIMA_RUNS`. */
const SEED = Number(process.env.OPTIMA_SEED ?? 1);
const RUNS = Number(process.env.OPTIMA_RUNS ?? 60);

const solver = createWasmSolver({});
afterAll(() => solver.close());

function checked(text: string): Promise<CheckResult> {
  return check({
    root: { path: 'optimum.safety', text },
    read: (_, wanted) => ({ kind: 'problem', problem: 'missing', detail: wanted }),
    solver,
    config: { rlimit: 2_000_000, timeoutMs: 60_000, seed: 0 },
    only: null,
    now: () => performance.now(),
  });
}

/** What the quantity reaches in any of the cases, upwards or downwards as it is bounded. */
function reachOf({ variables, cases, objective, above }: LinearSystem): Supremum | null {
  const turned = objective.map((c) => (above ? c : -c));
  let best: Supremum | null = null;
  for (const rows of cases) {
    const found = mixedSupremum(variables, rows, turned);
    if (found === null) continue;
    const order = best === null ? 1 : Number(found.value.n * best.value.d - best.value.n * found.value.d);
    if (order > 0 || (order === 0 && found.attained)) best = found;
  }
  return best === null || above ? best : { ...best, value: fraction(-best.value.n, best.value.d) };
}

function textOf({ value: { n, d } }: Supremum): string {
  return d === 1n ? String(n) : `${n}/${d}`;
}

test(`${RUNS} linear and mixed-integer systems reach what the enumeration says`, { timeout: 3_600_000 }, async () => {
  const wrong: string[] = [];
  let compared = 0;
  for (let run = 0, seed = SEED; run < RUNS; seed += 1) {
    const system = randomLinearSystem(generator(seed));
    const expected = reachOf(system);
    if (expected === null) continue;
    run += 1;
    const result = await checked(system.text);
    const found = result.obligations.find(({ id }) => id === 'S.g');
    const { n, d } = expected.value;
    const room = system.above ? system.bound * d - n : n - system.bound * d;
    const verdict = room >= 0n ? 'proved' : 'refuted';
    const said = found?.reaches == null ? 'nothing' : `${exactText(found.reaches.value)} ${found.reaches.attained}`;
    const wanted = `${textOf(expected)} ${expected.attained}`;
    if (found?.verdict !== verdict || said !== wanted)
      wrong.push(`seed ${seed}: ${found?.verdict} ${said}, where it is ${verdict} ${wanted}\n${system.text}`);
    else compared += 1;
  }
  expect(wrong).toEqual([]);
  expect(compared).toBe(RUNS);
});

/** `5.25` and `21/4` are the same number. */
function exactText(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:\/(\d+))?$/.exec(text);
  if (match === null) return text;
  const [, minus, whole, part = '', under = '1'] = match;
  const value = fraction(
    BigInt(`${whole}${part}`) * (minus === '-' ? -1n : 1n),
    BigInt(under) * 10n ** BigInt(part.length),
  );
  return value.d === 1n ? String(value.n) : `${value.n}/${value.d}`;
}
