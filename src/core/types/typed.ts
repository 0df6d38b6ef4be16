import type { Rational } from '../exact/rational.ts';
import type { AggregateOperator, Annotation } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';

/**
 * The typed tree: names resolved, dimensions checked, units gone from the values.
 *
 * A real is held in coherent base units (a `real [ms]` of 20 ms is 1/50, in seconds).
 * An int is held as a count of its own unit (an `int [ktoken]` of 3 ktoken is 3); `toReal` carries the factor to base units.
 */

/** A product of base units with whole exponents, by base name, sorted by name, zero exponents left out. */
export type Dimension = readonly { readonly base: string; readonly exponent: number }[];

/** A unit as a user wrote it: one such unit is `factor` coherent base units of its dimension. `text` is '' where dimensionless and plain. */
export interface Unit {
  readonly text: string;
  readonly factor: Rational;
  readonly dimension: Dimension;
}

export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  readonly members: readonly string[];
}

/** For `real`, `unit` is what a user wants to read the value in. For `int`, the value is a count of `unit`. */
export type ScalarType =
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly unit: Unit }
  | { readonly kind: 'real'; readonly unit: Unit }
  | EnumType;

/** Limits of a numeric type, inclusive, in the representation of the type they restrict (see above). */
export interface TypedRange {
  readonly low: TypedExpr | null;
  readonly high: TypedExpr | null;
  readonly span: Span;
}

export interface DeclaredType {
  readonly scalar: ScalarType;
  readonly range: TypedRange | null;
  readonly span: Span;
}

interface SymbolBase {
  readonly name: string;
  readonly span: Span;
  readonly documentation: string | null;
}

/** Something with a value inside a component (or file: `const`, shared `fault`). Identity matters: one object a declaration. */
export type ValueSymbol =
  | (SymbolBase & { readonly kind: 'const'; readonly type: DeclaredType; readonly value: TypedExpr })
  | (SymbolBase & { readonly kind: 'fault'; readonly shared: boolean; readonly bound: TypedExpr | null })
  | (SymbolBase & { readonly kind: 'param'; readonly type: DeclaredType; readonly value: TypedExpr | null })
  | (SymbolBase & { readonly kind: 'in'; readonly type: DeclaredType; readonly size: TypedExpr | null })
  | (SymbolBase & {
      readonly kind: 'out';
      readonly type: DeclaredType;
      readonly size: TypedExpr | null;
      readonly delayed: boolean;
      readonly value: TypedExpr | null;
    })
  | (SymbolBase & {
      readonly kind: 'var';
      readonly type: DeclaredType;
      readonly size: TypedExpr | null;
      readonly value: TypedExpr | null;
    })
  | (SymbolBase & {
      readonly kind: 'state';
      readonly type: DeclaredType;
      readonly size: TypedExpr | null;
      readonly value: TypedExpr | null;
    })
  /** A `let`; `size` where its value is an array (a family's port, or an array's name). */
  | (SymbolBase & {
      readonly kind: 'let';
      readonly type: DeclaredType;
      readonly size: TypedExpr | null;
      readonly value: TypedExpr;
    })
  | (SymbolBase & { readonly kind: 'mode'; readonly mode: TypedMode })
  /** A parameter of a `fun`. */
  | (SymbolBase & { readonly kind: 'argument'; readonly type: DeclaredType })
  /** A binder over an index range: an int. */
  | (SymbolBase & { readonly kind: 'index' })
  /** A binder over a family or an array: stands for one member. */
  | (SymbolBase & { readonly kind: 'member'; readonly of: TypedPart | ValueSymbol });

export interface TypedFun {
  readonly name: string;
  readonly parameters: readonly ValueSymbol[];
  readonly result: DeclaredType;
  readonly body: TypedExpr;
  readonly span: Span;
}

export interface TypedClause {
  readonly keyword: 'assume' | 'guarantee' | 'invariant';
  /** As written; null without (the model then names it). */
  readonly name: string | null;
  readonly sentence: string | null;
  readonly body: TypedExpr;
  /** Faults (each a `ref`, possibly into a part: `partRef`). */
  readonly unless: readonly TypedExpr[];
  readonly tolerating: TypedExpr | null;
  readonly documentation: string | null;
  readonly annotations: readonly Annotation[];
  readonly span: Span;
  /** The formula alone, without keyword, name and sentence. */
  readonly bodySpan: Span;
}

export interface TypedMode {
  readonly name: string;
  readonly when: TypedExpr;
  readonly clauses: readonly TypedClause[];
  readonly annotations: readonly Annotation[];
  readonly span: Span;
}

export interface TypedBinding {
  /** The `param` symbol of the bound component. */
  readonly parameter: ValueSymbol;
  readonly value: TypedExpr;
  readonly span: Span;
}

export interface TypedPart {
  readonly kind: 'part';
  readonly name: string;
  readonly size: TypedExpr | null;
  readonly component: TypedComponent;
  readonly bindings: readonly TypedBinding[];
  readonly documentation: string | null;
  readonly annotations: readonly Annotation[];
  readonly span: Span;
}

/** One target of one `connect`. Without `index` on a family: all members (elementwise if `source` is an array, else broadcast). */
export interface TypedWire {
  readonly source: TypedExpr;
  readonly part: TypedPart;
  readonly index: TypedExpr | null;
  /** The `in` symbol of the part's component. */
  readonly port: ValueSymbol;
  /** An element of an array port: `p.x[2]`. */
  readonly portIndex: TypedExpr | null;
  readonly binders: readonly TypedBinder[];
  /** Of the `connect` item. */
  readonly annotations: readonly Annotation[];
  /** The whole `connect` item. */
  readonly span: Span;
  readonly targetSpan: Span;
}

export interface TypedBinder {
  readonly symbol: ValueSymbol;
  readonly over:
    | { readonly kind: 'range'; readonly low: TypedExpr; readonly high: TypedExpr }
    | { readonly kind: 'family'; readonly part: TypedPart }
    | { readonly kind: 'array'; readonly array: TypedExpr };
}

export interface TypedComponent {
  readonly name: string;
  readonly keyword: 'component' | 'system';
  /** The file that declares it. */
  readonly path: string;
  readonly refines: TypedComponent | null;
  /** Everything with a value, in source order: param, in, out, var, state, let, fault, mode. */
  readonly symbols: readonly ValueSymbol[];
  readonly nexts: readonly {
    readonly state: ValueSymbol;
    readonly index: TypedExpr | null;
    readonly value: TypedExpr;
    readonly span: Span;
  }[];
  /** `assume`, `guarantee`, `invariant` outside modes, in source order. */
  readonly clauses: readonly TypedClause[];
  readonly modes: readonly TypedMode[];
  readonly parts: readonly TypedPart[];
  readonly wires: readonly TypedWire[];
  /** In seconds. */
  readonly step: Rational | null;
  readonly documentation: string | null;
  readonly annotations: readonly Annotation[];
  /** Annotations of symbols (`@expect` before an `in` and the like), by symbol. */
  readonly annotationsOf: ReadonlyMap<ValueSymbol, readonly Annotation[]>;
  readonly span: Span;
  readonly nameSpan: Span;
}

export interface TypedVerify {
  readonly name: string;
  readonly system: TypedComponent;
  readonly bindings: readonly TypedBinding[];
  readonly documentation: string | null;
  readonly annotations: readonly Annotation[];
  readonly span: Span;
}

/** A program: one root file and all that it imports, without errors. */
export interface TypedProgram {
  readonly root: string;
  /** All components of all files, imported files first, in source order. */
  readonly components: readonly TypedComponent[];
  /** Settings of the root file and of imported files. */
  readonly verifies: readonly TypedVerify[];
  readonly faults: readonly ValueSymbol[];
}

export type TypedBinary =
  | 'iff'
  | 'implies'
  | 'or'
  | 'and'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'idiv'
  | 'mod'
  | 'min'
  | 'max';
export type TypedUnary = 'not' | 'neg' | 'floor' | 'ceil' | 'abs';

/**
 * A typed expression. Both sides of an arithmetic node or comparison have the same representation
 * (`toReal` was inserted where an int meets a real, or where two int units differ).
 * `a > b` has become `lt(b, a)`; `clamp` and chains have become `min`/`max`/`and`; `x in a..b` two comparisons.
 * `floor`/`ceil` take a real in base units and give the count of `scale`: floor(x / scale).
 */
export type TypedExpr =
  | { readonly kind: 'boolean'; readonly value: boolean; readonly type: ScalarType; readonly span: Span }
  /** Value in the representation of `type`. */
  | { readonly kind: 'number'; readonly value: Rational; readonly type: ScalarType; readonly span: Span }
  | { readonly kind: 'member'; readonly member: string; readonly type: EnumType; readonly span: Span }
  /** A symbol of this component, this file, a binder or a fun's argument. An array's name alone has `array: true`. */
  | {
      readonly kind: 'ref';
      readonly symbol: ValueSymbol;
      readonly array: boolean;
      readonly type: ScalarType;
      readonly span: Span;
    }
  /**
   * A port of a part: `p.x`, `racks[i].power` (index), `r.power` for a member binder (member), `racks.power` (family: array of all members' values).
   * `symbol` may be an `out`, an `in` or a `fault` of the part's component.
   */
  | {
      readonly kind: 'port';
      readonly part: TypedPart;
      readonly index: TypedExpr | null;
      readonly member: ValueSymbol | null;
      readonly symbol: ValueSymbol;
      readonly array: boolean;
      readonly type: ScalarType;
      readonly span: Span;
    }
  /** An element of an array (`array` is a `ref` or `port` with `array: true`). Partial. */
  | {
      readonly kind: 'index';
      readonly array: TypedExpr;
      readonly index: TypedExpr;
      readonly type: ScalarType;
      readonly span: Span;
    }
  | {
      readonly kind: 'unary';
      readonly operator: TypedUnary;
      readonly operand: TypedExpr;
      readonly scale: Rational | null;
      readonly type: ScalarType;
      readonly span: Span;
    }
  | {
      readonly kind: 'binary';
      readonly operator: TypedBinary;
      readonly left: TypedExpr;
      readonly right: TypedExpr;
      readonly type: ScalarType;
      readonly span: Span;
    }
  | {
      readonly kind: 'power';
      readonly base: TypedExpr;
      readonly exponent: bigint;
      readonly type: ScalarType;
      readonly span: Span;
    }
  /** int count to real in base units: value * factor. */
  | {
      readonly kind: 'toReal';
      readonly operand: TypedExpr;
      readonly factor: Rational;
      readonly type: ScalarType;
      readonly span: Span;
    }
  | {
      readonly kind: 'if';
      readonly condition: TypedExpr;
      readonly then: TypedExpr;
      readonly else: TypedExpr;
      readonly type: ScalarType;
      readonly span: Span;
    }
  | {
      readonly kind: 'call';
      readonly fun: TypedFun;
      readonly arguments: readonly TypedExpr[];
      readonly type: ScalarType;
      readonly span: Span;
    }
  | {
      readonly kind: 'aggregate';
      readonly operator: AggregateOperator;
      readonly binders: readonly TypedBinder[];
      readonly body: TypedExpr;
      readonly type: ScalarType;
      readonly span: Span;
    }
  | {
      readonly kind: 'prev';
      readonly operand: TypedExpr;
      readonly initial: TypedExpr;
      readonly type: ScalarType;
      readonly span: Span;
    }
  | {
      readonly kind: 'once' | 'historically';
      readonly operand: TypedExpr;
      readonly type: ScalarType;
      readonly span: Span;
    }
  | {
      readonly kind: 'since';
      readonly left: TypedExpr;
      readonly right: TypedExpr;
      readonly type: ScalarType;
      readonly span: Span;
    }
  /** `steps` is the whole number of steps: duration / step, or the number itself. */
  | {
      readonly kind: 'held';
      readonly operand: TypedExpr;
      readonly within: TemporalBound;
      readonly type: ScalarType;
      readonly span: Span;
    }
  | { readonly kind: 'initially'; readonly operand: TypedExpr; readonly type: ScalarType; readonly span: Span }
  | {
      readonly kind: 'whenever';
      readonly trigger: TypedExpr;
      readonly response: TypedExpr;
      readonly within: TemporalBound;
      readonly type: ScalarType;
      readonly span: Span;
    }
  /** The declared step duration, in seconds. */
  | { readonly kind: 'step'; readonly type: ScalarType; readonly span: Span }
  /** The probability of an event over faults; only in linear inequalities at the top of a clause. */
  | { readonly kind: 'probability'; readonly event: TypedExpr; readonly type: ScalarType; readonly span: Span }
  /** Only as a whole assumption. */
  | {
      readonly kind: 'independent';
      readonly faults: readonly TypedExpr[];
      readonly type: ScalarType;
      readonly span: Span;
    };

/** A bound over time: a duration in seconds (`inSteps` false) or a number of steps. */
export interface TemporalBound {
  readonly value: TypedExpr;
  readonly inSteps: boolean;
  readonly span: Span;
}
