import type { ObligationResult } from '../verdict/result.ts';
import { countLine } from './concise.ts';
import { placeOf } from './frame.ts';
import { formula } from './overview.ts';
import { printable } from './printable.ts';
import type { Report, Run } from './report.ts';
import type { Sources } from './sources.ts';
import { allObligations } from './summary.ts';
import { sign, verdictSentence } from './verdict_words.ts';

/** A summary in Markdown, for a merge request or a job's page: what is not proved first, everything else folded away. */
export function markdownReport(report: Report): string {
  const obligations = allObligations(report);
  const open = obligations.filter((obligation) => obligation.verdict !== 'proved');
  const lines = [`## safeverify: ${obligations.length === 0 ? 'nothing was checked' : countLine(obligations)}`, ''];
  lines.push(...mistakes(report));
  if (open.length > 0)
    lines.push('| | obligation | | |', '|---|---|---|---|', ...open.map((each) => openRow(each, report.sources)), '');
  for (const run of report.runs) lines.push(...folded(run));
  return `${lines.join('\n').trimEnd()}\n`;
}

function mistakes(report: Report): readonly string[] {
  const errors = [...report.failures, ...report.runs.flatMap((run) => run.result.diagnostics)];
  const lines = errors.map(({ code, severity, message, span }) => {
    const place = span === null ? '' : ` (${cell(placeOf(report.sources, span))})`;
    return `- **${severity} ${code}**: ${cell(message)}${place}`;
  });
  return lines.length === 0 ? [] : [...lines, ''];
}

function openRow(obligation: ObligationResult, sources: Sources): string {
  const place = cell(placeOf(sources, obligation.span));
  return `| ${sign(obligation.verdict)} | ${code(obligation.id)} | ${cell(verdictSentence(obligation))} (${obligation.code ?? ''}) | ${place} |`;
}

function folded(run: Run): readonly string[] {
  const proved = run.result.obligations.filter((obligation) => obligation.verdict === 'proved');
  if (proved.length === 0) return [];
  const rows = proved.map((each) => `| ${code(each.id)} | ${formula(each) === '' ? '' : code(formula(each))} |`);
  const summary = `<summary>${cell(run.root)}: ${proved.length} proved</summary>`;
  return ['<details>', summary, '', '| proved | |', '|---|---|', ...rows, '', '</details>', ''];
}

/** Text in a table's cell: nothing in it is markup. */
function cell(text: string): string {
  return printable(text.replaceAll('\n', ' ')).replaceAll(/[\\`*_{}[\]<>#|~&]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/** Code in a table's cell; ticks would have to be outnumbered, an element has not. */
function code(text: string): string {
  return `<code>${cell(text)}</code>`;
}
