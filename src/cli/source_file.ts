import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { SourceFile } from '../core/text/source.ts';
import { Failure, messageOf, systemCode } from './failure.ts';

/** The largest file that is read, in bytes: some 400,000 lines. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** A pipe that nobody writes to would hold the process where no signal reaches it. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a specification. `path` is the name under which the user knows it.
 * Throws a `Failure` for a file that is missing, unreadable, no regular file, too large, or not UTF-8 text.
 */
export function readSource(path: string): SourceFile {
  return { path, text: decode(path, readBytes(path)) };
}

function readBytes(path: string): Buffer {
  let file: number;
  try {
    file = openSync(path, READ_ONLY);
  } catch (thrown) {
    throw openingFailure(path, thrown);
  }
  try {
    return readOpen(path, file);
  } finally {
    closeSync(file);
  }
}

function readOpen(path: string, file: number): Buffer {
  const status = fstatSync(file);
  if (!status.isFile()) throw new Failure('SV302', `\`${path}\` is not a regular file`);
  if (status.size > MOST_BYTES) throw tooLarge(path, status.size);
  try {
    return readFileSync(file);
  } catch (thrown) {
    throw new Failure('SV302', `\`${path}\` cannot be read: ${messageOf(thrown)}`);
  }
}

function openingFailure(path: string, thrown: unknown): Failure {
  const code = systemCode(thrown);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new Failure('SV301', `\`${path}\` does not exist`);
  if (code === 'EACCES' || code === 'EPERM')
    return new Failure('SV302', `\`${path}\` cannot be read: permission denied`);
  return new Failure('SV302', `\`${path}\` cannot be read: ${code || messageOf(thrown)}`);
}

function tooLarge(path: string, size: number): Failure {
  const shown = `${Math.ceil(size / (1024 * 1024))} MiB`;
  const help = 'cut it into several files and `import` them';
  return new Failure(
    'SV304',
    `\`${path}\` is too large: ${shown}, where ${MOST_BYTES / (1024 * 1024)} MiB are read at most`,
    help,
  );
}

function decode(path: string, bytes: Buffer): string {
  if (bytes.includes(0)) throw new Failure('SV303', `\`${path}\` is not text: it holds a zero byte`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Failure('SV303', `\`${path}\` is not UTF-8 text`, 'save it as UTF-8');
  }
}
