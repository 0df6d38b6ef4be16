import { isWhole, numerator, rational } from '../exact/rational.ts';
import type { Span } from '../text/source.ts';
import type { ComponentScope } from './component_scope.ts';
import { foldNumber, type Known } from './fold.ts';
import type { Globals } from './globals.ts';
import { reportCycle } from './loops.ts';
import type { TypedExpr, TypedWire, ValueSymbol } from './typed.ts';
import { childrenOf } from './walk.ts';

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

/** Reports definitions of a component that need each other within one step, with the cycle. */
export function checkDefinitions(globals: Globals, scope: ComponentScope): void {
  const definitions = new Map<string, Definition>();
  for (const symbol of scope.typed.symbols) addSymbol(definitions, symbol);
  for (const wire of scope.typed.wires) addWire(definitions, wire);
  for (const cycle of cycles(definitions))
    reportCycle(
      globals.report,
      cycle,
      cycle.some((one) => one.inStep),
    );
}

function addSymbol(definitions: Map<string, Definition>, symbol: ValueSymbol): void {
  const { name, span, kind } = symbol;
  const value = definitionOf(symbol);
  if (value === null) return;
  definitions.set(name, { name, span, inStep: kind !== 'param', uses: [{ expr: value, known: new Map() }] });
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
function addWire(definitions: Map<string, Definition>, wire: TypedWire): void {
  let left = MOST_ELEMENTS;
  for (const known of bindings(wire, 0, new Map())) {
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

function* bindings(wire: TypedWire, depth: number, known: Known): Generator<Known> {
  const binder = wire.binders[depth];
  if (binder === undefined) {
    yield known;
    return;
  }
  if (binder.over.kind !== 'range') return;
  const low = foldNumber(binder.over.low, known);
  const high = foldNumber(binder.over.high, known);
  if (low === null || high === null || !isWhole(low) || !isWhole(high)) return;
  if (numerator(high) - numerator(low) > MOST_ELEMENTS) return;
  for (let at = numerator(low); at <= numerator(high); at += 1n) {
    yield* bindings(wire, depth + 1, new Map([...known, [binder.symbol, rational(at)]]));
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

/** The definitions that an expression needs at this step. */
function* needs(expr: TypedExpr, known: Known, definitions: ReadonlyMap<string, Definition>): Generator<string> {
  const stack: { readonly expr: TypedExpr; readonly portIndex: TypedExpr | null }[] = [{ expr, portIndex: null }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const one = top.expr;
    if (one.kind === 'ref') yield one.symbol.name;
    if (one.kind === 'port' && one.symbol.kind === 'in') yield* inputsRead(one, top.portIndex, known, definitions);
    for (const child of childrenOf(one)) {
      if (child.now)
        stack.push({
          expr: child.expr,
          portIndex: one.kind === 'index' && child.expr === one.array ? one.index : null,
        });
    }
  }
}

type Port = Extract<TypedExpr, { readonly kind: 'port' }>;

/** Reading an input of a part needs the wire that ends there: the one to this element, and the one to all. */
function* inputsRead(
  port: Port,
  portIndex: TypedExpr | null,
  known: Known,
  definitions: ReadonlyMap<string, Definition>,
): Generator<string> {
  const { part, symbol } = port;
  yield `${part.name}.${symbol.name}`;
  const all = port.array || port.member !== null;
  if (all && portIndex === null) {
    const element = new RegExp(`^${part.name}(\\[[0-9]+\\])?\\.${symbol.name}(\\[[0-9]+\\])?$`);
    for (const key of definitions.keys()) if (element.test(key)) yield key;
    return;
  }
  const key = inputKey(part.name, symbol.name, port.index, portIndex, known);
  if (key !== null) yield key;
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

/** Of cycles that share a definition only the first is reported. */
function onceEach(found: readonly Definition[][]): readonly Definition[][] {
  const seen = new Set<Definition>();
  return found.filter((cycle) => {
    if (cycle.some((one) => seen.has(one))) return false;
    for (const one of cycle) seen.add(one);
    return true;
  });
}
