import { REGISTRY } from '../diagnostics/registry.ts';
import type { Span } from '../text/source.ts';
import { type Finding, findings } from './findings.ts';
import { steeringEscaped } from './json.ts';
import type { Report } from './report.ts';
import type { Sources } from './sources.ts';

/** SARIF 2.1.0, for code scanning. Columns count UTF-16 units, as ours do. */
export function sarifReport(report: Report): string {
  const found = findings(report);
  const codes = [...new Set(found.map((finding) => finding.code))].sort();
  const run = {
    tool: { driver: { name: report.tool.name, version: report.tool.version, rules: codes.map(ruleOf) } },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: report.exitCode === 0 || report.exitCode === 1, exitCode: report.exitCode }],
    results: found.map((finding) => resultOf(finding, codes, report.sources)),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${steeringEscaped(JSON.stringify(log, null, 2))}\n`;
}

const TITLES: ReadonlyMap<string, string> = new Map(Object.entries(REGISTRY));

function ruleOf(code: string): unknown {
  return { id: code, shortDescription: { text: TITLES.get(code) ?? code } };
}

function resultOf(finding: Finding, codes: readonly string[], sources: Sources): unknown {
  const { code, level, message, span, id, related } = finding;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level,
    message: { text: message },
    locations: span === null ? [] : [locationOf(span, sources)],
    relatedLocations: related.map((each, at) => ({
      id: at,
      message: { text: each.message },
      ...locationOf(each.span, sources),
    })),
    ...(id === null ? {} : { partialFingerprints: { 'obligation/v1': id } }),
  };
}

function locationOf(span: Span, sources: Sources): { readonly physicalLocation: unknown } {
  const [start, end] = [sources.start(span), sources.end(span)];
  const region = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  return { physicalLocation: { artifactLocation: { uri: uriOf(span.path) }, region } };
}

/** A path as a relative reference (or a file's URI where it is absolute). */
function uriOf(path: string): string {
  const escaped = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${escaped}` : escaped;
}
