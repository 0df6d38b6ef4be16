import { afterAll, describe, expect, test } from 'vitest';
import type { TextSolver } from '../../src/core/smtlib/reply.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';

const solver = createWasmSolver({});
afterAll(() => solver.close());

const HALL = `
component Rack { out power : real [W] in 0..10 }
system Hall {
  param n : int in 1..
  part rack[n] : Rack
  guarantee total: sum(rack.power) <= n * 10 W
  guarantee low: sum(rack.power) <= 35 W
}`;

/** Its product is beyond the proof trees. */
const AREA = `
component Area {
  in a : real in 1..
  in b : real in 1..
  out y : real = a * b
  guarantee least: y >= a
}`;

/** Asks the solver, and answers instead of it from the question of that number on. */
function contrary(from: number): TextSolver & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    ask: async (question) => {
      asked.push(question.script);
      const answer = await solver.ask(question);
      return asked.length > from && answer.kind === 'text' ? { ...answer, check: 'sat' } : answer;
    },
    version: () => solver.version(),
    close: () => Promise.resolve(),
  };
}

async function certificates(text: string, second: TextSolver | null): Promise<Record<string, unknown>> {
  const { obligations } = await checkText(solver, text, 'test.safety', new Map(), {
    certify: { steps: 1_000, second },
  });
  const proved = obligations.filter(({ certificate }) => (certificate ?? null) !== null);
  return Object.fromEntries(proved.map(({ id, certificate }) => [id, certificate!.kind]));
}

describe.each([
  ['products', AREA, 'Area.least'],
  ['families of any size', HALL, 'Hall.total'],
])('claims about %s', (_, text, claim) => {
  test('have the word of a second solver, where that is asked and agrees', async () => {
    const second = contrary(Number.POSITIVE_INFINITY);
    expect((await certificates(text, second))[claim]).toBe('second-solver');
    expect(second.asked.length).toBeGreaterThan(0);
  });

  test('have none where that does not agree, or there is none', async () => {
    expect((await certificates(text, contrary(0)))[claim]).toBe('none');
    expect((await certificates(text, null))[claim]).toBe('none');
  });
});

test('a claim that holds for some sizes is no claim that anybody certifies', async () => {
  expect(await certificates(HALL, contrary(Number.POSITIVE_INFINITY))).not.toHaveProperty(['Hall.low']);
});

test('all the questions behind a claim have to be agreed to', async () => {
  const loop = `component Loop {
    in a : real in 1..2
    in b : real in 1..2
    out y : real = s
    state s : real = 1
    next s = if s > 8 then 1 else s * (if a * b >= 2 then 1 else a * b)
    guarantee positive: y >= 1
  }`;
  const all = contrary(Number.POSITIVE_INFINITY);
  expect((await certificates(loop, all))['Loop.positive']).toBe('second-solver');
  expect(all.asked.length).toBeGreaterThan(1);
  for (let from = 0; from < all.asked.length; from += 1)
    expect((await certificates(loop, contrary(from)))['Loop.positive']).toBe('none');
});
