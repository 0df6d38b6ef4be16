import { diagnosticJson, documentHead, obligationJson, steeringEscaped } from './json.ts';
import type { Report } from './report.ts';
import { allObligations } from './summary.ts';

/** The JSON result line by line, for streams: the obligations, the diagnostics, and last what stands for the whole run. */
export function ndjsonReport(report: Report): string {
  const { sources } = report;
  const diagnostics = [...report.failures, ...report.runs.flatMap((run) => run.result.diagnostics)];
  const lines = [
    ...allObligations(report).map((each) => ({ type: 'obligation', obligation: obligationJson(each, sources) })),
    ...diagnostics.map((each) => ({ type: 'diagnostic', diagnostic: diagnosticJson(each, sources) })),
    { type: 'run', ...documentHead(report) },
  ];
  return lines.map((line) => `${steeringEscaped(JSON.stringify(line))}\n`).join('');
}
