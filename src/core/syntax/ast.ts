import type { Rational } from '../exact/rational.ts';
import type { Span } from '../text/source.ts';

/** A name as written. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** A file, cut into its declarations in source order. Declarations that could not be read are missing here and have a diagnostic. */
export interface Module {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
  /** Names that broken declarations seem to declare: uses of them are not reported again. */
  readonly broken: readonly string[];
}

export interface Import {
  readonly kind: 'import';
  /** The path between the quotes. */
  readonly path: string;
  readonly pathSpan: Span;
  readonly span: Span;
  /** The path of the module that it names; set when the program is loaded, absent where that failed. */
  readonly target?: string;
}

/** `@evidence("red-team", expires = "2026-12-01")`. */
export interface Annotation {
  readonly name: Name;
  readonly arguments: readonly AnnotationArgument[];
  readonly span: Span;
}

export interface AnnotationArgument {
  readonly name: Name | null;
  readonly value:
    | { readonly kind: 'string' | 'word'; readonly text: string }
    | { readonly kind: 'number'; readonly value: Rational };
  readonly span: Span;
}

/** What every declaration and item may carry before it. */
export interface Prefixed {
  /** The `///` lines before the item, joined by newlines; null without any. */
  readonly documentation: string | null;
  readonly annotations: readonly Annotation[];
  readonly span: Span;
}

export type Declaration =
  | UnitDeclaration
  | ConstDeclaration
  | TypeDeclaration
  | FunDeclaration
  | FaultDeclaration
  | ComponentDeclaration
  | VerifyDeclaration;

/** `unit request` or `unit req = 1 request`. */
export interface UnitDeclaration extends Prefixed {
  readonly kind: 'unit';
  readonly name: Name;
  readonly definition: Expression | null;
}

/** `const limit [: T] = e`. */
export interface ConstDeclaration extends Prefixed {
  readonly kind: 'const';
  readonly name: Name;
  readonly type: TypeExpression | null;
  readonly value: Expression;
}

/** `type Mode = { auto, manual }` or `type Speed = real [m/s] in 0..60`. */
export interface TypeDeclaration extends Prefixed {
  readonly kind: 'type';
  readonly name: Name;
  readonly definition:
    | { readonly kind: 'enumeration'; readonly members: readonly Name[] }
    | { readonly kind: 'alias'; readonly type: TypeExpression };
}

/** `fun f(x : T, …) [: T] = e`. */
export interface FunDeclaration extends Prefixed {
  readonly kind: 'fun';
  readonly name: Name;
  readonly parameters: readonly { readonly name: Name; readonly type: TypeExpression; readonly span: Span }[];
  readonly result: TypeExpression | null;
  readonly body: Expression;
}

/** `fault f [<= p]`, at file level or in a component. */
export interface FaultDeclaration extends Prefixed {
  readonly kind: 'fault';
  readonly name: Name;
  readonly bound: Expression | null;
}

/** `component C [refines A] { … }` or `system S [refines A] { … }`. */
export interface ComponentDeclaration extends Prefixed {
  readonly kind: 'component';
  readonly keyword: 'component' | 'system';
  readonly name: Name;
  readonly refines: Name | null;
  readonly items: readonly Item[];
}

/** `verify external : Platform(audience = Audience.external)`. */
export interface VerifyDeclaration extends Prefixed {
  readonly kind: 'verify';
  readonly name: Name;
  readonly system: Name;
  readonly bindings: readonly Binding[];
}

export interface Binding {
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}

export type Item =
  | ParamItem
  | InputItem
  | OutputItem
  | VarItem
  | StateItem
  | NextItem
  | LetItem
  | FaultDeclaration
  | ClauseItem
  | ModeItem
  | PartItem
  | ConnectItem
  | StepItem;

/** `param p : T [= e]`. */
export interface ParamItem extends Prefixed {
  readonly kind: 'param';
  readonly name: Name;
  readonly type: TypeExpression;
  readonly value: Expression | null;
}

/** `in x[n] : T`; `size` is the array length. */
export interface InputItem extends Prefixed {
  readonly kind: 'in';
  readonly name: Name;
  readonly size: Expression | null;
  readonly type: TypeExpression;
}

/** `[delayed] out y[n] : T [= e]`. */
export interface OutputItem extends Prefixed {
  readonly kind: 'out';
  readonly delayed: boolean;
  readonly name: Name;
  readonly size: Expression | null;
  readonly type: TypeExpression;
  readonly value: Expression | null;
}

/** `var v[n] : T [= e]`. */
export interface VarItem extends Prefixed {
  readonly kind: 'var';
  readonly name: Name;
  readonly size: Expression | null;
  readonly type: TypeExpression;
  readonly value: Expression | null;
}

/** `state s[n] : T [= e0]`. */
export interface StateItem extends Prefixed {
  readonly kind: 'state';
  readonly name: Name;
  readonly size: Expression | null;
  readonly type: TypeExpression;
  readonly value: Expression | null;
}

/** `next s = e` or `next s[i] = e` (the index as written). */
export interface NextItem extends Prefixed {
  readonly kind: 'next';
  readonly name: Name;
  readonly index: Expression | null;
  readonly value: Expression;
}

/** `let k [: T] = e`. */
export interface LetItem extends Prefixed {
  readonly kind: 'let';
  readonly name: Name;
  readonly type: TypeExpression | null;
  readonly value: Expression;
}

/** `assume`, `guarantee` or `invariant`, with its optional name, sentence, `unless` faults and `tolerating` number. */
export interface ClauseItem extends Prefixed {
  readonly kind: 'clause';
  readonly keyword: 'assume' | 'guarantee' | 'invariant';
  readonly name: Name | null;
  readonly sentence: string | null;
  readonly body: Expression;
  readonly unless: readonly Expression[];
  readonly tolerating: Expression | null;
}

/** `mode m when e { assume… guarantee… }`. */
export interface ModeItem extends Prefixed {
  readonly kind: 'mode';
  readonly name: Name;
  readonly when: Expression;
  readonly clauses: readonly ClauseItem[];
}

/** `part p[n] : C(name = e, …)`. */
export interface PartItem extends Prefixed {
  readonly kind: 'part';
  readonly name: Name;
  readonly size: Expression | null;
  readonly component: Name;
  readonly bindings: readonly Binding[];
}

/** `connect e -> p.x, q[i].x [for i in lo..hi]`. Targets are `field` or `index` expressions over names. */
export interface ConnectItem extends Prefixed {
  readonly kind: 'connect';
  readonly source: Expression;
  readonly targets: readonly Expression[];
  readonly binders: readonly Binder[];
}

/** `step 10 ms`. */
export interface StepItem extends Prefixed {
  readonly kind: 'step';
  readonly duration: Expression;
}

/** `real [m/s] in 0..60`, `bool`, `Mode`. */
export interface TypeExpression {
  readonly base: Name;
  /** The unit expression's text between the brackets, white space removed; null without brackets. */
  readonly unit: UnitText | null;
  readonly range: Range | null;
  readonly span: Span;
}

export interface UnitText {
  readonly text: string;
  readonly span: Span;
}

/** `lo..hi` with either end missing. */
export interface Range {
  readonly low: Expression | null;
  readonly high: Expression | null;
  readonly span: Span;
}

/** `r in racks` or `i in 1..n`. */
export interface Binder {
  readonly name: Name;
  readonly over:
    | { readonly kind: 'range'; readonly range: Range }
    | { readonly kind: 'members'; readonly of: Expression };
  readonly span: Span;
}

export type BinaryOperator =
  | '<=>'
  | '=>'
  | 'or'
  | 'and'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | 'div'
  | 'mod'
  | '^';

export type AggregateOperator = 'sum' | 'all' | 'any' | 'count' | 'min' | 'max';

/** Expressions as written; parentheses leave no node. Precedence is resolved. */
export type Expression =
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  /** `whole` says that the literal is written as a whole number (no point, no negative exponent, no `%`): it has type int. `text` is the number as written. */
  | {
      readonly kind: 'number';
      readonly value: Rational;
      readonly text: string;
      readonly whole: boolean;
      readonly unit: UnitText | null;
      readonly span: Span;
    }
  | { readonly kind: 'name'; readonly name: Name; readonly span: Span }
  | { readonly kind: 'step'; readonly span: Span }
  | { readonly kind: 'field'; readonly object: Expression; readonly field: Name; readonly span: Span }
  | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression; readonly span: Span }
  /** A call of a user's `fun` or of a built-in (`min max abs clamp floor ceil prev once historically since held probability independent`, and `sum(x)`, `all(x)`, … without binders). */
  | { readonly kind: 'call'; readonly callee: Name; readonly arguments: readonly Expression[]; readonly span: Span }
  /** `sum(r in racks: r.power)`. */
  | {
      readonly kind: 'aggregate';
      readonly operator: AggregateOperator;
      readonly binders: readonly Binder[];
      readonly body: Expression;
      readonly span: Span;
    }
  | { readonly kind: 'not'; readonly operand: Expression; readonly span: Span }
  | { readonly kind: 'negate'; readonly operand: Expression; readonly span: Span }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly operatorSpan: Span;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  /** A chain of two or more comparisons: `0 <= x < 10`; operators all of `<`, `<=` or all of `>`, `>=`. */
  | {
      readonly kind: 'chain';
      readonly operands: readonly Expression[];
      readonly operators: readonly BinaryOperator[];
      readonly span: Span;
    }
  /** `x in a..b`. */
  | { readonly kind: 'within'; readonly operand: Expression; readonly range: Range; readonly span: Span }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Expression;
      readonly else: Expression;
      readonly span: Span;
    }
  /** Only at the top of a clause. */
  | { readonly kind: 'initially'; readonly operand: Expression; readonly span: Span }
  /** Only at the top of a clause. `within` is a duration, or a number of steps where `inSteps`. */
  | {
      readonly kind: 'whenever';
      readonly trigger: Expression;
      readonly response: Expression;
      readonly within: Expression;
      readonly inSteps: boolean;
      readonly span: Span;
    };
