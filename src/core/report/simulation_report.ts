import type { SimulationEnd, SimulationOutcome } from '../simulation/outcome.ts';
import type { CounterexampleStep } from '../verdict/result.ts';
import { cellsJson, steeringEscaped } from './json.ts';
import type { Paint } from './paint.ts';
import { counted, printable, wrap } from './printable.ts';
import type { Sources } from './sources.ts';
import { traceLines } from './trace_table.ts';

/** A simulated run as a table for people, as comma-separated values, or as JSON. */

export const SIMULATION_FORMATS = ['table', 'csv', 'json'] as const;
export type SimulationFormat = (typeof SIMULATION_FORMATS)[number];

/** The run in a format; with a line end. */
export function simulationText(
  outcome: SimulationOutcome,
  format: SimulationFormat,
  sources: Sources,
  paint: Paint,
): string {
  switch (format) {
    case 'table':
      return `${[...tableLines(outcome, sources, paint)].join('\n')}\n`;
    case 'csv':
      return csvText(outcome);
    case 'json':
      return `${steeringEscaped(JSON.stringify(documentOf(outcome, sources), null, 2))}\n`;
  }
}

const WIDTH = 76;

function tableLines(outcome: SimulationOutcome, sources: Sources, paint: Paint): readonly string[] {
  const { subject, steps, seed } = outcome;
  const title = `${counted(steps.length, 'step')}, in exact arithmetic; what was not given is drawn with seed ${seed}`;
  const table = traceLines(outcome, title, paint);
  const said = sentences(outcome, sources).flatMap((text) => wrap(text, WIDTH).map((line) => `   ${line}`));
  return ['', `  ${paint('bold', printable(subject))}`, '', ...table, ...(table.length > 0 ? [''] : []), ...said];
}

function sentences(outcome: SimulationOutcome, sources: Sources): readonly string[] {
  const { end, differs } = outcome;
  const different =
    differs === null
      ? []
      : [
          `step ${differs.step}: \`${printable(differs.name)}\` is ${printable(differs.found)}, where the inputs say ${printable(differs.given)}`,
        ];
  return [...different, printable(endSentence(end, sources))];
}

/** How a run ended, in one sentence. */
export function endSentence(end: SimulationEnd, sources: Sources): string {
  if (end.kind === 'complete') return 'no clause was broken. One run proves nothing: `safeverify check` does';
  const place = end.span === null ? '' : ` (${end.span.path}:${sources.start(end.span).line})`;
  const what = `${end.claim}${place}`;
  const text = end.text === null ? '' : `: ${end.text.replaceAll(/\s+/g, ' ')}`;
  switch (end.kind) {
    case 'broken':
      return `step ${end.step} breaks ${what}${text}`;
    case 'undefined':
      return `step ${end.step}: an operator is used outside its domain, see ${what}${text}`;
    case 'stuck': {
      const inputs = end.given ? 'with the given inputs ' : '';
      return `there is no step ${end.step}: ${inputs}no values were found that keep ${what}${text}`;
    }
  }
}

function csvText({ parameters, steps }: SimulationOutcome): string {
  const fixed = [...parameters].map(([name, cell]) => ({ title: titled(name, cell.unit), cell }));
  const names = [...new Set(steps.flatMap(({ cells }) => [...cells.keys()]))];
  const titles = names.map((name) => titled(name, unitOf(steps, name)));
  const rows = steps.map(({ cells }, step) => [
    String(step),
    ...fixed.map(({ cell }) => cell.value),
    ...names.map((name) => cells.get(name)?.value ?? ''),
  ]);
  return `${[['step', ...fixed.map(({ title }) => title), ...titles], ...rows].map((row) => row.map(quoted).join(',')).join('\n')}\n`;
}

function titled(name: string, unit: string): string {
  return unit === '' ? name : `${name} [${unit}]`;
}

function unitOf(steps: readonly CounterexampleStep[], name: string): string {
  return steps.map(({ cells }) => cells.get(name)?.unit ?? '').find((unit) => unit !== '') ?? '';
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function documentOf(outcome: SimulationOutcome, sources: Sources): unknown {
  const { subject, seed, parameters, steps, end, differs } = outcome;
  return {
    schemaVersion: '1.0',
    subject,
    seed: seed.toString(),
    parameters: cellsJson(parameters),
    steps: steps.map(({ cells }) => cellsJson(cells)),
    freed: steps.map(({ freed }) => freed),
    end: endJson(end, sources),
    differs,
  };
}

function endJson(end: SimulationEnd, sources: Sources): unknown {
  if (end.kind === 'complete') return { kind: end.kind };
  const { kind, step, claim, text, span } = end;
  return { kind, step, claim, text, path: span?.path ?? null, line: span === null ? null : sources.start(span).line };
}
