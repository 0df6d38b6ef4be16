import { type Rational, rational, sign } from '../exact/rational.ts';
import * as logic from '../logic/build.ts';
import type { Symbol_, Term } from '../logic/term.ts';
import type { Valuation } from '../logic/valuation.ts';

const MOST_ROUNDS = 6;
const MOST_SYMBOLS = 60;

/**
 * Better values for an objective that is not linear, found by moving one symbol at a time to an end of its interval or to
 * the vertex of a parabola. Every result meets all assertions; nothing says that it is the best.
 */
export function cornerFrom(assertions: readonly Term[], objective: Term, start: Valuation): Valuation {
  const symbols = [...new Set(assertions.flatMap((term) => [...logic.symbolsOf(term)]))].filter(
    ({ sort }) => sort !== 'Bool',
  );
  if (symbols.length > MOST_SYMBOLS) return start;
  let best = start;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = best;
    for (const symbol of symbols) best = moved(assertions, objective, best, symbol);
    if (best === before) break;
  }
  return best;
}

function moved(assertions: readonly Term[], objective: Term, start: Valuation, symbol: Symbol_): Valuation {
  let best = start;
  const ends = [...new Set(assertions.flatMap((term) => endsIn(term, symbol, start)))];
  for (const value of [...ends, ...vertices(objective, start, symbol)]) {
    if (symbol.sort === 'Int' && value.d !== 1n) continue;
    const next = start.with(symbol, value);
    const [here, there] = [best.number(objective), next.number(objective)];
    if (here === null || there === null || there.compare(here) < 0) continue;
    if (there.compare(here) === 0 && !isShorter(value, best, symbol)) continue;
    if (assertions.every((term) => next.isTrue(term))) best = next;
  }
  return best;
}

/** Ties move too, to plain numbers, so that a flat direction does not keep the others from moving. */
function isShorter(value: Rational, best: Valuation, symbol: Symbol_): boolean {
  const old = best.symbols.get(symbol);
  return typeof old === 'object' && value.d < old.d;
}

/** Where a comparison inside the formula turns over as the symbol moves, if it is linear in it. */
function endsIn(formula: Term, symbol: Symbol_, at: Valuation): Rational[] {
  if (!logic.symbolsOf(formula).has(symbol)) return [];
  const ends: Rational[] = [];
  for (const node of logic.postorder([formula])) {
    if (node.kind !== 'apply' || !['<', '<=', '='].includes(node.operator)) continue;
    const [left, right] = node.arguments as [Term, Term];
    if (left.sort === 'Bool' || !logic.symbolsOf(node).has(symbol)) continue;
    const root = rootOf((value) => {
      const there = at.with(symbol, value);
      const [a, b] = [there.number(left), there.number(right)];
      return a === null || b === null ? null : a.sub(b);
    });
    if (root !== null) ends.push(root);
  }
  return ends;
}

/** The root of a function that is linear on three points; else null. */
function rootOf(f: (value: Rational) => Rational | null): Rational | null {
  const [zero, one, two] = [f(rational(0n)), f(rational(1n)), f(rational(2n))];
  if (zero === null || one === null || two === null) return null;
  const slope = one.sub(zero);
  if (sign(slope) === 0 || !two.sub(one).equals(slope)) return null;
  return zero.neg().div(slope);
}

/** The vertex of the objective in the symbol, if it is a parabola on four points. */
function vertices(objective: Term, at: Valuation, symbol: Symbol_): Rational[] {
  if (!logic.symbolsOf(objective).has(symbol)) return [];
  const values = [0n, 1n, 2n, 3n].map((x) => at.with(symbol, rational(x)).number(objective));
  const [a, b, c, d] = values;
  if (a == null || b == null || c == null || d == null) return [];
  const [first, second, third] = [b.sub(a), c.sub(b), d.sub(c)];
  const bend = second.sub(first);
  if (sign(bend) === 0 || !third.sub(second).equals(bend)) return [];
  return [rational(1n, 2n).sub(first.div(bend))];
}
