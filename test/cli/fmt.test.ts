import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Folder, lastLine } from './command.ts';

const here = new Folder();
afterAll(() => here.remove());

const LOOSE = 'component  A {out x:real[m]\n\n\n\nguarantee   g :x<=2 m}\n';

test('--check says which files are not in the canonical layout, and changes none', () => {
  here.write('loose.safety', LOOSE);
  const run = here.run('fmt', '--check', 'loose.safety');
  expect(run).toMatchObject({ code: 1, stdout: 'loose.safety: [SV310] not in the canonical layout\n' });
  expect(lastLine(run.stderr)).toContain('1 of 1 files');
  expect(readFileSync(join(here.path, 'loose.safety'), 'utf8')).toBe(LOOSE);
});

test('formats in place, keeps permissions, and is content with what it wrote', () => {
  const path = here.write('mine.safety', LOOSE);
  chmodSync(path, 0o640);
  expect(here.run('fmt', 'mine.safety')).toMatchObject({ code: 0, stdout: 'mine.safety: formatted\n', stderr: '' });
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(here.run('fmt', '--check', 'mine.safety')).toMatchObject({ code: 0, stdout: '', stderr: '' });
});

test('a file that cannot be parsed is left alone, with its mistakes shown', () => {
  here.write('broken.safety', 'component {\n');
  const run = here.run('fmt', 'broken.safety');
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/error\[SV\d{3}\]/);
  expect(readFileSync(join(here.path, 'broken.safety'), 'utf8')).toBe('component {\n');
});

test('a missing file', () => {
  const run = here.run('fmt', 'nope.safety');
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('does not exist');
});
