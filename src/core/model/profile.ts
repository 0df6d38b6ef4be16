import type { TypedClause, TypedComponent, ValueSymbol } from '../types/typed.ts';
import { remembered } from './memo.ts';
import { isPartial, isPartialRange } from './partial.ts';
import { isSettled, reachesInternals } from './reach.ts';
import { someNode } from './walk.ts';

export type ComponentKind = 'leaf' | 'implementation' | 'system';

/** A clause or range of a component with what can be told from its text: the same for every instance. */
export type Item = RangeItem | ClauseItem;

export interface RangeItem {
  readonly kind: 'range';
  /** `load.range`. */
  readonly name: string;
  readonly symbol: ValueSymbol;
  readonly settled: boolean;
  readonly partial: boolean;
}

export interface ClauseItem {
  readonly kind: 'clause';
  /** `overload`, `assume1`, `auto.cap`. */
  readonly name: string;
  readonly clause: TypedClause;
  /** The mode it stands in. */
  readonly mode: ValueSymbol | null;
  readonly settled: boolean;
  /** Whether a user of the component may count on it, or owes it. */
  readonly exported: boolean;
  /** Whether it names nothing of the inside: of a system or an implementation, what it says can be said of its contract. */
  readonly visible: boolean;
  readonly partial: boolean;
  /** Whether it speaks of chances or independence. */
  readonly chance: boolean;
}

export interface Profile {
  readonly kind: ComponentKind;
  /** Ranges and clauses in source order. */
  readonly items: readonly Item[];
}

const profiles = new WeakMap<TypedComponent, Profile>();

/** What the text of a component says about its kind, its clauses and their names. */
export function profileOf(component: TypedComponent): Profile {
  return remembered(profiles, component, () => {
    const kind = kindOf(component);
    return { kind, items: itemsOf(component, kind) };
  });
}

/** A leaf has no `out … = e`, no state and no parts: it is trusted. */
function kindOf(component: TypedComponent): ComponentKind {
  if (component.keyword === 'system' || component.parts.length > 0) return 'system';
  const built = component.symbols.some(
    (symbol) => symbol.kind === 'state' || (symbol.kind === 'out' && symbol.value !== null),
  );
  return built ? 'implementation' : 'leaf';
}

function itemsOf(component: TypedComponent, kind: ComponentKind): readonly Item[] {
  const ranges = component.symbols.filter(hasRange).map(rangeItem);
  const plain = named(component.clauses).map(({ clause, name }) => clauseItem(kind, clause, name, null));
  const modes = component.symbols.flatMap((symbol) => (symbol.kind === 'mode' ? modeItems(kind, symbol) : []));
  return [...ranges, ...plain, ...modes].sort((a, b) => startOf(a) - startOf(b));
}

function startOf(item: Item): number {
  return item.kind === 'range' ? item.symbol.span.start : item.clause.span.start;
}

function modeItems(kind: ComponentKind, symbol: Extract<ValueSymbol, { kind: 'mode' }>): readonly Item[] {
  return named(symbol.mode.clauses).map(({ clause, name }) =>
    clauseItem(kind, clause, `${symbol.name}.${name}`, symbol),
  );
}

/** Names clauses: a nameless one is called by its keyword and its place among the clauses of that keyword. */
function named(clauses: readonly TypedClause[]): readonly { readonly clause: TypedClause; readonly name: string }[] {
  const counts = new Map<string, number>();
  return clauses.map((clause) => {
    const count = (counts.get(clause.keyword) ?? 0) + 1;
    counts.set(clause.keyword, count);
    return { clause, name: clause.name ?? `${clause.keyword}${count}` };
  });
}

function clauseItem(kind: ComponentKind, clause: TypedClause, name: string, mode: ValueSymbol | null): ClauseItem {
  const when = mode?.kind === 'mode' ? [mode.mode.when] : [];
  const promised = clause.keyword === 'guarantee';
  const chance = someNode([clause.body], (node) => node.kind === 'probability' || node.kind === 'independent');
  const visible = kind === 'leaf' || !reachesInternals(clause.body, ...when);
  return {
    kind: 'clause',
    name,
    clause,
    mode,
    settled: promised && !chance && isSettled(clause.body, ...when),
    exported: clause.keyword === 'assume' || (promised && !chance && visible),
    visible,
    partial: !chance && isPartial(clause.body),
    chance,
  };
}

function rangeItem(symbol: ValueSymbol): RangeItem {
  const delayed = symbol.kind === 'out' && symbol.delayed;
  return {
    kind: 'range',
    name: `${symbol.name}.range`,
    symbol,
    settled: delayed,
    partial: isPartialRange(rangeOf(symbol)),
  };
}

function hasRange(symbol: ValueSymbol): boolean {
  const range = rangeOf(symbol);
  return range !== null && (range.low !== null || range.high !== null);
}

/** The declared range of a symbol; null where it has none. */
export function rangeOf(symbol: ValueSymbol): Extract<ValueSymbol, { kind: 'in' }>['type']['range'] {
  switch (symbol.kind) {
    case 'param':
    case 'in':
    case 'out':
    case 'var':
    case 'state':
    case 'let':
      return symbol.type.range;
    default:
      return null;
  }
}
