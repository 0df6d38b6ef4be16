import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../src/core/check.ts';
import type { CheckResult } from '../../src/core/verdict/result.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';

/**
 * What a proof is said to use is enough and minimal: with all that it does not need taken out of the text the claim is
 * proved, and with any one clause more it is not.
 */

/** More of them: `CORE_RUNS=200 npx vitest run test/properties/cores.test.ts`. */
const RUNS = Number(process.env.CORE_RUNS ?? 5);

const solver = createWasmSolver({ workers: 2 });
afterAll(() => solver.close());

function checked(text: string, quick: boolean): Promise<CheckResult> {
  return check({
    root: { path: 'drawn.safety', text },
    read: () => ({ kind: 'problem', problem: 'missing', detail: '' }),
    solver,
    config: { rlimit: 2_000_000, timeoutMs: 30_000, seed: 0 },
    only: null,
    quick,
    now: () => performance.now(),
  });
}

/** The text without one clause (`C0.quick`) or range (`C0.delay.range`); each stands on a line of its own. */
function without(text: string, clause: string): string {
  const [component, ...rest] = clause.split('.');
  const name = rest.join('.');
  const lines = text.split('\n');
  const from = lines.findIndex((line) => new RegExp(`^(component|system) ${component}\\b`).test(line));
  const to = lines.findIndex((line, at) => at > from && line === '}');
  const isRange = name.endsWith('.range');
  const wanted = isRange
    ? new RegExp(`^ *(in|out|var|param) ${name.slice(0, -'.range'.length)} `)
    : new RegExp(`^ *(assume|guarantee) ${name}:`);
  const at = lines.findIndex((line, index) => index > from && index < to && wanted.test(line));
  if (at < 0) throw new Error(`${clause} is not in\n${text}`);
  const less = isRange ? [lines[at]!.replace(/ in [-0-9.]*\.\.[-0-9.]*/, '')] : [];
  return [...lines.slice(0, at), ...less, ...lines.slice(at + 1)].join('\n');
}

async function expectMinimal(text: string): Promise<number> {
  const { obligations } = await checked(text, false);
  const again = await checked(text, false);
  expect(again.obligations.map(({ core }) => core)).toEqual(obligations.map(({ core }) => core));
  let cores = 0;
  for (const { id, core, kind } of obligations.filter(({ verdict }) => verdict === 'proved')) {
    if (core === null || kind === 'defined') continue;
    cores += 1;
    // The claim itself may be one of the clauses that other claims use.
    const bare = core.notNeeded.filter((clause) => clause !== id).reduce(without, text);
    const verdictOn = async (changed: string) =>
      (await checked(changed, true)).obligations.find((one) => one.id === id)?.verdict;
    expect(await verdictOn(bare), `${id} without what it does not need\n${bare}`).toBe('proved');
    for (const clause of core.uses)
      expect(await verdictOn(without(bare, clause)), `${id} without ${clause}\n${bare}`).not.toBe('proved');
  }
  return cores;
}

/** A stage whose delay is bounded in one way or two, one of which may be enough. */
const stage = fc.record({
  range: fc.option(fc.integer({ min: 1, max: 60 })),
  quick: fc.integer({ min: 1, max: 60 }),
  extra: fc.option(fc.integer({ min: 1, max: 60 })),
  assumed: fc.option(fc.integer({ min: 20, max: 90 })),
});

const chain = fc
  .record({ stages: fc.array(stage, { minLength: 1, maxLength: 3 }), slack: fc.integer({ min: 0, max: 40 }) })
  .map(({ stages, slack }) => {
    const types = stages.flatMap(({ range, quick, extra, assumed }, at) => [
      `component C${at} {`,
      ...(at > 0 && assumed !== null ? ['  in before : real [ms]', `  assume fresh: before <= ${assumed} ms`] : []),
      `  out delay : real [ms]${range === null ? '' : ` in 0..${range}`}`,
      `  guarantee quick: delay <= ${quick} ms`,
      ...(extra === null ? [] : [`  guarantee extra: delay <= ${extra} ms and delay >= 0 ms`]),
      '}',
    ]);
    const wires = stages.flatMap(({ assumed }, at) =>
      at > 0 && assumed !== null ? [`  connect p${at - 1}.delay -> p${at}.before`] : [],
    );
    const bound = stages.reduce(
      (sum, { range, quick, extra }) => sum + Math.min(range ?? quick, quick, extra ?? quick),
      slack,
    );
    return [
      ...types,
      'system S {',
      ...stages.map((_, at) => `  part p${at} : C${at}`),
      ...wires,
      `  guarantee in_time: ${stages.map((_, at) => `p${at}.delay`).join(' + ')} <= ${bound} ms`,
      `  guarantee last: p${stages.length - 1}.delay <= 60 ms`,
      '}',
      '',
    ].join('\n');
  });

const OVER_TIME = `component Filling {
  in open : bool
  in rate : real in 0..2
  in noise : real in 0..1
  out level : real = volume
  state volume : real = 0
  next volume = if open and volume <= 8 then volume + rate else volume
  assume calm: noise <= 0.5
  guarantee bounded: level <= 10
  guarantee above: level >= 0
}
component Valve {
  in level : real
  out open : bool
  assume low: level <= 12
  guarantee shut: level >= 9 => not open
}
system Plant {
  in rate : real in 0..2
  in noise : real in 0..0.4
  part filling : Filling
  part valve : Valve
  connect rate -> filling.rate
  connect noise -> filling.noise
  connect valve.open -> filling.open
  connect filling.level -> valve.level
  guarantee safe: filling.level <= 11
}
`;

describe('cores', () => {
  test('are minimal, and the same from run to run', { timeout: 60_000 + RUNS * 30_000 }, async () => {
    let cores = 0;
    await fc.assert(
      fc.asyncProperty(chain, async (text) => {
        cores += await expectMinimal(text);
      }),
      { numRuns: RUNS, seed: RUNS },
    );
    expect(cores).toBeGreaterThan(RUNS);
  });

  test('of proofs by induction are minimal too', { timeout: 300_000 }, async () => {
    expect(await expectMinimal(OVER_TIME)).toBeGreaterThan(3);
  });
});
