import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { euclideanQuotient, euclideanRemainder, same } from '../../src/core/eval/arithmetic.ts';
import { Behaviour } from '../../src/core/eval/evaluate.ts';
import { type Rational, rational } from '../../src/core/exact/rational.ts';
import type { Expr, Value } from '../../src/core/model/model.ts';
import { quantity } from '../../src/core/replay/cells.ts';
import { rounded } from '../../src/core/replay/decimal.ts';
import * as b from '../unit/scopes.ts';

const whole = fc.bigInt(-(10n ** 30n), 10n ** 30n);
const nonZero = whole.filter((n) => n !== 0n);
const fraction = fc.tuple(whole, fc.bigInt(1n, 10n ** 12n)).map(([n, d]) => rational(n, d));

describe('Euclidean division', () => {
  test('a = b*q + r with 0 <= r < |b|, in whole numbers', () => {
    fc.assert(
      fc.property(whole, nonZero, (n, d) => {
        const [a, divisor] = [rational(n), rational(d)];
        const q = euclideanQuotient(a, divisor)!;
        const r = euclideanRemainder(a, divisor)!;
        expect(q.d).toBe(1n);
        expect(same(divisor.mul(q).add(r), a)).toBe(true);
        expect(r.compare(rational(0n)) >= 0 && r.compare(divisor.abs()) < 0).toBe(true);
      }),
    );
  });

  test('a change of sign of the divisor changes the sign of the quotient and not the remainder', () => {
    fc.assert(
      fc.property(whole, nonZero, (n, d) => {
        const [a, plus, minus] = [rational(n), rational(d), rational(-d)];
        expect(same(euclideanQuotient(a, minus)!, euclideanQuotient(a, plus)!.neg())).toBe(true);
        expect(same(euclideanRemainder(a, minus)!, euclideanRemainder(a, plus)!)).toBe(true);
      }),
    );
  });
});

const p = b.variable('p', b.BOOL, 'input');
const q = b.variable('q', b.BOOL, 'input');
const runs = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 9 });

function behaviourOf(run: readonly (readonly [boolean, boolean])[]): Behaviour {
  return new Behaviour(
    b.scope({ variables: [p, q] }),
    b.trace(
      run.map(([pp, qq]) => [
        [p, pp],
        [q, qq],
      ]),
    ),
  );
}

/** Random formulas over p and q with every operator that has a truth value. */
const formulas = fc.letrec<{ formula: Expr }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(b.e(p), b.e(q), b.e(true), b.e(false)),
    tie('formula').map((f) => b.not(f)),
    fc.tuple(tie('formula'), tie('formula')).map(([f, g]) => b.and(f, g)),
    fc.tuple(tie('formula'), tie('formula')).map(([f, g]) => b.or(f, g)),
    fc.tuple(tie('formula'), tie('formula')).map(([f, g]) => b.implies(f, g)),
    fc.tuple(tie('formula'), tie('formula')).map(([f, g]) => b.iff(f, g)),
    fc.tuple(tie('formula'), tie('formula'), tie('formula')).map(([f, g, h]) => b.ite(f, g, h)),
    fc.tuple(tie('formula'), fc.boolean()).map(([f, first]) => b.prev(f, first)),
    fc
      .tuple(fc.constantFrom('once', 'historically', 'initially'), tie('formula'))
      .map(([kind, f]) => b.temporal(kind, f)),
    fc.tuple(tie('formula'), tie('formula')).map(([f, g]) => b.since(f, g)),
    fc.tuple(tie('formula'), fc.integer({ min: 1, max: 4 })).map(([f, n]) => b.held(f, n)),
    fc.tuple(tie('formula'), tie('formula'), fc.integer({ min: 0, max: 3 })).map(([f, g, n]) => b.whenever(f, g, n)),
  ),
})).formula;

/** The meaning of a formula by quantifiers over steps, with no memory and no recurrence: the definition to hold the evaluator to. */
function meaning(f: Expr, run: readonly (readonly [boolean, boolean])[], t: number): boolean {
  const at = (g: Expr, s = t) => meaning(g, run, s);
  const past = Array.from({ length: t + 1 }, (_, s) => s);
  switch (f.kind) {
    case 'literal':
      return f.value === true;
    case 'variable':
      return run[t]![f.variable === p ? 0 : 1];
    case 'not':
      return !at(f.operand);
    case 'and':
      return f.operands.every((g) => at(g));
    case 'or':
      return f.operands.some((g) => at(g));
    case 'implies':
      return !at(f.left) || at(f.right);
    case 'iff':
      return at(f.left) === at(f.right);
    case 'if':
      return at(f.condition) ? at(f.then) : at(f.else);
    case 'prev':
      return t === 0 ? at(f.initial) : at(f.operand, t - 1);
    case 'once':
      return past.some((s) => at(f.operand, s));
    case 'historically':
      return past.every((s) => at(f.operand, s));
    case 'since':
      return past.some((s) => at(f.right, s) && past.every((u) => u <= s || at(f.left, u)));
    case 'held':
      return t + 1 >= f.steps && past.every((s) => s <= t - f.steps || at(f.operand, s));
    case 'initially':
      return t > 0 || at(f.operand);
    case 'whenever':
      return t < f.steps || !at(f.trigger, t - f.steps) || past.some((s) => s >= t - f.steps && at(f.response, s));
    default:
      throw new Error(f.kind);
  }
}

describe('formulas over time', () => {
  test('mean what the quantifiers over steps say', () => {
    fc.assert(
      fc.property(formulas, runs, (formula, run) => {
        const behaviour = behaviourOf(run);
        const found = run.map((_, t) => behaviour.evaluate(formula, t));
        expect(found).toEqual(run.map((_, t) => ({ kind: 'value', value: meaning(formula, run, t) })));
      }),
      { numRuns: 1_000 },
    );
  });

  test('have the same value in whatever order the steps are asked for', () => {
    fc.assert(
      fc.property(formulas, runs, (formula, run) => {
        const [forward, backward] = [behaviourOf(run), behaviourOf(run)];
        const steps = run.map((_, t) => t);
        const ahead = steps.map((t) => forward.evaluate(formula, t));
        expect(steps.toReversed().map((t) => backward.evaluate(formula, t))).toEqual(ahead.toReversed());
      }),
    );
  });

  test('whenever: every trigger is answered in time iff the clause holds at every step at which it is due', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 0, max: 3 }), (run, n) => {
        const behaviour = behaviourOf(run);
        const holds = run.every((_, t) => same(known(behaviour, b.whenever(p, q, n), t), true));
        const due = run.map(([pp], t) => ({ pp, t })).filter(({ pp, t }) => pp && t + n < run.length);
        expect(holds).toBe(due.every(({ t }) => run.slice(t, t + n + 1).some(([, qq]) => qq)));
      }),
    );
  });
});

function known(behaviour: Behaviour, expr: Expr, step: number): Value {
  const outcome = behaviour.evaluate(expr, step);
  if (outcome.kind === 'undefined') throw new Error('undefined');
  return outcome.value;
}

describe('guards', () => {
  const x = b.variable('x', b.REAL, 'input');
  const risky = b.le(b.div(1, x), 5);
  const guard = b.not(b.eq(x, 0));

  test('a guarded division has a value for every x, an unguarded one for every x but 0', () => {
    fc.assert(
      fc.property(fc.oneof(fraction, fc.constant(rational(0n))), (value) => {
        const behaviour = new Behaviour(b.scope({ variables: [x] }), b.trace([[[x, value]]]));
        for (const safe of [
          b.and(guard, risky),
          b.or(b.not(guard), risky),
          b.implies(guard, risky),
          b.ite(guard, risky, false),
          b.ite(b.not(guard), true, risky),
        ]) {
          expect(behaviour.evaluate(safe, 0).kind).toBe('value');
        }
        const bare = behaviour.evaluate(b.and(risky, guard), 0).kind;
        expect(bare).toBe(value.equals(0) ? 'undefined' : 'value');
      }),
    );
  });
});

describe('units', () => {
  const factors = fc.tuple(fc.bigInt(1n, 10n ** 9n), fc.bigInt(1n, 10n ** 9n)).map(([n, d]) => rational(n, d));

  test('what is shown in a unit comes back to the same base amount', () => {
    fc.assert(
      fc.property(fraction, factors, (value, factor) => {
        const { value: text } = quantity(value, b.REAL, b.unit('u', factor));
        expect(same(exact(text).mul(factor), value)).toBe(true);
      }),
    );
  });

  test('rounding goes to the side that is asked for and is never off by more than the sixth digit', () => {
    fc.assert(
      fc.property(fraction, (value) => {
        const [down, up, nearest] = [exact(rounded(value, 'down')), exact(rounded(value, 'up')), exact(rounded(value))];
        expect(down.compare(value) <= 0 && value.compare(up) <= 0).toBe(true);
        expect(nearest.equals(down) || nearest.equals(up)).toBe(true);
        expect(up.sub(down).mul(rational(100_000n)).compare(value.abs()) <= 0).toBe(true);
      }),
    );
  });

  /** Reads `7`, `-0.5` or `1/3` exactly. */
  function exact(text: string): Rational {
    const [top, bottom] = text.split('/');
    const [before, after = ''] = top!.split('.');
    const scaled = rational(BigInt(`${before}${after}`), 10n ** BigInt(after.length));
    return scaled.div(rational(BigInt(bottom ?? '1')));
  }
});

describe('states and definitions', () => {
  test('an accumulator is the sum of what it was given, and prev of it is one step behind', () => {
    const x = b.variable('x', b.REAL, 'input');
    const s = b.variable('s', b.REAL, 'state');
    const late = b.variable('late', b.REAL, 'let');
    const made = b.scope({
      variables: [x, s, late],
      states: new Map([b.state(s, 0, b.add(s, x))]),
      definitions: new Map([b.definition(late, b.prev(s, -1))]),
    });
    fc.assert(
      fc.property(fc.array(fraction, { minLength: 1, maxLength: 12 }), (values) => {
        const behaviour = new Behaviour(made, b.trace(values.map((value) => [[x, value]])));
        const sums = values.map((_, t) => values.slice(0, t).reduce((a, c) => a.add(c), rational(0n)));
        for (const t of values.keys()) {
          expect(same(known(behaviour, b.e(s), t), sums[t]!)).toBe(true);
          expect(same(known(behaviour, b.e(late), t), t === 0 ? rational(-1n) : sums[t - 1]!)).toBe(true);
        }
      }),
    );
  });
});
