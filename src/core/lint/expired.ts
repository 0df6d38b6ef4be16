import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Annotation, Declaration, Item, Module, Prefixed } from '../syntax/ast.ts';
import { expiryOf, isDay } from '../syntax/day.ts';

/**
 * Warns of evidence that has expired by the given day (`2026-12-01`): on the day that it names, and after it. In all files
 * of a program, and not to be silenced by an `@allow`. The day is the caller's: there is no clock here.
 */
export function expiredEvidence(modules: readonly Module[], day: string): readonly Diagnostic[] {
  const prefixed = modules.flatMap(({ declarations }) => declarations.flatMap(prefixedIn));
  return prefixed
    .flatMap(({ annotations }) => annotations)
    .filter(({ name }) => name.text === 'evidence')
    .flatMap((annotation) => {
      const expires = expiryOf(annotation);
      if (expires === null || !isDay(expires) || expires > day) return [];
      const what = whatOf(annotation);
      const message = `${what === null ? 'this evidence' : `the evidence "${what}"`} expired on ${expires}, seen from ${day}`;
      return [diagnostic('SV410', message, annotation.span, { help: HELP, severity: 'warning' })];
    });
}

const HELP = 'gather it anew and write its new date, or take out what rests on it';

function whatOf({ arguments: all }: Annotation): string | null {
  const first = all.find(({ name }) => name === null);
  return first?.value.kind === 'string' ? first.value.text : null;
}

function prefixedIn(declaration: Declaration): readonly Prefixed[] {
  return declaration.kind === 'component' ? [declaration, ...declaration.items.flatMap(withClauses)] : [declaration];
}

function withClauses(item: Item): readonly Prefixed[] {
  return item.kind === 'mode' ? [item, ...item.clauses] : [item];
}
