import { floor, type Rational, rational, sign, ZERO } from '../exact/rational.ts';
import type { Symbol_, Term } from './term.ts';
import { postorder } from './traverse.ts';

/** The value of a term: a Boolean, a number, or null where it divides by zero or has a quantifier. */
export type TermValue = boolean | Rational | null;

/** Exact values of terms under values of their symbols; a symbol without one is false or 0. */
export class Valuation {
  readonly symbols: ReadonlyMap<Symbol_, boolean | Rational>;
  readonly #known = new Map<Term, TermValue>();

  constructor(symbols: ReadonlyMap<Symbol_, boolean | Rational>) {
    this.symbols = symbols;
  }

  /** The same values with one changed. */
  with(symbol: Symbol_, value: Rational): Valuation {
    return new Valuation(new Map([...this.symbols, [symbol, value]]));
  }

  of(term: Term): TermValue {
    const known = this.#known.get(term);
    if (known !== undefined) return known;
    for (const part of postorder(
      [term],
      (inner) => !this.#known.has(inner) && inner.kind !== 'forall' && inner.kind !== 'exists',
    )) {
      if (!this.#known.has(part)) this.#known.set(part, this.#compute(part));
    }
    return this.#known.get(term)!;
  }

  isTrue(term: Term): boolean {
    return this.of(term) === true;
  }

  /** The value of a numeric term; null where it has none. */
  number(term: Term): Rational | null {
    const value = this.of(term);
    return typeof value === 'object' ? value : null;
  }

  #compute(term: Term): TermValue {
    switch (term.kind) {
      case 'boolean':
      case 'number':
        return term.value;
      case 'symbol':
        return this.symbols.get(term.symbol) ?? (term.sort === 'Bool' ? false : ZERO);
      case 'forall':
      case 'exists':
        return null;
      case 'apply':
        return term.sort === 'Bool' ? this.#formula(term) : this.#arithmetic(term);
    }
  }

  #formula({ operator, arguments: args }: Extract<Term, { kind: 'apply' }>): boolean | null {
    const values = args.map((argument): TermValue => this.#known.get(argument) ?? null);
    switch (operator) {
      case 'not':
        return typeof values[0] === 'boolean' ? !values[0] : null;
      case 'and':
        return values.includes(false) ? false : values.includes(null) ? null : true;
      case 'or':
        return values.includes(true) ? true : values.includes(null) ? null : false;
      case '=>':
        return values[0] === false || values[1] === true ? true : values.includes(null) ? null : false;
      case 'ite':
        return values[0] === null ? null : ((values[0] === true ? values[1] : values[2]) as boolean | null);
      default:
        return compare(operator, values);
    }
  }

  #arithmetic({ operator, arguments: args }: Extract<Term, { kind: 'apply' }>): Rational | null {
    const values = args.map((argument): TermValue => this.#known.get(argument) ?? null);
    if (operator === 'ite')
      return values[0] === null ? null : ((values[0] === true ? values[1] : values[2]) as Rational | null);
    if (values.includes(null)) return null;
    const [a, b] = values as Rational[];
    switch (operator) {
      case '+':
        return (values as Rational[]).reduce((sum, value) => sum.add(value), ZERO);
      case '*':
        return (values as Rational[]).reduce((product, value) => product.mul(value));
      case '-':
        return a!.sub(b!);
      case '/':
        return sign(b!) === 0 ? null : a!.div(b!);
      case 'div':
        return sign(b!) === 0 ? null : rational(quotient(a!, b!));
      case 'mod':
        return sign(b!) === 0 ? null : a!.sub(b!.mul(rational(quotient(a!, b!))));
      case 'to_real':
        return a!;
      case 'to_int':
        return rational(floor(a!));
      default:
        throw new Error(`${operator} is no arithmetic`);
    }
  }
}

function compare(operator: string, [a, b]: readonly TermValue[]): boolean | null {
  if (a === null || b === null || a === undefined || b === undefined) return null;
  if (typeof a === 'boolean' || typeof b === 'boolean') return a === b;
  if (operator === '=') return a.equals(b);
  return operator === '<' ? a.compare(b) < 0 : a.compare(b) <= 0;
}

/** Euclidean: the remainder is never negative. */
export function quotient(a: Rational, b: Rational): bigint {
  return sign(b) > 0 ? floor(a.div(b)) : -floor(a.div(b.neg()));
}
