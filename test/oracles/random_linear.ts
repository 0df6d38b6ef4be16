import { rational } from '../../src/core/exact/rational.ts';
import * as b from '../../src/core/logic/build.ts';
import type { Symbol_, Term } from '../../src/core/logic/term.ts';

/** Random conjunctions over linear arithmetic with Boolean structure, from a seed. */
export interface Linear {
  readonly symbols: readonly Symbol_[];
  readonly hypotheses: readonly Term[];
}

/** A sequence of numbers that looks random (Lehmer's generator), the same for the same seed. */
export function numbers(seed: number): (below: number) => number {
  let state = BigInt(seed) * 48271n + 11n;
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
    return Number((state >> 33n) % BigInt(below));
  };
}

export function randomLinear(seed: number): Linear {
  const draw = numbers(seed);
  const of = (prefix: string, sort: Symbol_['sort'], count: number) =>
    Array.from({ length: count }, (_, at): Symbol_ => ({ name: `${prefix}${at + 1}`, sort }));
  const kind = draw(3);
  const reals = of('x', 'Real', kind === 1 ? 0 : 1 + draw(3));
  const ints = of('i', 'Int', kind === 0 ? 0 : 1 + draw(3));
  const bools = of('p', 'Bool', draw(4));
  const big = draw(8) === 0;
  const pick = <T>(items: readonly T[]): T => items[draw(items.length)]!;
  const coefficient = () => {
    const n = BigInt(draw(9) - 4);
    return big ? n * 10n ** BigInt(draw(14)) + BigInt(draw(100)) : n;
  };
  const numeral = (sort: 'Int' | 'Real') =>
    b.num(sort === 'Int' ? rational(coefficient()) : rational(coefficient(), BigInt(1 + draw(4))), sort);
  const linear = (depth: number, sort: 'Int' | 'Real'): Term => {
    const symbols = sort === 'Int' ? ints : reals;
    const one = (): Term => {
      const what = draw(10);
      if (what === 0 && depth > 0) return b.ite(formula(depth - 1), linear(depth - 1, sort), linear(depth - 1, sort));
      if (what === 1 && depth > 0) return (draw(2) === 0 ? b.min2 : b.max2)(linear(depth - 1, sort), linear(0, sort));
      if (what === 2 && sort === 'Real' && ints.length > 0) return b.toReal(b.sym(pick(ints)));
      if (what === 3 || symbols.length === 0) return numeral(sort);
      return b.mul([numeral(sort), b.sym(pick(symbols))]);
    };
    return b.add(Array.from({ length: 1 + draw(3) }, one));
  };
  const compare = (depth: number): Term => {
    const sort = ints.length > 0 && (reals.length === 0 || draw(2) === 0) ? 'Int' : 'Real';
    const [l, r] = [linear(depth, sort), draw(2) === 0 ? numeral(sort) : linear(0, sort)];
    return pick([b.le, b.lt, b.ge, b.gt, b.eq])(l, r);
  };
  const formula = (depth: number): Term => {
    if (depth === 0) return bools.length > 0 && draw(3) === 0 ? b.sym(pick(bools)) : compare(0);
    switch (draw(7)) {
      case 0:
        return b.not(formula(depth - 1));
      case 1:
        return b.and([formula(depth - 1), formula(depth - 1)]);
      case 2:
        return b.or([formula(depth - 1), formula(depth - 1), formula(0)]);
      case 3:
        return b.implies(formula(depth - 1), formula(depth - 1));
      case 4:
        return draw(2) === 0
          ? b.iff(formula(depth - 1), formula(0))
          : b.ite(formula(0), formula(depth - 1), formula(0));
      default:
        return compare(depth - 1);
    }
  };
  const bounds = [...ints, ...reals].flatMap((symbol) => {
    if (draw(3) === 0) return [];
    const sort = symbol.sort === 'Int' ? 'Int' : 'Real';
    const wide = BigInt(1 + draw(12));
    return [b.le(b.num(rational(-wide), sort), b.sym(symbol)), b.le(b.sym(symbol), b.num(rational(wide), sort))];
  });
  const hypotheses = [...bounds, ...Array.from({ length: 2 + draw(7) }, () => formula(draw(3)))];
  return { symbols: [...reals, ...ints, ...bools], hypotheses };
}
