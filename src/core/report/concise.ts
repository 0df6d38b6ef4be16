import type { ObligationResult } from '../verdict/result.ts';
import { conciseDiagnostic } from './diagnostic_text.ts';
import { placeOf } from './frame.ts';
import { printable } from './printable.ts';
import type { Report } from './report.ts';
import type { Sources } from './sources.ts';
import { allObligations, countVerdicts } from './summary.ts';
import { verdictSentence } from './verdict_words.ts';

/** One line for each thing that wants attention, as compilers write it, and one line of counts. */
export function conciseReport(report: Report): string {
  const { sources } = report;
  const lines = report.failures.map((failure) => conciseDiagnostic(failure, sources));
  for (const run of report.runs) lines.push(...run.result.diagnostics.map((each) => conciseDiagnostic(each, sources)));
  const obligations = allObligations(report);
  lines.push(...obligations.filter((each) => each.verdict !== 'proved').map((each) => conciseProblem(each, sources)));
  if (obligations.length > 0) lines.push(countLine(obligations));
  return `${lines.join('\n')}\n`;
}

function conciseProblem(obligation: ObligationResult, sources: Sources): string {
  const code = obligation.code === null ? '' : `[${obligation.code}]`;
  const place = placeOf(sources, obligation.span);
  return `${place}: ${obligation.verdict}${code}: ${printable(obligation.id)}: ${printable(verdictSentence(obligation))}`;
}

/** `11 proved, 1 refuted, 0 vacuous, 0 unknown`. */
export function countLine(obligations: readonly ObligationResult[]): string {
  const counts = countVerdicts(obligations);
  return `${counts.proved} proved, ${counts.refuted} refuted, ${counts.vacuous} vacuous, ${counts.unknown} unknown`;
}
