import { ceil, floor, ONE, type Rational, rational, sign, ZERO } from '../exact/rational.ts';

/** A polynomial over unknowns: coefficients by product, none of them zero. A product is the JSON text of its sorted unknowns. */
export type Poly = ReadonlyMap<string, Rational>;

/** The product of nothing: what stands by it is the constant. */
const NOTHING = '[]';

export function constant(value: Rational): Poly {
  return new Map(sign(value) === 0 ? [] : [[NOTHING, value]]);
}

/** The value of a polynomial without unknowns, else null. */
export function valueOf(poly: Poly): Rational | null {
  return poly.size === 0 ? ZERO : poly.size === 1 ? (poly.get(NOTHING) ?? null) : null;
}

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
  if (left.size * right.size > 2_000) return null;
  let sum: Poly = new Map();
  for (const [a, x] of left) for (const [b, y] of right) sum = plus(sum, new Map([[joined(a, b), x.mul(y)]]));
  return sum;
}

function joined(left: string, right: string): string {
  const unknowns = [...JSON.parse(left), ...JSON.parse(right)].map((unknown) => JSON.stringify(unknown));
  return `[${unknowns.sort().join()}]`;
}

/**
 * `sign * form <= limit` (or `<`), where `form` has a positive first coefficient and no constant. If all its unknowns are
 * `whole`, its coefficients are coprime integers, the limit is whole and nothing is strict; else the first coefficient is 1.
 */
export interface Row {
  readonly form: string;
  readonly terms: readonly (readonly [string, Rational])[];
  readonly sign: 1 | -1;
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
  const first = sorted[0]![1];
  const size = whole ? measure(sorted.map(([, coefficient]) => coefficient)) : first.abs();
  const signed = sign(first) > 0 ? size : size.neg();
  const terms = sorted.map(([product, coefficient]) => [product, coefficient.div(signed)] as const);
  const exact = bound.div(size);
  const limit = whole ? rational(strict ? ceil(exact) - 1n : floor(exact)) : exact;
  const form = terms.map(([product, coefficient]) => `${coefficient.toFraction()} ${product}`).join(' ');
  return { form, terms, sign: sign(first) > 0 ? 1 : -1, limit, strict: strict && !whole, whole };
}

/** By what rationals have to be divided to be coprime integers. */
function measure(values: readonly Rational[]): Rational {
  const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
  const [n, d] = values.reduce(([n, d], value) => [gcd(n, value.n), (d / gcd(d, value.d)) * value.d], [0n, 1n]);
  return rational(n, d);
}

/** What is true where the row is not. */
export function negated(row: Row): Row {
  const limit = row.whole ? row.limit.neg().sub(ONE) : row.limit.neg();
  return { ...row, sign: row.sign === 1 ? -1 : 1, limit, strict: !row.strict && !row.whole };
}

/** Whether `row` follows from `known`, which bounds the same form from the same side. */
export function implies(known: Row, row: Row): boolean {
  const distance = known.limit.compare(row.limit);
  return distance < 0 || (distance === 0 && (known.strict || !row.strict));
}

/** Something that holds on a branch of a proof: a row, or that an unknown Boolean, or `unknown is member`, has a value. */
export type Literal =
  | { readonly row: Row }
  | { readonly row: null; readonly unknown: string; readonly member: string | null; readonly value: boolean };

export function opposite(literal: Literal): Literal {
  return literal.row === null ? { ...literal, value: !literal.value } : { row: negated(literal.row) };
}

/** The literals on the way from the root of a proof to where one stands, and what they decide. */
export class Path {
  readonly literals: Literal[] = [];
  /** Of what may be known of one thing the strongest, last. */
  readonly #known = new Map<string, Literal[]>();
  /** Another number each time that the path changes. */
  version = 0;
  /** How often anything was looked up that a path can change. */
  consulted = 0;
  /** What was looked up first, since all was forgotten, and not decided. */
  asked: Literal | null = null;

  forget(): void {
    this.version += 1;
    this.asked = null;
  }

  /** Positions of literals that contradict those before. */
  #clashes: readonly number[] = [];

  get isAbsurd(): boolean {
    return this.#clashes.length > 0;
  }

  push(literal: Literal): void {
    if (this.#decides(literal) === false) this.#clashes = [...this.#clashes, this.literals.length];
    const key = keyOf(literal);
    const known = this.#known.get(key) ?? [];
    const last = known.at(-1);
    const weaker = last?.row != null && literal.row !== null && implies(last.row, literal.row);
    this.#known.set(key, [...known, weaker ? last : literal]);
    this.literals.push(literal);
    this.version += 1;
  }

  /** Takes back all literals from a position on. */
  backTo(length: number): void {
    this.#clashes = this.#clashes.filter((position) => position < length);
    for (const literal of this.literals.splice(length)) {
      const key = keyOf(literal);
      this.#known.set(key, this.#known.get(key)!.slice(0, -1));
    }
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
    const { unknown, member, value } = literal;
    const known = this.#known.get(unknown)?.at(-1) as typeof literal | undefined;
    // An enumeration has one member only.
    if (member !== null && known !== undefined) return (known.member === member) === value;
    const found =
      member === null ? known : (this.#known.get(`${unknown} ${member}`)?.at(-1) as typeof literal | undefined);
    return found === undefined ? null : found.value === value;
  }

  #implies(row: Row): boolean {
    const known = this.#known.get(keyOf({ row }))?.at(-1);
    return known?.row != null && implies(known.row, row);
  }
}

function keyOf(literal: Literal): string {
  if (literal.row !== null) return `${literal.row.sign} ${literal.row.form}`;
  return literal.member === null || literal.value ? literal.unknown : `${literal.unknown} ${literal.member}`;
}

/** The sum of rows, each taken a positive number of times, as `poly <= 0` (or `< 0`). */
export function combined(rows: readonly (readonly [Rational, Row])[]): readonly [poly: Poly, strict: boolean] {
  let poly: Poly = new Map();
  for (const [factor, row] of rows) {
    poly = plus(poly, new Map(row.terms), row.sign === 1 ? factor : factor.neg());
    poly = plus(poly, constant(row.limit), factor.neg());
  }
  return [poly, rows.some(([, row]) => row.strict)];
}
