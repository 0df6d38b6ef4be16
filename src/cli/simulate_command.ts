import { understand } from '../core/check.ts';
import { SIMULATION_FORMATS, type SimulationFormat, simulationText } from '../core/report/simulation_report.ts';
import { Sources } from '../core/report/sources.ts';
import { type GivenInputs, InputMistake, readJson, readSeparated } from '../core/simulation/inputs.ts';
import type { SimulationOutcome } from '../core/simulation/outcome.ts';
import { runSimulation } from '../core/simulation/run.ts';
import type { SourceFile } from '../core/text/source.ts';
import { colourChoice, paintFor } from './colour.ts';
import { Failure } from './failure.ts';
import { importer, projectRoot } from './import_files.ts';
import { nameMatcher } from './name_glob.ts';
import type { Outcome } from './outcome.ts';
import { deliver } from './outlet.ts';
import { readSource } from './source_file.ts';
import { TOOL } from './tool.ts';

/** What commander hands over. */
export interface RawSimulateOptions {
  readonly of?: string;
  readonly steps?: string;
  readonly seed?: string;
  readonly inputs?: string;
  readonly only?: readonly string[];
  readonly param?: readonly string[];
  readonly fault?: readonly string[];
  readonly show?: readonly string[];
  readonly format?: string;
  readonly root?: string;
  readonly color?: string | boolean;
}

const MOST_STEPS = 10_000;

/** `simulate`: runs a model forward, with inputs that are given or drawn, up to the first clause that is broken. */
export function simulateFile(path: string, raw: RawSimulateOptions): Outcome {
  const format = formatOf(raw.format);
  const root = readSource(path);
  const files = importer(root, raw.root ?? projectRoot(path));
  const { model, diagnostics } = understand(root, files.read);
  const sources = new Sources(files.files());
  if (model === null) return refused(path, diagnostics, files.files(), raw);
  const outcome = placed(raw.inputs, () =>
    runSimulation({
      model,
      of: raw.of ?? null,
      steps: raw.steps === undefined ? null : count('--steps', raw.steps, MOST_STEPS),
      seed: raw.seed === undefined ? 0n : BigInt(count('--seed', raw.seed, 2_000_000_000)),
      inputs: raw.inputs === undefined ? null : inputsOf(raw.inputs, raw.only ?? []),
      parameters: new Map((raw.param ?? []).map(binding)),
      faults: new Map((raw.fault ?? []).map(faultAt)),
      only: raw.only === undefined ? null : nameMatcher(raw.only),
      shown: raw.show === undefined ? null : nameMatcher(raw.show),
      textOf: (span) => sources.text(span),
    }),
  );
  process.stdout.write(simulationText(outcome, format, sources, paintFor(colourChoice(raw.color), process.stdout)));
  return outcomeOf(outcome);
}

function outcomeOf(outcome: SimulationOutcome): Outcome {
  const { end, differs } = outcome;
  if (differs !== null)
    return { code: 1, reason: `\`${differs.name}\` at step ${differs.step} is not what the inputs say` };
  if (end.kind === 'complete') return { code: 0, reason: null };
  if (end.kind === 'stuck')
    return { code: 3, reason: `no values were found at step ${end.step} that keep ${end.claim}` };
  return {
    code: 1,
    reason: `${end.claim} ${end.kind === 'broken' ? 'is broken' : 'has no value'} at step ${end.step}`,
  };
}

/** A file with mistakes is not run. */
function refused(
  path: string,
  diagnostics: ReturnType<typeof understand>['diagnostics'],
  files: readonly SourceFile[],
  raw: RawSimulateOptions,
): Outcome {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const report = {
    tool: TOOL,
    runs: [],
    failures: errors,
    exitCode: 2,
    interrupted: false,
    sources: new Sources(files),
    config: { rlimit: 0, timeoutMs: 0, seed: 0 },
  };
  deliver([{ format: 'human', path: null }], report, colourChoice(raw.color));
  return { code: 2, reason: `${path}: ${errors[0]?.message ?? 'it cannot be understood'}` };
}

function inputsOf(path: string, only: readonly string[]): GivenInputs {
  const { text } = readSource(path);
  const bare = text.replace(/^\ufeff/, '').trimStart();
  const exact = only.length === 1 && !/[*?]/.test(only[0]!) ? only[0]! : null;
  return bare.startsWith('{') || bare.startsWith('[') ? readJson(bare, exact) : readSeparated(text);
}

/** What is given and does not fit is a mistake of the command line. */
function placed(inputs: string | undefined, run: () => SimulationOutcome): SimulationOutcome {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof InputMistake)) throw thrown;
    throw new Failure(
      'SV300',
      inputs === undefined ? thrown.message : `\`${inputs}\`: ${thrown.message}`,
      'see `docs/how-to/simulate.md`',
    );
  }
}

function formatOf(text: string | undefined): SimulationFormat {
  const found = SIMULATION_FORMATS.find((format) => format === (text ?? 'table'));
  if (found !== undefined) return found;
  throw new Failure('SV300', `\`--format ${text}\` is none of ${SIMULATION_FORMATS.join(', ')}`);
}

function count(option: string, text: string, most: number): number {
  const value = /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= most) return value;
  throw new Failure('SV300', `\`${option} ${text}\` is not a whole number up to ${most}`);
}

function binding(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  throw new Failure('SV300', `\`--param ${text}\` gives no value`, 'write `--param name=value`');
}

function faultAt(text: string): [string, number] {
  const match = /^(.+?)(?:@([0-9]{1,6}))?$/.exec(text);
  if (match === null) throw new Failure('SV300', `\`--fault ${text}\` names no fault`, 'write `--fault name@step`');
  return [match[1]!, Number(match[2] ?? '0')];
}
