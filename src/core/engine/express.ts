import type { Cell } from '../encode/transition.ts';
import { isWhole, type Rational, rational } from '../exact/rational.ts';
import { postorder } from '../logic/build.ts';
import type { Symbol_, Term } from '../logic/term.ts';
import * as build from '../model/build.ts';
import type { Expr, Sort } from '../model/model.ts';
import type { Span } from '../text/source.ts';

/**
 * A term over cells as an expression over what the cells stand for, so that it can be asked about any step. A member of an
 * enumeration is its number there. Null where something has no expression: a division by no constant, a quantifier.
 */
export function expressed(term: Term, cells: ReadonlyMap<Symbol_, Cell>, span: Span): Expr | null {
  const made = new Map<Term, Expr>();
  const expressing = new Expressing(cells, made, span);
  for (const part of postorder([term])) {
    const expr = expressing.of(part);
    if (expr === null) return null;
    made.set(part, expr);
  }
  return made.get(term)!;
}

class Expressing {
  readonly #cells: ReadonlyMap<Symbol_, Cell>;
  readonly #made: ReadonlyMap<Term, Expr>;
  readonly #span: Span;

  constructor(cells: ReadonlyMap<Symbol_, Cell>, made: ReadonlyMap<Term, Expr>, span: Span) {
    this.#cells = cells;
    this.#made = made;
    this.#span = span;
  }

  of(term: Term): Expr | null {
    switch (term.kind) {
      case 'boolean':
        return build.bool(term.value);
      case 'number':
        return numeral(term.value, term.sort);
      case 'symbol': {
        const cell = this.#cells.get(term.symbol);
        return cell === undefined ? null : numbered(cell.expr);
      }
      case 'apply':
        return this.#comparedMember(term) ?? this.#applied(term);
      case 'forall':
      case 'exists':
        return null;
    }
  }

  /** A comparison of an enumeration's number with a constant: which members fit. */
  #comparedMember(term: Extract<Term, { kind: 'apply' }>): Expr | null {
    const [left, right] = term.arguments as [Term, Term];
    if (!['=', '<', '<='].includes(term.operator)) return null;
    const member = this.#enumeration(left) ?? this.#enumeration(right);
    const constant = left.kind === 'number' ? left : right;
    if (member === null || constant?.kind !== 'number') return null;
    const fits = (at: Rational) => {
      const [a, b] = left.kind === 'number' ? [constant.value, at] : [at, constant.value];
      const order = a.compare(b);
      return term.operator === '=' ? order === 0 : term.operator === '<' ? order < 0 : order <= 0;
    };
    const { sort } = member;
    const chosen = sort.members.filter((_, at) => fits(rational(BigInt(at))));
    return build.or(chosen.map((value) => build.eq(member.expr, { kind: 'literal', sort, value })));
  }

  #enumeration(term: Term | undefined): { expr: Expr; sort: Extract<Sort, { kind: 'enum' }> } | null {
    const expr = term?.kind === 'symbol' ? this.#cells.get(term.symbol)?.expr : undefined;
    return expr?.sort.kind === 'enum' ? { expr, sort: expr.sort } : null;
  }

  #applied(term: Extract<Term, { kind: 'apply' }>): Expr | null {
    const operands = term.arguments.map((operand) => this.#made.get(operand)!);
    const [a, b, c] = operands as [Expr, Expr, Expr];
    switch (term.operator) {
      case 'not':
        return build.not(a);
      case 'and':
        return build.and(operands);
      case 'or':
        return build.or(operands);
      case '=>':
        return build.implies(a, b);
      case '=':
        return a.sort.kind === 'bool' ? build.iff(a, b) : build.eq(a, b);
      case '<':
        return build.lt(a, b);
      case '<=':
        return build.le(a, b);
      case '+':
        return build.add(a.sort, operands, null);
      case '-':
        return build.sub(a, b);
      case '*':
        return build.mul(a.sort, operands, null);
      case 'ite':
        return build.choose(a, b, c);
      case 'to_real':
        return build.toReal(a, rational(1n));
      case 'div':
      case 'mod':
        if (b.kind !== 'literal' || build.sameValue(b.value, rational(0n))) return null;
        return build.euclidean(term.operator === 'mod' ? 'mod' : 'idiv', a, b, this.#span);
      case '/':
      case 'to_int':
        return null;
    }
  }
}

function numeral(value: Rational, sort: 'Int' | 'Real'): Expr | null {
  if (sort === 'Int' && !isWhole(value)) return null;
  return { kind: 'literal', sort: sort === 'Int' ? build.INT : build.REAL, value };
}

/** The expression itself; of an enumeration the number of its member. */
function numbered(expr: Expr): Expr {
  const { sort } = expr;
  if (sort.kind !== 'enum') return expr;
  const member = (value: string): Expr => ({ kind: 'literal', sort, value });
  const last = build.int(BigInt(sort.members.length - 1));
  return sort.members
    .slice(0, -1)
    .reduceRight<Expr>(
      (rest, value, at) => build.choose(build.eq(expr, member(value)), build.int(BigInt(at)), rest),
      last,
    );
}
