import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../text/source.ts';

/** Why something cannot be said of families of any size; never shown as an error, only as the reason why a claim is open. */
export function notForAll(reason: string, span: Span): Diagnostic {
  return diagnostic('SV185', reason, span);
}
