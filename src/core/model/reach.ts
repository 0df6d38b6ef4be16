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

/** Whether the value is the same at every step of a run: it rests on constants and parameters only. */
export function isRigid(expr: TypedExpr): boolean {
  return !speechOf(expr).moves;
}

/** Whether the expressions speak of what only the inside of an implementation has: states, `var`s, parts. */
export function reachesInternals(...roots: readonly TypedExpr[]): boolean {
  return roots.some((root) => speechOf(root).internal);
}

/**
 * Whether a guarantee is settled: it names at least one of the component's own `delayed` outputs, and otherwise only
 * constants, parameters, faults and what stands under `prev`. `once`, `held` and the like speak of now.
 */
export function isSettled(...roots: readonly TypedExpr[]): boolean {
  const speeches = roots.map(speechOf);
  return speeches.some(({ delayedNow }) => delayedNow) && !speeches.some(({ otherNow }) => otherNow);
}

/** What an expression speaks of, itself or through the names in it. */
interface Speech {
  /** Something that may change from step to step. */
  moves: boolean;
  /** The inside of an implementation. */
  internal: boolean;
  /** At this step, an own `delayed` output. */
  delayedNow: boolean;
  /** At this step, something that may not be known before its inputs are. */
  otherNow: boolean;
}

const speeches = new WeakMap<TypedExpr, Speech>();

/** Each name is looked through once; chains of names are followed without recursion. Names may need each other through the past. */
function speechOf(root: TypedExpr): Speech {
  const pending = [root];
  const entered = new Set<TypedExpr>();
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    const missing = entered.has(top) ? [] : definitionsIn(top).filter((named) => !speeches.has(named));
    entered.add(top);
    // What is entered and not known yet is waiting for this one.
    if (missing.some((named) => entered.has(named))) speeches.set(top, listenAround(top));
    else if (missing.length > 0) pending.push(...missing);
    if (missing.length === 0 || speeches.has(top)) {
      pending.pop();
      if (!speeches.has(top)) speeches.set(top, listen(top));
    }
  }
  return speeches.get(root)!;
}

/** What the names in an expression stand for, and the bodies of the `fun`s it calls. */
function definitionsIn(root: TypedExpr): readonly TypedExpr[] {
  const found: TypedExpr[] = [];
  visit([root], (node) => {
    found.push(...namedBy(node), ...(node.kind === 'call' ? [node.fun.body] : []));
    return true;
  });
  return found;
}

function listen(root: TypedExpr): Speech {
  const speech: Speech = { moves: false, internal: false, delayedNow: false, otherNow: false };
  const earlier: TypedExpr[] = [];
  visit([root], (node) => {
    hear(node, speech, true);
    if (node.kind !== 'prev') return true;
    earlier.push(node.operand, node.initial);
    return false;
  });
  visit(earlier, (node) => {
    hear(node, speech, false);
    return true;
  });
  return speech;
}

/** As `listen`, where names need each other: through all of them at once. */
function listenAround(root: TypedExpr): Speech {
  const speech: Speech = { moves: false, internal: false, delayedNow: false, otherNow: false };
  const seen = { now: new Set<TypedExpr>(), before: new Set<TypedExpr>() };
  const stack: { readonly node: TypedExpr; readonly now: boolean }[] = [{ node: root, now: true }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { node, now } = top;
    const reached = now ? seen.now : seen.before;
    if (reached.has(node)) continue;
    reached.add(node);
    hearNode(node, speech, now);
    const inner = node.kind === 'call' ? [...childrenOf(node), node.fun.body] : childrenOf(node);
    for (const child of [...inner, ...namedBy(node)]) stack.push({ node: child, now: now && node.kind !== 'prev' });
  }
  return speech;
}

function hear(node: TypedExpr, speech: Speech, now: boolean): void {
  for (const named of namedBy(node)) merge(speech, speeches.get(named), now);
  if (node.kind === 'call') speech.moves ||= speeches.get(node.fun.body)?.moves ?? true;
  hearNode(node, speech, now);
}

/** What a node says by itself. */
function hearNode(node: TypedExpr, speech: Speech, now: boolean): void {
  speech.moves ||= moves(node);
  speech.internal ||= isInside(node);
  if (!now) return;
  speech.delayedNow ||= node.kind === 'ref' && node.symbol.kind === 'out' && node.symbol.delayed;
  speech.otherNow ||= isUnsettled(node);
}

function merge(speech: Speech, named: Speech | undefined, now: boolean): void {
  if (named === undefined) throw new Error('a definition needs itself');
  speech.moves ||= named.moves;
  speech.internal ||= named.internal;
  if (!now) return;
  speech.delayedNow ||= named.delayedNow;
  speech.otherNow ||= named.otherNow;
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
    default:
      return false;
  }
}

/** `let` and `mode` are seen through; a `member` stands for a part or an element of a port. */
const RIGID_SYMBOLS: ReadonlySet<ValueSymbol['kind']> = new Set(['const', 'param', 'let', 'mode', 'argument', 'index']);

function isInside(node: TypedExpr): boolean {
  switch (node.kind) {
    case 'ref':
      return node.symbol.kind === 'state' || node.symbol.kind === 'var';
    case 'port':
      return node.symbol.kind !== 'fault';
    case 'aggregate':
      return node.binders.some(({ over }) => over.kind === 'family');
    default:
      return false;
  }
}

function isUnsettled(node: TypedExpr): boolean {
  if (node.kind === 'port') return node.symbol.kind !== 'fault';
  if (node.kind !== 'ref') return false;
  return node.symbol.kind === 'out' ? !node.symbol.delayed : !SETTLED_SYMBOLS.has(node.symbol.kind);
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
