import type { Item, LetItem, Name, PartItem, TypeExpression } from '../syntax/ast.ts';
import type { ComponentScope, Draft } from './component_scope.ts';
import { componentContext } from './context.ts';
import { type Bare, bareType } from './declared_type.ts';
import { faultSymbol, type Globals } from './globals.ts';
import { Lazy } from './lazy.ts';
import { describeSymbol } from './lookup.ts';
import { placeholder } from './placeholder.ts';
import { checkArrayOrValue, isArray } from './references.ts';
import { INT } from './scalar.ts';
import type { ScalarType, TypedExpr, TypedMode, TypedPart, ValueSymbol } from './typed.ts';
import { fitValue } from './values.ts';

/** The types of items without their ranges, which are checked once all names are known. */
export type BareTypes = Map<ValueSymbol, Bare | null>;

type LetSymbol = Draft<Extract<ValueSymbol, { readonly kind: 'let' }>>;

/** First pass over a component: its names, with the types that they say or will be found to have. */
export function declareSymbols(globals: Globals, scope: ComponentScope, bare: BareTypes): void {
  for (const item of scope.declaration.items) {
    switch (item.kind) {
      case 'param':
      case 'in':
      case 'out':
      case 'var':
      case 'state':
        declareTyped(globals, scope, item, bare);
        break;
      case 'let':
        declareLet(globals, scope, item, bare);
        break;
      case 'fault':
        declare(globals, scope, item, faultSymbol(item, false));
        break;
      case 'mode':
        declare(globals, scope, item, modeSymbol(item));
        break;
      case 'part':
        declarePart(globals, scope, item);
        break;
      case 'next':
      case 'clause':
      case 'connect':
      case 'step':
        break;
    }
  }
  scope.typed.symbols = scope.owned.map(({ symbol }) => symbol);
  scope.typed.parts = scope.parts;
}

type Named = Extract<Item, { readonly kind: 'param' | 'in' | 'out' | 'var' | 'state' | 'let' | 'fault' | 'mode' }>;
type Typed = Extract<Item, { readonly kind: 'param' | 'in' | 'out' | 'var' | 'state' }>;

function declare(globals: Globals, scope: ComponentScope, item: Named, symbol: ValueSymbol): boolean {
  if (!claim(globals, scope, item.name)) return false;
  scope.add(symbol, item);
  return true;
}

/** Takes the name for the component; reports one that is taken, and warns of one that hides a name of the file. */
function claim(globals: Globals, scope: ComponentScope, name: Name): boolean {
  const taken = scope.claim(name);
  if (taken !== null) {
    globals.report.error(
      'SV051',
      `\`${name.text}\` is declared twice in \`${scope.declaration.name.text}\``,
      name.span,
      {
        related: [{ span: taken, message: 'first declared here' }],
        help: 'give one of them another name',
      },
    );
    return false;
  }
  const hidden = scope.file.value(name.text);
  if (hidden != null) {
    globals.report.warning('SV062', `\`${name.text}\` hides ${describeSymbol(hidden)} of the file`, name.span, {
      related: [{ span: hidden.span, message: 'this is not what the name means inside the component' }],
      help: 'give one of them another name',
    });
  }
  return true;
}

function declareTyped(globals: Globals, scope: ComponentScope, item: Typed, bare: BareTypes): void {
  const symbol = typedSymbol(item);
  if (!declare(globals, scope, item, symbol)) return;
  const compute = () => bareOf(globals, scope, item.type, symbol, bare);
  globals.declareScalar(symbol, lazyScalar(globals, item.name, compute));
}

function bareOf(
  globals: Globals,
  scope: ComponentScope,
  type: TypeExpression,
  symbol: ValueSymbol,
  bare: BareTypes,
): ScalarType | null {
  const found = bareType(componentContext(globals, scope), type);
  bare.set(symbol, found);
  return found?.scalar ?? null;
}

function lazyScalar(globals: Globals, name: Name, compute: () => ScalarType | null): Lazy<ScalarType | null> {
  const of = { name: name.text, span: name.span, working: globals.working };
  return new Lazy<ScalarType | null>(of, compute, (cycle) => {
    globals.reportLoop(cycle, true);
    return null;
  });
}

function typedSymbol(item: Typed): ValueSymbol {
  const { name, documentation } = item;
  const { type, value } = placeholder(name.span);
  const base = { name: name.text, span: name.span, documentation, type };
  const given = 'value' in item && item.value !== null ? value : null;
  const size = 'size' in item && item.size !== null ? sizePlaceholder(name) : null;
  switch (item.kind) {
    case 'param':
      return { ...base, kind: 'param', value: given };
    case 'in':
      return { ...base, kind: 'in', size };
    case 'out':
      return { ...base, kind: 'out', size, delayed: item.delayed, value: given };
    case 'var':
      return { ...base, kind: 'var', size, value: given };
    case 'state':
      return { ...base, kind: 'state', size, value: given };
  }
}

function sizePlaceholder({ span }: Name): TypedExpr {
  return { ...placeholder(span).value, kind: 'boolean', value: false, type: INT };
}

/** The type of a definition is written, or else found from its value. */
function declareLet(globals: Globals, scope: ComponentScope, item: LetItem, bare: BareTypes): void {
  const { name, documentation } = item;
  const symbol: LetSymbol = {
    kind: 'let',
    name: name.text,
    span: name.span,
    documentation,
    size: null,
    ...placeholder(name.span),
  };
  if (!declare(globals, scope, item, symbol)) return;
  const lazy = lazyScalar(globals, name, () => {
    const written = item.type === null ? undefined : bareOf(globals, scope, item.type, symbol, bare);
    if (written !== undefined) lazy.settle(written);
    const value = checkArrayOrValue(componentContext(globals, scope), item.value, written ?? null);
    if (value === null || written === null) return written ?? null;
    return completeLet(globals, scope, symbol, value);
  });
  globals.declareScalar(symbol, lazy);
}

function completeLet(globals: Globals, scope: ComponentScope, symbol: LetSymbol, value: TypedExpr): ScalarType | null {
  const type = globals.settledScalar(symbol) ?? value.type;
  const size = isArray(value) ? sizePlaceholder({ text: symbol.name, span: symbol.span }) : null;
  const need = { type, size, role: `\`${symbol.name}\``, declared: symbol.span };
  const fitted = fitValue(componentContext(globals, scope), value, need);
  if (fitted === null) return type;
  symbol.value = fitted;
  symbol.size = size;
  symbol.type = { scalar: type, range: null, span: value.span };
  return type;
}

function modeSymbol(item: Extract<Item, { readonly kind: 'mode' }>): ValueSymbol {
  const { name, documentation, annotations, span } = item;
  const mode: Draft<TypedMode> = {
    name: name.text,
    when: placeholder(name.span).value,
    clauses: [],
    annotations,
    span,
  };
  return { kind: 'mode', name: name.text, span: name.span, documentation, mode };
}

function declarePart(globals: Globals, scope: ComponentScope, item: PartItem): void {
  const component = scope.file.component(item.component);
  if (!claim(globals, scope, item.name)) return;
  if (component === null) {
    scope.failed.add(item.name.text);
    return;
  }
  const { documentation, annotations, span } = item;
  const size = item.size === null ? null : sizePlaceholder(item.name);
  const part: Draft<TypedPart> = {
    kind: 'part',
    name: item.name.text,
    size,
    component: component.typed,
    bindings: [],
    documentation,
    annotations,
    span,
  };
  scope.addPart(part);
}
