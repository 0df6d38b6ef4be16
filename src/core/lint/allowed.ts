import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Declaration, Item, Module, Prefixed } from '../syntax/ast.ts';

/** Leaves out the warnings that an `@allow(SV404)` before an item, or before what holds it, permits. */
export function withoutAllowed(modules: readonly Module[], diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const permits = modules.flatMap((module) => module.declarations.flatMap(permitsIn));
  if (permits.length === 0) return diagnostics;
  return diagnostics.filter((one) => one.severity !== 'warning' || !permits.some((permit) => covers(permit, one)));
}

interface Permit {
  readonly code: string;
  readonly within: Prefixed['span'];
}

/** An editor asks again and again, of declarations of which few have changed. */
const KNOWN = new WeakMap<Declaration, readonly Permit[]>();

function permitsIn(declaration: Declaration): readonly Permit[] {
  const known = KNOWN.get(declaration);
  if (known !== undefined) return known;
  const permits = prefixedIn(declaration).flatMap(permitsOf);
  KNOWN.set(declaration, permits);
  return permits;
}

function prefixedIn(declaration: Declaration): readonly Prefixed[] {
  if (declaration.kind !== 'component') return [declaration];
  return [declaration, ...declaration.items.flatMap(withClauses)];
}

function withClauses(item: Item): readonly Prefixed[] {
  return item.kind === 'mode' ? [item, ...item.clauses] : [item];
}

/** An item with its annotations, which may be spoken of too. */
function permitsOf({ annotations, span }: Prefixed): readonly Permit[] {
  const start = Math.min(span.start, ...annotations.map((one) => one.span.start));
  const within = { ...span, start };
  return annotations
    .filter(({ name }) => name.text === 'allow')
    .flatMap((annotation) => annotation.arguments)
    .flatMap(({ value }) => (value.kind === 'number' ? [] : [{ code: value.text, within }]));
}

function covers({ code, within }: Permit, { code: found, span }: Diagnostic): boolean {
  if (code !== found || span === null || span.path !== within.path) return false;
  return within.start <= span.start && span.end <= within.end;
}
