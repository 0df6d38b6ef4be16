import type { ValueSymbol } from '../types/typed.ts';
import { rangeOf } from './profile.ts';
import { staticNumber } from './static.ts';

/** Whether the range of a symbol is given by constants alone and is not empty: a value for it always exists. */
export function isConstantRange(symbol: ValueSymbol): boolean {
  const range = rangeOf(symbol);
  if (range === null) return false;
  const none = new Map();
  const low = range.low === null ? null : staticNumber(range.low, none);
  const high = range.high === null ? null : staticNumber(range.high, none);
  if ((range.low !== null && low === null) || (range.high !== null && high === null)) return false;
  return low === null || high === null || low.compare(high) <= 0;
}
