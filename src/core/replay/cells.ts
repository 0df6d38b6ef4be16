import { amount } from '../eval/arithmetic.ts';
import type { Behaviour } from '../eval/evaluate.ts';
import { type Rational, show } from '../exact/rational.ts';
import type { Sort, Value, Variable } from '../model/model.ts';
import type { Unit } from '../types/typed.ts';
import type { Cell, Quantity } from '../verdict/result.ts';
import { type Rounding, rounded } from './decimal.ts';

/** The cell of a value that does not exist: a partial operator was used outside its domain. */
export const UNDEFINED_CELL: Cell = { value: 'undefined', unit: '', shown: 'undefined' };

/** A number as the user writes it: a real in base units becomes an amount of the unit, an int counts the unit already. */
export function quantity(value: Rational, sort: Sort, unit: Unit | null, rounding: Rounding = 'nearest'): Quantity {
  const factor = sort.kind === 'real' ? (unit?.factor ?? null) : null;
  const inUnit = factor === null ? value : value.div(factor);
  return { value: show(inUnit), unit: unit?.text ?? '', shown: rounded(inUnit, rounding) };
}

/** One value of a trace as text: Booleans are `true` and `false`, members their names, numbers in the user's unit. */
export function cell(value: Value, sort: Sort, unit: Unit | null, rounding: Rounding = 'nearest'): Cell {
  if (sort.kind === 'int' || sort.kind === 'real') return quantity(amount(value), sort, unit, rounding);
  const text = String(value);
  return { value: text, unit: '', shown: text };
}

/** Whether people see the variable in an execution: neither a parameter nor a mode, and under a name of the file. */
export function isShown({ role, part, name }: Variable): boolean {
  // A name that nobody can write stands only for whether something is defined.
  const onlyDefinedness = role === 'let' && part === null && name.includes('.');
  return role !== 'param' && role !== 'mode' && !onlyDefinedness;
}

/** The values of the variables at a step, by name, in the given order. */
export function cells(
  behaviour: Behaviour,
  step: number,
  variables: readonly Variable[],
  rounding: Rounding = 'nearest',
): ReadonlyMap<string, Cell> {
  return new Map(variables.map((variable) => [variable.name, cellOf(behaviour, step, variable, rounding)]));
}

function cellOf(behaviour: Behaviour, step: number, variable: Variable, rounding: Rounding): Cell {
  const outcome = behaviour.value(variable, step);
  return outcome.kind === 'undefined' ? UNDEFINED_CELL : cell(outcome.value, variable.sort, variable.unit, rounding);
}
