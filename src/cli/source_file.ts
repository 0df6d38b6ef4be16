import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { SourceFile } from '../core/text/source.ts';
import { Failure, messageOf, systemCode } from './failure.ts';

/** The largest specification that is read, in bytes: some 400,000 lines. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** A pipe that nobody writes to would hold the process where no signal reaches it. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a specification. `path` is the name under which the user knows it.
 * Throws a `Failure` for a file that is missing, unreadable, no regular file, too large, or not UTF-8 text.
 */
export function readSource(path: string): SourceFile {
  const help = 'cut it into several files and `import` them';
  return { path, text: readText(path, { bytes: MOST_BYTES, help }) };
}

/** What is the most that is read of a file, and what to do where it is larger. */
interface Most {
  readonly bytes: number;
  readonly help?: string;
}

/** The text of a file of at most so many bytes; throws the same failures. */
export function readText(path: string, most: Most): string {
  return decode(path, readBytes(path, most));
}

function readBytes(path: string, most: Most): Buffer {
  let file: number;
  try {
    file = openSync(path, READ_ONLY);
  } catch (thrown) {
    throw openingFailure(path, thrown);
  }
  try {
    return readOpen(path, file, most);
  } finally {
    closeSync(file);
  }
}

function readOpen(path: string, file: number, most: Most): Buffer {
  const status = fstatSync(file);
  if (!status.isFile()) throw new Failure('SV302', `\`${path}\` is not a regular file`);
  if (status.size > most.bytes) throw tooLarge(path, status.size, most);
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

function tooLarge(path: string, size: number, { bytes, help }: Most): Failure {
  const inMiB = (amount: number) => Math.ceil(amount / (1024 * 1024));
  const message = `\`${path}\` is too large: ${inMiB(size)} MiB, where ${inMiB(bytes)} MiB are read at most`;
  return new Failure('SV304', message, help);
}

function decode(path: string, bytes: Buffer): string {
  if (bytes.includes(0)) throw new Failure('SV303', `\`${path}\` is not text: it holds a zero byte`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Failure('SV303', `\`${path}\` is not UTF-8 text`, 'save it as UTF-8');
  }
}
