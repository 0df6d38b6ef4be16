import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createWasmSolver } from '../src/solvers/wasm/pool.ts';
import { checkText } from './checking.ts';
import { type Outcome, unmet } from './expectations.ts';
import { notResimulated } from './resimulated.ts';

/**
 * Files that each hold a way for a checker to be wrong, next to its nearest true neighbour, and say what must come out. Every
 * counterexample, fed into a simulation, comes to the same values.
 */
const FOLDER = join(import.meta.dirname, 'corpus');
const files = ['traps', 'vacuity', 'risk', 'literature'].flatMap((folder) =>
  readdirSync(join(FOLDER, folder))
    .filter((f) => f.endsWith('.safety'))
    .map((f) => join(folder, f)),
);

describe('traps', () => {
  const solver = createWasmSolver({});
  afterAll(() => solver.close());

  test('there are at least 250 files with a claim that must not be proved', () => {
    const notProved = /^\/\/! (?:error|.*: (?:refuted|vacuous|unknown))|@expect\((?:refuted|vacuous|unknown)\)/m;
    const hold = files.filter((file) => notProved.test(readFileSync(join(FOLDER, file), 'utf8')));
    expect(hold.length).toBeGreaterThanOrEqual(250);
  });

  test('a claim that is broken at another step than its file says is seen', () => {
    const broken = (steps: number): Outcome => ({
      runState: 'complete',
      diagnostics: [],
      obligations: [
        {
          id: 'S.g',
          kind: 'guarantee',
          verdict: 'refuted',
          expected: 'proved',
          counterexample: { steps: Array.from({ length: steps }) },
        },
      ],
    });
    const text = '//! S.g: refuted at 2\n//! exit: 1\n';
    expect(unmet(broken(3), text)).toEqual([]);
    expect(unmet(broken(4), text)).toEqual(['S.g: broken at step 2 expected, at 3 found']);
  });

  test.each(files)('%s', async (file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const result = await checkText(solver, text, file);
    expect(unmet(result, text)).toEqual([]);
    expect(notResimulated(text, file, result)).toEqual([]);
  });
});
