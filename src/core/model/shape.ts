import type { TypedBinder, TypedComponent, TypedExpr, TypedFun, TypedPart, ValueSymbol } from '../types/typed.ts';
import { remembered } from './memo.ts';
import { type ParameterSymbol, parametersOf } from './parameters.ts';
import { rangeOf } from './profile.ts';
import { parametersIn } from './size.ts';
import { expressionsOf, rangeExpressions, visit } from './walk.ts';

/** Which parameters decide how many variables a component has, by itself or through what it binds in a part. */

const shapes = new WeakMap<TypedComponent, readonly ParameterSymbol[]>();

/** The shape parameters of a component, in source order. */
export function shapeParameters(component: TypedComponent): readonly ParameterSymbol[] {
  return remembered(shapes, component, () => collect(component));
}

function collect(component: TypedComponent): readonly ParameterSymbol[] {
  const deciding = [...expressionsOf(component).flatMap(decidingIn), ...structure(component)];
  const found = new Set<ValueSymbol>(parametersIn(...deciding));
  for (const symbol of found) {
    if (symbol.kind !== 'param') continue;
    const behind = [...rangeExpressions(rangeOf(symbol)), ...(symbol.value === null ? [] : [symbol.value])];
    for (const parameter of parametersIn(...behind)) found.add(parameter);
  }
  return parametersOf(component).filter((symbol) => found.has(symbol));
}

/** Sizes, wired places, tolerated numbers, and what is bound to a shape parameter of a part. */
function structure(component: TypedComponent): readonly TypedExpr[] {
  const clauses = [...component.clauses, ...component.modes.flatMap((mode) => mode.clauses)];
  return [
    ...component.symbols.map((symbol) => ('size' in symbol ? symbol.size : null)),
    ...component.parts.flatMap((part) => [part.size, ...boundShapes(part)]),
    ...component.wires.flatMap(({ index, portIndex, binders }) => [index, portIndex, ...binders.flatMap(ends)]),
    ...component.nexts.map(({ index }) => index),
    ...clauses.map(({ tolerating }) => tolerating),
  ].filter((expr) => expr !== null);
}

function boundShapes(part: TypedPart): readonly TypedExpr[] {
  const shape = new Set<ValueSymbol>(shapeParameters(part.component));
  return part.bindings.filter(({ parameter }) => shape.has(parameter)).map(({ value }) => value);
}

function ends(binder: TypedBinder): readonly TypedExpr[] {
  return binder.over.kind === 'range' ? [binder.over.low, binder.over.high] : [];
}

/** The sub-expressions that decide how much is written out: ends of index ranges and bounds over time. */
function decidingIn(root: TypedExpr): readonly TypedExpr[] {
  const found: TypedExpr[] = [];
  visit([root], (node) => {
    if (node.kind === 'aggregate') found.push(...node.binders.flatMap(ends));
    if (node.kind === 'held' || node.kind === 'whenever') found.push(node.within.value);
    if (node.kind === 'call') found.push(...decidingArguments(node));
    return true;
  });
  return found;
}

/** The arguments of a call that decide such things in the body of the `fun`. */
function decidingArguments(call: Extract<TypedExpr, { kind: 'call' }>): readonly TypedExpr[] {
  const deciding = decidingParameters(call.fun);
  return call.arguments.filter((_, at) => deciding.has(call.fun.parameters[at]!));
}

const decidingMemo = new WeakMap<TypedFun, ReadonlySet<ValueSymbol>>();

function decidingParameters(fun: TypedFun): ReadonlySet<ValueSymbol> {
  return remembered(decidingMemo, fun, () => {
    const symbols = new Set<ValueSymbol>();
    visit(decidingIn(fun.body), (node) => {
      if (node.kind === 'ref' && node.symbol.kind === 'argument') symbols.add(node.symbol);
      return true;
    });
    return symbols;
  });
}
