import * as build from '../model/build.ts';
import type { Expr, Scope, Variable } from '../model/model.ts';
import { variablesOf } from '../model/traverse.ts';
import { sameDimension } from '../types/dimension.ts';
import type { Unit } from '../types/typed.ts';

/** A claim that comes down to a comparison of two quantities, as its author reads it. */
export interface Compared {
  /** Where the comparison is claimed: a mode's `when`, the faults that do not excuse. */
  readonly premise: Expr;
  readonly subject: Expr;
  readonly operator: '<=' | '<' | '>=' | '>' | '==';
  readonly bound: Expr;
  /** In which the subject is read. */
  readonly unit: Unit | null;
}

/** Whether an expression is false; for a claim that fails somewhere, so that its failing side is found. */
export type IsFalse = (expr: Expr) => boolean;

/**
 * The comparison that a claim comes down to, or null. Of a chain `a <= x <= b` it is the last, or the first that fails.
 */
export function comparedIn(formula: Expr, scope: Scope, isFalse: IsFalse | null): Compared | null {
  return descend(formula, build.TRUE, false, { scope, isFalse });
}

interface Search {
  readonly scope: Scope;
  readonly isFalse: IsFalse | null;
}

function descend(formula: Expr, premise: Expr, lower: boolean, search: Search): Compared | null {
  switch (formula.kind) {
    case 'and': {
      const at = sideOf(formula.operands, search);
      const next = formula.operands[at + 1];
      const operand = formula.operands[at];
      return operand === undefined ? null : descend(operand, premise, isLowerSide(operand, next), search);
    }
    case 'or': {
      const at = formula.operands.findIndex((operand) => !isFlag(operand));
      const others = formula.operands.filter((_, other) => other !== at);
      if (at < 0 || !others.every(isFlag)) return null;
      return descend(formula.operands[at]!, build.and([premise, ...others.map(build.not)]), false, search);
    }
    case 'implies':
      return descend(formula.right, build.and([premise, formula.left]), false, search);
    case 'le':
    case 'lt':
    case 'eq':
      return read(formula, premise, lower, search.scope);
    default:
      return null;
  }
}

/** Which conjunct to look at: the first that fails, or the last. Several quantities in their ranges have no one side. */
function sideOf(operands: readonly Expr[], { isFalse }: Search): number {
  if (isFalse !== null) return operands.findIndex(isFalse);
  const subjects = operands.length > 2 ? new Set(operands.map(subjectOfRange)) : new Set();
  return subjects.size > 1 && !subjects.has(null) ? -1 : operands.length - 1;
}

/** Of one end of a declared range: what lies in it. */
function subjectOfRange(operand: Expr): Expr | null {
  if (operand.kind !== 'le' || operand.reading === undefined) return null;
  return isTurned(operand, false) ? operand.right : operand.left;
}

function isFlag(expr: Expr): boolean {
  return expr.kind === 'variable' && expr.variable.role === 'fault';
}

/** `a <= x` in `a <= x <= b`: it speaks of `x`. */
function isLowerSide(operand: Expr, next: Expr | undefined): boolean {
  const compare = (expr: Expr | undefined) => (expr?.kind === 'le' || expr?.kind === 'lt' ? expr : null);
  const [first, second] = [compare(operand), compare(next)];
  // A variable is always the same expression.
  return first !== null && second !== null && first.right === second.left;
}

type Comparison = Extract<Expr, { kind: 'le' | 'lt' | 'eq' }>;

function read(formula: Comparison, premise: Expr, lower: boolean, scope: Scope): Compared | null {
  const { left, right, kind, reading } = formula;
  if (left.sort.kind !== 'int' && left.sort.kind !== 'real') return null;
  const turned = isTurned(formula, lower);
  const [subject, bound] = turned ? [right, left] : [left, right];
  const written = reading?.unit ?? null;
  // A whole number counts the unit that both sides were brought to; a real may be read in any.
  const counted = left.sort.kind === 'int' && written !== null;
  const unit = counted ? written : (unitOf(subject, written, scope) ?? unitOf(bound, written, scope) ?? written);
  return { premise, subject, operator: OPERATORS[kind][turned ? 1 : 0], bound, unit };
}

/** Whether the right side is what is read. A constant never is: of `7 >= x` and `7 == x` it is `x`. */
function isTurned({ left, right, reading }: Comparison, lower: boolean): boolean {
  return !isConstant(right) && (isConstant(left) || lower || (reading?.flipped ?? false));
}

const OPERATORS = { le: ['<=', '>='], lt: ['<', '>'], eq: ['==', '=='] } as const;

function isConstant(expr: Expr): boolean {
  return variablesOf(expr).size === 0;
}

/** The unit of the first port that the side names, through definitions, with the side's dimension. */
function unitOf(side: Expr, written: Unit | null, scope: Scope): Unit | null {
  const seen = new Set<Variable>();
  const open = [...variablesOf(side)];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const fits = next.unit !== null && (written === null || sameDimension(next.unit.dimension, written.dimension));
    if (fits && next.role !== 'let') return next.unit;
    const definition = next.role === 'let' ? scope.definitions.get(next) : undefined;
    if (definition !== undefined) open.unshift(...variablesOf(definition.body));
  }
  return null;
}
