import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readOptions } from '../src/cli/check_options.ts';
import { Checking } from '../src/cli/checking.ts';
import { expectations } from '../src/core/verdict/expectation.ts';
import { notResimulated } from './resimulated.ts';

/**
 * Every specification that people learn from meets its own `@expect` annotations, and the dashboard says what is so. Every
 * counterexample, fed into a simulation, comes to the same values.
 */
const ROOT = new URL('..', import.meta.url).pathname;

const specs = readdirSync(join(ROOT, 'specs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.safety'))
  .map((name) => join(ROOT, 'specs', name))
  .sort();

describe('specs/', () => {
  const checking = new Checking(readOptions({ quick: true }));
  afterAll(() => checking.close());

  test('there are some', () => {
    expect(specs.length).toBeGreaterThan(13);
  });

  test.each(specs.map((path) => path.slice(ROOT.length)))('%s', async (path) => {
    const [before, failed] = [checking.ledger.runs.length, checking.ledger.failures.length];
    await checking.run([join(ROOT, path)]);
    expect(checking.ledger.failures.slice(failed)).toEqual([]);
    const { result } = checking.ledger.runs[before]!;
    const { diagnostics, obligations } = result;
    expect(diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
    const unmet = expectations(obligations).filter((each) => !each.met);
    expect(
      unmet.map(({ subject, expected, actual, decisive }) => ({ subject, expected, actual, by: decisive.id })),
    ).toEqual([]);
    expect(notResimulated(readFileSync(join(ROOT, path), 'utf8'), join(ROOT, path), result)).toEqual([]);
  });

  test('specs/README.md is fresh (`npm run dashboard` writes it)', () => {
    const run = spawnSync(process.execPath, ['build/dashboard.js', '--check'], { cwd: ROOT, encoding: 'utf8' });
    expect(run.stderr + run.stdout).toBe('');
    expect(run.status).toBe(0);
  });
});
