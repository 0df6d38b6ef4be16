import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { check } from '../../src/core/check.ts';
import type { ObligationResult } from '../../src/core/verdict/result.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { type FamilyFile, familyFiles, withSizes } from '../oracles/random_families.ts';

/** Change the sample with `FAMILIES_SEED`, its size with `FAMILIES_RUNS`, the largest size that is tried with `FAMILIES_SIZES`. */
const SEED = Number(process.env.FAMILIES_SEED ?? 20_260_301);
const RUNS = Number(process.env.FAMILIES_RUNS ?? 4);
const SIZES = Number(process.env.FAMILIES_SIZES ?? 3);

const solver = createWasmSolver({});
afterAll(() => solver.close());

async function results(text: string): Promise<ReadonlyMap<string, ObligationResult>> {
  // A small budget: what is left open by it shows nothing, and costs little.
  const result = await check({
    root: { path: 'family.safety', text },
    read: (_, detail) => ({ kind: 'problem', problem: 'missing', detail }),
    solver,
    config: { rlimit: 200_000, timeoutMs: 5_000, seed: 0 },
    only: null,
    quick: true,
    now: () => performance.now(),
  });
  const errors = result.diagnostics.filter((d) => d.severity === 'error');
  if (errors.length > 0)
    throw new Error(`rejected: ${errors.map((e) => `${e.code} ${e.message}`).join('; ')}\n${text}`);
  return new Map(result.obligations.map((o) => [o.id, o]));
}

const told = { proved: 0, refuted: 0, unknown: 0, vacuous: 0, missed: 0 };

/** What is said of all sizes is held against each of the first few, written out. */
async function disagreements(file: FamilyFile): Promise<readonly string[]> {
  const all = await results(withSizes(file, `in ${file.least}..`));
  const wrong: string[] = [];
  const first = new Map<string, number>();
  for (let size = file.least; size <= SIZES; size += 1) {
    for (const [id, { verdict }] of await results(withSizes(file, `in ${size}..${size}`))) {
      if (verdict === 'refuted' && !first.has(id)) first.set(id, size);
      const found = all.get(id);
      if (found === undefined) wrong.push(`${id}: owed at ${size}, and not for all sizes`);
      // A witness at one size is enough: what is refuted here may be for another size.
      else if (found.verdict === 'proved' && verdict === 'refuted' && !/consistent$|reachable$/.test(id))
        wrong.push(`${id}: proved for all sizes, refuted at ${size}`);
    }
  }
  for (const [id, { verdict, family, unknown }] of all) {
    told[verdict] += 1;
    const failing = first.get(id);
    if (verdict === 'unknown') {
      if (failing !== undefined) told.missed += 1;
      if (process.env.FAMILIES_SHOW) console.log(`${id} unknown (${failing ?? 'none fails'}): ${unknown?.detail}`);
    }
    if (verdict !== 'refuted' || family === null) continue;
    const said = Number(family.firstFailing);
    if (said <= SIZES && said !== failing) wrong.push(`${id}: first fails at ${said} it says, and does at ${failing}`);
    if (said > SIZES && failing !== undefined) wrong.push(`${id}: fails at ${failing} already, not first at ${said}`);
  }
  return wrong;
}

test(`what is said of families of any size holds at each of the first (${RUNS} random files)`, {
  timeout: 1_200_000,
}, async () => {
  const property = fc.asyncProperty(familyFiles, async (file) => {
    const wrong = await disagreements(file);
    if (wrong.length > 0) throw new Error(`${wrong.join('\n')}\n\n${withSizes(file, `in ${file.least}..`)}`);
  });
  await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  if (process.env.FAMILIES_SHOW) console.log(JSON.stringify(told));
  // A sample in which nothing is decided would show nothing.
  expect(told.proved).toBeGreaterThan(told.unknown);
  expect(told.refuted).toBeGreaterThan(0);
});
