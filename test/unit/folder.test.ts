import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CertificateTarget } from '../../src/cli/certificate_file.ts';
import { makeFolder } from '../../src/cli/folder.ts';
import { ScriptFolder } from '../../src/cli/save_smt.ts';

const above = mkdtempSync(join(tmpdir(), 'safeverify-folder-'));
afterAll(() => rmSync(above, { recursive: true, force: true }));

test('a folder is made with those above it, once or again', () => {
  const path = join(above, 'a', 'b', 'c');
  makeFolder(path);
  makeFolder(path);
  expect(statSync(path).isDirectory()).toBe(true);
});

test('a file in its place is no folder', () => {
  const path = join(above, 'file');
  writeFileSync(path, '');
  expect(() => makeFolder(path)).toThrow(/EEXIST/);
  expect(() => makeFolder(join(path, 'below'))).toThrow(/ENOTDIR/);
});

// There Node's own way of making folders tries for ever.
test.skipIf(!existsSync('/proc/self'))('where nobody can make a folder, scripts and certificates say so', () => {
  expect(() => new ScriptFolder('/proc/none/deep').save('C.g', 'claim', '(check-sat)')).toThrow(/cannot be written/);
  expect(() => new CertificateTarget('/proc/none/deep/of.json').save('a.safety', '{}')).toThrow(/cannot be made/);
});
