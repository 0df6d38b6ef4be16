import { type Rational, rational } from '../exact/rational.ts';
import { addScaled, compareNear, gcd, minusNear, NAUGHT, type Near } from './bound.ts';

/** A bound in force, and whose doing it is: a literal of the search, by its number. */
export interface BoundInForce {
  readonly value: Near;
  readonly literal: number;
}

/** Literals whose bounds cannot all hold, each with the positive factor with which they add up to `0 <= negative`. */
export type Clash = readonly { readonly factor: bigint; readonly literal: number }[];

export type Checked =
  | { readonly kind: 'feasible' }
  | { readonly kind: 'clash'; readonly clash: Clash }
  | { readonly kind: 'spent' };

const FEASIBLE: Checked = { kind: 'feasible' };

/** `over · (the basic variable) + Σ coefficient · variable = 0`, whole numbers without a common divisor; `over` is positive. */
interface Row {
  over: bigint;
  readonly entries: Map<number, bigint>;
}

/** So many entries of rows that are rewritten count as one step. */
const ENTRIES_A_STEP = 16;

type Side = 'lower' | 'upper';

/**
 * The general simplex of Dutertre and de Moura ("A fast linear-arithmetic solver for DPLL(T)", 2006) in whole numbers:
 * bounds come and go with the search, the tableau stays. Bland's rule, so that it ends; strict bounds by infinitesimals.
 * Where bounds clash it gives Farkas' factors.
 */
export class Simplex {
  readonly #lower: (BoundInForce | null)[] = [];
  readonly #upper: (BoundInForce | null)[] = [];
  readonly #value: Near[] = [];
  /** By basic variable. */
  readonly #rows = new Map<number, Row>();
  /** The basic variables in whose rows a variable stands. */
  readonly #columns: Set<number>[] = [];
  readonly #trail: { readonly variable: number; readonly side: Side; readonly before: BoundInForce | null }[] = [];
  /** Basic variables that may be out of bounds. */
  readonly #suspects = new Set<number>();
  /** What it cost so far: pivots, and more for long rows. */
  work = 0;
  #entries = 0;

  /** A variable that nothing restricts. */
  variable(): number {
    this.#lower.push(null);
    this.#upper.push(null);
    this.#value.push(NAUGHT);
    this.#columns.push(new Set());
    return this.#value.length - 1;
  }

  /** A variable that is `Σ coefficient · variable / over`. */
  sum(terms: readonly { readonly coefficient: bigint; readonly variable: number }[], over: bigint): number {
    const row: Row = { over, entries: new Map() };
    for (const { coefficient, variable } of terms) {
      const basic = this.#rows.get(variable);
      const factor = coefficient * (row.over / over);
      if (basic === undefined) addEntry(row, variable, -factor);
      else {
        // over·s = … + c·x and b·x = -Σ e·y give over·b·s = … - c·Σ e·y.
        scale(row, basic.over);
        for (const [other, entry] of basic.entries) addEntry(row, other, factor * entry);
      }
    }
    reduce(row);
    const variable = this.variable();
    this.#enter(variable, row);
    this.#value[variable] = this.#computed(row);
    return variable;
  }

  value(variable: number): Near {
    return this.#value[variable]!;
  }

  bound(variable: number, side: Side): BoundInForce | null {
    return (side === 'lower' ? this.#lower : this.#upper)[variable]!;
  }

  isBasic(variable: number): boolean {
    return this.#rows.has(variable);
  }

  /** The row of a basic variable: `over · it + Σ entries = 0`. */
  row(variable: number): { readonly over: bigint; readonly entries: ReadonlyMap<number, bigint> } | undefined {
    return this.#rows.get(variable);
  }

  /** How many bounds were set: a place to come back to. */
  get mark(): number {
    return this.#trail.length;
  }

  /** Takes back all bounds that were set since. */
  undo(mark: number): void {
    while (this.#trail.length > mark) {
      const { variable, side, before } = this.#trail.pop()!;
      (side === 'lower' ? this.#lower : this.#upper)[variable] = before;
    }
  }

  /** Sets a bound; a clash with the opposite one is told at once. */
  restrict(variable: number, side: Side, value: Near, literal: number): Clash | null {
    const bounds = side === 'lower' ? this.#lower : this.#upper;
    const before = bounds[variable]!;
    if (
      before !== null &&
      (side === 'lower' ? compareNear(value, before.value) <= 0 : compareNear(value, before.value) >= 0)
    )
      return null;
    const opposite = side === 'lower' ? this.#upper[variable]! : this.#lower[variable]!;
    if (opposite !== null) {
      const order = compareNear(value, opposite.value);
      if (side === 'lower' ? order > 0 : order < 0)
        return [
          { factor: 1n, literal },
          { factor: 1n, literal: opposite.literal },
        ];
    }
    bounds[variable] = { value, literal };
    this.#trail.push({ variable, side, before });
    if (this.#rows.has(variable)) this.#suspects.add(variable);
    else {
      const order = compareNear(this.#value[variable]!, value);
      if (side === 'lower' ? order < 0 : order > 0) this.#move(variable, value);
    }
    return null;
  }

  /** Brings all variables within their bounds, or tells which bounds clash. */
  check(mostWork: number): Checked {
    for (;;) {
      const basic = this.#firstOutside();
      if (basic === null) return FEASIBLE;
      if (this.work >= mostWork) return { kind: 'spent' };
      const row = this.#rows.get(basic)!;
      const lower = this.#lower[basic]!;
      const below = lower !== null && compareNear(this.#value[basic]!, lower.value) < 0;
      const entering = this.#entering(row, below);
      if (entering === null) return { kind: 'clash', clash: this.#clash(basic, row, below) };
      this.#pivotAndMove(basic, entering, below ? lower.value : this.#upper[basic]!.value);
    }
  }

  /** A value for the infinitesimal under which all values keep their bounds. */
  infinitesimal(): Rational {
    let small = rational(1n);
    for (const [variable, value] of this.#value.entries()) {
      const lower = this.#lower[variable]!;
      const upper = this.#upper[variable]!;
      if (lower !== null) small = between(small, lower.value, value);
      if (upper !== null) small = between(small, value, upper.value);
    }
    return small;
  }

  #firstOutside(): number | null {
    let first: number | null = null;
    for (const variable of this.#suspects) {
      if (!this.#rows.has(variable) || !this.#isOutside(variable)) this.#suspects.delete(variable);
      else if (first === null || variable < first) first = variable;
    }
    return first;
  }

  #isOutside(variable: number): boolean {
    const lower = this.#lower[variable]!;
    const upper = this.#upper[variable]!;
    const value = this.#value[variable]!;
    return (
      (lower !== null && compareNear(value, lower.value) < 0) || (upper !== null && compareNear(value, upper.value) > 0)
    );
  }

  /** The first variable of the row that has room to bring the basic one up (or down). */
  #entering(row: Row, up: boolean): number | null {
    let first: number | null = null;
    for (const [variable, entry] of row.entries) {
      if (first !== null && variable > first) continue;
      // The basic variable is -Σ entry · variable: it goes up where one with a negative entry goes up.
      const rises = up === entry < 0n;
      const bound = rises ? this.#upper[variable]! : this.#lower[variable]!;
      const order = bound === null ? 0 : compareNear(this.#value[variable]!, bound.value);
      if (bound === null || (rises ? order < 0 : order > 0)) first = variable;
    }
    return first;
  }

  #clash(basic: number, row: Row, below: boolean): Clash {
    const own = below ? this.#lower[basic]! : this.#upper[basic]!;
    const others = [...row.entries].map(([variable, entry]) => {
      const rises = below === entry < 0n;
      const bound = rises ? this.#upper[variable]! : this.#lower[variable]!;
      return { factor: entry < 0n ? -entry : entry, literal: bound.literal };
    });
    return [{ factor: row.over, literal: own.literal }, ...others];
  }

  /** Gives a variable outside the basis another value. */
  #move(variable: number, value: Near): void {
    const by = minusNear(value, this.#value[variable]!);
    this.#value[variable] = value;
    for (const basic of this.#columns[variable]!) {
      const row = this.#rows.get(basic)!;
      this.#value[basic] = addScaled(this.#value[basic]!, by, -row.entries.get(variable)!, row.over);
      this.#suspects.add(basic);
    }
  }

  #pivotAndMove(basic: number, entering: number, value: Near): void {
    const row = this.#rows.get(basic)!;
    const by = minusNear(value, this.#value[basic]!);
    const moved = addScaled(this.#value[entering]!, by, -row.over, row.entries.get(entering)!);
    this.#move(entering, moved);
    this.#value[basic] = value;
    this.#pivot(basic, entering);
  }

  #pivot(basic: number, entering: number): void {
    this.work += 4;
    const row = this.#rows.get(basic)!;
    this.#leave(basic, row);
    const entry = row.entries.get(entering)!;
    const turned: Row = { over: entry, entries: new Map(row.entries) };
    turned.entries.delete(entering);
    turned.entries.set(basic, row.over);
    if (entry < 0n) negate(turned);
    for (const other of [...this.#columns[entering]!]) this.#eliminate(other, entering, turned);
    this.#enter(entering, turned);
    this.#suspects.add(entering);
  }

  /** Puts the new row in place of the variable that it now defines. */
  #eliminate(basic: number, variable: number, by: Row): void {
    const row = this.#rows.get(basic)!;
    const entry = row.entries.get(variable)!;
    this.#spend(row.entries.size + by.entries.size);
    this.#leave(basic, row);
    row.entries.delete(variable);
    scale(row, by.over);
    for (const [other, value] of by.entries) addEntry(row, other, -entry * value);
    reduce(row);
    this.#enter(basic, row);
  }

  #spend(entries: number): void {
    this.#entries += entries;
    if (this.#entries < ENTRIES_A_STEP) return;
    this.work += 1;
    this.#entries = 0;
  }

  #enter(basic: number, row: Row): void {
    this.#rows.set(basic, row);
    for (const variable of row.entries.keys()) this.#columns[variable]!.add(basic);
  }

  #leave(basic: number, row: Row): void {
    this.#rows.delete(basic);
    for (const variable of row.entries.keys()) this.#columns[variable]!.delete(basic);
  }

  #computed(row: Row): Near {
    let value = NAUGHT;
    for (const [variable, entry] of row.entries) value = addScaled(value, this.#value[variable]!, -entry, row.over);
    return value;
  }
}

/** A value for ε, at most so large, under which `a <= b` still holds. */
function between(most: Rational, a: Near, b: Near): Rational {
  const whole = rational(b.whole, b.over).sub(rational(a.whole, a.over));
  const delta = rational(a.delta, a.over).sub(rational(b.delta, b.over));
  if (delta.compare(0n) <= 0 || whole.compare(0n) <= 0) return most;
  const least = whole.div(delta);
  return least.compare(most) < 0 ? least : most;
}

function addEntry(row: Row, variable: number, value: bigint): void {
  const sum = (row.entries.get(variable) ?? 0n) + value;
  if (sum === 0n) row.entries.delete(variable);
  else row.entries.set(variable, sum);
}

function scale(row: Row, factor: bigint): void {
  if (factor === 1n) return;
  row.over *= factor;
  for (const [variable, entry] of row.entries) row.entries.set(variable, entry * factor);
}

function negate(row: Row): void {
  row.over = -row.over;
  for (const [variable, entry] of row.entries) row.entries.set(variable, -entry);
}

function reduce(row: Row): void {
  let divisor = row.over;
  for (const entry of row.entries.values()) {
    if (divisor === 1n) return;
    divisor = gcd(divisor, entry);
  }
  if (divisor === 1n) return;
  row.over /= divisor;
  for (const [variable, entry] of row.entries) row.entries.set(variable, entry / divisor);
}
