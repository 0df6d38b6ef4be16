import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../text/source.ts';
import type { ObligationResult } from '../verdict/result.ts';
import type { Report } from './report.ts';
import { allObligations } from './summary.ts';
import { verdictSentence } from './verdict_words.ts';

/** What wants attention, in one shape: for the formats of other tools, which know places and messages only. */
export interface Finding {
  readonly code: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  /** Null where no file is to blame. */
  readonly span: Span | null;
  /** The obligation's name, or null for a diagnostic. */
  readonly id: string | null;
  readonly related: readonly { readonly message: string; readonly span: Span }[];
}

/** Failures and diagnostics first, then every claim that is not proved, in the report's order. */
export function findings(report: Report): readonly Finding[] {
  const said = [...report.failures, ...report.runs.flatMap((run) => run.result.diagnostics)];
  const claims = allObligations(report).filter((obligation) => obligation.verdict !== 'proved');
  return [...said.map(ofDiagnostic), ...claims.map(ofObligation)];
}

function ofDiagnostic(diagnostic: Diagnostic): Finding {
  const { code, severity, message, span, related, help } = diagnostic;
  const level = severity === 'info' ? 'note' : severity;
  return { code, level, message: help === null ? message : `${message}; help: ${help}`, span, id: null, related };
}

function ofObligation(obligation: ObligationResult): Finding {
  const { code, verdict, span, id, counterexample, clash } = obligation;
  const mentions = [...(counterexample?.path ?? []), ...clash];
  return {
    code: code ?? 'SV230',
    level: verdict === 'unknown' ? 'warning' : 'error',
    message: `${id}: ${verdictSentence(obligation)}`,
    span,
    id,
    related: mentions.map(({ name, text, broken, span: at }) => ({
      message: `${name}${broken === true ? ' is broken' : ''}: ${text}`,
      span: at,
    })),
  };
}
