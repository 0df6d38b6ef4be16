import { type Constraint, type Fraction, fraction, maximum, minus, plus, times } from './linear.ts';

/** The optimum of a linear program with whole numbers by trying every choice of them, with open ends. Shares nothing with the checker. */

export interface MixedVariable {
  readonly whole: boolean;
  readonly low: bigint;
  readonly high: bigint;
}

export interface MixedRow {
  readonly relation: '<=' | '<' | '=';
  /** One for each variable. */
  readonly coefficients: readonly bigint[];
  readonly bound: bigint;
}

export interface Supremum {
  readonly value: Fraction;
  readonly attained: boolean;
}

const ZERO = fraction(0n);
const ONE = fraction(1n);

/** The supremum of `objective · x`, and whether a point has it; null where nothing meets the rows. */
export function mixedSupremum(
  variables: readonly MixedVariable[],
  rows: readonly MixedRow[],
  objective: readonly bigint[],
): Supremum | null {
  let best: Supremum | null = null;
  for (const wholes of choices(variables)) {
    const found = withWholes(variables, rows, objective, wholes);
    if (found === null) continue;
    const order = best === null ? 1 : compare(found.value, best.value);
    if (order > 0 || (order === 0 && found.attained)) best = found;
  }
  return best;
}

function compare(a: Fraction, b: Fraction): number {
  const { n } = minus(a, b);
  return n < 0n ? -1 : n > 0n ? 1 : 0;
}

/** Every choice of the whole variables; null for the others. */
function* choices(variables: readonly MixedVariable[]): Iterable<readonly (bigint | null)[]> {
  const [first, ...rest] = variables;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const tail of choices(rest)) {
    if (!first.whole) yield [null, ...tail];
    else for (let value = first.low; value <= first.high; value += 1n) yield [value, ...tail];
  }
}

function withWholes(
  variables: readonly MixedVariable[],
  rows: readonly MixedRow[],
  objective: readonly bigint[],
  wholes: readonly (bigint | null)[],
): Supremum | null {
  const reals = variables.flatMap(({ low, high }, at) => (wholes[at] === null ? [{ at, low, high }] : []));
  // Each real is counted from its lower end, and the last column is a margin by which open rows are met.
  const base = (coefficients: readonly bigint[]) =>
    coefficients.reduce((sum, c, at) => sum + c * (wholes[at] ?? variables[at]!.low), 0n);
  const line = (coefficients: readonly bigint[], margin: Fraction) => [
    ...reals.map(({ at }) => fraction(coefficients[at]!)),
    margin,
  ];
  const constraints: Constraint[] = [
    ...rows.map(
      ({ relation, coefficients, bound }): Constraint => ({
        relation: relation === '=' ? '=' : '<=',
        coefficients: line(coefficients, relation === '<' ? ONE : ZERO),
        bound: fraction(bound - base(coefficients)),
      }),
    ),
    ...reals.map(
      ({ high, low }, own): Constraint => ({
        relation: '<=',
        coefficients: [...reals.map((_, other) => (other === own ? ONE : ZERO)), ZERO],
        bound: fraction(high - low),
      }),
    ),
    { relation: '<=', coefficients: [...reals.map(() => ZERO), ONE], bound: ONE },
  ];
  const margin = [...reals.map(() => ZERO), ONE];
  const room = maximum(margin, constraints);
  if (typeof room === 'string' || room.n <= 0n) return null;
  const goal = line(objective, ZERO);
  const most = maximum(goal, constraints);
  if (typeof most === 'string') throw new Error(`bounded and feasible, yet ${most}`);
  const there = maximum(margin, [...constraints, { relation: '=', coefficients: goal, bound: most }]);
  return {
    value: plus(most, times(ONE, fraction(base(objective)))),
    attained: typeof there !== 'string' && there.n > 0n,
  };
}
