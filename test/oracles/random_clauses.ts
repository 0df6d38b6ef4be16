import {
  binary,
  COLOURS,
  type Expr,
  literal,
  member,
  not,
  type Operator,
  type Type,
  type TypeName,
  truth,
} from './description.ts';
import type { Draw } from './draw.ts';

/**
 * Something to speak of. An int that is not `bounded` may be any integer: it is compared with constants and bounded ints only,
 * which keeps the brute force exact (see `domain.ts`).
 */
export interface Term {
  readonly expr: Expr;
  readonly type: TypeName;
  readonly bounded: boolean;
}

const COMPARISONS: readonly Operator[] = ['==', '!=', '<', '<=', '>', '>=', '<=', '>=', '=='];

export const INT_RANGES: readonly (readonly [number, number])[] = [
  [0, 1],
  [0, 2],
  [0, 2],
  [0, 3],
  [-1, 1],
  [1, 3],
  [1, 2],
];

export function randomType(draw: Draw): Type {
  const roll = draw.int(1, 100);
  if (roll <= 50) return { kind: 'bool' };
  if (roll <= 62) return { kind: 'enum' };
  const [low, high] = draw.pick(INT_RANGES);
  return { kind: 'int', low: literal(low), high: literal(high) };
}

/** A Boolean expression over the terms. `partial`: divisions may occur. */
export function randomFormula(draw: Draw, terms: readonly Term[], depth: number, partial: boolean): Expr {
  if (terms.length === 0) return truth(draw.chance(80));
  if (depth === 0 || draw.chance(35)) return randomAtom(draw, draw.pick(terms), terms, partial);
  const operator = draw.pick<Operator | 'not' | 'if'>(['and', 'or', 'or', '=>', '=>', '=>', '<=>', 'not', 'if']);
  const next = () => randomFormula(draw, terms, depth - 1, partial);
  if (operator === 'not') return not(next());
  if (operator === 'if') return { kind: 'if', condition: next(), yes: next(), no: next() };
  return binary(operator, next(), next());
}

/** A comparison, or a Boolean term or its negation, that speaks of `term`. */
export function randomAtom(draw: Draw, term: Term, terms: readonly Term[], partial: boolean): Expr {
  switch (term.type) {
    case 'bool':
      return draw.chance(60) ? term.expr : not(term.expr);
    case 'enum':
      return enumAtom(draw, term, terms);
    case 'int':
      return term.bounded ? boundedAtom(draw, term, terms, partial) : openAtom(draw, term, terms);
  }
}

function enumAtom(draw: Draw, term: Term, terms: readonly Term[]): Expr {
  const others = terms.filter((t) => t.type === 'enum' && t !== term);
  const right = others.length > 0 && draw.chance(40) ? draw.pick(others).expr : member(draw.int(0, COLOURS.length - 1));
  return binary(draw.chance(65) ? '==' : '!=', term.expr, right);
}

function boundedInts(terms: readonly Term[]): readonly Term[] {
  return terms.filter((t) => t.type === 'int' && t.bounded);
}

/** `u ⋈ k`, `u + 1 ⋈ k` or `u ⋈ b`. */
function openAtom(draw: Draw, term: Term, terms: readonly Term[]): Expr {
  const bounded = boundedInts(terms);
  const right = bounded.length > 0 && draw.chance(35) ? draw.pick(bounded).expr : literal(draw.int(-1, 3));
  return binary(draw.pick(COMPARISONS), term.expr, right);
}

function boundedAtom(draw: Draw, term: Term, terms: readonly Term[], partial: boolean): Expr {
  const others = boundedInts(terms).filter((t) => t !== term);
  if (partial && draw.chance(45)) return partialAtom(draw, term, others);
  if (others.length === 0 || draw.chance(45))
    return binary(draw.pick(COMPARISONS), term.expr, literal(draw.int(-1, 3)));
  const other = draw.pick(others).expr;
  if (draw.chance(55)) return binary(draw.pick(COMPARISONS), term.expr, other);
  const operator = draw.pick<Operator>(['+', '-', '+', '*', 'min', 'max']);
  const third = draw.chance(50) ? literal(draw.int(0, 2)) : draw.pick(others).expr;
  return binary(draw.pick(COMPARISONS), term.expr, binary(operator, other, third));
}

function partialAtom(draw: Draw, term: Term, others: readonly Term[]): Expr {
  const divisor = others.length > 0 && draw.chance(75) ? draw.pick(others).expr : literal(draw.pick([2, 3, -2]));
  const quotient = binary(draw.pick<Operator>(['div', 'mod', '/']), term.expr, divisor);
  const atom = binary(draw.pick<Operator>(['<=', '>=', '==', '<']), quotient, literal(draw.int(-1, 2)));
  if (divisor.kind !== 'value' && draw.chance(50))
    return binary(draw.pick<Operator>(['and', '=>']), binary('!=', divisor, literal(0)), atom);
  return atom;
}

/** A value of the type out of the terms: a term, a constant, `u + 1`, or a condition. */
export function randomValue(
  draw: Draw,
  type: TypeName,
  terms: readonly Term[],
): { readonly expr: Expr; readonly bounded: boolean } {
  const same = terms.filter((t) => t.type === type);
  if (type === 'bool' && (same.length === 0 || draw.chance(30)))
    return { expr: randomFormula(draw, terms, 1, false), bounded: true };
  if (same.length === 0 || draw.chance(12)) return { expr: constantOf(draw, type), bounded: true };
  const term = draw.pick(same);
  if (type === 'int' && draw.chance(25)) {
    return { expr: binary(draw.pick<Operator>(['+', '-']), term.expr, literal(1)), bounded: term.bounded };
  }
  const bools = terms.filter((t) => t.type === 'bool');
  if (bools.length > 0 && draw.chance(12)) {
    return {
      expr: { kind: 'if', condition: draw.pick(bools).expr, yes: term.expr, no: constantOf(draw, type) },
      bounded: term.bounded,
    };
  }
  return { expr: term.expr, bounded: term.bounded };
}

export function constantOf(draw: Draw, type: TypeName): Expr {
  if (type === 'bool') return truth(draw.chance(50));
  return type === 'enum' ? member(draw.int(0, COLOURS.length - 1)) : literal(draw.int(0, 3));
}
