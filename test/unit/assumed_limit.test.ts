import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examine, understand } from '../../src/core/check.ts';
import { assumedLimit } from '../../src/core/model/family/assumed_limit.ts';
import { parametersOf } from '../../src/core/model/parameters.ts';

/** Which sizes are gone through where an assumption limits them: none that it allows is left out. */

const MOST = 60;
const nothing = () => ({ kind: 'problem', problem: 'missing', detail: '' }) as const;

function sizesListed(lines: readonly string[]): { readonly sizes: readonly number[]; readonly ends: boolean } {
  const text = [
    'component M { in x : real  out y : real  guarantee same: y == x }',
    'system S {',
    '  param n : int in 1..',
    '  in x : real in 0..1',
    ...lines.map((line) => `  ${line}`),
    '  part m[n] : M',
    '  connect x -> m[1].x',
    '  connect m[i].y -> m[i+1].x for i in 1..n-1',
    '  guarantee g: m[n].y <= 1',
    '}',
    '',
  ].join('\n');
  const { model, diagnostics } = understand({ path: 'sizes.safety', text }, nothing);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const any = model!.components.find(({ name }) => name === 'S')!.anySize!;
  const sizes: number[] = [];
  for (const shape of any.shapes()) {
    if (shape === null || sizes.length === MOST) return { sizes, ends: false };
    sizes.push(Number(String(shape.get('n'))));
  }
  return { sizes, ends: true };
}

/** The greatest size that the assumptions leave, as far as it is found. */
function limitFound(lines: readonly string[]): bigint | null {
  const text = `system S {\n  param n : int in 1..\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
  const { program, diagnostics } = examine({ path: 'sizes.safety', text }, nothing);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [component] = program!.components;
  return assumedLimit(component!, parametersOf(component!)[0]!, new Map());
}

interface Side {
  readonly text: string;
  readonly at: (n: number) => number;
}

const small = fc.integer({ min: -4, max: 9 });
const side: fc.Arbitrary<Side> = fc.oneof(
  small.map((c): Side => ({ text: `(${c})`, at: () => c })),
  fc.tuple(small, small).map(([a, b]): Side => ({ text: `(${a}) * n + (${b})`, at: (n) => a * n + b })),
  small.map((a): Side => ({ text: `(${a}) - n`, at: (n) => a - n })),
  small.map((a): Side => ({ text: `2 * (n - (${a}))`, at: (n) => 2 * (n - a) })),
  small.map((a): Side => ({ text: `n * n - (${a})`, at: (n) => n * n - a })),
  small.map((a): Side => ({ text: `-(n * 0.5 - (${a}))`, at: (n) => a - n / 2 })),
);

interface Truth {
  readonly text: string;
  readonly at: (n: number) => boolean;
}

const OPERATORS = {
  '<=': (a: number, b: number) => a <= b,
  '<': (a: number, b: number) => a < b,
  '>=': (a: number, b: number) => a >= b,
  '>': (a: number, b: number) => a > b,
  '==': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
} as const;

const comparison: fc.Arbitrary<Truth> = fc
  .tuple(side, fc.constantFrom(...(Object.keys(OPERATORS) as (keyof typeof OPERATORS)[])), side)
  .map(([left, operator, right]) => ({
    text: `${left.text} ${operator} ${right.text}`,
    at: (n) => OPERATORS[operator](left.at(n), right.at(n)),
  }));

const truth: fc.Arbitrary<Truth> = fc.oneof(
  comparison,
  comparison.map(({ text, at }): Truth => ({ text: `not (${text})`, at: (n) => !at(n) })),
  fc.tuple(comparison, comparison).map(
    ([a, b]): Truth => ({
      text: `(${a.text}) and (${b.text})`,
      at: (n) => a.at(n) && b.at(n),
    }),
  ),
  fc.tuple(comparison, comparison).map(
    ([a, b]): Truth => ({
      text: `(${a.text}) or (${b.text})`,
      at: (n) => a.at(n) || b.at(n),
    }),
  ),
);

describe('sizes that assumptions limit', () => {
  test('lie below every limit that is found', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(truth, { minLength: 1, maxLength: 2 }), (assumed) => {
        const limit = limitFound(assumed.map(({ text }, at) => `assume a${at}: ${text}`));
        if (limit === null) return;
        found += 1;
        for (let n = 1; n <= MOST; n += 1)
          if (assumed.every(({ at }) => at(n))) expect(n, `${n} is allowed`).toBeLessThanOrEqual(Number(limit));
      }),
      { numRuns: 400, seed: 1 },
    );
    expect(found).toBeGreaterThan(50);
  });

  test.each<[string, readonly string[], readonly number[]]>([
    ['a limit by itself', ['assume a: n <= 4'], [1, 2, 3, 4]],
    ['of twice the size', ['assume a: 2 * n < 9'], [1, 2, 3, 4]],
    ['on the other side', ['assume a: 5 > n'], [1, 2, 3, 4]],
    ['one of two', ['assume a: n >= 2', 'assume b: n + 1 <= 4'], [2, 3]],
    ['through a constant name', ['let most = 3', 'assume a: n <= most'], [1, 2, 3]],
    ['an equation', ['assume a: 3 * n == 6'], [2]],
    ['of which none is left: the least', ['assume a: n <= 0'], [1, 2, 3]],
  ])('%s ends the list', (_, lines, expected) => {
    expect(sizesListed(lines)).toEqual({ sizes: expected, ends: true });
  });

  test.each<[string, readonly string[]]>([
    ['in one case', ['assume a: n <= 4 or x > 0']],
    ['by another number', ['param k : int in 0..', 'assume a: n <= k']],
    ['from below', ['assume a: n >= 4']],
    ['after what may be undefined', ['assume a: 1 / x >= 1', 'assume b: n <= 4']],
    ['with an output that is settled before', ['delayed out z : real = n', 'assume a: n <= 4']],
    ['in a mode', ['mode few when x <= 1 { assume n <= 4 }']],
  ])('%s does not', (_, lines) => {
    expect(sizesListed(lines).ends).toBe(false);
  });
});
