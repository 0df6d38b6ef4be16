import type { ImportReader } from '../core/resolve/program.ts';
import type { TextSolver } from '../core/smtlib/reply.ts';
import type { SourceFile } from '../core/text/source.ts';
import type { CheckResult } from '../core/verdict/result.ts';

/** The pipeline as the command line calls it. */
export interface CheckRequest {
  readonly root: SourceFile;
  readonly read: ImportReader;
  readonly solver: TextSolver;
  readonly config: CheckResult['config'];
  readonly only: ((id: string) => boolean) | null;
  readonly onScript?: (id: string, purpose: string, script: string) => void;
  readonly onProgress?: (done: number, total: number, id: string) => void;
  readonly now: () => number;
}

export type Check = (request: CheckRequest) => Promise<CheckResult>;

/** Loaded when the first file is checked, so that `--help` does not wait for it. */
export async function loadCheck(): Promise<Check> {
  const module = '../core/check.js';
  return ((await import(module)) as { readonly check: Check }).check;
}
