import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../text/source.ts';
import type {
  Cell,
  ClauseMention,
  Counterexample,
  ObligationResult,
  ProbabilityFinding,
  Quantity,
  Repair,
} from '../verdict/result.ts';
import type { Report } from './report.ts';
import type { Sources } from './sources.ts';
import { allObligations, countCertificates, countVerdicts, runState } from './summary.ts';

/** The result as one JSON document; `result.schema.json` beside this file says its shape. Additive changes raise the minor version. */

export const SCHEMA_VERSION = '1.0';

/** The document with a line end after it. */
export function jsonReport(report: Report): string {
  return `${steeringEscaped(JSON.stringify(jsonDocument(report), null, 2))}\n`;
}

/** JSON text in which nothing can steer a terminal; its meaning is the same. */
export function steeringEscaped(json: string): string {
  return json.replace(STEERING, escapeUnit);
}

/** Legal in JSON text, yet able to steer a terminal: the C1 controls and the invisible formatting characters. */
const STEERING = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function jsonDocument(report: Report): unknown {
  const { sources, runs } = report;
  const diagnostics = [...report.failures, ...runs.flatMap((run) => run.result.diagnostics)];
  return {
    ...documentHead(report),
    obligations: allObligations(report).map((obligation) => obligationJson(obligation, sources)),
    coverage: coverageJson(report),
    bounds: runs.flatMap((run) => run.result.bounds ?? []),
    sensitivities: runs.flatMap((run) => run.result.sensitivities ?? []),
    tradeoffs: runs.flatMap((run) => run.result.tradeoffs ?? []),
    trusted: [...new Set(runs.flatMap((run) => run.result.trusted))],
    diagnostics: diagnostics.map((each) => diagnosticJson(each, sources)),
  };
}

/** Null where it was not asked for. */
function coverageJson({ runs, sources }: Report): unknown {
  const all = runs.flatMap(({ result }) => result.coverage ?? []);
  if (all.length === 0) return null;
  return {
    unusedClauses: all.flatMap(({ clauses }) => clauses.map((mention) => mentionJson(mention, sources))),
    unusedInputs: all.flatMap(({ inputs }) =>
      inputs.map(({ name, span }) => ({ input: name, location: locationJson(span, sources) })),
    ),
    withoutCore: all.reduce((sum, { open }) => sum + open, 0),
  };
}

/** What the document says of the run as a whole. */
export function documentHead(report: Report): Readonly<Record<string, unknown>> {
  return {
    schemaVersion: SCHEMA_VERSION,
    runState: runState(report),
    exitCode: report.exitCode,
    tool: report.tool,
    solver: report.runs.map((run) => run.result.solver).find((solver) => solver !== null) ?? null,
    config: report.config,
    inputs: inputsOf(report),
    summary: countVerdicts(allObligations(report)),
    certificates: countCertificates(allObligations(report)),
  };
}

function inputsOf(report: Report): readonly unknown[] {
  const inputs = new Map(report.runs.flatMap((run) => run.result.inputs).map((input) => [input.path, input]));
  return [...inputs.values()].map(({ path, sha256 }) => ({ path, sha256 }));
}

export function obligationJson(obligation: ObligationResult, sources: Sources): unknown {
  return {
    id: obligation.id,
    kind: obligation.kind,
    component: obligation.component,
    setting: obligation.setting,
    part: obligation.part,
    verdict: obligation.verdict,
    code: obligation.code,
    sentence: obligation.sentence,
    text: obligation.text,
    location: locationJson(obligation.span, sources),
    method: obligation.method,
    k: obligation.k,
    rlimit: obligation.rlimit,
    timeMs: obligation.timeMs,
    cached: obligation.cached,
    uses: obligation.core?.uses ?? [],
    notNeeded: obligation.core?.notNeeded ?? [],
    reaches: obligation.reaches,
    slack: obligation.slack,
    minimalCutSets: obligation.minimalCutSets,
    cutSetsComplete: obligation.cutSetsComplete,
    probability: obligation.probability === null ? null : probabilityJson(obligation.probability, sources),
    counterexample: obligation.counterexample === null ? null : traceJson(obligation.counterexample, sources),
    witness: obligation.witness === null ? null : traceJson(obligation.witness, sources),
    clash: obligation.clash.map((mention) => mentionJson(mention, sources)),
    family: obligation.family,
    unknown: obligation.unknown,
    lemmas: obligation.lemmas ?? [],
    notExcluded: obligation.notExcluded?.map(cellsJson) ?? null,
    wouldClose: obligation.wouldClose ?? [],
    scope: obligation.scope,
    help: obligation.help,
    expected: obligation.expected,
    supporting: obligation.supporting,
    certificate: obligation.certificate?.kind ?? null,
    certificateTrivial: obligation.certificate?.trivial ?? null,
    certificateLinear: obligation.certificate?.linear ?? null,
  };
}

function traceJson(trace: Counterexample, sources: Sources): unknown {
  return {
    replayed: trace.replayed,
    parameters: cellsJson(trace.parameters),
    steps: trace.steps.map((step) => cellsJson(step.cells)),
    freed: trace.steps.map((step) => step.freed),
    path: trace.path.map((mention) => mentionJson(mention, sources)),
    compared: trace.compared === null ? null : comparedJson(trace.compared),
    sums: trace.sums.map(({ part, adds, soFar }) => ({ part, adds: exactJson(adds), soFar: exactJson(soFar) })),
    repairs: trace.repairs.map((repair) => repairJson(repair, sources)),
  };
}

function repairJson({ clause, part, from, to, span, checked }: Repair, sources: Sources): unknown {
  return { clause, part, from, to, location: locationJson(span, sources), checked };
}

function probabilityJson(finding: ProbabilityFinding, sources: Sources): unknown {
  const binding = finding.binding.map(({ evidence, price }) => ({ evidence: mentionJson(evidence, sources), price }));
  return { ...finding, binding };
}

function comparedJson({ left, operator, right }: NonNullable<Counterexample['compared']>): unknown {
  return { left: { value: left.value, unit: left.unit }, operator, right: { value: right.value, unit: right.unit } };
}

function exactJson({ value, unit }: Quantity): unknown {
  return { value, unit };
}

/** `Object.fromEntries` defines own properties, so that a port called `__proto__` is one too. */
export function cellsJson(cells: ReadonlyMap<string, Cell>): unknown {
  return Object.fromEntries([...cells].map(([name, { value, unit }]) => [name, { value, unit }]));
}

function mentionJson(mention: ClauseMention, sources: Sources): unknown {
  const location = locationJson(mention.span, sources);
  return {
    part: mention.part,
    clause: mention.name,
    text: mention.text,
    line: sources.start(mention.span).line,
    location,
    ...(mention.broken === true ? { broken: true } : {}),
  };
}

function locationJson(span: Span, sources: Sources): unknown {
  return { path: span.path, start: sources.start(span), end: sources.end(span) };
}

export function diagnosticJson(diagnostic: Diagnostic, sources: Sources): unknown {
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    location: diagnostic.span === null ? null : locationJson(diagnostic.span, sources),
    related: diagnostic.related.map(({ span, message }) => ({ message, location: locationJson(span, sources) })),
    help: diagnostic.help,
  };
}
