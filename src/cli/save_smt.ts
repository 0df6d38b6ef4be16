import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure, messageOf, systemCode } from './failure.ts';
import { makeFolder } from './folder.ts';

/** Keeps each script under a folder: `DIR/wet/Vehicle.stops.claim.smt2`; a second one of the same name is numbered. */
export class ScriptFolder {
  readonly #folder: string;
  readonly #taken = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes one script. `id` is the obligation's name, `purpose` says which of its questions this is. Throws a `Failure`. */
  save(id: string, purpose: string, script: string): void {
    const name = [...id.split('/'), ...(purpose === '' ? [] : [purpose])].map(fileName);
    const path = purpose === '' ? name.join('/') : `${name.slice(0, -1).join('/')}.${name.at(-1)}`;
    write(join(this.#folder, `${this.#unique(path)}.smt2`), script);
  }

  /** Some file systems do not tell `Cap` from `cap`. */
  #unique(path: string): string {
    const key = path.toLowerCase();
    const before = this.#taken.get(key) ?? 0;
    this.#taken.set(key, before + 1);
    return before === 0 ? path : `${path}.${before + 1}`;
  }
}

function write(path: string, script: string): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, script.endsWith('\n') ? script : `${script}\n`);
  } catch (thrown) {
    throw new Failure('SV308', `\`${path}\` cannot be written: ${systemCode(thrown) || messageOf(thrown)}`);
  }
}

/** Letters, digits and a few signs stay; everything else is written as its code point, so that no name leaves the folder. */
function fileName(text: string): string {
  const safe = text.replaceAll(/[^A-Za-z0-9_.-]/g, (character) => `%${character.codePointAt(0)!.toString(16)}`);
  return safe.startsWith('.') ? `%2e${safe.slice(1)}` : safe;
}
