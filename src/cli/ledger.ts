import type { Diagnostic } from '../core/diagnostics/diagnostic.ts';
import type { Report, Run } from '../core/report/report.ts';
import { Sources } from '../core/report/sources.ts';
import type { SourceFile } from '../core/text/source.ts';
import { TOOL } from './tool.ts';

/** What a checking tells of as it goes: plain data, which crosses threads. */
export type LedgerEvent =
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'failure'; readonly failure: Diagnostic }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'sources'; readonly files: readonly SourceFile[] }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly id: string }
  /** Something that a user should know, and that changes no result. */
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'certificate'; readonly root: string; readonly text: string }
  | { readonly kind: 'script'; readonly id: string; readonly purpose: string; readonly script: string };

/** Something that was thrown and should not have been: our own mistake. */
export interface Fault {
  readonly message: string;
  readonly stack: string;
}

/** All that was found so far, whenever a command ends. */
export class Ledger {
  readonly #runs: Run[] = [];
  readonly #failures: Diagnostic[] = [];
  readonly #faults: Fault[] = [];
  readonly #sources = new Map<string, SourceFile>();

  get runs(): readonly Run[] {
    return this.#runs;
  }

  get failures(): readonly Diagnostic[] {
    return this.#failures;
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  enter(event: LedgerEvent): void {
    switch (event.kind) {
      case 'run':
        this.#runs.push(event.run);
        return;
      case 'failure':
        this.#failures.push(event.failure);
        return;
      case 'fault':
        this.#faults.push(event.fault);
        return;
      case 'sources':
        for (const file of event.files) this.#sources.set(file.path, file);
        return;
      case 'progress':
      case 'notice':
      case 'script':
      case 'certificate':
        return;
    }
  }

  /** The report of what was found so far. */
  report(config: Report['config'], exitCode: number, interrupted: boolean): Report {
    const sources = new Sources(this.#sources.values());
    return { tool: TOOL, runs: this.#runs, failures: this.#failures, config, sources, exitCode, interrupted };
  }
}
