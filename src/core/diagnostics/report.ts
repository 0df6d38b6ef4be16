import type { Span } from '../text/source.ts';
import { type Diagnostic, diagnostic, type Related } from './diagnostic.ts';
import type { Code } from './registry.ts';

/** What a diagnostic may say besides its message. */
export interface More {
  readonly related?: readonly Related[];
  readonly help?: string | null;
}

/** Collects what one stage has to say, in the order in which it is found. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];

  error(code: Code, message: string, span: Span, more: More = {}): void {
    this.diagnostics.push(diagnostic(code, message, span, more));
  }

  warning(code: Code, message: string, span: Span, more: More = {}): void {
    this.diagnostics.push(diagnostic(code, message, span, { ...more, severity: 'warning' }));
  }

  get hasErrors(): boolean {
    return this.diagnostics.some((one) => one.severity === 'error');
  }
}
