import { afterAll, describe, expect, test } from 'vitest';
import * as b from '../../src/core/logic/build.ts';
import type { Symbol_, Term } from '../../src/core/logic/term.ts';
import type { BaseOf } from '../../src/core/prover/base.ts';
import { DOUBT, type Proof, prove } from '../../src/core/prover/prove.ts';
import { printQuery } from '../../src/core/smtlib/print.ts';
import { readReply } from '../../src/core/smtlib/read.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { followTree } from '../oracles/proof_tree.ts';
import { type Linear, randomLinear } from '../oracles/random_linear.ts';
import { literalOf } from '../oracles/term_values.ts';

/** Random conjunctions over linear arithmetic: what our prover says of them is held to Z3, its proofs and its values to readers of their own. */

const RUNS = Number(process.env.LINEAR_RUNS ?? 250);
const FIRST = Number(process.env.LINEAR_SEED ?? 1);
const STEPS = 20_000;

const solver = createWasmSolver({ workers: 1 });
afterAll(() => solver.close());

async function byZ3({ hypotheses }: Linear): Promise<string> {
  const query = { assertions: hypotheses.map((term) => ({ term, label: null })), wanted: [], wantCore: false };
  const answer = await solver.ask({ ...printQuery(query), budget: { rlimit: 2_000_000, timeoutMs: 60_000 } });
  return readReply(answer, query).kind;
}

function namedBase(symbols: readonly Symbol_[]): BaseOf {
  const sorts = { Bool: 'bool', Int: 'int', Real: 'real' } as const;
  const known = new Map(
    symbols.map((symbol) => {
      const key = JSON.stringify([symbol.name]);
      return [symbol, { key, sort: sorts[symbol.sort], members: [], named: true }] as const;
    }),
  );
  return (symbol) => known.get(symbol)!;
}

function mistake({ symbols, hypotheses }: Linear, proof: Proof): string | null {
  if (proof.kind === 'unsat') {
    const tree = proof.tree();
    return tree === null ? 'a proof without names' : followTree(hypotheses, tree);
  }
  if (proof.kind === 'open') return proof.why.startsWith(DOUBT) ? proof.why : null;
  const values = new Map<Symbol_, Term>(symbols.map((symbol) => [symbol, literalOf(proof.value(symbol), symbol.sort)]));
  const broken = hypotheses.findIndex((term) => b.substitute(term, values) !== b.TRUE);
  return broken < 0 ? null : `the values break hypothesis ${broken}`;
}

describe('our prover on linear arithmetic', () => {
  test('never disagrees with Z3; its proofs can be followed, its values satisfy', {
    timeout: 60_000 + 200 * RUNS,
  }, async () => {
    const answers = { unsat: 0, sat: 0, open: 0 };
    const ratios: number[] = [];
    for (let seed = FIRST; seed < FIRST + RUNS; seed += 1) {
      const linear = randomLinear(seed);
      const start = performance.now();
      const hypotheses = linear.hypotheses.map((term, at) => ({ term, name: { premise: at } }));
      const proof = prove(hypotheses, namedBase(linear.symbols), STEPS);
      const between = performance.now();
      const theirs = await byZ3(linear);
      answers[proof.kind] += 1;
      if (proof.kind === 'open') continue;
      ratios.push((between - start) / (performance.now() - between));
      expect([seed, proof.kind, mistake(linear, proof)]).toEqual([
        seed,
        theirs === 'unknown' ? proof.kind : theirs,
        null,
      ]);
    }
    if (RUNS > 1000) {
      const median = ratios.sort((x, y) => x - y)[ratios.length >> 1]!;
      process.stdout.write(`${RUNS} random linear questions: ${JSON.stringify(answers)}, no disagreement; `);
      process.stdout.write(`median of our time over that of Z3 as WebAssembly: ${median.toFixed(3)}\n`);
    }
    // Both answers are common, and hardly any question is left open.
    expect(Math.min(answers.unsat, answers.sat)).toBeGreaterThan(RUNS / 4);
    expect(answers.open).toBeLessThan(RUNS / 20);
  });
});
