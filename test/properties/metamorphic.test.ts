import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../src/core/check.ts';
import type { CheckResult, VerdictKind } from '../../src/core/verdict/result.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { RELATIONS } from '../metamorphic/relations.ts';
import { UNFOLDED } from '../metamorphic/unfolding.ts';
import { SystemArbitrary } from '../oracles/random_systems.ts';
import { textOf } from '../oracles/text.ts';

/**
 * Metamorphic relations: changes of a text that say the same in other words. Verdicts, exact bounds and cut sets do not
 * move. More random systems with `METAMORPHIC_RUNS`.
 */
const RUNS = Number(process.env.METAMORPHIC_RUNS ?? 3);
const SEED = Number(process.env.METAMORPHIC_SEED ?? 20_260_201);

/** Real specifications of every kind that are quickly checked. */
const SPECS: readonly (readonly [file: string, bounds: boolean])[] = [
  ['ai/moderation_pipeline', false],
  ['ai/agent_budget', false],
  ['ai/deployment_contexts', false],
  ['physical/pump', false],
  ['services/latency_budget', true],
  ['services/api_rate_limit', false],
  ['teaching/whole_numbers', false],
  ['risk/layers_of_protection', true],
  ['risk/weight_security', false],
  ['time/token_bucket', false],
];

const solver = createWasmSolver({});
afterAll(() => solver.close());

interface Found {
  readonly verdict: VerdictKind;
  readonly reaches: string | null;
  readonly cutSets: string | null;
}

async function found(text: string, bounds: boolean): Promise<ReadonlyMap<string, Found>> {
  const result: CheckResult = await check({
    root: { path: 'metamorphic.safety', text },
    read: (_, wanted) => ({ kind: 'problem', problem: 'missing', detail: wanted }),
    solver,
    config: { rlimit: 2_000_000, timeoutMs: 60_000, seed: 0 },
    only: null,
    quick: !bounds,
    now: () => performance.now(),
  });
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`${errors.map(({ message }) => message).join('; ')}\n${text}`);
  return new Map(
    result.obligations.map(({ id, verdict, reaches, minimalCutSets }) => [
      id,
      {
        verdict,
        reaches: reaches === null ? null : `${reaches.value} ${reaches.unit} ${reaches.attained}`,
        cutSets: minimalCutSets === null ? null : JSON.stringify(minimalCutSets.map((set) => [...set].sort()).sort()),
      },
    ]),
  );
}

const RANK: readonly VerdictKind[] = ['refuted', 'vacuous', 'unknown', 'proved'];

function worst(verdicts: readonly VerdictKind[]): VerdictKind {
  return RANK.find((each) => verdicts.includes(each)) ?? 'proved';
}

/** What has moved; nothing where all is as before. */
function moved(
  before: ReadonlyMap<string, Found>,
  after: ReadonlyMap<string, Found>,
  ids: (id: string) => readonly string[],
  turns: boolean,
): readonly string[] {
  return [...before].flatMap(([id, was]) => {
    const now = ids(id).map((each) => after.get(each));
    if (now.some((each) => each === undefined)) return [`${id} is not owed any more`];
    const verdict = worst(now.map((each) => each!.verdict));
    if (verdict !== was.verdict) return [`${id}: ${was.verdict} before, ${verdict} after`];
    const [only] = now;
    if (now.length > 1 || turns) return [];
    // A bound is said where the claim is a comparison: the same claim in other words may have none.
    const bound = was.reaches !== null && only!.reaches !== null && was.reaches !== only!.reaches;
    const cuts = was.cutSets !== only!.cutSets;
    return [
      ...(bound ? [`${id}: reaches ${was.reaches} before, ${only!.reaches} after`] : []),
      ...(cuts ? [`${id}: cut sets ${was.cutSets} before, ${only!.cutSets} after`] : []),
    ];
  });
}

async function hold(text: string, bounds: boolean): Promise<ReadonlyMap<string, number>> {
  const before = await found(text, bounds);
  const applied = new Map<string, number>();
  for (const { name, turns, change } of RELATIONS) {
    const changed = change(text);
    if (changed === null) continue;
    const wrong = moved(before, await found(changed.text, bounds), changed.ids, turns === true);
    if (wrong.length > 0) throw new Error(`${name}:\n${wrong.join('\n')}\n\n${changed.text}`);
    applied.set(name, before.size);
  }
  return applied;
}

describe('the same in other words', () => {
  const seen = new Set<string>();

  test.each(SPECS)('%s', { timeout: 300_000 }, async (file, bounds) => {
    const text = readFileSync(join(import.meta.dirname, '../../specs', `${file}.safety`), 'utf8');
    for (const name of (await hold(text, bounds)).keys()) seen.add(name);
  });

  test(`${RUNS} random systems`, { timeout: 3_600_000 }, async () => {
    const details = await fc.check(
      fc.asyncProperty(new SystemArbitrary(), async (description) => {
        for (const name of (await hold(textOf(description), false)).keys()) seen.add(name);
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
    if (details.failed) throw details.errorInstance;
  });

  test('a family and its members one by one', async () => {
    const details = await fc.check(
      fc.asyncProperty(UNFOLDED, async ({ family, apart, size }) => {
        const [together, alone] = [await found(family, true), await found(apart, true)];
        const members = (id: string) =>
          id.startsWith('S.m.') ? Array.from({ length: size }, (_, at) => id.replace('S.m.', `S.m_${at + 1}.`)) : [id];
        expect(moved(together, alone, members, false)).toEqual([]);
      }),
      { seed: SEED, numRuns: 2 * RUNS, endOnFailure: true },
    );
    if (details.failed) throw details.errorInstance;
  });

  test('each relation was tried', () => {
    expect(RELATIONS.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
    expect(RELATIONS.length).toBeGreaterThanOrEqual(15);
    expect(readdirSync(join(import.meta.dirname, '../../specs')).length).toBeGreaterThan(0);
  });
});
