import { afterAll, expect, test } from 'vitest';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';

/** How far the members of a family go that break a clause: the whole family is spoken of, not its first broken member. */
const solver = createWasmSolver({});
afterAll(() => solver.close());

async function shownOf(text: string, id: string) {
  const result = await checkText(solver, text, 'test.safety', new Map(), { quick: false });
  const { reaches, slack, counterexample } = result.obligations.find((each) => each.id === id)!;
  return { reaches: reaches?.shown, slack: slack?.shown, path: counterexample?.path.at(-1)?.part };
}

const part = (bound: string, second: string) => `
  component P { param cap : real = 5  in x : real  out y : real  assume fits: ${bound}  guarantee honest: y <= x }
  system S {
    in u : real in 0..6
    in v : real in ${second}
    in w : real in 0..8
    part p[3] : P
    connect u -> p[1].x
    connect v -> p[2].x
    connect w -> p[3].x
  }`;

test.each([
  ['the same number', '-20..10', 'x <= 5', { reaches: '10', slack: '-5', path: 'p[2]' }],
  ['a number of its own', '-20..10', 'x <= cap', { reaches: '10', slack: '-5', path: 'p[2]' }],
  ['a number from below', '-20..10', 'x >= -3', { reaches: '-20', slack: '-17', path: 'p[2]' }],
  // The second breaks the lower end only, which is another comparison.
  ['both ends', '-20..4', '0 <= x <= 5', { reaches: '8', slack: '-3', path: 'p[3]' }],
])('held to %s', async (_, second, bound, shown) => {
  expect(await shownOf(part(bound, second), 'S.p.fits')).toEqual(shown);
});

test('a member that goes further, later, is counted, and the soonest is shown', async () => {
  const text = `
    component P { in x : int  out y : int  assume fits: x <= 5  guarantee honest: y <= x }
    system S {
      in u : int in 0..6
      state n : int in 0..3 = 0
      next n = min(n + 1, 3)
      part p[2] : P
      connect u -> p[1].x
      connect n * 3 -> p[2].x
    }`;
  expect(await shownOf(text, 'S.p.fits')).toEqual({ reaches: '9', slack: '-4', path: 'p[1]' });
});
