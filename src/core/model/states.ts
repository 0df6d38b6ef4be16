import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { TypedComponent, ValueSymbol } from '../types/typed.ts';
import { TRUE } from './build.ts';
import { convert } from './expression.ts';
import type { Frame } from './frame.ts';
import { Abandoned } from './limits.ts';
import type { Expr, StateDefinition, Variable } from './model.ts';
import { isPartial } from './partial.ts';
import { wholeOf } from './size.ts';
import { type Declared, valuesFor } from './variables.ts';

type Next = TypedComponent['nexts'][number];
type StateSymbol = Extract<ValueSymbol, { kind: 'state' }>;

/** The first and the next value of each state variable, of an array each element. */
export function stateDefinitions(
  component: TypedComponent,
  declared: ReadonlyMap<ValueSymbol, Declared>,
  frame: Frame,
): ReadonlyMap<Variable, StateDefinition> {
  const states = new Map<Variable, StateDefinition>();
  for (const symbol of component.symbols) {
    if (symbol.kind !== 'state') continue;
    const target = declared.get(symbol)!;
    const initials = symbol.value === null ? null : valuesFor(target.denotation, symbol.value, frame);
    const nexts = component.nexts.filter(({ state }) => state === symbol);
    const values = nextValues(symbol, nexts, target, frame);
    const isPartialItem = isPartial(symbol.value, ...nexts.map(({ value }) => value));
    if (target.variables.length === 0 && isPartialItem) {
      const { name, span } = symbol;
      frame.scope.oweDefined({ item: name, body: TRUE, annotations: component.annotationsOf.get(symbol) ?? [], span });
    }
    for (const [at, variable] of target.variables.entries()) {
      const { next, partial, span } = values[at] ?? missingNext(symbol, variable);
      const initial = initials?.[at] ?? null;
      states.set(variable, { variable, initial, next, partial: partial || isPartial(symbol.value), span });
    }
  }
  return states;
}

type NextValue = { readonly next: Expr; readonly partial: boolean; readonly span: Next['span'] };

function nextValues(
  symbol: StateSymbol,
  nexts: readonly Next[],
  target: Declared,
  frame: Frame,
): readonly (NextValue | undefined)[] {
  const values: (NextValue | undefined)[] = target.variables.map(() => undefined);
  for (const item of nexts) {
    const { index, span } = item;
    const partial = isPartial(item.value);
    if (index === null) {
      for (const [at, next] of valuesFor(target.denotation, item.value, frame).entries())
        setNext(values, at, { next, partial, span }, symbol);
      continue;
    }
    const at = wholeOf(index, frame, null, 'the index of a state');
    if (at < 1n || at > BigInt(values.length)) {
      throw new Abandoned(
        diagnostic('SV168', `\`${symbol.name}\` has no element ${at}: it has ${values.length}`, index.span),
      );
    }
    setNext(values, Number(at) - 1, { next: convert(item.value, frame), partial, span }, symbol); // exact: an index in range
  }
  return values;
}

function setNext(values: (NextValue | undefined)[], at: number, value: NextValue, symbol: StateSymbol): void {
  const before = values[at];
  if (before !== undefined) {
    const name = symbol.size === null ? symbol.name : `${symbol.name}[${at + 1}]`;
    throw new Abandoned(
      diagnostic('SV155', `\`${name}\` has two next values`, value.span, {
        related: [{ span: before.span, message: 'first given here' }],
      }),
    );
  }
  values[at] = value;
}

function missingNext(symbol: StateSymbol, variable: Variable): never {
  throw new Abandoned(
    diagnostic('SV155', `\`${variable.name}\` has no next value`, symbol.span, {
      help: `write \`next ${variable.name} = …\``,
    }),
  );
}
