import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { EvidenceStore } from '../core/evidence/store.ts';
import { messageOf, systemCode } from './failure.ts';
import { makeFolder } from './folder.ts';

/** The form of the folder and of its entries: another one is another folder. */
const FORM = '1';
/** A larger file is no entry. */
const MOST_BYTES = 1_000_000;
/** Entries of one of the 256 folders, beyond which its older half is removed. */
const MOST_ENTRIES = 256;
/** A draft of that age, in milliseconds, belongs to a run that was killed. */
const OLD_DRAFT = 3_600_000;

/** For this user alone. */
const OWN = 0o700;

const DRAFTS = 'drafts';
const DRAFT = /^([0-9]+)-[0-9a-f]+-[0-9]+$/;
const SHARD_DIGITS = 2;
/** Nothing but what looks like an entry is ever removed: the folder may not be what it seems. */
const ENTRY = /^[0-9a-f]{62}$/;

/** Not through a symbolic link, and without waiting for anyone to write into a pipe. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Where evidence is kept unless the user says otherwise: `$SAFEVERIFY_CACHE` (`off`: nowhere), else `safeverify` in
 * `$XDG_CACHE_HOME` or in `~/.cache`. Null: nowhere.
 */
export function evidencePlace(environment: NodeJS.ProcessEnv = process.env): string | null {
  const { SAFEVERIFY_CACHE: own, XDG_CACHE_HOME: shared } = environment;
  if (own === 'off') return null;
  if (own !== undefined && own !== '') return resolve(own);
  // A relative path there counts as none.
  if (shared !== undefined && isAbsolute(shared)) return join(shared, 'safeverify');
  try {
    return join(homedir(), '.cache', 'safeverify');
  } catch {
    return null;
  }
}

/**
 * Evidence in a folder of files, one for each question, named by the digest of the question and of who answers. A file is
 * written beside the others and then renamed, so that several runs can share a folder and none reads half an entry. What
 * this run has kept itself it does not read: it is as slow as one without, and says the same.
 */
export class EvidenceFolder implements EvidenceStore {
  readonly #folder: string;
  readonly #answerer: Promise<string>;
  /** The answerer, as soon as that is known: what is read first. */
  #name: string | null = null;
  readonly #onTrouble: (why: string) => void;
  readonly #own = new Set<string>();
  readonly #tended = new Set<string>();
  /** Runs of one number there may be several, in containers. */
  readonly #run = randomBytes(6).toString('hex');
  #drafts = 0;
  #writes = true;

  /** `answerer`: what besides a question its answer depends on. `onTrouble`: told once, when nothing can be kept. */
  constructor(folder: string, answerer: Promise<string>, onTrouble: (why: string) => void) {
    this.#folder = join(folder, FORM);
    this.#answerer = answerer;
    this.#onTrouble = onTrouble;
  }

  async read(question: string): Promise<string | null> {
    this.#name ??= await this.#answerer;
    const key = this.#key(this.#name, question);
    return this.#own.has(key) ? null : contentOf(this.#path(key));
  }

  write(question: string, text: string | null): void {
    if (!this.#writes || this.#name === null) return;
    const key = this.#key(this.#name, question);
    try {
      if (text === null) rmSync(this.#path(key), { force: true });
      else if (!this.#own.has(key)) this.#put(key, text);
    } catch (thrown) {
      this.#writes = false;
      this.#onTrouble(systemCode(thrown) || messageOf(thrown));
    }
  }

  #key(answerer: string, question: string): string {
    return digest(`${answerer}\n${question}`);
  }

  #shard(key: string): string {
    return join(this.#folder, key.slice(0, SHARD_DIGITS));
  }

  #path(key: string): string {
    return join(this.#shard(key), key.slice(SHARD_DIGITS));
  }

  #put(key: string, text: string): void {
    const path = this.#path(key);
    this.#tend(this.#shard(key));
    const draft = join(this.#folder, DRAFTS, `${process.pid}-${this.#run}-${this.#drafts}`);
    this.#drafts += 1;
    try {
      writeFileSync(draft, `${digest(text)}\n${text}`, { flag: 'wx', mode: 0o600 });
      renameSync(draft, path);
    } catch (thrown) {
      rmSync(draft, { force: true });
      throw thrown;
    }
    this.#own.add(key);
  }

  /** Before the first writing into a folder it is made, and emptied of what is too much. */
  #tend(folder: string): void {
    if (this.#tended.size === 0) {
      const drafts = join(this.#folder, DRAFTS);
      makeFolder(drafts, OWN);
      removeDrafts(drafts, (_, age) => age > OLD_DRAFT);
    }
    if (this.#tended.has(folder)) return;
    this.#tended.add(folder);
    makeFolder(folder, OWN);
    const names = readdirSync(folder).filter((name) => ENTRY.test(name));
    if (names.length <= MOST_ENTRIES) return;
    const aged = names.map((name) => ({ path: join(folder, name), age: ageOf(join(folder, name)) }));
    const oldest = aged.sort((one, other) => other.age - one.age).slice(0, names.length - MOST_ENTRIES / 2);
    for (const { path } of oldest) rmSync(path, { force: true });
  }
}

/** Removes what a checking of this process has left unfinished, once it has been ended. */
export function removeOwnDrafts(folder: string): void {
  removeDrafts(join(folder, FORM, DRAFTS), (process_) => process_ === `${process.pid}`);
}

function removeDrafts(folder: string, isLeft: (process_: string, age: number) => boolean): void {
  try {
    for (const name of readdirSync(folder)) {
      const process_ = DRAFT.exec(name)?.[1];
      const path = join(folder, name);
      if (process_ !== undefined && isLeft(process_, ageOf(path))) rmSync(path, { force: true });
    }
  } catch {
    // There are none, or they are not ours to remove.
  }
}

function ageOf(path: string): number {
  const status = statSync(path, { throwIfNoEntry: false });
  return status === undefined ? 0 : Date.now() - status.mtimeMs;
}

/** The text of an entry that is as it was written; null for anything else. */
function contentOf(path: string): string | null {
  let file: number;
  try {
    file = openSync(path, READ_ONLY);
  } catch {
    return null;
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile() || status.size > MOST_BYTES) return null;
    const content = readFileSync(file, 'utf8');
    const text = content.slice(content.indexOf('\n') + 1);
    return content === `${digest(text)}\n${text}` ? text : null;
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
