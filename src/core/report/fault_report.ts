import { counted, printable, wrap } from './printable.ts';
import { table } from './table.ts';

/** What `faults` says of one guarantee. */
export interface FaultReport {
  readonly id: string;
  readonly complete: boolean;
  readonly cutSets: readonly (readonly string[])[];
  readonly orders: readonly { readonly size: number; readonly count: number }[];
  readonly singlePoints: readonly string[];
  readonly tolerates: number | null;
  readonly importance: readonly {
    readonly fault: string;
    readonly sets: number;
    readonly smallest: number;
    readonly without: { readonly sets: number; readonly smallest: number | null };
  }[];
  /** Null where they were not asked for, or are too many. */
  readonly pathSets: readonly (readonly string[])[] | null;
  /** For the number of faults to be borne: the smallest sets that would have to be made impossible. */
  readonly protections: { readonly tolerating: number; readonly sets: readonly (readonly string[])[] | null } | null;
}

const MOST_SETS = 20;
const WIDTH = 78;

/** The report for people. */
export function faultReportText(report: FaultReport): string {
  return `${[`${printable(report.id)}`, ...body(report)].join('\n')}\n`;
}

function body(report: FaultReport): string[] {
  const { cutSets, complete } = report;
  if (cutSets.some((set) => set.length === 0)) return said('it fails with no fault at all');
  const lines = [
    ...said(summary(report)),
    ...(complete
      ? []
      : said('there may be other sets: the search was ended by a limit, and what follows is of those found')),
  ];
  if (cutSets.length === 0) return lines;
  lines.push(
    ...said(
      `single points of failure: ${report.singlePoints.length === 0 ? 'none' : report.singlePoints.map(printable).join(', ')}`,
    ),
  );
  for (const { size, count } of report.orders) lines.push(...order(report, size, count));
  lines.push('', '  what each fault counts for, and what is left if it could not occur', ...importance(report));
  return [...lines, ...paths(report), ...protections(report)];
}

function summary({ cutSets, tolerates, complete }: FaultReport): string {
  if (cutSets.length === 0)
    return complete ? 'no combination of faults breaks it' : 'no set of faults that breaks it was found';
  const bears =
    tolerates === 0 ? 'it does not bear every single fault' : `it bears any ${counted(tolerates ?? 0, 'fault')}`;
  return complete
    ? `${bears}; ${counted(cutSets.length, 'minimal cut set')}`
    : `${counted(cutSets.length, 'minimal cut set')} found`;
}

function order({ cutSets }: FaultReport, size: number, count: number): string[] {
  const sets = cutSets
    .filter((set) => set.length === size)
    .slice(0, MOST_SETS)
    .map(setText);
  const rest = count > MOST_SETS ? [`and ${count - MOST_SETS} more`] : [];
  return [
    '',
    `  ${counted(count, 'set')} of ${counted(size, 'fault')}`,
    ...[...sets, ...rest].flatMap((text) => wrap(text, WIDTH - 4).map((line) => `    ${line}`)),
  ];
}

function importance({ importance: all }: FaultReport): string[] {
  const rows = all
    .slice(0, MOST_SETS)
    .map(({ fault, sets, smallest, without }) => [
      printable(fault),
      String(sets),
      String(smallest),
      String(without.sets),
      without.smallest === null ? 'none' : String(without.smallest),
    ]);
  const head = ['fault', 'sets with it', 'smallest', 'sets without it', 'smallest then'];
  return table(['name', 'number', 'number', 'number', 'number'], [head, ...rows], WIDTH - 4).map((row) => `    ${row}`);
}

function paths({ pathSets }: FaultReport): string[] {
  if (pathSets === null) return [];
  const sets = pathSets.slice(0, MOST_SETS).map(setText);
  return [
    '',
    '  minimal path sets: with these absent it holds, whatever else is present',
    ...sets.map((set) => `    ${set}`),
  ];
}

function protections({ protections: asked }: FaultReport): string[] {
  if (asked === null) return [];
  const head = `  to bear any ${counted(asked.tolerating, 'fault')}, make these impossible (smallest sets)`;
  if (asked.sets === null) return ['', head, '    too many to look through'];
  return [
    '',
    head,
    ...asked.sets.slice(0, MOST_SETS).map((set) => `    ${set.length === 0 ? 'none: it does already' : setText(set)}`),
  ];
}

function setText(set: readonly string[]): string {
  return set.map(printable).join(', ');
}

function said(text: string): string[] {
  return wrap(text, WIDTH - 2).map((line) => `  ${line}`);
}
