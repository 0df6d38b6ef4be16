import type { ComponentDeclaration, Declaration, Expression, Item, Module } from '../../src/core/syntax/ast.ts';
import { parseModule } from '../../src/core/syntax/parse.ts';
import type { Span } from '../../src/core/text/source.ts';

/** A place in a text and what to write there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits made; of two that overlap the inner one is left out. */
export function edited(text: string, edits: readonly Edit[]): string {
  const inOrder = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  let result = '';
  let at = 0;
  for (const { start, end, text: replacement } of inOrder) {
    if (start < at) continue;
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

export function replaced(span: Span, text: string): Edit {
  return { start: span.start, end: span.end, text };
}

export function parsed(text: string): Module {
  const { product, diagnostics } = parseModule({ path: 'metamorphic.safety', text });
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new Error(diagnostics[0]!.message);
  return product;
}

export function componentsOf(module: Module): readonly ComponentDeclaration[] {
  return module.declarations.filter((each: Declaration) => each.kind === 'component');
}

/** Every expression of an item, with those inside it. */
export function expressionsIn(item: Item): readonly Expression[] {
  return objectsIn(item).filter(isExpression);
}

/** Every expression of a clause's body, with those inside it. */
export function nodesOf(expression: Expression): readonly Expression[] {
  return objectsIn(expression).filter(isExpression);
}

const KINDS: ReadonlySet<string> = new Set([
  'boolean',
  'number',
  'name',
  'step',
  'field',
  'index',
  'call',
  'aggregate',
  'not',
  'negate',
  'binary',
  'chain',
  'within',
  'if',
  'initially',
  'whenever',
]);

type Node = { readonly kind?: string; readonly span?: Span };

function isExpression(node: Node): node is Expression {
  return node.kind !== undefined && KINDS.has(node.kind) && node.span !== undefined && !('items' in node);
}

/** All objects of a piece of a syntax tree: a walk that knows no kinds of nodes needs no change where one is added. */
function objectsIn(root: object): Node[] {
  const found: Node[] = [];
  const stack: unknown[] = [root];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next !== 'object' || next === null || typeof (next as { n?: unknown }).n === 'bigint') continue;
    if (!Array.isArray(next)) found.push(next as Node);
    for (const value of Object.values(next)) stack.push(value);
  }
  return found;
}
