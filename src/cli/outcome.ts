import { countVerdicts, exitOf, worstExit } from '../core/report/summary.ts';
import type { Expectation } from '../core/verdict/expectation.ts';
import type { ObligationResult } from '../core/verdict/result.ts';
import type { Session } from './session.ts';

/** How a command ends: its exit code, and why where that is not 0. */
export interface Outcome {
  readonly code: number;
  readonly reason: string | null;
}

/** The outcome of `check`. */
export function checkOutcome(session: Session): Outcome {
  const code = worstExit([...brokenCodes(session), ...session.runs.map((run) => exitOf(run.result))]);
  return { code, reason: code === 0 ? null : (brokenReason(session, code) ?? verdictReason(session, code)) };
}

/** The outcome of `test`: what counts is whether the verdicts are as expected. */
export function testOutcome(session: Session, expectations: readonly Expectation[]): Outcome {
  const unmet = expectations.filter((expectation) => !expectation.met);
  const own = session.runs.map((run) => exitOf(run.result)).filter((code) => code === 4 || code === 2);
  const code = worstExit([...brokenCodes(session), ...own, unmet.length > 0 ? 1 : 0]);
  const words = `${unmet.length} of ${expectations.length} verdicts not as expected: ${listed(unmet.map((each) => each.subject))}`;
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
  const place = first.span === null ? '' : `${first.span.path}: `;
  const more = all.length > 1 ? ` (and ${all.length - 1} more)` : '';
  return `${place}${first.message}${more}`;
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
    return `${counts.unknown} of ${obligations.length} obligations undecided: ${named(obligations, ['unknown'])}`;
  const words = [
    counts.refuted > 0 ? `${counts.refuted} refuted` : '',
    counts.vacuous > 0 ? `${counts.vacuous} vacuous` : '',
  ];
  const what = words.filter((word) => word !== '').join(', ');
  return `${what} of ${obligations.length} obligations: ${named(obligations, ['refuted', 'vacuous'])}`;
}

function obligationsOf(session: Session): readonly ObligationResult[] {
  return session.runs.flatMap((run) => run.result.obligations);
}

function named(obligations: readonly ObligationResult[], verdicts: readonly string[]): string {
  return listed(obligations.filter((each) => verdicts.includes(each.verdict)).map((each) => each.id));
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
