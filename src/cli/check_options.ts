import { statSync } from 'node:fs';
import { ENGINES, type Engine } from '../core/engine/engines.ts';
import { isDay } from '../core/syntax/day.ts';
import type { CheckResult } from '../core/verdict/result.ts';
import { type ColourChoice, colourChoice } from './colour.ts';
import { evidencePlace } from './evidence_folder.ts';
import { Failure } from './failure.ts';
import { nameMatcher } from './name_glob.ts';
import { type ReportTarget, reportTargets } from './report_target.ts';
import { type SolverChoice, solverChoice } from './solver_choice.ts';

/** What commander hands over: strings as they were typed. */
export interface RawOptions {
  readonly format?: readonly string[];
  readonly only?: readonly string[];
  readonly rlimit?: string;
  readonly timeout?: string;
  readonly seed?: string;
  readonly saveSmt?: string;
  readonly certify?: string;
  readonly solver?: readonly string[];
  readonly color?: string | boolean;
  readonly root?: string;
  readonly quick?: boolean;
  readonly trade?: string;
  readonly asOf?: string;
  readonly strictEvidence?: boolean;
  readonly engine?: readonly string[];
  readonly coverage?: boolean;
  readonly cache?: boolean;
}

/** The options of a run, read and found good. */
export interface CheckOptions {
  readonly targets: readonly ReportTarget[];
  /** The globs of `--only`; empty for everything. */
  readonly globs: readonly string[];
  readonly only: ((id: string) => boolean) | null;
  readonly config: CheckResult['config'];
  readonly saveSmt: string | null;
  /** Where certificates go: a folder, or a file of this name. */
  readonly certify: string | null;
  readonly solver: SolverChoice;
  /** The folder of what earlier runs have found out; null: none. */
  readonly cache: string | null;
  readonly colour: ColourChoice;
  /** The project root, where the user names it. */
  readonly root: string | null;
  /** Verdicts only. */
  readonly quick: boolean;
  /** What no proof uses too. */
  readonly coverage: boolean;
  /** The weakest restrictions of inputs and parameters too. */
  readonly weakest: boolean;
  /** Two numbers to be weighed against each other. */
  readonly trade: readonly [string, string] | null;
  /** The day from which evidence is seen; null: none. */
  readonly asOf: string | null;
  /** Whether evidence that has expired fails the run. */
  readonly strictEvidence: boolean;
  /** Which engines decide claims over time; null: all. */
  readonly engines: readonly Engine[] | null;
}

export const DEFAULT_CONFIG = { rlimit: 2_000_000, timeoutMs: 60_000, seed: 0 } as const;

/** Reads the options; throws a `Failure` that says what is wrong. */
export function readOptions(raw: RawOptions): CheckOptions {
  const globs = raw.only ?? [];
  return {
    targets: reportTargets(raw.format ?? []),
    globs,
    only: globs.length === 0 ? null : nameMatcher(globs),
    config: readConfig(raw),
    saveSmt: raw.saveSmt ?? null,
    certify: raw.certify ?? null,
    solver: solverChoice(raw.solver ?? []),
    cache: raw.cache === false ? null : evidencePlace(),
    colour: colourChoice(raw.color),
    root: raw.root === undefined ? null : existingFolder(raw.root),
    quick: raw.quick === true,
    coverage: raw.coverage === true,
    weakest: false,
    trade: raw.trade === undefined ? null : readTrade(raw.trade),
    engines: raw.engine === undefined ? null : engines(raw.engine),
    ...readEvidence(raw),
  };
}

function readTrade(text: string): readonly [string, string] {
  const [one, other, ...more] = text.split(',').map((name) => name.trim());
  if (!one || !other || more.length > 0)
    throw new Failure(
      'SV300',
      `\`--trade\` weighs two numbers, not \`${text}\``,
      'name both: `--trade Radar.latency,Fusion.latency`',
    );
  return [one, other];
}

/** The clock is read only where the user asks for today. */
function readEvidence(raw: RawOptions): Pick<CheckOptions, 'asOf' | 'strictEvidence'> {
  const asOf = raw.asOf === 'today' ? new Date().toISOString().slice(0, 10) : (raw.asOf ?? null);
  if (asOf !== null && !isDay(asOf))
    throw new Failure('SV300', `\`--as-of ${asOf}\` is no day`, 'write it as `--as-of 2026-12-01`, or `--as-of today`');
  if (raw.strictEvidence === true && asOf === null)
    throw new Failure(
      'SV300',
      '`--strict-evidence` needs to know the day',
      'add `--as-of 2026-12-01`, or `--as-of today`',
    );
  return { asOf, strictEvidence: raw.strictEvidence === true };
}

/** `--engine bmc`, repeated or with commas; each name once, in the order in which they take turns. */
function engines(words: readonly string[]): readonly Engine[] {
  const named = words.flatMap((word) => word.split(','));
  const strange = named.find((name) => !ENGINES.some((engine) => engine === name));
  if (strange === undefined) return ENGINES.filter((engine) => named.includes(engine));
  throw new Failure('SV300', `there is no engine \`${strange}\``, `the engines are ${ENGINES.join(', ')}`);
}

function existingFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return path;
  throw new Failure('SV300', `\`--root ${path}\` is not a folder`);
}

function readConfig(raw: RawOptions): CheckResult['config'] {
  return {
    rlimit: raw.rlimit === undefined ? DEFAULT_CONFIG.rlimit : count('--rlimit', raw.rlimit, 1, 4_000_000_000),
    timeoutMs: raw.timeout === undefined ? DEFAULT_CONFIG.timeoutMs : duration(raw.timeout),
    seed: raw.seed === undefined ? DEFAULT_CONFIG.seed : count('--seed', raw.seed, 0, 2_000_000_000),
  };
}

function count(option: string, text: string, least: number, most: number): number {
  const digits = text.replaceAll('_', '');
  const value = /^[0-9]{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Failure('SV300', `\`${option} ${text}\` is not a whole number from ${least} to ${most}`);
}

/** `500ms`, `30s`, `2min`; a plain number is milliseconds. */
function duration(text: string): number {
  const match = /^([0-9_]+)\s*(ms|s|min)?$/.exec(text);
  if (match === null)
    throw new Failure('SV300', `\`--timeout ${text}\` is not a duration`, 'write `30s`, `500ms` or `60000`');
  const factor = match[2] === 'min' ? 60_000 : match[2] === 's' ? 1000 : 1;
  return count('--timeout', match[1]!, 1, Math.floor(2_000_000_000 / factor)) * factor;
}
