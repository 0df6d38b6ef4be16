import type { Unit, ValueSymbol } from '../types/typed.ts';
import * as build from './build.ts';
import { convert } from './expression.ts';
import type { Frame } from './frame.ts';
import type { Clause, Expr } from './model.ts';
import { isPartialRange } from './partial.ts';
import { rangeOf } from './profile.ts';

/** That the values lie in the declared range of the symbol, read in the frame; `true` where it has none. */
export function inRange(symbol: ValueSymbol, values: readonly Expr[], frame: Frame): Expr {
  const range = rangeOf(symbol);
  const low = range?.low == null ? null : convert(range.low, frame);
  const high = range?.high == null ? null : convert(range.high, frame);
  const unit = unitOf(symbol);
  return build.and(
    values.flatMap((value) => [
      ...(low === null ? [] : [build.read(build.le(low, value), { flipped: true, unit })]),
      ...(high === null ? [] : [build.read(build.le(value, high), { flipped: false, unit })]),
    ]),
  );
}

function unitOf(symbol: ValueSymbol): Unit | null {
  const scalar = 'type' in symbol && 'scalar' in symbol.type ? symbol.type.scalar : null;
  return scalar?.kind === 'int' || scalar?.kind === 'real' ? scalar.unit : null;
}

export interface RangeOptions {
  /** What must lie in the range; the symbol's own values if absent. */
  readonly values?: readonly Expr[];
  readonly settled?: boolean;
  readonly exported?: boolean;
}

/** The clause that a declared range is; null where there is none. */
export function rangeClause(
  symbol: ValueSymbol,
  frame: Frame,
  name: string,
  options: RangeOptions = {},
): Clause | null {
  const range = rangeOf(symbol);
  if (range === null || (range.low === null && range.high === null)) return null;
  return {
    name,
    kind: 'range',
    sentence: null,
    body: inRange(symbol, options.values ?? frame.elements(symbol), frame),
    settled: options.settled ?? false,
    exported: options.exported ?? false,
    partial: isPartialRange(range),
    risk: null,
    annotations: frame.component.annotationsOf.get(symbol) ?? [],
    span: symbol.span,
    bodySpan: range.span,
  };
}
