import { understand } from '../src/core/check.ts';
import { jsonReport } from '../src/core/report/json.ts';
import { Sources } from '../src/core/report/sources.ts';
import { readJson } from '../src/core/simulation/inputs.ts';
import type { SimulationOutcome } from '../src/core/simulation/outcome.ts';
import { runSimulation, type SimulationRequest } from '../src/core/simulation/run.ts';
import type { CheckResult, CounterexampleStep } from '../src/core/verdict/result.ts';

/** Runs the model of a text without imports. */
export function simulated(text: string, more: Partial<SimulationRequest> = {}): SimulationOutcome {
  const read = () => ({ kind: 'problem', problem: 'missing', detail: '' }) as const;
  const { model } = understand({ path: 'test.safety', text }, read);
  if (model === null) throw new Error('the text has errors');
  return runSimulation({
    model,
    of: null,
    steps: null,
    seed: 0n,
    inputs: null,
    parameters: new Map(),
    faults: new Map(),
    only: null,
    shown: null,
    textOf: ({ start, end }) => text.slice(start, end),
    ...more,
  });
}

/** The values of an execution as plain data. */
export function plainCells(steps: readonly CounterexampleStep[]): unknown {
  return steps.map(({ cells, freed }) => ({ cells: Object.fromEntries(cells), freed }));
}

/** The result as `check --format json` writes it. */
export function documentOf(text: string, path: string, result: CheckResult): string {
  return jsonReport({
    tool: { name: 'safeverify', version: '0' },
    runs: [{ root: path, result }],
    failures: [],
    config: result.config,
    sources: new Sources([{ path, text }]),
    exitCode: 1,
    interrupted: false,
  });
}

/**
 * Every counterexample of the result, fed from the document into a simulation: the claims whose run does not come to the
 * same cells, or does not end at the last step with the claim broken.
 */
export function notResimulated(text: string, path: string, result: CheckResult): readonly string[] {
  const executions = result.obligations.flatMap(({ id, counterexample }) =>
    counterexample === null ? [] : [{ id, steps: counterexample.steps }],
  );
  if (executions.length === 0) return [];
  const document = documentOf(text, path, result);
  return executions
    .filter(({ steps }) => steps.some(({ cells }) => cells.size > 0))
    .flatMap(({ id, steps }) => {
      const { end, differs, steps: found } = simulated(text, { inputs: readJson(document, id) });
      const meant = end.kind === 'broken' || end.kind === 'undefined';
      const same = JSON.stringify(plainCells(found)) === JSON.stringify(plainCells(steps));
      const atEnd = meant && end.claim === id && end.step === steps.length - 1;
      return same && atEnd && differs === null ? [] : [`${id}: ${JSON.stringify(end)}`];
    });
}
