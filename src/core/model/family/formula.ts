import { rational } from '../../exact/rational.ts';
import * as build from '../build.ts';
import type { Expr, Variable } from '../model.ts';
import { TEMPORAL_KINDS } from '../traverse.ts';
import { asReal, type Linear, minus, numberOf, plus, shared, single, times } from './linear.ts';
import { ANY_CASE, below, type Case, Cases, type Literal, opposite } from './literal.ts';
import { names } from './rewrite.ts';
import type { SameText } from './same_text.ts';

/** More cases than this are not told apart. */
export const MOST_CASES = 96;

/** Thrown where what members promise cannot be taken apart; says why. */
export class TooIntricate extends Error {}

/**
 * What is said of one member, taken apart into cases: each a conjunction of linear inequalities over the member's own
 * numbers, of truth values of the member, and of things that are the same for all members.
 *
 * Theorem: a member satisfies the formula iff it satisfies some of its cases, for some values of the auxiliary numbers
 * that stand for `if`, `abs`, `min`, `max`, `floor` and `ceil`, which their definitions tie to it. A product of two numbers
 * of the member, or a look at its past, gets an auxiliary number that nothing ties: then the cases say less (`exact` is false).
 */
export class MemberFormulas {
  readonly #own: Set<Variable>;
  readonly #text: SameText;
  readonly #cases: Cases;
  readonly #auxiliary: (sort: Expr['sort']) => Variable;
  readonly #numbers = new Map<string, Variable>();
  /** Definitions of auxiliary numbers: they hold of every member. */
  readonly ties: Case[][] = [];
  /** Values one step ago: `Σ variable` is what `Σ of` was. */
  readonly pasts: { readonly variable: Variable; readonly of: Linear; readonly initial: Linear }[] = [];
  exact = true;

  /** `own` are the member's variables; `auxiliary` makes further ones. */
  constructor(own: Iterable<Variable>, text: SameText, auxiliary: (sort: Expr['sort']) => Variable) {
    this.#own = new Set(own);
    this.#text = text;
    this.#cases = new Cases(text);
    this.#auxiliary = auxiliary;
  }

  get variables(): ReadonlySet<Variable> {
    return this.#own;
  }

  isOwn(expr: Expr): boolean {
    return names(expr, this.#own);
  }

  /** The cases in which the formula holds, or in which it does not. */
  casesOf(expr: Expr, holds: boolean): readonly Case[] {
    if (!this.isOwn(expr)) return this.#one({ kind: 'shared', expr, holds });
    switch (expr.kind) {
      case 'not':
        return this.casesOf(expr.operand, !holds);
      case 'and':
        return holds ? this.#all(expr.operands, true) : this.#any(expr.operands, false);
      case 'or':
        return holds ? this.#any(expr.operands, true) : this.#all(expr.operands, false);
      case 'implies':
        return holds
          ? this.join([this.casesOf(expr.left, false), this.casesOf(expr.right, true)])
          : this.product(this.casesOf(expr.left, true), this.casesOf(expr.right, false));
      case 'iff':
        return this.#same(expr.left, expr.right, holds);
      case 'if':
        return this.join([
          this.product(this.casesOf(expr.condition, true), this.casesOf(expr.then, holds)),
          this.product(this.casesOf(expr.condition, false), this.casesOf(expr.else, holds)),
        ]);
      case 'lt':
      case 'le': {
        const literal = below(minus(this.linear(expr.left), this.linear(expr.right)), expr.kind === 'lt');
        return this.#one(holds ? literal : opposite(literal));
      }
      case 'eq':
        return this.#equal(expr.left, expr.right, holds);
      default:
        if (TEMPORAL_KINDS.has(expr.kind) || expr.kind === 'select') this.exact = false;
        return this.#one({ kind: 'opaque', expr, holds });
    }
  }

  #same(left: Expr, right: Expr, holds: boolean): readonly Case[] {
    return this.join([
      this.product(this.casesOf(left, true), this.casesOf(right, holds)),
      this.product(this.casesOf(left, false), this.casesOf(right, !holds)),
    ]);
  }

  #equal(left: Expr, right: Expr, holds: boolean): readonly Case[] {
    if (left.sort.kind === 'bool') return this.#same(left, right, holds);
    if (left.sort.kind === 'enum') return this.#chosen(left, right, holds);
    const form = minus(this.linear(left), this.linear(right));
    const reverse = times(form, build.literal(form.sort, rational(-1n)));
    if (holds) return this.#every([below(form, false), below(reverse, false)]);
    return this.join([this.#one(below(form, true)), this.#one(below(reverse, true))]);
  }

  #chosen(left: Expr, right: Expr, holds: boolean): readonly Case[] {
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (one.kind === 'if') {
        const chosen = (value: Expr) => this.casesOf(build.eq(value, other), holds);
        return this.join([
          this.product(this.casesOf(one.condition, true), chosen(one.then)),
          this.product(this.casesOf(one.condition, false), chosen(one.else)),
        ]);
      }
    }
    const [variable, value] = left.kind === 'literal' ? [right, left] : [left, right];
    if (!holds && variable.kind === 'variable' && value.kind === 'literal' && variable.sort.kind === 'enum') {
      const others = variable.sort.members.filter((member) => member !== value.value);
      const eq = (member: string) => build.eq(variable, build.literal(variable.sort, member));
      return this.join(others.map((member) => this.#one({ kind: 'opaque', expr: eq(member), holds: true })));
    }
    if (value.kind !== 'literal' || variable.kind !== 'variable') this.exact = false;
    return this.#one({ kind: 'opaque', expr: build.eq(variable, value), holds });
  }

  #one(literal: Literal): readonly Case[] {
    return this.#every([literal]);
  }

  #every(literals: readonly Literal[]): readonly Case[] {
    let made: Case | null = ANY_CASE;
    for (const literal of literals) made = made === null ? null : this.#cases.with(made, literal);
    return made === null ? [] : [made];
  }

  #all(operands: readonly Expr[], holds: boolean): readonly Case[] {
    return operands.map((operand) => this.casesOf(operand, holds)).reduce((a, b) => this.product(a, b), [ANY_CASE]);
  }

  /** Cases may overlap: a member is counted in one of those that it satisfies. */
  #any(operands: readonly Expr[], holds: boolean): readonly Case[] {
    return this.join(operands.map((operand) => this.casesOf(operand, holds)));
  }

  join(alternatives: readonly (readonly Case[])[]): readonly Case[] {
    return this.#limited(alternatives.flat());
  }

  product(left: readonly Case[], right: readonly Case[]): readonly Case[] {
    return this.#limited(left.flatMap((one) => right.flatMap((other) => this.#cases.both(one, other) ?? [])));
  }

  #limited(cases: readonly Case[]): readonly Case[] {
    if (cases.length > MOST_CASES) throw new TooIntricate(`its members have more than ${MOST_CASES} cases`);
    return cases;
  }

  /** A number of the member as a linear form. */
  linear(expr: Expr): Linear {
    if (!this.isOwn(expr)) return shared(expr);
    switch (expr.kind) {
      case 'variable':
        return single(expr.variable);
      case 'neg':
        return times(this.linear(expr.operand), build.literal(expr.sort, rational(-1n)));
      case 'add':
        return expr.operands.map((operand) => this.linear(operand)).reduce(plus);
      case 'sub':
        return minus(this.linear(expr.left), this.linear(expr.right));
      case 'toReal':
        return asReal(this.linear(expr.operand));
      case 'mul': {
        const own = expr.operands.filter((operand) => this.isOwn(operand));
        if (own.length > 1) return single(this.#loose(expr));
        const factor = build.mul(
          expr.sort,
          expr.operands.filter((operand) => !this.isOwn(operand)),
          null,
        );
        return times(this.linear(own[0]!), factor);
      }
      case 'div': {
        if (this.isOwn(expr.right) || numberOf(expr.right)?.equals(0n) === true) return single(this.#loose(expr));
        return times(this.linear(expr.left), build.div(build.real(rational(1n)), expr.right, expr.span));
      }
      case 'if':
      case 'abs':
      case 'min':
      case 'max':
      case 'floor':
      case 'ceil':
        return single(this.#tied(expr));
      case 'prev':
        return single(this.#past(expr));
      default:
        return single(this.#loose(expr));
    }
  }

  /** A number that stands for something about which nothing is said. */
  #loose(expr: Expr): Variable {
    return this.#number(expr, () => {
      this.exact = false;
    });
  }

  #past(expr: Extract<Expr, { kind: 'prev' }>): Variable {
    return this.#number(expr, (variable) => {
      this.exact = false;
      this.pasts.push({ variable, of: this.linear(expr.operand), initial: this.linear(expr.initial) });
    });
  }

  #number(expr: Expr, tie: (variable: Variable) => void): Variable {
    const key = this.#text.of(expr);
    let variable = this.#numbers.get(key);
    if (variable === undefined) {
      variable = this.#auxiliary(expr.sort);
      this.#numbers.set(key, variable);
      this.#own.add(variable);
      tie(variable);
    }
    return variable;
  }

  #tied(expr: Expr): Variable {
    return this.#number(expr, (variable) => this.ties.push([...this.#definition(expr, build.variable(variable))]));
  }

  #definition(expr: Expr, is: Expr): readonly Case[] {
    switch (expr.kind) {
      case 'if':
        return this.#either(expr.condition, build.eq(is, expr.then), build.eq(is, expr.else));
      case 'abs': {
        const negative = build.lt(expr.operand, build.literal(expr.sort, rational(0n)));
        return this.#either(negative, build.eq(is, build.neg(expr.operand)), build.eq(is, expr.operand));
      }
      case 'min':
      case 'max':
        return this.#extremum(expr.kind, expr.operands, is);
      case 'floor':
      case 'ceil':
        return this.#rounded(expr.kind, expr.operand, is);
      default:
        throw new Error(`${expr.kind} has no cases`);
    }
  }

  #either(condition: Expr, then: Expr, otherwise: Expr): readonly Case[] {
    return this.join([
      this.product(this.casesOf(condition, true), this.casesOf(then, true)),
      this.product(this.casesOf(condition, false), this.casesOf(otherwise, true)),
    ]);
  }

  #extremum(kind: 'min' | 'max', operands: readonly Expr[], is: Expr): readonly Case[] {
    if (operands.length === 0) throw new TooIntricate('it takes a minimum or maximum of nothing');
    const within = (other: Expr) => (kind === 'min' ? build.le(is, other) : build.le(other, is));
    return this.join(
      operands.map((chosen) => {
        const rest = operands.filter((other) => other !== chosen).map(within);
        return this.casesOf(build.and([build.eq(is, chosen), ...rest]), true);
      }),
    );
  }

  #rounded(kind: 'floor' | 'ceil', operand: Expr, is: Expr): readonly Case[] {
    this.exact = false;
    const whole = build.toReal(is, rational(1n));
    const one = build.real(rational(1n));
    const limits =
      kind === 'floor'
        ? [build.le(whole, operand), build.lt(operand, build.add(build.REAL, [whole, one], null))]
        : [build.le(operand, whole), build.lt(build.sub(whole, one), operand)];
    return this.casesOf(build.and(limits), true);
  }
}
