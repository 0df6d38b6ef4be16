import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Folder, lastLine, PROVED_SPEC, type Ran } from './command.ts';

/** Whatever is wrong with the input: one clear message, exit code 2, no stack trace. */

const folders: Folder[] = [];

function folder(): Folder {
  const made = new Folder();
  folders.push(made);
  return made;
}

afterAll(() => {
  for (const each of folders) each.remove();
});

function refused(run: Ran, ...words: string[]): void {
  expect(run.stdout + run.stderr).not.toMatch(/\n\s+at |node:internal|Error:/);
  expect(run.code).toBe(2);
  expect(lastLine(run.stderr)).toMatch(/^safeverify: ./);
  for (const word of words) expect(run.stderr + run.stdout).toContain(word);
}

describe('paths', () => {
  const here = folder();
  here.write('good.safety', PROVED_SPEC);

  test('a file that is missing', () =>
    refused(here.run('check', 'nope.safety'), 'SV301', 'nope.safety', 'does not exist'));

  test('a forgotten ending is guessed', () => refused(here.run('check', 'good'), 'did you mean `good.safety`?'));

  test('a binary file', () => {
    here.write('zero.safety', new Uint8Array([0x75, 0x6e, 0, 0x74]));
    refused(here.run('check', 'zero.safety'), 'SV303', 'not text');
  });

  test('a file that is not UTF-8', () => {
    here.write('latin.safety', new Uint8Array([0x2f, 0x2f, 0xe9, 0x0a]));
    refused(here.run('check', 'latin.safety'), 'SV303', 'not UTF-8');
  });

  test('a file of 50 MB', () => {
    here.write('big.safety', new Uint8Array(50 * 1024 * 1024).fill(0x20));
    refused(here.run('check', 'big.safety'), 'SV304', 'too large');
  });

  test.skipIf(process.platform === 'win32')('a pipe that nobody writes to', () => {
    execFileSync('mkfifo', [join(here.path, 'pipe.safety')]);
    refused(here.run('check', 'pipe.safety'), 'SV302', 'not a regular file');
  });

  test.skipIf(process.platform === 'win32')('a pipe for a certificate', () => {
    execFileSync('mkfifo', [join(here.path, 'pipe.json')]);
    refused(here.run('certcheck', 'good.safety', 'pipe.json'), 'not a regular file');
  });

  test('a device', () => refused(here.run('check', '/dev/null'), 'SV302', 'not a regular file'));

  test('a file that may not be read', () => {
    const path = here.write('secret.safety', PROVED_SPEC);
    chmodSync(path, 0);
    if (process.getuid?.() !== 0) refused(here.run('check', 'secret.safety'), 'SV302', 'permission denied');
  });

  test('a folder without specifications', () => {
    mkdirSync(join(here.path, 'empty/node_modules/x'), { recursive: true });
    here.write('empty/node_modules/x/hidden.safety', PROVED_SPEC);
    here.write('empty/.dot/hidden.safety', PROVED_SPEC);
    refused(here.run('check', 'empty'), 'SV305', 'empty');
  });

  test('an empty file', () => {
    here.write('nothing.safety', '');
    refused(here.run('check', 'nothing.safety'), 'SV307', 'nothing to check');
  });

  test('a file of units alone', () => {
    here.write('units.safety', 'unit req\n');
    refused(here.run('check', 'units.safety'), 'nothing to check');
  });

  test('one bad file among good ones: the good ones are checked, the exit code is 2', () => {
    const run = here.run('check', 'good.safety', 'nope.safety', '--format', 'json');
    refused(run);
    const result = JSON.parse(run.stdout);
    expect(result).toMatchObject({ runState: 'partial', exitCode: 2, diagnostics: [{ code: 'SV301' }] });
    expect(result.obligations.length).toBeGreaterThan(0);
  });

  test('names with blanks and control characters', () => {
    here.write('a b\u001b[31m.safety', 'unit\n');
    const run = here.run('check', 'a b\u001b[31m.safety');
    refused(run, 'a b\\u{1b}[31m.safety');
    expect(run.stdout + run.stderr).not.toContain('\u001b');
  });
});

describe('imports', () => {
  test('a cycle is shown', () => {
    const here = folder();
    here.write('a.safety', 'import "b.safety"\ncomponent A { out x : real }\n');
    here.write('b.safety', 'import "a.safety"\ncomponent B { out x : real }\n');
    refused(here.run('check', 'a.safety'), 'a.safety', 'b.safety');
  });

  test('a missing import', () => {
    const here = folder();
    here.write('a.safety', 'import "lib/b.safety"\ncomponent A { out x : real }\n');
    refused(here.run('check', 'a.safety'), 'lib/b.safety');
  });

  test('an import outside the project root', () => {
    const here = folder();
    here.write('outside.safety', 'component B { out x : real }\n');
    here.write('project/package.json', '{}');
    here.write('project/specs/a.safety', 'import "../../outside.safety"\ncomponent A { out x : real }\n');
    refused(here.run('check', 'project/specs/a.safety'), 'outside');
    here.write('project/specs/b.safety', 'import "/etc/passwd"\ncomponent A { out x : real }\n');
    refused(here.run('check', 'project/specs/b.safety'));
  });

  test('a symbolic link out of the project', () => {
    const here = folder();
    here.write('outside.safety', 'component B { out x : real }\n');
    here.write('project/package.json', '{}');
    here.write('project/a.safety', 'import "link.safety"\ncomponent A { out x : real }\n');
    symlinkSync(join(here.path, 'outside.safety'), join(here.path, 'project/link.safety'));
    refused(here.run('check', 'project/a.safety'), 'outside');
  });

  test('inside the project root a folder above is fine; `--root` names another', () => {
    const here = folder();
    here.write('package.json', '{}');
    here.write('lib/stage.safety', 'component Stage { out latency : real [ms] in 0..50 }\n');
    here.write(
      'systems/a.safety',
      'import "../lib/stage.safety"\nsystem S { part a : Stage guarantee g: a.latency <= 50 ms }\n',
    );
    expect(here.run('check', 'systems/a.safety').code).toBe(0);
    here.write('systems/package.json', '{}');
    refused(here.run('check', 'systems/a.safety'));
    expect(here.run('check', 'systems/a.safety', '--root', '.').code).toBe(0);
  });

  test('an imported file that is binary', () => {
    const here = folder();
    here.write('b.safety', new Uint8Array([0, 1, 2]));
    here.write('a.safety', 'import "b.safety"\ncomponent A { out x : real }\n');
    refused(here.run('check', 'a.safety'), 'not text');
  });
});

describe('options', () => {
  const here = folder();
  here.write('good.safety', PROVED_SPEC);

  test.each([
    [['check'], 'missing required argument'],
    [['chek', 'good.safety'], 'Did you mean check'],
    [['good.safety'], 'safeverify check good.safety'],
    [['check', 'good.safety', '--nope'], 'unknown option'],
    [['check', 'good.safety', '--format', 'pdf'], 'no format `pdf`'],
    [['check', 'good.safety', '--format', 'json='], 'names no file'],
    [['check', 'good.safety', '--format', 'json', '--format', 'human'], 'cannot both'],
    [['check', 'good.safety', '--format', 'json=no/such/folder/x.json'], 'cannot be written'],
    [['check', 'good.safety', '--rlimit', '-1'], '--rlimit'],
    [['check', 'good.safety', '--rlimit', '1e3'], '--rlimit'],
    [['check', 'good.safety', '--timeout', 'soon'], '--timeout'],
    [['check', 'good.safety', '--color=sometimes'], '--color'],
    [['check', 'good.safety', '--solver', 'abacus'], 'abacus'],
    [['check', 'good.safety', '--solver', 'native', '/no/such/z3'], '/no/such/z3'],
    [['check', 'good.safety', '--solver', 'native', '/bin/true'], '/bin/true'],
    [['check', 'good.safety', '--only', 'Pipeline.nope'], 'Pipeline.nope'],
    [['explain', 'SV999'], 'SV999'],
    [[], 'no command'],
  ])('%j', (words, why) => refused(here.run(...words), why));

  test('a document comes also where nothing could start', () => {
    for (const words of [
      ['check', 'nope.safety'],
      ['check', 'good.safety', '--only', 'x'],
      ['check', 'good.safety', '--nope'],
      ['check'],
    ]) {
      const run = here.run(...words, '--format', 'json');
      refused(run);
      const result = JSON.parse(run.stdout);
      expect(result.exitCode).toBe(2);
      expect(result.runState).not.toBe('complete');
      expect(result.diagnostics.length).toBeGreaterThan(0);
    }
  });
});
