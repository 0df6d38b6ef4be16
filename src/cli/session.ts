import { createHash } from 'node:crypto';
import type { Diagnostic } from '../core/diagnostics/diagnostic.ts';
import { diagnostic } from '../core/diagnostics/diagnostic.ts';
import type { Report, Run } from '../core/report/report.ts';
import { Sources } from '../core/report/sources.ts';
import type { TextSolver } from '../core/smtlib/reply.ts';
import type { SourceFile } from '../core/text/source.ts';
import type { CheckResult } from '../core/verdict/result.ts';
import type { CheckOptions } from './check_options.ts';
import { Failure, messageOf } from './failure.ts';
import { findSpecs } from './find_specs.ts';
import { importer, projectRoot } from './import_files.ts';
import { Progress } from './progress.ts';
import { ScriptFolder } from './save_smt.ts';
import { seeded } from './seeded_solver.ts';
import { startSolver } from './solver_choice.ts';
import { readSource } from './source_file.ts';
import { TOOL } from './tool.ts';

/** One command's checking of its files: what was found so far, whenever it ends. */
export class Session {
  readonly options: CheckOptions;
  readonly #runs: Run[] = [];
  readonly #failures: Diagnostic[] = [];
  readonly #sources = new Map<string, SourceFile>();
  readonly #progress = new Progress();
  readonly #onScript: ((id: string, purpose: string, script: string) => void) | null;
  #solver: TextSolver | null = null;
  readonly #faults: unknown[] = [];
  #folder: ScriptFolder | null = null;

  constructor(options: CheckOptions, onScript: ((id: string, purpose: string, script: string) => void) | null = null) {
    this.options = options;
    this.#onScript = onScript;
  }

  get runs(): readonly Run[] {
    return this.#runs;
  }

  get failures(): readonly Diagnostic[] {
    return this.#failures;
  }

  /** What was thrown and should not have been: our own mistakes. */
  get faults(): readonly unknown[] {
    return this.#faults;
  }

  /** Checks every file that `paths` stand for. A file that cannot be checked is a failure, and the others go on. */
  async run(paths: readonly string[]): Promise<void> {
    const found = findSpecs(paths);
    if (found.files.length > 0) await this.#start();
    for (const failure of found.failures) this.#failures.push(failure.diagnostic);
    for (const file of found.files) await this.#guarded(file);
    this.#progress.clear();
    if (this.#faults.length === 0) this.#refuseEmptiness();
  }

  async #start(): Promise<void> {
    const { solver, config } = this.options;
    this.#solver ??= await seeded(await startSolver(solver), config.seed);
  }

  /** Ends the solver, whatever it is doing. */
  async close(): Promise<void> {
    this.#progress.clear();
    const solver = this.#solver;
    this.#solver = null;
    await solver?.close();
  }

  /** The report of what was found so far. */
  report(exitCode: number, interrupted: boolean): Report {
    return {
      tool: TOOL,
      runs: this.#runs,
      failures: this.#failures,
      config: this.options.config,
      sources: new Sources(this.#sources.values()),
      exitCode,
      interrupted,
    };
  }

  async #guarded(path: string): Promise<void> {
    try {
      await this.#checkFile(path);
    } catch (thrown) {
      if (thrown instanceof Failure) this.#failures.push(thrown.diagnostic);
      else this.#fault(path, thrown);
    }
  }

  #fault(path: string, thrown: unknown): void {
    this.#faults.push(thrown);
    this.#failures.push(diagnostic('SV311', `internal error while checking \`${path}\`: ${messageOf(thrown)}`, null));
  }

  async #checkFile(path: string): Promise<void> {
    const root = readSource(path);
    this.#sources.set(path, root);
    const files = importer(root, this.options.root ?? projectRoot(path));
    try {
      const result = await this.#ask(root, files.read);
      this.#runs.push({ root: path, result: withDigests(result, files.files()) });
    } finally {
      for (const file of files.files()) this.#sources.set(file.path, file);
    }
  }

  async #ask(root: SourceFile, read: ReturnType<typeof importer>['read']): Promise<CheckResult> {
    const { check } = await import('../core/check.ts');
    const onScript = this.#scriptKeeper();
    return check({
      root,
      read,
      solver: this.#solver!,
      config: this.options.config,
      only: this.options.only,
      ...(onScript === null ? {} : { onScript }),
      onProgress: (done, total, id) => this.#progress.show(done, total, id),
      now: () => performance.now(),
    });
  }

  #scriptKeeper(): ((id: string, purpose: string, script: string) => void) | null {
    const { saveSmt } = this.options;
    if (saveSmt === null) return this.#onScript;
    this.#folder ??= new ScriptFolder(saveSmt);
    const folder = this.#folder;
    return (id, purpose, script) => {
      folder.save(id, purpose, script);
      this.#onScript?.(id, purpose, script);
    };
  }

  /** A run that checked nothing is never a success. */
  #refuseEmptiness(): void {
    if (this.#failures.length > 0 || this.#runs.some((run) => run.result.diagnostics.some(isError))) return;
    const obligations = this.#runs.flatMap((run) => run.result.obligations);
    const { only, globs } = this.options;
    if (only !== null && !obligations.some((obligation) => only(obligation.id))) {
      const asked = globs.map((glob) => `\`${glob}\``).join(', ');
      const help = 'the names are those of a run without `--only`; `*` stands for any characters';
      this.#failures.push(new Failure('SV306', `no obligation is called ${asked}`, help).diagnostic);
    } else if (obligations.length === 0) {
      const help = 'a component or a system owes obligations; units, types and constants do not';
      this.#failures.push(new Failure('SV307', 'there is nothing to check', help).diagnostic);
    }
  }
}

function isError(each: Diagnostic): boolean {
  return each.severity === 'error';
}

function withDigests(result: CheckResult, files: readonly SourceFile[]): CheckResult {
  return { ...result, inputs: files.map(({ path, text }) => ({ path, sha256: digest(text) })) };
}

function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
