import fc from 'fast-check';
import { expect, test } from 'vitest';
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
