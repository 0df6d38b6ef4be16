import { afterAll, describe, expect, test } from 'vitest';
import { Folder, lastLine } from './command.ts';

const here = new Folder();
here.write('package.json', '{}');
here.write(
  'lib.safety',
  `@evidence("bench", expires = "2026-06-01")
fault jam <= 5%
component Valve { out closes : bool  guarantee works: closes unless jam }
`,
);
here.write(
  'plant.safety',
  `import "lib.safety"
@allow(SV410)
system Plant {
  part valve : Valve
  @evidence("field data", expires = "2026-12-01")
  assume joint: probability(jam) <= 1%
  guarantee rare: probability(not valve.closes) <= 1%
}
`,
);
here.write(
  'contexts.safety',
  `component Gate { param cap : real in 0..10  in x : real in 0..  out y : real  guarantee capped: y <= min(x, cap) }
system Site {
  param cap : real in 0..10
  in x : real in 0..
  part gate : Gate(cap = cap)
  connect x -> gate.x
  guarantee low: gate.y <= 5
}
verify inside : Site(cap = 4)
verify outside : Site(cap = 6)
verify abroad : Site(cap = 5)
`,
);
afterAll(() => here.remove());

const check = (...words: string[]) => here.run('check', 'plant.safety', '--quick', ...words);

describe('evidence that ages', () => {
  test('is not looked at unless a day is named', () => {
    expect(check()).toMatchObject({ code: 0, stderr: '' });
    expect(check().stdout).not.toContain('SV410');
  });

  test('is warned of from its day on, in imported files too, and no @allow silences it', () => {
    expect(check('--as-of', '2026-05-31').stdout).not.toContain('SV410');
    const first = check('--as-of', '2026-06-01');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('the evidence "bench" expired on 2026-06-01');
    expect(first.stdout).not.toContain('field data');
    const both = check('--as-of', '2027-01-01', '--format', 'json');
    expect(JSON.parse(both.stdout).diagnostics.map(({ code }: { code: string }) => code)).toEqual(['SV410', 'SV410']);
  });

  test('fails under --strict-evidence, with the verdicts as they are', () => {
    const run = check('--as-of', '2026-12-01', '--strict-evidence', '--format', 'json');
    expect(run.code).toBe(1);
    expect(lastLine(run.stderr)).toBe('safeverify: evidence has expired: lib.safety:1, plant.safety:5');
    expect(JSON.parse(run.stdout)).toMatchObject({ exitCode: 1, summary: { refuted: 0, unknown: 0 } });
    expect(check('--as-of', '2026-05-31', '--strict-evidence').code).toBe(0);
  });

  test('of today is asked of the clock', () => {
    expect(check('--as-of', 'today', '--strict-evidence').code).toBe(new Date() >= new Date('2026-06-01') ? 1 : 0);
  });

  test.each([
    ['--as-of', '2026-13-01'],
    ['--as-of', 'tomorrow'],
    ['--strict-evidence', '--quick'],
  ])('%s %s is refused', (...words) => {
    expect(check(...words)).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('a claim in several settings', () => {
  test('is shown worst first', () => {
    const { stdout } = here.run('check', 'contexts.safety');
    expect(stdout).toContain(`
  Site.low in every setting, worst first
    ✘ outside  refuted  reaches 6  slack -1
    ✔ abroad   proved   reaches 5   slack 0
    ✔ inside   proved   reaches 4   slack 1
`);
  });

  test('that is checked in some of them is said to be unchecked in the others', () => {
    const { stdout } = here.run('check', 'contexts.safety', '--only', 'inside/Site.low');
    expect(stdout).toContain(`
  Site.low in every setting, worst first
    ✔ inside   proved     reaches 4  slack 1
    - outside  unchecked
    - abroad   unchecked
`);
  });
});
