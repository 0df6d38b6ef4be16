import { readdirSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { Failure, messageOf, systemCode } from './failure.ts';

/** What a list of paths stands for: the files to check, and what is wrong with the rest. */
export interface FoundSpecs {
  readonly files: readonly string[];
  readonly failures: readonly Failure[];
}

/**
 * Files stand for themselves; a directory for every `*.safety` under it, sorted, without `node_modules` and folders whose name
 * begins with a dot. A file named twice is checked once.
 */
export function findSpecs(paths: readonly string[]): FoundSpecs {
  const files = new Set<string>();
  const failures: Failure[] = [];
  for (const path of paths) {
    try {
      for (const file of specsAt(path)) files.add(file);
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      failures.push(thrown);
    }
  }
  return { files: [...files], failures };
}

function specsAt(path: string): readonly string[] {
  const shown = normalize(path);
  if (!isDirectory(path)) return [shown];
  const found = specsUnder(shown);
  if (found.length === 0) throw new Failure('SV305', `there is no \`*.safety\` file under \`${path}\``);
  return found;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new Failure('SV301', `\`${path}\` does not exist`, nearby(path));
    throw new Failure('SV302', `\`${path}\` cannot be read: ${code || messageOf(thrown)}`);
  }
}

function nearby(path: string): string | null {
  try {
    return statSync(`${path}.safety`).isFile() ? `did you mean \`${path}.safety\`?` : null;
  } catch {
    return null;
  }
}

function specsUnder(folder: string): readonly string[] {
  const found: string[] = [];
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && !entry.name.startsWith('.')) found.push(...specsUnder(path));
    } else if (entry.name.endsWith('.safety')) found.push(path);
  }
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (thrown) {
    throw new Failure('SV302', `\`${folder}\` cannot be read: ${systemCode(thrown) || messageOf(thrown)}`);
  }
}
