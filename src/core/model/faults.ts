import type { TypedComponent, TypedExpr, TypedPart, ValueSymbol } from '../types/typed.ts';
import { arrayElements, convert } from './expression.ts';
import { type Denotation, Frame } from './frame.ts';
import { remembered } from './memo.ts';
import type { Expr, FaultChoice, Variable } from './model.ts';
import { knownParameters } from './parameters.ts';
import { rangeClause } from './range.ts';
import { sharedFaultsOf } from './reach.ts';
import { sizeOf } from './size.ts';
import { staticValue } from './static.ts';
import { declare, isArray } from './variables.ts';

type FaultSymbol = Extract<ValueSymbol, { kind: 'fault' }>;

/** The variables of faults that a clause names. */
export function faultVariables(faults: readonly TypedExpr[], frame: Frame): readonly Variable[] {
  const exprs = faults.flatMap((fault) =>
    isArray(fault) ? arrayElements(fault, frame, null) : [convert(fault, frame)],
  );
  return exprs.map((expr) => {
    if (expr.kind !== 'variable') throw new Error('a fault must be named');
    return expr.variable;
  });
}

/** Declares the faults of a frame's own component. */
export function ownFaults(frame: Frame): readonly FaultChoice[] {
  return frame.component.symbols
    .filter((symbol) => symbol.kind === 'fault')
    .map((symbol) => {
      const declared = declare(symbol, frame);
      frame.define(symbol, declared.denotation);
      return { variable: declared.variables[0]!, bound: boundOf(symbol, frame) };
    });
}

/** The shared faults that a component or its parts name, as variables of the scope. */
export function sharedFaults(frame: Frame): readonly FaultChoice[] {
  return [...sharedFaultsOf(frame.component)].map((symbol) => sharedFault(symbol as FaultSymbol, frame));
}

/** The one variable of a file-level fault. */
export function sharedFault(symbol: FaultSymbol, frame: Frame): FaultChoice {
  return frame.scope.sharedFault(symbol, () => boundOf(symbol, frame));
}

function boundOf(symbol: FaultSymbol, frame: Frame): Expr | null {
  return symbol.bound === null ? null : convert(symbol.bound, frame);
}

/**
 * The faults inside the parts of a component that is itself seen by its contract only: they are in its scope,
 * and its guarantees may name them. Nothing else of those parts is made.
 */
export function innerFaults(frame: Frame): readonly FaultChoice[] {
  const parts = frame.component.parts.filter((part) => hasPrivateFaults(part.component));
  return parts.flatMap((part) => {
    const frames = memberPaths(part, frame).map((path) => innerFrame(part, path, frame));
    frame.addPart(part, { family: part.size !== null, frames });
    return frames.flatMap((member) => [...ownFaults(member), ...innerFaults(member)]);
  });
}

/** The paths of a part's instances: `gate[1]` to `gate[n]`, or `radar`. */
export function memberPaths(part: TypedPart, frame: Frame): readonly string[] {
  const base = frame.nameOf(part.name);
  if (part.size === null) return [base];
  const count = sizeOf(part.size, frame, `members of \`${base}\``);
  const paths: string[] = [];
  for (let at = 1n; at <= count; at += 1n) paths.push(`${base}[${at}]`);
  return paths;
}

const privateFaults = new WeakMap<TypedComponent, boolean>();

function hasPrivateFaults(component: TypedComponent): boolean {
  return remembered(privateFaults, component, () => {
    const own = component.symbols.some(({ kind }) => kind === 'fault');
    return own || component.parts.some((part) => hasPrivateFaults(part.component));
  });
}

function innerFrame(part: TypedPart, path: string, outer: Frame): Frame {
  outer.scope.countInstance(part.span);
  const resolve = (symbol: ValueSymbol, frame: Frame): Denotation => {
    switch (symbol.kind) {
      case 'param':
        return innerParameter(symbol, part, frame, outer);
      case 'let':
        return { kind: 'scalar', expr: convert(symbol.value, frame) };
      case 'fault':
        throw new Error(`the fault ${symbol.name} is not declared yet`);
      default:
        throw new Error(`${symbol.name} of ${path} cannot be seen here`);
    }
  };
  const given = new Map(part.bindings.map(({ parameter, value }) => [parameter, staticValue(value, outer.known)]));
  return new Frame(outer.scope, part.component, path, knownParameters(part.component, given), outer.step, resolve);
}

/** A parameter of a part inside a part: its binding written out, its default, or any value of its type. */
function innerParameter(
  symbol: Extract<ValueSymbol, { kind: 'param' }>,
  part: TypedPart,
  frame: Frame,
  outer: Frame,
): Denotation {
  const binding = part.bindings.find(({ parameter }) => parameter === symbol);
  if (binding !== undefined) return { kind: 'scalar', expr: convert(binding.value, outer) };
  if (symbol.value !== null) return { kind: 'scalar', expr: convert(symbol.value, frame) };
  const { denotation } = declare(symbol, frame);
  frame.define(symbol, denotation);
  const range = rangeClause(symbol, frame, `${frame.nameOf(symbol.name)}.range`);
  if (range !== null) frame.scope.parameterRanges.push(range);
  return denotation;
}
