import type { TypedComponent, TypedExpr, TypedRange, ValueSymbol } from './typed.ts';
import { binderExpressions } from './walk.ts';

/** All expressions that stand in a component, in no particular order; not what is inside them. */
export function allExpressions(component: TypedComponent): readonly TypedExpr[] {
  const clauses = [...component.clauses, ...component.modes.flatMap((mode) => mode.clauses)];
  return [
    ...component.symbols.flatMap(symbolExpressions),
    ...component.nexts.flatMap((next) => [...(next.index === null ? [] : [next.index]), next.value]),
    ...clauses.flatMap((clause) => [clause.body, ...clause.unless]),
    ...component.modes.map((mode) => mode.when),
    ...component.parts.flatMap((part) => [
      ...(part.size === null ? [] : [part.size]),
      ...part.bindings.map((one) => one.value),
    ]),
    ...component.wires
      .flatMap((wire) => [wire.source, wire.index, wire.portIndex, ...wire.binders.flatMap(binderExpressions)])
      .filter((expr) => expr !== null),
  ];
}

/** The expressions of a symbol's own declaration: its value, its length, the ends of its range, its bound. */
export function symbolExpressions(symbol: ValueSymbol): readonly TypedExpr[] {
  const value = 'value' in symbol && symbol.value !== null ? [symbol.value] : [];
  const size = 'size' in symbol && symbol.size !== null ? [symbol.size] : [];
  const range = 'type' in symbol ? rangeEnds(symbol.type.range) : [];
  const bound = symbol.kind === 'fault' && symbol.bound !== null ? [symbol.bound] : [];
  return [...value, ...size, ...range, ...bound];
}

/** The ends of a range that are given. */
export function rangeEnds(range: TypedRange | null): readonly TypedExpr[] {
  return [range?.low ?? null, range?.high ?? null].filter((end) => end !== null);
}
