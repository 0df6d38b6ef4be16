import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../text/source.ts';
import type { TypedExpr, TypedPart, ValueSymbol } from '../../types/typed.ts';
import * as build from '../build.ts';
import type { Frame } from '../frame.ts';
import { Abandoned } from '../limits.ts';
import type { Expr, Variable } from '../model.ts';
import { notForAll } from './not_for_all.ts';
import { partialUses, whereDefined } from './partial_uses.ts';
import { SameText } from './same_text.ts';

/** A family whose number of members is not known: one frame stands for each of its members. */
export interface OpenFamily {
  readonly part: TypedPart;
  /** The path of the member that stands for all: `replica[*]`. */
  readonly path: string;
  readonly size: Expr;
  /** Families of the same size have the same text: their members may be looked at index by index. */
  readonly length: string;
  readonly frame: Frame;
}

/** A value that a family has as a whole: a name for it, and what it is made of in each member. */
export interface Whole {
  readonly variable: Variable;
  readonly operator: 'sum' | 'count' | 'all' | 'any' | 'min' | 'max';
  readonly body: Expr;
  /** The text of the size over which it ranges. */
  readonly length: string;
  readonly size: Expr;
}

/**
 * The families of open size of one scope, and all that is said of them as wholes. While the scope is written out a binder
 * over such a family stands for one arbitrary member, and the sum, the count and the like become names of their own;
 * `abstraction.ts` says what is known of these.
 */
export class OpenFamilies {
  readonly families: OpenFamily[] = [];
  readonly wholes: Whole[] = [];
  readonly text = new SameText();
  /** Binders of the aggregates around what is being written out: inside, none may be looked at together with another. */
  readonly #binders: ValueSymbol[] = [];

  readonly #isMember = (variable: Variable): boolean => this.families.some(({ path }) => path === variable.part);

  add(part: TypedPart, path: string, size: Expr, frame: Frame): OpenFamily {
    const family = { part, path, size, length: this.text.of(size), frame };
    this.families.push(family);
    return family;
  }

  of(part: TypedPart): OpenFamily | null {
    return this.families.find((family) => family.part === part) ?? null;
  }

  /** The families that have as many members as `1..high` has numbers. */
  asLongAs(high: Expr): readonly OpenFamily[] {
    const length = this.text.of(high);
    return this.families.filter((family) => family.length === length);
  }

  /** Runs `work` with the binder standing for an arbitrary member. */
  within<T>(binder: ValueSymbol, span: Span, reads: (symbol: ValueSymbol) => boolean, work: () => T): T {
    if (this.#binders.some(reads)) throw new Abandoned(pairs(span));
    this.#binders.push(binder);
    try {
      return work();
    } finally {
      this.#binders.pop();
    }
  }

  /** The name of a value that the family has as a whole. */
  whole(
    frame: Frame,
    expr: Extract<TypedExpr, { kind: 'aggregate' }>,
    over: Pick<Whole, 'length' | 'size'>,
    body: Expr,
  ): Expr {
    const { operator } = expr;
    const some = build.le(build.int(1n), over.size);
    const partial = partialUses(body, this.#isMember, expr.span);
    const name = `${operator} ${this.wholes.length + 1}`;
    const variable = frame.scope.variable({
      name,
      type: expr.type,
      role: 'let',
      rigid: false,
      part: null,
      span: expr.span,
    });
    this.wholes.push({ variable, operator, body, ...over });
    const value = whereDefined(build.variable(variable), some, partial);
    if (operator !== 'min' && operator !== 'max') return value;
    return build.choose(some, value, build.extremum(operator, value.sort, [], expr.span));
  }
}

function pairs(span: Span): Diagnostic {
  return notForAll('two members of a family of any size are looked at together', span);
}
