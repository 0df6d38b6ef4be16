import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { EvidenceStore } from '../../src/core/evidence/store.ts';
import type { TextAnswer, TextSolver } from '../../src/core/smtlib/reply.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';
import { bitten, FORGERIES, swapped } from '../forged_evidence.ts';

/** The corpus with caches that lie: no verdict becomes another. `HOSTILE_RUNS` files of it are taken. */
const RUNS = Number(process.env.HOSTILE_RUNS ?? 2);

const z3 = createWasmSolver({ workers: 1 });
afterAll(() => z3.close());

const corpus = join(import.meta.dirname, '../corpus');
const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.safety') && !name.includes('error') && !name.startsWith('diagnostics'))
  .sort();
const every = files.length / Math.min(RUNS, files.length);
const chosen = files.filter((_, at) => Math.floor(at / every) !== Math.floor((at - 1) / every));

/** Z3, asked each question once for all runs of a file. */
function remembering(): TextSolver {
  const said = new Map<string, Promise<TextAnswer>>();
  return {
    ask: (question) => {
      const key = JSON.stringify(question);
      if (!said.has(key)) said.set(key, z3.ask(question));
      return said.get(key)!;
    },
    version: () => z3.version(),
    close: async () => {},
  };
}

async function verdicts(solver: TextSolver, text: string, evidence: EvidenceStore) {
  const files = new Map<string, string>();
  // A few steps: most is asked of the solver, and a lie is believed soon or never.
  const config = { rlimit: 300_000, timeoutMs: 60_000, seed: 0 };
  const { obligations } = await checkText(solver, text, 'test.safety', files, { own: false, config, evidence });
  return obligations.map(({ id, verdict }) => ({ id, verdict }));
}

test.each(chosen)('%s', async (name) => {
  const text = readFileSync(join(corpus, name), 'utf8');
  const solver = remembering();
  const kept = new Map<string, string>();
  const truth = await verdicts(solver, text, {
    read: async () => null,
    write: (question, entry) => entry !== null && kept.set(question, entry),
  });
  const stores: (readonly [string, (question: string) => string | null])[] = [
    ...FORGERIES,
    ...[1, 2, 3].map((by) => [`swapped by ${by}`, reading(swapped(kept, by))] as const),
    ...[1, 2, 3].map((round) => [`bitten ${round}`, reading(bitten(kept, round))] as const),
    ['honest', reading(kept)],
  ];
  for (const [what, forge] of stores) {
    const found = await verdicts(solver, text, { read: async (question) => forge(question), write: () => {} });
    // Values that are right and not Z3's may lead to a replay that has none.
    const wrong = found.filter(({ verdict }, at) => verdict !== truth[at]!.verdict && verdict !== 'unknown');
    expect({ what, wrong }).toEqual({ what, wrong: [] });
    if (what === 'honest') expect(found).toEqual(truth);
  }
});

function reading(texts: ReadonlyMap<string, string>): (question: string) => string | null {
  return (question) => texts.get(question) ?? null;
}
