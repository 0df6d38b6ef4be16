import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { expect, test } from 'vitest';
import { importsOf, roomOf } from '../architecture_rules.ts';

/** What has to be believed when a certificate is accepted is small, and apart from all that finds proofs. */

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = 'src/core/certcheck';
const files = readdirSync(join(ROOT, FOLDER)).map((name) => join(FOLDER, name));
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

test('the checker has fewer than 800 lines of code', () => {
  const lines = files.flatMap((path) => textOf(path).split('\n')).map((line) => line.trim());
  const code = lines.filter((line) => line !== '' && !/^(\/\/|\/\*|\*)/.test(line));
  expect(code.length).toBeLessThan(800);
  expect(code.length).toBeGreaterThan(400);
});

test('it reaches nothing but what it says that it trusts', () => {
  const reached = new Set<string>();
  const open = [...files];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    for (const imported of importsOf({ path, text: textOf(path) }))
      if (imported.startsWith('.')) open.push(normalize(join(dirname(path), imported)));
  }
  const rooms = new Set([...reached].map(roomOf));
  expect([...rooms].sort()).toEqual(['certcheck', 'exact', 'model', 'syntax', 'text', 'types']);
});
