import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../src/core/check.ts';
import { type Rational, rational } from '../src/core/exact/rational.ts';
import { readExact } from '../src/core/report/distance.ts';
import type { CheckResult, ObligationResult } from '../src/core/verdict/result.ts';
import { createWasmSolver } from '../src/solvers/wasm/pool.ts';

/** What the checker must say of the cases, in all that `expected.json` names: verdicts, exact bounds, sizes, steps. */

const FOLDER = join(import.meta.dirname, 'corpus', 'cases');

interface Expected {
  readonly verdict: string;
  readonly reaches?: string;
  readonly attained?: boolean;
  readonly firstAtStep?: number;
  readonly weakestInput?: string;
  readonly weakestOutput?: string;
  readonly minimalCutSets?: readonly (readonly string[])[];
  readonly largestSafe?: Readonly<Record<string, number>>;
  readonly firstFailing?: Readonly<Record<string, number | string>>;
}

const { $comment: _, ...expected } = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Record<
  string,
  Readonly<Record<string, Expected>>
>;

function checkCase(file: string, solver: ReturnType<typeof createWasmSolver>): Promise<CheckResult> {
  return check({
    root: { path: file, text: readFileSync(join(FOLDER, file), 'utf8') },
    read: (_importer, path) => ({ kind: 'problem', problem: 'missing', detail: path }),
    solver,
    config: { rlimit: 2_000_000, timeoutMs: 60_000, seed: 0 },
    only: null,
    weakest: JSON.stringify(expected[file]).includes('weakest'),
    now: () => performance.now(),
  });
}

function exact(text: string): Rational {
  return readExact({ value: text, unit: '', shown: '' }) ?? rational(0n);
}

/** `2500 ms` beside a value with its unit, compared as rationals. */
function meets(found: ObligationResult['reaches'], wanted: string): boolean {
  const [value, ...unit] = wanted.split(' ');
  return found !== null && exact(found.value).equals(exact(value!)) && found.unit === unit.join(' ');
}

function hold(found: ObligationResult, wanted: Expected, bounds: CheckResult['bounds']): void {
  expect(found.verdict).toBe(wanted.verdict);
  const reaches = wanted.reaches ?? wanted.firstFailing?.reaches;
  if (reaches !== undefined)
    expect([found.reaches, meets(found.reaches, String(reaches))]).toEqual([found.reaches, true]);
  if (wanted.attained !== undefined) expect(found.reaches?.attained).toBe(wanted.attained);
  if (wanted.firstAtStep !== undefined) expect(found.counterexample?.steps.length).toBe(wanted.firstAtStep + 1);
  if (wanted.minimalCutSets !== undefined) expect(found.minimalCutSets).toEqual(wanted.minimalCutSets);
  for (const [parameter, size] of Object.entries(wanted.largestSafe ?? {})) {
    expect(found.family).toMatchObject({ parameter, largestSafe: String(size) });
    expect(found.family?.firstFailing).toBe(String(wanted.firstFailing?.[parameter]));
  }
  const weakest = wanted.weakestInput ?? wanted.weakestOutput;
  if (weakest !== undefined)
    expect(bounds?.filter((bound) => bound.for === found.id).map((bound) => bound.weakest)).toContain(`<= ${weakest}`);
}

describe('the cases', () => {
  const solver = createWasmSolver({});
  afterAll(() => solver.close());

  test.each(Object.keys(expected))('%s', { timeout: 240_000 }, async (file) => {
    const result = await checkCase(file, solver);
    const byId = new Map(result.obligations.map((one) => [one.id, one]));
    for (const [id, wanted] of Object.entries(expected[file]!)) {
      expect([...byId.keys()]).toContain(id);
      hold(byId.get(id)!, wanted, result.bounds);
    }
  });
});
