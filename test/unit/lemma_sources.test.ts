import { afterAll, describe, expect, test } from 'vitest';
import { type Engine, LEMMA_SOURCES, type LemmaSource } from '../../src/core/engine/engines.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';

const solver = createWasmSolver({ workers: 1 });
afterAll(() => solver.close());

/** Induction with lemmas guessed from the text alone: Spacer would find all of these by itself. */
async function decided(text: string, lemmaSources: readonly LemmaSource[]) {
  const result = await checkText(solver, text, 'test.safety', new Map(), {
    engines: new Set<Engine>(['k-induction']),
    lemmaSources: new Set(lemmaSources),
    only: (id) => id === 'C.g',
  });
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { verdict, lemmas } = result.obligations.find(({ id }) => id === 'C.g')!;
  return { verdict, lemmas: lemmas ?? [] };
}

const RANGES = `component C {
  in go : bool
  out y : bool = bad
  state n : int = 0
  state bad : bool = false
  next n = if go and n < 10 then n + 1 else n
  next bad = bad or (go and n > 10)
  guarantee g: not y
}`;

const CLAUSES = `component C {
  in go : bool
  out x : int = a
  out y : int = s
  out done : bool = go
  state a : int = 0
  state s : int = 0
  next a = a + 1
  next s = s + 3
  guarantee g: done => y == 3 * x
}`;

const OCTAGONS = `component C {
  in go : bool
  out y : real [L] = b
  state a : real [L] = 0 L
  state b : real [L] = 2 L
  next a = if go and a < 10 L then a + 0.5 L else a
  next b = if go and a < 10 L then b + 0.5 L else b
  guarantee g: y <= 12.5 L
}`;

const MODES = `type Way = { up, down }
component C {
  in go : bool
  out y : int = n
  state way : Way = up
  state n : int = 0
  next n = if not go then n else if way == up then n + 1 else n - 1
  next way = if not go then way else if way == up and n >= 8 then down else if way == down and n <= 1 then up else way
  guarantee g: y <= 9
}`;

describe('lemmas guessed from', () => {
  test.each<[LemmaSource, string, string]>([
    ['ranges', RANGES, 'n <= 10'],
    ['clauses', CLAUSES, 'y == 3 * x'],
    ['octagons', OCTAGONS, 'b <= a + 2 L'],
    ['modes', MODES, 'way == up => n <= 8'],
  ])('%s close a claim that is open without', { timeout: 240_000 }, async (source, text, lemma) => {
    const others = LEMMA_SOURCES.filter((other) => other !== source);
    expect((await decided(text, others)).verdict).toBe('unknown');
    const found = await decided(text, LEMMA_SOURCES);
    expect(found.verdict).toBe('proved');
    expect(found.lemmas).toContain(lemma);
  });
});
