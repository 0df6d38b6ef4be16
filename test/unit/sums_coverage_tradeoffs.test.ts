import { afterAll, describe, expect, test } from 'vitest';
import type { CheckRequest } from '../../src/core/check.ts';
import { type Rational, rational } from '../../src/core/exact/rational.ts';
import { readExact } from '../../src/core/report/distance.ts';
import { tradeoffPlot } from '../../src/core/report/plot.ts';
import type { CheckResult } from '../../src/core/verdict/result.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';

/** Answers beside the verdicts, each on a system small enough to know them by hand. */

const solver = createWasmSolver({ workers: 1 });
afterAll(() => solver.close());

async function checked(text: string, more: Partial<CheckRequest> = {}): Promise<CheckResult> {
  const result = await checkText(solver, text, 'test.safety', new Map(), { quick: false, ...more });
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return result;
}

const exact = (value: string): Rational => readExact({ value, unit: '', shown: value })!;

const PARTS = `component A { out y : real [ms] in 0..30 }
component B { out y : real [ms] in 0..40 }
`;

describe('what each part adds', () => {
  async function sumsOf(items: string, claim: string) {
    const text = `${PARTS}system S {\n  part a : A\n  part b : B\n${items}  guarantee g: ${claim}\n}\n`;
    const found = (await checked(text)).obligations.find(({ id }) => id === 'S.g');
    expect(found?.verdict).toBe('refuted');
    return found!.counterexample!.sums.map(
      ({ part, adds, soFar }) => `${part} ${adds.value} ${soFar.value} ${soFar.unit}`,
    );
  }

  test.each<[string, string, string, readonly string[]]>([
    ['a sum of two', '', 'a.y + b.y <= 50 ms', ['a 30 30 ms', 'b 40 70 ms']],
    ['through a name', '  let all = a.y + b.y\n', 'all <= 50 ms', ['a 30 30 ms', 'b 40 70 ms']],
    ['a factor counts, and a constant comes first', '', '5 ms + 2 * a.y + b.y <= 50 ms', ['a 60 65 ms', 'b 40 105 ms']],
    [
      'an input comes first too',
      '  in x : real [ms] in 0..7\n',
      'a.y + x + b.y <= 50 ms',
      ['a 30 37 ms', 'b 40 77 ms'],
    ],
    ['in the unit of the claim', '', 'a.y + b.y <= 0.05 s', ['a 30 30 ms', 'b 40 70 ms']],
    ['of one part nothing is said', '', 'a.y <= 20 ms', []],
    ['nor where one takes away', '', 'a.y - b.y <= 20 ms', []],
    ['nor of a product', '', 'a.y * b.y <= 50 ms^2', []],
  ])('%s', async (_, items, claim, expected) => {
    expect(await sumsOf(items, claim)).toEqual(expected);
  });
});

describe('coverage', () => {
  const text = `component C {
  in  x : real in 0..10
  out y : real
  guarantee used: y <= x
  guarantee idle: y >= -1
}
system S {
  in  x : real in 0..4
  in  z : real in 0..9
  part c : C
  connect x -> c.x
  guarantee g: c.y <= 5
}
`;

  test('names the clauses that no proof uses and the inputs on which nothing depends', async () => {
    const { coverage } = await checked(text, { coverage: true });
    expect(coverage?.clauses.map(({ name }) => name)).toEqual(['C.idle', 'S.z.range']);
    expect(coverage?.inputs.map(({ name }) => name)).toEqual(['S.z']);
    expect(coverage?.open).toBe(0);
  });

  test('a claim that is not proved has a use for all that is near it', async () => {
    const { coverage } = await checked(text.replace('c.y <= 5', 'c.y <= 3'), { coverage: true });
    expect(coverage?.clauses.map(({ name }) => name)).toEqual(['S.z.range']);
    expect(coverage?.open).toBe(1);
  });

  test('another claim may use what the first does not', async () => {
    const both = text.replace('guarantee g', 'guarantee low: c.y >= -2\n  guarantee g');
    const { coverage } = await checked(both, { coverage: true });
    expect(coverage?.clauses.map(({ name }) => name)).toEqual(['S.z.range']);
  });

  test('is not looked for unless it is asked for', async () => {
    expect((await checked(text)).coverage).toBeUndefined();
  });
});

describe('trade-offs', () => {
  const text = `component C {
  param p : real in 0..100
  param r : real in 0..100
  out y : real
  guarantee g: 0 <= y <= PROMISE
}
system S {
  param p : real in 0..100
  param r : real in 0..100
  part c : C(p = p, r = r)
  guarantee g: c.y <= 60
}
`;
  const tradeoff = async (promise: string) => {
    const { tradeoffs } = await checked(text.replace('PROMISE', promise), {
      quick: true,
      weakest: true,
      trade: ['S.p', 'S.r'],
    });
    return tradeoffs?.find((each) => each.for === 'S.g');
  };

  test('are exact lines between breakpoints', async () => {
    const found = await tradeoff('2 * p + 3 * r');
    expect(found).toMatchObject({ operator: '<=', straight: true });
    // Where p alone is too much no r is safe, and beyond its range nothing is said.
    for (const { across, limit } of found!.points) expect(2 * Number(across) + 3 * Number(limit)).toBe(60);
    expect(found!.points.length).toBeGreaterThanOrEqual(2);
  });

  test('bend where another bound takes over', async () => {
    const found = await tradeoff('max(2 * p + 3 * r, 4 * r)');
    expect(found).toMatchObject({ operator: '<=', straight: true });
    const points = found!.points.map(({ across, limit }) => [Number(across), Number(limit)]);
    for (const [p, r] of points) expect(Math.max(2 * p! + 3 * r!, 4 * r!)).toBe(60);
    // 2p + 3r = 60 and 4r = 60 meet there.
    expect(points).toContainEqual([7.5, 15]);
  });

  test('without a straight line are points, and nothing between them', async () => {
    const found = await tradeoff('p * r');
    expect(found?.straight).toBe(false);
    expect(found!.points.length).toBeGreaterThan(2);
    for (const { across, limit } of found!.points)
      expect(exact(across).mul(exact(limit)).equals(rational(60n))).toBe(true);
  });

  test('a plot has every breakpoint with its numbers, the safe side, and where things are now', async () => {
    const found = (await tradeoff('max(2 * p + 3 * r, 4 * r)'))!;
    const svg = tradeoffPlot([found]);
    for (const { across, limit } of found.points) expect(svg).toContain(`(${across}, ${limit})`);
    expect(svg.match(/<circle /g)).toHaveLength(found.points.length);
    expect(svg).toContain('proved on and below the line');
    expect(svg).toContain('<polygon ');
    expect(svg).not.toContain('>now<');
    const now = tradeoffPlot([
      { ...found, across: { ...found.across, value: '5' }, limited: { ...found.limited, value: '9' } },
    ]);
    expect(now).toContain('>now<');
  });

  test('a plot of points alone draws no line, one of an open limit a broken line on the other side', async () => {
    const found = (await tradeoff('2 * p + 3 * r'))!;
    const points = tradeoffPlot([{ ...found, straight: false }]);
    expect(points).not.toMatch(/<polyline|<polygon/);
    expect(points).toContain('between them nothing is said');
    const open = tradeoffPlot([{ ...found, operator: '>' }]);
    expect(open).toContain('stroke-dasharray');
    expect(open).toContain('proved above the line');
  });

  test('a plot places points in proportion, and escapes names', () => {
    const weighed = (of: string, value: string | null) => ({ of, text: of, value, unit: 'ms' });
    const svg = tradeoffPlot([
      {
        for: 'S.<g>',
        across: weighed('S.a&b', null),
        limited: weighed('S.r', null),
        operator: '<=',
        points: [
          { across: '0', limit: '40' },
          { across: '10', limit: '20' },
          { across: '20', limit: '0' },
        ],
        straight: true,
        before: null,
        after: null,
      },
    ]);
    const circles = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const [[x0, y0], [x1, y1], [x2, y2]] = circles as [number[], number[], number[]];
    expect(x1! - x0!).toBeCloseTo(x2! - x1!, 1);
    expect(y1! - y0!).toBeCloseTo(y2! - y1!, 1);
    // Further to the right, and lower limits lower in the picture.
    expect(x2!).toBeGreaterThan(x0!);
    expect(y2!).toBeGreaterThan(y0!);
    expect(svg).toContain('S.&lt;g&gt;');
    expect(svg).toContain('S.a&amp;b [ms]');
    expect(svg).toContain('(10 ms, 20 ms)');
  });
});
