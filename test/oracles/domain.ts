import { COLOURS, type Component, childrenOf, type Description, type Expr, type Type } from './description.ts';

/**
 * The finite set of values that each variable is tried with, and why trying those is exact.
 *
 * Booleans and enumerations are finite. An int with a range that is in force (a parameter, a constrained choice, an input under its
 * own assumptions, an output of a part that assumes nothing) is finite too. What is left are outputs of parts that may be freed,
 * unwired inputs and unimplemented outputs: they may be any integer. The generator lets such a value `u` appear, outside a part's own
 * contract, only as `u` or `u + c` with |c| <= 1 (through one wire, `let` or output) and only in comparisons with a constant or a bounded quantity;
 * inside the part's contract other uses stand behind the ranges of all its ports, where an out-of-range value decides the outcome
 * by the range alone. Bounded quantities lie in the hull of the file's constants, or one beside it for a sum with a constant.
 * Hence no comparison can tell two values apart that lie further than three beyond the hull on the same side: clamping to the
 * hull widened by `MARGIN` changes no clause, whatever the quantifiers. A test compares two margins on many systems.
 */
export const MARGIN = 4;

export interface Hull {
  readonly low: number;
  readonly high: number;
}

export function hullOf(description: Description): Hull {
  const constants = [0, ...description.components.flatMap(constantsOf)];
  for (const verify of description.verifies) for (const b of verify.bindings) constants.push(...literalsIn(b.value));
  return { low: Math.min(...constants), high: Math.max(...constants) };
}

function constantsOf(c: Component): number[] {
  const types = [...c.params, ...c.inputs, ...c.outputs, ...c.vars].flatMap((v) => boundsOf(v.type));
  const clauses = [...c.clauses, ...c.modes.flatMap((m) => m.clauses)].map((x) => x.body);
  const values = [...c.params, ...c.outputs, ...c.vars, ...c.lets].flatMap((v) => (v.value === null ? [] : [v.value]));
  const bindings = c.parts.flatMap((p) => p.bindings.map((b) => b.value));
  const all = [
    ...types,
    ...clauses,
    ...values,
    ...bindings,
    ...c.wires.map((w) => w.source),
    ...c.modes.map((m) => m.when),
  ];
  return all.flatMap(literalsIn);
}

const boundsOf = (type: Type): Expr[] => (type.kind === 'int' ? [type.low, type.high] : []);

function literalsIn(expr: Expr): number[] {
  if (expr.kind === 'value') return expr.type === 'int' ? [expr.value] : [];
  return childrenOf(expr).flatMap(literalsIn);
}

export function span(low: number, high: number): number[] {
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i);
}

/** Values of a variable whose range is in force: exact for literal ends, the hull otherwise (the range is then a clause beside it). */
export function boundedDomain(type: Type, hull: Hull): number[] {
  if (type.kind === 'bool') return [0, 1];
  if (type.kind === 'enum') return COLOURS.map((_, i) => i);
  if (type.low.kind === 'value' && type.high.kind === 'value') return span(type.low.value, type.high.value);
  return span(hull.low, hull.high);
}

/** Values of a variable that may be anything of its base type. */
export function openDomain(type: Type, hull: Hull, margin: number): number[] {
  return type.kind === 'int' ? span(hull.low - margin, hull.high + margin) : boundedDomain(type, hull);
}
