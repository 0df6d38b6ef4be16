import { type Diagnostic, diagnostic } from '../core/diagnostics/diagnostic.ts';
import type { Code } from '../core/diagnostics/registry.ts';

/** A mistake that keeps a command, or one of its files, from starting. It ends in exit code 2. */
export class Failure extends Error {
  readonly diagnostic: Diagnostic;

  constructor(code: Code, message: string, help: string | null = null) {
    super(message);
    this.diagnostic = diagnostic(code, message, null, { help });
  }
}

/** The message of anything that was thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return text.split('\n')[0]!.trim();
}

/** The system's code of a failed call (`ENOENT`), or the empty string. */
export function systemCode(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}
