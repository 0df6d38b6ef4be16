import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { understand } from '../../src/core/check.ts';
import type { Model } from '../../src/core/model/model.ts';
import type { SubjectObligations } from '../../src/core/obligations/generate.ts';

export const CORPUS = join(import.meta.dirname, '..', 'corpus');
export const SPECS = join(import.meta.dirname, '..', '..', 'specs');

export interface Read {
  readonly path: string;
  readonly text: string;
  /** Of the file and what it imports, in the order read. */
  readonly texts: readonly string[];
  readonly model: Model | null;
  readonly obligations: readonly SubjectObligations[];
  readonly errors: readonly string[];
}

/** A file as the tool understands it, with what it imports. */
export function readSpec(path: string, text = readFileSync(path, 'utf8')): Read {
  const { model, obligations, sources, diagnostics } = understand({ path, text }, (importer, imported) => {
    const at = resolve(dirname(importer), imported);
    if (!existsSync(at)) return { kind: 'problem', problem: 'missing', detail: at };
    return { kind: 'source', source: { path: at, text: readFileSync(at, 'utf8') } };
  });
  const errors = diagnostics.map(({ message, span }) => `${span?.start}: ${message}`);
  return { path, text, texts: [...sources.values()], model, obligations, errors };
}

export function specsUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.safety'))
    .sort()
    .map((name) => join(folder, name));
}

/** The obligations that a file of the corpus says are refuted, each with that verdict alone. */
export function saidRefuted(text: string): readonly string[] {
  return [...text.matchAll(/^\/\/! (\S+): refuted$/gm)].map((match) => match[1]!);
}
