import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { unpainted } from '../src/core/report/paint.ts';
import { simulationText } from '../src/core/report/simulation_report.ts';
import { Sources } from '../src/core/report/sources.ts';
import { InputMistake, readJson, readSeparated } from '../src/core/simulation/inputs.ts';
import type { SimulationOutcome } from '../src/core/simulation/outcome.ts';
import { createWasmSolver } from '../src/solvers/wasm/pool.ts';
import { checkText } from './checking.ts';
import { documentOf, plainCells, simulated } from './resimulated.ts';

const TIME = join(import.meta.dirname, '../specs/time');
const specs = readdirSync(TIME).map((name) => ({ name, text: readFileSync(join(TIME, name), 'utf8') }));

/** How it ended, in one line. */
function ended({ end }: SimulationOutcome): string {
  return end.kind === 'complete' ? 'complete' : `${end.kind} ${end.claim}@${end.step}`;
}

function written(text: string, outcome: SimulationOutcome, format: 'csv' | 'json' | 'table'): string {
  return simulationText(outcome, format, new Sources([{ path: 'test.safety', text }]), unpainted);
}

function values(outcome: SimulationOutcome, name: string): string[] {
  return outcome.steps.map(({ cells }) => cells.get(name)?.value ?? '');
}

const RESERVOIR = `type Word = { up, down }
component Tank {
  step 1 s
  param start : real [L] in 0..50
  in word : Word
  in rate : real [L/s] in 0..10
  out level : real [L] = volume
  state volume : real [L] = start
  next volume = volume + (if word == up then rate else -rate) * step
  guarantee never_above: level <= 60 L
  guarantee never_below: level >= 0 L
}
`;

/** That it comes to the values of a counterexample is held where files are checked: in `specs.test.ts` and `corpus.test.ts`. */
describe('fed with a result document', () => {
  const solver = createWasmSolver({});
  afterAll(() => solver.close());

  test('one of two counterexamples has to be named', async () => {
    const document = documentOf(RESERVOIR, 'a.safety', await checkText(solver, RESERVOIR));
    expect(() => readJson(document, null)).toThrow('2 counterexamples');
    expect(() => readJson(document, 'Tank.x')).toThrow('no counterexample of `Tank.x`');
    expect(ended(simulated(RESERVOIR, { inputs: readJson(document, 'Tank.never_below') }))).toBe(
      'broken Tank.never_below@1',
    );
  });
});

describe('what it writes can be given to it', () => {
  const several = specs.filter(({ name }) => /watchdog|bucket|rollout|crossing|reservoir/.test(name));
  const subjects = several.flatMap(({ text }) =>
    [...text.matchAll(/^(?:component|system) (\w+)/gm)].map((match) => ({ text, of: match[1]! })),
  );

  test.each(['csv', 'json'] as const)('%s', (format) => {
    fc.assert(
      fc.property(fc.constantFrom(...subjects), fc.bigInt(0n, 1_000_000n), ({ text, of }, seed) => {
        const first = simulated(text, { of, seed, steps: 12 });
        const again = written(text, first, format);
        const inputs = format === 'csv' ? readSeparated(again) : readJson(again, null);
        // Nothing is left to be drawn: another seed comes to the same values.
        const second = simulated(text, { of, seed: seed + 1n, inputs });
        expect(plainCells(second.steps)).toEqual(plainCells(first.steps));
        expect(second.differs).toBeNull();
        expect(ended(second)).toBe(ended(first));
      }),
      { numRuns: 40, seed: 7 },
    );
  });
});

describe('given inputs', () => {
  test('are taken, with units in the head of a column, and the rest is drawn', () => {
    const inputs = readSeparated('step,word,rate [L/s],start\n0,up,2.5,10\n1,up,1/3,\n2,down,,\n');
    const outcome = simulated(RESERVOIR, { inputs, seed: 3n });
    expect(values(outcome, 'level').slice(0, 3)).toEqual(['10', '12.5', '77/6']);
    expect(ended(outcome)).toBe('complete');
    expect(outcome.steps.length).toBe(3);
  });

  test('and beyond them as many steps as asked for, up to the first clause that is broken', () => {
    const inputs = readSeparated('word,rate,start\nup,10,50\nup,10,50\n');
    expect(ended(simulated(RESERVOIR, { inputs, steps: 40 }))).toBe('broken Tank.never_above@2');
    expect(ended(simulated(RESERVOIR, { inputs, steps: 2 }))).toBe('complete');
    const only = (id: string) => id === 'Tank.never_below';
    expect(ended(simulated(RESERVOIR, { inputs, steps: 3, only }))).toBe('complete');
  });

  test('that break an assumption end the run one step earlier', () => {
    const outcome = simulated(RESERVOIR, { inputs: readSeparated('rate\n1\n11\n') });
    expect(ended(outcome)).toBe('stuck Tank.rate.range@1');
    expect(outcome.steps.length).toBe(1);
    expect(written(RESERVOIR, outcome, 'table')).toContain('there is no step 1: with the given inputs');
  });

  test('that follow from others and follow differently are said', () => {
    const outcome = simulated(RESERVOIR, { inputs: readSeparated('word,rate,level,start\nup,1,5,5\nup,1,7,\n') });
    expect(outcome.differs).toEqual({ step: 1, name: 'level', given: '7', found: '6' });
  });

  test.each([
    ['word\nsideways\n', '`word` at step 0 cannot be `sideways`: it is one of up, down'],
    ['rate [mL/s]\n1\n', '`rate` at step 0 is given in `mL/s`, and counts in `L/s`'],
    ['rat\n1\n', 'no variable is called `rat`; did you mean `rate`?'],
    ['rate\n1/0\n', 'cannot be `1/0`'],
    ['rate,rate\n1,1\n', 'two columns are called `rate`'],
    ['rate\n1,2\n', 'line 2 has 2 cells'],
    ['start,rate\n1,1\n2,1\n', '`start` at step 1 has two values'],
  ])('%j is refused', (text, words) => {
    expect(() => simulated(RESERVOIR, { inputs: readSeparated(text) })).toThrow(InputMistake);
    expect(() => simulated(RESERVOIR, { inputs: readSeparated(text) })).toThrow(words);
  });

  test.each([
    ['{"a": 1}', 'it holds no `steps`'],
    ['[1]', 'step 0 is no object'],
    ['[{"rate": null}]', 'neither a number, a text nor a truth value'],
    ['[{"rate": 0.1234567890123456789}]', 'more than 15 digits'],
    ['{"obligations": []}', 'no claim in it has a counterexample'],
    ['[', 'it is no JSON text'],
  ])('%s is refused', (text, words) => {
    expect(() => readJson(text, null)).toThrow(words);
  });

  test('of JSON are exact', () => {
    const inputs = readJson(
      '[{"rate": 0.1, "word": "up"}, {"rate": {"value": "1/3", "unit": "L/s"}, "word": "up"}, {}]',
      null,
    );
    expect(values(simulated(RESERVOIR, { inputs, parameters: new Map([['start', '0']]) }), 'level')).toEqual([
      '0',
      '0.1',
      '13/30',
    ]);
  });
});

describe('faults', () => {
  const text = `fault power
component Channel { fault stuck  out stops : bool  guarantee works: stops unless stuck, power }
system Both {
  step 1 s
  part a : Channel
  part b : Channel
  out stops : bool = a.stops or b.stops
  guarantee plain: stops
  guarantee borne: stops tolerating 1
  guarantee but_power: stops unless power
}
`;
  const run = (...faults: [string, number][]) => {
    const only = (id: string) => id !== 'Both.but_power';
    return Array.from({ length: 20 }, (_, seed) =>
      ended(simulated(text, { seed: BigInt(seed), faults: new Map(faults), only, steps: 9 })),
    );
  };

  test('are absent unless they are asked for', () => {
    expect(new Set(run())).toEqual(new Set(['complete']));
  });

  test('break what does not tolerate them, from their step on; a plain claim speaks of none', () => {
    const ends = new Set(run(['power', 4]));
    expect([...ends].every((end) => end === 'complete' || /^broken Both\.borne@[4-8]$/.test(end))).toBe(true);
    expect(ends.size).toBeGreaterThan(2);
  });

  test('are too many for a claim that tolerates fewer', () => {
    expect(new Set(run(['a.stuck', 0], ['b.stuck', 2]))).toContain('complete');
    expect([...run(['a.stuck', 0], ['b.stuck', 2])].some((end) => /borne@[2-8]/.test(end))).toBe(false);
  });

  test('are known by their names', () => {
    expect(() => run(['a.stck', 0])).toThrow('did you mean `a.stuck`?');
  });

  test('that go away again are refused', () => {
    expect(() => simulated(text, { inputs: readSeparated('power\ntrue\nfalse\n') })).toThrow('goes away at step 1');
  });
});

describe('what is run', () => {
  const text = `component Leaf { param k : int in 0..9  out y : int in 0..9  guarantee below: y <= k }
system One { part leaf : Leaf(k = 3)  guarantee small: leaf.y <= 3 }
system Many { param n : int in 1..3  param k : int in 0..9 = 5  part leaf[n] : Leaf(k = k)  guarantee sum: sum(leaf.y) <= 10 }
verify low : Many(k = 1, n = 2)
`;

  test('has to be named where there are several, and its size where that is open', () => {
    expect(() => simulated(text)).toThrow('name one with `--of`: One, Many, low/Many');
    expect(() => simulated(text, { of: 'On' })).toThrow('nothing is called `On`');
    expect(() => simulated(text, { of: 'Many' })).toThrow('choose with `--param`: n = 1; n = 2; n = 3');
    expect(() => simulated(text, { of: 'Many', parameters: new Map([['n', '4']]) })).toThrow('no such size');
    expect(simulated(text, { of: 'One' }).subject).toBe('One');
    expect(ended(simulated(text, { of: 'low/Many', steps: 5 }))).toBe('complete');
    expect(
      ended(
        simulated(text, {
          of: 'Many',
          parameters: new Map([
            ['n', '2'],
            ['k', '5'],
          ]),
          steps: 30,
        }),
      ),
    ).toBe('complete');
  });

  test('shows what is asked for', () => {
    const outcome = simulated(text, { of: 'One', steps: 2, shown: (name) => name === 'leaf.y' });
    expect(outcome.steps.map(({ cells }) => [...cells.keys()])).toEqual([['leaf.y'], ['leaf.y']]);
  });
});
