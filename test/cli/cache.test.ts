import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { Folder, lastLine, type Ran, REFUTED_SPEC, safeverify, start } from './command.ts';

/** What a run finds out and the next one uses: the same verdicts, whatever has become of it in between. */
const here = new Folder();
const cache = join(here.path, 'cache');
afterAll(() => here.remove());
beforeEach(() => rmSync(cache, { recursive: true, force: true }));

// A claim over time, which is asked in many questions, and one that fails.
here.write(
  'spec.safety',
  `${REFUTED_SPEC}component Twins {
  in go : bool
  out y : bool = a
  state a : bool = false
  state b : bool = false
  next a = if go then not a else b
  next b = if go then not b else a
  guarantee alike: a => b
}
`,
);
const WORDS = ['check', 'spec.safety', '--quick', '--format', 'json'];

function run(words: readonly string[] = WORDS, place = cache): Ran {
  return safeverify(words, { cwd: here.path, env: { SAFEVERIFY_CACHE: place } });
}

function begin(words: readonly string[] = WORDS) {
  return start(words, here.path, { SAFEVERIFY_CACHE: cache });
}

/** All of a report but times and what came from where. */
function lasting({ code, stdout }: Ran) {
  const text = stdout.replaceAll(/"(timeMs|cached)": (\d+|true|false)/g, '"$1": 0');
  return { code, text };
}

const cachedIn = ({ stdout }: Ran): number => JSON.parse(stdout).summary.cached;

/** The paths of all files that are kept. */
function entries(folder = cache): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? entries(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

const isWhole = (path: string) => /^[0-9a-f]{64}\n\{.*\}$/.test(readFileSync(path, 'utf8'));

const drafts = () => readdirSync(join(cache, '1', 'drafts'));

let truth: ReturnType<typeof lasting> | null = null;
/** What a run says that neither reads nor keeps anything. */
const right = () => (truth ??= lasting(run(WORDS, 'off')));

test('the next run says the same, and how much it knew, also where every entry was damaged', () => {
  const none = lasting(run([...WORDS, '--no-cache']));
  expect([none, entries()]).toEqual([right(), []]);
  const cold = run();
  expect([lasting(cold), cachedIn(cold)]).toEqual([right(), 0]);
  const warm = run(['check', 'spec.safety', '--quick', '--format', 'json=warm.json']);
  const report = readFileSync(join(here.path, 'warm.json'), 'utf8');
  expect(lasting({ ...warm, stdout: report })).toEqual(right());
  expect(warm.stdout).toContain(` s, ${JSON.parse(report).summary.cached} from cache   z3 `);
  expect(JSON.parse(report).summary.cached).toBeGreaterThan(1);
  expect(drafts()).toEqual([]);
  expect(cachedIn(run([...WORDS, '--seed', '7']))).toBe(0);
  const damages = [
    () => '',
    (text: string) => text.slice(0, text.length / 2),
    (text: string) => text.replace('"', '7'),
    () => '\0\u0001\n{"answer":"unsat"}',
    (text: string) => `${text}\n`,
  ];
  for (const [at, path] of entries().entries())
    writeFileSync(path, damages[at % damages.length]!(readFileSync(path, 'utf8')));
  const ran = run();
  expect([lasting(ran), cachedIn(ran), ran.stderr]).toEqual([right(), 0, cold.stderr]);
});

test('a cache that cannot be: one notice, and the verdicts are the same', () => {
  writeFileSync(cache, 'mine');
  const ran = run();
  expect(lasting(ran)).toEqual(right());
  expect(ran.stderr.match(/cannot be written/g)).toHaveLength(1);
  expect(lastLine(ran.stderr)).toContain('refuted');
  expect(readFileSync(cache, 'utf8')).toBe('mine');
});

test('two runs at once on one cache, and one after them: the same certificates, and all entries are whole', async () => {
  const certified = (name: string) => ['check', 'spec.safety', '--quick', '--certify', name];
  const both = ['one.json', 'other.json'].map((name) => {
    const child = begin(certified(name));
    child.stdout!.resume();
    child.stderr!.resume();
    return new Promise<number | null>((resolve) => child.on('close', resolve));
  });
  expect(await Promise.all(both)).toEqual([1, 1]);
  expect(drafts()).toEqual([]);
  for (const path of entries()) expect(path, 'an entry').toSatisfy(isWhole);
  const later = run(certified('after.json'));
  expect([later.code, later.stdout]).toEqual([1, expect.stringContaining(' from cache ')]);
  const [one, other, last] = ['one.json', 'other.json', 'after.json'].map((name) =>
    readFileSync(join(here.path, name), 'utf8'),
  );
  expect([other, last]).toEqual([one, one]);
});

test('signals in runs: what they left is used, and half an entry never', async () => {
  for (const [signal, ms] of [
    ['SIGINT', 700],
    ['SIGKILL', 900],
  ] as const) {
    const child = begin();
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    child.stdout!.resume();
    child.stderr!.resume();
    await after(ms);
    child.kill(signal);
    // Killed outright, a run may leave a draft.
    if ((await ended) !== null && existsSync(cache)) expect(drafts()).toEqual([]);
    for (const path of entries()) if (!path.includes('drafts')) expect(path, 'an entry').toSatisfy(isWhole);
  }
  expect(lasting(run())).toEqual(right());
});
