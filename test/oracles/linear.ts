/** A second exact linear program solver: the textbook tableau in two phases, over fractions of its own. Shares nothing with the checker. */

export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export function fraction(n: bigint, d = 1n): Fraction {
  if (d < 0n) return fraction(-n, -d);
  const divisor = gcd(n < 0n ? -n : n, d);
  return divisor === 0n ? { n: 0n, d: 1n } : { n: n / divisor, d: d / divisor };
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

const ZERO = fraction(0n);
export const plus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d);
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n);
const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

export interface Constraint {
  readonly relation: '<=' | '=';
  readonly coefficients: readonly Fraction[];
  readonly bound: Fraction;
}

/** The maximum of `objective · x` with `x >= 0`, or why there is none. */
export function maximum(
  objective: readonly Fraction[],
  constraints: readonly Constraint[],
): Fraction | 'infeasible' | 'unbounded' {
  const n = objective.length;
  const rows = constraints.flatMap(({ relation, coefficients, bound }) => {
    const negated = { coefficients: coefficients.map((c) => minus(ZERO, c)), bound: minus(ZERO, bound) };
    return relation === '<=' ? [{ coefficients, bound }] : [{ coefficients, bound }, negated];
  });
  const m = rows.length;
  // Columns: x, slacks, artificials, bound.
  const table = rows.map(({ coefficients, bound }, row) => {
    const turn = compare(bound, ZERO) < 0;
    const sign = (value: Fraction) => (turn ? minus(ZERO, value) : value);
    const unit = (at: number, value: Fraction) =>
      Array.from({ length: m }, (_, other) => (other === at ? value : ZERO));
    return [...coefficients.map(sign), ...unit(row, sign(fraction(1n))), ...unit(row, fraction(1n)), sign(bound)];
  });
  const basis = rows.map((_, row) => n + m + row);
  const first = Array.from({ length: n + 2 * m }, (_, at) => (at >= n + m ? fraction(-1n) : ZERO));
  if (compare(run(table, basis, first, n + 2 * m)!, ZERO) < 0) return 'infeasible';
  for (const [row, variable] of basis.entries()) {
    if (variable < n + m) continue;
    const column = table[row]!.findIndex((value, at) => at < n + m && value.n !== 0n);
    if (column >= 0) pivot(table, basis, row, column);
  }
  const second = Array.from({ length: n + 2 * m }, (_, at) => (at < n ? objective[at]! : ZERO));
  return run(table, basis, second, n + m) ?? 'unbounded';
}

/** Pivots by Bland's rule until no column below `usable` gains; the value, or null where it is unbounded. */
function run(table: Fraction[][], basis: number[], objective: readonly Fraction[], usable: number): Fraction | null {
  const last = objective.length;
  const gain = (column: number) =>
    table.reduce((sum, row, at) => minus(sum, times(objective[basis[at]!]!, row[column]!)), objective[column]!);
  for (;;) {
    let entering = -1;
    for (let column = 0; column < usable && entering < 0; column += 1)
      if (compare(gain(column), ZERO) > 0) entering = column;
    if (entering < 0) return table.reduce((sum, row, at) => plus(sum, times(objective[basis[at]!]!, row[last]!)), ZERO);
    let leaving = -1;
    for (const [at, row] of table.entries()) {
      if (compare(row[entering]!, ZERO) <= 0) continue;
      const order =
        leaving < 0
          ? -1
          : compare(over(row[last]!, row[entering]!), over(table[leaving]![last]!, table[leaving]![entering]!));
      if (order < 0 || (order === 0 && basis[at]! < basis[leaving]!)) leaving = at;
    }
    if (leaving < 0) return null;
    pivot(table, basis, leaving, entering);
  }
}

function pivot(table: Fraction[][], basis: number[], leaving: number, entering: number): void {
  const divisor = table[leaving]![entering]!;
  table[leaving] = table[leaving]!.map((value) => over(value, divisor));
  for (const [at, row] of table.entries()) {
    const factor = row[entering]!;
    if (at !== leaving && factor.n !== 0n)
      table[at] = row.map((value, column) => minus(value, times(factor, table[leaving]![column]!)));
  }
  basis[leaving] = entering;
}
