import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { Folder, lastLine, PROVED_SPEC, type Ran, REFUTED_SPEC, start } from './command.ts';

/** What goes wrong around the program: a full disk, a signal at any moment, a second run. Nothing half-written may be left. */
const here = new Folder();
afterAll(() => here.remove());
here.write('proved.safety', PROVED_SPEC);
here.write('refuted.safety', REFUTED_SPEC);

/** A run that goes on; `signal` is sent after so many milliseconds. */
async function interrupted(words: readonly string[], signal: NodeJS.Signals, ms: number): Promise<Ran> {
  const child = start(words, here.path);
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (chunk) => (stdout += chunk));
  child.stderr!.on('data', (chunk) => (stderr += chunk));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await after(ms);
  child.kill(signal);
  return { code: await ended, stdout, stderr };
}

const drafts = () => readdirSync(here.path).filter((name) => name.endsWith('.part'));

describe('a report that cannot be written', () => {
  test.runIf(existsSync('/dev/full'))('on a full disk: exit 2, and the reason', () => {
    const ran = here.run('check', 'proved.safety', '--format', 'json=/dev/full');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('ENOSPC');
    expect(ran.stderr).not.toMatch(/\bat .*\.js:\d+/);
  });

  test('where a folder stands in its place: exit 2, and no draft is left', () => {
    mkdirSync(join(here.path, 'taken'), { recursive: true });
    const ran = here.run('check', 'proved.safety', '--format', 'json=taken');
    expect(ran.code).toBe(2);
    expect(lastLine(ran.stderr)).toContain('`taken` cannot be written');
    expect(drafts()).toEqual([]);
  });

  test('in a folder that is not there: exit 2', () => {
    const ran = here.run('check', 'proved.safety', '--format', 'sarif=nowhere/report.sarif');
    expect(ran.code).toBe(2);
    expect(lastLine(ran.stderr)).toContain('nowhere/report.sarif');
  });
});

describe('a signal at any moment', () => {
  // From before the program has read its first file to after its last verdict.
  const moments = [20, 150, 300, 450, 600, 800, 1_100, 1_500];

  test.each(moments)('after %i ms: the exit code says so, and the report is whole', async (ms) => {
    const signal = ms % 100 === 0 ? 'SIGTERM' : 'SIGINT';
    const report = `signal-${ms}.json`;
    const words = ['check', 'refuted.safety', 'proved.safety', '--format', `json=${report}`];
    const { code, stderr } = await interrupted(words, signal, ms);
    // Before the program listens, the signal ends the process itself; after its last word, the run has its own code.
    expect([null, 1, 130, 143]).toContain(code);
    if (code === 130 || code === 143) {
      expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(lastLine(stderr)).toMatch(/interrupted|terminated/);
    }
    expect(drafts()).toEqual([]);
    const path = join(here.path, report);
    if (!existsSync(path)) return;
    const { runState, exitCode } = JSON.parse(readFileSync(path, 'utf8'));
    expect(runState).toBe(code === 1 ? 'complete' : 'aborted');
    if (code === 1) expect(exitCode).toBe(1);
  });

  test('killed outright, a report that was announced says aborted', async () => {
    const { code } = await interrupted(['check', 'refuted.safety', '--format', 'json=killed.json'], 'SIGKILL', 700);
    const path = join(here.path, 'killed.json');
    if (code !== null || !existsSync(path)) return;
    expect(JSON.parse(readFileSync(path, 'utf8')).runState).toBe('aborted');
  });
});

test('two runs at once into one report: each ends well, and the report is one of them', async () => {
  const run = async (file: string) => {
    const child = start(['check', file, '--format', 'json=both.json'], here.path);
    return new Promise<number | null>((resolve) => child.on('close', resolve));
  };
  expect(await Promise.all([run('proved.safety'), run('refuted.safety')])).toEqual([0, 1]);
  const { runState, inputs } = JSON.parse(readFileSync(join(here.path, 'both.json'), 'utf8'));
  expect(runState).toBe('complete');
  expect(['proved.safety', 'refuted.safety']).toContain(inputs[0].path);
  expect(drafts()).toEqual([]);
});
