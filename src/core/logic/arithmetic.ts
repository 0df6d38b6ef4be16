import { floor, isWhole, ONE, type Rational, rational, sign, ZERO } from '../exact/rational.ts';
import { and, bool, FALSE, iff, not, or, TRUE } from './boolean.ts';
import { flatten, needSort, node, numericSort } from './sorts.ts';
import type { Term } from './term.ts';

const MINUS_ONE = rational(-1n);

/** A numeral; throws where an `Int` is not whole. */
export function num(value: Rational, sort: 'Int' | 'Real'): Term {
  if (sort === 'Int' && !isWhole(value)) throw new Error('ill-sorted term: a fraction as Int');
  return { kind: 'number', value, sort };
}

/** Sum of at least one operand; constants are added up, multiples of one term put together. */
export function add(operands: readonly Term[]): Term {
  const sort = numericSort('+', operands);
  let constant = ZERO;
  const factors = new Map<Term, Rational>();
  for (const operand of flatten('+', operands)) {
    if (operand.kind === 'number') constant = constant.add(operand.value);
    else {
      const [factor, base] = factored(operand);
      factors.set(base, factor.add(factors.get(base) ?? ZERO));
    }
  }
  const terms = [...factors].filter(([, factor]) => sign(factor) !== 0).map(([base, factor]) => scaled(factor, base));
  if (sign(constant) !== 0 || terms.length === 0) terms.push(num(constant, sort));
  return terms.length === 1 ? terms[0]! : node('+', terms, sort);
}

/** Sum of any number of operands of one sort; of none it is zero. */
export function sum(operands: readonly Term[], sort: 'Int' | 'Real'): Term {
  return add([...operands, num(ZERO, sort)]);
}

/** A term as a constant factor and the rest, the rest being one term that identity can find again. */
function factored(term: Term): readonly [Rational, Term] {
  if (term.kind !== 'apply' || term.operator !== '*' || term.arguments.length !== 2) return [ONE, term];
  const [head, rest] = term.arguments;
  return head!.kind === 'number' ? [head!.value, rest!] : [ONE, term];
}

function scaled(factor: Rational, base: Term): Term {
  return mul([num(factor, base.sort === 'Int' ? 'Int' : 'Real'), base]);
}

/** Product of at least one operand; one constant factor stands first, zero absorbs. */
export function mul(operands: readonly Term[]): Term {
  const sort = numericSort('*', operands);
  let constant = ONE;
  const rest: Term[] = [];
  for (const operand of flatten('*', operands)) {
    if (operand.kind === 'number') constant = constant.mul(operand.value);
    else rest.push(operand);
  }
  if (sign(constant) === 0 || rest.length === 0) return num(constant, sort);
  if (!constant.equals(ONE)) rest.unshift(num(constant, sort));
  return rest.length === 1 ? rest[0]! : node('*', rest, sort);
}

/** `-term`. */
export function neg(term: Term): Term {
  return scaled(MINUS_ONE, term);
}

/** `left - right`. */
export function sub(left: Term, right: Term): Term {
  return add([left, neg(right)]);
}

/** Real division. By the literal zero it stays as it is: an arbitrary value. */
export function div(left: Term, right: Term): Term {
  needSort('/', 'Real', [left, right]);
  if (right.kind === 'number' && sign(right.value) !== 0) return scaled(right.value.inverse(), left);
  return node('/', [left, right], 'Real');
}

/** Euclidean quotient of integers. By the literal zero it stays as it is: an arbitrary value. */
export function idiv(left: Term, right: Term): Term {
  needSort('div', 'Int', [left, right]);
  if (right.kind === 'number' && sign(right.value) !== 0) {
    if (left.kind === 'number') return num(rational(quotient(left.value, right.value)), 'Int');
    if (right.value.abs().equals(ONE)) return mul([right, left]);
  }
  return node('div', [left, right], 'Int');
}

/** Euclidean remainder of integers, never negative. By the literal zero it stays as it is: an arbitrary value. */
export function mod(left: Term, right: Term): Term {
  needSort('mod', 'Int', [left, right]);
  if (right.kind === 'number' && sign(right.value) !== 0) {
    if (left.kind === 'number') {
      return num(left.value.sub(right.value.mul(rational(quotient(left.value, right.value)))), 'Int');
    }
    if (right.value.abs().equals(ONE)) return num(ZERO, 'Int');
  }
  return node('mod', [left, right], 'Int');
}

function quotient(left: Rational, right: Rational): bigint {
  return sign(right) > 0 ? floor(left.div(right)) : -floor(left.div(right.neg()));
}

/** An integer as a real; throws for a real. */
export function toReal(term: Term): Term {
  needSort('to_real', 'Int', [term]);
  return term.kind === 'number' ? num(term.value, 'Real') : node('to_real', [term], 'Real');
}

/** The greatest integer not above a real; throws for an integer. */
export function toInt(term: Term): Term {
  needSort('to_int', 'Real', [term]);
  if (term.kind === 'number') return num(rational(floor(term.value)), 'Int');
  if (term.kind === 'apply' && term.operator === 'to_real') return term.arguments[0]!;
  return node('to_int', [term], 'Int');
}

/** Equality of two terms of one sort; of formulas it is equivalence. */
export function eq(left: Term, right: Term): Term {
  if (left.sort === 'Bool') return iff(left, right);
  numericSort('=', [left, right]);
  const branched = overBranches('=', left, right);
  if (branched !== null) return branched;
  const distance = constantDistance(left, right);
  return distance === null ? node('=', [left, right], 'Bool') : bool(sign(distance) === 0);
}

/** `left < right`. */
export function lt(left: Term, right: Term): Term {
  return compared('<', left, right);
}

/** `left <= right`. */
export function le(left: Term, right: Term): Term {
  return compared('<=', left, right);
}

/** `left > right`, as `right < left`. */
export function gt(left: Term, right: Term): Term {
  return lt(right, left);
}

/** `left >= right`, as `right <= left`. */
export function ge(left: Term, right: Term): Term {
  return le(right, left);
}

function compared(operator: '<' | '<=', left: Term, right: Term): Term {
  numericSort(operator, [left, right]);
  const branched = overBranches(operator, left, right);
  if (branched !== null) return branched;
  const distance = constantDistance(left, right);
  if (distance === null) return node(operator, [left, right], 'Bool');
  return bool(operator === '<' ? sign(distance) > 0 : sign(distance) >= 0);
}

const known = new WeakMap<Term, Map<string, Term>>();

/**
 * A comparison of a choice between integers with a constant, as a choice between truth values: what an automaton's state
 * is at a step then needs no arithmetic. Each comparison is made once a term, so that shared terms stay shared.
 */
function overBranches(operator: '=' | '<' | '<=', left: Term, right: Term): Term | null {
  const [choice, constant] = left.kind === 'number' ? [right, left] : [left, right];
  if (constant.kind !== 'number' || !isChoice(choice)) return null;
  const key = `${left === choice ? 'l' : 'r'}${operator}${constant.value.toFraction()}`;
  let made = known.get(choice);
  if (made === undefined) known.set(choice, (made = new Map()));
  let term = made.get(key);
  if (term === undefined) {
    const [condition, yes, no] = (choice as Extract<Term, { kind: 'apply' }>).arguments as [Term, Term, Term];
    const at = (branch: Term) =>
      left === choice ? relation(operator, branch, right) : relation(operator, left, branch);
    made.set(key, (term = ite(condition, at(yes), at(no))));
  }
  return term;
}

function relation(operator: '=' | '<' | '<=', left: Term, right: Term): Term {
  return operator === '=' ? eq(left, right) : compared(operator, left, right);
}

const choices = new WeakMap<Term, boolean>();

/** Whether a term is a choice between integers that are constants, symbols or such choices. */
function isChoice(term: Term): boolean {
  if (term.kind !== 'apply' || term.operator !== 'ite' || term.sort !== 'Int') return false;
  let found = choices.get(term);
  if (found === undefined) {
    const [, yes, no] = term.arguments as [Term, Term, Term];
    const fits = (branch: Term) => branch.kind !== 'apply' || isChoice(branch);
    choices.set(term, (found = fits(yes) && fits(no)));
  }
  return found;
}

/** `right - left` where it is the same in every model, else null. */
function constantDistance(left: Term, right: Term): Rational | null {
  if (left === right) return ZERO;
  const distance = sub(right, left);
  return distance.kind === 'number' ? distance.value : null;
}

/** `if condition then yes else no`, of formulas or of numbers of one sort. */
export function ite(condition: Term, yes: Term, no: Term): Term {
  needSort('ite', 'Bool', [condition]);
  needSort('ite', yes.sort, [no]);
  if (condition.kind === 'boolean') return condition.value ? yes : no;
  if (yes === no) return yes;
  if (yes.sort === 'Bool') return formulaIte(condition, yes, no);
  if (yes.kind === 'number' && no.kind === 'number' && yes.value.equals(no.value)) return yes;
  if (condition.kind === 'apply' && condition.operator === 'not') {
    return node('ite', [condition.arguments[0]!, no, yes], yes.sort);
  }
  return node('ite', [condition, yes, no], yes.sort);
}

function formulaIte(condition: Term, yes: Term, no: Term): Term {
  if (yes === TRUE) return or([condition, no]);
  if (no === TRUE) return or([not(condition), yes]);
  if (yes === FALSE) return and([not(condition), no]);
  if (no === FALSE) return and([condition, yes]);
  return node('ite', [condition, yes, no], 'Bool');
}

/** The smaller of two numbers. */
export function min2(left: Term, right: Term): Term {
  return ite(le(left, right), left, right);
}

/** The larger of two numbers. */
export function max2(left: Term, right: Term): Term {
  return ite(le(left, right), right, left);
}

/** The absolute value. */
export function abs(term: Term): Term {
  const sort = numericSort('-', [term]);
  return ite(lt(term, num(ZERO, sort)), neg(term), term);
}
