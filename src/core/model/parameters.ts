import type { Span } from '../text/source.ts';
import type { TypedBinding, TypedComponent, TypedExpr, ValueSymbol } from '../types/typed.ts';
import * as build from './build.ts';
import { convert } from './expression.ts';
import type { Frame } from './frame.ts';
import type { Expr, Value } from './model.ts';
import { isPartial } from './partial.ts';
import { isRigid } from './reach.ts';
import { sortOf } from './sort.ts';
import { type Known, staticValue } from './static.ts';

export type ParameterSymbol = Extract<ValueSymbol, { kind: 'param' }>;

export function parametersOf(component: TypedComponent): readonly ParameterSymbol[] {
  return component.symbols.filter((symbol) => symbol.kind === 'param');
}

/** A value given to a parameter from outside. */
export interface Given {
  readonly body: Expr;
  /** Where it is known before any solving. */
  readonly value: Value | null;
  readonly rigid: boolean;
  readonly partial: boolean;
  readonly span: Span;
}

/** The values that bindings give, read in the frame in which they are written. */
export function givenBy(bindings: readonly TypedBinding[], frame: Frame): ReadonlyMap<ValueSymbol, Given> {
  return new Map(bindings.map(({ parameter, value, span }) => [parameter, givenValue(parameter, value, frame, span)]));
}

function givenValue(parameter: ValueSymbol, expr: TypedExpr, frame: Frame, span: Span): Given {
  const value = staticValue(expr, frame.known);
  const body = value === null ? convert(expr, frame) : literalOf(parameter, value);
  return { body, value, rigid: isRigid(expr), partial: isPartial(expr), span };
}

/** The literal of a parameter's value. */
export function literalOf(parameter: ValueSymbol, value: Value): Expr {
  if (parameter.kind !== 'param') throw new Error(`${parameter.name} is no parameter`);
  return build.literal(sortOf(parameter.type.scalar), value);
}

/**
 * What is known of a component's parameters before any solving: given values, and defaults of those not given.
 * `given` has every parameter that is bound, with null where its value is not known.
 */
export function knownParameters(component: TypedComponent, given: ReadonlyMap<ValueSymbol, Value | null>): Known {
  let known = new Map<ValueSymbol, Value>();
  for (const [symbol, value] of given) if (value !== null) known.set(symbol, value);
  const defaulted = parametersOf(component).filter((symbol) => !given.has(symbol) && symbol.value !== null);
  for (let before = -1; before < known.size; ) {
    before = known.size;
    const next = new Map(known);
    for (const symbol of defaulted) {
      const value = staticValue(symbol.value!, known);
      if (value !== null) next.set(symbol, value);
    }
    known = next;
  }
  return known;
}
