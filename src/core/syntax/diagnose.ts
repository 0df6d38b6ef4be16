import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { brackets } from './complaints_brackets.ts';
import { clauses } from './complaints_clauses.ts';
import { declarations } from './complaints_declarations.ts';
import { operators } from './complaints_operators.ts';
import { exampleHelp } from './examples.ts';
import type { Stuck } from './stuck.ts';

/** Recognises one kind of mistake; null where it is another. */
export type Complaint = (stuck: Stuck) => Diagnostic | null;

const COMPLAINTS: readonly Complaint[] = [...declarations, ...clauses, ...brackets, ...operators];

/** Says in one report why a stretch of tokens cannot be read, and what to write instead. */
export function diagnose(stuck: Stuck): Diagnostic {
  for (const complaint of COMPLAINTS) {
    const report = complaint(stuck);
    if (report !== null) return report;
  }
  return anything(stuck);
}

function anything(stuck: Stuck): Diagnostic {
  const help = exampleHelp(stuck.keyword);
  const only = stuck.onlyExpected;
  if (only !== null) return stuck.missing(`\`${only}\` is missing here`, help);
  if (stuck.atEnd)
    return stuck.missing(`this ${stuck.keyword === '' ? stuck.subject : `\`${stuck.keyword}\``} is not finished`, help);
  return stuck.wrong('SV014', `${stuck.shown} cannot stand here`, help);
}
