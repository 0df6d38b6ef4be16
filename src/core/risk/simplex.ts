/**
 * An exact linear program: maximise `Σ objective · x` over `x >= 0` under rows that are equations or upper bounds.
 * All numbers are whole: the caller scales its rationals.
 */
export interface LinearProgram {
  readonly rows: readonly { readonly relation: 'le' | 'eq'; readonly bound: bigint }[];
  readonly columns: readonly Column[];
}

export interface Column {
  readonly objective: bigint;
  readonly entries: readonly { readonly row: number; readonly value: bigint }[];
}

export type Solution =
  | {
      readonly kind: 'optimal';
      /** Numerators over `denominator`, which is positive. */
      readonly value: bigint;
      /** Of each column that is not zero. */
      readonly x: ReadonlyMap<number, bigint>;
      /** Of each row: what one unit more of its bound is worth. */
      readonly prices: readonly bigint[];
      readonly denominator: bigint;
    }
  | { readonly kind: 'infeasible' }
  | { readonly kind: 'unbounded' };

/**
 * The revised simplex method in whole numbers: the inverse of the basis is kept as its adjugate over one determinant
 * (Edmonds 1967), so that every division is exact. Artificial variables have an infinitely negative worth, a second
 * component that is compared first. Bland's rule (1977) takes over after a step that gains nothing, and so it ends.
 * The optimum is certified before it is returned: primal and dual are feasible, and their values are equal.
 */
export function maximise(program: LinearProgram): Solution {
  return new Tableau(program).run();
}

/** A worth with an infinite part. */
interface Worth {
  readonly infinite: bigint;
  readonly finite: bigint;
}

class Tableau {
  readonly #program: LinearProgram;
  /** Rows turned over where their bound is negative. */
  readonly #sign: readonly bigint[];
  readonly #columns: Column[];
  readonly #worth: Worth[];
  readonly #basis: number[] = [];
  /** `determinant · B⁻¹`, row by row. */
  #inverse: bigint[][];
  /** `determinant · B⁻¹ b`. */
  #level: bigint[];
  #determinant = 1n;

  constructor(program: LinearProgram) {
    this.#program = program;
    this.#sign = program.rows.map(({ bound }) => (bound < 0n ? -1n : 1n));
    const turned = (column: Column): Column => ({
      ...column,
      entries: column.entries.map(({ row, value }) => ({ row, value: value * this.#sign[row]! })),
    });
    this.#columns = program.columns.map(turned);
    this.#worth = program.columns.map(({ objective }) => ({ infinite: 0n, finite: objective }));
    for (const [row, { relation }] of program.rows.entries()) this.#start(row, relation);
    this.#inverse = program.rows.map((_, row) => program.rows.map((_, at) => (at === row ? 1n : 0n)));
    this.#level = program.rows.map(({ bound }) => (bound < 0n ? -bound : bound));
  }

  /** The slack of a row, and the variable that is in the basis at the start. */
  #start(row: number, relation: 'le' | 'eq'): void {
    const add = (value: bigint, infinite: bigint): number => {
      this.#worth.push({ infinite, finite: 0n });
      return this.#columns.push({ objective: 0n, entries: [{ row, value }] }) - 1;
    };
    const turnedOver = this.#sign[row] === -1n;
    const slack = relation === 'le' ? add(turnedOver ? -1n : 1n, 0n) : null;
    this.#basis.push(slack !== null && !turnedOver ? slack : add(1n, -1n));
  }

  run(): Solution {
    let stalled = false;
    for (;;) {
      const prices = this.#prices();
      const entering = this.#entering(prices, stalled);
      if (entering === null) return this.#finish(prices);
      const weights = this.#weights(entering);
      const leaving = this.#leaving(weights);
      if (leaving === null) return { kind: 'unbounded' };
      stalled = this.#level[leaving] === 0n;
      this.#pivot(leaving, entering, weights);
    }
  }

  /** What the rows are worth, times the determinant. Most variables are worth nothing, and most entries are 0. */
  #prices(): Worth[] {
    const infinite = this.#program.rows.map(() => 0n);
    const finite = this.#program.rows.map(() => 0n);
    for (const [row, variable] of this.#basis.entries()) {
      const worth = this.#worth[variable]!;
      const line = this.#inverse[row]!;
      if (worth.infinite !== 0n) addMultiple(infinite, worth.infinite, line);
      if (worth.finite !== 0n) addMultiple(finite, worth.finite, line);
    }
    return infinite.map((each, at) => ({ infinite: each, finite: finite[at]! }));
  }

  /** The variable with the greatest gain, or the first with a gain; null where none has. */
  #entering(prices: readonly Worth[], first: boolean): number | null {
    let best: number | null = null;
    let most: Worth = { infinite: 0n, finite: 0n };
    for (const [at, { entries }] of this.#columns.entries()) {
      const worth = this.#worth[at]!;
      let infinite = worth.infinite * this.#determinant;
      let finite = worth.finite * this.#determinant;
      for (const { row, value } of entries) {
        infinite -= prices[row]!.infinite * value;
        finite -= prices[row]!.finite * value;
      }
      const better = infinite > most.infinite || (infinite === most.infinite && finite > most.finite);
      if (!better) continue;
      [best, most] = [at, { infinite, finite }];
      if (first) break;
    }
    return best;
  }

  #weights(entering: number): bigint[] {
    const { entries } = this.#columns[entering]!;
    return this.#inverse.map((line) => entries.reduce((sum, { row, value }) => sum + line[row]! * value, 0n));
  }

  /** The row with the least ratio; of several the one whose variable is first. */
  #leaving(weights: readonly bigint[]): number | null {
    let best: number | null = null;
    for (const [row, weight] of weights.entries()) {
      if (weight <= 0n) continue;
      if (best === null) best = row;
      else {
        const difference = this.#level[row]! * weights[best]! - this.#level[best]! * weight;
        if (difference < 0n || (difference === 0n && this.#basis[row]! < this.#basis[best]!)) best = row;
      }
    }
    return best;
  }

  #pivot(leaving: number, entering: number, weights: readonly bigint[]): void {
    const pivot = weights[leaving]!;
    const line = this.#inverse[leaving]!;
    const level = this.#level[leaving]!;
    const d = this.#determinant;
    this.#inverse = this.#inverse.map((other, row) =>
      row === leaving ? other : pivoted(other, line, weights[row]!, pivot, d),
    );
    this.#level = this.#level.map((value, row) =>
      row === leaving ? value : (value * pivot - weights[row]! * level) / d,
    );
    this.#determinant = pivot;
    this.#basis[leaving] = entering;
  }

  #finish(prices: readonly Worth[]): Solution {
    let infinite = 0n;
    let value = 0n;
    const x = new Map<number, bigint>();
    for (const [row, variable] of this.#basis.entries()) {
      const level = this.#level[row]!;
      infinite += this.#worth[variable]!.infinite * level;
      value += this.#worth[variable]!.finite * level;
      if (variable < this.#program.columns.length && level !== 0n) x.set(variable, level);
    }
    if (infinite !== 0n) return { kind: 'infeasible' };
    const scale = this.#enough(prices);
    const solution = {
      kind: 'optimal' as const,
      value,
      x,
      prices: prices.map((price, row) => (scale * price.infinite + price.finite) * this.#sign[row]!),
      denominator: this.#determinant,
    };
    certify(this.#program, solution);
    return solution;
  }

  /** How much is as good as infinitely much: with it every variable that is not artificial still gains nothing. */
  #enough(prices: readonly Worth[]): bigint {
    let most = 0n;
    for (const [at, { entries }] of this.#columns.entries()) {
      const worth = this.#worth[at]!;
      if (worth.infinite !== 0n) continue;
      let infinite = 0n;
      let finite = -worth.finite * this.#determinant;
      for (const { row, value } of entries) {
        infinite += prices[row]!.infinite * value;
        finite += prices[row]!.finite * value;
      }
      if (infinite > 0n && finite + most * infinite < 0n) most = (-finite + infinite - 1n) / infinite;
    }
    return most;
  }
}

function addMultiple(sums: bigint[], factor: bigint, line: readonly bigint[]): void {
  for (const [at, value] of line.entries()) if (value !== 0n) sums[at]! += factor * value;
}

/** A row after a pivot: `(row · pivot - weight · line) / d`. Nothing is computed of what stays as it is. */
function pivoted(row: bigint[], line: readonly bigint[], weight: bigint, pivot: bigint, d: bigint): bigint[] {
  if (weight === 0n && pivot === d) return row;
  const moved = (value: bigint, other: bigint) => (value * pivot - weight * other) / d;
  return row.map((value, at) => {
    const other = line[at]!;
    if (value === 0n && (other === 0n || weight === 0n)) return 0n;
    return other === 0n && pivot === d ? value : moved(value, other);
  });
}

/** Checks an optimum against the program alone; a failure is our own mistake and throws. */
function certify(program: LinearProgram, solution: Extract<Solution, { kind: 'optimal' }>): void {
  const { x, prices, denominator: d } = solution;
  const sums = program.rows.map(() => 0n);
  let value = 0n;
  for (const [at, amount] of x) {
    const { objective, entries } = program.columns[at]!;
    if (amount < 0n) throw new Error('a linear program has a negative solution');
    value += objective * amount;
    for (const entry of entries) sums[entry.row]! += entry.value * amount;
  }
  for (const [row, { relation, bound }] of program.rows.entries()) {
    const met = relation === 'eq' ? sums[row] === bound * d : sums[row]! <= bound * d;
    if (!met) throw new Error(`row ${row} of a linear program is not met`);
  }
  if (value !== solution.value) throw new Error('the value of a linear program is wrong');
  if (program.rows.some(({ relation }, row) => relation === 'le' && prices[row]! < 0n))
    throw new Error('a price is negative');
  const dual = program.rows.reduce((sum, { bound }, row) => sum + prices[row]! * bound, 0n);
  if (dual !== value) throw new Error('the dual of a linear program has another value');
  for (const { objective, entries } of program.columns) {
    if (entries.reduce((sum, { row, value: entry }) => sum + prices[row]! * entry, 0n) < objective * d)
      throw new Error('a column of a linear program gains');
  }
}
