import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../text/source.ts';
import type { ScalarType, TypedFun, ValueSymbol } from '../types/typed.ts';
import type { OpenFamilies } from './family/open_families.ts';
import { Abandoned, MOST_INSTANCES, MOST_TERMS, MOST_VARIABLES } from './limits.ts';
import { remembered } from './memo.ts';
import type { Clause, Definition, Expr, FaultChoice, Variable } from './model.ts';
import { sortOf, unitOf } from './sort.ts';

export interface VariableOptions {
  readonly name: string;
  readonly type: ScalarType;
  readonly role: Variable['role'];
  readonly rigid: boolean;
  readonly delayed?: boolean;
  readonly part: string | null;
  readonly span: Span;
}

/** Collects what a scope is made of while its frames are being made; keeps names unique and size in bounds. */
export class ScopeBuilder {
  readonly variables: Variable[] = [];
  readonly definitions = new Map<Variable, Definition>();
  readonly parameterRanges: Clause[] = [];
  /** Of free parameters. */
  readonly defaults = new Map<Variable, Expr>();
  readonly diagnostics: Diagnostic[] = [];
  /** Calls of `fun`s already written out, by body and arguments. */
  readonly calls = new Map<TypedFun, Map<string, Expr>>();
  /** Families whose size has no value, in a scope for all sizes; null in one for given sizes. */
  readonly open: OpenFamilies | null;
  readonly #names = new Set<string>();
  readonly #shared = new Map<ValueSymbol, FaultChoice>();
  readonly #later: (() => void)[] = [];
  readonly #owner: Span;
  readonly #identities = new Map<Expr, number>();
  #terms = 0;
  #instances = 0;

  /** `owner` is where the size of the whole is reported. */
  constructor(owner: Span, open: OpenFamilies | null = null) {
    this.#owner = owner;
    this.open = open;
  }

  variable(options: VariableOptions): Variable {
    const { type, delayed = false, ...rest } = options;
    const made: Variable = {
      ...rest,
      name: this.#unique(options.name),
      delayed,
      sort: sortOf(type),
      unit: unitOf(type),
    };
    this.variables.push(made);
    if (this.variables.length > MOST_VARIABLES) this.#tooLarge(`${MOST_VARIABLES} variables`);
    return made;
  }

  #unique(name: string): string {
    let candidate = name;
    for (let copy = 2; this.#names.has(candidate); copy += 1) candidate = `${name}'${copy}`;
    this.#names.add(candidate);
    return candidate;
  }

  define(definition: Definition): void {
    this.definitions.set(definition.variable, definition);
  }

  /**
   * Makes the definedness of `item` owed where nothing else is defined by `body`: a name that nobody uses is.
   * So is an item of a family without members, for which the body is a constant.
   */
  oweDefined(owed: Pick<Definition, 'body' | 'annotations' | 'span'> & { readonly item: string }): void {
    const { item, body, annotations, span } = owed;
    const name = this.#unique(`${item}.defined`);
    const variable: Variable = {
      name,
      sort: body.sort,
      unit: null,
      role: 'let',
      rigid: true,
      delayed: false,
      part: null,
      span,
    };
    this.variables.push(variable);
    this.define({ variable, body, partial: item, origin: 'let', annotations, span });
  }

  /** Work that must wait until the names it needs are there; done in order by `finish`. */
  later(work: () => void): void {
    this.#later.push(work);
  }

  finish(): void {
    for (let at = 0; at < this.#later.length; at += 1) this.#later[at]!();
    this.#later.length = 0;
  }

  /** The one variable of a fault that is declared at file level. */
  sharedFault(symbol: Extract<ValueSymbol, { kind: 'fault' }>, bound: () => Expr | null): FaultChoice {
    let fault = this.#shared.get(symbol);
    if (fault === undefined) {
      const options = { name: symbol.name, type: { kind: 'bool' }, role: 'fault', rigid: false, part: null } as const;
      fault = { variable: this.variable({ ...options, span: symbol.span }), bound: bound() };
      this.#shared.set(symbol, fault);
    }
    return fault;
  }

  /** Counts an instance of a part. */
  countInstance(span: Span): void {
    this.#instances += 1;
    if (this.#instances > MOST_INSTANCES) this.#tooLarge(`${MOST_INSTANCES} instances of parts`, span);
  }

  /** Counts a node of an expression that is written out. */
  countTerm(span: Span): void {
    this.#terms += 1;
    if (this.#terms > MOST_TERMS) this.#tooLarge(`${MOST_TERMS} terms`, span);
  }

  #tooLarge(what: string, span: Span = this.#owner): never {
    throw new Abandoned(
      diagnostic('SV181', `written out, this has more than ${what}`, span, {
        related: span === this.#owner ? [] : [{ span: this.#owner, message: 'in this component' }],
        help: 'make the families smaller, or cut the system into sub-systems: each is checked by itself, and counts as its contract only',
      }),
    );
  }

  /** A number that tells expression objects apart. */
  identity(expr: Expr): number {
    return remembered(this.#identities, expr, () => this.#identities.size);
  }
}
