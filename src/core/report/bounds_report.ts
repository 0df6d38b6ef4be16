import type { CheckResult, ObligationResult } from '../verdict/result.ts';
import { printable } from './printable.ts';
import type { Report } from './report.ts';
import { table } from './table.ts';
import { turningLines } from './turning_report.ts';
import { clauseText, quantity, reachWords } from './verdict_words.ts';

/** How near every claim is to its bound, how far every input and parameter may go, and which sizes are safe. */

const COLUMNS = 118;

/** The report for people; every number in it is exact or rounded to the safe side. */
export function boundsReport({ runs }: Report): string {
  return `${runs.flatMap(({ result }) => [...claims(result), ...restrictions(result), ...turningLines(result)]).join('\n')}\n`;
}

function claims({ obligations }: CheckResult): readonly string[] {
  const rows = obligations
    .filter(({ reaches, family, supporting }) => (reaches !== null || family !== null) && !supporting)
    .map(rowOf);
  if (rows.length === 0) return ['  no claim compares quantities'];
  const titles = ['claim', '', 'reaches', 'left', 'safe sizes', 'verdict'];
  return table(['name', 'text', 'remark', 'remark', 'remark', 'remark'], [titles, ...rows], COLUMNS).map(
    (line) => `  ${line}`,
  );
}

function rowOf({ id, text, verdict, reaches, slack, family }: ObligationResult): readonly string[] {
  const reached = reaches === null ? '' : reachWords(reaches).replace(/^reaches /, '');
  return [
    printable(id),
    printable(clauseText(id, text ?? '')),
    printable(reached),
    slack === null ? '' : printable(quantity(slack)),
    sizes(family),
    verdict,
  ];
}

function sizes(family: ObligationResult['family']): string {
  if (family === null) return '';
  if (family.firstFailing === null) return `all ${printable(family.parameter)}`;
  const failing = `fails at ${printable(family.parameter)} = ${family.firstFailing}`;
  return family.largestSafe === null ? failing : `up to ${family.largestSafe}, ${failing}`;
}

function restrictions({ bounds }: CheckResult): readonly string[] {
  if (bounds === undefined || bounds.length === 0) return [];
  const rows = bounds.map((bound) => [
    printable(bound.of),
    printable(`${bound.weakest} ${bound.unit}`.trim()),
    printable(bound.for),
  ]);
  const titles = ['weakest restriction of', '', 'under which this is proved'];
  return ['', ...table(['name', 'remark', 'name'], [titles, ...rows], COLUMNS).map((line) => `  ${line}`)];
}
