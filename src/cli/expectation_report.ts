import { framedDiagnostic } from '../core/report/diagnostic_text.ts';
import { placeOf } from '../core/report/frame.ts';
import type { Paint } from '../core/report/paint.ts';
import { counted, printable } from '../core/report/printable.ts';
import { againCommand } from '../core/report/problem.ts';
import type { Report, Run } from '../core/report/report.ts';
import { type Expectation, expectations } from '../core/verdict/expectation.ts';

/** What `test` tells people: a line for each file, and each verdict that is not as expected. */
export function expectationReport(report: Report, paint: Paint): string {
  return `${report.runs.flatMap((run) => fileLines(run, report, paint)).join('\n')}\n`;
}

function fileLines(run: Run, report: Report, paint: Paint): readonly string[] {
  const errors = run.result.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (errors.length > 0) return errors.flatMap((error) => [...framedDiagnostic(error, report.sources, paint), '']);
  const all = expectations(run.result.obligations);
  const unmet = all.filter((expectation) => !expectation.met);
  if (unmet.length === 0)
    return [`${paint('good', '✔')} ${printable(run.root)}   ${counted(all.length, 'verdict')} as expected`];
  const head = `${paint('error', '✘')} ${printable(run.root)}   ${unmet.length} of ${counted(all.length, 'verdict')} not as expected`;
  return [head, ...unmet.flatMap((each) => unmetLines(each, run, report, paint))];
}

function unmetLines(
  { subject, expected, actual, decisive, span }: Expectation,
  run: Run,
  report: Report,
  paint: Paint,
): readonly string[] {
  const worst = decisive.id === subject ? '' : ` (${printable(decisive.id)})`;
  return [
    `    ${paint('bold', printable(subject))}: ${expected} is expected, ${paint('error', actual)} was found${worst}`,
    `      at ${placeOf(report.sources, span)}`,
    `      see: ${againCommand(decisive, run)}`,
  ];
}
