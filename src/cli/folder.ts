import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from './failure.ts';

/**
 * Makes a folder and those above it, where they are not there yet. Node's own `recursive` never ends where a system refuses
 * with ENOENT, as `/proc` does. Another run may make them at the same time. Throws what the system says.
 */
export function makeFolder(path: string, mode = 0o777): void {
  make(path, mode, false);
}

function make(path: string, mode: number, isAgain: boolean): void {
  try {
    mkdirSync(path, { mode });
    return;
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === 'EEXIST' && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
    if (code !== 'ENOENT' || isAgain || dirname(path) === path) throw thrown;
  }
  make(dirname(path), mode, false);
  make(path, mode, true);
}
