import { isWhole, numerator, rational } from '../exact/rational.ts';
import type { Span } from '../text/source.ts';
import type { ComponentScope } from './component_scope.ts';
import { foldNumber, type Known } from './fold.ts';
import type { Globals } from './globals.ts';
import { reportCycle } from './loops.ts';
import { firstSizes } from './sizes.ts';
import type { TypedBinder, TypedExpr, TypedWire, ValueSymbol } from './typed.ts';
import { binderExpressions, childrenOf, findIn } from './walk.ts';

/**
 * Definitions within one step: an output, variable or `let` with a value, a mode, a wired input of a part. What needs itself
 * through these is refused; what comes through a part, a `prev` or a state does not count.
 */
interface Definition {
  readonly name: string;
  readonly span: Span;
  /** Whether it has a value at each step; a parameter's default has one for the run. */
  readonly inStep: boolean;
  readonly uses: readonly { readonly expr: TypedExpr; readonly known: Known }[];
}

/** More elements than this are not told apart; the model does it when it spreads them out. */
const MOST_ELEMENTS = 10_000;

/**
 * Reports definitions of a component that need each other within one step, with the cycle. Connections by index are compared
 * element by element; where their number hangs on parameters, at the first few sizes that these allow.
 */
export function checkDefinitions(globals: Globals, scope: ComponentScope): void {
  for (const known of firstSizes(scope.typed)) {
    const found = cycles(definitionsOf(scope, known));
    for (const cycle of found) {
      const inStep = cycle.some((one) => one.inStep);
      reportCycle(globals.report, cycle, inStep);
    }
    if (found.length > 0) return;
  }
}

function definitionsOf({ typed }: ComponentScope, known: Known): ReadonlyMap<string, Definition> {
  const definitions = new Map<string, Definition>();
  for (const symbol of typed.symbols) addSymbol(definitions, symbol, known);
  for (const wire of typed.wires) addWire(definitions, wire, known);
  return definitions;
}

function addSymbol(definitions: Map<string, Definition>, symbol: ValueSymbol, known: Known): void {
  const { name, span, kind } = symbol;
  const value = definitionOf(symbol);
  if (value === null) return;
  definitions.set(name, { name, span, inStep: kind !== 'param', uses: [{ expr: value, known }] });
}

function definitionOf(symbol: ValueSymbol): TypedExpr | null {
  switch (symbol.kind) {
    case 'param':
    case 'out':
    case 'var':
    case 'let':
      return symbol.value;
    case 'mode':
      return symbol.mode.when;
    default:
      return null;
  }
}

/** One definition for each input that the wire reaches, as far as its indices are known. */
function addWire(definitions: Map<string, Definition>, wire: TypedWire, outer: Known): void {
  let left = MOST_ELEMENTS;
  for (const known of bindings(wire.binders, 0, outer)) {
    if (known === null) return;
    left -= 1;
    if (left < 0) return;
    const key = inputKey(wire.part.name, wire.port.name, wire.index, wire.portIndex, known);
    if (key === null) continue;
    const earlier = definitions.get(key)?.uses ?? [];
    definitions.set(key, {
      name: key,
      span: wire.targetSpan,
      inStep: true,
      uses: [...earlier, { expr: wire.source, known }],
    });
  }
}

/** The values of index binders, one after the other; null where they are not known. */
function* bindings(binders: readonly TypedBinder[], depth: number, known: Known): Generator<Known | null> {
  const binder = binders[depth];
  if (binder === undefined) {
    yield known;
    return;
  }
  const ends =
    binder.over.kind === 'range' ? [binder.over.low, binder.over.high].map((end) => foldNumber(end, known)) : [];
  const [low, high] = ends;
  if (low == null || high == null || !isWhole(low) || !isWhole(high)) {
    yield null;
    return;
  }
  for (let at = numerator(low); at <= numerator(high); at += 1n) {
    yield* bindings(binders, depth + 1, new Map([...known, [binder.symbol, rational(at)]]));
  }
}

/** `p.x`, `p[3].x`, `p.x[2]`; null where an index is not known. */
function inputKey(
  part: string,
  port: string,
  index: TypedExpr | null,
  portIndex: TypedExpr | null,
  known: Known,
): string | null {
  const at = index === null ? '' : subscript(index, known);
  const element = portIndex === null ? '' : subscript(portIndex, known);
  return at === null || element === null ? null : `${part}${at}.${port}${element}`;
}

function subscript(index: TypedExpr, known: Known): string | null {
  const value = foldNumber(index, known);
  return value === null ? null : `[${value.toFraction()}]`;
}

/** An expression still to be read; `portIndex` is the index under which it stands, if it is an array. */
interface Reading {
  readonly expr: TypedExpr;
  readonly portIndex: TypedExpr | null;
  readonly known: Known;
}

/** The definitions that an expression needs at this step. */
function* needs(expr: TypedExpr, known: Known, definitions: ReadonlyMap<string, Definition>): Generator<string> {
  const stack: Reading[] = [{ expr, portIndex: null, known }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const one = top.expr;
    if (one.kind === 'ref') yield one.symbol.name;
    if (one.kind === 'port' && one.symbol.kind === 'in') yield* inputsRead(one, top, definitions);
    stack.push(...inside(top));
  }
}

function inside({ expr, known }: Reading): readonly Reading[] {
  if (expr.kind === 'aggregate') return insideAggregate(expr, known);
  return childrenOf(expr)
    .filter((child) => child.now)
    .map((child) => {
      const portIndex = expr.kind === 'index' && child.expr === expr.array ? expr.index : null;
      return { expr: child.expr, portIndex, known };
    });
}

/** The body once for each value of the index binders; once for all where they are not known. */
function insideAggregate(expr: Extract<TypedExpr, { readonly kind: 'aggregate' }>, known: Known): readonly Reading[] {
  const readings: Reading[] = expr.binders
    .flatMap(binderExpressions)
    .map((end) => ({ expr: end, portIndex: null, known }));
  const ranges = expr.binders.filter((binder) => binder.over.kind === 'range');
  for (const inner of bindings(ranges, 0, known)) {
    readings.push({ expr: expr.body, portIndex: null, known: inner ?? known });
    if (inner === null || readings.length > MOST_ELEMENTS) break;
  }
  return readings;
}

type Port = Extract<TypedExpr, { readonly kind: 'port' }>;

/** Reading an input of a part needs the wire that ends there: the one to this element, and the one to all. */
function* inputsRead(
  port: Port,
  { portIndex, known }: Reading,
  definitions: ReadonlyMap<string, Definition>,
): Generator<string> {
  const { part, symbol, index } = port;
  yield `${part.name}.${symbol.name}`;
  const indices = [index, portIndex].filter((one) => one !== null);
  const indexed = indices.length > 0 && !port.array;
  const key = indexed || portIndex !== null ? inputKey(part.name, symbol.name, index, portIndex, known) : null;
  if (key !== null) yield key;
  else if (indices.every((one) => foldNumber(one, known) !== null || !namesBinder(one))) {
    const element = new RegExp(`^${part.name}(\\[[0-9]+\\])?\\.${symbol.name}(\\[[0-9]+\\])?$`);
    for (const other of definitions.keys()) if (element.test(other)) yield other;
  }
}

/** Whether an index hangs on a binder; if that has no value yet, nothing can be said. Any other index may be each of them. */
function namesBinder(index: TypedExpr): boolean {
  return findIn(index, (expr) => expr.kind === 'ref' && expr.symbol.kind === 'index') !== null;
}

/** Cycles of the definitions, each definition in one at most, by depth-first search without recursion. */
function cycles(definitions: ReadonlyMap<string, Definition>): readonly (readonly Definition[])[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: Definition[][] = [];
  for (const start of definitions.keys()) {
    if (state.has(start)) continue;
    const path: { readonly key: string; readonly next: Iterator<string> }[] = [];
    const enter = (key: string) => {
      state.set(key, 'open');
      path.push({ key, next: needsOf(definitions.get(key)!, definitions) });
    };
    enter(start);
    while (path.length > 0) {
      const { key, next } = path.at(-1)!;
      const step = next.next();
      if (step.done === true) {
        state.set(key, 'done');
        path.pop();
      } else if (definitions.has(step.value) && state.get(step.value) !== 'done') {
        if (state.get(step.value) === 'open') found.push(cycleOf(path, step.value, definitions));
        else enter(step.value);
      }
    }
  }
  return onceEach(found);
}

function* needsOf(definition: Definition, definitions: ReadonlyMap<string, Definition>): Generator<string> {
  for (const { expr, known } of definition.uses) yield* needs(expr, known, definitions);
}

function cycleOf(
  path: readonly { readonly key: string }[],
  back: string,
  definitions: ReadonlyMap<string, Definition>,
): Definition[] {
  return path.slice(path.findIndex(({ key }) => key === back)).map(({ key }) => definitions.get(key)!);
}

/** Of cycles that share a definition, or an item of the text, only the first is reported. */
function onceEach(found: readonly Definition[][]): readonly Definition[][] {
  const seen = new Set<Span>();
  return found.filter((cycle) => {
    if (cycle.some((one) => seen.has(one.span))) return false;
    for (const one of cycle) seen.add(one.span);
    return true;
  });
}
