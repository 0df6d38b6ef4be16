import { ceil, floor, ONE, type Rational, rational, sign, ZERO } from '../exact/rational.ts';
import { remembered } from '../model/memo.ts';

/** A polynomial: coefficients, never zero, by product; a product is the JSON text of its sorted unknowns. */
export type Poly = ReadonlyMap<string, Rational>;

/** The product of nothing: what stands by it is the constant. */
const NOTHING = '[]';
export const MINUS_ONE = rational(-1n);

export const constant = (value: Rational): Poly => new Map(sign(value) === 0 ? [] : [[NOTHING, value]]);

/** The value of a polynomial without unknowns, else null. */
export const valueOf = (poly: Poly): Rational | null =>
  poly.size === 0 ? ZERO : poly.size === 1 ? (poly.get(NOTHING) ?? null) : null;

/** `left + factor * right`. */
export function plus(left: Poly, right: Poly, factor: Rational = ONE): Poly {
  const sum = new Map(left);
  for (const [product, coefficient] of right) {
    const total = coefficient.mul(factor).add(sum.get(product) ?? ZERO);
    if (sign(total) === 0) sum.delete(product);
    else sum.set(product, total);
  }
  return sum;
}

/** The product of two polynomials, multiplied out; null where that is too large. */
export function times(left: Poly, right: Poly): Poly | null {
  const joined = (a: string, b: string) => {
    const unknowns = [...JSON.parse(a), ...JSON.parse(b)].map((unknown) => JSON.stringify(unknown));
    return `[${unknowns.sort().join()}]`;
  };
  const terms =
    left.size * right.size > 2_000
      ? null
      : [...left].flatMap(([a, x]) => [...right].map(([b, y]) => [joined(a, b), x.mul(y)] as const));
  return terms === null ? null : terms.reduce<Poly>((sum, term) => plus(sum, new Map([term])), new Map());
}

/**
 * `poly <= 0` (or `< 0`) in its one form; `form` is the text of all but the constant, which is `-limit`. If all unknowns are
 * whole, coefficients are coprime integers, the limit is whole and nothing is strict; else the first coefficient is 1 or -1.
 */
export interface Row {
  readonly form: string;
  readonly poly: Poly;
  readonly limit: Rational;
  readonly strict: boolean;
  readonly whole: boolean;
}

/** `poly <= 0` (or `< 0`) as a row; a truth value where no unknown is left. */
export function rowOf(poly: Poly, strict: boolean, isInt: (product: string) => boolean): Row | boolean {
  const bound = (poly.get(NOTHING) ?? ZERO).neg();
  const sorted = [...poly].filter(([product]) => product !== NOTHING).sort(([a], [b]) => (a < b ? -1 : 1));
  if (sorted.length === 0) return sign(bound) > (strict ? 0 : -1);
  const whole = sorted.every(([product]) => isInt(product));
  const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
  const [n, d] = sorted.reduce(([n, d], [, { n: m, d: e }]) => [gcd(n, m), (d / gcd(d, e)) * e], [0n, 1n]);
  const size = whole ? rational(n, d) : sorted[0]![1].abs();
  const terms = new Map(sorted.map(([product, coefficient]) => [product, coefficient.div(size)]));
  const exact = bound.div(size);
  const limit = whole ? rational(strict ? ceil(exact) - 1n : floor(exact)) : exact;
  const form = [...terms].map(([product, coefficient]) => `${coefficient.toFraction()} ${product}`).join(' ');
  return { form, poly: plus(terms, constant(limit), MINUS_ONE), limit, strict: strict && !whole, whole };
}

const opposites = new WeakMap<Row, Row>();

/** What is true where the row is not. */
const negated = (row: Row): Row =>
  remembered(opposites, row, () => rowOf(plus(new Map(), row.poly, MINUS_ONE), !row.strict, () => row.whole) as Row);

/** What holds on a branch of a proof: a row, or that an unknown Boolean, or `unknown is member`, has a value. */
export type Literal =
  | { readonly row: Row }
  | { readonly row: null; readonly unknown: string; readonly member: string | null; readonly value: boolean };

export const opposite = (literal: Literal): Literal =>
  literal.row === null ? { ...literal, value: !literal.value } : { row: negated(literal.row) };

/** The literals on the way from the root of a proof to where one stands, and what they decide. */
export class Path {
  readonly literals: Literal[] = [];
  /** The strongest that is known of one thing, and what was known before. */
  readonly #known = new Map<string, readonly Literal[]>();
  /** Positions of literals that contradict those before. */
  clashes: readonly number[] = [];
  /** Another number each time that the path changes. */
  version = 0;
  /** How often anything was looked up that a path can change; and what was not decided first, since all was forgotten. */
  consulted = 0;
  asked: Literal | null = null;

  push(literal: Literal): void {
    const known = this.#known.get(keyOf(literal)) ?? [];
    const before = this.#decides(literal);
    if (before === false) this.clashes = [...this.clashes, this.literals.length];
    this.#known.set(keyOf(literal), [...known, before === true && literal.row !== null ? known.at(-1)! : literal]);
    this.literals.push(literal);
    this.version += 1;
  }

  /** Takes back all literals from a position on. */
  backTo(length: number): void {
    for (const literal of this.literals.splice(length))
      this.#known.set(keyOf(literal), this.#known.get(keyOf(literal))!.slice(0, -1));
    this.clashes = this.clashes.filter((position) => position < length);
    this.version += 1;
  }

  /** Whether a literal holds; null where the path does not decide it. */
  decides(literal: Literal): boolean | null {
    this.consulted += 1;
    const known = this.#decides(literal);
    if (known === null) this.asked ??= literal;
    return known;
  }

  #decides(literal: Literal): boolean | null {
    if (literal.row !== null) return this.#implies(literal.row) || (this.#implies(negated(literal.row)) ? false : null);
    const { member, value } = literal;
    const last = (key: string) => this.#known.get(key)?.at(-1) as typeof literal | undefined;
    const found = last(keyOf({ ...literal, value: true })) ?? last(keyOf({ ...literal, value: false }));
    // An enumeration has one member only.
    const holds = found?.value === true ? found.member === member : false;
    return found === undefined ? null : holds === value;
  }

  #implies(row: Row): boolean {
    const known = this.#known.get(row.form)?.at(-1)?.row;
    const distance = known?.limit.compare(row.limit) ?? 1;
    return distance < 0 || (distance === 0 && (known!.strict || !row.strict));
  }
}

function keyOf(literal: Literal): string {
  if (literal.row !== null) return literal.row.form;
  return literal.member === null || literal.value ? literal.unknown : `${literal.unknown} ${literal.member}`;
}
