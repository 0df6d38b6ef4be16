import type { Rational } from '../exact/rational.ts';
import type { TypedComponent, TypedExpr, TypedPart, ValueSymbol } from '../types/typed.ts';
import type { Expr, Value } from './model.ts';
import type { ScopeBuilder } from './scope_builder.ts';

/** What a name stands for in a scope: one expression, or one for each element of an array. */
export type Denotation =
  | { readonly kind: 'scalar'; readonly expr: Expr }
  | { readonly kind: 'array'; readonly elements: readonly Expr[] };

/** The members of a `part` item: one frame each. */
export interface Members {
  readonly family: boolean;
  readonly frames: readonly Frame[];
}

/** Makes the denotation of a name at its first use. */
export type Resolver = (symbol: ValueSymbol, frame: Frame) => Denotation;

/**
 * One component inside one scope (the scope's own, or a part's contract): what its names denote there.
 * Names that are only there for others (`let`s of a contract, shared faults) are made when first asked for.
 */
export class Frame {
  readonly scope: ScopeBuilder;
  readonly component: TypedComponent;
  /** The instance's path (`gate[3]`); null for the scope itself. */
  readonly path: string | null;
  /** Values of parameters that are known before any solving. */
  readonly known: ReadonlyMap<ValueSymbol, Value>;
  /** In seconds. */
  readonly step: Rational | null;
  readonly #denotations = new Map<ValueSymbol, Denotation>();
  readonly #parts = new Map<TypedPart, Members>();
  readonly #resolve: Resolver;

  constructor(
    scope: ScopeBuilder,
    component: TypedComponent,
    path: string | null,
    known: ReadonlyMap<ValueSymbol, Value>,
    step: Rational | null,
    resolve: Resolver,
  ) {
    this.scope = scope;
    this.component = component;
    this.path = path;
    this.known = known;
    this.step = step;
    this.#resolve = resolve;
  }

  /** The scope-wide name of something in this component. */
  nameOf(local: string): string {
    return this.path === null ? local : `${this.path}.${local}`;
  }

  define(symbol: ValueSymbol, denotation: Denotation): void {
    this.#denotations.set(symbol, denotation);
  }

  denotation(symbol: ValueSymbol): Denotation {
    const known = this.#denotations.get(symbol);
    if (known !== undefined) return known;
    const made = this.#resolve(symbol, this);
    this.#denotations.set(symbol, made);
    return made;
  }

  /** The expression that a name with one value stands for. */
  scalar(symbol: ValueSymbol): Expr {
    const denotation = this.denotation(symbol);
    if (denotation.kind !== 'scalar') throw new Error(`the array ${symbol.name} stands where one value is needed`);
    return denotation.expr;
  }

  /** One expression for each element of an array; a single value has itself. */
  elements(symbol: ValueSymbol): readonly Expr[] {
    const denotation = this.denotation(symbol);
    return denotation.kind === 'array' ? denotation.elements : [denotation.expr];
  }

  addPart(part: TypedPart, members: Members): void {
    this.#parts.set(part, members);
  }

  members(part: TypedPart): Members {
    const members = this.#parts.get(part);
    if (members === undefined) throw new Error(`${this.component.name} has no part ${part.name} here`);
    return members;
  }
}

/** What a binder or an argument of a `fun` stands for, innermost first. */
export interface Local {
  readonly symbol: ValueSymbol;
  readonly value: LocalValue;
  readonly outer: Local | null;
}

export type LocalValue =
  | { readonly kind: 'index'; readonly index: bigint }
  /** The number of an arbitrary member of the families of some size. */
  | { readonly kind: 'openIndex'; readonly length: string }
  | { readonly kind: 'member'; readonly frame: Frame }
  | { readonly kind: 'element'; readonly expr: Expr }
  /** An argument where only values known before solving are looked for; null: this one is not. */
  | { readonly kind: 'value'; readonly value: Value | null }
  /** An argument, with the text it was given as, so that constants can be told without solving. */
  | { readonly kind: 'argument'; readonly expr: Expr; readonly text: TypedExpr; readonly locals: Local | null };

/** The innermost meaning of a local name; null where it is none. */
export function localValue(symbol: ValueSymbol, locals: Local | null): LocalValue | null {
  for (let local = locals; local !== null; local = local.outer) if (local.symbol === symbol) return local.value;
  return null;
}
