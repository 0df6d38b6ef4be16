import { appendFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { ENGINES, type Engine } from '../../src/core/engine/engines.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';
import { explore, type Findings } from '../oracles/explicit_state.ts';
import { randomTimed } from '../oracles/random_timed.ts';
import { timedText } from '../oracles/temporal_description.ts';
import type { Realizable } from '../oracles/temporal_realizable.ts';

/**
 * Random systems over time against the enumeration of their states. Change the sample with `TIMED_SEED`, how many are checked by
 * all engines together with `TIMED_RUNS`, and by each alone with `TIMED_ALONE`; `TIMED_ENGINE` leaves one engine. What
 * came out is written to the file `TIMED_TALLY`, a line a test, and shown with `TIMED_SHOW`.
 */
const SEED = Number(process.env.TIMED_SEED ?? 1);
const RUNS = Number(process.env.TIMED_RUNS ?? 300);
const ALONE = Number(process.env.TIMED_ALONE ?? 12);
const WIDTH = 2;

/** What each engine alone is held to: to refute all that fails by this step, counted from 0 … */
const BY_STEP = 12;
/** … or to prove this share of what holds. */
const SHARE = 0.95;
/** So many steps are looked at by one engine alone. */
const DEEPEST = BY_STEP + 1;

/** For how many steps a contract has to be kept depends on the proofs. */
const LEAST_DEPTH = 6;
const MOST_DEPTH = 21;

const solver = createWasmSolver({});
afterAll(() => solver.close());

type Truth = number | Realizable;

/** What came out, by what is so and what was said; `claims` leaves out whether there is a behaviour, and an answer. */
class Tally {
  readonly wrong: string[] = [];
  readonly open: string[] = [];
  readonly verdicts: Record<string, number> = {};
  readonly claims: { readonly truth: Truth; readonly verdict: string }[] = [];
  /** How many systems have more states than are looked at. */
  beyond = 0;

  add(truth: Truth, verdict: string): void {
    const kind = `${typeof truth === 'number' ? 'broken' : truth} ${verdict}`;
    this.verdicts[kind] = (this.verdicts[kind] ?? 0) + 1;
  }

  /** Of the claims of which that is so, the share with such a verdict. */
  share(of: (truth: Truth) => boolean, ...verdicts: readonly string[]): number {
    const all = this.claims.filter(({ truth }) => of(truth));
    return all.filter(({ verdict }) => verdicts.includes(verdict)).length / Math.max(1, all.length);
  }
}

async function compare(seed: number, engine: Engine | null, tally: Tally): Promise<void> {
  const program = randomTimed(seed);
  const text = timedText(program);
  const alone = engine === null ? {} : { engines: new Set([engine]), deepest: DEEPEST };
  const result = await checkText(solver, text, 'test.safety', new Map(), alone);
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  const fail = (what: string) => tally.wrong.push(`seed ${seed}: ${what}\n${text}`);
  if (errors.length > 0) {
    fail(errors.map(({ code, message }) => `${code} ${message}`).join('; '));
    return;
  }
  const actual = new Map(result.obligations.map((obligation) => [obligation.id, obligation]));
  for (const { name, parts } of program.components) {
    const findings = explore(program, name);
    if (findings === null) {
      tally.beyond += 1;
      continue;
    }
    // A part of which it stays open whether it is realizable is asked about once more in its system.
    const isOpen = parts.some(({ component }) => actual.get(`${component}.realizable`)?.verdict === 'unknown');
    const known = isOpen && findings.realizable === 'true' ? { ...findings, realizable: 'either' as const } : findings;
    for (const [id, truth] of expected(known, name)) {
      const found = actual.get(id);
      if (found === undefined) {
        fail(`${id} is missing`);
        continue;
      }
      // What is beyond the engine for all values of a parameter is decided for those in use, and says so.
      if (found.scope?.startsWith('decided for the values in use only') === true) {
        tally.add(truth, 'in-use');
        continue;
      }
      tally.add(truth, found.verdict);
      if (findings.claims.has(id)) tally.claims.push({ truth, verdict: found.verdict });
      const length = found.counterexample?.steps.length ?? null;
      if (found.verdict === 'unknown' && found.unknown?.reason !== 'hypotheses' && truth !== 'open')
        tally.open.push(`seed ${seed}: ${id}: ${found.unknown?.detail}\n${text}`);
      if (found.unknown?.reason === 'replay' || found.unknown?.reason === 'crash')
        fail(`${id}: ${found.unknown.detail}`);
      if (found.verdict === 'proved' && findings.claims.has(id) && findings.longest < LEAST_DEPTH)
        fail(`${id}: proved, where no behaviour has more than ${findings.longest} steps`);
      if (
        found.verdict === 'vacuous' &&
        !foundations(name, id).some((other) => actual.get(other)?.verdict === 'refuted')
      )
        fail(`${id}: vacuous, where nothing that it rests on is refuted`);
      if (!agrees(truth, found.verdict, length))
        fail(`${id}: ${found.verdict}${length === null ? '' : ` in ${length} steps`}, where it is ${truth}`);
    }
  }
}

function* expected(
  { claims, reachable, longest, realizable }: Findings,
  name: string,
): Iterable<readonly [string, Truth]> {
  for (const [id, steps] of claims) yield [id, steps ?? 'true'];
  for (const [id, entered] of reachable) yield [id, entered ? 'true' : 'false'];
  yield [`${name}.consistent`, longest >= MOST_DEPTH ? 'true' : longest < LEAST_DEPTH ? 'false' : 'either'];
  yield [`${name}.realizable`, realizable];
}

/** What has to be proved for a claim to be more than valid. */
function foundations(component: string, id: string): string[] {
  const mode = /\.(m\d)\./.exec(id.slice(component.length));
  const always = [`${component}.consistent`, `${component}.realizable`];
  return mode === null ? always : [...always, `${component}.${mode[1]}.reachable`];
}

function agrees(truth: Truth, verdict: string, length: number | null): boolean {
  if (verdict === 'unknown' || truth === 'either') return true;
  if (truth === 'not true' || truth === 'open') return truth === 'not true' && verdict === 'refuted';
  if (truth === 'true') return verdict === 'proved' || verdict === 'vacuous';
  return verdict === 'refuted' && (typeof truth !== 'number' || length === truth);
}

async function sampled(engine: Engine | null, runs: number): Promise<Tally> {
  const tally = new Tally();
  const seeds = Array.from({ length: runs }, (_, at) => SEED + at);
  const lane = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      try {
        await compare(seed, engine, tally);
      } catch (error) {
        tally.wrong.push(`seed ${seed}: ${String((error as Error).stack)}\n${timedText(randomTimed(seed))}`);
      }
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  const { verdicts, beyond } = tally;
  const line = JSON.stringify({
    engine: engine ?? 'together',
    seed: SEED,
    runs,
    wrong: tally.wrong.length,
    beyond,
    verdicts,
  });
  if (process.env.TIMED_TALLY !== undefined) appendFileSync(process.env.TIMED_TALLY, `${line}\n`);
  if (process.env.TIMED_SHOW !== undefined) console.log(line);
  return tally;
}

const chosen = process.env.TIMED_ENGINE;

describe('the checker agrees with the states of random programs over time', () => {
  test.runIf(chosen === undefined && RUNS > 0)(`${RUNS}, all engines together`, { timeout: 36_000_000 }, async () => {
    const tally = await sampled(null, RUNS);
    expect(tally.wrong.join('\n\n')).toBe('');
    expect(tally.open.join('\n\n')).toBe('');
  });

  const engines = ENGINES.filter((engine) => ALONE > 0 && (chosen === undefined || chosen === engine));
  test.each(engines)(`${ALONE}, %s alone`, { timeout: 36_000_000 }, async (engine) => {
    const tally = await sampled(engine, ALONE);
    expect(tally.wrong.join('\n\n')).toBe('');
    if (engine === 'bmc') {
      const fails = (truth: Truth) => typeof truth === 'number' && truth <= BY_STEP + 1;
      expect(tally.share(fails, 'refuted')).toBe(1);
    } else {
      expect(tally.share((truth) => truth === 'true', 'proved', 'vacuous')).toBeGreaterThanOrEqual(SHARE);
    }
  });
});
