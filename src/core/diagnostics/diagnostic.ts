import type { Span } from '../text/source.ts';
import type { Code } from './registry.ts';

export type Severity = 'error' | 'warning' | 'info';

/** A second place that explains the first, in its own words ("first wired here"). */
export interface Related {
  readonly span: Span;
  readonly message: string;
}

/** The one shape of everything we tell a user about a file. `message` is one lower-case sentence. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span | null;
  readonly related: readonly Related[];
  /** The way out: what to write instead. */
  readonly help: string | null;
}

/** A stage's answer: its product (null where it could not be made) and what it has to say. */
export interface Staged<T> {
  readonly product: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Builds a diagnostic with the registry's severity. */
export function diagnostic(
  code: Code,
  message: string,
  span: Span | null,
  more: { related?: readonly Related[]; help?: string | null; severity?: Severity } = {},
): Diagnostic {
  return {
    code,
    severity: more.severity ?? 'error',
    message,
    span,
    related: more.related ?? [],
    help: more.help ?? null,
  };
}
