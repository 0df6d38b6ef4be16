import { afterAll, expect, test } from 'vitest';
import type { Engine } from '../../src/core/engine/engines.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';
import { explore, type Findings } from '../oracles/explicit_state.ts';
import { randomTimed } from '../oracles/random_timed.ts';
import { timedText } from '../oracles/temporal_description.ts';

/** Change the sample with `TIMED_SEED`, its size with `TIMED_RUNS`. */
const SEED = Number(process.env.TIMED_SEED ?? 1);
const RUNS = Number(process.env.TIMED_RUNS ?? 60);
const WIDTH = 2;
const ENGINE = process.env.TIMED_ENGINE as Engine | undefined;

const solver = createWasmSolver({});
afterAll(() => solver.close());

interface Tally {
  readonly wrong: string[];
  readonly verdicts: Map<string, number>;
}

async function compare(seed: number, tally: Tally): Promise<void> {
  const program = randomTimed(seed);
  const text = timedText(program);
  const result = await checkText(
    solver,
    text,
    'test.safety',
    new Map(),
    ENGINE === undefined ? {} : { engines: new Set([ENGINE]) },
  );
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  const fail = (what: string) => tally.wrong.push(`seed ${seed}: ${what}\n${text}`);
  if (errors.length > 0) {
    fail(errors.map(({ code, message }) => `${code} ${message}`).join('; '));
    return;
  }
  const actual = new Map(result.obligations.map((obligation) => [obligation.id, obligation]));
  for (const { name } of program.components) {
    const findings = explore(program, name);
    if (findings === null) continue;
    for (const [id, steps] of expected(findings, name)) {
      const found = actual.get(id);
      if (found === undefined) {
        fail(`${id} is missing`);
        continue;
      }
      const kind = `${typeof steps === 'number' ? 'broken' : steps} ${found.verdict}`;
      tally.verdicts.set(kind, (tally.verdicts.get(kind) ?? 0) + 1);
      const length = found.counterexample?.steps.length ?? null;
      if (found.verdict === 'unknown' && process.env.TIMED_UNKNOWN !== undefined)
        fail(`${id}: ${found.unknown?.detail}`);
      if (found.unknown?.reason === 'replay' || found.unknown?.reason === 'crash')
        fail(`${id}: ${found.unknown.detail}`);
      if (!agrees(steps, found.verdict, length))
        fail(`${id}: ${found.verdict}${length === null ? '' : ` in ${length} steps`}, where it is ${steps}`);
    }
  }
}

type Truth = number | 'true' | 'false' | 'either';

function* expected({ claims, longest, realizable }: Findings, name: string): Iterable<readonly [string, Truth]> {
  for (const [id, steps] of claims) yield [id, steps ?? 'true'];
  // How many steps are looked at depends on the proofs: at least six.
  yield [`${name}.consistent`, longest >= 21 ? 'true' : longest < 6 ? 'false' : 'either'];
  if (realizable !== null) yield [`${name}.realizable`, realizable ? 'true' : 'false'];
}

function agrees(truth: Truth, verdict: string, length: number | null): boolean {
  if (verdict === 'unknown' || truth === 'either') return true;
  if (truth === 'true') return verdict === 'proved' || verdict === 'vacuous';
  return verdict === 'refuted' && (typeof truth !== 'number' || length === truth);
}

test(`the checker agrees with the states of ${RUNS} random programs over time`, { timeout: 7_200_000 }, async () => {
  const tally: Tally = { wrong: [], verdicts: new Map() };
  const seeds = Array.from({ length: RUNS }, (_, at) => SEED + at);
  const lane = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      try {
        await compare(seed, tally);
      } catch (error) {
        tally.wrong.push(`seed ${seed}: ${String((error as Error).stack)}\n${timedText(randomTimed(seed))}`);
      }
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  if (process.env.TIMED_SHOW !== undefined) console.log([...tally.verdicts].sort());
  expect(tally.wrong.join('\n\n')).toBe('');
});
