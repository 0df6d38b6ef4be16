import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Outcome, unmet } from './expectations.ts';
import { buildWith } from './mutants/build.ts';
import { MUTANTS } from './mutants/mutants.ts';

/**
 * Whether the tests would notice an unsound change of the sources. Each mutant is one such change, with the test that has
 * to notice it: a file of the corpus, checked by a build with that fault, or a file of tests, run on the mutated sources.
 * The same tests pass without a mutant: they are part of this suite.
 */
const root = dirname(import.meta.dirname);
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const running = new Set<ReturnType<typeof spawn>>();

afterAll(() => {
  for (const child of running) child.kill();
});

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const child = spawn(process.execPath, [...args], { cwd: root, env: { ...process.env, NO_COLOR: '1', ...env } });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    });
  });
}

/** In what a build's answer on a file of the corpus is not as the file says. */
async function unmetBy(dist: string, file: string): Promise<readonly string[]> {
  const path = join(root, 'test', 'corpus', file);
  const { code, stdout, stderr } = await run([join(root, 'test/mutants/corpus_run.mjs'), dist, path]);
  if (code !== 0) return [`the checker fails: ${stderr.trim().split('\n').at(-1) ?? ''}`];
  return unmet(JSON.parse(stdout) as Outcome, readFileSync(path, 'utf8'));
}

describe('the tests kill what is unsound', () => {
  test('there are enough mutants, each with a name of its own', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });

  test('a build without a fault passes: it is the fault that is noticed', async () => {
    const killer = MUTANTS[0]!.killedBy;
    if (!('corpus' in killer)) throw new Error('the first mutant is killed by the corpus');
    expect(await unmetBy(join(root, 'dist'), killer.corpus)).toEqual([]);
  });

  test.concurrent.each(MUTANTS)('$name: $wrong', async (mutant) => {
    const { killedBy } = mutant;
    if ('tests' in killedBy) {
      const { code, stdout } = await run([vitest, 'run', killedBy.tests, '--bail=1', '--maxWorkers=1'], {
        MUTANT: mutant.name,
      });
      expect(code, stdout).toBe(1);
      // A test that failed, not a file that could not be loaded.
      expect(stdout).toMatch(/Tests +\d+ failed/);
      return;
    }
    const { folder, dist } = buildWith(mutant);
    try {
      expect(await unmetBy(dist, killedBy.corpus)).not.toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
