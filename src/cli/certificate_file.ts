import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { GoalJson } from '../core/certify/certificate.ts';
import type { SourceFile } from '../core/text/source.ts';
import { Failure, messageOf, systemCode } from './failure.ts';
import { makeFolder } from './folder.ts';
import { writeWhole } from './report_target.ts';

/** The certificate of a file as text. The digests say what it speaks of; a checker rests on none of them for its soundness. */
export function certificateText(root: string, files: readonly SourceFile[], goals: readonly GoalJson[]): string {
  const mentioned = files.map(({ path, text }) => ({ path, sha256: sha256(text) }));
  const head = {
    format: 'safeverify-certificate',
    version: 1,
    file: mentioned.find(({ path }) => path === root) ?? null,
    imports: mentioned.filter(({ path }) => path !== root),
  };
  const digest = sha256(JSON.stringify({ ...head, goals }));
  return `${JSON.stringify({ ...head, digest, goals })}\n`;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Where certificates are kept: one file of a name that ends in `.json`, or a folder with one for each file checked. */
export class CertificateTarget {
  readonly #path: string;
  readonly #taken = new Set<string>();

  constructor(path: string) {
    this.#path = path;
  }

  /** Writes one, whole or not at all. Throws a `Failure`. */
  save(root: string, text: string): void {
    const path = this.#pathFor(root);
    try {
      makeFolder(dirname(path));
    } catch (thrown) {
      throw new Failure('SV308', `\`${dirname(path)}\` cannot be made: ${systemCode(thrown) || messageOf(thrown)}`);
    }
    writeWhole(path, text);
  }

  #pathFor(root: string): string {
    if (this.#path.endsWith('.json') && !isFolder(this.#path)) {
      if (this.#taken.size > 0)
        throw new Failure(
          'SV308',
          `the certificates of several files do not go into one: \`${this.#path}\``,
          'name a folder',
        );
      this.#taken.add(this.#path);
      return this.#path;
    }
    const name = basename(root).replace(/\.safety$/, '');
    let path = `${name}.certificate.json`;
    // Files of one name from several folders, also where the file system does not tell `A` from `a`.
    for (let again = 2; this.#taken.has(path.toLowerCase()); again += 1) path = `${name}.${again}.certificate.json`;
    this.#taken.add(path.toLowerCase());
    return join(this.#path, path);
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
