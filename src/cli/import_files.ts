import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ImportReader } from '../core/resolve/program.ts';
import type { SourceFile } from '../core/text/source.ts';
import { Failure } from './failure.ts';
import { readSource } from './source_file.ts';

/** Reads what a file imports, and nothing outside the project. */
export interface Importer {
  readonly read: ImportReader;
  /** Every file that was read so far, the root first. */
  files(): readonly SourceFile[];
}

/**
 * An importer for one root file. Paths are relative to the importing file and must stay in `project` once symbolic links are
 * followed. A file reached by several names is known by the first of them.
 */
export function importer(root: SourceFile, project: string): Importer {
  const inside = realpathSync(project);
  const known = new Map<string, SourceFile>([[realpathSync(root.path), root]]);
  const read: ImportReader = (importerPath, importPath) => {
    const asked = resolve(dirname(importerPath), importPath);
    const real = realPathOf(asked);
    if (!contains(inside, real ?? asked)) return { kind: 'problem', problem: 'outside', detail: inside };
    if (real === null) return { kind: 'problem', problem: 'missing', detail: shownPath(root, asked) };
    return readOnce(known, real, shownPath(root, asked));
  };
  return { read, files: () => [...known.values()] };
}

function readOnce(known: Map<string, SourceFile>, real: string, shown: string): ReturnType<ImportReader> {
  try {
    const source = known.get(real) ?? readSource(shown);
    known.set(real, source);
    return { kind: 'source', source };
  } catch (thrown) {
    if (thrown instanceof Failure) return { kind: 'problem', problem: 'unreadable', detail: thrown.message };
    throw thrown;
  }
}

function realPathOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** Absolute where the user named the root absolutely, else relative to the working directory. */
function shownPath(root: SourceFile, path: string): string {
  return isAbsolute(root.path) ? path : relative(process.cwd(), path);
}

/**
 * The project root of a file, outside of which nothing is imported: the nearest folder above it, symbolic links followed,
 * that holds a `package.json` or a `.git`; the file's own folder where there is none.
 */
export function projectRoot(path: string): string {
  const home = dirname(realpathSync(path));
  for (let folder = home; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) || existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return home;
  }
}
