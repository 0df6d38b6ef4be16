import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../src/core/check.ts';
import type { CheckResult, ObligationResult, Repair } from '../../src/core/verdict/result.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';

/**
 * Every change that is shown for a refuted claim restores its proof, and worsens nothing: the change is made in the text
 * and the text is checked again. Where some change of one number does it, one is shown.
 */

/** More of them: `REPAIR_RUNS=200 npx vitest run test/properties/repairs.test.ts`. */
const RUNS = Number(process.env.REPAIR_RUNS ?? 4);

const solver = createWasmSolver({ workers: 2 });
afterAll(() => solver.close());

function checked(text: string, quick: boolean): Promise<CheckResult> {
  return check({
    root: { path: 'drawn.safety', text },
    read: () => ({ kind: 'problem', problem: 'missing', detail: '' }),
    solver,
    config: { rlimit: 2_000_000, timeoutMs: 30_000, seed: 0 },
    only: null,
    quick,
    now: () => performance.now(),
  });
}

function edited(text: string, { span, to }: Repair): string {
  return `${text.slice(0, span.start)}${to}${text.slice(span.end)}`;
}

/** That the claim is proved, and everything that was proved before. */
function isBetter(id: string, before: readonly ObligationResult[], after: readonly ObligationResult[]): boolean {
  const verdicts = new Map(after.map((one) => [one.id, one.verdict]));
  return (
    verdicts.get(id) === 'proved' &&
    before.every((one) => one.verdict !== 'proved' || verdicts.get(one.id) === 'proved')
  );
}

const small = fc.integer({ min: 0, max: 90 });
const unit = fc.constantFrom('ms', 's');

/** What a stage promises of its delay, in one of several ways. */
const stage = fc
  .record({ most: fc.integer({ min: 1, max: 90 }), low: fc.constantFrom(0, 1), form: fc.integer({ min: 0, max: 4 }) })
  .map(({ most, low, form }) => {
    switch (form) {
      case 0:
        return { body: `out delay : real [ms] in ${low}..${most}` };
      case 1:
        return { body: `out delay : real [ms]\n  guarantee quick: ${low} ms <= delay <= ${most} ms` };
      case 2:
        return { body: `out delay : real [ms] in 0..\n  guarantee quick: delay < ${most} ms` };
      case 3:
        return { body: `out delay : real [ms] in 0..\n  guarantee quick: delay + ${low} ms <= ${most} ms + ${low} ms` };
      default:
        return {
          body: `param slow : real [ms] = ${most} ms\n  out delay : real [ms] in 0..\n  guarantee quick: delay <= slow`,
        };
    }
  });

/** Stages in a row, some of which assume something of the one before, with a bound on the sum that is often too tight. */
const chain = fc
  .record({
    stages: fc.array(fc.record({ stage, assumed: fc.option(small) }), { minLength: 1, maxLength: 3 }),
    load: fc.option(fc.integer({ min: 1, max: 40 })),
    bound: fc.integer({ min: 1, max: 200 }),
    unit,
    named: fc.boolean(),
  })
  .map(({ stages, load, bound, unit: written, named }) => {
    const types = stages.map(({ stage: { body }, assumed }, at) => {
      const needs =
        at === 0 || assumed === null ? '' : `\n  in before : real [ms]\n  assume fresh: before <= ${assumed} ms`;
      return `component C${at} {${needs}\n  ${body}\n}`;
    });
    const wires = stages.flatMap(({ assumed }, at) =>
      at === 0 || assumed === null ? [] : [`  connect p${at - 1}.delay -> p${at}.before`],
    );
    const limit = written === 's' ? `${bound / 1000} s` : `${bound} ms`;
    const sum = [...stages.map((_, at) => `p${at}.delay`), ...(load === null ? [] : ['2 * extra'])].join(' + ');
    return [
      ...(named ? [`const limit = ${limit}`] : []),
      ...types,
      'system S {',
      ...(load === null ? [] : [`  in extra : real [ms] in 0..${load}`]),
      ...stages.map((_, at) => `  part p${at} : C${at}`),
      ...wires,
      `  let total = ${sum}`,
      `  guarantee in_time: total <= ${named ? 'limit' : limit}`,
      '}',
      '',
    ].join('\n');
  });

const grade = fc.constantFrom('low', 'mid', 'high');
const operator = fc.constantFrom('<', '<=');

/** Parts whose promises turn on truth values, grades and the ends of bounds, and claims that some of these break. */
const words = fc
  .record({
    parts: fc.array(
      fc.record({
        grade: fc.option(grade),
        byDefault: grade,
        wanted: grade,
        checked: fc.boolean(),
        needed: fc.boolean(),
        cap: fc.integer({ min: 2, max: 4 }),
        operator,
      }),
      { minLength: 1, maxLength: 2 },
    ),
    tested: fc.boolean(),
    bound: operator,
    limit: fc.integer({ min: 2, max: 8 }),
  })
  .map(({ parts, tested, bound, limit }) =>
    [
      'type Grade = { low, mid, high }',
      `const tested = ${tested}`,
      ...parts.flatMap((part, at) => [
        `component C${at} {`,
        `  param grade : Grade = ${part.byDefault}`,
        `  param checked : bool = ${part.checked}`,
        '  out flow : real',
        '  out ok : bool',
        `  guarantee cap: flow ${part.operator} ${part.cap}`,
        `  guarantee good: grade == ${part.wanted}${part.needed ? ' and checked' : ''} => ok`,
        '}',
      ]),
      'system S {',
      ...parts.map((part, at) => `  part p${at} : C${at}${part.grade === null ? '' : `(grade = ${part.grade})`}`),
      `  guarantee small: ${parts.map((_, at) => `p${at}.flow`).join(' + ')} ${bound} ${limit}`,
      `  guarantee fine: ${parts.map((_, at) => `p${at}.ok`).join(' and ')}`,
      '  guarantee works: tested and p0.ok or p0.flow <= 1',
      '}',
      '',
    ].join('\n'),
  );

/** Every text in which one value that a name stands for is another, or one comparison has its end or lacks it. */
function withOneWordChanged(text: string): readonly string[] {
  const others: Readonly<Record<string, readonly string[]>> = {
    true: ['false'],
    false: ['true'],
    low: ['mid', 'high'],
    mid: ['low', 'high'],
    high: ['low', 'mid'],
    '<': ['<='],
    '<=': ['<'],
  };
  return [...text.matchAll(/(?<=(?:^|[^=])= )(?:true|false|low|mid|high)\b|<=?/gm)].flatMap((found) =>
    others[found[0]]!.map(
      (other) => `${text.slice(0, found.index)}${other}${text.slice(found.index + found[0].length)}`,
    ),
  );
}

/** Every text in which one number is another one. */
function withOneNumberChanged(text: string): readonly string[] {
  const factors = [0, 0.1, 0.5, 0.9, 2, 4];
  return [...text.matchAll(/(?<![A-Za-z0-9_.])[0-9]+(\.[0-9]+)?/g)].flatMap((found) =>
    factors.map((factor) => {
      const value = String(Math.round(Number(found[0]) * factor * 1e6) / 1e6);
      return `${text.slice(0, found.index)}${value}${text.slice(found.index + found[0].length)}`;
    }),
  );
}

/** Holds all that is shown for a text to a check of the changed text, and nothing shown to an enumeration of changes. */
async function shownFor(text: string, enumerated: (text: string) => readonly string[]): Promise<number> {
  let shown = 0;
  const { obligations } = await checked(text, false);
  for (const { id, counterexample } of obligations.filter(({ verdict }) => verdict === 'refuted')) {
    const repairs = counterexample?.repairs ?? [];
    for (const repair of repairs) {
      expect(text.slice(repair.span.start, repair.span.end)).toBe(repair.from);
      const after = await checked(edited(text, repair), true);
      expect(isBetter(id, obligations, after.obligations), `${repair.clause}: ${repair.to}\n${text}`).toBe(true);
    }
    shown += repairs.length;
    if (repairs.length > 0 || counterexample === null) continue;
    for (const other of enumerated(text)) {
      const after = await checked(other, true);
      expect(isBetter(id, obligations, after.obligations), `${id}: not found\n${other}`).toBe(false);
    }
  }
  return shown;
}

describe('repairs', () => {
  test.each([
    ['of numbers', chain, withOneNumberChanged],
    ['of words', words, withOneWordChanged],
  ] as const)(
    '%s restore the proof, and one is shown where there is one',
    {
      timeout: 60_000 + RUNS * 20_000,
    },
    async (_, texts, enumerated) => {
      let shown = 0;
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          shown += await shownFor(text, enumerated);
        }),
        { numRuns: RUNS, seed: RUNS },
      );
      expect(shown).toBeGreaterThan(RUNS / 2);
    },
  );
});
