import { ceil, type Rational, rational } from '../exact/rational.ts';
import { foldNumber, type Known } from './fold.ts';
import { allExpressions } from './survey.ts';
import type { TypedComponent, TypedExpr, ValueSymbol } from './typed.ts';
import { binderExpressions, childrenOf } from './walk.ts';

type Parameter = Extract<ValueSymbol, { readonly kind: 'param' }>;

/** How many values of each size are tried, and how many combinations. */
const VALUES = 4;
const MOST_COMBINATIONS = 64;

/**
 * Values for the parameters on which numbers of elements hang: all combinations of the first few that their ranges allow.
 * One combination, with nothing in it, where there is no such parameter.
 */
export function firstSizes(component: TypedComponent): readonly Known[] {
  let combinations: Known[] = [new Map()];
  for (const parameter of sizeParameters(component)) {
    const values = firstValues(parameter);
    combinations = combinations.flatMap((known) => values.map((value) => new Map([...known, [parameter, value]])));
    combinations = combinations.slice(0, MOST_COMBINATIONS);
  }
  return combinations;
}

function firstValues({ type }: Parameter): readonly Rational[] {
  const low = type.range?.low == null ? null : foldNumber(type.range.low);
  const high = type.range?.high == null ? null : foldNumber(type.range.high);
  const start = low === null || low.compare(0n) < 0 ? 0n : ceil(low);
  const values = Array.from({ length: VALUES }, (_, at) => rational(start + BigInt(at)));
  return values.filter((value) => high === null || value.compare(high) <= 0);
}

/** The parameters in sizes of families and arrays, ends of index ranges, and indices of targets. */
function sizeParameters(component: TypedComponent): ReadonlySet<Parameter> {
  const found = new Set<Parameter>();
  const note = (expr: TypedExpr | null) => {
    if (expr === null) return;
    if (expr.kind === 'ref' && expr.symbol.kind === 'param') found.add(expr.symbol);
    for (const child of childrenOf(expr)) note(child.expr);
  };
  for (const part of component.parts) note(part.size);
  for (const symbol of component.symbols) if ('size' in symbol) note(symbol.size);
  for (const wire of component.wires)
    for (const one of [wire.index, wire.portIndex, ...wire.binders.flatMap(binderExpressions)]) note(one);
  for (const expr of allExpressions(component)) noteRanges(expr, note);
  return found;
}

function noteRanges(expr: TypedExpr, note: (expr: TypedExpr) => void): void {
  if (expr.kind === 'aggregate')
    expr.binders.flatMap((binder) => (binder.over.kind === 'range' ? binderExpressions(binder) : [])).forEach(note);
  for (const child of childrenOf(expr)) noteRanges(child.expr, note);
}
