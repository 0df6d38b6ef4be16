import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { understand } from '../../src/core/check.ts';

/**
 * The full list of what each case owes, by name: tests and users say these names, so a change must be meant.
 * `UPDATE_GOLDENS=1 npx vitest run test/unit/obligation_ids.test.ts` writes the list anew.
 */
const FOLDER = join(import.meta.dirname, '..', 'corpus', 'cases');
const GOLDEN = join(FOLDER, 'obligation_ids.json');

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.safety'));

function idsOf(file: string): string[] {
  const read = () => ({ kind: 'problem', problem: 'missing', detail: 'cases import nothing' }) as const;
  const { obligations, diagnostics } = understand({ path: file, text: readFileSync(join(FOLDER, file), 'utf8') }, read);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return obligations.flatMap((subject) => subject.obligations.map(({ id }) => id));
}

if (process.env.UPDATE_GOLDENS) {
  const all = Object.fromEntries(files.map((file) => [file, idsOf(file)]));
  writeFileSync(GOLDEN, `${JSON.stringify(all, null, 2)}\n`);
}

const golden = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, string[]>;

test('every case has its list', () => {
  expect(Object.keys(golden).sort()).toEqual([...files].sort());
});

test.each(files)('%s owes what the list says', (file) => {
  expect(idsOf(file)).toEqual(golden[file]);
});
