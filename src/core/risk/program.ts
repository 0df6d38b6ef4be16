import { ONE, type Rational, rational, ZERO } from '../exact/rational.ts';
import type { Evidence, Source, Statement } from './evidence.ts';
import { boundSource } from './evidence.ts';
import { contains, type FaultSet, members } from './fault_set.ts';
import { type Column, type LinearProgram, maximise } from './simplex.ts';

/** One combination of faults that may be given mass, with the class of each independent group that it belongs to. */
export interface Atom {
  readonly present: FaultSet;
  readonly worth: Rational;
  /** Rows of the groups' classes that it counts in. */
  readonly classes: readonly number[];
  /** Whether `present` stands for several combinations of independent faults. */
  readonly merged: boolean;
}

/** A restriction on how mass may be spread. */
export interface Row {
  readonly relation: 'le' | 'eq';
  readonly strict: boolean;
  readonly bound: Rational;
  readonly weight: (atom: Atom) => Rational;
  readonly source: Source | null;
}

/** The rows that evidence makes: the statements, and the bounds of the faults asked for. */
export function evidenceRows(evidence: Evidence, faults: FaultSet): Row[] {
  const bounds = members(faults).filter((at) => contains(evidence.bounded, 1n << BigInt(at)));
  return [...evidence.statements.map(statementRow), ...bounds.map((at) => boundRow(evidence, at))];
}

function statementRow({ relation, terms, bound, source }: Statement): Row {
  const weight = ({ present }: Atom): Rational =>
    terms.reduce((sum, { coefficient, event }) => (event.holds(present) ? sum.add(coefficient) : sum), ZERO);
  return { relation: relation === 'eq' ? 'eq' : 'le', strict: relation === 'lt', bound, weight, source };
}

function boundRow(evidence: Evidence, at: number): Row {
  const fault = 1n << BigInt(at);
  return {
    relation: 'le',
    strict: false,
    bound: evidence.bounds[at]!,
    weight: ({ present }) => (contains(present, fault) ? ONE : ZERO),
    source: boundSource(evidence.faults[at]!),
  };
}

/** That all mass together is one. */
export const TOTAL: Row = { relation: 'eq', strict: false, bound: ONE, weight: () => ONE, source: null };

/** That a class of independent faults has the mass that independence gives it. */
export function classRow(index: number, mass: Rational): Row {
  const weight = ({ classes }: Atom): Rational => (classes.includes(index) ? ONE : ZERO);
  return { relation: 'eq', strict: false, bound: mass, weight, source: null };
}

export type Spread =
  | {
      readonly kind: 'optimal';
      readonly value: Rational;
      readonly masses: readonly { readonly atom: Atom; readonly mass: Rational }[];
      /** Of each row: by how much the value grows with the bound. */
      readonly prices: readonly Rational[];
    }
  | { readonly kind: 'infeasible' };

/** The spread of mass over the atoms that is worth most under the rows, exactly; `<` counts as `<=`. */
export function spread(
  atoms: readonly Atom[],
  rows: readonly Row[],
  worthOf: (atom: Atom) => Rational = ({ worth }) => worth,
): Spread {
  const weights = rows.map(({ weight }) => atoms.map(weight));
  const scales = rows.map(({ bound }, row) => lcm([bound, ...weights[row]!]));
  const worths = atoms.map(worthOf);
  const scale = lcm(worths);
  const columns = atoms.map(
    (_, at): Column => ({
      objective: whole(worths[at]!, scale),
      entries: rows.flatMap((_, row) => {
        const value = whole(weights[row]![at]!, scales[row]!);
        return value === 0n ? [] : [{ row, value }];
      }),
    }),
  );
  const program: LinearProgram = {
    rows: rows.map(({ relation, bound }, row) => ({ relation, bound: whole(bound, scales[row]!) })),
    columns,
  };
  const solution = maximise(program);
  if (solution.kind === 'infeasible') return solution;
  if (solution.kind === 'unbounded') throw new Error('chances are bounded, and their linear program is not');
  const { denominator } = solution;
  return {
    kind: 'optimal',
    value: rational(solution.value, denominator * scale),
    masses: [...solution.x].map(([at, mass]) => ({ atom: atoms[at]!, mass: rational(mass, denominator) })),
    prices: solution.prices.map((price, row) => rational(price * scales[row]!, denominator * scale)),
  };
}

/** How far all strict rows can be kept apart from their bounds at once, up to 1; null where the rows cannot be met at all. */
export function room(atoms: readonly Atom[], rows: readonly Row[]): Rational | null {
  const apart: Atom = { present: 0n, worth: ZERO, classes: [], merged: false };
  const withRoom = rows.map(
    (row): Row => ({
      ...row,
      weight: (atom) => (atom !== apart ? row.weight(atom) : row.strict ? ONE : ZERO),
    }),
  );
  const most: Row = {
    relation: 'le',
    strict: false,
    bound: ONE,
    weight: (atom) => (atom === apart ? ONE : ZERO),
    source: null,
  };
  const found = spread([...atoms, apart], [...withRoom, most], (atom) => (atom === apart ? ONE : ZERO));
  return found.kind === 'optimal' ? found.value : null;
}

/** Whether some spread meets the rows, `<` taken as it is. */
export function feasible(atoms: readonly Atom[], rows: readonly Row[]): boolean {
  if (!rows.some(({ strict }) => strict)) return spread(atoms, rows, () => ZERO).kind === 'optimal';
  const found = room(atoms, rows);
  return found !== null && found.compare(ZERO) > 0;
}

function whole(value: Rational, scale: bigint): bigint {
  return (value.s * value.n * scale) / value.d;
}

function lcm(values: readonly Rational[]): bigint {
  return values.reduce((multiple, { d }) => (multiple / gcd(multiple, d)) * d, 1n);
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}
