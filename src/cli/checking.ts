import type { GoalJson } from '../core/certify/certificate.ts';
import { CERTIFY_STEPS } from '../core/certify/certify.ts';
import { type Diagnostic, diagnostic } from '../core/diagnostics/diagnostic.ts';
import type { Engine } from '../core/engine/engines.ts';
import type { TextSolver } from '../core/smtlib/reply.ts';
import type { SourceFile } from '../core/text/source.ts';
import type { CheckResult } from '../core/verdict/result.ts';
import { certificateText, sha256 } from './certificate_file.ts';
import { EvidenceFolder } from './evidence_folder.ts';
import { Failure, messageOf } from './failure.ts';
import { findSpecs } from './find_specs.ts';
import { importer, projectRoot } from './import_files.ts';
import { Ledger, type LedgerEvent } from './ledger.ts';
import { nameMatcher } from './name_glob.ts';
import { findSecondSolver } from './second_solver.ts';
import { seeded } from './seeded_solver.ts';
import { type SolverChoice, startSolver } from './solver_choice.ts';
import { readSource } from './source_file.ts';
import { TOOL } from './tool.ts';

/** What a checking needs to know, as plain data that can go to another thread. */
export interface CheckingSettings {
  /** The globs of `--only`; empty for everything. */
  readonly globs: readonly string[];
  readonly config: CheckResult['config'];
  readonly solver: SolverChoice;
  /** The folder of what earlier runs have found out; null or absent: none. */
  readonly cache?: string | null;
  /** The project root, where the user names it. */
  readonly root: string | null;
  /** Verdicts only. */
  readonly quick?: boolean;
  /** What no proof uses too. */
  readonly coverage?: boolean;
  /** The weakest restrictions of inputs and parameters too. */
  readonly weakest?: boolean;
  /** Whether certificates are made. */
  readonly certificates?: boolean;
  /** Two numbers to be weighed against each other. */
  readonly trade?: readonly [string, string] | null;
  /** The day from which evidence is seen; absent or null: none. */
  readonly asOf?: string | null;
  /** Which engines decide claims over time; null or absent: all. */
  readonly engines?: readonly Engine[] | null;
  /** Whether every script is told of. */
  readonly scripts?: boolean;
}

/** Checks the files of one command, and tells of each thing as it is found. */
export class Checking {
  readonly #settings: CheckingSettings;
  readonly #only: ((id: string) => boolean) | null;
  readonly #listener: (event: LedgerEvent) => void;
  /** All that was told of. */
  readonly ledger = new Ledger();
  #solver: TextSolver | null = null;
  #evidence: EvidenceFolder | null = null;
  /** Another solver to ask for a second opinion; not looked for yet: undefined. */
  #second: TextSolver | null | undefined;

  constructor(settings: CheckingSettings, listener: (event: LedgerEvent) => void = () => {}) {
    this.#settings = settings;
    this.#only = settings.globs.length === 0 ? null : nameMatcher(settings.globs);
    this.#listener = listener;
  }

  /** Checks every file that `paths` stand for. A file that cannot be checked is a failure, and the others go on. */
  async run(paths: readonly string[]): Promise<void> {
    const found = findSpecs(paths);
    if (found.files.length > 0 && !(await this.#started())) return;
    for (const failure of found.failures) this.#fail(failure.diagnostic);
    for (const file of found.files) await this.#guarded(file);
    if (this.ledger.faults.length === 0) this.#refuseEmptiness();
  }

  /** Ends the solver, whatever it is doing. */
  async close(): Promise<void> {
    const solver = this.#solver;
    const second = this.#second;
    this.#solver = null;
    this.#second = null;
    await Promise.all([solver?.close(), second?.close()]);
  }

  #tell(event: LedgerEvent): void {
    this.ledger.enter(event);
    this.#listener(event);
  }

  #fail(failure: Diagnostic): void {
    this.#tell({ kind: 'failure', failure });
  }

  /** Starts the solver; false, with a failure told of, where that cannot be. */
  async #started(): Promise<boolean> {
    const { solver, config, cache = null } = this.#settings;
    try {
      this.#solver ??= await seeded(await startSolver(solver), config.seed);
      if (cache !== null) this.#evidence ??= this.#openCache(cache, this.#solver);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      this.#fail(thrown.diagnostic);
      return false;
    }
  }

  /** An answer depends on the solver, on its seed, and on how this program asks. */
  #openCache(folder: string, solver: TextSolver): EvidenceFolder {
    const answerer = solver
      .version()
      .then((version) => JSON.stringify([TOOL.version, version, this.#settings.config.seed]));
    return new EvidenceFolder(folder, answerer, (why) => {
      const text = `\`${folder}\` cannot be written (${why}): nothing is kept there for the next run`;
      this.#tell({ kind: 'notice', text });
    });
  }

  async #guarded(path: string): Promise<void> {
    try {
      await this.#checkFile(path);
    } catch (thrown) {
      if (thrown instanceof Failure) this.#fail(thrown.diagnostic);
      else this.#fault(path, thrown);
    }
  }

  #fault(path: string, thrown: unknown): void {
    const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
    this.#tell({ kind: 'fault', fault: { message: messageOf(thrown), stack } });
    this.#fail(diagnostic('SV311', `internal error while checking \`${path}\`: ${messageOf(thrown)}`, null));
  }

  async #checkFile(path: string): Promise<void> {
    const root = readSource(path);
    const files = importer(root, this.#settings.root ?? projectRoot(path));
    try {
      let goals: readonly GoalJson[] | null = null;
      const result = await this.#ask(root, files.read, (made) => {
        goals = made;
      });
      this.#tell({ kind: 'run', run: { root: path, result: withDigests(result, files.files()) } });
      if (goals !== null)
        this.#tell({ kind: 'certificate', root: path, text: certificateText(root.path, files.files(), goals) });
    } finally {
      this.#tell({ kind: 'sources', files: files.files() });
    }
  }

  async #ask(
    root: SourceFile,
    read: ReturnType<typeof importer>['read'],
    onCertificate: (goals: readonly GoalJson[]) => void,
  ): Promise<CheckResult> {
    const { check } = await import('../core/check.ts');
    const onScript = (id: string, purpose: string, script: string) =>
      this.#tell({ kind: 'script', id, purpose, script });
    return check({
      root,
      read,
      solver: this.#solver!,
      ...(this.#evidence === null ? {} : { evidence: this.#evidence }),
      config: this.#settings.config,
      only: this.#only,
      quick: this.#settings.quick === true,
      coverage: this.#settings.coverage === true,
      weakest: this.#settings.weakest === true,
      trade: this.#settings.trade ?? null,
      ...(this.#settings.asOf == null ? {} : { asOf: this.#settings.asOf }),
      own: true,
      ...(this.#settings.engines ? { engines: new Set(this.#settings.engines) } : {}),
      ...(this.#settings.scripts === true ? { onScript } : {}),
      ...(this.#settings.certificates === true
        ? { certify: { steps: CERTIFY_STEPS, second: await this.#secondSolver() }, onCertificate }
        : {}),
      onProgress: (done, total, id) => this.#tell({ kind: 'progress', done, total, id }),
      now: () => performance.now(),
    });
  }

  async #secondSolver(): Promise<TextSolver | null> {
    if (this.#second === undefined) this.#second = await findSecondSolver(this.#settings.solver);
    return this.#second;
  }

  /** A run that checked nothing is never a success. */
  #refuseEmptiness(): void {
    const { runs, failures } = this.ledger;
    if (failures.length > 0 || runs.some((run) => run.result.diagnostics.some(isError))) return;
    const obligations = runs.flatMap((run) => run.result.obligations);
    const only = this.#only;
    if (only !== null && !obligations.some((obligation) => only(obligation.id))) {
      const asked = this.#settings.globs.map((glob) => `\`${glob}\``).join(', ');
      const help = 'the names are those of a run without `--only`; `*` stands for any characters';
      this.#fail(new Failure('SV306', `no obligation is called ${asked}`, help).diagnostic);
    } else if (obligations.length === 0) {
      const help = 'a component or a system owes obligations; units, types and constants do not';
      this.#fail(new Failure('SV307', 'there is nothing to check', help).diagnostic);
    }
  }
}

function isError(each: Diagnostic): boolean {
  return each.severity === 'error';
}

function withDigests(result: CheckResult, files: readonly SourceFile[]): CheckResult {
  return { ...result, inputs: files.map(({ path, text }) => ({ path, sha256: sha256(text) })) };
}
