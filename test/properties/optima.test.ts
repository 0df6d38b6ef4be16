import { afterAll, expect, test } from 'vitest';
import { check } from '../../src/core/check.ts';
import type { CheckResult } from '../../src/core/verdict/result.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { type Bracket, curvedSupremum, ONE } from '../oracles/curved_optimum.ts';
import { generator } from '../oracles/cut_sets.ts';
import { type Fraction, fraction, minus, plus, times } from '../oracles/linear.ts';
import { mixedSupremum, type Supremum } from '../oracles/mixed_optimum.ts';
import { type CurvedSystem, randomCurvedSystem } from '../oracles/random_curved.ts';
import { type LinearSystem, randomLinearSystem, withBound } from '../oracles/random_optima.ts';

/** Change the sample with `OPTIMA_SEED`, its size with `OPTIMA_RUNS`. */
const SEED = Number(process.env.OPTIMA_SEED ?? 1);
const RUNS = Number(process.env.OPTIMA_RUNS ?? 60);
/** Those with products and quotients. */
const CURVED = Number(process.env.OPTIMA_CURVED ?? 50);
/** Those with numbers turned cost more. */
const TURNED = Math.ceil(RUNS / 10);

const solver = createWasmSolver({});
afterAll(() => solver.close());

function checked(text: string, weakest = false): Promise<CheckResult> {
  return check({
    root: { path: 'optimum.safety', text },
    read: (_, wanted) => ({ kind: 'problem', problem: 'missing', detail: wanted }),
    solver,
    config: { rlimit: 2_000_000, timeoutMs: 60_000, seed: 0 },
    only: null,
    weakest,
    now: () => performance.now(),
  });
}

/** What the quantity reaches in any of the cases, upwards or downwards as it is bounded. */
function reachOf({ variables, objective, above }: LinearSystem, cases: LinearSystem['cases']): Supremum | null {
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
    const expected = reachOf(system, system.cases);
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

/** Where what the quantity reaches lies, to a thousandth, upwards; null where the branching was not done soon. */
function bracketOf({ ports, rows, objective, above }: CurvedSystem): Bracket | null {
  const upwards = above
    ? objective
    : { kind: 'product' as const, of: [{ kind: 'number' as const, value: -1n }, objective] };
  return curvedSupremum(ports, rows, upwards, { width: ONE / 1000n, boxes: 6_000 });
}

type Found = CheckResult['obligations'][number] | undefined;

/** Where a verdict or a bound and the bracket cannot both be right. */
function* clashes(found: Found, { above, bound }: CurvedSystem, { low, high }: Bracket): Iterable<string> {
  const upwards = (text: string) => {
    const { n, d } = fractionOf(text);
    return { n: (above ? n : -n) * ONE, d };
  };
  const claimed = (above ? bound : -bound) * ONE;
  if (found?.verdict === 'proved' && low > claimed) yield 'it is proved';
  if (found?.verdict === 'refuted' && high <= claimed) yield 'it is refuted';
  if (found?.reaches == null) return;
  const { value, inner, attained } = found.reaches;
  const outer = upwards(value);
  if (outer.n < low * outer.d) yield `it reaches more than ${value}`;
  const least = inner === undefined ? outer : upwards(inner.value);
  if (least.n > high * least.d) yield `it does not reach ${inner?.value ?? value}`;
  if (inner !== undefined && attained) yield 'what is not known exactly is attained';
  if (inner !== undefined && outer.n * least.d <= least.n * outer.d) yield 'the ends are not in order';
}

test(`${CURVED} systems with products, squares and quotients reach what intervals say`, {
  timeout: 3_600_000,
}, async () => {
  const wrong: string[] = [];
  const counts = { exact: 0, enclosed: 0, nothing: 0, undecided: 0 };
  for (let run = 0, seed = SEED + 3_000_000; run < CURVED; seed += 1) {
    const system = randomCurvedSystem(generator(seed));
    const bracket = bracketOf(system);
    if (bracket === null) continue;
    const { obligations, diagnostics } = await checked(system.text);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const found = obligations.find(({ id }) => id === 'S.g');
    for (const clash of clashes(found, system, bracket)) wrong.push(`seed ${seed}: ${clash}\n${system.text}`);
    if (found?.verdict === 'unknown') counts.undecided += 1;
    if (found?.reaches != null) run += 1;
    counts[found?.reaches == null ? 'nothing' : found.reaches.inner === undefined ? 'exact' : 'enclosed'] += 1;
    if (process.env.OPTIMA_SHOW) console.log(seed, found?.verdict, found?.reaches, bracket);
  }
  if (process.env.OPTIMA_SHOW) console.log(counts);
  expect(wrong).toEqual([]);
  // A sample of which little is said would show nothing.
  expect(counts.exact).toBeGreaterThan(CURVED / 2);
  expect(counts.nothing).toBeLessThan(CURVED / 2);
});

/** What the pieces of a sensitivity say, at whole values of the number inside each. */
function* predictions(found: NonNullable<CheckResult['sensitivities']>[number], reached: Fraction) {
  const here = fractionOf(found.value.value);
  for (const { from, to, rate } of found.pieces) {
    for (let by = -6n; by <= 6n; by += 1n) {
      const at = fraction(here.n + by);
      const after = from === null || minus(at, fractionOf(from)).n > 0n;
      const before = to === null || minus(fractionOf(to), at).n > 0n;
      if (after && before) yield { at: at.n, value: plus(reached, times(fractionOf(rate), fraction(by))) };
    }
  }
}

test(`${TURNED} linear systems change as their sensitivities say`, { timeout: 3_600_000 }, async () => {
  const wrong: string[] = [];
  let held = 0;
  for (let seed = SEED + 1_000_000, run = 0; run < TURNED; seed += 1) {
    const system = randomLinearSystem(generator(seed));
    const expected = reachOf(system, system.cases);
    if (expected === null || system.rows.size === 0) continue;
    run += 1;
    const { sensitivities } = await checked(system.text, true);
    for (const found of sensitivities ?? []) {
      if (!system.rows.has(found.of)) continue;
      for (const { at, value } of predictions(found, expected.value)) {
        const there = reachOf(system, withBound(system, found.of, at));
        if (there === null || minus(there.value, value).n !== 0n)
          wrong.push(
            `seed ${seed}: ${found.of} at ${at} gives ${there && textOf(there)}, not ${value.n}/${value.d}\n${system.text}`,
          );
        else held += 1;
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(held).toBeGreaterThan(TURNED / 2);
});

const STEPS = [fraction(1n), fraction(1n, 10n), fraction(1n, 1000n)];

test(`${TURNED} weakest restrictions make a claim pass, and a little weaker they do not`, {
  timeout: 3_600_000,
}, async () => {
  const wrong: string[] = [];
  let held = 0;
  for (let seed = SEED + 2_000_000; held < TURNED; seed += 1) {
    const system = randomLinearSystem(generator(seed));
    const expected = reachOf(system, system.cases);
    if (expected === null || !system.variables.some(({ whole }, at) => !whole && at === system.variables.length - 1))
      continue;
    for (const { of, weakest } of (await checked(system.text, true)).bounds ?? []) {
      if (of !== 'S.x' || system.text.includes('in x : int')) continue;
      const [operator, text] = weakest.split(' ') as [string, string];
      const verdict = async (limit: Fraction) => {
        const assumed = `  in x`;
        const restricted = system.text.replace(assumed, `  assume w: x ${operator} ${limit.n}/${limit.d}\n${assumed}`);
        return (await checked(restricted)).obligations.find(({ id }) => id === 'S.g')?.verdict;
      };
      const limit = fractionOf(text);
      if ((await verdict(limit)) !== 'proved') wrong.push(`seed ${seed}: ${weakest} does not prove it\n${system.text}`);
      for (const step of STEPS) {
        const weaker = operator.startsWith('<') ? plus(limit, step) : minus(limit, step);
        if ((await verdict(weaker)) !== 'refuted')
          wrong.push(`seed ${seed}: ${weakest} is not the weakest\n${system.text}`);
      }
      held += 1;
    }
  }
  expect(wrong).toEqual([]);
});

/** `5.25` and `21/4` are the same number. */
function exactText(text: string): string {
  const value = fractionOf(text);
  return value.d === 1n ? String(value.n) : `${value.n}/${value.d}`;
}

function fractionOf(text: string): Fraction {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:\/(\d+))?$/.exec(text);
  if (match === null) throw new Error(`${text} is no number`);
  const [, minus, whole, part = '', under = '1'] = match;
  return fraction(BigInt(`${whole}${part}`) * (minus === '-' ? -1n : 1n), BigInt(under) * 10n ** BigInt(part.length));
}
