import { afterAll, expect, test } from 'vitest';
import type { Choice } from '../../src/core/engine/choice.ts';
import { decideSettledFirst } from '../../src/core/engine/choice_of_two.ts';
import { Session } from '../../src/core/engine/session.ts';
import { rational } from '../../src/core/exact/rational.ts';
import * as logic from '../../src/core/logic/build.ts';
import type { Symbol_, Term } from '../../src/core/logic/term.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';

/** A number is settled, then an input comes, which what is settled may tie; then it is answered. */

const solver = createWasmSolver({});
afterAll(() => solver.close());

const asker = () =>
  new Session(solver, { budget: { rlimit: 2_000_000, timeoutMs: 20_000 }, onScript: null }).asker('test');

const settled: Symbol_ = { name: 's1', sort: 'Int' };
const input: Symbol_ = { name: 'x1', sort: 'Bool' };
const answer: Symbol_ = { name: 'y1', sort: 'Bool' };
const [s, x, y] = [settled, input, answer].map((symbol) => logic.sym(symbol)) as [Term, Term, Term];
const number = (value: number) => logic.num(rational(BigInt(value)), 'Int');
const SETTLED: Choice = { given: [], chosen: [settled], kept: [], domains: [] };

const rest = (given: readonly Term[], kept: readonly Term[]): Choice => ({
  given,
  chosen: [answer],
  kept: kept.map((term) => ({ term, fact: null })),
  domains: [],
});

/** Only 7 and -8 make it 56, which no guess from the text does. */
const isFiftySix = logic.eq(logic.add([logic.mul([s, s]), s]), number(56));

test('no input is held against settled values with which it cannot come', async () => {
  const tied = rest([logic.iff(x, logic.not(isFiftySix))], [logic.not(x), y]);
  const decision = await decideSettledFirst(asker(), SETTLED, tied, new Set());
  expect(decision.kind).not.toBe('never');
});

test('an input that comes whatever is settled and has no answer beats all', async () => {
  const free = rest([], [logic.not(x), y]);
  const decision = await decideSettledFirst(asker(), SETTLED, free, new Set());
  expect(decision.kind).toBe('never');
});

test('several inputs may be needed, each for other settled values, and all are told', async () => {
  const low = logic.le(s, number(0));
  const either = rest([], [logic.iff(x, low), y]);
  const decision = await decideSettledFirst(asker(), SETTLED, either, new Set());
  expect(decision.kind === 'never' && decision.together?.map((values) => values.get('x1'))).toEqual(
    expect.arrayContaining([true, false]),
  );
});
