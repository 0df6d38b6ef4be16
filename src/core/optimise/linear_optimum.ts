import { ceil, floor, isWhole, numerator, type Rational, rational, sign, ZERO } from '../exact/rational.ts';
import type { Symbol_ } from '../logic/term.ts';
import { type Column, maximise } from '../risk/simplex.ts';
import type { Cell, Row } from './cell.ts';
import { constantForm, isConstantForm, type LinearForm, plus, symbolForm, times, valueOf } from './linear_form.ts';

/** The supremum of a cell's objective over the closure of the cell, and a point of the closure at which it is reached. */
export type Optimum =
  | {
      readonly kind: 'at';
      readonly value: Rational;
      readonly point: ReadonlyMap<Symbol_, Rational>;
      /**
       * A point of the cell itself that has the same whole numbers, so that the segment from it to `point` lies in the
       * cell but for its end; null where any point of the cell will do, for there are no whole numbers.
       */
      readonly inside: ReadonlyMap<Symbol_, Rational> | null;
    }
  | { readonly kind: 'unbounded' }
  /** The program is too large, or its whole numbers leave too many cases. */
  | { readonly kind: 'open' };

const MOST_ROWS = 160;
const MOST_NODES = 60;

/** A part of the cell: its rows, and the whole numbers that they fix. */
interface Node {
  readonly rows: readonly Row[];
  readonly fixed: ReadonlySet<Symbol_>;
}

/**
 * The greatest value of the objective over the closure of the cell: an exact linear program, and for whole numbers
 * branch and bound over such (Land and Doig 1960). Symbols that matter to nothing are left out of the point.
 *
 * The closure is taken for each choice of whole numbers apart: `n < 3` ends at 2, and a choice that only the closure
 * has (`n < y < 3` at 3) counts for nothing.
 */
export function optimumOf({ rows, objective }: Cell): Optimum {
  let best: Extract<Optimum, { kind: 'at' }> | null = null;
  const isStrict = rows.some(({ relation }) => relation === '<');
  const open: Node[] = [{ rows: rows.map(tightened), fixed: new Set() }];
  for (let nodes = 0; open.length > 0; nodes += 1) {
    if (nodes > MOST_NODES) return { kind: 'open' };
    const node = open.pop()!;
    const solved = relaxed(node.rows, objective);
    if (solved === 'infeasible') continue;
    if (solved === 'unbounded') return { kind: 'unbounded' };
    if (solved === null) return { kind: 'open' };
    if (best !== null && solved.value.compare(best.value) <= 0) continue;
    const wholes = [...solved.point].filter(([symbol]) => symbol.sort === 'Int');
    const broken = wholes.find(([, value]) => !isWhole(value));
    if (broken !== undefined) {
      open.push(...branches(broken, node));
      continue;
    }
    const inside = isStrict && wholes.length > 0 ? interior(node.rows, wholes) : null;
    if (inside === 'open') return { kind: 'open' };
    if (inside === 'empty') open.push(...around(wholes, node));
    else best = { kind: 'at', value: solved.value, point: solved.point, inside };
  }
  return best ?? { kind: 'open' };
}

function branches([symbol, value]: readonly [Symbol_, Rational], { rows, fixed }: Node): Node[] {
  return [
    { rows: [...rows, atMost(symbol, floor(value))], fixed },
    { rows: [...rows, atLeast(symbol, ceil(value))], fixed },
  ];
}

/** All but one choice of whole numbers: below and above the first that is not fixed, and it fixed. */
function around(wholes: readonly (readonly [Symbol_, Rational])[], { rows, fixed }: Node): Node[] {
  const next = wholes.find(([symbol]) => !fixed.has(symbol));
  if (next === undefined) return [];
  const [symbol, value] = next;
  const whole = floor(value);
  const equal: Row = { form: plus(symbolForm(symbol), constantForm(value), rational(-1n)), relation: '=' };
  return [
    { rows: [...rows, atMost(symbol, whole - 1n)], fixed },
    { rows: [...rows, atLeast(symbol, whole + 1n)], fixed },
    { rows: [...rows, equal], fixed: new Set([...fixed, symbol]) },
  ];
}

function atMost(symbol: Symbol_, most: bigint): Row {
  return { form: plus(symbolForm(symbol), constantForm(rational(-most))), relation: '<=' };
}

function atLeast(symbol: Symbol_, least: bigint): Row {
  return { form: plus(constantForm(rational(least)), symbolForm(symbol), rational(-1n)), relation: '<=' };
}

/** A row of whole numbers alone, at the last whole value that meets it. */
function tightened(row: Row): Row {
  const { form, relation } = row;
  if (relation === '=' || isConstantForm(form) || [...form.factors.keys()].some(({ sort }) => sort !== 'Int'))
    return row;
  const linear = wholeForm({ ...form, constant: ZERO });
  const [symbol, factor] = [...form.factors][0]!;
  const constant = form.constant.mul(linear.factors.get(symbol)!.div(factor));
  const step = [...linear.factors.values()].map((each) => abs(numerator(each))).reduce(gcd);
  const limit = constant.neg().div(rational(step));
  const most = relation === '<' ? ceil(limit) - 1n : floor(limit);
  const scaled = times(linear, rational(1n, step));
  return { form: plus(scaled, constantForm(rational(-most))), relation: '<=' };
}

const MARGIN: Symbol_ = { name: 'margin', sort: 'Real' };

/** A point that meets every row, the strict ones with some margin, and has these whole numbers (others need not be whole). */
export function interior(
  rows: readonly Row[],
  wholes: readonly (readonly [Symbol_, Rational])[],
): ReadonlyMap<Symbol_, Rational> | 'empty' | 'open' {
  const fixed = new Map(wholes);
  const margin = symbolForm(MARGIN);
  const held = rows.map(({ form, relation }): Row => {
    const rest = substituted(form, fixed);
    return relation === '<' ? { form: plus(rest, margin), relation: '<=' } : { form: rest, relation };
  });
  if (held.some(isBroken)) return 'empty';
  const some = held.filter(({ form }) => !isConstantForm(form));
  const solved = relaxed([...some, { form: plus(margin, constantForm(rational(-1n))), relation: '<=' }], margin);
  if (solved === null || solved === 'unbounded') return 'open';
  if (solved === 'infeasible' || sign(solved.value) <= 0) return 'empty';
  return new Map([...fixed, ...[...solved.point].filter(([symbol]) => symbol !== MARGIN)]);
}

interface Solved {
  readonly value: Rational;
  readonly point: ReadonlyMap<Symbol_, Rational>;
}

/** The linear program without wholeness. */
function relaxed(from: readonly Row[], objective: LinearForm): Solved | 'infeasible' | 'unbounded' | null {
  const small = presolved(from, objective);
  if (small === 'infeasible' || small === 'unbounded') return small;
  const { rows, fixed } = small;
  if (rows.length > MOST_ROWS) return null;
  const rest = substituted(objective, fixed);
  const symbols = [...new Set([...rest.factors.keys(), ...rows.flatMap(({ form }) => [...form.factors.keys()])])];
  const solution = solve(rows, rest, symbols);
  if (typeof solution === 'string') return solution;
  const point = new Map([...fixed, ...solution]);
  return { value: valueOf(objective, point), point };
}

interface Presolved {
  readonly rows: readonly Row[];
  readonly fixed: ReadonlyMap<Symbol_, Rational>;
}

/** Fixes what stands in no row with another symbol at the end of its range that is best, until nothing changes. */
function presolved(from: readonly Row[], objective: LinearForm): Presolved | 'infeasible' | 'unbounded' {
  const fixed = new Map<Symbol_, Rational>();
  let rows = distinct(from);
  for (;;) {
    const shared = new Set(
      rows.filter(({ form }) => form.factors.size > 1).flatMap(({ form }) => [...form.factors.keys()]),
    );
    const alone = new Map<Symbol_, Interval>();
    for (const row of rows) {
      const [only] = row.form.factors;
      if (row.form.factors.size === 1 && (!shared.has(only![0]) || row.relation === '='))
        narrow(alone, only![0], only![1], row);
    }
    for (const symbol of objective.factors.keys())
      if (!shared.has(symbol) && !fixed.has(symbol) && !alone.has(symbol)) return 'unbounded';
    const before = fixed.size;
    for (const [symbol, interval] of alone) {
      const value = bestOf(interval, objective.factors.get(symbol) ?? ZERO);
      if (value === 'infeasible' || value === 'unbounded') return value;
      fixed.set(symbol, value);
    }
    if (fixed.size === before) return { rows, fixed };
    const left = rows.map((row) => ({ ...row, form: substituted(row.form, fixed) }));
    if (left.some(isBroken)) return 'infeasible';
    rows = distinct(left.filter(({ form }) => !isConstantForm(form)));
  }
}

interface Interval {
  readonly low: Rational | null;
  readonly high: Rational | null;
}

function narrow(intervals: Map<Symbol_, Interval>, symbol: Symbol_, factor: Rational, { form, relation }: Row): void {
  const { low, high } = intervals.get(symbol) ?? { low: null, high: null };
  const end = form.constant.neg().div(factor);
  const isUpper = relation === '=' || sign(factor) > 0;
  const isLower = relation === '=' || sign(factor) < 0;
  intervals.set(symbol, {
    low: isLower && (low === null || end.compare(low) > 0) ? end : low,
    high: isUpper && (high === null || end.compare(high) < 0) ? end : high,
  });
}

function bestOf({ low, high }: Interval, weight: Rational): Rational | 'infeasible' | 'unbounded' {
  if (low !== null && high !== null && low.compare(high) > 0) return 'infeasible';
  if (sign(weight) === 0) return low ?? high ?? ZERO;
  return (sign(weight) > 0 ? high : low) ?? 'unbounded';
}

function isBroken({ form, relation }: Row): boolean {
  if (!isConstantForm(form)) return false;
  return relation === '=' ? sign(form.constant) !== 0 : sign(form.constant) > 0;
}

function substituted(form: LinearForm, fixed: ReadonlyMap<Symbol_, Rational>): LinearForm {
  if (![...form.factors.keys()].some((symbol) => fixed.has(symbol))) return form;
  const known = new Map([...form.factors].filter(([symbol]) => fixed.has(symbol)));
  const value = valueOf({ factors: known, constant: ZERO }, fixed);
  return plus(plus(form, { factors: known, constant: ZERO }, rational(-1n)), constantForm(value));
}

function distinct(rows: readonly Row[]): Row[] {
  const seen = new Map<string, Row>();
  const names = new Map<Symbol_, number>();
  const nameOf = (symbol: Symbol_) => {
    if (!names.has(symbol)) names.set(symbol, names.size);
    return names.get(symbol)!;
  };
  for (const row of rows) {
    const parts = [...row.form.factors].map(([symbol, factor]) => `${nameOf(symbol)}*${factor.toFraction()}`).sort();
    const relation = row.relation === '<' ? '<=' : row.relation;
    seen.set(`${parts.join('+')}+${row.form.constant.toFraction()}${relation}`, row);
  }
  return [...seen.values()];
}

/** Each symbol is the difference of two columns. */
function solve(
  rows: readonly Row[],
  objective: LinearForm,
  symbols: readonly Symbol_[],
): Map<Symbol_, Rational> | 'infeasible' | 'unbounded' {
  const whole = rows.map(({ form, relation }) => ({ form: wholeForm(form), relation }));
  const goal = wholeForm({ ...objective, constant: ZERO });
  const columns: Column[] = symbols.flatMap((symbol) => {
    const entries = whole.flatMap(({ form }, row) => {
      const factor = form.factors.get(symbol);
      return factor === undefined ? [] : [{ row, value: numerator(factor) }];
    });
    const worth = numerator(goal.factors.get(symbol) ?? ZERO);
    const turned = entries.map(({ row, value }) => ({ row, value: -value }));
    return [
      { objective: worth, entries },
      { objective: -worth, entries: turned },
    ];
  });
  const bounds = whole.map(({ form, relation }) => ({
    relation: relation === '=' ? ('eq' as const) : ('le' as const),
    bound: -numerator(form.constant),
  }));
  const solution = maximise({ rows: bounds, columns });
  if (solution.kind !== 'optimal') return solution.kind;
  return new Map(
    symbols.map((symbol, at) => {
      const amount = (solution.x.get(2 * at) ?? 0n) - (solution.x.get(2 * at + 1) ?? 0n);
      return [symbol, rational(amount, solution.denominator)];
    }),
  );
}

/** The form times the least number that makes all of it whole. */
function wholeForm(form: LinearForm): LinearForm {
  const denominators = [form.constant, ...form.factors.values()].map(({ d }) => d);
  const scale = denominators.reduce((least, d) => (least / gcd(least, d)) * d, 1n);
  return times(form, rational(scale));
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}
