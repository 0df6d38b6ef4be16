import { ONE, type Rational, sign, ZERO } from '../exact/rational.ts';
import type { Symbol_ } from '../logic/term.ts';

/** `Σ factor · symbol + constant`; no factor is zero. */
export interface LinearForm {
  readonly factors: ReadonlyMap<Symbol_, Rational>;
  readonly constant: Rational;
}

export function constantForm(constant: Rational): LinearForm {
  return { factors: new Map(), constant };
}

export function symbolForm(symbol: Symbol_): LinearForm {
  return { factors: new Map([[symbol, ONE]]), constant: ZERO };
}

export function isConstantForm({ factors }: LinearForm): boolean {
  return factors.size === 0;
}

/** `a + by · b`. */
export function plus(a: LinearForm, b: LinearForm, by: Rational = ONE): LinearForm {
  const factors = new Map(a.factors);
  for (const [symbol, factor] of b.factors) {
    const sum = factor.mul(by).add(factors.get(symbol) ?? ZERO);
    if (sign(sum) === 0) factors.delete(symbol);
    else factors.set(symbol, sum);
  }
  return { factors, constant: a.constant.add(b.constant.mul(by)) };
}

export function times(form: LinearForm, by: Rational): LinearForm {
  return plus(constantForm(ZERO), form, by);
}

/** The form's value; symbols without one are 0. */
export function valueOf({ factors, constant }: LinearForm, values: ReadonlyMap<Symbol_, boolean | Rational>): Rational {
  let sum = constant;
  for (const [symbol, factor] of factors) {
    const value = values.get(symbol);
    if (typeof value === 'object') sum = sum.add(factor.mul(value));
  }
  return sum;
}
