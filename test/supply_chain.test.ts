import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** What verdicts depend on is pinned to one version and one content. */
const root = dirname(import.meta.dirname);
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
}

describe('the supply chain', () => {
  const { dependencies, devDependencies } = read('package.json') as Record<string, Record<string, string>>;
  const locked = Object.entries(read('package-lock.json').packages as Record<string, Locked>).filter(
    ([path]) => path !== '',
  );

  test('every dependency is pinned to one exact version', () => {
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, v]) => !/^\d+\.\d+\.\d+$/.test(v));
    expect(loose).toEqual([]);
  });

  test('every package of the lock file has the hash of its content', () => {
    expect(locked.length).toBeGreaterThan(50);
    expect(locked.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([path]) => path)).toEqual([]);
  });

  test('no package that is needed at run time runs anything when it is installed', () => {
    const runtime = locked.filter(([, { dev }]) => dev !== true);
    expect(runtime.map(([path]) => path)).toContain('node_modules/z3-solver');
    expect(runtime.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
  });

  test('the bill of materials names what is needed at run time, each with its hash', () => {
    const { status, stdout } = spawnSync('npm', ['run', '--silent', 'sbom'], {
      cwd: root,
      encoding: 'utf8',
      shell: true,
    });
    expect(status).toBe(0);
    const bill = JSON.parse(stdout);
    expect(bill.bomFormat).toBe('CycloneDX');
    for (const [name, version] of Object.entries(dependencies!)) {
      const entry = bill.components.find(
        (each: { name: string; version: string }) => each.name === name && each.version === version,
      );
      expect(entry).toMatchObject({ version, hashes: [{ alg: 'SHA-512' }] });
    }
  });
});
