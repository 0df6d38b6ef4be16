import { type Rational, rational } from '../../exact/rational.ts';
import * as build from '../build.ts';
import type { Expr, Sort, Variable } from '../model.ts';
import { type MemberFormulas, MOST_CASES, TooIntricate } from './formula.ts';
import { added, type Linear, multiplied, numberOf, valueOf, zero } from './linear.ts';
import { ANY_CASE, type Case, type Literal } from './literal.ts';

/** Something that is true of some members and not of others, and must be told apart. */
export interface Question {
  readonly yes: readonly Case[];
  readonly no: readonly Case[];
}

/** One case in which members may be, with the answers to the questions, how many members are in it, and their sums. */
export interface Piece {
  readonly literals: readonly Literal[];
  readonly answers: readonly boolean[];
  readonly members: Expr;
  readonly sums: ReadonlyMap<Variable, Variable>;
}

interface Answered {
  readonly of: Case;
  readonly answers: readonly boolean[];
}

/** All cases that the facts leave, each with an answer to every question; facts that make them too many are left out. */
export function answered(
  formulas: MemberFormulas,
  facts: readonly (readonly Case[])[],
  questions: readonly Question[],
): { readonly found: readonly Answered[]; readonly everyFact: boolean } {
  let base: readonly Case[] = [ANY_CASE];
  let everyFact = true;
  for (const fact of [...facts].sort((a, b) => a.length - b.length)) {
    if (base.length * fact.length <= MOST_CASES_OF_FACTS) base = formulas.product(base, fact);
    else everyFact = false;
  }
  let found: readonly Answered[] = base.map((of) => ({ of, answers: [] }));
  for (const { yes, no } of questions) {
    found = found.flatMap(({ of, answers }) => [
      ...formulas.product([of], yes).map((one) => ({ of: one, answers: [...answers, true] })),
      ...formulas.product([of], no).map((one) => ({ of: one, answers: [...answers, false] })),
    ]);
    if (found.length > MOST_CASES) throw new TooIntricate(`its members have more than ${MOST_CASES} cases`);
  }
  return { found: withoutNarrower(found), everyFact };
}

/** So many cases leave room for questions. */
const MOST_CASES_OF_FACTS = 48;

/** A case that says all that another says, and more, with the same answers, adds nothing. */
function withoutNarrower(all: readonly Answered[]): readonly Answered[] {
  return all.filter(
    (one, at) =>
      !all.some(
        (other, index) =>
          index !== at &&
          other.answers.every((answer, question) => answer === one.answers[question]) &&
          includes(one.of, other.of) &&
          (!includes(other.of, one.of) || index < at),
      ),
  );
}

function includes(narrow: Case, wide: Case): boolean {
  return [...wide.literals].every(([key, literal]) => narrow.literals.get(key) === literal);
}

/** Makes the variables that count and sum the members of each case. */
export function pieces(
  found: readonly Answered[],
  summed: ReadonlySet<Variable>,
  size: Expr,
  fresh: (what: string, sort: Sort) => Variable,
): readonly Piece[] {
  return found.map(({ of, answers }, at) => {
    const label = found.length === 1 ? '' : ` in case ${at + 1}`;
    const sums = new Map(
      [...summed].map((variable) => [variable, fresh(`sum of ${variable.name}${label}`, variable.sort)]),
    );
    const members = found.length === 1 ? size : build.variable(fresh(`members${label}`, build.INT));
    return { literals: [...of.literals.values()], answers, members, sums };
  });
}

/** The variables of a member that stand in a linear inequality. */
export function variablesIn(found: readonly Answered[]): ReadonlySet<Variable> {
  const variables = new Set<Variable>();
  for (const { of } of found)
    for (const one of of.literals.values())
      if (one.kind === 'linear') for (const variable of one.form.terms.keys()) variables.add(variable);
  return variables;
}

/**
 * What is known of the numbers and the sums of the cases.
 *
 * Theorem: let `G1 … Gk` be the cases, each convex for given values of what members share. There are `n` members in them with
 * the sums `Y1 … Yk` iff there are numbers `m1 + … + mk = n` with `Yj ∈ mj · Gj`, and `Yj = 0` where `mj = 0`: a sum of `m`
 * points of a convex set is `m` times their mean, which lies in it, and `m` times a point is a sum of `m` such points.
 * This is exact for reals, for sets open or closed. For whole numbers, and where a case speaks of more than its
 * inequalities, it says less than is true, and never more.
 *
 * Where nothing is summed, a case with members needs one member that is in it, and `sums` are this one's numbers.
 */
export function factsOf(all: readonly Piece[], size: Expr, summing: boolean): readonly Expr[] {
  if (all.length === 0) return [build.le(size, build.int(0n))];
  const counted = all.length === 1 ? [] : [build.eq(total(all.map(({ members }) => members)), size)];
  return [...counted, ...all.flatMap((piece) => ofPiece(piece, all.length > 1, summing))];
}

function ofPiece(piece: Piece, counted: boolean, summing: boolean): readonly Expr[] {
  const { members, literals, sums } = piece;
  const some = build.le(build.int(1n), members);
  const none = build.le(members, build.int(0n));
  return [
    ...(counted ? [build.le(build.int(0n), members)] : []),
    ...(summing ? [...sums.values()] : []).map((sum) =>
      build.implies(none, build.eq(build.variable(sum), zero(sum.sort))),
    ),
    ...literals.flatMap((one) => ofLiteral(one, summing ? piece : { ...piece, members: build.int(1n) }, some, summing)),
  ];
}

function ofLiteral(one: Literal, { sums, members }: Piece, some: Expr, summing: boolean): readonly Expr[] {
  switch (one.kind) {
    case 'opaque':
      return [];
    case 'shared':
      return [build.implies(some, one.holds ? one.expr : build.not(one.expr))];
    case 'linear': {
      const value = valueOf(one.form, (variable) => build.variable(sums.get(variable)!), members);
      const nil = zero(one.form.sort);
      const holds = one.strict ? build.lt(value, nil) : build.le(value, nil);
      return [one.strict || !summing ? build.implies(some, holds) : holds];
    }
  }
}

/** The sum of a linear form over all members. */
export function sumOf(form: Linear, all: readonly Piece[], size: Expr): Expr {
  const constant = multiplied(inSort(size, form.sort), form.constant);
  const own: Linear = { ...form, constant: zero(form.sort) };
  return all
    .map(({ sums }) => valueOf(own, (variable) => build.variable(sums.get(variable)!), size))
    .reduce(added, constant);
}

function inSort(expr: Expr, sort: Sort): Expr {
  return sort.kind === 'real' && expr.sort.kind === 'int' ? build.toReal(expr, rational(1n)) : expr;
}

/** How many members answer a question so. */
export function howMany(all: readonly Piece[], question: number, answer: boolean): Expr {
  return total(all.filter(({ answers }) => answers[question] === answer).map(({ members }) => members));
}

function total(numbers: readonly Expr[]): Expr {
  return numbers.reduce(added, build.int(0n));
}

/** Whether sums of whole numbers that the cases allow are sums of members: where each inequality limits one number by a whole one. */
export function isExactOnWholes(all: readonly Piece[]): boolean {
  return all.every(({ literals }) =>
    literals.every((one) => {
      if (one.kind !== 'linear' || ![...one.form.terms.keys()].some(({ sort }) => sort.kind === 'int')) return true;
      const limit = numberOf(one.form.constant);
      const factors = [...one.form.terms.values()].map(numberOf);
      return one.form.terms.size === 1 && isWholeNumber(limit) && factors[0]?.abs().equals(1n) === true && !one.strict;
    }),
  );
}

function isWholeNumber(value: Rational | null): boolean {
  return value !== null && value.d === 1n;
}
