import { type Finding, findings } from './findings.ts';
import { printable } from './printable.ts';
import type { Report } from './report.ts';
import type { Sources } from './sources.ts';

/** Workflow commands of GitHub Actions: each finding becomes an annotation at its place. */
export function githubReport(report: Report): string {
  return findings(report)
    .map((finding) => `${annotation(finding, report.sources)}\n`)
    .join('');
}

function annotation({ level, code, span, message }: Finding, sources: Sources): string {
  const command = level === 'note' ? 'notice' : level;
  const properties = [...(span === null ? [] : placeOf(span, sources)), ['title', code] as const];
  const written = properties.map(([name, value]) => `${name}=${escapeProperty(value)}`).join(',');
  return `::${command} ${written}::${escapeData(message)}`;
}

function placeOf(span: NonNullable<Finding['span']>, sources: Sources): readonly (readonly [string, string])[] {
  const [start, end] = [sources.start(span), sources.end(span)];
  const columns = [['col', String(start.column)] as const, ['endColumn', String(end.column)] as const];
  const lines = [['line', String(start.line)] as const, ['endLine', String(end.line)] as const];
  return [['file', span.path], ...lines, ...(start.line === end.line ? columns : [])];
}

/** Line ends and per cent signs are what a command's text may not hold; printable text has no other control characters. */
function escapeData(text: string): string {
  return text.split('\n').map(printable).join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
