import { ceil, floor, rational } from '../exact/rational.ts';
import type { ValueSymbol } from '../types/typed.ts';
import { MOST_SHAPES } from './limits.ts';
import type { Value } from './model.ts';
import type { ParameterSymbol } from './parameters.ts';
import { rangeOf } from './profile.ts';
import { type Known, staticNumber } from './static.ts';

/** All combinations of values of shape parameters, or those parameters for which there is no finite list, or too many. */
export type Listing =
  | { readonly kind: 'listed'; readonly all: readonly Known[] }
  | { readonly kind: 'unbounded'; readonly parameters: readonly ParameterSymbol[] }
  | { readonly kind: 'too many'; readonly parameters: readonly ParameterSymbol[] };

/** Lists the values of the given shape parameters that are not known yet; each answer extends `known`. */
export function listShapes(parameters: readonly ParameterSymbol[], known: Known): Listing {
  const open = parameters.filter((symbol) => !known.has(symbol));
  let partial: Known[] = [known];
  let rest = open;
  while (rest.length > 0) {
    const next = rest.find((symbol) => partial.every((at) => domainOf(symbol, at) !== null));
    if (next === undefined) return { kind: 'unbounded', parameters: rest };
    const extended: Known[] = [];
    for (const at of partial) {
      for (const value of domainOf(next, at)!) {
        if (extended.length >= MOST_SHAPES) return { kind: 'too many', parameters: open };
        extended.push(new Map([...at, [next, value]]));
      }
    }
    partial = extended;
    rest = rest.filter((symbol) => symbol !== next);
  }
  return { kind: 'listed', all: partial };
}

/** The values of a parameter in order; null where there is no finite list of them. */
function domainOf(symbol: ParameterSymbol, known: Known): Iterable<Value> | null {
  const { scalar } = symbol.type;
  switch (scalar.kind) {
    case 'bool':
      return [false, true];
    case 'enum':
      return scalar.members;
    case 'int': {
      const range = rangeOf(symbol);
      const low = range?.low == null ? null : staticNumber(range.low, known);
      const high = range?.high == null ? null : staticNumber(range.high, known);
      return low === null || high === null ? null : wholes(ceil(low), floor(high));
    }
    case 'real':
      return null;
  }
}

function* wholes(low: bigint, high: bigint): Generator<Value> {
  for (let value = low; value <= high; value += 1n) yield rational(value);
}

/** A text that is the same for the same values of the parameters; null where one of them has none. */
export function shapeKey(parameters: readonly ParameterSymbol[], known: Known): string | null {
  const parts: string[] = [];
  for (const symbol of parameters) {
    const value = known.get(symbol);
    if (value === undefined) return null;
    parts.push(`${symbol.name}=${typeof value === 'object' ? value.toFraction() : value}`);
  }
  return parts.join(', ');
}

/** The known values of these parameters only. */
export function onlyOf(parameters: readonly ParameterSymbol[], known: Known): Known {
  const symbols = new Set<ValueSymbol>(parameters);
  return new Map([...known].filter(([symbol]) => symbols.has(symbol)));
}
