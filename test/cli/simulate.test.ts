import { afterAll, describe, expect, test } from 'vitest';
import { Folder, lastLine } from './command.ts';

const here = new Folder();
here.write('package.json', '{}');
here.write(
  'tank.safety',
  `component Tank {
  step 1 min
  in open : bool
  in drawn : real [L/min] in 0..2
  out level : real [L] = volume
  state volume : real [L] = 48 L
  next volume = volume + (if open then 3 L/min else 0 L/min) * step - drawn * step
  guarantee never_over: level <= 50 L
}
`,
);
here.write('in.csv', '\ufeffopen,drawn [L/min]\r\ntrue,2\r\nfalse,1/3\r\n');
here.write('over.csv', 'open,drawn\ntrue,0\ntrue,0\n');
here.write('much.csv', 'drawn\n3\n');
here.write('odd.csv', 'level,drawn,open\n48,2,true\n50,1,true\n');
here.write('wrong.safety', 'component A {\n  out x : real [m]\n  guarantee g: x <= 2 s\n}\n');
afterAll(() => here.remove());

describe('simulate', () => {
  test('0: comes to its end, and writes what it can read', () => {
    const run = here.run('simulate', 'tank.safety', '--inputs', 'in.csv', '--format', 'csv');
    expect(run).toEqual({
      code: 0,
      stdout: 'step,open,drawn [L/min],level [L],volume [L]\n0,true,2,48,48\n1,false,1/3,49,49\n',
      stderr: '',
    });
  });

  test('1: a clause is broken, or a given value does not follow', () => {
    const run = here.run('simulate', 'tank.safety', '--inputs', 'over.csv');
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('step 1 breaks Tank.never_over (tank.safety:8): level <= 50 L');
    expect(lastLine(run.stderr)).toBe('safeverify: Tank.never_over is broken at step 1');
    const odd = here.run('simulate', 'tank.safety', '--inputs', 'odd.csv', '--format', 'json');
    expect(odd.code).toBe(1);
    expect(JSON.parse(odd.stdout)).toMatchObject({
      end: { kind: 'complete' },
      differs: { step: 1, name: 'level', given: '50', found: '49' },
    });
  });

  test.each([
    ['a file with a mistake', ['wrong.safety']],
    ['a value that fits nothing', ['tank.safety', '--param', 'x=1']],
    ['a number that is none', ['tank.safety', '--steps', 'many']],
    ['a format that it does not have', ['tank.safety', '--format', 'sarif']],
    ['a file that is not there', ['tank.safety', '--inputs', 'nothing.csv']],
  ])('2: %s', (_, words) => {
    const run = here.run('simulate', ...words);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(lastLine(run.stderr)).toMatch(/^safeverify: /);
  });

  test('3: no values are found', () => {
    const run = here.run('simulate', 'tank.safety', '--inputs', 'much.csv');
    expect(run.code).toBe(3);
    expect(lastLine(run.stderr)).toBe('safeverify: no values were found at step 0 that keep Tank.drawn.range');
  });
});
