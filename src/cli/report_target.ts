import { lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Failure, messageOf, systemCode } from './failure.ts';

export const FORMATS = [
  'human',
  'plain',
  'concise',
  'json',
  'ndjson',
  'sarif',
  'junit',
  'github',
  'gitlab',
  'markdown',
] as const;

export type Format = (typeof FORMATS)[number];

/** Formats that people read as the run's answer; the others are documents, which come whole also where nothing could start. */
export function isForPeople(format: Format): boolean {
  return format === 'human' || format === 'plain' || format === 'concise';
}

/** Where one report goes: `path` null is stdout. */
export interface ReportTarget {
  readonly format: Format;
  readonly path: string | null;
}

/** Reads the values of `--format` (`json`, `json=out.json`); without one for stdout the human report goes there. */
export function reportTargets(values: readonly string[]): readonly ReportTarget[] {
  const targets = values.map(readTarget);
  const onStdout = targets.filter((target) => target.path === null);
  if (onStdout.length > 1) {
    throw new Failure(
      'SV300',
      'two reports cannot both go to stdout',
      'give one of them a file: `--format json=out.json`',
    );
  }
  return onStdout.length === 1 ? targets : [{ format: 'human', path: null }, ...targets];
}

function readTarget(value: string): ReportTarget {
  const equals = value.indexOf('=');
  const name = equals < 0 ? value : value.slice(0, equals);
  const path = equals < 0 ? null : value.slice(equals + 1);
  const format = FORMATS.find((each) => each === name);
  if (format === undefined)
    throw new Failure('SV300', `there is no format \`${name}\``, `the formats are ${FORMATS.join(', ')}`);
  if (path === '') throw new Failure('SV300', `\`--format ${value}\` names no file`, `write \`--format ${name}=FILE\``);
  return { format, path: path === '-' ? null : path };
}

/** Writes a file in one move: it is there as a whole or not at all. Throws a `Failure`. */
export function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}.part`;
  try {
    if (isSpecial(path)) {
      writeFileSync(path, text);
      return;
    }
    writeFileSync(draft, text, modeOf(path));
    renameSync(draft, path);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw new Failure('SV308', `\`${path}\` cannot be written: ${systemCode(thrown) || messageOf(thrown)}`);
  }
}

/** A file that is replaced keeps its permissions. */
function modeOf(path: string): { readonly mode?: number } {
  const status = lstatSync(path, { throwIfNoEntry: false });
  return status === undefined ? {} : { mode: status.mode & 0o777 };
}

/** A device or a pipe (`/dev/stderr`) is written to, not replaced; so is what a symbolic link points to. */
function isSpecial(path: string): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false });
  return status !== undefined && !status.isFile() && !status.isDirectory();
}
