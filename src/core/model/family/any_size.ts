import { ceil, floor, rational } from '../../exact/rational.ts';
import type { TypedComponent } from '../../types/typed.ts';
import type { AnySize, Scope, Shape, Value } from '../model.ts';
import type { ParameterSymbol } from '../parameters.ts';
import { rangeOf } from '../profile.ts';
import { shapeKey } from '../shapes_listed.ts';
import { type Known, staticNumber } from '../static.ts';
import { assumedLimit, isRuledOut } from './assumed_limit.ts';

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
  const walked = walkedOnce(shapes(component, open, known));
  return {
    parameters: open.map(({ name }) => name),
    leasts: new Map(open.flatMap((symbol) => leastOf(symbol, known))),
    all: writing.all,
    shapes: walked,
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

/** A walk through shapes has so many steps, through those that an assumption rules out among them: farther ones are not listed. */
const LONGEST_WALK = 100_000;
/** Where the assumptions rule out all that are listed, so many of them are listed: what clashes, clashes there. */
const MOST_RULED_OUT = 3;

/** How many steps of a walk are left. */
class Walk {
  #left = LONGEST_WALK;

  /** Takes one more step, where there is one. */
  step(): boolean {
    this.#left -= 1;
    return this.#left >= 0;
  }

  get isOver(): boolean {
    return this.#left < 0;
  }
}

/**
 * All shapes that the assumptions do not rule out by themselves, those with smaller numbers first: by the sum of how far each
 * parameter is above its least value, then by the first parameters. Ends where there is no other shape; where there may be,
 * and they are not listed, the last is null.
 */
function* shapes(component: TypedComponent, open: readonly ParameterSymbol[], known: Known): Generator<Shape | null> {
  const most = farthest(component, open, known, new Walk());
  const walk = new Walk();
  const ruledOut: Shape[] = [];
  let found = false;
  for (let above = 0n; !walk.isOver && (most === null || above <= most); above += 1n) {
    for (const values of ofSum(component, open, known, above, walk)) {
      const shape = new Map(open.map((symbol) => [symbol.name, values.get(symbol)!]));
      if (isRuledOut(component, values)) {
        if (ruledOut.length < MOST_RULED_OUT) ruledOut.push(shape);
        continue;
      }
      found = true;
      yield shape;
    }
  }
  if (!found) yield* ruledOut;
  if (walk.isOver) yield null;
}

/**
 * The greatest sum of how far the parameters are above their least values, -1 where they have none; null where finding it is
 * too long a walk. A range may rest on the parameters before it, and be empty for some of their values only, so that sums
 * without a shape say nothing of larger ones.
 */
function farthest(
  component: TypedComponent,
  open: readonly ParameterSymbol[],
  known: Known,
  walk: Walk,
): bigint | null {
  const [symbol, ...rest] = open;
  if (symbol === undefined) return 0n;
  let most = -1n;
  for (let own = 0n; ; own += 1n) {
    if (!walk.step()) return null;
    const value = valueAt(component, symbol, known, own);
    if (value === null) return most;
    const others = farthest(component, rest, new Map([...known, [symbol, value]]), walk);
    if (others === null) return null;
    if (others >= 0n && own + others > most) most = own + others;
  }
}

/** The shapes whose numbers are together so far above the least ones, as far as the walk goes. */
function* ofSum(
  component: TypedComponent,
  open: readonly ParameterSymbol[],
  known: Known,
  above: bigint,
  walk: Walk,
): Generator<Known> {
  const [symbol, ...rest] = open;
  if (symbol === undefined) {
    if (above === 0n) yield known;
    return;
  }
  for (let own = rest.length === 0 ? above : 0n; own <= above && walk.step(); own += 1n) {
    const value = valueAt(component, symbol, known, own);
    if (value === null) return;
    yield* ofSum(component, rest, new Map([...known, [symbol, value]]), above - own, walk);
  }
}

/** The same list as often as it is asked for, made as far as it is read. */
function walkedOnce(source: Generator<Shape | null>): () => Iterable<Shape | null> {
  const made: (Shape | null)[] = [];
  return function* again() {
    for (let at = 0; ; at += 1) {
      if (at === made.length) {
        const next = source.next();
        if (next.done === true) return;
        made.push(next.value);
      }
      yield made[at] ?? null;
    }
  };
}

/** The value of a parameter that is so far above its least one; null where there is none. */
function valueAt(component: TypedComponent, symbol: ParameterSymbol, known: Known, above: bigint): Value | null {
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
      if (high !== null && value > floor(high)) return null;
      // Greater ones are ruled out; a few are gone through all the same, to show the clash where that is all there are.
      const most = above < MOST_RULED_OUT ? null : assumedLimit(component, symbol, known);
      return most !== null && value > most ? null : rational(value);
    }
  }
}
