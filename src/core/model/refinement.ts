import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Rational } from '../exact/rational.ts';
import type { TypedComponent, ValueSymbol } from '../types/typed.ts';
import { type Contract, instantiate } from './contract.ts';
import { Abandoned } from './limits.ts';
import type { Definition, Expr, FaultChoice, PartInstance, Scope, Value } from './model.ts';
import { definitionsInOrder } from './order.ts';
import type { BuiltScope } from './own_scope.ts';
import { type Given, literalOf, parametersOf } from './parameters.ts';
import { profileOf } from './profile.ts';
import { ScopeBuilder } from './scope_builder.ts';
import type { Known } from './static.ts';

/**
 * `B refines A` as a system with A's contract and B as its only part, ports and parameters joined by name:
 * in every behaviour in which B keeps its contract, A's assumptions imply B's, and A's guarantees hold.
 */
export function refinementScope(
  refined: TypedComponent,
  base: TypedComponent,
  shape: Known,
  step: Rational | null,
): BuiltScope {
  const builder = new ScopeBuilder(refined.nameSpan);
  const outer = instantiate(builder, {
    component: base,
    path: null,
    owed: base.name,
    step,
    given: fixedParameters(base, shape),
    defaults: false,
  });
  const inner = instantiate(builder, {
    component: refined,
    path: refined.name,
    owed: refined.name,
    step,
    given: joinedParameters(refined, base, outer),
    defaults: true,
  });
  joinPorts(refined, base, outer, inner, builder);
  const part = instanceOf(refined, inner);
  const assumptions = outer.assumptions();
  const guarantees = [...outer.guarantees(), ...outer.chances()];
  builder.finish();
  const isFreeFault = ({ variable }: FaultChoice): boolean => !builder.definitions.has(variable);
  const scope: Scope = {
    component: refined.name,
    setting: null,
    fixed: new Map([...shape].map(([symbol, value]): [string, Value] => [symbol.name, value])),
    kind: 'system',
    variables: builder.variables,
    definitions: definitionsInOrder(builder.definitions),
    states: new Map(),
    parameterRanges: builder.parameterRanges,
    defaults: builder.defaults,
    freeRanges: [],
    assumptions,
    guarantees,
    invariants: [],
    ranges: [],
    modes: [],
    parts: [part],
    faults: [
      ...new Map(
        [...outer.faults, ...inner.faults].filter(isFreeFault).map((fault) => [fault.variable, fault]),
      ).values(),
    ],
    step,
    annotations: refined.annotations,
    span: refined.nameSpan,
    hasAll: true,
  };
  return { scope, parts: [{ part: partItem(refined), known: inner.frame.known }] };
}

/** A's shape parameters have values; the others stay free. */
function fixedParameters(base: TypedComponent, shape: Known): ReadonlyMap<ValueSymbol, Given> {
  const given = new Map<ValueSymbol, Given>();
  for (const symbol of parametersOf(base)) {
    const value = shape.get(symbol);
    if (value === undefined) continue;
    given.set(symbol, { body: literalOf(symbol, value), value, rigid: true, partial: false, span: symbol.span });
  }
  return given;
}

/** B's parameters that A has too are A's. */
function joinedParameters(
  refined: TypedComponent,
  base: TypedComponent,
  outer: Contract,
): ReadonlyMap<ValueSymbol, Given> {
  const theirs = new Map(parametersOf(base).map((symbol) => [symbol.name, symbol]));
  const given = new Map<ValueSymbol, Given>();
  for (const symbol of parametersOf(refined)) {
    const of = theirs.get(symbol.name);
    if (of === undefined) continue;
    const value = outer.frame.known.get(of) ?? null;
    const body = value === null ? outer.frame.scalar(of) : literalOf(symbol, value);
    given.set(symbol, { body, value, rigid: true, partial: false, span: symbol.span });
  }
  return given;
}

/** A's inputs go to B, B's outputs are A's. */
function joinPorts(
  refined: TypedComponent,
  base: TypedComponent,
  outer: Contract,
  inner: Contract,
  builder: ScopeBuilder,
): void {
  const theirs = new Map(base.symbols.map((symbol) => [symbol.name, symbol]));
  const ours = new Map(refined.symbols.map((symbol) => [symbol.name, symbol]));
  const span = refined.nameSpan;
  const join = (
    targets: readonly Expr[],
    sources: readonly Expr[],
    origin: Definition['origin'],
    name: string,
  ): void => {
    if (targets.length !== sources.length) throw new Abandoned(differentSizes(name, refined, base));
    for (const [at, target] of targets.entries()) {
      if (target.kind !== 'variable') throw new Error(`${name} is no variable`);
      builder.define({ variable: target.variable, body: sources[at]!, partial: null, origin, annotations: [], span });
    }
  };
  for (const [name, symbol] of ours) {
    const of = theirs.get(name);
    if (symbol.kind === 'in' && of?.kind === 'in')
      join(inner.frame.elements(symbol), outer.frame.elements(of), 'wire', name);
  }
  for (const [name, symbol] of theirs) {
    const of = ours.get(name);
    if (symbol.kind === 'out' && of?.kind === 'out')
      join(outer.frame.elements(symbol), inner.frame.elements(of), 'output', name);
    if (isFree(symbol, base))
      join(outer.frame.elements(symbol), freeSource(symbol, of, inner, refined), 'output', name);
    if (symbol.kind === 'fault' && of?.kind === 'fault')
      join(outer.frame.elements(symbol), inner.frame.elements(of), 'output', name);
  }
}

function isFree(symbol: ValueSymbol | undefined, component: TypedComponent): boolean {
  return symbol?.kind === 'var' && symbol.value === null && profileOf(component).kind === 'leaf';
}

/** A leaf's free variables count as outputs: what refines it must have them, as outputs or as free variables of its own. */
function freeSource(
  symbol: ValueSymbol,
  of: ValueSymbol | undefined,
  inner: Contract,
  refined: TypedComponent,
): readonly Expr[] {
  if (of?.kind === 'out' || isFree(of, refined)) return inner.frame.elements(of!);
  throw new Abandoned(
    diagnostic(
      'SV184',
      `the contract speaks of its free variable \`${symbol.name}\`, which ${refined.name} does not promise anything about`,
      refined.nameSpan,
      {
        related: [{ span: symbol.span, message: `\`${symbol.name}\` is declared here` }],
        help: `declare \`out ${symbol.name}\` in both`,
      },
    ),
  );
}

function differentSizes(name: string, refined: TypedComponent, base: TypedComponent): ReturnType<typeof diagnostic> {
  return diagnostic('SV165', `\`${name}\` has another size in ${refined.name} than in ${base.name}`, refined.nameSpan, {
    related: [{ span: base.nameSpan, message: `${base.name} is declared here` }],
  });
}

function instanceOf(refined: TypedComponent, inner: Contract): PartInstance {
  return {
    path: refined.name,
    name: refined.name,
    index: null,
    component: refined.name,
    inputs: inner.inputs,
    outputs: inner.outputs,
    internals: inner.internals,
    parameters: inner.parameters,
    parameterRanges: inner.parameterRanges(),
    assumptions: inner.assumptions(),
    guarantees: inner.guarantees(),
    faults: inner.faults,
    annotations: [],
    span: refined.nameSpan,
  };
}

function partItem(refined: TypedComponent): BuiltScope['parts'][number]['part'] {
  return {
    kind: 'part',
    name: refined.name,
    size: null,
    component: refined,
    bindings: [],
    documentation: null,
    annotations: [],
    span: refined.nameSpan,
  };
}
