import { ONE, type Rational, rational, ZERO } from '../exact/rational.ts';
import * as logic from '../logic/build.ts';
import type { Symbol_, Term } from '../logic/term.ts';
import { type Known, overKnown } from './known_terms.ts';

/**
 * Guesses at how the chosen symbols could be chosen, as terms over the others: each is a strategy that one query without
 * quantifiers can confirm. Symbols are eliminated one after the other: a symbol's candidates are the bounds that the
 * clauses put on it once the symbols before it have theirs. At most `most` combinations. Where only some symbols are
 * `known` when the choice is made, all guesses are over these.
 */
export function candidatesFor(
  chosen: readonly Symbol_[],
  kept: readonly Term[],
  most: number,
  known: Known | null = null,
): ReadonlyMap<Symbol_, Term>[] {
  let partial: ReadonlyMap<Symbol_, Term>[] = [new Map()];
  const each = Math.max(2, nthRoot(most, chosen.length));
  for (const symbol of ordered(chosen, kept)) {
    const later = new Set(chosen);
    partial = partial.flatMap((assignment) => {
      const clauses = kept.map((term) => logic.substitute(term, assignment));
      for (const done of assignment.keys()) later.delete(done);
      later.delete(symbol);
      return candidatesOf(symbol, clauses, later, each, known).map((term) => new Map([...assignment, [symbol, term]]));
    });
    partial = partial.slice(0, most);
  }
  return partial;
}

/** Symbols that definitions fix first come last: their bounds speak of the others. Here: fewest occurrences in equations last. */
function ordered(chosen: readonly Symbol_[], kept: readonly Term[]): readonly Symbol_[] {
  const weight = (symbol: Symbol_) => kept.filter((term) => logic.symbolsOf(term).has(symbol)).length;
  return [...chosen].sort((a, b) => weight(b) - weight(a));
}

function nthRoot(most: number, n: number): number {
  let root = 1;
  if (n === 0) return root;
  while ((root + 1) ** n <= most) root += 1;
  return Math.min(root, 12);
}

function candidatesOf(
  symbol: Symbol_,
  clauses: readonly Term[],
  later: ReadonlySet<Symbol_>,
  most: number,
  known: Known | null,
): Term[] {
  if (symbol.sort === 'Bool') return [logic.bool(true), logic.bool(false)];
  const bounds = distinct(clauses.flatMap((clause) => boundsOn(symbol, clause, later)));
  const plain = [...bounds.map(({ term }) => term), logic.num(ZERO, symbol.sort)];
  const near = bounds.flatMap(({ term }) => [shifted(term, ONE), shifted(term, ONE.neg())]);
  const firm = bounds.filter(({ tight }) => tight).map(({ term }) => term);
  const between = symbol.sort === 'Real' ? midpoints(bounds.map(({ term }) => term)) : [];
  const guesses = distinctTerms([...firm, ...clamped(symbol, bounds), ...plain, ...between, ...near]);
  if (known === null) return guesses.slice(0, most);
  const around = (other: Symbol_, away: ReadonlySet<Symbol_>) =>
    distinct(known.clauses.flatMap((clause) => boundsOn(other, clause, away))).map(({ term }) => term);
  return distinctTerms(guesses.flatMap((guess) => overKnown(guess, known, new Set([...later, symbol]), around))).slice(
    0,
    most,
  );
}

/** The least of the upper and the greatest of the lower bounds: right where all bounds hold without condition. */
function clamped(symbol: Symbol_, bounds: readonly Bound[]): Term[] {
  const side = (kind: Bound['side'], pick: (a: Term, b: Term) => Term) => {
    const terms = bounds.filter((bound) => bound.side === kind || bound.side === 'both').map(({ term }) => term);
    return terms.length < 2 || terms.length > 6 ? [] : [terms.reduce((a, b) => pick(a, b))];
  };
  const uppers = side('upper', logic.min2);
  const lowers = side('lower', logic.max2);
  const middle =
    uppers.length > 0 && lowers.length > 0 && symbol.sort === 'Real' ? midpoints([uppers[0]!, lowers[0]!]) : [];
  return [...uppers, ...lowers, ...middle];
}

interface Bound {
  readonly term: Term;
  readonly side: 'lower' | 'upper' | 'both';
  /** An equation. */
  readonly tight: boolean;
}

/** What comparisons inside a clause compare the symbol with, solved for it where it occurs linearly with a constant factor. */
function boundsOn(symbol: Symbol_, clause: Term, later: ReadonlySet<Symbol_>): Bound[] {
  if (!logic.symbolsOf(clause).has(symbol)) return [];
  const bounds: Bound[] = [];
  for (const node of logic.postorder([clause])) {
    if (node.kind !== 'apply' || !['<', '<=', '='].includes(node.operator)) continue;
    const [left, right] = node.arguments as [Term, Term];
    if (left.sort === 'Bool' || !logic.symbolsOf(node).has(symbol)) continue;
    const solved = solve(symbol, left, right);
    if (solved === null || [...logic.symbolsOf(solved.term)].some((other) => later.has(other))) continue;
    bounds.push({
      term: solved.term,
      side: node.operator === '=' ? 'both' : solved.positive ? 'upper' : 'lower',
      tight: node.operator === '=',
    });
  }
  return bounds;
}

/** `left ~ right` as `symbol ~ term`; `positive` says that the symbol stands on the left after division by a positive factor. */
function solve(symbol: Symbol_, left: Term, right: Term): { term: Term; positive: boolean } | null {
  const difference = minus(linear(symbol, left), linear(symbol, right));
  if (difference === null || difference.factor.compare(ZERO) === 0) return null;
  const { factor, rest } = difference;
  const term = scaled(rest, ONE.neg().div(factor), symbol.sort === 'Int' ? 'Int' : 'Real');
  return term === null ? null : { term, positive: factor.compare(ZERO) > 0 };
}

interface Linear {
  readonly factor: Rational;
  readonly rest: readonly Term[];
}

/** `factor * symbol + Σ rest`, or null where the symbol occurs in another way. */
function linear(symbol: Symbol_, term: Term): Linear | null {
  if (term.kind === 'symbol')
    return term.symbol === symbol ? { factor: ONE, rest: [] } : { factor: ZERO, rest: [term] };
  if (!logic.symbolsOf(term).has(symbol)) return { factor: ZERO, rest: [term] };
  if (term.kind !== 'apply') return null;
  if (term.operator === 'to_real') return throughToReal(symbol, term.arguments[0]!);
  if (term.operator === '+') return sum(term.arguments.map((argument) => linear(symbol, argument)));
  if (term.operator === '-') {
    const [first, ...others] = term.arguments.map((argument) => linear(symbol, argument));
    return others.length === 0
      ? minus({ factor: ZERO, rest: [] }, first!)
      : others.reduce((a, b) => minus(a, b!), first!);
  }
  if (term.operator !== '*') return null;
  const numbers = term.arguments.filter((argument) => argument.kind === 'number');
  const others = term.arguments.filter((argument) => argument.kind !== 'number');
  const inner = others.length === 1 ? linear(symbol, others[0]!) : null;
  if (inner === null) return null;
  const factor = numbers.reduce(
    (product, number) => (number.kind === 'number' ? product.mul(number.value) : product),
    ONE,
  );
  return times(inner, factor);
}

function throughToReal(symbol: Symbol_, inside: Term): Linear | null {
  const inner = linear(symbol, inside);
  return inner === null ? null : { factor: inner.factor, rest: inner.rest.map(asReal) };
}

function sum(parts: readonly (Linear | null)[]): Linear | null {
  return parts.reduce(
    (total, part) =>
      total === null || part === null
        ? null
        : { factor: total.factor.add(part.factor), rest: [...total.rest, ...part.rest] },
    { factor: ZERO, rest: [] } as Linear | null,
  );
}

function minus(left: Linear | null, right: Linear | null): Linear | null {
  return right === null ? null : sum([left, times(right, ONE.neg())]);
}

function times(linear: Linear, factor: Rational): Linear | null {
  const rest = linear.rest.map((term) => scaled([term], factor, term.sort === 'Int' ? 'Int' : 'Real'));
  return rest.includes(null) ? null : { factor: linear.factor.mul(factor), rest: rest as Term[] };
}

/** `factor * Σ terms` in the sort; for whole numbers rounded down where the factor is a fraction. Null where sorts do not fit. */
function scaled(terms: readonly Term[], factor: Rational, sort: 'Int' | 'Real'): Term | null {
  if (terms.length === 0) return logic.num(ZERO, sort);
  const mixed = terms.some((term) => term.sort === 'Real');
  if (sort === 'Int' && !mixed && factor.d === 1n) return logic.mul([logic.num(factor, 'Int'), logic.add([...terms])]);
  const real = logic.mul([logic.num(factor, 'Real'), logic.add(terms.map(asReal))]);
  return sort === 'Int' ? logic.toInt(real) : real;
}

function asReal(term: Term): Term {
  return term.sort === 'Int' ? logic.toReal(term) : term;
}

function shifted(term: Term, by: Rational): Term {
  return logic.add([term, logic.num(by, term.sort === 'Int' ? 'Int' : 'Real')]);
}

function midpoints(terms: readonly Term[]): Term[] {
  const half = logic.num(rational(1n, 2n), 'Real');
  return terms.flatMap((a, at) => terms.slice(at + 1, at + 4).map((b) => logic.mul([half, logic.add([a, b])])));
}

function distinct(bounds: readonly Bound[]): Bound[] {
  return bounds.filter((bound, at) => bounds.findIndex((other) => sameTerm(other.term, bound.term)) === at);
}

function distinctTerms(terms: readonly Term[]): Term[] {
  return terms.filter((term, at) => terms.findIndex((other) => sameTerm(other, term)) === at);
}

function sameTerm(a: Term, b: Term): boolean {
  const equal = logic.eq(a, b);
  return equal.kind === 'boolean' && equal.value;
}
