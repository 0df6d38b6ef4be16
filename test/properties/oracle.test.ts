import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';
import type { Description } from '../oracles/description.ts';
import { Mix } from '../oracles/mix.ts';
import { SystemArbitrary } from '../oracles/random_systems.ts';
import { textOf } from '../oracles/text.ts';
import { type Verdict, type Verdicts, verdictsOf } from '../oracles/verdicts.ts';

/** Change the sample with `ORACLE_SEED`, its size with `ORACLE_RUNS`. */
const SEED = Number(process.env.ORACLE_SEED ?? 20_260_101);
const RUNS = Number(process.env.ORACLE_RUNS ?? 500);

const solver = createWasmSolver({});
afterAll(() => solver.close());

/** Verdicts by id; or why the file was rejected. */
async function actualVerdicts(description: Description): Promise<ReadonlyMap<string, Verdict> | string> {
  const result = await checkText(solver, textOf(description));
  const errors = result.diagnostics.filter((d) => d.severity === 'error');
  if (errors.length > 0) return `rejected: ${errors.map((e) => `${e.code} ${e.message}`).join('; ')}`;
  return new Map(result.obligations.map((o) => [o.id, o.verdict]));
}

/** One line for each obligation that is missing, uncalled for, or has a verdict that the definitions do not allow. */
function disagreements(expected: ReadonlyMap<string, Verdicts>, actual: ReadonlyMap<string, Verdict>): string[] {
  const wrong = [...expected].flatMap(([id, allowed]) => {
    const verdict = actual.get(id);
    if (verdict !== undefined && allowed.has(verdict)) return [];
    return [`${id}: ${[...allowed].join(' or ')} expected, ${verdict ?? 'nothing'} found`];
  });
  const extra = [...actual.keys()].filter((id) => !expected.has(id)).map((id) => `${id}: not owed`);
  return [...wrong, ...extra];
}

test(`the checker agrees with brute force on ${RUNS} random systems`, { timeout: 600_000 }, async () => {
  const mix = new Mix();
  let shrinking = false;
  const property = fc.asyncProperty(new SystemArbitrary(), async (description) => {
    const expected = verdictsOf(description, { settledChoicesMayStayOpen: true });
    mix.add(description, expected);
    const actual = await actualVerdicts(description);
    // A cut that leaves no legal file says nothing about the disagreement that is being made smaller.
    if (typeof actual === 'string' && shrinking) return;
    const wrong = typeof actual === 'string' ? [actual] : disagreements(expected, actual);
    shrinking ||= wrong.length > 0;
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  });
  const details = await fc.check(property, { seed: SEED, numRuns: RUNS });
  if (details.failed) {
    const [smallest] = details.counterexample ?? [];
    const text = smallest === undefined ? '' : textOf(smallest);
    const reason =
      details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
    throw new Error(
      `seed ${details.seed}, run ${details.numRuns}, ${details.numShrinks} times smaller:\n\n${text}\n${reason}`,
    );
  }
  const shares = mix.shares();
  // `proved` and `refuted` are shares of all obligations, the others of all systems.
  expect(shares.proved, 'proved').toBeGreaterThan(0.2);
  expect(shares.refuted, 'refuted').toBeGreaterThan(0.2);
  expect(shares.vacuousSystems, 'systems with a vacuous claim').toBeGreaterThan(0.1);
  expect(shares.unrealizable, 'systems with an unrealizable contract').toBeGreaterThan(0.05);
  expect(shares.loop, 'systems with a loop within a step').toBeGreaterThan(0.2);
  expect(shares.freeRange, 'systems with the range of a free variable').toBeGreaterThan(0.1);
});
