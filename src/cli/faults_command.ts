import { understand } from '../core/check.ts';
import type { Diagnostic } from '../core/diagnostics/diagnostic.ts';
import { type FaultReport, faultReportText } from '../core/report/fault_report.ts';
import { MATRIX_FORMATS, type Matrix, type MatrixFormat, matrixText } from '../core/report/matrix.ts';
import { analyse, pathSets, protections } from '../core/risk/cut_set_analysis.ts';
import { type FaultSet, members, setOf } from '../core/risk/fault_set.ts';
import { importMatrix, type Unknowns } from '../core/risk/import_matrix.ts';
import { type Overlap, overlapOf } from '../core/risk/overlap.ts';
import { analyseOverlap, type Shared } from '../core/risk/overlap_analysis.ts';
import type { ObligationResult } from '../core/verdict/result.ts';
import type { CheckOptions } from './check_options.ts';
import { Failure } from './failure.ts';
import { findSpecs } from './find_specs.ts';
import { importer, projectRoot } from './import_files.ts';
import { checkOutcome, type Outcome } from './outcome.ts';
import { deliver } from './outlet.ts';
import { Session } from './session.ts';
import { whileInterruptible } from './signals.ts';
import { readSource } from './source_file.ts';

/** What `faults` is asked besides the options of a check. */
export interface RawFaultOptions {
  readonly paths?: boolean;
  readonly protect?: string;
  readonly matrix?: string | boolean;
  readonly import?: string;
  readonly unknown?: string;
}

/** How many path sets or protections are looked through. */
const MOST_SETS = 5_000;

/** `faults`: the minimal cut sets of every guarantee with faults in scope, and what follows from them. */
export async function faults(files: readonly string[], options: CheckOptions, raw: RawFaultOptions): Promise<Outcome> {
  if (raw.import !== undefined) return written(importedFrom(raw.import, unknowns(raw.unknown)));
  if (files.length === 0)
    throw new Failure('SV300', 'missing required argument `paths`', 'name a file, or a table with `--import`');
  if (raw.matrix !== undefined) return matrices(files, options, matrixFormat(raw.matrix));
  const tolerating = raw.protect === undefined ? null : wholeNumber(raw.protect);
  const session = new Session(options);
  return whileInterruptible(
    session,
    () => {},
    () => session.run(files),
    () => report(session, options, { paths: raw.paths === true, tolerating }),
  );
}

interface Asked {
  readonly paths: boolean;
  readonly tolerating: number | null;
}

function report(session: Session, options: CheckOptions, asked: Asked): Outcome {
  const outcome = checkOutcome(session);
  if (outcome.code === 2 || outcome.code === 4) {
    const errors = session.runs.flatMap((run) => run.result.diagnostics);
    deliver(
      [{ format: 'human', path: null }],
      { ...session.report(outcome.code, false), runs: [], failures: [...session.failures, ...errors] },
      options.colour,
    );
    return outcome;
  }
  const found = session.runs
    .flatMap((run) => run.result.obligations)
    .filter((each) => each.minimalCutSets !== null && !each.supporting);
  if (found.length === 0)
    throw new Failure(
      'SV307',
      'no guarantee of a system has faults in scope',
      'declare `fault` and name it in an `unless`',
    );
  const reports = found.map((obligation) => faultReport(obligation, asked));
  const asJson = options.targets.some(({ format }) => format === 'json');
  process.stdout.write(
    asJson
      ? `${JSON.stringify({ schemaVersion: '1.0', faults: reports }, null, 2)}\n`
      : reports.map(faultReportText).join('\n'),
  );
  const open = reports.filter(({ complete }) => !complete);
  return open.length === 0
    ? { code: 0, reason: null }
    : { code: 3, reason: `not all cut sets are known of ${open.map(({ id }) => id).join(', ')}` };
}

/** What follows from an obligation's cut sets. */
export function faultReport(
  { id, minimalCutSets, cutSetsComplete }: ObligationResult,
  { paths, tolerating }: Asked,
): FaultReport {
  const cutSets = minimalCutSets ?? [];
  const names = [...new Set(cutSets.flat())].sort();
  const index = new Map(names.map((name, at) => [name, at]));
  const masks = cutSets.map((set) => setOf(set.map((name) => index.get(name)!)));
  const named = (sets: readonly FaultSet[] | null) => sets?.map((set) => members(set).map((at) => names[at]!)) ?? null;
  const { orders, singlePoints, tolerates, importance } = analyse(masks);
  return {
    id,
    complete: cutSetsComplete === true,
    cutSets,
    orders,
    singlePoints: singlePoints.map((at) => names[at]!),
    tolerates,
    importance: importance.map(({ fault, ...rest }) => ({ fault: names[fault]!, ...rest })),
    pathSets: paths ? named(pathSets(masks, MOST_SETS)) : null,
    protections: tolerating === null ? null : { tolerating, sets: named(protections(masks, tolerating, MOST_SETS)) },
  };
}

function matrices(paths: readonly string[], options: CheckOptions, format: MatrixFormat): Outcome {
  const { files, failures } = findSpecs(paths);
  if (failures.length > 0) throw failures[0]!;
  for (const path of files) {
    const root = readSource(path);
    const { model, diagnostics } = understand(root, importer(root, options.root ?? projectRoot(path)).read);
    if (model === null)
      throw new Failure(
        'SV307',
        `\`${path}\` has errors: ${firstMessage(diagnostics)}`,
        `see \`safeverify check ${path}\``,
      );
    for (const component of model.components.filter(({ kind }) => kind === 'system')) {
      const scope = [...component.settings, ...component.open, ...component.used][0];
      if (scope === undefined || scope.faults.length === 0) continue;
      process.stdout.write(matrixText(matrixOf(component.name, overlapOf(scope)), format));
    }
  }
  return { code: 0, reason: null };
}

/** The matrix with what follows from it, by names. */
export function matrixOf(system: string, overlap: Overlap): Matrix {
  const parts = (places: readonly number[]) => places.map((at) => overlap.parts[at]!);
  const faults = (places: readonly number[]) => places.map((at) => overlap.faults[at]!);
  const shared = (each: Shared) => ({ parts: parts(each.parts), faults: faults(each.faults) });
  const { pairs, triples, tolerates, enough, added, toWithstand } = analyseOverlap(overlap);
  return {
    system,
    ...overlap,
    pairs: pairs.map(shared),
    triples: triples.map(shared),
    tolerates,
    enough: enough.map(({ tolerating, sets }) => ({ tolerating, sets: sets?.map(parts) ?? null })),
    added: added?.map(({ fault, ...then }) => ({ fault: overlap.faults[fault]!, ...then })) ?? null,
    toWithstand: faults(toWithstand),
  };
}

function firstMessage(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'it cannot be understood';
}

const UNKNOWNS = ['fail', 'hold', 'both'] as const;

function unknowns(text: string | undefined): Unknowns {
  const found = UNKNOWNS.find((each) => each === (text ?? 'both'));
  if (found !== undefined) return found;
  throw new Failure('SV300', `\`--unknown ${text}\` is none of ${UNKNOWNS.join(', ')}`);
}

function importedFrom(path: string, reading: Unknowns): string {
  const imported = importMatrix(readSource(path).text, path, reading);
  if (imported.kind === 'text') return imported.text;
  throw new Failure(
    'SV300',
    `\`${path}\`, line ${imported.line}: ${imported.problem}`,
    'see `docs/how-to/reason-about-faults.md` for the form of the table',
  );
}

function written(text: string): Outcome {
  process.stdout.write(text);
  return { code: 0, reason: null };
}

function matrixFormat(text: string | boolean): MatrixFormat {
  const wanted = text === true ? 'table' : text;
  const found = MATRIX_FORMATS.find((format) => format === wanted);
  if (found === undefined)
    throw new Failure('SV300', `\`--matrix ${String(text)}\` is none of ${MATRIX_FORMATS.join(', ')}`);
  return found;
}

function wholeNumber(text: string): number {
  if (/^[0-9]{1,4}$/.test(text)) return Number(text);
  throw new Failure('SV300', `\`--protect ${text}\` is not a whole number of faults`);
}
