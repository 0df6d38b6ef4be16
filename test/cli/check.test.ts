import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { BIN, Folder, lastLine, PROVED_SPEC, REFUTED_SPEC, ROOT, safeverify, start } from './command.ts';

const here = new Folder();
here.write('package.json', '{}');
here.write('good.safety', PROVED_SPEC);
here.write('bad.safety', REFUTED_SPEC);
here.write('wrong.safety', 'component A {\n  out x : real [m]\n  guarantee g: x <= 2 s\n}\n');
afterAll(() => here.remove());

const schema = JSON.parse(readFileSync(join(ROOT, 'src/core/report/result.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

function document(text: string) {
  const value = JSON.parse(text);
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
  return value;
}

describe('exit codes', () => {
  test('0: all proved', () => {
    const run = here.run('check', 'good.safety');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('✔ deadline');
    expect(run.stdout).toMatch(/proved {2}(\d+) of \1 /);
  });

  test('1: refuted, and the last line says what', () => {
    const run = here.run('check', 'bad.safety');
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('error[SV201]: deadline is refuted: 120 ms happens where 100 ms is allowed');
    expect(run.stdout).toContain('again: safeverify check bad.safety --only Pipeline.deadline');
    expect(lastLine(run.stderr)).toMatch(/^safeverify: 1 refuted of \d+ obligations: Pipeline\.deadline$/);
  });

  test('2: a mistake, and it outranks a refutation', () => {
    const run = here.run('check', 'bad.safety', 'wrong.safety');
    expect(run.code).toBe(2);
    expect(lastLine(run.stderr)).toContain('wrong.safety');
  });

  test('3: undecided within the budget', () => {
    here.write(
      'hard.safety',
      'component A { out x : real  guarantee g: x*x*x*x*x - 3*x*x*x + x*x == 7 }\nsystem S { part a : A part b : A guarantee g: a.x * b.x * b.x * b.x != 77 }\n',
    );
    const run = here.run('check', 'hard.safety', '--rlimit', '10');
    expect(run.code).toBe(3);
    expect(lastLine(run.stderr)).toMatch(/undecided/);
  });

  test('the command that a refutation names asks that one question', () => {
    const run = here.run('check', 'bad.safety', '--only', 'Pipeline.deadline', '--format', 'json');
    expect(run.code).toBe(1);
    const asked = document(run.stdout).obligations.filter((each: { supporting: boolean }) => !each.supporting);
    expect(asked.map((each: { id: string }) => each.id)).toEqual(['Pipeline.deadline']);
  });
});

describe('formats', () => {
  test('json: one document by the schema, for several files too', () => {
    const value = document(here.run('check', 'good.safety', 'bad.safety', '--format', 'json').stdout);
    expect(value).toMatchObject({
      runState: 'complete',
      exitCode: 1,
      config: { rlimit: 2_000_000, timeoutMs: 60_000, seed: 0 },
    });
    expect(value.inputs).toEqual(
      ['good.safety', 'bad.safety'].map((path) => ({
        path,
        sha256: createHash('sha256')
          .update(readFileSync(join(here.path, path)))
          .digest('hex'),
      })),
    );
    const paths = new Set(value.obligations.map((each: { location: { path: string } }) => each.location.path));
    expect([...paths]).toEqual(['good.safety', 'bad.safety']);
    expect(value.solver.name).toBe('z3');
  });

  test('json to a file leaves the human report on stdout, and no draft beside it', () => {
    const run = here.run('check', 'bad.safety', '--format', 'json=out.json');
    expect(run.stdout).toContain('deadline is refuted');
    expect(document(readFileSync(join(here.path, 'out.json'), 'utf8')).exitCode).toBe(1);
    expect(readdirSync(here.path).filter((name) => name.includes('.part'))).toEqual([]);
  });

  test('concise and plain', () => {
    expect(here.run('check', 'bad.safety', '--format', 'concise').stdout).toMatch(
      /^bad\.safety:5:3: refuted\[SV201\]: Pipeline\.deadline: /,
    );
    expect(here.run('check', 'bad.safety', '--format', 'plain').stdout).toContain(
      'deadline is refuted: 120 ms happens where 100 ms is allowed.',
    );
  });

  test('colour: none in a pipe, forced by the environment or the option, forbidden by either', () => {
    const coloured = (words: string[], env: NodeJS.ProcessEnv) =>
      safeverify(['check', 'good.safety', ...words], { cwd: here.path, env }).stdout.includes('\u001b[');
    expect(coloured([], {})).toBe(false);
    expect(coloured([], { FORCE_COLOR: '1' })).toBe(true);
    expect(coloured([], { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(coloured(['--color'], { NO_COLOR: '1' })).toBe(true);
    expect(coloured(['--no-color'], { FORCE_COLOR: '1' })).toBe(false);
  });

  test('a closed pipe is no error of ours', () => {
    const run = spawnSync(
      'bash',
      ['-c', `"${process.execPath}" "${BIN}" check bad.safety | head -n 1; echo "code \${PIPESTATUS[0]}"`],
      { cwd: here.path, encoding: 'utf8' },
    );
    expect(run.stdout).toContain('code 1');
    expect(run.stderr).not.toContain('EPIPE');
  });

  test('a mistake has a frame and a way out', () => {
    const run = here.run('check', 'wrong.safety');
    expect(run.stdout).toMatch(/error\[SV\d{3}\]: /);
    expect(run.stdout).toContain('╭─ wrong.safety:3:');
    expect(document(here.run('check', 'wrong.safety', '--format', 'json').stdout)).toMatchObject({
      exitCode: 2,
      obligations: [],
    });
  });
});

describe('folders, globs, scripts', () => {
  test('a folder means every specification under it, sorted', () => {
    const value = document(here.run('check', '.', '--only', 'Pipeline.deadline', '--format', 'json').stdout);
    expect(value.inputs.map((each: { path: string }) => each.path).slice(0, 2)).toEqual(['bad.safety', 'good.safety']);
  });

  test('--only takes globs, several times', () => {
    const run = here.run('check', 'bad.safety', '--only', '*.sane', '--only', 'Pipeline.dead*', '--format', 'json');
    const asked = document(run.stdout).obligations.filter((each: { supporting: boolean }) => !each.supporting);
    expect(asked.map((each: { id: string }) => each.id).sort()).toEqual(['Pipeline.deadline', 'Pipeline.sane']);
  });

  test('--save-smt keeps each question as a script that stands alone', () => {
    expect(here.run('check', 'good.safety', '--save-smt', 'smt').code).toBe(0);
    const scripts = readdirSync(join(here.path, 'smt'));
    expect(scripts.some((name) => name.startsWith('Pipeline.deadline'))).toBe(true);
    for (const name of scripts) {
      const text = readFileSync(join(here.path, 'smt', name), 'utf8');
      expect(text).toContain('(check-sat)');
      expect(text).not.toMatch(/get-value|:rlimit|:timeout/);
    }
  });

  test('smt prints the scripts', () => {
    const run = here.run('smt', 'good.safety', '--only', 'Pipeline.deadline');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('; Pipeline.deadline');
    expect(run.stdout).toContain('(check-sat)');
  });
});

describe('test', () => {
  const expecting = (verdict: string) =>
    REFUTED_SPEC.replace('  guarantee deadline', `  @expect(${verdict})\n  guarantee deadline`);

  test('0 where every verdict is as expected, refuted or not', () => {
    here.write('teach/refuted.safety', expecting('refuted'));
    here.write('teach/good.safety', PROVED_SPEC);
    const run = here.run('test', 'teach');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/✔ teach\/refuted\.safety {3}\d+ verdicts as expected/);
  });

  test('1 where one is not, in either direction', () => {
    const unannotated = here.run('test', 'bad.safety');
    expect(unannotated.code).toBe(1);
    expect(unannotated.stdout).toContain('Pipeline.deadline: proved is expected, refuted was found');
    here.write(
      'hopeful.safety',
      PROVED_SPEC.replace('  guarantee deadline', '  @expect(refuted)\n  guarantee deadline'),
    );
    const hopeful = here.run('test', 'hopeful.safety');
    expect(hopeful.code).toBe(1);
    expect(lastLine(hopeful.stderr)).toContain('not as expected: Pipeline.deadline');
  });

  test('2 for a mistake', () => expect(here.run('test', 'wrong.safety').code).toBe(2));
});

describe('signals', () => {
  /** Long enough to be interrupted: hundreds of questions of nonlinear arithmetic. */
  const parts = Array.from(
    { length: 30 },
    (_each, at) => `  guarantee g${at}: a.x * b.x * b.x * b.x * a.x * a.x != ${at + 77}`,
  ).join('\n');
  here.write(
    'slow.safety',
    `component A { out x : real  guarantee g: x*x*x*x*x - 3*x*x*x + x*x == 7 }\nsystem S {\n  part a : A\n  part b : A\n${parts}\n}\n`,
  );

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends with %i and leaves an aborted document', async (signal, code) => {
    const child = start(
      ['check', 'slow.safety', '--rlimit', '4000000000', '--format', `json=${signal}.json`],
      here.path,
    );
    const path = join(here.path, `${signal}.json`);
    let stderr = '';
    child.stderr!.on('data', (data) => {
      stderr += data;
    });
    while (!existsSync(path)) await new Promise((done) => setTimeout(done, 20));
    expect(document(readFileSync(path, 'utf8')).runState).toBe('aborted');
    await new Promise((done) => setTimeout(done, 700));
    const ended = new Promise<number | null>((done) => child.on('exit', done));
    child.kill(signal);
    expect(await ended).toBe(code);
    expect(document(readFileSync(path, 'utf8'))).toMatchObject({ runState: 'aborted', exitCode: code });
    expect(lastLine(stderr)).toBe(`safeverify: ${signal === 'SIGINT' ? 'interrupted' : 'terminated'}`);
  });
});

test('a signal is heard while the checker is computing', async () => {
  const lines = Array.from({ length: 120_000 }, (_each, at) => `component C${at} { out x : real in 0..${at + 1} }\n`);
  here.write('huge.safety', lines.join(''));
  const child = start(['check', 'huge.safety'], here.path);
  await new Promise((done) => setTimeout(done, 4000));
  const ended = new Promise<number | null>((done) => child.on('exit', done));
  const began = performance.now();
  child.kill('SIGTERM');
  expect(await ended).toBe(143);
  expect(performance.now() - began).toBeLessThan(20_000);
});

describe('small commands', () => {
  test('doctor', () => {
    const run = here.run('doctor');
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toContain('answers     right');
  });

  test('explain', () => expect(here.run('explain', 'sv201')).toMatchObject({ code: 0, stderr: '' }));

  test('help and version', () => {
    expect(here.run('--help')).toMatchObject({ code: 0, stderr: '' });
    expect(here.run('check', '--help').stdout).toContain('--only');
    expect(here.run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('formats of other tools', () => {
  test.each(['sarif', 'junit', 'github', 'gitlab', 'markdown', 'ndjson'])('%s, to stdout and to a file', (format) => {
    const shown = here.run('check', 'bad.safety', '--format', format, '--format', `${format}=other.${format}`);
    expect(shown.code).toBe(1);
    expect(shown.stdout).toContain('SV201');
    const kept = readFileSync(join(here.path, `other.${format}`), 'utf8');
    const steady = (text: string) => text.replaceAll(/"timeMs":[0-9.]+|time="[0-9.]+"/g, '');
    expect(steady(kept)).toBe(steady(shown.stdout));
  });

  test('annotations follow the human report under GitHub Actions, and stay out of documents', () => {
    const run = (...words: string[]) =>
      safeverify(['check', 'bad.safety', ...words], { cwd: here.path, env: { GITHUB_ACTIONS: 'true' } }).stdout;
    expect(run()).toMatch(/proved {2}\d+ of \d+.*\n::error file=bad\.safety,line=5/);
    expect(() => JSON.parse(run('--format', 'json'))).not.toThrow();
    expect(
      safeverify(['test', 'bad.safety'], { cwd: here.path, env: { GITHUB_ACTIONS: 'true' } }).stdout,
    ).not.toContain('::error');
  });

  test('test has no such report', () => {
    const run = here.run('test', 'bad.safety', '--format', 'sarif');
    expect(run.code).toBe(2);
    expect(lastLine(run.stderr)).toContain('sarif');
  });
});
