import { add, div, eq, idiv, ite, le, lt, mod, mul, sub, toInt, toReal } from './arithmetic.ts';
import { and, exists, forall, implies, not, or } from './boolean.ts';
import type { Operator, Symbol_, Term } from './term.ts';
import { postorder } from './traverse.ts';

const freeSymbols = new WeakMap<Term, ReadonlySet<Symbol_>>();

/** The symbols that occur free in a term. */
export function symbolsOf(term: Term): ReadonlySet<Symbol_> {
  const known = freeSymbols.get(term);
  if (known !== undefined) return known;
  const found = new Set<Symbol_>();
  for (const part of postorder([term], (inner) => !isQuantified(inner))) {
    if (part.kind === 'symbol') found.add(part.symbol);
    if (isQuantified(part)) for (const symbol of outerSymbols(part)) found.add(symbol);
  }
  freeSymbols.set(term, found);
  return found;
}

type Quantified = Extract<Term, { kind: 'forall' | 'exists' }>;

function isQuantified(term: Term): term is Quantified {
  return term.kind === 'forall' || term.kind === 'exists';
}

function outerSymbols(term: Quantified): readonly Symbol_[] {
  return [...symbolsOf(term.body)].filter((symbol) => !term.bound.includes(symbol));
}

/**
 * The term with free symbols replaced, simplified on the way; shared subterms stay shared.
 * Throws where a quantifier would capture a symbol of a replacement, or a replacement has another sort.
 */
export function substitute(term: Term, replacements: ReadonlyMap<Symbol_, Term>): Term {
  const result = new Map<Term, Term>();
  for (const part of postorder([term], (inner) => !isQuantified(inner)))
    result.set(part, replaced(part, result, replacements));
  return result.get(term)!;
}

function replaced(term: Term, done: ReadonlyMap<Term, Term>, replacements: ReadonlyMap<Symbol_, Term>): Term {
  switch (term.kind) {
    case 'boolean':
    case 'number':
      return term;
    case 'symbol':
      return replacement(term, replacements);
    case 'apply': {
      const args = term.arguments.map((argument) => done.get(argument)!);
      return args.every((argument, i) => argument === term.arguments[i]) ? term : apply(term.operator, args);
    }
    case 'forall':
    case 'exists':
      return underQuantifier(term, replacements);
  }
}

function replacement(term: Extract<Term, { kind: 'symbol' }>, replacements: ReadonlyMap<Symbol_, Term>): Term {
  const found = replacements.get(term.symbol) ?? term;
  if (found.sort !== term.sort) throw new Error(`ill-sorted term: ${found.sort} put for ${term.symbol.name}`);
  return found;
}

function underQuantifier(term: Quantified, replacements: ReadonlyMap<Symbol_, Term>): Term {
  const inside = outerSymbols(term).flatMap((symbol) => {
    const put = replacements.get(symbol);
    return put === undefined ? [] : [[symbol, put] as const];
  });
  for (const [symbol, put] of inside) {
    if (term.bound.some((bound) => symbolsOf(put).has(bound)))
      throw new Error(`capture while replacing ${symbol.name}`);
  }
  if (inside.length === 0) return term;
  const body = substitute(term.body, new Map(inside));
  return term.kind === 'forall' ? forall(term.bound, body) : exists(term.bound, body);
}

/** The simplifying constructor of an operator, over operands in the order in which SMT-LIB has them. */
export function apply(operator: Operator, args: readonly Term[]): Term {
  const [a, b, c] = args as readonly [Term, Term, Term];
  switch (operator) {
    case 'not':
      return not(a);
    case 'and':
      return and(args);
    case 'or':
      return or(args);
    case '=>':
      return implies(a, b);
    case '=':
      return eq(a, b);
    case '<':
      return lt(a, b);
    case '<=':
      return le(a, b);
    case '+':
      return add(args);
    case '-':
      return sub(a, b);
    case '*':
      return mul(args);
    case '/':
      return div(a, b);
    case 'div':
      return idiv(a, b);
    case 'mod':
      return mod(a, b);
    case 'ite':
      return ite(a, b, c);
    case 'to_real':
      return toReal(a);
    case 'to_int':
      return toInt(a);
  }
}
