import { type Rational, rational } from '../../exact/rational.ts';
import * as build from '../build.ts';
import type { Expr, Variable } from '../model.ts';
import { type Linear, numberOf, plus, shared, times } from './linear.ts';
import type { SameText } from './same_text.ts';

/** What is said of one member in a case: without `and` and `or`. */
export type Literal =
  /** `form < 0` or `form <= 0`. */
  | { readonly kind: 'linear'; readonly form: Linear; readonly strict: boolean }
  /** Something that is the same for all members. */
  | { readonly kind: 'shared'; readonly expr: Expr; readonly holds: boolean }
  /** Something of a member that no sum speaks of: a truth value, a member of an enumeration, the past. */
  | { readonly kind: 'opaque'; readonly expr: Expr; readonly holds: boolean };

/** `form < 0` or `form <= 0`; of ints `<` is `<=` of one more. */
export function below(form: Linear, strict: boolean): Literal {
  if (form.sort.kind !== 'int' || !strict) return { kind: 'linear', form, strict };
  return { kind: 'linear', form: plus(form, shared(build.int(1n))), strict: false };
}

export function opposite(literal: Literal): Literal {
  if (literal.kind !== 'linear') return { ...literal, holds: !literal.holds };
  const minusOne = build.literal(literal.form.sort, rational(-1n));
  return below(times(literal.form, minusOne), !literal.strict);
}

/** A conjunction of literals; what obviously contradicts itself is never made. */
export interface Case {
  readonly literals: ReadonlyMap<string, Literal>;
}

export const ANY_CASE: Case = { literals: new Map() };

/** Joins cases, by what their literals say. */
export class Cases {
  readonly #text: SameText;
  readonly #keys = new Map<Literal, string>();

  constructor(text: SameText) {
    this.#text = text;
  }

  /** Both at once; null where that is obviously impossible. */
  both(left: Case, right: Case): Case | null {
    let joined: Case | null = left;
    for (const literal of right.literals.values()) {
      joined = this.with(joined, literal);
      if (joined === null) return null;
    }
    return joined;
  }

  with(to: Case, literal: Literal): Case | null {
    if (literal.kind === 'linear') return this.#withLinear(to, literal);
    const known = literal.expr.kind === 'literal' ? literal.expr.value : null;
    if (known !== null) return known === literal.holds ? to : null;
    const key = `${literal.kind} ${this.#text.of(literal.expr)}`;
    const there = to.literals.get(key);
    if (there !== undefined) return there.kind !== 'linear' && there.holds === literal.holds ? to : null;
    if (contradictsChoice(to, literal)) return null;
    return { literals: new Map([...to.literals, [key, literal]]) };
  }

  #withLinear(to: Case, literal: Extract<Literal, { kind: 'linear' }>): Case | null {
    if (literal.form.terms.size === 0) {
      const { constant, sort } = literal.form;
      const zero = build.literal(sort, rational(0n));
      return this.with(to, {
        kind: 'shared',
        expr: literal.strict ? build.lt(constant, zero) : build.le(constant, zero),
        holds: true,
      });
    }
    const scaled = directed(literal, this.#text);
    const key = this.#keyOf(literal, scaled);
    const there = to.literals.get(key);
    if (there !== undefined && there.kind === 'linear' && !tighter(scaled, directed(there, this.#text))) return to;
    if (scaled !== null && this.#excluded(to, scaled)) return null;
    return { literals: new Map([...to.literals, [key, literal]]) };
  }

  #keyOf(literal: Literal, scaled: Directed | null): string {
    let key = this.#keys.get(literal);
    if (key === undefined) this.#keys.set(literal, (key = scaled === null ? this.#whole(literal) : scaled.direction));
    return key;
  }

  #whole(literal: Literal): string {
    if (literal.kind !== 'linear') return '';
    const { form, strict } = literal;
    const terms = [...form.terms].map(([variable, factor]) => this.#term(variable, factor)).sort();
    return `${strict ? '<' : '<='} ${terms.join(' ')} ${this.#text.of(form.constant)}`;
  }

  #term(variable: Variable, factor: Expr): string {
    return `${this.#text.of(build.variable(variable))}*${this.#text.of(factor)}`;
  }

  /** Whether a limit from the other side leaves no room. */
  #excluded(to: Case, { reverse, limit, strict }: Directed): boolean {
    const against = to.literals.get(reverse);
    const other = against === undefined || against.kind !== 'linear' ? null : directed(against, this.#text);
    if (other === null) return false;
    const room = limit.add(other.limit).compare(0n);
    return room < 0 || (room === 0 && (strict || other.strict));
  }
}

/** `direction <= limit`, where all coefficients are numbers. */
interface Directed {
  readonly direction: string;
  readonly reverse: string;
  readonly limit: Rational;
  readonly strict: boolean;
}

function directed(literal: Literal, text: SameText): Directed | null {
  if (literal.kind !== 'linear') return null;
  const constant = numberOf(literal.form.constant);
  const terms: { readonly of: string; readonly factor: Rational }[] = [];
  for (const [variable, coefficient] of literal.form.terms) {
    const factor = numberOf(coefficient);
    if (factor === null) return null;
    terms.push({ of: text.of(build.variable(variable)), factor });
  }
  if (constant === null) return null;
  terms.sort((a, b) => (a.of < b.of ? -1 : 1));
  const size = terms[0]!.factor.abs();
  const along = (sign: bigint) =>
    `along ${terms.map(({ of, factor }) => `${of}*${factor.div(size).mul(sign).toFraction()}`).join(' ')}`;
  return {
    direction: along(1n),
    reverse: along(-1n),
    limit: constant.neg().div(size),
    strict: literal.strict,
  };
}

function tighter(one: Directed | null, other: Directed | null): boolean {
  if (one === null || other === null) return false;
  const order = one.limit.compare(other.limit);
  return order < 0 || (order === 0 && one.strict && !other.strict);
}

/** `e == a` beside `e == b`, for two members of one enumeration. */
function contradictsChoice(to: Case, literal: Exclude<Literal, { kind: 'linear' }>): boolean {
  const chosen = choiceOf(literal);
  if (chosen === null) return false;
  for (const other of to.literals.values()) {
    const there = other.kind === 'opaque' ? choiceOf(other) : null;
    if (there !== null && there.of === chosen.of && there.member !== chosen.member) return true;
  }
  return false;
}

function choiceOf(literal: Literal): { readonly of: Variable; readonly member: string } | null {
  if (literal.kind !== 'opaque' || !literal.holds || literal.expr.kind !== 'eq') return null;
  const { left, right } = literal.expr;
  if (left.kind === 'variable' && right.kind === 'literal' && typeof right.value === 'string')
    return { of: left.variable, member: right.value };
  return null;
}
