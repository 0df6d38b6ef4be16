import type { CheckResult, ComponentSummary, ObligationKind, ObligationResult } from '../verdict/result.ts';
import { type ClaimRow, claimRows } from './claim_rows.ts';
import { coreLines } from './core_lines.ts';
import { COLUMNS } from './frame.ts';
import { groupBy } from './grouping.ts';
import type { Ink, Paint } from './paint.ts';
import { counted, printable } from './printable.ts';
import { clauseText, methodWords, quantity, reachWords, shortName, sign } from './verdict_words.ts';

/** The overview of one file: a headline for each component, a line for each claim. */

/** More proved lines of one component than this are counted by their kind. */
const MOST_LINES = 24;

/** The lines of the overview; empty where the file owes nothing. What was asked only in support of the rest stands apart. */
export function overview(result: CheckResult, paint: Paint): readonly string[] {
  const asked = result.obligations.filter((obligation) => !obligation.supporting);
  const supporting = result.obligations.filter((obligation) => obligation.supporting);
  return [...askedLines(result, asked, paint), ...supportingLines(supporting, paint)];
}

function askedLines(result: CheckResult, asked: readonly ObligationResult[], paint: Paint): readonly string[] {
  if (asked.length === 0) return [];
  const lined = asked.filter((obligation) => !isContractLine(obligation));
  const groups = [...groupBy(lined, (obligation) => `${obligation.setting ?? ''}/${obligation.component}`).values()];
  const contracts = contractLines(asked, paint);
  if (groups.length === 0) return ['', ...contracts];
  const only = groups.length === 1 ? asked.length : null;
  const blocks = groups.map((group) => groupLines(result, group, only, paint));
  if (blocks.length > 1) return ['', ...contracts, ...blocks.flatMap(([head, ...lines]) => ['', head!, '', ...lines])];
  const [head, ...lines] = blocks[0]!;
  return ['', head!, '', ...contracts, ...lines];
}

function supportingLines(supporting: readonly ObligationResult[], paint: Paint): readonly string[] {
  if (supporting.length === 0) return [];
  const lined = supporting.filter((obligation) => !isContractLine(obligation));
  return [
    '',
    `  ${paint('dim', 'what this rests on')}`,
    ...contractLines(supporting, paint),
    ...claimLines(lined, paint, fullName),
  ];
}

/** Consistency and realizability that is proved is counted, not listed. */
function isContractLine(obligation: ObligationResult): boolean {
  return obligation.verdict === 'proved' && (obligation.kind === 'consistent' || obligation.kind === 'realizable');
}

function contractLines(obligations: readonly ObligationResult[], paint: Paint): readonly string[] {
  const proved = obligations.filter(isContractLine);
  const consistent = proved.filter((obligation) => obligation.kind === 'consistent').length;
  const realizable = proved.length - consistent;
  const words = [
    consistent > 0 ? `${counted(consistent, 'contract')} consistent` : '',
    realizable > 0 ? `${consistent > 0 ? realizable : counted(realizable, 'contract')} realizable` : '',
  ].filter((word) => word !== '');
  return words.length === 0 ? [] : [`  ${paint('good', '✔')} ${words.join(', ')}`];
}

function groupLines(
  result: CheckResult,
  group: readonly ObligationResult[],
  total: number | null,
  paint: Paint,
): readonly string[] {
  const proved = group.filter((obligation) => obligation.verdict === 'proved');
  const rest = group.filter((obligation) => obligation.verdict !== 'proved');
  const lines =
    proved.length > MOST_LINES
      ? [...countedLines(proved, paint), ...claimLines(rest, paint)]
      : claimLines(group, paint);
  return [headline(result, group, total, paint), ...lines];
}

function headline(result: CheckResult, group: readonly ObligationResult[], total: number | null, paint: Paint): string {
  const { component, setting } = group[0]!;
  const summary = result.components.find((each) => each.name === component);
  const words = [...structure(summary), counted(total ?? group.length, 'obligation')].join(', ');
  const name = setting === null ? component : `${component} in setting ${setting}`;
  return `  ${paint('bold', printable(name))}   ${words}`;
}

function structure(summary: ComponentSummary | undefined): readonly string[] {
  if (summary === undefined || summary.kind !== 'system') return [];
  const wires = summary.connections === 0 ? [] : [counted(summary.connections, 'connection')];
  return [counted(summary.parts, 'part'), ...wires];
}

function claimLines(
  obligations: readonly ObligationResult[],
  paint: Paint,
  nameOf: (obligation: ObligationResult) => string = shortName,
): readonly string[] {
  const rows = obligations.map(
    (obligation): ClaimRow => ({
      name: printable(nameOf(obligation)),
      text: printable(formula(obligation)),
      remark: remark(obligation),
    }),
  );
  return claimRows(rows, COLUMNS - 4).flatMap(([first, ...more], at) => {
    const obligation = obligations[at]!;
    const under = more.map((line) => `      ${line}`);
    return [
      `  ${paint(inkOf(obligation.verdict), sign(obligation.verdict))} ${first}`,
      ...under,
      ...coreLines(obligation, paint),
    ];
  });
}

function fullName(obligation: ObligationResult): string {
  return obligation.id;
}

/** The claim on one line, as the user wrote it. */
export function formula(obligation: ObligationResult): string {
  return clauseText(obligation.id, obligation.text ?? obligation.sentence ?? '');
}

/** What stands behind the claim: the verdict where it is not `proved`, else how near the bound is, and how it was proved. */
function remark(obligation: ObligationResult): string {
  const verdict = obligation.verdict === 'proved' ? methodWords(obligation) : obligation.verdict;
  return [boundWords(obligation), verdict, printable(everySize(obligation)), printable(obligation.scope ?? '')]
    .filter((word) => word !== '')
    .join('   ');
}

/** That a claim was proved for sizes that nobody listed: `holds for every n`. */
export function everySize({ verdict, family }: ObligationResult): string {
  const without = family === null || !family.everySize || family.abstraction === null;
  return without || verdict !== 'proved' ? '' : `holds for every ${family.parameter}`;
}

/** `reaches 138 ms   slack 12 ms`; a bound that is only approached is `below 55`. */
function boundWords({ reaches, slack, verdict }: ObligationResult): string {
  if (reaches === null) return '';
  const reached = printable(reachWords(reaches));
  if (slack === null || verdict !== 'proved') return reached;
  if (reaches.inner !== undefined) return `${reached}   slack at least ${printable(quantity(slack))}`;
  return slack.value === '0' ? `${reached}   slack 0: tight` : `${reached}   slack ${printable(quantity(slack))}`;
}

export function inkOf(verdict: ObligationResult['verdict']): Ink {
  switch (verdict) {
    case 'proved':
      return 'good';
    case 'refuted':
    case 'vacuous':
      return 'error';
    case 'unknown':
      return 'warning';
  }
}

function countedLines(proved: readonly ObligationResult[], paint: Paint): readonly string[] {
  const lines: string[] = [];
  for (const [kind, group] of groupBy(proved, (obligation) => obligation.kind)) {
    const few = group.length <= 3 || (kind === 'guarantee' && group.length <= MOST_LINES);
    lines.push(...(few ? claimLines(group, paint) : [`  ${paint('good', '✔')} ${countOf(kind, group.length)}`]));
  }
  return lines;
}

function countOf(kind: ObligationKind, count: number): string {
  switch (kind) {
    case 'assumption':
      return `${counted(count, 'assumption')} of parts met`;
    case 'guarantee':
      return `${counted(count, 'guarantee')} kept`;
    case 'invariant':
      return `${counted(count, 'invariant')} kept`;
    case 'range':
      return `${counted(count, 'range')} kept`;
    case 'defined':
      return `${counted(count, 'clause')} defined everywhere`;
    case 'modes':
      return `${count} sets of modes complete`;
    case 'reachable':
      return `${counted(count, 'mode')} reachable`;
    case 'consistent':
      return `${counted(count, 'contract')} consistent`;
    case 'realizable':
      return `${counted(count, 'contract')} realizable`;
    case 'refinement':
      return `${counted(count, 'clause')} refined`;
    case 'tolerating':
      return `${counted(count, 'guarantee')} kept under faults`;
    case 'probability':
      return `${counted(count, 'probability bound')} kept`;
  }
}
