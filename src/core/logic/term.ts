import type { Rational } from '../exact/rational.ts';

/** Many-sorted first-order terms: what the solver is asked about. Built only through `build.ts`, whose constructors are total and simplify. */

export type TermSort = 'Bool' | 'Int' | 'Real';

/** A constant symbol of a script. `name` is ours (`v12_3`), never a user's. Identity matters. */
export interface Symbol_ {
  readonly name: string;
  readonly sort: TermSort;
}

export type Operator =
  | 'not'
  | 'and'
  | 'or'
  | '=>'
  | '='
  | '<'
  | '<='
  | '+'
  | '-'
  | '*'
  | '/'
  | 'div'
  | 'mod'
  | 'ite'
  | 'to_real'
  | 'to_int';

export type Term =
  | { readonly kind: 'boolean'; readonly value: boolean; readonly sort: 'Bool' }
  | { readonly kind: 'number'; readonly value: Rational; readonly sort: 'Int' | 'Real' }
  | { readonly kind: 'symbol'; readonly symbol: Symbol_; readonly sort: TermSort }
  | {
      readonly kind: 'apply';
      readonly operator: Operator;
      readonly arguments: readonly Term[];
      readonly sort: TermSort;
    }
  | {
      readonly kind: 'forall' | 'exists';
      readonly bound: readonly Symbol_[];
      readonly body: Term;
      readonly sort: 'Bool';
    };

/** One question: is the conjunction of the assertions satisfiable? `core` names are asked back after `unsat`. */
export interface Query {
  /** Asserted formulas; with a `label` they may appear in an unsat core. */
  readonly assertions: readonly { readonly term: Term; readonly label: string | null }[];
  /** Symbols whose values are wanted after `sat`. */
  readonly wanted: readonly Symbol_[];
  readonly wantCore: boolean;
}
