import { rational } from '../exact/rational.ts';
import type { Operator, Symbol_, Term } from '../logic/term.ts';
import { postorder } from '../logic/traverse.ts';
import { Atoms, type Literal } from './atoms.ts';
import type { BaseOf, BaseVariable } from './base.ts';
import { BranchWork } from './branch_work.ts';
import { constant, Monomials, type Polynomial, scaled, sum, type Unknown } from './polynomial.ts';

/** A node, or (odd) its negation: `2 · node + (0 or 1)`. */
export type Ref = number;

/**
 * A formula's node. `choice` is `if condition then yes else no`; where it comes from a comparison of numbers that hang on
 * conditions, its branches are made when the condition is decided, so that a sum of many such numbers does not have to be
 * written out for all cases.
 */
export type Node =
  | { readonly kind: 'true' }
  | { readonly kind: 'atom'; readonly atom: number }
  | { readonly kind: 'and'; readonly of: readonly Ref[] }
  | { readonly kind: 'iff'; readonly left: Ref; readonly right: Ref }
  | {
      readonly kind: 'choice';
      readonly condition: Ref;
      yes: Ref | null;
      no: Ref | null;
      readonly later: Comparison | null;
    };

interface Comparison {
  readonly operator: '=' | '<' | '<=';
  readonly left: Term;
  readonly right: Term;
  /** Conditions, by node, that are settled on the way here. */
  readonly settled: ReadonlyMap<number, boolean>;
}

export const TRUE_REF: Ref = 0;
export const FALSE_REF: Ref = 1;

/** A term that the prover has no meaning for. */
export class Beyond extends Error {}

/** Products are written out as sums of products: of so many at most, of so many factors each. */
const MOST_PRODUCTS = 2_000;
const MOST_FACTORS = 100;

/** Terms as formulas over atoms; a shared term is one node. */
export class Formulas {
  readonly atoms: Atoms;
  readonly nodes: Node[] = [{ kind: 'true' }];
  /** The node of each atom. */
  readonly nodeOf: number[] = [];
  readonly #base: BaseOf;
  readonly #monomials = new Monomials();
  readonly #known = new Map<Term, Ref>();
  readonly #membership = new Map<Term, Ref[]>();
  readonly #opaque = new Map<Term, Unknown>();
  readonly #symbols = new Map<Symbol_, Unknown>();
  readonly work = new BranchWork();

  constructor(base: BaseOf, onAtom: (atom: number) => void) {
    this.#base = base;
    this.atoms = new Atoms((atom) => {
      this.nodeOf[atom] = this.nodes.push({ kind: 'atom', atom }) - 1;
      onAtom(atom);
    });
  }

  /** Whether some opaque term or product was met: what satisfies the atoms may then be no model. */
  get isExact(): boolean {
    return this.#opaque.size === 0 && this.#linear;
  }

  #linear = true;

  /** The unknown of a symbol, if it stands in some atom. */
  unknownOf(symbol: Symbol_): Unknown | undefined {
    return this.#symbols.get(symbol);
  }

  monomialOf(unknown: Unknown) {
    return this.#monomials.of([unknown]);
  }

  /** A formula's node. */
  of(formula: Term): Ref {
    const into = (term: Term) => term.sort === 'Bool' && !this.#known.has(term) && !isComparison(term);
    for (const term of postorder([formula], into)) {
      if (term.sort === 'Bool' && !this.#known.has(term)) this.#known.set(term, this.#made(term));
    }
    return this.#known.get(formula)!;
  }

  literal(literal: Literal): Ref {
    return 2 * this.nodeOf[literal >> 1]! + (literal & 1);
  }

  /** One branch of a choice, made now if it was not yet. */
  branch(choice: Extract<Node, { kind: 'choice' }>, holds: boolean): Ref {
    const known = holds ? choice.yes : choice.no;
    if (known !== null) return known;
    const { operator, left, right, settled } = choice.later!;
    const ref = this.#compared(
      operator,
      left,
      right,
      new Map([...settled, [choice.condition >> 1, holds !== odd(choice.condition)]]),
    );
    if (holds) choice.yes = ref;
    else choice.no = ref;
    return ref;
  }

  /** A formula and its negation stay beside each other: whoever evaluates in three values does not see that they clash. */
  and(refs: readonly Ref[]): Ref {
    const kept = new Set<Ref>();
    for (const ref of refs) {
      if (ref === FALSE_REF) return FALSE_REF;
      if (ref !== TRUE_REF) kept.add(ref);
    }
    if (kept.size === 0) return TRUE_REF;
    return kept.size === 1 ? [...kept][0]! : this.#node({ kind: 'and', of: [...kept] });
  }

  or(refs: readonly Ref[]): Ref {
    return this.and(refs.map((ref) => ref ^ 1)) ^ 1;
  }

  #node(node: Node): Ref {
    return 2 * (this.nodes.push(node) - 1);
  }

  #made(term: Term): Ref {
    if (term.kind === 'boolean') return term.value ? TRUE_REF : FALSE_REF;
    if (term.kind === 'symbol') {
      const base = this.#base(term.symbol);
      if (base.fixed !== undefined) return base.fixed ? TRUE_REF : FALSE_REF;
      return this.literal(this.atoms.bool(base));
    }
    if (term.kind !== 'apply') throw new Beyond('a quantifier');
    const args = () => term.arguments.map((argument) => this.#known.get(argument)!);
    switch (term.operator) {
      case 'not':
        return args()[0]! ^ 1;
      case 'and':
        return this.and(args());
      case 'or':
        return this.or(args());
      case '=>':
        return this.or([args()[0]! ^ 1, args()[1]!]);
      case 'ite':
        return this.#choice(...(args() as [Ref, Ref, Ref]));
      case '=':
      case '<':
      case '<=': {
        const [left, right] = term.arguments as [Term, Term];
        if (left.sort === 'Bool') return this.#iff(...(args() as [Ref, Ref]));
        return this.#comparison(term.operator, left, right);
      }
      default:
        throw new Beyond(`${term.operator} as a formula`);
    }
  }

  #iff(left: Ref, right: Ref): Ref {
    if (left <= 1) return right ^ left;
    if (right <= 1) return left ^ right;
    return this.#node({ kind: 'iff', left, right });
  }

  #choice(condition: Ref, yes: Ref, no: Ref): Ref {
    if (condition <= 1) return condition === TRUE_REF ? yes : no;
    if (yes === no) return yes;
    return this.#node({ kind: 'choice', condition, yes, no, later: null });
  }

  #comparison(operator: '=' | '<' | '<=', left: Term, right: Term): Ref {
    const enumeration = this.#enumerationOf(left) ?? this.#enumerationOf(right);
    if (enumeration === null) return this.#compared(operator, left, right, new Map());
    if (operator !== '=') throw new Beyond('an order of members');
    const a = this.#is(left, enumeration);
    const b = this.#is(right, enumeration);
    return this.or(enumeration.members.map((_, member) => this.and([a[member]!, b[member]!])));
  }

  #compared(operator: '=' | '<' | '<=', left: Term, right: Term, settled: ReadonlyMap<number, boolean>): Ref {
    const reading = new Reading(settled);
    const a = this.#polynomial(left, reading);
    const b = a === null ? null : this.#polynomial(right, reading);
    if (a === null || b === null) {
      const later: Comparison = { operator, left, right, settled };
      return this.#node({ kind: 'choice', condition: 2 * reading.open!, yes: null, no: null, later });
    }
    const difference = sum([a, scaled(b, rational(-1n))]);
    if (operator !== '=') return this.#atom(difference, operator === '<');
    return this.and([this.#atom(difference, false), this.#atom(scaled(difference, rational(-1n)), false)]);
  }

  #atom(polynomial: Polynomial, strict: boolean): Ref {
    const literal = this.atoms.atMostZero(polynomial, strict);
    return typeof literal === 'boolean' ? (literal ? TRUE_REF : FALSE_REF) : this.literal(literal);
  }

  /** A number as a polynomial; null where it hangs on a condition that is open, which `reading` then names. */
  #polynomial(term: Term, reading: Reading): Polynomial | null {
    const known = reading.known.get(term);
    if (known !== undefined) return known;
    this.work.note();
    const made = this.#read(term, reading);
    if (made !== null) reading.known.set(term, made);
    return made;
  }

  #read(term: Term, reading: Reading): Polynomial | null {
    if (term.kind === 'number') return constant(term.value);
    if (term.kind === 'symbol') return this.#monomials.unknown(this.#symbol(term.symbol));
    if (term.kind !== 'apply') throw new Beyond('a quantifier');
    switch (term.operator) {
      case 'to_real':
        return this.#polynomial(term.arguments[0]!, reading);
      case 'ite': {
        const [condition, yes, no] = term.arguments as [Term, Term, Term];
        const ref = this.of(condition);
        const holds = ref <= 1 ? ref === TRUE_REF : reading.holds(ref);
        return holds === null ? null : this.#polynomial(holds ? yes : no, reading);
      }
      case '+':
      case '*':
        return this.#combined(term.operator, term.arguments, reading);
      case '/':
      case 'div':
      case 'mod':
      case 'to_int':
        return this.#monomials.unknown(this.#opaqueOf(term));
      default:
        throw new Beyond(`${term.operator} of numbers`);
    }
  }

  #combined(operator: '+' | '*', operands: readonly Term[], reading: Reading): Polynomial | null {
    const read: Polynomial[] = [];
    for (const operand of operands) {
      const polynomial = this.#polynomial(operand, reading);
      if (polynomial === null) return null;
      read.push(polynomial);
    }
    if (operator === '+') return sum(read);
    const product = read.reduce((a, b) => {
      if (a.terms.size * b.terms.size > MOST_PRODUCTS) throw new Beyond('a product of long sums');
      const made = this.#monomials.product(a, b);
      if (degree(made) > MOST_FACTORS) throw new Beyond('a product of many factors');
      return made;
    });
    if ([...product.terms.keys()].some(({ factors }) => factors.length > 1)) this.#linear = false;
    return product;
  }

  #symbol(symbol: Symbol_): Unknown {
    let unknown = this.#symbols.get(symbol);
    if (unknown === undefined) {
      const base = this.#base(symbol);
      if (base.sort === 'enum') throw new Beyond('a member as a number');
      unknown = { key: base.key, whole: symbol.sort === 'Int', symbol: base.named ? symbol : null };
      this.#symbols.set(symbol, unknown);
    }
    return unknown;
  }

  #opaqueOf(term: Term): Unknown {
    let unknown = this.#opaque.get(term);
    if (unknown === undefined) {
      unknown = { key: `["~",${this.#opaque.size}]`, whole: term.sort === 'Int', symbol: null };
      this.#opaque.set(term, unknown);
    }
    return unknown;
  }

  /** The enumeration of which a term is a member; null for numbers. */
  #enumerationOf(term: Term): BaseVariable | null {
    const seen = new Set<Term>();
    const stack = [term];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (next.kind === 'symbol') {
        const base = this.#base(next.symbol);
        if (base.sort === 'enum') return base;
      } else if (next.kind === 'apply' && next.operator === ('ite' satisfies Operator))
        stack.push(...next.arguments.slice(1));
    }
    return null;
  }

  /** Of each member whether the term is it. */
  #is(term: Term, { members }: BaseVariable): Ref[] {
    for (const part of postorder([term], (inner) => inner.kind === 'apply')) {
      if (part.sort !== 'Int' || this.#membership.has(part)) continue;
      if (part.kind === 'number')
        this.#membership.set(
          part,
          members.map((_, at) => (part.value.equals(BigInt(at)) ? TRUE_REF : FALSE_REF)),
        );
      else if (part.kind === 'symbol') {
        const base = this.#base(part.symbol);
        if (base.sort === 'enum')
          this.#membership.set(
            part,
            this.atoms.members(base).map((each) => this.literal(each)),
          );
      } else if (part.kind === 'apply' && part.operator === 'ite') {
        const [condition, yes, no] = part.arguments as [Term, Term, Term];
        const [a, b] = [this.#membership.get(yes), this.#membership.get(no)];
        if (a === undefined || b === undefined) continue;
        const ref = this.of(condition);
        this.#membership.set(
          part,
          members.map((_, at) => this.#choice(ref, a[at] ?? FALSE_REF, b[at] ?? FALSE_REF)),
        );
      }
    }
    const found = this.#membership.get(term);
    if (found === undefined) throw new Beyond('a member that is computed');
    return found;
  }
}

/** One pass over the terms of a comparison, under conditions that are settled. */
class Reading {
  readonly known = new Map<Term, Polynomial>();
  /** The condition, by node, on which it hangs. */
  open: number | null = null;
  readonly #settled: ReadonlyMap<number, boolean>;

  constructor(settled: ReadonlyMap<number, boolean>) {
    this.#settled = settled;
  }

  holds(ref: Ref): boolean | null {
    const holds = this.#settled.get(ref >> 1);
    if (holds === undefined) {
      this.open = ref >> 1;
      return null;
    }
    return holds !== odd(ref);
  }
}

function degree({ terms }: Polynomial): number {
  return [...terms.keys()].reduce((most, { factors }) => Math.max(most, factors.length), 0);
}

function isComparison(term: Term): boolean {
  return term.kind === 'apply' && term.arguments[0]!.sort !== 'Bool';
}

function odd(ref: Ref): boolean {
  return (ref & 1) === 1;
}
