import type { ObligationResult } from '../verdict/result.ts';
import { printable } from './printable.ts';
import type { Report, Run } from './report.ts';
import type { Sources } from './sources.ts';
import { verdictSentence } from './verdict_words.ts';

/** JUnit's XML: a suite for each file, a case for each obligation; a mistake in a file is an error of its suite. */
export function junitReport(report: Report): string {
  const suites = [...failureSuite(report), ...report.runs.map((run) => suiteOf(run, report.sources))];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="safeverify">\n${suites.join('')}</testsuites>\n`;
}

function failureSuite(report: Report): readonly string[] {
  if (report.failures.length === 0) return [];
  const cases = report.failures.map(({ code, message }) => errorCase(code, message));
  return [suite('safeverify', cases, { failures: 0, errors: cases.length, skipped: 0, timeMs: 0 })];
}

function suiteOf(run: Run, sources: Sources): string {
  const { diagnostics, obligations, timeMs } = run.result;
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const cases = [
    ...errors.map(({ code, message }) => errorCase(code, message)),
    ...obligations.map((each) => caseOf(each, sources)),
  ];
  const failures = obligations.filter(isFailure).length;
  const undecided = obligations.filter((each) => each.verdict === 'unknown').length;
  return suite(run.root, cases, { failures, errors: errors.length + undecided, skipped: 0, timeMs });
}

interface Tally {
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly timeMs: number;
}

function suite(name: string, cases: readonly string[], tally: Tally): string {
  const counts = `tests="${cases.length}" failures="${tally.failures}" errors="${tally.errors}" skipped="${tally.skipped}"`;
  return `  <testsuite name="${xml(name)}" ${counts} time="${time(tally.timeMs)}">\n${cases.join('')}  </testsuite>\n`;
}

function isFailure(obligation: ObligationResult): boolean {
  return obligation.verdict === 'refuted' || obligation.verdict === 'vacuous';
}

function errorCase(code: string, message: string): string {
  const error = `      <error type="${xml(code)}" message="${xml(message)}"/>\n`;
  return `    <testcase classname="diagnostics" name="${xml(code)}">\n${error}    </testcase>\n`;
}

/** An undecided claim is an error, not a failure: nothing is wrong with it yet, and it is no pass. */
function caseOf(obligation: ObligationResult, sources: Sources): string {
  const { id, component, setting, timeMs, verdict, code, span } = obligation;
  const owner = setting === null ? component : `${setting}/${component}`;
  const head = `    <testcase classname="${xml(owner)}" name="${xml(id)}" file="${xml(span.path)}" line="${sources.start(span).line}" time="${time(timeMs)}"`;
  if (verdict === 'proved') return `${head}/>\n`;
  const element = isFailure(obligation) ? 'failure' : 'error';
  const detail = `      <${element} type="${xml(code ?? verdict)}" message="${xml(verdictSentence(obligation))}"/>\n`;
  return `${head}>\n${detail}    </testcase>\n`;
}

function xml(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function time(timeMs: number): string {
  const whole = Math.round(timeMs);
  return `${Math.floor(whole / 1000)}.${String(whole % 1000).padStart(3, '0')}`;
}
