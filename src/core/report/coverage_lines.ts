import type { CheckResult } from '../verdict/result.ts';
import { COLUMNS } from './frame.ts';
import type { Paint } from './paint.ts';
import { counted, printable } from './printable.ts';
import type { Sources } from './sources.ts';
import { table } from './table.ts';
import { clauseText } from './verdict_words.ts';

/** What of a file no proof uses; nothing where that was not asked. */
export function coverageLines({ coverage }: CheckResult, sources: Sources, paint: Paint): readonly string[] {
  if (coverage === undefined) return [];
  const { clauses, inputs, open } = coverage;
  const line = (span: Parameters<Sources['start']>[0]) => `line ${sources.start(span).line}`;
  const unused = clauses.map(({ name, text, span }) => [
    printable(name),
    printable(clauseText(name, text)),
    line(span),
  ]);
  const idle = inputs.map(({ name, span }) => [printable(name), line(span)]);
  return [
    '',
    ...titled(unused, ['name', 'text', 'text'], 'no proof uses', 'every clause is used by some proof', paint),
    ...titled(idle, ['name', 'text'], 'no property depends on', 'some property depends on every input', paint),
    ...(open === 0 ? [] : [`  ${counted(open, 'claim')} without a core: what is near them counts as used`]),
  ];
}

function titled(
  rows: readonly (readonly string[])[],
  kinds: readonly ('name' | 'text')[],
  some: string,
  none: string,
  paint: Paint,
): readonly string[] {
  if (rows.length === 0) return [`  ${paint('dim', none)}`];
  return [`  ${paint('dim', some)}`, ...table(kinds, rows, COLUMNS - 6).map((row) => `      ${row}`)];
}
