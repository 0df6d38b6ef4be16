import type { ObligationResult } from '../verdict/result.ts';
import { chanceSentences, saysMore } from './chances.ts';
import { contexts } from './contexts.ts';
import { coverageLines } from './coverage_lines.ts';
import { framedDiagnostic } from './diagnostic_text.ts';
import { COLUMNS } from './frame.ts';
import { overview } from './overview.ts';
import { type Paint, unpainted } from './paint.ts';
import { printable, wrap } from './printable.ts';
import { problem } from './problem.ts';
import type { Report, Run } from './report.ts';
import { allObligations, certificateWords, countCertificates, countVerdicts } from './summary.ts';

/** The report for people at a terminal: frames, tables and colour, 80 columns wide. */
export function humanReport(report: Report, paint: Paint = unpainted): string {
  const many = report.runs.length > 1;
  const lines = report.failures.flatMap((failure) => [...framedDiagnostic(failure, report.sources, paint), '']);
  for (const run of report.runs) lines.push(...runLines(run, report, many, paint));
  if (report.runs.length > 0) lines.push(...summaryLines(report, paint));
  return `${lines.join('\n')}\n`;
}

function runLines(run: Run, report: Report, many: boolean, paint: Paint): readonly string[] {
  const { result } = run;
  const lines = many ? [paint('bold', printable(run.root))] : [];
  for (const diagnostic of result.diagnostics) lines.push(...framedDiagnostic(diagnostic, report.sources, paint), '');
  lines.push(...overview(result, paint), ...contexts(result, paint), ...chanceLines(result));
  for (const obligation of result.obligations.filter(isProblem))
    lines.push('', ...problem(obligation, run, report.sources, paint));
  lines.push(...trustedLines(run, paint), ...coverageLines(result, report.sources, paint), '');
  return lines;
}

/** What is behind the bounds on chances that are proved. */
function chanceLines(result: Run['result']): readonly string[] {
  return result.obligations
    .filter((obligation) => saysMore(obligation) && !obligation.supporting)
    .flatMap((obligation) => {
      const lines = chanceSentences(obligation).flatMap((sentence) =>
        wrap(sentence, COLUMNS - 6).map((line, at) => `${at === 0 ? '    ' : '      '}${line}`),
      );
      return ['', `  ${printable(obligation.id)}`, ...lines];
    });
}

function isProblem(obligation: ObligationResult): boolean {
  return obligation.verdict !== 'proved';
}

function trustedLines(run: Run, paint: Paint): readonly string[] {
  const { obligations, trusted } = run.result;
  if (obligations.length === 0 || trusted.length === 0) return [];
  const [first, ...rest] = wrap(
    `${trusted.join(', ')} (leaf contract${trusted.length === 1 ? '' : 's'})`,
    COLUMNS - 13,
  );
  const lines = [
    `  ${paint('dim', 'trusted')}    ${printable(first!)}`,
    ...rest.map((line) => `             ${printable(line)}`),
  ];
  return obligations.some(isProblem) ? ['', ...lines] : lines;
}

/** `  proved  12 of 12   0.31 s, 4 from cache   z3 5.1.0`. */
function summaryLines(report: Report, paint: Paint): readonly string[] {
  const obligations = allObligations(report);
  if (obligations.length === 0) return [];
  const counts = countVerdicts(obligations);
  const words = [
    counts.refuted > 0 ? paint('error', `refuted ${counts.refuted}`) : '',
    counts.vacuous > 0 ? paint('error', `vacuous ${counts.vacuous}`) : '',
    counts.unknown > 0 ? paint('warning', `unknown ${counts.unknown}`) : '',
  ].filter((word) => word !== '');
  const proved = paint(
    counts.proved === obligations.length ? 'good' : 'bold',
    `proved  ${counts.proved} of ${obligations.length}`,
  );
  const certificates = countCertificates(obligations);
  return [
    ...(certificates === null ? [] : [`  certified  ${certificateWords(certificates)}`]),
    `  ${[proved, words.join(', '), spentWords(report, counts.cached), solverWords(report)].filter((word) => word !== '').join('   ')}`,
  ];
}

function spentWords(report: Report, cached: number): string {
  const timeMs = report.runs.reduce((sum, run) => sum + run.result.timeMs, 0);
  return cached > 0 ? `${seconds(timeMs)}, ${cached} from cache` : seconds(timeMs);
}

/** Milliseconds as seconds with two places: `0.31 s`. */
export function seconds(timeMs: number): string {
  const hundredths = Math.round(timeMs / 10);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')} s`;
}

function solverWords(report: Report): string {
  const solver = report.runs.map((run) => run.result.solver).find((each) => each !== null) ?? null;
  return solver === null ? '' : `${solver.name} ${solver.version}`;
}
