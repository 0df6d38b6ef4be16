import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { CheckResult, ObligationResult } from '../src/core/verdict/result.ts';
import { createWasmSolver } from '../src/solvers/wasm/pool.ts';
import { checkText } from './checking.ts';

/**
 * Families of open size against enumeration: each file is decided for all sizes, and once more with every size up to
 * `LARGEST` written out one by one. What is proved for all must hold at each of these; what is refuted must fail first where
 * it is said to. What is proved must be proved at each of them: an enumeration that decides nothing shows nothing.
 */
const FOLDER = join(import.meta.dirname, 'corpus/families');
const LARGEST = 12;
/** What is proved for all sizes at once may be beyond the solver one by one: these are compared up to a smaller size. */
const HARD: ReadonlyMap<string, number> = new Map([['Store.weighted', 4]]);
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.safety'));

const solver = createWasmSolver({});
afterAll(() => solver.close());

/** The file with its sizes up to the largest, where there was no end. */
function upTo(text: string, largest: number): string {
  return text.replace(/^(\s*param \w+ : int in \d+\.\.)$/gm, `$1${largest}`);
}

function byId(result: CheckResult): ReadonlyMap<string, ObligationResult> {
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return new Map(result.obligations.map((one) => [one.id, one]));
}

/** Where an enumeration says something that the answer for all sizes contradicts. */
function contradictions(
  all: ReadonlyMap<string, ObligationResult>,
  each: ReadonlyMap<string, ObligationResult>,
): string[] {
  return [...all].flatMap(([id, { verdict, family }]) => {
    const listed = each.get(id);
    if (listed === undefined) return [`${id} is not owed one by one`];
    // A witness at one size is enough, and is none at another.
    const isForEach = !/\.(consistent|reachable)$/.test(id);
    if (verdict === 'proved' && isForEach && listed.verdict !== 'proved' && !HARD.has(id))
      return [`${id} is ${listed.verdict} at some size: ${listed.unknown?.detail}`];
    const hasSizes = listed.family !== null && !id.endsWith('.consistent');
    if (verdict === 'proved' && listed.verdict === 'refuted') return [`${id} is refuted at some size`];
    if (verdict === 'proved' && hasSizes && family?.everySize !== true) return [`${id} is not proved for all`];
    if (verdict === 'unknown' && listed.verdict === 'refuted') return [`${id} is refuted at some size, and not found`];
    if (verdict !== 'refuted' || family === null) return [];
    // Of several sizes an enumeration names none as the first.
    if (listed.family === null && family.parameter.includes(',')) return [];
    const first = listed.family?.firstFailing ?? null;
    return family.firstFailing === first
      ? []
      : [`${id} fails first at ${family.firstFailing}, and at ${first} one by one`];
  });
}

describe('families of any size', () => {
  test('there are enough of them, and of each verdict', () => {
    expect(files.length).toBeGreaterThanOrEqual(35);
  });

  test.each(files)('%s', { timeout: 240_000 }, async (file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    expect(upTo(text, LARGEST), 'some size is open').not.toBe(text);
    const all = byId(await checkText(solver, text));
    const unexpected = [...all.values()].filter(
      ({ verdict, expected, expectedOf }) => expectedOf !== 'component' && verdict !== expected && verdict !== 'proved',
    );
    expect(unexpected.map(({ id, verdict, unknown }) => `${id} is ${verdict}: ${unknown?.detail}`)).toEqual([]);
    const missing = [...all.values()].filter(
      ({ verdict, expected, expectedOf }) => expectedOf === 'clause' && verdict !== expected,
    );
    expect(missing.map(({ id, verdict, expected }) => `${id} is ${verdict}, not ${expected}`)).toEqual([]);
    const each = byId(await checkText(solver, upTo(text, LARGEST)));
    expect(contradictions(all, each)).toEqual([]);
    for (const [id, largest] of HARD) {
      if (!all.has(id)) continue;
      const few = byId(await checkText(solver, upTo(text, largest)));
      expect(few.get(id)?.verdict, `${id} up to ${largest}`).toBe(all.get(id)!.verdict);
    }
  });
});
