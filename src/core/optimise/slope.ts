import { ONE, type Rational, rational, sign, ZERO } from '../exact/rational.ts';
import type { Symbol_ } from '../logic/term.ts';
import type { Cell, Row } from './cell.ts';
import { constantForm, type LinearForm, plus, symbolForm, times, valueOf } from './linear_form.ts';
import { optimumOf } from './linear_optimum.ts';

/** How a cell's optimum changes as one of its symbols moves away from a value. */
export interface Slope {
  /** What one unit of the move adds to the optimum. */
  readonly rate: Rational;
  /** How far it does so; null: without an end. */
  readonly length: Rational | null;
  /** The optima at the start, and at the end where there is one. */
  readonly from: ReadonlyMap<Symbol_, Rational>;
  readonly to: ReadonlyMap<Symbol_, Rational> | null;
}

/** A move of a symbol from a value, up (1) or down (-1). */
export interface Move {
  readonly symbol: Symbol_;
  readonly from: Rational;
  readonly way: 1 | -1;
}

/**
 * The rate is that of the best direction in which the optimum can be left without breaking a row that is tight there; it
 * is the same at every optimum of the start, by duality. The length is the greatest one at which the cell still has a
 * point with the value on that line. Null where the start is not optimal at `value`, or the symbol cannot move.
 */
export function slopeOf(cell: Cell, move: Move, value: Rational): Slope | null {
  const { rows, objective } = relaxedCell(cell);
  const symbol = real(move.symbol);
  const here: Row = { form: plus(symbolForm(symbol), constantForm(move.from.neg())), relation: '=' };
  const start = optimumOf({ rows: [...rows, here], objective });
  if (start.kind !== 'at' || !start.value.equals(value)) return null;
  const way = rational(BigInt(move.way));
  const unit: Row = { form: plus(symbolForm(symbol), constantForm(way.neg())), relation: '=' };
  const tight = rows.filter(({ form, relation }) => relation === '=' || sign(valueOf(form, start.point)) === 0);
  const direction = optimumOf({
    rows: [
      unit,
      ...tight.map(({ form, relation }) => ({
        form: { ...form, constant: ZERO },
        relation: relation === '=' ? relation : ('<=' as const),
      })),
    ],
    objective: { ...objective, constant: ZERO },
  });
  if (direction.kind !== 'at') return null;
  const rate = direction.value;
  const moved = times(plus(symbolForm(symbol), constantForm(move.from.neg())), way);
  const onLine: Row = { form: minusLine(objective, moved, rate, value), relation: '=' };
  const end = optimumOf({ rows: [...rows, onLine], objective: moved });
  if (end.kind === 'unbounded') return { rate, length: null, from: start.point, to: null };
  return end.kind === 'at' && sign(end.value) > 0
    ? { rate, length: end.value, from: start.point, to: end.point }
    : null;
}

/** Where the optimum of another cell first lies above the line of a slope, counted from the start; null: nowhere. */
export function overtakes(cell: Cell, move: Move, value: Rational, rate: Rational): Rational | null {
  const { rows, objective } = relaxedCell(cell);
  const way = rational(BigInt(move.way));
  const moved = times(plus(symbolForm(real(move.symbol)), constantForm(move.from.neg())), way);
  const above: Row = { form: times(minusLine(objective, moved, rate, value), rational(-1n)), relation: '<=' };
  const ahead: Row = { form: times(moved, rational(-1n)), relation: '<=' };
  const first = optimumOf({ rows: [...rows, above, ahead], objective: times(moved, rational(-1n)) });
  return first.kind === 'at' ? first.value.neg() : null;
}

/** `objective - value - rate · moved`. */
function minusLine(objective: LinearForm, moved: LinearForm, rate: Rational, value: Rational): LinearForm {
  return plus(plus(objective, constantForm(value.neg())), moved, rate.neg());
}

const reals = new WeakMap<Symbol_, Symbol_>();

/** A symbol of any number in the place of one of whole numbers. */
function real(symbol: Symbol_): Symbol_ {
  if (symbol.sort !== 'Int') return symbol;
  const known = reals.get(symbol) ?? { ...symbol, sort: 'Real' };
  reals.set(symbol, known);
  return known;
}

function relaxedCell({ rows, objective }: Cell): Cell {
  return { rows: rows.map((row) => ({ ...row, form: relaxedForm(row.form) })), objective: relaxedForm(objective) };
}

function relaxedForm({ factors, constant }: LinearForm): LinearForm {
  return { factors: new Map([...factors].map(([symbol, factor]) => [real(symbol), factor])), constant };
}

/** The rows that keep symbols at their values. */
export function held(values: ReadonlyMap<Symbol_, Rational>): readonly Row[] {
  return [...values].map(([symbol, value]) => ({
    form: plus(symbolForm(symbol), constantForm(value), ONE.neg()),
    relation: '=',
  }));
}
