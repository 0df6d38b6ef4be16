import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { LineMap } from '../src/core/text/line_map.ts';
import type { CheckResult } from '../src/core/verdict/result.ts';
import { createWasmSolver } from '../src/solvers/wasm/pool.ts';
import { checkText } from './checking.ts';

/**
 * Files that each hold a way for a checker to be wrong, next to its nearest true neighbour.
 *
 * Leading comments say what must come out: `//! S.g: refuted` (several allowed verdicts are joined by `|`), `//! exit: 1`,
 * `//! error: SV110 @ 7:13` for a file that must be rejected (column optional). An obligation without such a line must meet its `@expect`,
 * which is `proved` where there is none; a clause's definedness must be proved.
 */
const FOLDER = join(import.meta.dirname, 'corpus');
const files = ['traps', 'risk', 'literature'].flatMap((folder) =>
  readdirSync(join(FOLDER, folder))
    .filter((f) => f.endsWith('.safety'))
    .map((f) => join(folder, f)),
);

interface Expected {
  readonly verdicts: ReadonlyMap<string, readonly string[]>;
  readonly exit: number;
  readonly errors: readonly string[];
}

function expectedOf(text: string): Expected {
  const lines = [...text.matchAll(/^\/\/! (.*)$/gm)].map((m) => m[1]!.trim());
  const verdicts = new Map<string, readonly string[]>();
  let exit = 0;
  const errors: string[] = [];
  for (const line of lines) {
    const [key, value] = [line.slice(0, line.lastIndexOf(': ')), line.slice(line.lastIndexOf(': ') + 2)];
    if (key === 'exit') exit = Number(value);
    else if (key === 'error') errors.push(value);
    else verdicts.set(key, value.split('|'));
  }
  return { verdicts, exit, errors };
}

/** As the command line has it, for one file. */
function exitOf(result: CheckResult): number {
  if (result.runState === 'empty' || result.diagnostics.some((d) => d.severity === 'error')) return 2;
  const seen = new Set(result.obligations.map((o) => o.verdict));
  if (seen.has('refuted') || seen.has('vacuous')) return 1;
  return seen.has('unknown') ? 3 : 0;
}

function errorsOf(
  result: CheckResult,
  text: string,
): { readonly code: string; readonly line: number; readonly column: number }[] {
  const map = new LineMap(text);
  return result.diagnostics
    .filter((d) => d.severity === 'error')
    .map((d) => ({ code: d.code, ...(d.span === null ? { line: 0, column: 0 } : map.position(d.span.start)) }));
}

/** `SV110 @ 7:13`, `SV110 @ 7` or `SV110`. */
function meets(
  error: { readonly code: string; readonly line: number; readonly column: number },
  wanted: string,
): boolean {
  const { code, line, column } = error;
  return [code, `${code} @ ${line}`, `${code} @ ${line}:${column}`].includes(wanted);
}

describe('traps', () => {
  const solver = createWasmSolver({});
  afterAll(() => solver.close());

  test.each(files)('%s', async (file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const expected = expectedOf(text);
    const result = await checkText(solver, text, file);
    const errors = errorsOf(result, text);
    const uncalled = errors.filter((e) => !expected.errors.some((w) => meets(e, w)));
    expect(uncalled.map((e) => `${e.code} @ ${e.line}:${e.column}`)).toEqual([]);
    expect(expected.errors.filter((w) => !errors.some((e) => meets(e, w)))).toEqual([]);
    const found = new Map(result.obligations.map((o) => [o.id, o]));
    expect([...expected.verdicts.keys()].filter((id) => !found.has(id))).toEqual([]);
    const wrong = result.obligations.flatMap((o) => {
      const allowed = expected.verdicts.get(o.id) ?? [o.kind === 'defined' ? 'proved' : o.expected];
      return allowed.includes(o.verdict) ? [] : [`${o.id}: ${allowed.join('|')} expected, ${o.verdict} found`];
    });
    expect(wrong).toEqual([]);
    if (![...expected.verdicts.values()].some((v) => v.length > 1)) expect(exitOf(result)).toBe(expected.exit);
  });
});
