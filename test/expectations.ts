import { LineMap } from '../src/core/text/line_map.ts';
import type { CheckResult } from '../src/core/verdict/result.ts';

/**
 * What a file of the corpus says must come out of it.
 *
 * Comments say it: `//! S.g: refuted` (several allowed verdicts are joined by `|`), `//! S.g: refuted at 27` where the shortest
 * execution that breaks it does so at that step (the first is 0), `//! exit: 1`, `//! error: SV110 @ 7:13` for a file that must
 * be rejected (column optional). An obligation without such a line must meet its `@expect`, which is
 * `proved` where there is none; a clause's definedness must be proved.
 */
export interface Expected {
  readonly verdicts: ReadonlyMap<string, readonly string[]>;
  /** The last step of a counterexample, where it is said. */
  readonly depths: ReadonlyMap<string, number>;
  readonly exit: number;
  readonly errors: readonly string[];
}

/** What of a result is held against expectations. */
export type Outcome = Pick<CheckResult, 'runState'> & {
  readonly diagnostics: readonly Pick<CheckResult['diagnostics'][number], 'severity' | 'code' | 'span'>[];
  readonly obligations: readonly (Pick<CheckResult['obligations'][number], 'id' | 'kind' | 'verdict' | 'expected'> & {
    readonly counterexample: { readonly steps: readonly unknown[] } | null;
  })[];
};

export function expectedOf(text: string): Expected {
  const lines = [...text.matchAll(/^\/\/! (.*)$/gm)].map((m) => m[1]!.trim());
  const verdicts = new Map<string, readonly string[]>();
  const depths = new Map<string, number>();
  let exit = 0;
  const errors: string[] = [];
  for (const line of lines) {
    const [key, value] = [line.slice(0, line.lastIndexOf(': ')), line.slice(line.lastIndexOf(': ') + 2)];
    if (key === 'exit') exit = Number(value);
    else if (key === 'error') errors.push(value);
    else {
      const [words, depth] = value.split(' at ');
      verdicts.set(key, words!.split('|'));
      if (depth !== undefined) depths.set(key, Number(depth));
    }
  }
  return { verdicts, depths, exit, errors };
}

/** In what a result is not as its file says; nothing where it is. */
export function unmet(outcome: Outcome, text: string): readonly string[] {
  const expected = expectedOf(text);
  const errors = errorsOf(outcome, text);
  const found = new Set(outcome.obligations.map(({ id }) => id));
  const wrong = outcome.obligations.flatMap((o) => {
    const allowed = expected.verdicts.get(o.id) ?? [o.kind === 'defined' ? 'proved' : o.expected];
    return allowed.includes(o.verdict) ? [] : [`${o.id}: ${allowed.join('|')} expected, ${o.verdict} found`];
  });
  const elsewhere = outcome.obligations.flatMap(({ id, counterexample }) => {
    const depth = expected.depths.get(id);
    const last = (counterexample?.steps.length ?? 0) - 1;
    return depth === undefined || depth === last ? [] : [`${id}: broken at step ${depth} expected, at ${last} found`];
  });
  const exact = ![...expected.verdicts.values()].some((verdicts) => verdicts.length > 1);
  const exit = exitOf(outcome);
  return [
    ...errors.filter((e) => !expected.errors.some((w) => meets(e, w))).map((e) => `${e.code} @ ${e.line}:${e.column}`),
    ...expected.errors.filter((w) => !errors.some((e) => meets(e, w))).map((w) => `no ${w}`),
    ...[...expected.verdicts.keys()].filter((id) => !found.has(id)).map((id) => `no ${id}`),
    ...wrong,
    ...elsewhere,
    ...(exact && exit !== expected.exit ? [`exit ${expected.exit} expected, ${exit} found`] : []),
  ];
}

/** As the command line has it, for one file. */
function exitOf(outcome: Outcome): number {
  if (outcome.runState === 'empty' || outcome.diagnostics.some((d) => d.severity === 'error')) return 2;
  const seen = new Set(outcome.obligations.map((o) => o.verdict));
  if (seen.has('refuted') || seen.has('vacuous')) return 1;
  return seen.has('unknown') ? 3 : 0;
}

interface ErrorAt {
  readonly code: string;
  readonly line: number;
  readonly column: number;
}

function errorsOf({ diagnostics }: Outcome, text: string): readonly ErrorAt[] {
  const map = new LineMap(text);
  return diagnostics
    .filter((d) => d.severity === 'error')
    .map((d) => ({ code: d.code, ...(d.span === null ? { line: 0, column: 0 } : map.position(d.span.start)) }));
}

/** `SV110 @ 7:13`, `SV110 @ 7` or `SV110`. */
function meets({ code, line, column }: ErrorAt, wanted: string): boolean {
  return [code, `${code} @ ${line}`, `${code} @ ${line}:${column}`].includes(wanted);
}
