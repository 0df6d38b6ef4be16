import { describe, expect, test } from 'vitest';
import { rational } from '../../src/core/exact/rational.ts';
import * as b from '../../src/core/logic/build.ts';
import type { HornQuery } from '../../src/core/logic/horn.ts';
import type { Term } from '../../src/core/logic/term.ts';
import { type HornReply, readHorn } from '../../src/core/smtlib/read_horn.ts';
import type { TextAnswer } from '../../src/core/smtlib/reply.ts';

/** What a solver says of Horn clauses is read strictly: what is not exactly as it must be is no invariant. */

const QUERY: HornQuery = { sorts: ['Int', 'Real', 'Bool', 'Bool'], clauses: [] };
const PARAMETERS = '((x!0 Int) (x!1 Real) (x!2 Bool) (x!3 Bool))';
const [i, r, p, q] = QUERY.sorts.map((sort, at) => b.sym({ name: `p${at}`, sort })) as [Term, Term, Term, Term];
const int = (value: bigint) => b.num(rational(value), 'Int');
const real = (value: bigint, by = 1n) => b.num(rational(value, by), 'Real');

const answer = (check: string, followUp: string | null): TextAnswer => ({
  kind: 'text',
  check,
  followUp,
  rlimit: 7,
  timeMs: 1,
});
const reply = (check: string, followUp: string | null) => readHorn(answer(check, followUp), QUERY);
const definition = (body: string, parameters = PARAMETERS) => `((define-fun P1 ${parameters} Bool ${body}))`;
const formulaOf = (read: HornReply) => (read.kind === 'solution' ? (read.definition?.formula ?? null) : read.kind);
const body = (text: string) => formulaOf(reply('sat\n', definition(text)));

describe('clauses without a solution', () => {
  test.each([
    [':SPACER-cex-depth 52', 52],
    ['(:SPACER-cex-depth    1)', 1],
    ['(:SPACER-cex-depth 999999\n :time 0.1)', 999_999],
    ['(:SPACER-cex-depth 1000000)', null],
    ['(:SPACER-cex-depth 0)', null],
    ['(:SPACER-cex-depth 5.0)', null],
    ['(:SPACER-cex-depth -5)', null],
    ['(:SPACER-cex-depth)', null],
    ['(:SPACER-cex-depth5)', null],
    ['(:SPACER-cex-depth 4 :SPACER-cex-depth 4)', null],
    ['(:SPACER-depth 4)', null],
    ['', null],
    [null, null],
  ])('%s: so many steps, where it is said once', (statistics, steps) => {
    expect(reply('unsat\n', statistics)).toEqual({ kind: 'absurd', steps, rlimit: 7 });
  });
});

describe('an answer that is none', () => {
  test.each(['', 'sat sat', 'satisfiable', 'unknown sat'])('%j', (check) => {
    expect(reply(check, definition('true'))).toMatchObject({ kind: 'unknown', reason: 'garbled' });
  });

  test('a reason for not knowing, and what failed', () => {
    expect(reply('unknown\n', '(:reason-unknown "canceled")')).toMatchObject({ kind: 'unknown', reason: 'rlimit' });
    expect(readHorn({ kind: 'failed', reason: 'memory', detail: 'no more', timeMs: 1 }, QUERY)).toMatchObject({
      kind: 'unknown',
      reason: 'memory',
    });
  });
});

describe('a definition', () => {
  test('speaks of the operands in their order', () => {
    const read = reply('sat\n', definition('x!2', '((x!0 Int) (x!1 Real) (x!3 Bool) (x!2 Bool))'));
    expect(read).toEqual({
      kind: 'solution',
      rlimit: 7,
      definition: {
        operands: QUERY.sorts.map((sort, at) => ({ name: `p${at}`, sort })),
        formula: q,
      },
    });
  });

  test.each<[string, Term]>([
    ['true', b.TRUE],
    ['false', b.FALSE],
    ['x!2', p],
    ['(not x!2)', b.not(p)],
    ['(and x!2)', p],
    ['(and x!2 x!3)', b.and([p, q])],
    ['(or x!2)', p],
    ['(or x!2 x!3)', b.or([p, q])],
    ['(=> x!2 x!3)', b.implies(p, q)],
    ['(= x!2 x!3)', b.iff(p, q)],
    ['(= x!0 5)', b.eq(i, int(5n))],
    ['(= x!0 (- 5))', b.eq(i, int(-5n))],
    ['(= x!1 (/ 1.0 3.0))', b.eq(r, real(1n, 3n))],
    ['(= x!1 (- (/ 1.0 3.0)))', b.eq(r, real(-1n, 3n))],
    ['(< x!0 5)', b.lt(i, int(5n))],
    ['(<= x!1 5.0)', b.le(r, real(5n))],
    ['(> x!0 5)', b.gt(i, int(5n))],
    ['(>= x!1 5.0)', b.ge(r, real(5n))],
    ['(<= (+ x!0) 5)', b.le(i, int(5n))],
    ['(<= (+ x!0 x!0 1) 5)', b.le(b.add([i, i, int(1n)]), int(5n))],
    ['(<= (- x!0) 5)', b.le(b.neg(i), int(5n))],
    ['(<= (- x!0 2) 5)', b.le(b.sub(i, int(2n)), int(5n))],
    ['(<= (* 2 x!0) 5)', b.le(b.mul([int(2n), i]), int(5n))],
    ['(<= (* 2 x!0 x!0) 5)', b.le(b.mul([int(2n), i, i]), int(5n))],
    ['(= (div x!0 2) 5)', b.eq(b.idiv(i, int(2n)), int(5n))],
    ['(= (mod x!0 2) 1)', b.eq(b.mod(i, int(2n)), int(1n))],
    ['(<= (to_real x!0) x!1)', b.le(b.toReal(i), r)],
    ['(ite x!2 x!3 (not x!3))', b.ite(p, q, b.not(q))],
    ['(<= (ite x!2 x!0 1) 5)', b.le(b.ite(p, i, int(1n)), int(5n))],
    ['(let ((a!1 (not x!2))) (or a!1 x!3))', b.or([b.not(p), q])],
    ['(let ((a!1 (not x!2))) (let ((a!2 (and a!1 x!3))) (or a!2 x!2)))', b.or([b.and([b.not(p), q]), p])],
    // The bindings do not see each other, and hide what is outside.
    ['(let ((x!2 x!3) (x!3 x!2)) (=> x!2 x!3))', b.implies(q, p)],
    ['(let () x!2)', p],
    ['(let ((ab!12 x!2)) ab!12)', p],
  ])('%s', (text, term) => {
    expect(body(text)).toEqual(term);
  });

  test.each([
    '(and)',
    '(or)',
    '(+)',
    '(not)',
    '(not x!2 x!3)',
    '(=> x!2)',
    '(=> x!2 x!3 x!2)',
    '(= x!0)',
    '(= x!0 x!0 x!0)',
    '(= x!0 x!1)',
    '(= x!0 5.0)',
    '(= x!0 x!2)',
    '(and x!2 x!0)',
    '(not x!0)',
    '(or 1 0)',
    '(< x!0)',
    '(< x!2 x!3)',
    '(< x!0 1 2)',
    '(<= x!0 5.0)',
    '(> x!0 1 0)',
    '(>= x!2 x!3)',
    '(<= (+ x!0 x!1) 5)',
    '(<= (- x!0 1 2) 5)',
    '(<= (- x!2) 5)',
    '(<= (* x!0) 5)',
    '(<= (* x!2 x!3) 5)',
    '(= (div x!0) 5)',
    '(= (div x!1 2.0) 5)',
    '(= (div x!0 2 2) 5)',
    '(= (mod x!1 2.0) 5)',
    '(= (mod x!0) 5)',
    '(<= (to_real x!1) x!1)',
    '(<= (to_real x!0 x!0) x!1)',
    '(<= (/ x!1 2.0) x!1)',
    '(ite x!2 x!3)',
    '(ite x!2 x!3 x!2 x!3)',
    '(ite x!0 x!2 x!3)',
    '(ite x!2 x!3 1)',
    '(xor x!2 x!3)',
    '(constructor x!2)',
    '(forall ((y!0 Int)) x!2)',
    '(let ((a!1 x!2)))',
    '(let x!2 x!3)',
    '(let)',
    '(let ((a!1 x!2)) a!1 a!1)',
    '(let (a!1) x!2)',
    '(let ((a!1)) x!2)',
    '(let ((a!1 x!2 x!3)) x!2)',
    '(let (((a!1) x!2)) x!2)',
    '(let ((true x!2)) x!2)',
    '(let ((a1 x!2)) x!2)',
    '(let ((a!1b x!2)) x!2)',
    '(let ((Aa!1 x!2)) x!2)',
    '(let ((a!1 y!7)) x!2)',
    // The second binding does not see the first.
    '(let ((a!1 x!2) (a!2 a!1)) a!2)',
    '(let ((a!1 x!2)) (and a!2 x!3))',
    '((and) x!2)',
    '()',
    'y!7',
    'x!0',
    '5',
    '1.0',
    '(and x!2 (xor x!3 x!3))',
  ])('%s is not read', (text) => {
    expect(body(text)).toBeNull();
  });

  test.each([
    ['nothing', null],
    ['', null],
    ['P1', null],
    ['()', null],
    ['((define-fun P1 () Bool true))', null],
    [`(define-fun P1 ${PARAMETERS} Bool true)`, null],
    [`((define-fun P1 ${PARAMETERS} Bool true) (define-fun P2 () Bool true))`, null],
    [`(model (define-fun P1 ${PARAMETERS} Bool true))`, null],
    ['(true)', null],
    [`((define-fun P1 ${PARAMETERS} Bool))`, null],
    [`((define-fun P1 ${PARAMETERS} Bool true true))`, null],
    [`((define-fun P2 ${PARAMETERS} Bool true))`, null],
    [`((define-fun-rec P1 ${PARAMETERS} Bool true))`, null],
    [`((define-fun P1 ${PARAMETERS} Int true))`, null],
    ['((define-fun P1 x Bool true))', null],
    ['((define-fun P1 four Bool true))', null],
    [definition('true', '((x!0 Int) (x!1 Real) (ab!12 Bool) (x!10 Bool))'), b.TRUE],
    [definition('true', '((x!0 Int) (x!1 Real) (x!2 Bool))'), null],
    [definition('true', '((x!0 Int) (x!1 Real) (x!2 Bool) (x!3 Bool) (x!4 Bool))'), null],
    [definition('true', '((x!0 Real) (x!1 Real) (x!2 Bool) (x!3 Bool))'), null],
    [definition('true', '((x!0 Int) (x!1 Real) (x!2 Bool) (x!2 Bool))'), null],
    [definition('true', '((x!0 Int) (x!1 Real) (x!2 Bool) x!3)'), null],
    [definition('true', '((x!0 Int) (x!1 Real) (x!2 Bool) (x!3))'), null],
    [definition('true', '((x!0 Int) (x!1 Real) (x!2 Bool) (x!3 Bool Bool))'), null],
    [definition('true', '((x!0 Int) (x!1 Real) (x!2 Bool) ((x!3) Bool))'), null],
    [definition('true', '((x!0 Int) (x!1 Real) (x!2 Bool) (true Bool))'), null],
    [definition('true', '((x!0 Int) (x!1 Real) (x!2 Bool) (x3 Bool))'), null],
    [definition('true', '((x!0 Int) (x!1 Real) (x!2 Bool) (x!3y Bool))'), null],
    [definition('true', '((x!0 Int) (x!1 Real) (x!2 Bool) (3x!3 Bool))'), null],
    [definition('true'), b.TRUE],
    [definition('true').padEnd(200_000), b.TRUE],
    [definition('true').padEnd(200_001), null],
  ])('as a whole: %s', (text, formula) => {
    expect(formulaOf(reply('sat\n', text === 'nothing' ? null : text))).toEqual(formula);
  });
});
