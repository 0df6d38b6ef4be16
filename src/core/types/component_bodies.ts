import type { ClauseItem, Expression, Item } from '../syntax/ast.ts';
import { checkClause } from './clauses.ts';
import type { ComponentScope, Draft, Owned } from './component_scope.ts';
import type { BareTypes } from './component_symbols.ts';
import { type Context, componentContext } from './context.ts';
import { withRange } from './declared_type.ts';
import { checkFaultBound } from './fault_bound.ts';
import { foldNumber } from './fold.ts';
import type { Globals } from './globals.ts';
import { needOrder } from './need_order.ts';
import { checkNexts } from './nexts.ts';
import { coerceToBool, coerceToCount } from './operands.ts';
import { checkBindings } from './parts.ts';
import { BOOL, INT } from './scalar.ts';
import type { DeclaredType, TypedClause, TypedExpr, TypedMode, ValueSymbol } from './typed.ts';
import { checkValue, completeLetSize } from './values.ts';
import { checkWires } from './wires.ts';

type Sized = Draft<Extract<ValueSymbol, { readonly kind: 'in' | 'out' | 'var' | 'state' }>>;

/** Second pass over a component: lengths and ranges, so that other components can be compared with them. */
export function completeTypes(globals: Globals, scope: ComponentScope, bare: BareTypes): void {
  const context = componentContext(globals, scope);
  findLetTypes(globals, scope);
  for (const { symbol, item } of scope.owned) {
    globals.scalarOf(symbol);
    if ('size' in item && item.size !== null) completeSize(context, symbol as Sized, item.size);
    if ('type' in item && item.type !== null) completeRange(context, { symbol, item }, bare);
  }
  for (const item of scope.declaration.items) {
    if (item.kind === 'part' && item.size !== null) completePartSize(context, item);
  }
}

function findLetTypes(globals: Globals, scope: ComponentScope): void {
  const values = new Map(
    scope.owned.flatMap(({ item }) => (item.kind === 'let' ? [[item.name.text, item.value] as const] : [])),
  );
  for (const name of needOrder(values)) globals.scalarOf(scope.symbol(name)!);
}

/** Third pass: defaults and bindings of parameters, which lengths of arrays may hang on. */
export function completeParts(globals: Globals, scope: ComponentScope): void {
  const context = componentContext(globals, scope);
  for (const owned of scope.owned) if (owned.item.kind === 'param') completeValue(globals, context, owned);
  for (const item of scope.declaration.items) if (item.kind === 'part') checkBindings(context, item);
}

function completeRange(context: Context, { symbol, item }: Owned, bare: BareTypes): void {
  const found = bare.get(symbol);
  if (found == null || !('type' in item) || item.type === null) return;
  const type = withRange(context, item.type, found);
  if (type !== null) (symbol as { type: DeclaredType }).type = type;
}

function completeSize(context: Context, symbol: Sized, expression: Expression): void {
  const size = checkSize(context, expression, 'the length of an array');
  if (size !== null) symbol.size = size;
}

function completePartSize(context: Context, item: Extract<Item, { readonly kind: 'part' }>): void {
  const size = checkSize(context, item.size!, 'the size of a family');
  const part = context.component!.part(item.name.text);
  if (size !== null && part !== undefined) part.size = size;
}

function checkSize(context: Context, expression: Expression, role: string): TypedExpr | null {
  const checked = context.program.check(context, expression, INT);
  const size = checked === null ? null : coerceToCount(context, checked, role);
  const known = size === null ? null : foldNumber(size);
  if (known === null || known.compare(0n) >= 0) return size;
  context.program.report.error('SV118', `${role} is not negative`, expression.span);
  return null;
}

/** Fourth pass: values, clauses and connections. */
export function checkBodies(globals: Globals, scope: ComponentScope): void {
  const context = componentContext(globals, scope);
  for (const owned of scope.owned) if (owned.item.kind !== 'param') completeValue(globals, context, owned);
  for (const { symbol } of scope.owned) if (symbol.kind === 'let') completeLetSize(context, symbol);
  const { typed } = scope;
  typed.modes = scope.owned.flatMap(({ symbol }) => (symbol.kind === 'mode' ? [symbol.mode] : []));
  typed.clauses = checkClauses(context, clauseItems(scope), false);
  typed.nexts = checkNexts(context);
  typed.wires = checkWires(context);
  typed.annotationsOf = new Map(scope.owned.map(({ symbol, item }) => [symbol, item.annotations]));
}

function clauseItems(scope: ComponentScope): readonly ClauseItem[] {
  return scope.declaration.items.filter((item) => item.kind === 'clause');
}

function checkClauses(context: Context, items: readonly ClauseItem[], inMode: boolean): readonly TypedClause[] {
  return items.map((item) => checkClause(context, item, inMode)).filter((clause) => clause !== null);
}

function completeValue(globals: Globals, context: Context, { symbol, item }: Owned): void {
  switch (item.kind) {
    case 'param':
    case 'out':
    case 'var':
    case 'state':
      if (item.value !== null) completeDefinition(globals, context, symbol as Defined, item.value, item.kind);
      return;
    case 'fault':
      if (item.bound !== null) (symbol as { bound: TypedExpr | null }).bound = checkFaultBound(context, item.bound);
      return;
    case 'mode':
      completeMode(context, (symbol as Extract<ValueSymbol, { readonly kind: 'mode' }>).mode, item);
      return;
    default:
      return;
  }
}

type Defined = Draft<Extract<ValueSymbol, { readonly kind: 'param' | 'out' | 'var' | 'state' }>>;

const ROLES = { param: 'the parameter', out: 'the output', var: 'the variable', state: 'the state' } as const;

function completeDefinition(
  globals: Globals,
  context: Context,
  symbol: Defined,
  value: Expression,
  kind: keyof typeof ROLES,
): void {
  const type = globals.scalarOf(symbol);
  if (type === null) {
    context.program.check(context, value, null);
    return;
  }
  const size = 'size' in symbol ? symbol.size : null;
  const need = { type, size, role: `${ROLES[kind]} \`${symbol.name}\``, declared: symbol.type.span };
  const checked = checkValue(context, value, need);
  if (checked !== null) symbol.value = checked;
}

function completeMode(context: Context, mode: Draft<TypedMode>, item: Extract<Item, { readonly kind: 'mode' }>): void {
  const checked = context.program.check(context, item.when, BOOL);
  const when = checked === null ? null : coerceToBool(context, checked, 'the condition of a mode');
  if (when !== null) mode.when = when;
  mode.clauses = checkClauses(context, item.clauses, true);
}
