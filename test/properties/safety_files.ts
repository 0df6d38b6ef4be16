import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ImportReader } from '../../src/core/resolve/program.ts';

const HOUSE = join(import.meta.dirname, '..', '..');

function inFolder(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return inFolder(path);
    return path.endsWith('.safety') ? [path] : [];
  });
}

export interface SafetyFile {
  readonly path: string;
  readonly text: string;
}

/** All files of the language that the project has: specifications, cases, and mistakes. */
export const SAFETY_FILES: readonly SafetyFile[] = ['specs', 'test/corpus']
  .flatMap((folder) => inFolder(join(HOUSE, folder)))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

const KNOWN: ReadonlyMap<string, string> = new Map(SAFETY_FILES.map(({ path, text }) => [path, text]));

/** Finds imports among these files. */
export const readSafetyFile: ImportReader = (importer, imported) => {
  const path = resolve(dirname(importer), imported);
  const text = KNOWN.get(path);
  return text === undefined
    ? { kind: 'problem', problem: 'missing', detail: '' }
    : { kind: 'source', source: { path, text } };
};
