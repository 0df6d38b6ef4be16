import { flatten, needSort, node } from './sorts.ts';
import type { Symbol_, Term } from './term.ts';

export const TRUE: Term = { kind: 'boolean', value: true, sort: 'Bool' };
export const FALSE: Term = { kind: 'boolean', value: false, sort: 'Bool' };

const symbolTerms = new WeakMap<Symbol_, Term>();

/** The constant `true` or `false`. */
export function bool(value: boolean): Term {
  return value ? TRUE : FALSE;
}

/** The term of a symbol; one symbol always gives the same object, so that identity finds it again. */
export function sym(symbol: Symbol_): Term {
  const known = symbolTerms.get(symbol);
  if (known !== undefined) return known;
  const term: Term = { kind: 'symbol', symbol, sort: symbol.sort };
  symbolTerms.set(symbol, term);
  return term;
}

/** Negation; `not not p` is `p`. */
export function not(term: Term): Term {
  needSort('not', 'Bool', [term]);
  if (term.kind === 'boolean') return bool(!term.value);
  if (term.kind === 'apply' && term.operator === 'not') return term.arguments[0]!;
  return node('not', [term], 'Bool');
}

/** Conjunction; of nothing it is `true`. */
export function and(operands: readonly Term[]): Term {
  return junction('and', operands, true);
}

/** Disjunction; of nothing it is `false`. */
export function or(operands: readonly Term[]): Term {
  return junction('or', operands, false);
}

function junction(operator: 'and' | 'or', operands: readonly Term[], neutral: boolean): Term {
  needSort(operator, 'Bool', operands);
  const kept = new Set<Term>();
  for (const operand of flatten(operator, operands)) {
    if (operand.kind !== 'boolean') kept.add(operand);
    else if (operand.value !== neutral) return bool(!neutral);
  }
  for (const operand of kept) if (kept.has(negated(operand))) return bool(!neutral);
  const [first] = kept;
  if (first === undefined) return bool(neutral);
  return kept.size === 1 ? first : node(operator, [...kept], 'Bool');
}

/** What a negation negates, else the term itself (which no set of others takes for its negation). */
function negated(term: Term): Term {
  return term.kind === 'apply' && term.operator === 'not' ? term.arguments[0]! : FALSE;
}

/** `premise => conclusion`. */
export function implies(premise: Term, conclusion: Term): Term {
  needSort('=>', 'Bool', [premise, conclusion]);
  if (premise.kind === 'boolean') return premise.value ? conclusion : TRUE;
  if (conclusion.kind === 'boolean') return conclusion.value ? TRUE : not(premise);
  if (premise === conclusion) return TRUE;
  return node('=>', [premise, conclusion], 'Bool');
}

/** Equivalence of two formulas. */
export function iff(left: Term, right: Term): Term {
  needSort('=', 'Bool', [left, right]);
  if (left === right) return TRUE;
  if (left.kind === 'boolean') return left.value ? right : not(right);
  if (right.kind === 'boolean') return right.value ? left : not(left);
  if (negated(left) === right || negated(right) === left) return FALSE;
  return node('=', [left, right], 'Bool');
}

/** For all values of the bound symbols; they range over their whole sort. */
export function forall(bound: readonly Symbol_[], body: Term): Term {
  return quantified('forall', bound, body);
}

/** For some values of the bound symbols; they range over their whole sort. */
export function exists(bound: readonly Symbol_[], body: Term): Term {
  return quantified('exists', bound, body);
}

function quantified(kind: 'forall' | 'exists', bound: readonly Symbol_[], body: Term): Term {
  needSort(kind, 'Bool', [body]);
  if (bound.length === 0 || body.kind === 'boolean') return body;
  return { kind, bound, body, sort: 'Bool' };
}
