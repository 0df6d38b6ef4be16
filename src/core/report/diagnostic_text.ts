import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { COLUMNS, frame, type Mark, placeOf } from './frame.ts';
import { type Ink, type Paint, unpainted } from './paint.ts';
import { printable, wrap } from './printable.ts';
import type { Sources } from './sources.ts';

/** Diagnostics for people: a headline, the frame, the way out. */

/** One diagnostic with its code frame, without a blank line after it. */
export function framedDiagnostic(
  diagnostic: Diagnostic,
  sources: Sources,
  paint: Paint = unpainted,
): readonly string[] {
  const lines = [
    ...headline(`${diagnostic.severity}[${diagnostic.code}]`, diagnostic.message, inkOf(diagnostic), paint),
  ];
  const marks = marksOf(diagnostic);
  if (marks.length > 0) lines.push(...frame(sources, marks, paint));
  if (diagnostic.help !== null) lines.push(...helpLines(diagnostic.help, paint));
  return lines;
}

/** `error[SV110]: …`, wrapped. */
export function headline(label: string, message: string, ink: Ink, paint: Paint): readonly string[] {
  const [first, ...rest] = wrap(`${label}: ${printable(message)}`, COLUMNS);
  return [
    paint(ink, label) + paint('bold', first!.slice(label.length)),
    ...rest.map((line) => paint('bold', `  ${line}`)),
  ];
}

/** `   help: …`, its further lines set under the first. */
export function helpLines(help: string, paint: Paint): readonly string[] {
  const lines = help.split('\n').flatMap((line) => wrap(printable(line), COLUMNS - 9));
  return lines.map((line, index) => (index === 0 ? `   ${paint('accent', 'help:')} ${line}` : `         ${line}`));
}

function inkOf(diagnostic: Diagnostic): Ink {
  switch (diagnostic.severity) {
    case 'error':
      return 'error';
    case 'warning':
      return 'warning';
    case 'info':
      return 'accent';
  }
}

function marksOf(diagnostic: Diagnostic): readonly Mark[] {
  const related = diagnostic.related.map((each): Mark => ({ span: each.span, note: each.message, ink: 'accent' }));
  return diagnostic.span === null ? related : [{ span: diagnostic.span, note: '', ink: inkOf(diagnostic) }, ...related];
}

/** One diagnostic on one line: `path:line:column: error[SV110]: …`. */
export function conciseDiagnostic(diagnostic: Diagnostic, sources: Sources): string {
  const place = diagnostic.span === null ? '' : `${placeOf(sources, diagnostic.span)}: `;
  return `${place}${diagnostic.severity}[${diagnostic.code}]: ${printable(diagnostic.message)}`;
}

/** One diagnostic in whole sentences, without boxes. */
export function plainDiagnostic(diagnostic: Diagnostic, sources: Sources): readonly string[] {
  const at = diagnostic.span === null ? '' : ` at ${plainPlace(sources, diagnostic.span)}`;
  const lines = [`${capital(diagnostic.severity)} ${diagnostic.code}${at}: ${printable(diagnostic.message)}.`];
  for (const related of diagnostic.related)
    lines.push(`See ${plainPlace(sources, related.span)}: ${printable(related.message)}.`);
  if (diagnostic.help !== null) lines.push(`Help: ${printable(diagnostic.help.replaceAll('\n', ' '))}`);
  return lines;
}

/** `specs/pump.safety line 7, column 13`. */
export function plainPlace(
  sources: Sources,
  span: { readonly path: string; readonly start: number; readonly end: number },
): string {
  const at = sources.start(span);
  return `${printable(span.path)} line ${at.line}, column ${at.column}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
