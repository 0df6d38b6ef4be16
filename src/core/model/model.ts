import type { Rational } from '../exact/rational.ts';
import type { Annotation } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import type { EnumType, Unit } from '../types/typed.ts';

/** The elaborated model: no templates, no units in values, no unresolved names. One `Scope` is one component seen by its proof obligations. */

export type Sort = { readonly kind: 'bool' } | { readonly kind: 'int' } | { readonly kind: 'real' } | EnumType;

/** A value of a sort: bool → boolean; int, real → Rational; enum → the member's name. */
export type Value = boolean | Rational | string;

/**
 * One variable of a scope. Identity matters. A real is in base units, an int counts `unit`.
 * `name` is the user's path to it (`gate[3].seen`); unique in its scope.
 */
export interface Variable {
  readonly name: string;
  readonly sort: Sort;
  readonly unit: Unit | null;
  readonly role: 'param' | 'input' | 'output' | 'var' | 'state' | 'let' | 'mode' | 'fault';
  /** One value for the whole run: params and lets over params. A fault is not rigid: false up to some step, true from then on. */
  readonly rigid: boolean;
  readonly delayed: boolean;
  /** The part instance it belongs to (`gate[3]`), or null for the scope itself. */
  readonly part: string | null;
  readonly span: Span;
}

/** Pure expressions over variables. `select` is 1-based and partial; `div`, `idiv`, `mod` are partial, and so is a negative power. */
export type Expr =
  | { readonly kind: 'literal'; readonly sort: Sort; readonly value: Value }
  | { readonly kind: 'variable'; readonly variable: Variable; readonly sort: Sort }
  | { readonly kind: 'not'; readonly operand: Expr; readonly sort: Sort }
  | { readonly kind: 'neg' | 'abs' | 'floor' | 'ceil' | 'toReal'; readonly operand: Expr; readonly sort: Sort }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expr[]; readonly sort: Sort }
  | {
      readonly kind: 'add' | 'mul' | 'min' | 'max';
      readonly operands: readonly Expr[];
      readonly sort: Sort;
      readonly span: Span | null;
    }
  | {
      readonly kind: 'implies' | 'iff' | 'sub';
      readonly left: Expr;
      readonly right: Expr;
      readonly sort: Sort;
    }
  | {
      readonly kind: 'eq' | 'lt' | 'le';
      readonly left: Expr;
      readonly right: Expr;
      readonly sort: Sort;
      /** How the author reads the comparison; absent where nobody wrote it. */
      readonly reading?: Reading;
    }
  | {
      readonly kind: 'div' | 'idiv' | 'mod';
      readonly left: Expr;
      readonly right: Expr;
      readonly sort: Sort;
      readonly span: Span;
    }
  | { readonly kind: 'power'; readonly base: Expr; readonly exponent: bigint; readonly sort: Sort; readonly span: Span }
  | { readonly kind: 'if'; readonly condition: Expr; readonly then: Expr; readonly else: Expr; readonly sort: Sort }
  | {
      readonly kind: 'select';
      readonly elements: readonly Expr[];
      readonly index: Expr;
      readonly sort: Sort;
      readonly span: Span;
    }
  /** The value one step ago; `initial` at step 0. */
  | { readonly kind: 'prev'; readonly operand: Expr; readonly initial: Expr; readonly sort: Sort }
  | { readonly kind: 'once' | 'historically'; readonly operand: Expr; readonly sort: Sort }
  | { readonly kind: 'since'; readonly left: Expr; readonly right: Expr; readonly sort: Sort }
  /** True at each of the last `steps` steps, this one included; false where there were fewer. */
  | { readonly kind: 'held'; readonly operand: Expr; readonly steps: number; readonly sort: Sort }
  /** True except at step 0, where it is the operand. */
  | { readonly kind: 'initially'; readonly operand: Expr; readonly sort: Sort }
  /** After each step at which `trigger` held, `response` held at that step or within `steps` after: false at the step at which that is first broken. */
  | {
      readonly kind: 'whenever';
      readonly trigger: Expr;
      readonly response: Expr;
      readonly steps: number;
      readonly sort: Sort;
    };

/** A comparison as it was written: which operand stands on the left, and in which unit that one is read. */
export interface Reading {
  /** `right >= left` was written, or a range whose lower end `left` is. */
  readonly flipped: boolean;
  readonly unit: Unit | null;
}

/** An assumption, guarantee, invariant or range as a Boolean over the scope's variables (a mode's clause with its `when =>`). */
export interface Clause {
  /** Unique in its component: `overload`, `assume1`, `load.range`, `auto.cap`. */
  readonly name: string;
  readonly kind: 'assumption' | 'guarantee' | 'invariant' | 'range';
  readonly sentence: string | null;
  readonly body: Expr;
  /** A guarantee that speaks of delayed outputs and earlier values only: it holds under the assumptions of earlier steps. */
  readonly settled: boolean;
  /** Whether a user of the component may count on it (or owes it). */
  readonly exported: boolean;
  /** Text holds a partial operator: definedness is owed. */
  readonly partial: boolean;
  /** Of a clause that stands for others: the obligations that say that these are defined. */
  readonly restsOn?: readonly string[];
  readonly risk: ClauseRisk | null;
  readonly annotations: readonly Annotation[];
  readonly span: Span;
  readonly bodySpan: Span;
}

/**
 * What a clause says of faults and chances; null for a plain clause.
 * The body is the bare formula and means `body or unless…`. In a part's guarantee, `unless` has all that excuses it
 * (for a plain guarantee of a system every fault in the part's scope), and with `tolerating k` the body also has "or more than k are present".
 */
export interface ClauseRisk {
  readonly unless: readonly Variable[];
  readonly tolerating: bigint | null;
  /** A clause about chances has this and the body `true`. */
  readonly chance: Chance | null;
}

/**
 * What a clause says of chances: `Σ coefficient · P(event) + constant` relates to 0, or that faults are independent.
 * Coefficients and the constant are rigid expressions over parameters (literals where the parameters have values).
 */
export type Chance =
  | {
      readonly kind: 'linear';
      readonly relation: 'le' | 'lt' | 'eq';
      readonly terms: readonly { readonly coefficient: Expr; readonly event: Expr }[];
      readonly constant: Expr;
    }
  | { readonly kind: 'independent'; readonly faults: readonly Variable[] };

/** A component inside a scope, seen by its contract only. */
export interface PartInstance {
  /** `gate[3]`, or `radar`. */
  readonly path: string;
  /** The name of the `part` item: obligations of a family are named by it. */
  readonly name: string;
  readonly index: bigint | null;
  readonly component: string;
  readonly inputs: readonly Variable[];
  readonly outputs: readonly Variable[];
  /** Free variables of a leaf: they count as outputs. */
  readonly internals: readonly Variable[];
  readonly parameters: readonly Variable[];
  /** Ranges of bound parameters: owed by the scope, and what the part's contract rests on. */
  readonly parameterRanges: readonly Clause[];
  readonly assumptions: readonly Clause[];
  /** What the part promises its parent: exported guarantees and output ranges, in source order; none about chances. */
  readonly guarantees: readonly Clause[];
  /** All faults in its scope: its own, those of its parts however deep, and the shared ones it or they name. */
  readonly faults: readonly FaultChoice[];
  readonly annotations: readonly Annotation[];
  readonly span: Span;
  /** Of families of any size that stand as one part: see `family/bundle.ts`. */
  readonly bundle?: {
    readonly components: readonly string[];
    /** The names of their `part` items. */
    readonly names: readonly string[];
    /** Whose each assumption and parameter range is, as the program has it. */
    readonly owners: ReadonlyMap<Clause, PartInstance>;
  };
}

export interface Mode {
  readonly name: string;
  readonly when: Variable;
  readonly annotations: readonly Annotation[];
  readonly span: Span;
}

/** How a variable gets its value at each step. */
export interface Definition {
  readonly variable: Variable;
  readonly body: Expr;
  /** The name under which its definedness is owed (`distance`, `monitor.load`), or null where it holds no partial operator. */
  readonly partial: string | null;
  readonly origin: 'let' | 'output' | 'var' | 'wire' | 'binding' | 'mode';
  /** Of the item that defines (`let`, `connect`, `out`). */
  readonly annotations: readonly Annotation[];
  readonly span: Span;
}

export interface StateDefinition {
  readonly variable: Variable;
  readonly initial: Expr | null;
  readonly next: Expr;
  readonly partial: boolean;
  readonly span: Span;
}

export interface Scope {
  /** The component's name: `Pipeline`. */
  readonly component: string;
  /** The `verify` setting, or null. */
  readonly setting: string | null;
  /** Parameter values in force in this scope, by name, as the user would read them; for reports. */
  readonly fixed: ReadonlyMap<string, Value>;
  readonly kind: 'leaf' | 'implementation' | 'system';
  readonly variables: readonly Variable[];
  /** For a defined variable; absent: free. Order: sources before users where there is no loop. */
  readonly definitions: ReadonlyMap<Variable, Definition>;
  readonly states: ReadonlyMap<Variable, StateDefinition>;
  /** Ranges of free parameters: hold by declaration. */
  readonly parameterRanges: readonly Clause[];
  /** What free parameters are unless they are given another value: an execution shows that, where another is not needed. */
  readonly defaults: ReadonlyMap<Variable, Expr>;
  /** Ranges of free `var`s of an implementation or system: constrain the choice; each variable owes that a value exists. */
  readonly freeRanges: readonly { readonly variable: Variable; readonly clause: Clause; readonly constant: boolean }[];
  /** Input ranges and `assume` clauses, in order. */
  readonly assumptions: readonly Clause[];
  /** Output ranges of a leaf (and ranges of its free variables, which count as outputs) and `guarantee` clauses, in order. */
  readonly guarantees: readonly Clause[];
  readonly invariants: readonly Clause[];
  /** All faults in scope: its own, those of its parts however deep, and the shared ones that any of them names. */
  readonly faults: readonly FaultChoice[];
  /** Ranges owed: states, defined variables and outputs, defaults and bound parameters of this scope. Named `y.range`. */
  readonly ranges: readonly Clause[];
  readonly modes: readonly Mode[];
  readonly parts: readonly PartInstance[];
  /** In seconds. */
  readonly step: Rational | null;
  /** Annotations of the `verify` item, or of the component. */
  readonly annotations: readonly Annotation[];
  readonly span: Span;
  /** Whether every family has members. */
  readonly hasAll: boolean;
  /** Of a scope that stands for all sizes of its families. */
  readonly abstraction?: Abstraction;
}

/** How a scope stands for all sizes of its families: see `family/abstraction.ts`. */
export interface Abstraction {
  /** Whether each of its behaviours is one for some size; else there may be more. */
  readonly exact: boolean;
  /** Whether realizability cannot be seen from outside the families. */
  readonly circular: boolean;
  /** For an `all` over members: the same, or that it holds of one arbitrary member. */
  readonly ofArbitrary: ReadonlyMap<Variable, Expr>;
  /** That numbers of members are not negative, where that is owed. */
  readonly sizes: readonly Expr[];
}

/** Values of shape parameters, by name. */
export type Shape = ReadonlyMap<string, Value>;

/** A component whose shape parameters are left open: it is decided for all their values at once, or for one after the other. */
export interface AnySize {
  /** The open shape parameters, in source order. */
  readonly parameters: readonly string[];
  /** The least value of each that is a number. */
  readonly leasts: ReadonlyMap<string, bigint>;
  /** For all sizes at once; or why there is no such scope. */
  readonly all: { readonly kind: 'scope'; readonly scope: Scope } | { readonly kind: 'none'; readonly reason: string };
  /**
   * All shapes that the assumptions do not rule out, smaller ones first, or where they rule out all, a few of those; last
   * null where there may be others that are not listed.
   */
  readonly shapes: () => Iterable<Shape | null>;
  /** The scope of one shape; null where it cannot be written out. */
  readonly at: (shape: Shape) => Scope | null;
}

/** A fault in scope, with the upper bound on the chance that it is ever present, where one is known. */
export interface FaultChoice {
  readonly variable: Variable;
  readonly bound: Expr | null;
}

/**
 * What elaboration makes of a program: for each component the scopes in which its obligations are asked.
 *
 * A *shape parameter* decides how many variables there are (a family's size, an array's length, the end of an index range,
 * a number of steps), directly or through a binding of a part. It must have a value before a scope can be built.
 * All other parameters are variables of the scope.
 */
export interface Model {
  readonly components: readonly ModelComponent[];
  /** Leaf contracts by name, in source order: trusted. */
  readonly trusted: readonly string[];
}

export interface ModelComponent {
  readonly name: string;
  readonly kind: 'leaf' | 'implementation' | 'system';
  /** Whether it is declared in a file that the root imports. */
  readonly imported: boolean;
  /** Whether some component has it as a part. */
  readonly usedAsPart: boolean;
  /**
   * By itself, all parameters free (also those with a default). One scope where no shape parameter is free;
   * one for each combination of shape values where their ranges are finite and small; empty otherwise.
   */
  readonly open: readonly Scope[];
  /** Shape parameters that are free without a finite range (`n`), for which `open` cannot be listed. */
  readonly unboundedShape: readonly string[];
  /** By itself, with shape parameters that are not listed in `open`, where it has to be decided for all of them. */
  readonly anySize: AnySize | null;
  /** By itself, but with shape parameters at each combination of values with which some scope of the program uses it as a part. */
  readonly used: readonly Scope[];
  /** One for each `verify` line (several where it leaves a shape parameter open): bound parameters and unbound ones with a default have their values, the rest is free. */
  readonly settings: readonly Scope[];
  /** `verify` lines that leave shape parameters open which are not listed in `settings`. */
  readonly openSettings: readonly {
    readonly setting: string;
    readonly anySize: AnySize;
    readonly annotations: readonly Annotation[];
  }[];
  /** `verify` lines that have no scope because they leave these shape parameters without a finite range. */
  readonly unboundedSettings: readonly {
    readonly setting: string;
    readonly shape: readonly string[];
    readonly span: Span;
  }[];
  /** `B refines A`: a system with A's contract and B as its only part, ports joined by name. `component` is B's name. */
  readonly refinement: { readonly base: string; readonly scopes: readonly Scope[] } | null;
  readonly annotations: readonly Annotation[];
  readonly connections: number;
  readonly span: Span;
}
