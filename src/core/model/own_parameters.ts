import type { TypedComponent } from '../types/typed.ts';
import { convert } from './expression.ts';
import type { Frame } from './frame.ts';
import type { Clause, Variable } from './model.ts';
import type { Circumstances } from './own_scope.ts';
import { literalOf, type ParameterSymbol, parametersOf } from './parameters.ts';
import { isPartial, isPartialRange } from './partial.ts';
import { inRange, rangeClause } from './range.ts';

/** Gives a parameter of the scope's own component its value, where it has one here; else its range holds by declaration. */
export function defineParameter(symbol: ParameterSymbol, variable: Variable, frame: Frame, where: Circumstances): void {
  const { scope } = frame;
  const binding = {
    variable,
    origin: 'binding',
    annotations: frame.component.annotationsOf.get(symbol) ?? [],
  } as const;
  const given = where.given.get(symbol);
  const value = where.known.get(symbol);
  if (given !== undefined) {
    scope.define({ ...binding, body: given.body, partial: given.partial ? symbol.name : null, span: given.span });
    return;
  }
  if (where.defaults && symbol.value !== null) {
    const body = value === undefined ? convert(symbol.value, frame) : literalOf(symbol, value);
    scope.define({ ...binding, body, partial: isPartial(symbol.value) ? symbol.name : null, span: symbol.span });
    return;
  }
  if (value !== undefined)
    scope.define({ ...binding, body: literalOf(symbol, value), partial: null, span: symbol.span });
  else freeParameter(symbol, variable, frame);
  oweDeclaration(symbol, frame);
}

/** The range of a free parameter holds by declaration; its default is one value among others. */
export function freeParameter(symbol: ParameterSymbol, variable: Variable, frame: Frame): void {
  if (symbol.value !== null) frame.scope.defaults.set(variable, convert(symbol.value, frame));
  const range = rangeClause(symbol, frame, frame.nameOf(`${symbol.name}.range`));
  if (range !== null) frame.scope.parameterRanges.push(range);
}

/** A component by itself owes that its parameters' defaults and ranges are defined, though nothing there is defined by them. */
function oweDeclaration(symbol: ParameterSymbol, frame: Frame): void {
  const { scope, component } = frame;
  const owner = { item: symbol.name, annotations: component.annotationsOf.get(symbol) ?? [], span: symbol.span };
  if (isPartial(symbol.value)) scope.oweDefined({ ...owner, body: convert(symbol.value!, frame) });
  if (isPartialRange(symbol.type.range))
    scope.oweDefined({ ...owner, body: inRange(symbol, frame.elements(symbol), frame) });
}

/** The ranges owed: in a setting, of the parameters that have a value there; by itself, of the defaults. */
export function parameterRangesOwed(component: TypedComponent, frame: Frame, where: Circumstances): readonly Clause[] {
  return parametersOf(component).flatMap((symbol) => {
    const name = `${symbol.name}.range`;
    if (where.given.has(symbol)) return rangeClause(symbol, frame, name) ?? [];
    if (symbol.value === null) return [];
    const values = where.defaults ? frame.elements(symbol) : [convert(symbol.value, frame)];
    return rangeClause(symbol, frame, name, { values }) ?? [];
  });
}
