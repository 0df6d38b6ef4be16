import type { TypedComponent, TypedExpr, ValueSymbol } from '../types/typed.ts';
import { remembered } from './memo.ts';
import { childrenOf, expressionsOf, visit } from './walk.ts';

/** What expressions of a component speak of, seen through its `let`s and modes, which are names for expressions. */

/** Visits all nodes of the expressions and of the `let`s and modes they name; `enter` says whether to go below a node. */
export function visitThrough(roots: readonly TypedExpr[], enter: (node: TypedExpr) => boolean): void {
  const seen = new Set<TypedExpr>();
  const stack = [...roots];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (enter(node)) stack.push(...childrenOf(node), ...namedBy(node));
  }
}

function namedBy(node: TypedExpr): readonly TypedExpr[] {
  if (node.kind !== 'ref') return [];
  if (node.symbol.kind === 'let') return [node.symbol.value];
  return node.symbol.kind === 'mode' ? [node.symbol.mode.when] : [];
}

/** Whether an expression (or what it names) has a node that satisfies the test. */
export function reaches(roots: readonly TypedExpr[], test: (node: TypedExpr) => boolean): boolean {
  let found = false;
  visitThrough(roots, (node) => {
    found ||= test(node);
    return !found;
  });
  return found;
}

const rigid = new WeakMap<TypedExpr, boolean>();

/** Whether the value is the same at every step of a run: it rests on constants and parameters only. */
export function isRigid(expr: TypedExpr): boolean {
  return remembered(rigid, expr, () => !reaches([expr], moves));
}

function moves(node: TypedExpr): boolean {
  switch (node.kind) {
    case 'ref':
      return !RIGID_SYMBOLS.has(node.symbol.kind);
    case 'port':
    case 'prev':
    case 'once':
    case 'historically':
    case 'since':
    case 'held':
    case 'initially':
    case 'whenever':
      return true;
    case 'call':
      return !isRigid(node.fun.body);
    default:
      return false;
  }
}

/** `let` and `mode` are seen through; a `member` stands for a part or an element of a port. */
const RIGID_SYMBOLS: ReadonlySet<ValueSymbol['kind']> = new Set(['const', 'param', 'let', 'mode', 'argument', 'index']);

/** Whether the expressions speak of what only the inside of an implementation has: states, `var`s, parts. */
export function reachesInternals(...roots: readonly TypedExpr[]): boolean {
  return reaches(roots, (node) => isInside(node, true));
}

/** The same, but a `var` with a definition is seen as that definition. */
export function reachesHidden(...roots: readonly TypedExpr[]): boolean {
  return reaches(withDefinitions(roots), (node) => isInside(node, false));
}

function isInside(node: TypedExpr, definedToo: boolean): boolean {
  switch (node.kind) {
    case 'ref':
      if (node.symbol.kind === 'state') return true;
      return node.symbol.kind === 'var' && (definedToo || node.symbol.value === null);
    case 'port':
      return node.symbol.kind !== 'fault';
    case 'aggregate':
      return node.binders.some(({ over }) => over.kind === 'family');
    default:
      return false;
  }
}

function withDefinitions(roots: readonly TypedExpr[]): readonly TypedExpr[] {
  const found = new Set(roots);
  for (const root of found) {
    visitThrough([root], (node) => {
      if (node.kind === 'ref' && node.symbol.kind === 'var' && node.symbol.value !== null) found.add(node.symbol.value);
      return true;
    });
  }
  return [...found];
}

/**
 * Whether a guarantee is settled: it names at least one of the component's own `delayed` outputs, and otherwise only
 * constants, parameters, faults and what stands under `prev`. `once`, `held` and the like speak of now.
 */
export function isSettled(...roots: readonly TypedExpr[]): boolean {
  let delayed = false;
  let other = false;
  visitThrough(roots, (node) => {
    if (node.kind === 'prev') return false;
    if (node.kind === 'port' && node.symbol.kind !== 'fault') other = true;
    if (node.kind === 'ref') {
      if (node.symbol.kind === 'out' && node.symbol.delayed) delayed = true;
      else if (!SETTLED_SYMBOLS.has(node.symbol.kind)) other = true;
    }
    return true;
  });
  return delayed && !other;
}

/** A `member` of an array is what the array is, which its binder names. */
const SETTLED_SYMBOLS: ReadonlySet<ValueSymbol['kind']> = new Set([
  'const',
  'param',
  'fault',
  'let',
  'mode',
  'argument',
  'index',
  'member',
]);

const sharedFaults = new WeakMap<TypedComponent, ReadonlySet<ValueSymbol>>();

/** The shared faults that a component or one of its parts, however deep, names. */
export function sharedFaultsOf(component: TypedComponent): ReadonlySet<ValueSymbol> {
  return remembered(sharedFaults, component, () => collectSharedFaults(component));
}

function collectSharedFaults(component: TypedComponent): ReadonlySet<ValueSymbol> {
  const found = new Set<ValueSymbol>();
  visit(expressionsOf(component), (node) => {
    if (node.kind === 'ref' && node.symbol.kind === 'fault' && node.symbol.shared) found.add(node.symbol);
    return true;
  });
  for (const part of new Set(component.parts.map((part) => part.component))) {
    for (const fault of sharedFaultsOf(part)) found.add(fault);
  }
  return new Set([...found].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)));
}
