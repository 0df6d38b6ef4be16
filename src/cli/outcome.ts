import { COLUMNS } from '../core/report/frame.ts';
import { cutMiddle, printable, width } from '../core/report/printable.ts';
import { countVerdicts, exitOf, worstExit } from '../core/report/summary.ts';
import type { Expectation } from '../core/verdict/expectation.ts';
import type { ObligationResult } from '../core/verdict/result.ts';
import type { Session } from './session.ts';

/** How a command ends: its exit code, and why where that is not 0. */
export interface Outcome {
  readonly code: number;
  readonly reason: string | null;
}

/** What the last line of stderr has room for after `safeverify: `, so that it is one line of a terminal. */
const ROOM = COLUMNS - 'safeverify: '.length;

/** The outcome of `check`. */
export function checkOutcome(session: Session): Outcome {
  const verdicts = worstExit([...brokenCodes(session), ...session.runs.map((run) => exitOf(run.result))]);
  const expired = session.options.strictEvidence ? expiredIn(session) : [];
  const code = worstExit([verdicts, expired.length > 0 ? 1 : 0]);
  if (code === 0) return { code, reason: null };
  if (code !== verdicts) return { code, reason: `evidence has expired: ${listed([...new Set(expired)])}` };
  return { code, reason: brokenReason(session, code) ?? verdictReason(session, code) };
}

/** Where evidence has expired by the day that the user named. */
function expiredIn(session: Session): readonly string[] {
  const { sources } = session.report(0, false);
  return session.runs
    .flatMap((run) => run.result.diagnostics)
    .filter(({ code }) => code === 'SV410')
    .flatMap(({ span }) => (span === null ? [] : [`${span.path}:${sources.start(span).line}`]));
}

/** The outcome of `test`: what counts is whether the verdicts are as expected. */
export function testOutcome(session: Session, expectations: readonly Expectation[]): Outcome {
  const unmet = expectations.filter((expectation) => !expectation.met);
  const own = session.runs.map((run) => exitOf(run.result)).filter((code) => code === 4 || code === 2);
  const code = worstExit([...brokenCodes(session), ...own, unmet.length > 0 ? 1 : 0]);
  const what = `${unmet.length} of ${expectations.length} verdicts not as expected: `;
  const words = withNames(
    what,
    unmet.map((each) => each.subject),
  );
  return { code, reason: code === 0 ? null : (brokenReason(session, code) ?? words) };
}

function brokenCodes(session: Session): readonly number[] {
  return [session.faults.length > 0 ? 4 : 0, session.failures.length > 0 ? 2 : 0];
}

/** Why a run ended in 4 or 2, or null. */
function brokenReason(session: Session, code: number): string | null {
  if (code === 4) return faultReason(session);
  if (code !== 2) return null;
  const errors = session.runs.flatMap((run) => run.result.diagnostics.filter((each) => each.severity === 'error'));
  const all = [...session.failures, ...errors];
  const first = all[0]!;
  const more = all.length > 1 ? ` (and ${all.length - 1} more)` : '';
  if (first.span === null) return `${first.message}${more}`;
  const whole = `${first.span.path}: ${first.message}${more}`;
  if (fits(whole)) return whole;
  // The report above says it in words.
  const said = `: error ${first.code}${more}`;
  return `${cutMiddle(printable(first.span.path), ROOM - said.length)}${said}`;
}

function fits(line: string): boolean {
  return width(printable(line)) <= ROOM;
}

function faultReason(session: Session): string {
  if (session.faults.length > 0)
    return `internal error: ${session.faults[0]!.message}; this is our mistake, not the file's`;
  const disagreeing = obligationsOf(session).filter((obligation) => obligation.unknown?.reason === 'replay');
  return `internal error: the counterexample of ${listed(disagreeing.map((each) => each.id))} did not stand up to replay`;
}

function verdictReason(session: Session, code: number): string {
  const obligations = obligationsOf(session);
  const counts = countVerdicts(obligations);
  if (code === 3 && counts.unknown === 0) return 'the check did not come to its end';
  if (code === 3)
    return withNames(
      `${counts.unknown} of ${obligations.length} obligations undecided: `,
      named(obligations, ['unknown']),
    );
  const words = [
    counts.refuted > 0 ? `${counts.refuted} refuted` : '',
    counts.vacuous > 0 ? `${counts.vacuous} vacuous` : '',
  ];
  const what = words.filter((word) => word !== '').join(', ');
  return withNames(`${what} of ${obligations.length} obligations: `, named(obligations, ['refuted', 'vacuous']));
}

function obligationsOf(session: Session): readonly ObligationResult[] {
  return session.runs.flatMap((run) => run.result.obligations);
}

function named(obligations: readonly ObligationResult[], verdicts: readonly string[]): readonly string[] {
  return obligations.filter((each) => verdicts.includes(each.verdict)).map((each) => each.id);
}

/** Some words, and as many of the names as there is room for: three at most; one alone is cut in its middle. */
function withNames(words: string, names: readonly string[]): string {
  for (const count of [3, 2]) {
    const line = `${words}${listed(names, count)}`;
    if (fits(line)) return line;
  }
  const after = listed(names, 1).slice(names[0]?.length ?? 0);
  return `${words}${cutMiddle(printable(names[0] ?? ''), Math.max(8, ROOM - words.length - after.length))}${after}`;
}

function listed(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
