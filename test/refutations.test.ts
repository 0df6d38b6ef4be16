import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { humanReport } from '../src/core/report/human.ts';
import { width } from '../src/core/report/printable.ts';
import { Sources } from '../src/core/report/sources.ts';
import { createWasmSolver } from '../src/solvers/wasm/pool.ts';
import { checkText } from './checking.ts';

/**
 * Refutations of each kind as people read them, word for word, at 80 columns and without colour: what breaks, by how much,
 * whose it is, and what may be changed. Times and solver steps are left out.
 *
 * `UPDATE_GOLDENS=1 npx vitest run test/refutations.test.ts` writes them anew: read each before it is kept.
 */
const FOLDER = join(import.meta.dirname, 'refutations');
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.safety'));

const solver = createWasmSolver({});
afterAll(() => solver.close());

/** The report of a whole check of a file, without its last line. */
async function reportOf(file: string): Promise<string> {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const result = await checkText(solver, text, file, new Map(), { quick: false });
  const report = humanReport({
    tool: { name: 'safeverify', version: '' },
    runs: [{ root: file, result }],
    failures: [],
    config: result.config,
    sources: new Sources([{ path: file, text }]),
    exitCode: 1,
    interrupted: false,
  });
  return report.replace(/ {3}[\d.]+ s.*\n$/, '\n');
}

describe('refutations in words', () => {
  test('of each kind there is one', () => {
    expect(files).toEqual(['any_size.safety', 'discharge.safety', 'faults.safety', 'over_time.safety', 'sum.safety']);
  });

  test.each(files)('%s', { timeout: 120_000 }, async (file) => {
    const report = await reportOf(file);
    const golden = join(FOLDER, file.replace(/\.safety$/, '.txt'));
    if (process.env.UPDATE_GOLDENS) writeFileSync(golden, report);
    expect(report).toBe(readFileSync(golden, 'utf8'));
    // A command to be copied is never broken.
    const wide = report.split('\n').filter((line) => width(line) > 80 && !line.includes('again: '));
    expect(wide).toEqual([]);
  });
});
