import { nearest } from '../resolve/near.ts';
import type { Unit } from './typed.ts';
import {
  BUILT_IN_UNITS,
  type BuiltInUnit,
  DECIMAL_PREFIXES,
  INFORMATION_PREFIXES,
  SPELLED_UNITS,
} from './unit_table.ts';

const PREFIXES = { decimal: DECIMAL_PREFIXES, information: INFORMATION_PREFIXES, none: new Map() } as const;

/** The built-in unit with this symbol, with or without a prefix; an exact symbol comes first (`min` is no milli-inch). */
export function builtInUnit(symbol: string): Unit | null {
  const exact = BUILT_IN_UNITS.get(symbol);
  if (exact !== undefined) return { text: symbol, factor: exact.factor, dimension: exact.dimension };
  for (const length of [1, 2]) {
    const base = BUILT_IN_UNITS.get(symbol.slice(length));
    const scale = base === undefined ? undefined : prefixScale(base, symbol.slice(0, length));
    if (base !== undefined && scale !== undefined) {
      return { text: symbol, factor: base.factor.mul(scale), dimension: base.dimension };
    }
  }
  return null;
}

/** A symbol that the user may have meant: another spelling, other capitals, or a near name. `declared` are the user's own units. */
export function nearUnit(symbol: string, declared: readonly string[]): string | null {
  const spelled = SPELLED_UNITS.get(symbol) ?? SPELLED_UNITS.get(symbol.toLowerCase());
  if (spelled !== undefined) return spelled;
  const own = nearest(symbol, declared);
  if (own !== null && own.toLowerCase() === symbol.toLowerCase()) return own;
  return (
    otherCapitals(symbol) ??
    own ??
    nearest(
      symbol,
      [...BUILT_IN_UNITS.keys()].filter((known) => known.length > 1),
    )
  );
}

function prefixScale(base: BuiltInUnit, prefix: string) {
  return PREFIXES[base.prefixes].get(prefix);
}

function otherCapitals(symbol: string): string | null {
  const wanted = symbol.toLowerCase();
  const preferred = ['', 'k', 'm', 'M', 'u', 'n', 'G', 'c', 'd', 'h', 'T', 'Ki', 'Mi', 'Gi'];
  for (const prefix of preferred) {
    for (const [known, unit] of BUILT_IN_UNITS) {
      if (prefix !== '' && prefixScale(unit, prefix) === undefined) continue;
      if (`${prefix}${known}`.toLowerCase() === wanted) return `${prefix}${known}`;
    }
  }
  return null;
}
