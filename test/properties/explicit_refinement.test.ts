import { appendFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';
import { randomTimedRefinement } from '../oracles/random_timed_refinement.ts';
import { timedText } from '../oracles/temporal_description.ts';
import { exploreRefinement } from '../oracles/temporal_refinement.ts';

/**
 * Random refinements over time against the enumeration of their states: every verdict, and the length of every counterexample.
 * Change the sample with `REFINED_SEED` and `REFINED_RUNS`; what came out is written to the file `REFINED_TALLY`, and shown with
 * `REFINED_SHOW`.
 */
const SEED = Number(process.env.REFINED_SEED ?? 1);
const RUNS = Number(process.env.REFINED_RUNS ?? 50);
const WIDTH = 2;

/** For how many steps a contract has to be kept depends on the proofs. */
const LEAST_DEPTH = 6;

const solver = createWasmSolver({});
afterAll(() => solver.close());

class Tally {
  readonly wrong: string[] = [];
  readonly verdicts: Record<string, number> = {};
  /** How many have more states than are looked at. */
  beyond = 0;

  add(steps: number | null, verdict: string): void {
    const kind = `${steps === null ? 'true' : 'broken'} ${verdict}`;
    this.verdicts[kind] = (this.verdicts[kind] ?? 0) + 1;
  }
}

async function compare(seed: number, tally: Tally): Promise<void> {
  const program = randomTimedRefinement(seed);
  const text = timedText(program);
  const fail = (what: string) => tally.wrong.push(`seed ${seed}: ${what}\n${text}`);
  const { name } = program.components.at(-2)!;
  const findings = exploreRefinement(program, name);
  if (findings === null) {
    tally.beyond += 1;
    return;
  }
  const result = await checkText(solver, text, 'test.safety');
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    fail(errors.map(({ code, message }) => `${code} ${message}`).join('; '));
    return;
  }
  const actual = new Map(result.obligations.map((obligation) => [obligation.id, obligation]));
  for (const id of actual.keys())
    if (id.startsWith(`${name}.refines.`) && !findings.claims.has(id)) fail(`${id} is not owed`);
  const foundations = [`${name}.consistent`, `${name}.realizable`].map((id) => actual.get(id)!.verdict);
  for (const [id, steps] of findings.claims) {
    const found = actual.get(id);
    if (found === undefined) {
      fail(`${id} is missing`);
      continue;
    }
    const { verdict } = found;
    tally.add(steps, verdict);
    const length = found.counterexample?.steps.length ?? null;
    const said = `${id}: ${verdict}${length === null ? '' : ` in ${length} steps`}`;
    const isEmpty = findings.longest < LEAST_DEPTH;
    if (steps !== null) {
      if (verdict !== 'refuted' || length !== steps) fail(`${said}, where it is broken in ${steps} steps`);
    } else if (verdict === 'proved') {
      if (isEmpty || foundations.some((each) => each !== 'proved')) fail(`${said}, where nobody keeps both contracts`);
    } else if (verdict === 'vacuous') {
      if (findings.longest > LEAST_DEPTH * 3 && !foundations.includes('refuted'))
        fail(`${said}, and it rests on nothing refuted`);
    } else if (verdict !== 'unknown' || found.unknown?.reason !== 'hypotheses') {
      fail(`${said}, where it is true: ${found.unknown?.detail}`);
    }
  }
}

describe('the checker agrees with the states of random refinements over time', () => {
  test.runIf(RUNS > 0)(`${RUNS}`, { timeout: 36_000_000 }, async () => {
    const tally = new Tally();
    const seeds = Array.from({ length: RUNS }, (_, at) => SEED + at);
    const lane = async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        try {
          await compare(seed, tally);
        } catch (error) {
          tally.wrong.push(
            `seed ${seed}: ${String((error as Error).stack)}\n${timedText(randomTimedRefinement(seed))}`,
          );
        }
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, lane));
    const { verdicts, beyond, wrong } = tally;
    const line = JSON.stringify({ seed: SEED, runs: RUNS, wrong: wrong.length, beyond, verdicts });
    if (process.env.REFINED_TALLY !== undefined) appendFileSync(process.env.REFINED_TALLY, `${line}\n`);
    if (process.env.REFINED_SHOW !== undefined) console.log(line);
    expect(wrong.join('\n\n')).toBe('');
  });
});
