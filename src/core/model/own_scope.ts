import type { Rational } from '../exact/rational.ts';
import type { Annotation } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import type { TypedComponent, TypedPart, ValueSymbol } from '../types/typed.ts';
import { variable as node, TRUE } from './build.ts';
import { ownClause, ownRange, promised } from './clause.ts';
import { isConstantRange } from './constant_range.ts';
import { type Contract, instantiate, partInstance } from './contract.ts';
import { convert } from './expression.ts';
import { abstracted } from './family/abstraction.ts';
import type { OpenFamily } from './family/open_families.ts';
import { memberPaths, ownFaults, sharedFault, sharedFaults } from './faults.ts';
import { type Denotation, Frame } from './frame.ts';
import type {
  Clause,
  Expr,
  FaultChoice,
  Mode,
  PartInstance,
  Scope,
  StateDefinition,
  Value,
  Variable,
} from './model.ts';
import { definitionsInOrder } from './order.ts';
import { defineParameter, parameterRangesOwed } from './own_parameters.ts';
import { type Given, givenBy, parametersOf } from './parameters.ts';
import { isPartial, isPartialRange } from './partial.ts';
import { type Item, profileOf } from './profile.ts';
import { rangeClause } from './range.ts';
import type { ScopeBuilder } from './scope_builder.ts';
import { leastSize } from './size.ts';
import { stateDefinitions } from './states.ts';
import { type Known, staticWhole } from './static.ts';
import { type Declared, declare, defineAll } from './variables.ts';
import { defineWires } from './wires.ts';

/** Under which values of its parameters a component is looked at. */
export interface Circumstances {
  readonly setting: string | null;
  /** Parameters that a `verify` line binds: their ranges are owed. */
  readonly given: ReadonlyMap<ValueSymbol, Given>;
  /** Parameters with a value: given, defaulted (in a setting) or a shape that is tried. */
  readonly known: Known;
  /** Whether parameters that are neither given nor known take their default; by itself a component has them free. */
  readonly defaults: boolean;
  readonly step: Rational | null;
  readonly annotations: readonly Annotation[];
  readonly span: Span;
}

/** A part of a scope with what is known of it, for those who ask which shapes are in use. */
export interface BuiltPart {
  readonly part: TypedPart;
  readonly known: Known;
}

export interface BuiltScope {
  readonly scope: Scope;
  readonly parts: readonly BuiltPart[];
}

/** The scope of a component: its own names, its parts by their contracts, its definitions, wires and clauses. */
export function ownScope(component: TypedComponent, circumstances: Circumstances, builder: ScopeBuilder): BuiltScope {
  return new OwnScope(component, circumstances, builder).build();
}

class OwnScope {
  readonly #component: TypedComponent;
  readonly #circumstances: Circumstances;
  readonly #builder: ScopeBuilder;
  readonly #frame: Frame;
  readonly #declared = new Map<ValueSymbol, Declared>();
  readonly #parts: {
    readonly part: TypedPart;
    readonly path: string;
    readonly index: bigint | null;
    readonly contract: Contract;
  }[] = [];

  constructor(component: TypedComponent, circumstances: Circumstances, builder: ScopeBuilder) {
    this.#component = component;
    this.#circumstances = circumstances;
    this.#builder = builder;
    this.#frame = new Frame(builder, component, null, circumstances.known, circumstances.step, resolve);
  }

  build(): BuiltScope {
    this.#declareNames();
    const own = ownFaults(this.#frame);
    for (const part of this.#component.parts) this.#instantiate(part);
    const faults = this.#faults(own);
    this.#defineNames();
    defineWires(this.#component.wires, this.#frame);
    const states = this.#states();
    const scope = this.#assemble(states, faults);
    return { scope, parts: this.#parts.map(({ part, contract }) => ({ part, known: contract.frame.known })) };
  }

  #declareNames(): void {
    for (const symbol of this.#component.symbols) {
      if (symbol.kind === 'fault' || symbol.kind === 'const') continue;
      const declared = declare(symbol, this.#frame);
      this.#declared.set(symbol, declared);
      this.#frame.define(symbol, declared.denotation);
    }
  }

  #instantiate(part: TypedPart): void {
    const given = givenBy(part.bindings, this.#frame);
    const open = this.#openSize(part);
    const paths = open === null ? memberPaths(part, this.#frame) : [`${part.name}[*]`];
    const family = part.size !== null;
    if (paths.length === 0) this.#oweBindings(part, given);
    const contracts = paths.map((path) => {
      this.#builder.countInstance(part.span);
      const options = {
        component: part.component,
        path,
        owed: part.name,
        given,
        defaults: true,
        step: this.#circumstances.step,
      };
      return instantiate(this.#builder, options);
    });
    this.#frame.addPart(part, { family, frames: contracts.map(({ frame }) => frame) });
    if (open !== null) this.#builder.open!.add(part, paths[0]!, open, contracts[0]!.frame);
    for (const [at, contract] of contracts.entries()) {
      this.#parts.push({ part, path: paths[at]!, index: family ? BigInt(at + 1) : null, contract });
    }
  }

  /** The size of a family that is not known, in a scope for all sizes. */
  #openSize({ size }: TypedPart): Expr | null {
    if (this.#builder.open === null || size === null) return null;
    return staticWhole(size, this.#frame.known) === null ? convert(size, this.#frame) : null;
  }

  #oweBindings(part: TypedPart, given: ReadonlyMap<ValueSymbol, Given>): void {
    for (const [{ name }, { body, partial, span }] of given) {
      if (partial)
        this.#builder.oweDefined({ item: `${part.name}.${name}`, body, annotations: part.annotations, span });
    }
  }

  #faults(own: readonly FaultChoice[]): readonly FaultChoice[] {
    const all = [...own, ...this.#parts.flatMap(({ contract }) => contract.faults), ...sharedFaults(this.#frame)];
    return [...new Map(all.map((fault) => [fault.variable, fault])).values()];
  }

  #defineNames(): void {
    for (const [symbol, declared] of this.#declared) {
      switch (symbol.kind) {
        case 'param':
          defineParameter(symbol, declared.variables[0]!, this.#frame, this.#circumstances);
          break;
        case 'let':
        case 'var':
          if (symbol.value !== null) this.#define(symbol, declared, symbol.value, symbol.kind);
          break;
        case 'out':
          if (symbol.value !== null) this.#define(symbol, declared, symbol.value, 'output');
          break;
        case 'mode':
          this.#define(symbol, declared, symbol.mode.when, 'mode');
          break;
        default:
          break;
      }
    }
  }

  #define(
    symbol: ValueSymbol,
    declared: Declared,
    value: Parameters<typeof defineAll>[1],
    origin: 'let' | 'var' | 'output' | 'mode',
  ): void {
    const partial = isPartial(value) ? symbol.name : null;
    const annotations = annotationsOf(symbol, this.#component);
    if (declared.variables.length === 0 && partial !== null) this.#oweOfNobody(partial, symbol);
    defineAll(declared, value, this.#frame, { origin, partial, annotations, span: symbol.span });
  }

  /** An item that is written out for no member owes what it owes all the same: of nobody. */
  #oweOfNobody(item: string, symbol: ValueSymbol): void {
    const annotations = annotationsOf(symbol, this.#component);
    this.#builder.oweDefined({ item, body: TRUE, annotations, span: symbol.span });
  }

  #states(): ReadonlyMap<Variable, StateDefinition> {
    return stateDefinitions(this.#component, this.#declared, this.#frame);
  }

  #assemble(states: ReadonlyMap<Variable, StateDefinition>, faults: readonly FaultChoice[]): Scope {
    const { items, kind } = profileOf(this.#component);
    const { setting, annotations, span } = this.#circumstances;
    const of = (keyword: string): readonly Clause[] => items.flatMap((item) => this.#clause(item, keyword));
    // A leaf is trusted with what it promises its users; an implementation owes the bare clause.
    const promises = of('guarantee').map((clause) => (kind === 'leaf' ? promised(clause, faults, false) : clause));
    const clauses = { assumptions: of('assume'), guarantees: promises, invariants: of('invariant') };
    const ranges = [...parameterRangesOwed(this.#component, this.#frame, this.#circumstances), ...of('range')];
    const freeRanges = this.#freeRanges();
    const parts = this.#partInstances();
    const modes = this.#modes();
    this.#builder.finish();
    const scope: Scope = {
      component: this.#component.name,
      setting,
      fixed: this.#fixed(),
      kind,
      variables: this.#builder.variables,
      definitions: definitionsInOrder(this.#builder.definitions),
      states,
      parameterRanges: this.#builder.parameterRanges,
      defaults: this.#builder.defaults,
      freeRanges,
      ...clauses,
      faults,
      ranges,
      modes,
      parts,
      step: this.#circumstances.step,
      annotations,
      span,
      hasAll: this.#component.parts.every((part) => this.#parts.some((one) => one.part === part)),
    };
    return this.#builder.open === null ? scope : abstracted(scope, this.#builder.open, this.#leastSizes());
  }

  #leastSizes(): ReadonlyMap<OpenFamily, bigint | null> {
    return new Map(this.#builder.open!.families.map((family) => [family, leastSize(family.part, this.#frame.known)]));
  }

  #partInstances(): readonly PartInstance[] {
    return this.#parts.map(({ part, path, index, contract }) => partInstance(part, path, index, contract));
  }

  /** The clauses of one list: a range is an assumption of an input, a guarantee of a leaf's outputs, else owed. */
  #clause(item: Item, list: string): readonly Clause[] {
    if (item.kind === 'clause') return item.clause.keyword === list ? [ownClause(item, this.#frame)] : [];
    if (this.#listOf(item.symbol) !== list) return [];
    const exported = item.symbol.kind === 'in' || item.symbol.kind === 'out' || list === 'guarantee';
    return [ownRange(item, this.#frame, exported)];
  }

  #listOf(symbol: ValueSymbol): 'assume' | 'guarantee' | 'range' | 'choice' {
    const leaf = profileOf(this.#component).kind === 'leaf';
    switch (symbol.kind) {
      case 'in':
        return 'assume';
      case 'out':
        return leaf ? 'guarantee' : 'range';
      case 'var':
        if (symbol.value !== null) return 'range';
        return leaf ? 'guarantee' : 'choice';
      case 'param':
        return 'choice';
      default:
        return 'range';
    }
  }

  #freeRanges(): Scope['freeRanges'] {
    return [...this.#declared].flatMap(([symbol, { variables }]) => {
      if (symbol.kind !== 'var' || this.#listOf(symbol) !== 'choice') return [];
      if (variables.length === 0 && isPartialRange(symbol.type.range)) this.#oweOfNobody(symbol.name, symbol);
      return variables.flatMap((variable) => {
        const clause = rangeClause(symbol, this.#frame, `${symbol.name}.range`, { values: [node(variable)] });
        return clause === null ? [] : [{ variable, clause, constant: isConstantRange(symbol) }];
      });
    });
  }

  #modes(): readonly Mode[] {
    return this.#component.symbols.flatMap((symbol) => {
      if (symbol.kind !== 'mode') return [];
      const { name, annotations, span } = symbol.mode;
      return [{ name, when: this.#declared.get(symbol)!.variables[0]!, annotations, span }];
    });
  }

  #fixed(): ReadonlyMap<string, Value> {
    const fixed = new Map<string, Value>();
    for (const symbol of parametersOf(this.#component)) {
      const value = this.#circumstances.known.get(symbol);
      if (value !== undefined) fixed.set(symbol.name, value);
    }
    return fixed;
  }
}

function annotationsOf(symbol: ValueSymbol, component: TypedComponent): readonly Annotation[] {
  return symbol.kind === 'mode' ? symbol.mode.annotations : (component.annotationsOf.get(symbol) ?? []);
}

/** All that is not declared by the component itself: faults of the file. */
function resolve(symbol: ValueSymbol, frame: Frame): Denotation {
  if (symbol.kind === 'fault' && symbol.shared) {
    return { kind: 'scalar', expr: node(sharedFault(symbol, frame).variable) };
  }
  throw new Error(`${symbol.name} is not declared in ${frame.component.name}`);
}
