import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EvidenceFolder, evidencePlace, removeOwnDrafts } from '../../src/cli/evidence_folder.ts';

const above = mkdtempSync(join(tmpdir(), 'safeverify-evidence-'));
afterAll(() => rmSync(above, { recursive: true, force: true }));
let folders = 0;
const fresh = () => join(above, `${(folders += 1)}`);

const troubles: string[] = [];
const open = (folder: string, answerer = 'z3') =>
  new EvidenceFolder(folder, Promise.resolve(answerer), (why) => troubles.push(why));

/** Has a run keep texts. */
async function keep(folder: string, texts: Readonly<Record<string, string>>, answerer?: string): Promise<void> {
  const store = open(folder, answerer);
  for (const [question, text] of Object.entries(texts)) {
    await store.read(question);
    store.write(question, text);
  }
}

/** All files of a folder that is kept, by their paths in it. */
function filesIn(folder: string, path = ''): string[] {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(folder, join(path, entry.name)) : [join(path, entry.name)],
  );
}

describe('a folder of evidence', () => {
  test('gives back what an earlier run has kept, to the same answerer', async () => {
    const folder = fresh();
    await keep(folder, { one: 'erste\nzeile', two: 'ä' });
    expect(await open(folder).read('one')).toBe('erste\nzeile');
    expect(await open(folder).read('two')).toBe('ä');
    expect(await open(folder).read('three')).toBeNull();
    expect(await open(folder, 'z4').read('one')).toBeNull();
  });

  test('does not give a run what it has kept itself', async () => {
    const folder = fresh();
    const store = open(folder);
    expect(await store.read('one')).toBeNull();
    store.write('one', 'text');
    expect(await store.read('one')).toBeNull();
    expect(await open(folder).read('one')).toBe('text');
  });

  test('forgets what is of no use', async () => {
    const folder = fresh();
    await keep(folder, { one: 'text' });
    const store = open(folder);
    await store.read('one');
    store.write('one', null);
    expect(await open(folder).read('one')).toBeNull();
  });

  test('reads nothing that was changed, cut short, or is no file', async () => {
    const folder = fresh();
    await keep(folder, { one: 'a text of some length' });
    const [file] = filesIn(folder);
    const path = join(folder, file!);
    const whole = readFileSync(path, 'utf8');
    for (const text of [
      whole.slice(0, -1),
      `${whole} `,
      whole.replace('some', 'more'),
      whole.toUpperCase(),
      '',
      '\n',
    ]) {
      writeFileSync(path, text);
      expect(await open(folder).read('one')).toBeNull();
    }
    writeFileSync(path, whole);
    expect(await open(folder).read('one')).toBe('a text of some length');
    const elsewhere = join(above, 'elsewhere');
    writeFileSync(elsewhere, whole);
    rmSync(path);
    symlinkSync(elsewhere, path);
    expect(await open(folder).read('one')).toBeNull();
    rmSync(path);
    mkdirSync(path);
    expect(await open(folder).read('one')).toBeNull();
    rmSync(path, { recursive: true });
    // Nobody writes into the pipe: who waits for it waits for ever.
    if (spawnSync('mkfifo', [path]).status === 0) expect(await open(folder).read('one')).toBeNull();
  });

  test('removes the older half of what is too much, and nothing else', async () => {
    const folder = fresh();
    await keep(folder, { one: 'text' });
    const shard = join(folder, filesIn(folder)[0]!, '..');
    const names = Array.from({ length: 300 }, (_, at) => `${at}`.padStart(62, '0'));
    for (const [at, name] of names.entries()) {
      writeFileSync(join(shard, name), '');
      utimesSync(join(shard, name), at, at);
    }
    writeFileSync(join(shard, 'mine.txt'), '');
    await keep(folder, { one: 'text' });
    const left = readdirSync(shard);
    expect(left).toContain('mine.txt');
    expect(left.length).toBeLessThan(140);
    expect(left).toContain(names.at(-1));
    expect(left).not.toContain(names[0]);
    expect(await open(folder).read('one')).toBe('text');
  });

  test('leaves no draft, and takes away those of runs that were killed', async () => {
    const folder = fresh();
    await keep(folder, { one: 'text' });
    const drafts = join(folder, '1', 'drafts');
    expect(readdirSync(drafts)).toEqual([]);
    for (const name of ['1-abc-1', '1-abc-2', `${process.pid}-abc-3`, 'mine.txt'])
      writeFileSync(join(drafts, name), '');
    utimesSync(join(drafts, '1-abc-1'), 0, 0);
    await keep(folder, { two: 'text' });
    expect(readdirSync(drafts).sort()).toEqual(['1-abc-2', `${process.pid}-abc-3`, 'mine.txt'].sort());
    removeOwnDrafts(folder);
    expect(readdirSync(drafts).sort()).toEqual(['1-abc-2', 'mine.txt']);
  });

  test.each([
    ['in place of which a file stands', () => join(above, 'elsewhere-file')],
    ['below a file', () => join(above, 'elsewhere-file', 'below')],
    ['where nothing can be made', () => '/proc/nowhere'],
  ])('%s: says so once, and reads nothing', async (_, place) => {
    writeFileSync(join(above, 'elsewhere-file'), 'mine');
    troubles.length = 0;
    const folder = place();
    await keep(folder, { one: 'text', two: 'text' });
    expect(troubles).toHaveLength(1);
    expect(await open(folder).read('one')).toBeNull();
    removeOwnDrafts(folder);
    expect(readFileSync(join(above, 'elsewhere-file'), 'utf8')).toBe('mine');
  });

  test('nothing is made before something is kept', async () => {
    const folder = fresh();
    await open(folder).read('one');
    expect(existsSync(folder)).toBe(false);
  });
});

test('where it is', () => {
  expect(evidencePlace({ SAFEVERIFY_CACHE: '/a/b', XDG_CACHE_HOME: '/c' })).toBe('/a/b');
  expect(evidencePlace({ SAFEVERIFY_CACHE: 'off', XDG_CACHE_HOME: '/c' })).toBeNull();
  expect(evidencePlace({ SAFEVERIFY_CACHE: '', XDG_CACHE_HOME: '/c' })).toBe('/c/safeverify');
  expect(evidencePlace({ XDG_CACHE_HOME: 'c' })).toMatch(/\.cache.safeverify$/);
  expect(evidencePlace({ SAFEVERIFY_CACHE: 'here' })).toBe(join(process.cwd(), 'here'));
});
