import type { CertificateKind, CheckResult, ObligationResult, VerdictKind } from '../verdict/result.ts';
import type { Report } from './report.ts';

/** Counts of a report, and the exit code that follows from it. */

export type Counts = Readonly<Record<VerdictKind | 'cached', number>>;

/** How many obligations have which verdict. */
export function countVerdicts(obligations: readonly ObligationResult[]): Counts {
  const counts = { proved: 0, refuted: 0, unknown: 0, vacuous: 0, cached: 0 };
  for (const obligation of obligations) {
    counts[obligation.verdict] += 1;
    if (obligation.cached) counts.cached += 1;
  }
  return counts;
}

/** How many claims have which certificate; `trivial`: of those, what is true whatever the hypotheses say, counted apart. */
export type CertificateCounts = Readonly<Record<CertificateKind | 'trivial', number>>;

/** The counts over all that asks for validity and is proved; null where no certificates were asked for. */
export function countCertificates(obligations: readonly ObligationResult[]): CertificateCounts | null {
  if (obligations.every(({ certificate }) => certificate === undefined)) return null;
  const counts = { farkas: 0, induction: 0, 'second-solver': 0, none: 0, trivial: 0 };
  for (const { certificate } of obligations) {
    if (certificate != null) counts[certificate.trivial ? 'trivial' : certificate.kind] += 1;
  }
  return counts;
}

/** The counts in words: `12 farkas, 4 induction, 3 trivially true, 1 by a second solver, 1 without`. */
export function certificateWords(counts: CertificateCounts): string {
  const words: readonly (readonly [number, string])[] = [
    [counts.farkas, 'farkas'],
    [counts.induction, 'induction'],
    [counts.trivial, 'trivially true'],
    [counts['second-solver'], 'by a second solver'],
    [counts.none, 'without'],
  ];
  const some = words.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return some.length === 0 ? 'nothing to certify' : some.join(', ');
}

/** Exit codes from best to worst: 4 over 2 over 1 over 3 over 0. */
const RANKED = [0, 3, 1, 2, 4];

/** The worst of several exit codes. */
export function worstExit(codes: readonly number[]): number {
  return codes.reduce((worst, code) => (RANKED.indexOf(code) > RANKED.indexOf(worst) ? code : worst), 0);
}

/** What one result says to the caller of the command: 0 all proved, 1 refuted or vacuous, 2 a mistake, 3 unknown, 4 our fault. */
export function exitOf(result: CheckResult): number {
  const codes = result.obligations.map(exitOfObligation);
  if (hasError(result)) codes.push(2);
  if (result.runState === 'partial' || result.runState === 'aborted') codes.push(3);
  return worstExit(codes);
}

/** Whether the file was rejected: an error among its diagnostics. */
export function hasError(result: CheckResult): boolean {
  return result.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

function exitOfObligation(obligation: ObligationResult): number {
  switch (obligation.verdict) {
    case 'proved':
      return 0;
    case 'refuted':
    case 'vacuous':
      return 1;
    case 'unknown':
      return obligation.unknown?.reason === 'replay' ? 4 : 3;
  }
}

/** The state of the whole command: `complete` only if every run is and nothing failed before. */
export function runState(report: Report): CheckResult['runState'] {
  const states = report.runs.map((run) => run.result.runState);
  if (report.interrupted || states.includes('aborted')) return 'aborted';
  if (states.every((state) => state === 'empty')) return 'empty';
  const whole = report.failures.every((failure) => failure.severity !== 'error');
  return whole && states.every((state) => state === 'complete') ? 'complete' : 'partial';
}

/** All obligations of a report; one that two files share (an imported component's) counts once where both say the same of it. */
export function allObligations(report: Report): readonly ObligationResult[] {
  const seen = new Set<string>();
  return report.runs.flatMap((run) => run.result.obligations).filter((obligation) => isNew(obligation, seen));
}

function isNew(obligation: ObligationResult, seen: Set<string>): boolean {
  const { span } = obligation;
  const key = [span.path, span.start, obligation.id, obligation.verdict, obligation.scope ?? ''].join('\u0000');
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
