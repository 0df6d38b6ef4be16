import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Folder, lastLine, PROVED_SPEC, ROOT } from './command.ts';

const COUNTER = `component Counter {
  step 1 s
  in  up : bool
  out n  : int = level
  state level : int = 0
  next level = if up and level < 5 then level + 1 else level
  guarantee small: n <= 5
}
`;

const HALL = `component Rack {
  out power : real [W] in 0..10
}

system Hall {
  param n : int in 1..
  part rack[n] : Rack
  guarantee total: sum(rack.power) <= n * 10 W
}
`;

const here = new Folder();
here.write('package.json', '{}');
here.write('good.safety', PROVED_SPEC);
here.write('counter.safety', COUNTER);
here.write('copy/good.safety', PROVED_SPEC);
afterAll(() => here.remove());

const read = (...path: string[]) => readFileSync(join(here.path, ...path), 'utf8');

/** A document with its goals and the digest that is right for them. */
function signed(head: object, goals: unknown): object {
  const digest = createHash('sha256')
    .update(JSON.stringify({ ...head, goals }))
    .digest('hex');
  return { ...head, digest, goals };
}

interface Certificates {
  readonly certificates: Readonly<Record<string, number>> | null;
  readonly obligations: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly certificate: string | null;
  }[];
}

describe('--certify', () => {
  test('writes what it names, and says of each claim which certificate it has', () => {
    const run = here.run('check', 'good.safety', 'counter.safety', '--certify', 'out', '--format', 'json');
    expect(run.code).toBe(0);
    const report = JSON.parse(run.stdout) as Certificates;
    const of = (id: string) => report.obligations.find((each) => each.id === id)?.certificate;
    expect(of('Pipeline.deadline')).toBe('farkas');
    expect(of('Counter.small')).toBe('induction');
    expect(of('Pipeline.consistent')).toBeNull();
    expect(report.certificates).toMatchObject({ 'second-solver': 0, none: 0 });
    const written = JSON.parse(read('out', 'counter.certificate.json'));
    expect(written.goals.map(({ obligation }: { obligation: string }) => obligation)).toContain('Counter.small');
    expect(written.file.sha256).toBe(createHash('sha256').update(COUNTER).digest('hex'));
    const { digest, goals, ...head } = written;
    expect(digest).toBe(
      createHash('sha256')
        .update(JSON.stringify({ ...head, goals }))
        .digest('hex'),
    );
    expect(JSON.stringify({ ...head, digest, goals })).toBe(read('out', 'counter.certificate.json').trimEnd());
  });

  test.each([
    join(here.path, 'good.safety'),
    // Some of its claims are proved with what Spacer finds, about what has held for so long.
    join(ROOT, 'specs/time/shutdown_retries.safety'),
  ])('`certcheck` accepts what is written, and nothing that is changed: %#', (spec) => {
    const run = here.run('check', spec, '--quick', '--certify', 'it.json', '--format', 'json');
    const { certificates, obligations } = JSON.parse(run.stdout) as Certificates;
    const withTree = obligations.filter(({ certificate }) => certificate === 'farkas' || certificate === 'induction');
    expect(withTree.length).toBeGreaterThan(0);
    expect(certificates).toMatchObject({ 'second-solver': 0, none: 0 });
    const good = here.run('certcheck', spec, 'it.json', '--format', 'json');
    expect(good.code).toBe(0);
    const { checked } = JSON.parse(good.stdout) as { checked: { id: string; verdict: string }[] };
    expect(checked.map(({ id, verdict }) => `${verdict} ${id}`).sort()).toEqual(
      withTree.map(({ id }) => `accepted ${id}`).sort(),
    );
    // A proof that leaves out what it refutes, with the digest that belongs to it.
    const { digest: _, goals, ...head } = JSON.parse(read('it.json'));
    const text = JSON.stringify(goals);
    expect(text).toContain('{"claim":true}');
    const changed = JSON.parse(text.replace('{"claim":true}', '{"claim":false}'));
    here.write('changed.json', `${JSON.stringify(signed(head, changed))}\n`);
    const bad = here.run('certcheck', spec, 'changed.json', '--format', 'json');
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.stdout).rejected).toBeNull();
    expect(lastLine(bad.stderr)).toMatch(/are not accepted$/);
  });

  test('writes the same twice, into a file as into a folder', () => {
    expect(here.run('check', 'counter.safety', '--certify', 'one.json').code).toBe(0);
    expect(here.run('check', 'counter.safety', '--certify', 'again').code).toBe(0);
    expect(read('one.json')).toBe(read('again', 'counter.certificate.json'));
  });

  test('keeps files of one name apart', () => {
    expect(here.run('check', 'good.safety', 'copy/good.safety', '--certify', 'both').code).toBe(0);
    expect(readdirSync(join(here.path, 'both')).sort()).toEqual(['good.2.certificate.json', 'good.certificate.json']);
  });

  test('says the shares to people', () => {
    expect(here.run('check', 'good.safety', '--certify', 'shares').stdout).toMatch(/^ {2}certified {2}\d+ farkas/m);
    expect(here.run('check', 'good.safety').stdout).not.toContain('certified');
    expect(here.run('check', 'good.safety', '--certify', 'shares', '--format', 'plain').stdout).toContain(
      'Certified: ',
    );
  });

  test('has no proof of a claim at any size: the proofs of a first size are not its own', () => {
    here.write('hall.safety', HALL);
    const run = here.run('check', 'hall.safety', '--certify', 'hall.json', '--format', 'json');
    const report = JSON.parse(run.stdout) as Certificates;
    const total = report.obligations.find(({ id }) => id === 'Hall.total');
    expect(total?.verdict).toBe('proved');
    // As another solver is installed here or not.
    expect(['none', 'second-solver']).toContain(total?.certificate);
    expect(JSON.parse(read('hall.json')).goals).toEqual([]);
  });

  test('fails where it cannot write, and leaves no draft behind', () => {
    here.write('taken', 'a file');
    const run = here.run('check', 'good.safety', '--certify', 'taken');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('SV308');
    expect(readdirSync(here.path).filter((name) => name.includes('.part'))).toEqual([]);
  });

  test('does not put two certificates into one file', () => {
    const run = here.run('check', 'good.safety', 'counter.safety', '--certify', 'both.json');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('name a folder');
  });
});
