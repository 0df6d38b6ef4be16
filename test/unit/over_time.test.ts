import { afterAll, expect, test } from 'vitest';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';

const solver = createWasmSolver({});
afterAll(() => solver.close());

async function obligation(text: string, id: string) {
  const result = await checkText(solver, text);
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return result.obligations.find((each) => each.id === id)!;
}

/** What an induction does not know of the steps before its window must not be the same at all of them. */
test.each([
  ['whenever t then y within 2 steps', 3],
  ['whenever t then y within 4 steps', 5],
  ['held(y, 4 s) => prev(held(y, 4 s), false)', 4],
  ['prev(prev(y, true), true) => held(y, 3 s)', 1],
  ['since(y, t) => once(y)', 1],
])('%s is refuted in %i steps', async (claim, steps) => {
  const found = await obligation(
    `component C { step 1 s  in t : bool  in r : bool  out y : bool = r  guarantee g: ${claim} }`,
    'C.g',
  );
  expect(found.verdict).toBe('refuted');
  expect(found.counterexample?.steps.length).toBe(steps);
});

const chain = (n: number) => `
component Stage { in x : bool  delayed out y : bool  guarantee g: y == prev(x, false) }
system Chain {
  in x : bool
  part s[${n}] : Stage
  connect x -> s[1].x
  ${n > 1 ? `connect s[i].y -> s[i+1].x for i in 1..${n - 1}` : ''}
  guarantee never: not s[${n}].y
}`;

const UP_TO_30 = Array.from({ length: 30 }, (_, at) => at + 1);

test.each(UP_TO_30)('what goes into a chain of %i delays comes out after as many steps', async (n) => {
  const found = await obligation(chain(n), 'Chain.never');
  expect(found.verdict).toBe('refuted');
  expect(found.counterexample?.steps.length).toBe(n + 1);
});

test('a trace is no longer than the shortest where Spacer counts too many steps', async () => {
  const text = `component C {
    step 1 s
    in x : int in 0..2
    delayed out y : bool = prev(x <= 2, true)
    delayed out z : bool = s or s
    var v : bool
    state s : bool = true
    next s = since(s, s)
    guarantee g: y and (not z <=> z)
    invariant i: since(held(not v, 3 s), since(x == 0, s))
  }`;
  const alone = { engines: new Set(['spacer'] as const) };
  const result = await checkText(solver, text, 'test.safety', new Map(), alone);
  const found = result.obligations.find(({ id }) => id === 'C.g')!;
  expect([found.verdict, found.counterexample?.steps.length]).toEqual(['refuted', 1]);
});

test('a trace is no longer than the shortest where a claim that hid a shorter one has failed', async () => {
  const text = `
    type Colour = { red, amber, green }
    component C {
      step 1 s
      in x : Colour
      in z : bool
      delayed out y0 : bool = held((not s0), 3 s)
      out y1 : bool = since(s0, (not s0))
      state s0 : bool = false
      next s0 = if (not z) then if once((not s0)) then held((x == amber), 1 s) else s0 else if (not z) then (not s0) else historically(s0)
      assume a0: (prev(y0, false) => held((x == green), 4 s))
      guarantee g0: ((m0 => y1) and (m0 <=> (not z)))
      mode m0 when ((not s0) <=> y0) { guarantee g0: held((not y0), 4 s)  guarantee g1: held((x == green), 4 s) }
      mode m1 when (not ((not s0) <=> y0)) { guarantee g0: (not y1) }
    }
  `;
  const alone = { engines: new Set(['k-induction'] as const) };
  const result = await checkText(solver, text, 'test.safety', new Map(), alone);
  const found = result.obligations.find(({ id }) => id === 'C.m0.g0')!;
  expect([found.verdict, found.counterexample?.steps.length]).toEqual(['refuted', 2]);
});

test('a trace for the parameter values in use is no longer than the shortest for any', async () => {
  const text = `
    component C {
      step 1 s
      param k : bool
      in x : bool
      delayed out y : bool = s
      state s : bool = true
      next s = once(x)
      guarantee g: prev(not k, true) <=> (not k => x)
    }
    system S { in u : bool  part p : C(k = true)  connect u -> p.x }
  `;
  const alone = { engines: new Set(['k-induction'] as const) };
  const result = await checkText(solver, text, 'test.safety', new Map(), alone);
  const found = result.obligations.find(({ id }) => id === 'C.g')!;
  expect([found.verdict, found.counterexample?.steps.length]).toEqual(['refuted', 1]);
});

test('a trace is no longer than the shortest where Spacer counts one step too many and that many will do too', async () => {
  const text = `
    fault common
    component C {
      step 1 s
      in x : bool
      out y0 : bool = s <= 2 => not x
      delayed out y1 : int in 0..2 = s
      state s : int in 0..2 = 0
      next s = if held(not x, 4 s) then if x then min(s + 1, 2) else 1 else if x then 0 else (s + 1) mod 3
      guarantee g0: not x
      guarantee g1: common or prev(y1 == 2, false) => since(y1 <= 0, common)
      invariant i0: not x and s <= 0
    }
  `;
  const alone = { engines: new Set(['spacer'] as const) };
  const result = await checkText(solver, text, 'test.safety', new Map(), alone);
  const found = result.obligations.find(({ id }) => id === 'C.g1')!;
  expect([found.verdict, found.counterexample?.steps.length]).toEqual(['refuted', 4]);
});

test('a lemma between two states is found, proved and named', async () => {
  const text = `component C {
    in go : bool
    out y : int = b
    state a : int = 0
    state b : int = 0
    next a = if go and a < 10 then a + 1 else a
    next b = if go and a < 10 then b + 1 else b
    guarantee small: y <= 10
  }`;
  const found = await obligation(text, 'C.small');
  expect([found.verdict, found.lemmas]).toEqual(['proved', ['b <= a']]);
});

test('lemmas about plain numbers are written as one would write them', async () => {
  const text = `component Steps {
    step 1 s
    in up : bool
    out n : int in 0..8
    guarantee counts: up and prev(n, 0) != 5 => n == min(prev(n, 0) + 2, 8)
    guarantee ends: prev(n, 0) == 5 => n == 9
    guarantee rests: not up => n == prev(n, 0)
  }`;
  const { verdict, lemmas } = await obligation(text, 'Steps.realizable');
  expect(verdict).toBe('proved');
  expect(lemmas).toContain('n <= 8');
  for (const lemma of lemmas ?? []) expect(lemma).not.toMatch(/ (\)|$)/);
});

test('a claim about all of the past is proved from an invariant that says the same of it', async () => {
  const text = `component C {
    in go : bool
    out y : bool = s
    state s : bool = false
    next s = s or go
    invariant stays: once(s) => s
    guarantee g: once(s) => y
  }`;
  expect((await obligation(text, 'C.g')).verdict).toBe('proved');
});

test('what an induction cannot exclude is shown, and is no counterexample', async () => {
  const text = `component C {
    in go : bool
    out y : int = b
    state a : int = 0
    state b : int = 1
    next a = a + 6
    next b = if go then b + 3 * a + 2 else b + 4
    guarantee odd: y != 1_000_000
  }`;
  const found = await obligation(text, 'C.odd');
  expect([found.verdict, found.unknown?.reason, found.counterexample]).toEqual(['unknown', 'incomplete', null]);
  expect(found.notExcluded?.length).toBe(2);
  expect(found.notExcluded?.[1]?.get('y')?.value).toBe('1000000');
}, 600_000);

test('what would close an induction is named where it holds as far as was seen', async () => {
  const text = `component C {
    in go : bool
    out y : bool = bad
    state n : int = 0
    state z : real = 0
    state bad : bool = false
    next n = if go and z == 1 then 11 else if go and n < 10 then n + 1 else n
    next z = if go then z + 2 else z
    next bad = bad or n > 10
    guarantee g: not y
  }`;
  const result = await checkText(solver, text, 'test.safety', new Map(), {
    engines: new Set(['k-induction']),
    only: (id) => id === 'C.g',
  });
  const found = result.obligations.find(({ id }) => id === 'C.g')!;
  expect([found.verdict, found.wouldClose?.[0]]).toEqual(['unknown', 'n <= 10']);
}, 600_000);

test.each([5_000, 900_000])('a deadline of %i steps that nothing decides says why, and what to do', async (steps) => {
  const found = await obligation(
    `component C { in x : bool  out y : bool = false  guarantee g: whenever x then y within ${steps} steps }`,
    'C.g',
  );
  expect(found.unknown?.reason).toBe('incomplete');
  expect(found.unknown?.detail).toContain(
    `a duration goes over ${steps} steps: with a longer \`step\` these are fewer`,
  );
});

test('a far deadline is proved by a near one, which is named', async () => {
  const found = await obligation(
    `component C { step 1 ms  in x : bool  out y : bool = prev(x, false)  guarantee g: whenever x then y within 10 min }`,
    'C.g',
  );
  expect([found.verdict, found.lemmas]).toEqual(['proved', ['whenever x then y within 1 steps']]);
});

test('a trace is the shortest also after more than a hundred steps', async () => {
  const found = await obligation(
    `component C { step 20 ms  in x : bool  out y : bool = x  guarantee g: not held(y, 3.02 s) }`,
    'C.g',
  );
  expect([found.verdict, found.counterexample?.steps.length]).toEqual(['refuted', 151]);
});
