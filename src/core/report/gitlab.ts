import { type Finding, findings } from './findings.ts';
import { steeringEscaped } from './json.ts';
import type { Report } from './report.ts';
import type { Sources } from './sources.ts';

/** GitLab's code quality report: one entry for each finding that has a place. */
export function gitlabReport(report: Report): string {
  const placed = findings(report).flatMap((finding) =>
    finding.span === null ? [] : [{ finding, span: finding.span }],
  );
  return `${steeringEscaped(
    JSON.stringify(
      placed.map(({ finding, span }) => entry(finding, span, report.sources)),
      null,
      2,
    ),
  )}\n`;
}

/** The fingerprint has no line number: it stays when the file is edited elsewhere. */
function entry({ code, level, message, id }: Finding, span: NonNullable<Finding['span']>, sources: Sources): unknown {
  return {
    description: message,
    check_name: code,
    fingerprint: [code, span.path, id ?? message].join(':'),
    severity: level === 'error' ? 'major' : level === 'warning' ? 'minor' : 'info',
    location: { path: span.path, lines: { begin: sources.start(span).line, end: sources.end(span).line } },
  };
}
