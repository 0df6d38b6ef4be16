import { conciseDiagnostic, framedDiagnostic } from '../core/report/diagnostic_text.ts';
import type { Paint } from '../core/report/paint.ts';
import { printable } from '../core/report/printable.ts';
import type { Report } from '../core/report/report.ts';
import { type ColourChoice, paintFor } from './colour.ts';
import { render } from './render.ts';
import { isForPeople, type ReportTarget, writeWhole } from './report_target.ts';

/** Where reports go: files in one move each, stdout, and the reason of a failure on stderr. */

/**
 * Marks every JSON file as aborted before the work begins, so that a killed run cannot be taken for an older, complete one.
 * Throws a `Failure` where a file cannot be written.
 */
export function announce(targets: readonly ReportTarget[], report: Report): void {
  for (const { format, path } of targets) {
    if (path !== null && format === 'json')
      writeWhole(
        path,
        render(report, format, (_ink, text) => text),
      );
  }
}

/** Writes the report everywhere it belongs. Throws a `Failure` where a file cannot be written. */
export function deliver(targets: readonly ReportTarget[], report: Report, colour: ColourChoice): void {
  for (const { format, path } of targets) {
    if (path === null) deliverToScreen(report, format, colour);
    else
      writeWhole(
        path,
        render(report, format, (_ink, text) => text),
      );
  }
}

/** Failures go to stderr where stdout is read by people; in a document they have their place. */
function deliverToScreen(report: Report, format: ReportTarget['format'], colour: ColourChoice): void {
  if (!isForPeople(format)) {
    process.stdout.write(render(report, format, (_ink, text) => text));
    return;
  }
  tellFailures(report, format, paintFor(colour, process.stderr));
  if (report.runs.length > 0)
    process.stdout.write(render({ ...report, failures: [] }, format, paintFor(colour, process.stdout)));
}

function tellFailures(report: Report, format: ReportTarget['format'], paint: Paint): void {
  for (const failure of report.failures) {
    const lines =
      format === 'human'
        ? framedDiagnostic(failure, report.sources, paint)
        : [conciseDiagnostic(failure, report.sources)];
    process.stderr.write(`${lines.join('\n')}\n`);
  }
}

/** A line on stderr: why a command did not end well, as its last one; or a notice before. */
export function tellReason(reason: string): void {
  process.stderr.write(`safeverify: ${printable(reason)}\n`);
}

/** Resolves once everything written so far has left the process, or the reader is gone. */
export async function flushed(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise<void>((done) => stream.write('', () => done()))),
  );
}
