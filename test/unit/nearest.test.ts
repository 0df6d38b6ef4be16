import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Rational, rational } from '../../src/core/exact/rational.ts';
import { type Moving, nearest } from '../../src/core/repair/nearest.ts';

/** A number of a text is moved to the nearest value that passes, on a grid that people would write. */

const q = (n: number, d = 1) => rational(BigInt(n), BigInt(d));
const base: Moving = { from: q(100), way: 'down', whole: false, steady: true, end: null, hint: null };

async function found(
  moving: Partial<Moving>,
  passes: (value: Rational) => boolean,
): Promise<{ readonly text: string | null; readonly tried: string[] }> {
  const tried: string[] = [];
  const value = await nearest({ ...base, ...moving }, async (at) => {
    tried.push(at.toFraction());
    return passes(at);
  });
  return { text: value?.toFraction() ?? null, tried };
}

describe('the nearest value that passes', () => {
  test.each<[string, Partial<Moving>, (value: Rational) => boolean, string | null]>([
    ['downwards', {}, (value) => value.compare(q(63)) <= 0, '63'],
    ['upwards', { way: 'up' }, (value) => value.compare(q(1234)) >= 0, '1234'],
    ['between two points of the grid the safe side', {}, (value) => value.compare(q(200, 3)) <= 0, '333/5'],
    ['of a whole number only whole ones', { whole: true }, (value) => value.compare(q(200, 3)) <= 0, '66'],
    ['nowhere', {}, () => false, null],
    ['not beyond the end', { end: q(70) }, (value) => value.compare(q(63)) <= 0, null],
    ['at the end', { end: q(63) }, (value) => value.compare(q(63)) <= 0, '63'],
    ['a hint that is exact', { hint: q(37) }, (value) => value.compare(q(63)) <= 0, '63'],
    ['a hint that is too far', { hint: q(90) }, (value) => value.compare(q(63)) <= 0, '63'],
    ['a hint that is not far enough', { hint: q(5) }, (value) => value.compare(q(63)) <= 0, '63'],
    ['a small number with its own digits', { from: q(1, 4) }, (value) => value.compare(q(1, 5)) <= 0, '1/5'],
    [
      'one that holds in a stretch only, if it is near',
      { steady: false },
      (value) => value.compare(q(88)) <= 0 && value.compare(q(60)) >= 0,
      '88',
    ],
    [
      'one that holds in a stretch far away is not looked for',
      { steady: false },
      (value) => value.compare(q(-1e6)) <= 0,
      null,
    ],
  ])('%s', async (_, moving, passes, expected) => {
    expect((await found(moving, passes)).text).toBe(expected);
  });

  test('is left for a plainer one where the work ends first', async () => {
    let left = 6;
    const { text } = await found({}, (value) => {
      left -= 1;
      return left >= 0 && value.compare(q(6213, 100)) <= 0;
    });
    // Nothing but tens was asked for by then.
    expect(text).toMatch(/^-?\d*0$|^62$|^61$/);
  });

  test('is none where looking nearer was cut short after the first look far away', async () => {
    let left = 1;
    const { text } = await found({ way: 'up', whole: true, from: q(19) }, () => {
      left -= 1;
      return left >= 0;
    });
    expect(text).toBe(null);
  });

  test('passes, and one step nearer nothing does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.constantFrom('up' as const, 'down' as const),
        fc.option(fc.integer({ min: 1, max: 60_000 })),
        async (from, away, way, hint) => {
          const limit = way === 'up' ? q(from).add(q(away, 7)) : q(from).sub(q(away, 7));
          const passes = (value: Rational) => (way === 'up' ? value.compare(limit) >= 0 : value.compare(limit) <= 0);
          const value = await nearest(
            { ...base, from: q(from), way, hint: hint === null ? null : q(hint, 7) },
            async (at) => passes(at),
          );
          expect(value !== null && passes(value)).toBe(true);
          // The grid has three digits of the number, or whole numbers, or is finer.
          const step = from < 100 ? q(from, 100) : q(1);
          expect(passes(way === 'up' ? value!.sub(step) : value!.add(step))).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });
});
