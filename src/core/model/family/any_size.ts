import { ceil, floor, rational } from '../../exact/rational.ts';
import type { TypedComponent } from '../../types/typed.ts';
import type { AnySize, Scope, Shape, Value } from '../model.ts';
import type { ParameterSymbol } from '../parameters.ts';
import { rangeOf } from '../profile.ts';
import { shapeKey } from '../shapes_listed.ts';
import { type Known, staticNumber, staticValue } from '../static.ts';

/** How a component is written out: for all sizes at once, or for one shape (null where it cannot be). */
export interface Writing {
  readonly all: AnySize['all'];
  readonly at: (known: Known) => Scope | null;
}

/** Whether the values of each open parameter can be gone through from a least one on. */
export function canBeCounted(open: readonly ParameterSymbol[], known: Known): boolean {
  return open.every((symbol) => {
    const { scalar } = symbol.type;
    if (scalar.kind === 'bool' || scalar.kind === 'enum') return true;
    const low = rangeOf(symbol)?.low ?? null;
    return scalar.kind === 'int' && low !== null && staticNumber(low, known) !== null;
  });
}

/** A component whose shape parameters `open` have no values beside those that are known. */
export function anySize(
  component: TypedComponent,
  open: readonly ParameterSymbol[],
  known: Known,
  writing: Writing,
): AnySize {
  const byName = new Map(open.map((symbol) => [symbol.name, symbol]));
  const written = new Map<string, Scope | null>();
  return {
    parameters: open.map(({ name }) => name),
    leasts: new Map(open.flatMap((symbol) => leastOf(symbol, known))),
    all: writing.all,
    shapes: () => shapes(component, open, known),
    at: (shape) => {
      const values: Known = new Map([
        ...known,
        ...[...shape].map(([name, value]) => [byName.get(name)!, value] as const),
      ]);
      const key = shapeKey(open, values) ?? '';
      if (!written.has(key)) written.set(key, writing.at(values));
      return written.get(key)!;
    },
  };
}

function leastOf(symbol: ParameterSymbol, known: Known): readonly (readonly [string, bigint])[] {
  const low = symbol.type.scalar.kind === 'int' ? (rangeOf(symbol)?.low ?? null) : null;
  const value = low === null ? null : staticNumber(low, known);
  return value === null ? [] : [[symbol.name, ceil(value)]];
}

/** How far the numbers of a shape together may lie above their least values: farther shapes are not listed. */
const FARTHEST = 400n;

/**
 * All shapes that the assumptions do not rule out by themselves, those with smaller numbers first: by the sum of how far each
 * parameter is above its least value, then by the first parameters. Ends where there is no other shape; where there may be,
 * and they are not listed, the last is null.
 */
function* shapes(component: TypedComponent, open: readonly ParameterSymbol[], known: Known): Generator<Shape | null> {
  const most = farthest(open, known);
  for (let above = 0n; above <= (most ?? FARTHEST); above += 1n) {
    for (const values of ofSum(open, known, above)) {
      if (isRuledOut(component, values)) continue;
      yield new Map(open.map((symbol) => [symbol.name, values.get(symbol)!]));
    }
  }
  if (most === null) yield null;
}

/**
 * The greatest sum of how far the parameters are above their least values, -1 where they have none; null where it is larger
 * than what is listed. A range may rest on the parameters before it, and be empty for some of their values only, so that
 * sums without a shape say nothing of larger ones.
 */
function farthest(open: readonly ParameterSymbol[], known: Known): bigint | null {
  const [symbol, ...rest] = open;
  if (symbol === undefined) return 0n;
  let most = -1n;
  for (let own = 0n; ; own += 1n) {
    const value = valueAt(symbol, known, own);
    if (value === null) return most;
    const others = farthest(rest, new Map([...known, [symbol, value]]));
    if (others === null || own + others > FARTHEST || own > FARTHEST) return null;
    if (others >= 0n && own + others > most) most = own + others;
  }
}

function* ofSum(open: readonly ParameterSymbol[], known: Known, above: bigint): Generator<Known> {
  const [symbol, ...rest] = open;
  if (symbol === undefined) {
    if (above === 0n) yield known;
    return;
  }
  for (let own = 0n; own <= above; own += 1n) {
    const value = valueAt(symbol, known, own);
    if (value === null) return;
    yield* ofSum(rest, new Map([...known, [symbol, value]]), above - own);
  }
}

/** The value of a parameter that is so far above its least one; null where there is none. */
function valueAt(symbol: ParameterSymbol, known: Known, above: bigint): Value | null {
  const { scalar } = symbol.type;
  switch (scalar.kind) {
    case 'bool':
      return above > 1n ? null : above === 1n;
    case 'enum':
      return scalar.members.find((_, at) => BigInt(at) === above) ?? null;
    default: {
      const range = rangeOf(symbol);
      const low = range?.low == null ? null : staticNumber(range.low, known);
      const high = range?.high == null ? null : staticNumber(range.high, known);
      if (low === null) return null;
      const value = ceil(low) + above;
      return high !== null && value > floor(high) ? null : rational(value);
    }
  }
}

/** Whether an assumption is false for these values already: then nothing is promised for them. */
function isRuledOut({ clauses }: TypedComponent, values: Known): boolean {
  return clauses.some(({ keyword, body }) => keyword === 'assume' && staticValue(body, values) === false);
}
