import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Curve, curvedSupremum, ONE } from '../oracles/curved_optimum.ts';
import { MARGIN } from '../oracles/domain.ts';
import { Mix } from '../oracles/mix.ts';
import { obligationNames } from '../oracles/obligations.ts';
import { SystemArbitrary } from '../oracles/random_systems.ts';
import { textOf } from '../oracles/text.ts';
import { type Verdicts, verdictsOf } from '../oracles/verdicts.ts';

const SEED = 20_260_101;
const sample = fc.sample(new SystemArbitrary(), { numRuns: 500, seed: SEED });
const verdicts = sample.map((d) => verdictsOf(d));

const plain = (verdicts: ReadonlyMap<string, Verdicts>) =>
  [...verdicts].map(([id, v]) => `${id}: ${[...v].sort().join('|')}`).sort();

test('the obligations that are decided are those that the text owes', () => {
  for (const [i, d] of sample.entries()) {
    expect([...verdicts[i]!.keys()].sort(), textOf(d)).toEqual([...obligationNames(d)].sort());
  }
});

test('a wider window around the constants changes no verdict', () => {
  for (const [i, d] of sample.slice(0, 150).entries())
    expect(plain(verdictsOf(d, { margin: MARGIN + 2 })), textOf(d)).toEqual(plain(verdicts[i]!));
});

test('the same seed gives the same systems', () => {
  const again = fc.sample(new SystemArbitrary(), { numRuns: 20, seed: SEED });
  expect(again.map(textOf)).toEqual(sample.slice(0, 20).map(textOf));
});

test('the sample holds enough of everything', () => {
  const mix = new Mix();
  for (const [i, d] of sample.entries()) mix.add(d, verdicts[i]!);
  const shares = mix.shares();
  expect(shares.proved).toBeGreaterThan(0.2);
  expect(shares.refuted).toBeGreaterThan(0.2);
  expect(shares.vacuousSystems).toBeGreaterThan(0.1);
  expect(shares.unrealizable).toBeGreaterThan(0.05);
  expect(shares.loop).toBeGreaterThan(0.2);
  expect(shares.freeRange).toBeGreaterThan(0.1);
  expect(shares.open, JSON.stringify(shares)).toBeLessThan(0.05);
});

const [x, y]: readonly Curve[] = [
  { kind: 'port', at: 0 },
  { kind: 'port', at: 1 },
];
const number = (value: bigint): Curve => ({ kind: 'number', value });
const product = (...of: readonly Curve[]): Curve => ({ kind: 'product', of });
const sum = (...of: readonly Curve[]): Curve => ({ kind: 'sum', of });

test.each<
  [
    string,
    { objective: Curve; row?: Curve; strict?: boolean; whole?: boolean; square?: boolean; is: bigint; of: bigint },
  ]
>([
  ['a product at a corner', { objective: product(x!, y!), is: 9n, of: 1n }],
  ['a parabola at its vertex', { objective: sum(product(number(-1n), x!, x!), x!), is: 1n, of: 4n }],
  ['a parabola at whole numbers', { objective: sum(product(number(-1n), x!, x!), x!), whole: true, is: 0n, of: 1n }],
  ['a product along a line', { objective: product(x!, y!), row: sum(x!, y!, number(-3n)), is: 9n, of: 4n }],
  [
    'a quotient in the middle',
    { objective: { kind: 'quotient', of: x!, by: sum(number(1n), product(x!, x!)) }, is: 1n, of: 2n },
  ],
  [
    'a root, by its square',
    { objective: x!, row: sum(product(x!, x!), number(-2n)), strict: true, square: true, is: 2n, of: 1n },
  ],
])('intervals enclose %s', (_, { objective, row, strict = false, whole = false, square = false, is, of }) => {
  const port = { whole, low: -1n, high: 3n };
  const rows = row === undefined ? [] : [{ strict, curve: row }];
  const found = curvedSupremum([port, port], rows, objective, { width: ONE / 1000n, boxes: 5_000 })!;
  const [low, high] = square ? [found.low ** 2n, found.high ** 2n] : [found.low * ONE, found.high * ONE];
  expect(low * of <= is * ONE * ONE && is * ONE * ONE <= high * of).toBe(true);
  expect(found.high - found.low).toBeLessThanOrEqual(ONE / 1000n);
});
