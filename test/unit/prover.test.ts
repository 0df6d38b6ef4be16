import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rational } from '../../src/core/exact/rational.ts';
import * as b from '../../src/core/logic/build.ts';
import type { Symbol_, Term } from '../../src/core/logic/term.ts';
import { type BaseVariable, plainBase } from '../../src/core/prover/base.ts';
import { Clauses } from '../../src/core/prover/clauses.ts';
import { type Proof, prove } from '../../src/core/prover/prove.ts';
import { Simplex } from '../../src/core/prover/simplex.ts';
import { type Constraint, type Fraction, fraction, maximum } from '../oracles/linear.ts';

interface Row {
  readonly coefficients: readonly bigint[];
  readonly strict: boolean;
  readonly bound: bigint;
}

const near = (row: Row) => ({ whole: row.bound, delta: row.strict ? -1n : 0n, over: 1n });

/** The rows given to the simplex, one after the other, as bounds from above on sums. */
function simplexOf(rows: readonly Row[], variables: number) {
  const simplex = new Simplex();
  const names = Array.from({ length: variables }, () => simplex.variable());
  const sums = rows.map(({ coefficients }) =>
    simplex.sum(
      coefficients
        .map((coefficient, at) => ({ coefficient, variable: names[at]! }))
        .filter((each) => each.coefficient !== 0n),
      1n,
    ),
  );
  return { simplex, sums };
}

/** Whether some point meets all rows: the most by which the strict ones can be met at once, from a second simplex. */
function isFeasible(rows: readonly Row[], variables: number): boolean {
  const whole = (value: bigint) => fraction(value);
  const free = ({ coefficients, strict, bound }: Row): Constraint => ({
    relation: '<=',
    coefficients: [...coefficients.map(whole), ...coefficients.map((c) => whole(-c)), whole(strict ? 1n : 0n)],
    bound: whole(bound),
  });
  const nothing: Fraction[] = Array.from({ length: 2 * variables }, () => whole(0n));
  const atMostOne: Constraint = { relation: '<=', coefficients: [...nothing, whole(1n)], bound: whole(1n) };
  const most = maximum([...nothing, whole(1n)], [...rows.map(free), atMostOne]);
  if (most === 'infeasible') return false;
  return most === 'unbounded' || most.n > 0n || !rows.some(({ strict }) => strict);
}

/** Whether the factors add the rows up to `0 <= negative`, or to `0 < 0`. */
function isRefutation(
  rows: readonly Row[],
  clash: readonly { factor: bigint; literal: number }[],
  variables: number,
): boolean {
  let bound = 0n;
  let strict = false;
  const sums = Array.from({ length: variables }, () => 0n);
  for (const { factor, literal } of clash) {
    if (factor <= 0n) return false;
    const row = rows[literal]!;
    row.coefficients.forEach((c, at) => {
      sums[at]! += factor * c;
    });
    bound += factor * row.bound;
    strict ||= row.strict;
  }
  return sums.every((sum) => sum === 0n) && (bound < 0n || (strict && bound === 0n));
}

const small = fc.bigInt({ min: -3n, max: 3n });
const huge = fc.oneof(small, fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }));
const rowOf = (number: fc.Arbitrary<bigint>, variables: number) =>
  fc
    .record({
      coefficients: fc.array(number, { minLength: variables, maxLength: variables }),
      strict: fc.boolean(),
      bound: number,
    })
    .filter(({ coefficients }) => coefficients.some((c) => c !== 0n));

describe('the simplex', () => {
  for (const [name, number, runs] of [
    ['small, so that bounds meet in corners', small, 150],
    ['of eighteen digits', huge, 40],
  ] as const) {
    test(`finds points and refutations like another simplex: numbers ${name}`, () => {
      fc.assert(
        fc.property(fc.array(rowOf(number, 3), { minLength: 1, maxLength: 9 }), (rows) => {
          const { simplex, sums } = simplexOf(rows, 3);
          const early = rows
            .map((row, at) => simplex.restrict(sums[at]!, 'upper', near(row), at))
            .find((each) => each !== null);
          const checked = early === undefined ? simplex.check(10_000) : { kind: 'clash' as const, clash: early };
          expect(checked.kind).toBe(isFeasible(rows, 3) ? 'feasible' : 'clash');
          if (checked.kind === 'clash') expect(isRefutation(rows, checked.clash, 3)).toBe(true);
        }),
        { numRuns: runs, seed: 7 },
      );
    });
  }

  test('goes back to what it was before bounds were taken away', () => {
    fc.assert(
      fc.property(
        fc.array(rowOf(small, 3), { minLength: 2, maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 2, maxLength: 8 }),
        (rows, kept) => {
          const { simplex, sums } = simplexOf(rows, 3);
          const rest: Row[] = [];
          for (const [at, row] of rows.entries()) {
            const mark = simplex.mark;
            const clashes =
              simplex.restrict(sums[at]!, 'upper', near(row), at) !== null || simplex.check(10_000).kind === 'clash';
            expect(clashes).toBe(!isFeasible([...rest, row], 3));
            if (clashes || kept[at] === false) simplex.undo(mark);
            else rest.push(row);
            expect(simplex.check(10_000).kind).toBe('feasible');
          }
        },
      ),
      { numRuns: 100, seed: 8 },
    );
  });
});

const symbol = (name: string, sort: Symbol_['sort']): Symbol_ => ({ name, sort });
const [xs, ys, zs] = [symbol('x', 'Real'), symbol('y', 'Real'), symbol('z', 'Real')];
const [is, js, ks] = [symbol('i', 'Int'), symbol('j', 'Int'), symbol('k', 'Int')];
const [x, y, z, i, j, k] = [xs, ys, zs, is, js, ks].map(b.sym) as [Term, Term, Term, Term, Term, Term];
const real = (n: bigint, d = 1n) => b.num(rational(n, d), 'Real');
const int = (n: bigint) => b.num(rational(n), 'Int');
const ask = (terms: readonly Term[], steps = 20_000): Proof =>
  prove(
    terms.map((term, premise) => ({ term, name: { premise } })),
    plainBase(),
    steps,
  );
const times = (c: bigint, term: Term) => b.mul([term.sort === 'Int' ? int(c) : real(c), term]);

describe('our prover', () => {
  const unsat: readonly (readonly [string, readonly Term[]])[] = [
    ['strict bounds that meet', [b.lt(x, y), b.lt(y, z), b.le(z, x)]],
    ['a strict bound against its own edge', [b.lt(x, real(1n)), b.ge(x, real(1n))]],
    ['one part in ten to the forty', [b.lt(x, real(1n)), b.gt(x, b.sub(real(1n), y)), b.le(y, real(0n))]],
    ['a number between whole ones', [b.lt(times(3n, i), int(5n)), b.gt(times(3n, i), int(3n))]],
    ['parity', [b.eq(times(2n, i), b.add([times(4n, j), int(1n)]))]],
    ['parity over two rows', [b.eq(b.add([i, j]), times(2n, k)), b.eq(b.sub(i, j), int(1n))]],
    [
      'a cut: the corner is no whole point',
      [
        b.le(b.add([times(3n, i), times(2n, j)]), int(6n)),
        b.le(b.sub(times(-3n, i), times(-2n, j)), int(0n)),
        b.ge(j, int(2n)),
      ],
    ],
    [
      'branches in a box',
      [
        b.ge(i, int(0n)),
        b.le(i, int(9n)),
        b.ge(j, int(0n)),
        b.le(j, int(9n)),
        b.eq(b.add([times(6n, i), times(10n, j)]), int(49n)),
      ],
    ],
    [
      'whole and real numbers mixed',
      [b.eq(b.toReal(i), b.add([x, real(1n, 2n)])), b.eq(b.toReal(j), x), b.ge(i, int(0n)), b.le(i, int(9n))],
    ],
    [
      'coefficients of thirty digits',
      [b.le(times(10n ** 30n + 1n, x), times(10n ** 30n, y)), b.lt(y, x), b.gt(x, real(0n))],
    ],
    ['a choice of numbers', [b.lt(b.max2(x, y), b.min2(x, y))]],
    ['a product that does not matter', [b.lt(b.mul([x, y]), z), b.lt(z, b.mul([y, x]))]],
    ['nothing but false', [b.FALSE]],
  ];
  test.each(unsat)('refutes %s', (_, terms) => {
    expect(ask(terms).kind).toBe('unsat');
  });

  const sat: readonly (readonly [string, readonly Term[], readonly Symbol_[]])[] = [
    ['strict bounds a hair apart', [b.lt(x, y), b.lt(y, z), b.lt(z, b.add([x, real(1n, 10n ** 40n)]))], [xs, ys, zs]],
    [
      'whole points off the corner',
      [b.eq(b.add([times(6n, i), times(10n, j)]), int(48n)), b.ge(i, int(0n)), b.ge(j, int(0n))],
      [is, js],
    ],
    ['a number that is not', [b.not(b.eq(x, real(0n))), b.le(x, real(0n)), b.ge(x, real(-1n, 10n ** 20n))], [xs]],
    ['nothing', [], [xs]],
  ];
  test.each(sat)('satisfies %s', (_, terms, symbols) => {
    const proof = ask(terms);
    expect(proof.kind).toBe('sat');
    if (proof.kind !== 'sat') return;
    const values = new Map(
      symbols.map((each) => [each, b.num(proof.value(each) as never, each.sort as 'Int' | 'Real')]),
    );
    for (const term of terms) expect(b.substitute(term, values)).toBe(b.TRUE);
  });

  test('leaves open what it cannot know: products, quotients', () => {
    expect(ask([b.lt(b.mul([x, x]), real(0n))]).kind).toBe('open');
    expect(ask([b.lt(b.div(x, y), real(0n))]).kind).toBe('open');
  });

  test('leaves open what takes too many steps, the same on every machine', () => {
    // No whole point, no bounds: branching alone would go on for ever.
    const endless = [
      b.eq(b.add([times(3n, i), times(-6n, j), times(9n, k)]), int(3n)),
      b.eq(b.sub(i, times(3n, k)), b.add([times(2n, j), int(2n)])),
    ];
    const first = ask(endless, 500).kind;
    expect(ask(endless, 500).kind).toBe(first);
    expect(ask(unsat[7]![1], 3).kind).toBe('open');
  });

  test('leaves open numbers that hang on ever more conditions', () => {
    // A counter that rises or stays, as conditions on itself and free choices say: each path through it is other branches.
    const stepped = (n: Term, free: Term) => {
      const risen = b.ite(b.le(b.add([n, int(1n)]), int(2n)), b.add([n, int(1n)]), int(2n));
      const stays = b.ite(b.eq(n, int(2n)), n, risen);
      return b.ite(b.and([b.le(n, int(1n)), b.not(free)]), b.ite(free, risen, n), stays);
    };
    let counter: Term = int(1n);
    for (let step = 0; step < 16; step += 1) counter = stepped(counter, b.sym(symbol(`c${step}`, 'Bool')));
    expect(ask([b.lt(int(2n), counter)], 4_000).kind).toBe('open');
  });

  test('explains what is forced by formulas that many share, each asked once', () => {
    // Each level says the one below twice: what makes the first false is asked of 2^40 paths, or of 40 formulas.
    const bool = (name: string) => b.sym(symbol(name, 'Bool'));
    let nested = bool('bottom');
    for (let level = 0; level < 40; level += 1)
      nested = b.or([b.and([bool(`x${level}`), nested]), b.and([bool(`y${level}`), nested])]);
    const either = b.or([bool('away'), b.and([nested, bool('bottom')])]);
    const wanted = ['c', 'd'].map((name) => b.implies(bool('bottom'), bool(name)));
    const goal = b.not(b.or([bool('away'), b.and([bool('c'), bool('d')])]));
    expect(ask([either, ...wanted, goal], 4_000).kind).toBe('unsat');
  });

  test('pays for the clauses that it reads', () => {
    // Of a thousand literals all but the first two are false: whoever looks for another to watch reads them all.
    const clauses = new Clauses(
      (literal) => (literal === 0 ? 0 : -1),
      () => {},
    );
    clauses.add(Array.from({ length: 1_000 }, (_, at) => 2 * at));
    expect(clauses.take()).toBe(0);
    for (let again = 0; again < 10; again += 1) clauses.follow(2);
    expect(clauses.take()).toBe(9);
    expect(clauses.take()).toBe(0);
  });

  test('reads members of an enumeration as what they are', () => {
    const [ps, qs] = [symbol('p', 'Int'), symbol('q', 'Int')];
    const base = ({ name }: Symbol_): BaseVariable => ({
      key: JSON.stringify([name, 0]),
      sort: 'enum',
      members: ['off', 'on', 'broken'],
      named: true,
    });
    const is = (each: Symbol_, member: bigint) => b.eq(b.sym(each), int(member));
    const hypotheses = [b.not(is(ps, 0n)), b.not(is(ps, 1n)), b.eq(b.sym(ps), b.sym(qs)), b.not(is(qs, 2n))];
    const proof = prove(
      hypotheses.map((term, premise) => ({ term, name: { premise } })),
      base,
      1000,
    );
    expect(proof.kind).toBe('unsat');
    expect(JSON.stringify(proof.kind === 'unsat' && proof.tree())).toContain('"is":"broken"');
    const two = prove([{ term: b.not(b.eq(b.sym(ps), b.sym(qs))), name: { premise: 0 } }], base, 1000);
    expect(two.kind === 'sat' && !(two.value(ps) as ReturnType<typeof rational>).equals(two.value(qs) as never)).toBe(
      true,
    );
  });
});
