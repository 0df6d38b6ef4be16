import { afterAll, describe, expect, test } from 'vitest';
import { ALL_ENGINES, type Engine } from '../../src/core/engine/engines.ts';
import type { TextAnswer, TextSolver } from '../../src/core/smtlib/reply.ts';
import type { ObligationResult } from '../../src/core/verdict/result.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';

const solver = createWasmSolver({ workers: 1 });
afterAll(() => solver.close());

async function decided(text: string, id: string, engines: ReadonlySet<Engine>, with_: TextSolver = solver) {
  const more = {
    engines,
    only: (each: string) => each === id,
    config: { rlimit: 400_000, timeoutMs: 60_000, seed: 0 },
  };
  const result = await checkText(with_, text, 'test.safety', new Map(), more);
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return result.obligations.find((each) => each.id === id)!;
}

const outcome = ({ verdict, counterexample }: ObligationResult) =>
  counterexample === null ? verdict : `${verdict} in ${counterexample.steps.length}`;

/** A claim that needs an invariant: no window of a few steps excludes that the two differ. */
const twins = (claim: string) => `component C {
  in go : bool
  out y : bool = a
  state a : bool = false
  state b : bool = false
  next a = if go then not a else b
  next b = if go then not b else a
  guarantee g: ${claim}
}`;

/** A claim that fails after as many steps as the counter needs. */
const counter = (claim: string) => `component C {
  in go : bool
  out y : int = n
  state n : int = 0
  next n = if go and n < 20 then n + 1 else n
  guarantee g: ${claim}
}`;

/** Two counters that wrap: together they are at their last only once both are, after 27 steps. */
const WRAPPING = `component C {
  out y : bool = a == 3 and b == 6
  state a : int in 0..3 = 0
  state b : int in 0..6 = 0
  next a = if a == 3 then 0 else a + 1
  next b = if b == 6 then 0 else b + 1
  guarantee g: not y
}`;

describe('each engine alone', () => {
  test.each<[Engine, string, string, string]>([
    ['bmc', 'an inductive claim', counter('y >= 0'), 'unknown'],
    ['k-induction', 'an inductive claim', counter('y >= 0'), 'proved'],
    ['spacer', 'an inductive claim', counter('y >= 0'), 'proved'],
    ['bmc', 'a claim that fails', counter('y <= 4'), 'refuted in 6'],
    ['k-induction', 'a claim that fails', counter('y <= 4'), 'unknown'],
    ['spacer', 'a claim that fails', counter('y <= 4'), 'refuted in 6'],
    ['bmc', 'a claim that needs an invariant', twins('a => b'), 'unknown'],
    ['spacer', 'a claim that needs an invariant', twins('a => b'), 'proved'],
    ['bmc', 'counters that wrap', WRAPPING, 'refuted in 28'],
    ['k-induction', 'counters that wrap', WRAPPING, 'refuted in 28'],
    ['spacer', 'counters that wrap', WRAPPING, 'unknown'],
  ])('%s on %s', { timeout: 240_000 }, async (engine, _what, text, expected) => {
    expect(outcome(await decided(text, 'C.g', new Set([engine])))).toBe(expected);
  });

  test('together they do what any of them does', { timeout: 240_000 }, async () => {
    for (const [text, expected] of [
      [counter('y >= 0'), 'proved'],
      [counter('y <= 4'), 'refuted in 6'],
      [twins('a => b'), 'proved'],
      [WRAPPING, 'refuted in 28'],
    ] as const)
      expect(outcome(await decided(text, 'C.g', ALL_ENGINES))).toBe(expected);
  });

  test('what Spacer found is named, as one would write it', async () => {
    const { lemmas } = await decided(twins('a => b'), 'C.g', new Set<Engine>(['spacer']));
    expect(['a => b', 'b => a']).toContain(lemmas?.[0]);
  });
});

/** A solver whose answers to Horn clauses are made up, and the rest right. */
function lying(answer: Partial<Extract<TextAnswer, { kind: 'text' }>>): TextSolver & { readonly asked: () => number } {
  let asked = 0;
  return {
    version: () => solver.version(),
    close: async () => {},
    asked: () => asked,
    ask: async (question) => {
      if (!question.script.startsWith('(set-logic HORN)')) return solver.ask(question);
      asked += 1;
      return { kind: 'text', check: 'sat\n', followUp: null, rlimit: 1, timeMs: 1, ...answer };
    },
  };
}

const model = (parameters: string, body: string) => `((define-fun P1 (${parameters}) Bool ${body}))`;
const ONE = '(x!0 Int)';

const LIES: readonly (readonly [string, Partial<Extract<TextAnswer, { kind: 'text' }>>])[] = [
  ['an invariant that is false', { followUp: model(ONE, 'false') }],
  ['an invariant that is true of everything', { followUp: model(ONE, 'true') }],
  ['an invariant that says what is claimed', { followUp: model(ONE, '(<= x!0 4)') }],
  ['an invariant that holds at first only', { followUp: model(ONE, '(= x!0 0)') }],
  ['an invariant of other sorts', { followUp: model('(x!0 Bool)', 'x!0') }],
  ['an invariant of too many operands', { followUp: model('(x!0 Int) (x!1 Int)', '(= x!0 x!1)') }],
  ['an ill-sorted invariant', { followUp: model(ONE, '(and x!0 (<= 1.0 x!0))') }],
  ['an invariant with a quantifier', { followUp: model(ONE, '(exists ((y!1 Int)) (= x!0 y!1))') }],
  ['an invariant of another predicate', { followUp: `((define-fun P2 (${ONE}) Bool true))` }],
  ['two predicates', { followUp: `((define-fun P1 (${ONE}) Bool true) (define-fun P2 () Bool true))` }],
  ['half an invariant', { followUp: '((define-fun P1 (' }],
  ['deep nesting', { followUp: model(ONE, `${'(not '.repeat(5000)}true${')'.repeat(5000)}`) }],
  ['no invariant', {}],
  ['an error before the answer', { check: '(error "line 1")\nsat\n' }],
  ['two answers', { check: 'sat\nunsat\n' }],
  ['that it fails, and not when', { check: 'unsat\n' }],
  ['that it fails at once', { check: 'unsat\n', followUp: '(:SPACER-cex-depth 1)' }],
  ['that it fails after three steps', { check: 'unsat\n', followUp: '(:SPACER-cex-depth 3)' }],
  ['that it fails at a great depth', { check: 'unsat\n', followUp: '(:SPACER-cex-depth 999999)' }],
  ['two depths', { check: 'unsat\n', followUp: '(:SPACER-cex-depth 7 :SPACER-cex-depth 6)' }],
  ['that it does not know', { check: 'unknown\n', followUp: '(:reason-unknown "canceled")' }],
];

describe('a Spacer that says', () => {
  test.each(LIES)('%s decides nothing that is not so', { timeout: 240_000 }, async (_what, answer) => {
    const liar = lying(answer);
    const alone = new Set<Engine>(['spacer']);
    expect((await decided(counter('y <= 4'), 'C.g', alone, liar)).verdict).not.toBe('proved');
    expect((await decided(counter('y != 50'), 'C.g', alone, liar)).verdict).not.toBe('refuted');
    expect(liar.asked()).toBeGreaterThan(0);
    expect(outcome(await decided(counter('y <= 4'), 'C.g', ALL_ENGINES, liar))).toBe('refuted in 6');
    expect((await decided(counter('y != 50'), 'C.g', ALL_ENGINES, liar)).verdict).toBe('proved');
  });
});
