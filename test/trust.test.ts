import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = dirname(import.meta.dirname);

test('docs/trust.md says what is counted now (`npm run trust -- --cheap` writes it)', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'build/trust.js'), '--check'], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('each mistake that was found has something that holds it', () => {
  const found = JSON.parse(readFileSync(join(root, 'test/found.json'), 'utf8')) as { heldBy: string }[];
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ heldBy }) => !existsSync(join(root, heldBy)))).toEqual([]);
});

test('each change of the sources that no test notices is explained, and its line is still there', () => {
  const survivors = JSON.parse(readFileSync(join(root, 'test/mutants/survivors.json'), 'utf8')) as {
    file: string;
    line: string;
    why: string;
  }[];
  expect(survivors.length).toBeGreaterThan(0);
  const lines = (file: string) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .map((line) => line.trim());
  expect(survivors.filter(({ file, line, why }) => why.length < 20 || !lines(file).includes(line))).toEqual([]);
});
