import { Worker } from 'node:worker_threads';
import { type Diagnostic, diagnostic } from '../core/diagnostics/diagnostic.ts';
import type { Report, Run } from '../core/report/report.ts';
import { CertificateTarget } from './certificate_file.ts';
import type { CheckOptions } from './check_options.ts';
import type { ThreadData } from './checking_thread.ts';
import { removeOwnDrafts } from './evidence_folder.ts';
import { Failure, messageOf } from './failure.ts';
import { type Fault, Ledger, type LedgerEvent } from './ledger.ts';
import { tellReason } from './outlet.ts';
import { Progress } from './progress.ts';
import { ScriptFolder } from './save_smt.ts';

/** How long the checking may take to end its solvers after being asked to, in milliseconds. */
const GRACE = 1000;

/** One command's checking, in a thread of its own: whatever that is busy with, this one hears signals and can tell what was found. */
export class Session {
  readonly options: CheckOptions;
  readonly #ledger = new Ledger();
  readonly #progress = new Progress();
  readonly #onScript: ((id: string, purpose: string, script: string) => void) | null;
  readonly #certificates: CertificateTarget | null;
  #worker: Worker | null = null;

  /** `onScript` is told of every question; with `--save-smt` they are kept in its folder besides. */
  constructor(options: CheckOptions, onScript: ((id: string, purpose: string, script: string) => void) | null = null) {
    this.options = options;
    const folder = options.saveSmt === null ? null : new ScriptFolder(options.saveSmt);
    this.#certificates = options.certify === null ? null : new CertificateTarget(options.certify);
    this.#onScript = folder === null ? onScript : (id, purpose, script) => folder.save(id, purpose, script);
  }

  get runs(): readonly Run[] {
    return this.#ledger.runs;
  }

  get failures(): readonly Diagnostic[] {
    return this.#ledger.failures;
  }

  get faults(): readonly Fault[] {
    return this.#ledger.faults;
  }

  /** Checks every file that `paths` stand for. A file that cannot be checked is a failure, and the others go on. */
  async run(paths: readonly string[]): Promise<void> {
    const { globs, config, solver, cache, root, quick, coverage, weakest, trade, asOf, engines, certify } =
      this.options;
    const scripts = this.#onScript !== null;
    const settings = {
      globs,
      config,
      solver,
      cache,
      root,
      quick,
      coverage,
      weakest,
      trade,
      asOf,
      engines,
      scripts,
      certificates: certify !== null,
    };
    const workerData: ThreadData = { settings, paths };
    const worker = new Worker(new URL('./checking_thread.js', import.meta.url), { workerData });
    this.#worker = worker;
    worker.on('message', (event: LedgerEvent) => this.#receive(event));
    worker.on('error', (thrown) => this.#fault(thrown));
    await new Promise((ended) => worker.once('exit', ended));
    this.#worker = null;
    this.#progress.clear();
  }

  /** Ends the checking, whatever it is doing: its solvers first, and if that takes too long the thread. */
  async close(): Promise<void> {
    this.#progress.clear();
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise((done) => worker.once('exit', done));
    worker.postMessage('end');
    await Promise.race([ended, new Promise((done) => setTimeout(done, GRACE))]);
    await worker.terminate();
    if (this.options.cache !== null) removeOwnDrafts(this.options.cache);
  }

  /** The report of what was found so far. */
  report(exitCode: number, interrupted: boolean): Report {
    return this.#ledger.report(this.options.config, exitCode, interrupted);
  }

  #receive(event: LedgerEvent): void {
    this.#ledger.enter(event);
    if (event.kind === 'progress') this.#progress.show(event.done, event.total, event.id);
    if (event.kind === 'notice') this.#notice(event.text);
    if (event.kind === 'script') this.#guard(() => this.#onScript?.(event.id, event.purpose, event.script));
    if (event.kind === 'certificate') this.#guard(() => this.#certificates?.save(event.root, event.text));
    if (event.kind === 'fault') tellStack(event.fault);
  }

  #notice(text: string): void {
    this.#progress.clear();
    tellReason(text);
  }

  /** A script or a certificate that cannot be kept ends the checking. */
  #guard(keep: () => void): void {
    if (this.failures.length > 0) return;
    try {
      keep();
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      this.#ledger.enter({ kind: 'failure', failure: thrown.diagnostic });
      void this.close();
    }
  }

  #fault(thrown: unknown): void {
    const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
    const fault = { message: messageOf(thrown), stack };
    this.#ledger.enter({ kind: 'fault', fault });
    tellStack(fault);
    this.#ledger.enter({ kind: 'failure', failure: diagnostic('SV311', `internal error: ${messageOf(thrown)}`, null) });
  }
}

/** Where our own mistake was made; for us, on request. */
function tellStack(fault: Fault): void {
  if (process.env.SAFEVERIFY_DEBUG !== undefined) process.stderr.write(`${fault.stack}\n`);
}
