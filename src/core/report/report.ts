import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { CheckResult } from '../verdict/result.ts';
import type { Sources } from './sources.ts';

/** The answer about one file that the user named. */
export interface Run {
  /** The file's path as the user knows it. */
  readonly root: string;
  readonly result: CheckResult;
}

/** Everything a reporter shows: one command's runs, and what kept others from starting. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  readonly runs: readonly Run[];
  /** Mistakes of the command line and of files that could not be read. */
  readonly failures: readonly Diagnostic[];
  readonly config: CheckResult['config'];
  readonly sources: Sources;
  readonly exitCode: number;
  /** Whether a signal ended the command before its work was done. */
  readonly interrupted: boolean;
}
