import type { Rational } from '../exact/rational.ts';
import type { TypedComponent, TypedPart, ValueSymbol } from '../types/typed.ts';
import { variable as node } from './build.ts';
import { ownClause, ownRange, promised } from './clause.ts';
import { convert } from './expression.ts';
import { innerFaults, ownFaults, sharedFault, sharedFaults } from './faults.ts';
import { type Denotation, Frame } from './frame.ts';
import type { Clause, Expr, FaultChoice, PartInstance, Value, Variable } from './model.ts';
import { freeParameter } from './own_parameters.ts';
import { type Given, knownParameters, literalOf, type ParameterSymbol, parametersOf } from './parameters.ts';
import { type Item, profileOf } from './profile.ts';
import { rangeClause } from './range.ts';
import type { ScopeBuilder } from './scope_builder.ts';
import { declare, defineAll } from './variables.ts';

/** A component inside a scope, seen by its contract: what its names denote, and what its clauses say. */
export interface Contract {
  readonly frame: Frame;
  readonly inputs: readonly Variable[];
  readonly outputs: readonly Variable[];
  readonly internals: readonly Variable[];
  readonly parameters: readonly Variable[];
  /** Ranges of the given parameters. */
  readonly parameterRanges: () => readonly Clause[];
  readonly assumptions: () => readonly Clause[];
  readonly guarantees: () => readonly Clause[];
  /** What it guarantees about chances: no part of what others may count on, and owed by whatever stands in its place. */
  readonly chances: () => readonly Clause[];
  readonly faults: readonly FaultChoice[];
}

export interface ContractOptions {
  readonly component: TypedComponent;
  /** The instance's path; null where the contract is the scope's own. */
  readonly path: string | null;
  /** The name under which the definedness of given parameters is owed: the `part` item's. */
  readonly owed: string;
  readonly given: ReadonlyMap<ValueSymbol, Given>;
  /** Whether parameters that are not given take their default; else they are free. */
  readonly defaults: boolean;
  /** The step of the scope: a contract that declares none inherits it. */
  readonly step: Rational | null;
}

/** Makes the variables of a contract in a scope. Clauses are made when asked for, when all names they need are there. */
export function instantiate(scope: ScopeBuilder, options: ContractOptions): Contract {
  const { component, given } = options;
  const values = new Map([...given].map(([symbol, { value }]) => [symbol, value]));
  const known = knownParameters(component, options.defaults ? values : withoutDefaults(component, values));
  const frame = new Frame(scope, component, options.path, known, component.step ?? options.step, resolve);
  const parameters = parametersOf(component).map((symbol) => parameter(symbol, frame, options));
  const inputs = declareAll(frame, (symbol) => symbol.kind === 'in');
  const outputs = declareAll(frame, (symbol) => symbol.kind === 'out');
  const profile = profileOf(component);
  const free = (symbol: ValueSymbol): boolean => symbol.kind === 'var' && symbol.value === null;
  const internals = profile.kind === 'leaf' ? declareAll(frame, free) : [];
  const faults = unique([...ownFaults(frame), ...innerFaults(frame), ...sharedFaults(frame)]);
  return {
    frame,
    inputs,
    outputs,
    internals,
    parameters,
    parameterRanges: () =>
      parametersOf(component)
        .filter((symbol) => given.has(symbol))
        .flatMap((symbol) => {
          return rangeClause(symbol, frame, `${symbol.name}.range`, { exported: true }) ?? [];
        }),
    assumptions: () => profile.items.flatMap((item) => assumption(item, frame)),
    guarantees: () => profile.items.flatMap((item) => guarantee(item, frame, faults)),
    chances: () => profile.items.flatMap((item) => chance(item, frame)),
    faults,
  };
}

/** As if every parameter were bound to something unknown. */
function withoutDefaults(
  component: TypedComponent,
  given: ReadonlyMap<ValueSymbol, Value | null>,
): Map<ValueSymbol, Value | null> {
  return new Map(parametersOf(component).map((symbol) => [symbol, given.get(symbol) ?? null]));
}

function unique(faults: readonly FaultChoice[]): readonly FaultChoice[] {
  return [...new Map(faults.map((fault) => [fault.variable, fault])).values()];
}

function declareAll(frame: Frame, wanted: (symbol: ValueSymbol) => boolean): readonly Variable[] {
  return frame.component.symbols.filter(wanted).flatMap((symbol) => {
    const declared = declare(symbol, frame);
    frame.define(symbol, declared.denotation);
    return declared.variables;
  });
}

/** A parameter is what it was given, else its default, else any value of its type. */
function parameter(symbol: ParameterSymbol, frame: Frame, options: ContractOptions): Variable {
  const given = options.given.get(symbol);
  const { scope } = frame;
  const base = { name: frame.nameOf(symbol.name), type: symbol.type.scalar, role: 'param', part: frame.path } as const;
  const variable = scope.variable({ ...base, rigid: given?.rigid ?? true, span: symbol.span });
  frame.define(symbol, { kind: 'scalar', expr: node(variable) });
  const define = (body: Expr, partial: boolean, span: typeof symbol.span): void => {
    const owed = partial ? `${options.owed}.${symbol.name}` : null;
    scope.define({ variable, body, partial: owed, origin: 'binding', annotations: [], span });
  };
  const value = frame.known.get(symbol);
  if (given !== undefined) define(given.body, given.partial, given.span);
  else if (value !== undefined) define(literalOf(symbol, value), false, symbol.span);
  else if (options.defaults && symbol.value !== null)
    scope.later(() => define(convert(symbol.value!, frame), false, symbol.span));
  else scope.later(() => freeParameter(symbol, variable, frame));
  return variable;
}

function assumption(item: Item, frame: Frame): readonly Clause[] {
  if (item.kind === 'range') return item.symbol.kind === 'in' ? [ownRange(item, frame, true)] : [];
  return item.clause.keyword === 'assume' ? [ownClause(item, frame)] : [];
}

function guarantee(item: Item, frame: Frame, faults: readonly FaultChoice[]): readonly Clause[] {
  const { kind } = profileOf(frame.component);
  if (item.kind === 'clause') {
    if (item.clause.keyword !== 'guarantee' || !item.exported) return [];
    return [promised(ownClause(item, frame), faults, kind === 'system')];
  }
  const { symbol } = item;
  const counts = symbol.kind === 'out' || (kind === 'leaf' && symbol.kind === 'var' && symbol.value === null);
  return counts ? [promised(ownRange(item, frame, true), faults, kind === 'system')] : [];
}

function chance(item: Item, frame: Frame): readonly Clause[] {
  const counts = item.kind === 'clause' && item.chance && item.visible && item.clause.keyword === 'guarantee';
  return counts ? [ownClause(item, frame)] : [];
}

/** Names that a contract has only for its clauses: made at first use. */
function resolve(symbol: ValueSymbol, frame: Frame): Denotation {
  switch (symbol.kind) {
    case 'let':
    case 'mode':
    case 'var':
      return named(symbol, frame);
    case 'fault':
      if (symbol.shared) return { kind: 'scalar', expr: node(sharedFault(symbol, frame).variable) };
      break;
    default:
      break;
  }
  throw new Error(`${symbol.name} of ${frame.path ?? frame.component.name} is not part of its contract`);
}

function named(symbol: Extract<ValueSymbol, { kind: 'let' | 'mode' | 'var' }>, frame: Frame): Denotation {
  const declared = declare(symbol, frame);
  const value = symbol.kind === 'mode' ? symbol.mode.when : symbol.value;
  if (value === null) throw new Error(`the free variable ${symbol.name} is not part of the contract`);
  const how = { origin: symbol.kind, partial: null, annotations: [], span: symbol.span };
  frame.scope.later(() => defineAll(declared, value, frame, how));
  return declared.denotation;
}

/** The part as the scope shows it. Call it after everything the clauses name has been made. */
export function partInstance(part: TypedPart, path: string, index: bigint | null, contract: Contract): PartInstance {
  return {
    path,
    name: part.name,
    index,
    component: part.component.name,
    inputs: contract.inputs,
    outputs: contract.outputs,
    internals: contract.internals,
    parameters: contract.parameters,
    parameterRanges: contract.parameterRanges(),
    assumptions: contract.assumptions(),
    guarantees: contract.guarantees(),
    faults: contract.faults,
    annotations: part.annotations,
    span: part.span,
  };
}
