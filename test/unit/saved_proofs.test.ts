import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';

const solver = createWasmSolver({ workers: 1 });
const folder = mkdtempSync(join(tmpdir(), 'safeverify-proofs-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await solver.close();
});

/** Other solvers, where they are installed: without them only the scripts' being there is looked at. */
const NATIVE = [
  { name: 'z3', path: '/usr/bin/z3', options: ['-T:60'] },
  { name: 'cvc5', path: '/usr/bin/cvc5', options: ['--lang=smt2', '--tlimit=60000'] },
].filter(({ path }) => existsSync(path));

const ROOT = join(import.meta.dirname, '..', '..');
const FILES = [
  'test/corpus/literature/peterson.safety',
  'test/corpus/literature/tank_controller.safety',
  'test/corpus/literature/delay_chain.safety',
  'specs/time/watchdog.safety',
  'specs/time/token_bucket.safety',
];

const installed =
  NATIVE.length === 0
    ? 'no other solver (z3 and cvc5 are not installed)'
    : NATIVE.map(({ name }) => name).join(' and ');

describe(`the scripts of every proof over time, for ${installed}`, () => {
  test.each(FILES)('%s: base, step and lemmas are unsatisfiable', { timeout: 300_000 }, async (file) => {
    const scripts = new Map<string, Map<string, string>>();
    const result = await checkText(solver, readFileSync(join(ROOT, file), 'utf8'), file, new Map(), {
      onScript: (id, purpose, script) => {
        if (!purpose.startsWith('proof ')) return;
        if (!scripts.has(id)) scripts.set(id, new Map());
        scripts.get(id)!.set(purpose, script);
      },
    });
    const proofs = result.obligations.filter(({ verdict, method }) => verdict === 'proved' && method === 'k-induction');
    expect(proofs.length).toBeGreaterThan(0);
    for (const { id, k, lemmas } of proofs) {
      const kept = scripts.get(id) ?? new Map<string, string>();
      expect([...kept.keys()]).toEqual(
        expect.arrayContaining(['proof base 1', `proof base ${k! + 1}`, `proof step ${k}`]),
      );
      if ((lemmas ?? []).length > 0) expect([...kept.keys()]).toContain('proof lemmas step 1');
      for (const [purpose, script] of kept) {
        for (const { name, path, options } of NATIVE)
          expect(`${id} ${purpose} ${name}: ${answerOf(path, options, script)}`).toBe(
            `${id} ${purpose} ${name}: unsat`,
          );
      }
    }
  });
});

function answerOf(path: string, options: readonly string[], script: string): string {
  const file = join(folder, 'proof.smt2');
  writeFileSync(file, script);
  try {
    return execFileSync(path, [...options, file], { encoding: 'utf8' }).trim();
  } catch (thrown) {
    return String((thrown as { stdout?: string }).stdout ?? thrown).trim();
  }
}
