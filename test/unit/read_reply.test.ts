import { describe, expect, it } from 'vitest';
import { rational } from '../../src/core/exact/rational.ts';
import * as b from '../../src/core/logic/build.ts';
import type { Query, Symbol_ } from '../../src/core/logic/term.ts';
import { readReply } from '../../src/core/smtlib/read.ts';
import type { TextAnswer } from '../../src/core/smtlib/reply.ts';

const symbol = (name: string, sort: Symbol_['sort']): Symbol_ => ({ name, sort });
const [xs, is, ps] = [symbol('x1', 'Real'), symbol('i1', 'Int'), symbol('p1', 'Bool')];
const p = b.sym(ps);

const PLAIN: Query = { assertions: [{ term: p, label: null }], wanted: [], wantCore: false };
const VALUES: Query = { ...PLAIN, wanted: [xs, is, ps] };
const CORE: Query = {
  assertions: ['first', null, 'third', 'fourth'].map((label) => ({ term: p, label })),
  wanted: [xs],
  wantCore: true,
};

const text = (check: string, followUp: string | null = null): TextAnswer => ({
  kind: 'text',
  check,
  followUp,
  rlimit: 7,
  timeMs: 1,
});

const GOOD_VALUES = '((x1 (- (/ 1.0 3.0)))\n (i1 (- 5))\n (p1 true))\n';
const GOOD_CORE = '(C0 C3)\n';

interface Fake {
  readonly kind: string;
  readonly answer: TextAnswer;
  readonly query: Query;
}

/** The same text as the whole answer to a question without values, and to one that asks for values. */
const both = (kind: string, checks: readonly string[]): readonly Fake[] =>
  checks.flatMap((check) => [
    { kind, answer: text(check), query: PLAIN },
    { kind, answer: text(check, GOOD_VALUES), query: VALUES },
  ]);
const values = (kind: string, replies: readonly (string | null)[]): readonly Fake[] =>
  replies.map((reply) => ({ kind, answer: text('sat\n', reply), query: VALUES }));
const cores = (kind: string, replies: readonly (string | null)[]): readonly Fake[] =>
  replies.map((reply) => ({ kind, answer: text('unsat\n', reply), query: CORE }));
const one = (value: string, sort: 'x1' | 'i1' | 'p1'): string => {
  const good = new Map([
    ['x1', '1.0'],
    ['i1', '5'],
    ['p1', 'true'],
  ]).set(sort, value);
  return `(${[...good].map(([name, shown]) => `(${name} ${shown})`).join(' ')})`;
};
const prefixes = (whole: string): readonly string[] => [...whole.trim()].map((_, end) => whole.slice(0, end));

const FAKES: readonly Fake[] = [
  ...both('nothing', ['', '\n', ' ', '\r\n', '\t', '()']),
  ...both('an error first', [
    '(error "line 1 column 3: unknown constant y")\nsat\n',
    '(error "x")\nunsat\n',
    '(error "out of memory")\n',
    '(error "")\nunknown\n',
    '(error \nsat',
  ]),
  ...both('an error after', [
    'sat\n(error "line 9: oops")\n',
    'unsat\n(error "x")\n',
    'unknown\n(error "x")',
    'sat (error',
  ]),
  ...both('unsupported first', ['unsupported\nsat\n', 'unsupported\n; ignored\nunsat\n', 'unsupported\n']),
  ...both('unsupported after', ['sat\nunsupported\n', 'unsat\nunsupported\n', 'unsat unsupported']),
  ...both('a warning', [
    'WARNING: unknown parameter\nsat\n',
    'sat\nWARNING: optimization\n',
    'unsat WARNING',
    'WARNING: unsat\nunsat\n',
  ]),
  ...both('a second answer', [
    'sat\nsat\n',
    'sat\nunsat\n',
    'unsat\nsat\n',
    'unknown\nsat\n',
    'unsat unsat',
    'unsat\tsat',
  ]),
  ...both('text behind', [
    'sat\nsat?',
    'unsat.\n',
    'unsat;',
    'sat ;comment',
    'sat\n((x1 1.0))',
    'unsat ()',
    'sat\n"',
    'unsat\n:-)',
  ]),
  ...both('text before', [
    ' sat',
    '\nunsat\n',
    'success\nsat\n',
    ':unsat',
    '; unsat\nunsat',
    '"sat"',
    '(unsat',
    ')sat',
  ]),
  ...both('another word', [
    'SAT',
    'Unsat',
    'satisfiable',
    'unsatisfiable',
    'un sat',
    'sa',
    'unsa',
    'true',
    'false',
    'valid',
    'ok',
  ]),
  ...both('a list', ['(sat)', '(unsat)', '((unsat))', '(:status sat)']),
  ...both('strange characters', [
    '\ufeffsat\n',
    'sat\u0000\n',
    'unsat\u00a0\n',
    'unsat\u2028',
    's\u0430t\n',
    'unsat\u001b[0m\n',
    'sat\u000b',
    'unsat\ufffd',
  ]),
  ...both('an ended process', [
    'timeout\n',
    'Killed\n',
    'Segmentation fault\n',
    'sat\nSegmentation fault\n',
    'std::bad_alloc',
  ]),
  ...values('no values', [null, '', '\n', '()', '(())', 'nil']),
  ...values('a missing value', [
    '((x1 1.0) (i1 5))',
    '((i1 5) (p1 true))',
    '((x1 1.0))',
    '((x1) (i1 5) (p1 true))',
    '((x1 1.0) () (p1 true))',
    '((x1 1.0) (i1 5) (p1 ))',
  ]),
  ...values('a value too many', [
    '((x1 1.0) (i1 5) (p1 true) (q1 true))',
    '((x1 1.0) (i1 5) (p1 true) (p1 true))',
    '((x1 1.0 2.0) (i1 5) (p1 true))',
    '((x1 1.0) (i1 5) (p1 true) extra)',
  ]),
  ...values('another name', [
    '((x2 1.0) (i1 5) (p1 true))',
    '((i1 5) (x1 1.0) (p1 true))',
    '((X1 1.0) (i1 5) (p1 true))',
    '((|x1| 1.0) (i1 5) (p1 true))',
    '(("x1" 1.0) (i1 5) (p1 true))',
    '(((x1) 1.0) (i1 5) (p1 true))',
    '((__proto__ 1.0) (i1 5) (p1 true))',
    '((constructor 1.0) (i1 5) (p1 true))',
  ]),
  ...values('another sort', [
    one('true', 'x1'),
    one('5', 'x1'),
    one('(- 5)', 'x1'),
    one('5.0', 'i1'),
    one('(/ 1 2)', 'i1'),
    one('false', 'i1'),
    one('1', 'p1'),
    one('(not true)', 'p1'),
    one('(root-obj (+ (^ x 2) (- 2)) 1)', 'i1'),
    one('"true"', 'p1'),
  ]),
  ...values('no number', [
    ...[
      '1e5',
      '+1.0',
      '-1.0',
      '1.',
      '.5',
      '01.0',
      '1,0',
      '0x1',
      '#x1F',
      '1/3',
      'NaN',
      'oo',
      '1.0?',
      '1.0.0',
      '1_0.0',
    ].map((bad) => one(bad, 'x1')),
    ...['--5', '-5', '(- -5)', '(- (- 5))', '(+ 5)', '(- 5 1)', '(-)', '- 5', '05', '٣', '5!', '(5)', '(- true)'].map(
      (bad) => one(bad, 'i1'),
    ),
    ...['(/ 1.0 0.0)', '(/ 1 0)', '(/ 1.0)', '(/ 1.0 2.0 3.0)', '(/ 1.0 (- 2.0))', '(/ (/ 1.0 2.0) 3.0)'].map((bad) =>
      one(bad, 'x1'),
    ),
    ...[
      '(- (- 1.0))',
      '(- (- (/ 1.0 2.0)))',
      '(* 1.0 2.0)',
      '(to_real 5)',
      '(let ((a 1.0)) a)',
      'x1',
      '(/ x1 2.0)',
    ].map((bad) => one(bad, 'x1')),
  ]),
  ...values('no algebraic number', [
    one('(root-obj)', 'x1'),
    one('(root-obj (^ x 2))', 'x1'),
    one('(root-obj (^ y 2) 1)', 'x1'),
    one('(root-obj (error "x") 1)', 'x1'),
    one('(root-obj (^ x 2) 0)', 'x1'),
    one('(root-obj (^ x 2) 1 2)', 'x1'),
    one('(- (root-obj (^ x 2) 1))', 'x1'),
  ]),
  ...values('unbalanced or double', [
    `${GOOD_VALUES.trim()})`,
    `(${GOOD_VALUES}`,
    `${GOOD_VALUES}${GOOD_VALUES}`,
    `${GOOD_VALUES} sat`,
    `x ${GOOD_VALUES}`,
    `${GOOD_VALUES}; fine`,
    `"${GOOD_VALUES}"`,
    '('.repeat(100_000),
    `${'('.repeat(5000)}${')'.repeat(5000)}`,
  ]),
  ...values('values cut short', prefixes(GOOD_VALUES)),
  ...values('an error for values', [
    '(error "line 1 column 12: model is not available")\n',
    `(error "x")\n${GOOD_VALUES}`,
    `${GOOD_VALUES}(error "x")`,
    `WARNING: x\n${GOOD_VALUES}`,
    `unsupported\n${GOOD_VALUES}`,
    one('(error "x")', 'x1'),
    one('error', 'x1'),
    one('unsupported', 'p1'),
  ]),
  ...values('something else for values', [
    '(model (define-fun x1 () Real 1.0))',
    '((define-fun x1 () Real 1.0) (define-fun i1 () Int 5) (define-fun p1 () Bool true))',
    'sat',
    'unsat',
    '(C0 C3)',
    '(:reason-unknown "incomplete")',
    '{"x1": 1.0}',
  ]),
  ...cores('no core', [null, '', '\n', 'C0', 'unsat', '"C0"']),
  ...cores('names that no assertion has', [
    '(C9)',
    '(C0 C9)',
    '(first)',
    '(C1)',
    '(c0)',
    '(|C0|)',
    '(C00)',
    '(__proto__)',
    '(C0 (C3))',
  ]),
  ...cores('a name twice', ['(C0 C0)', '(C0 C3 C0)']),
  ...cores('a broken core', ['(C0 C3', 'C0 C3)', '(C0 C3) ()', '(C0,C3)', '((C0 C3))', '(C0 C3)\nsat', '(C0\u0000C3)']),
  ...cores('an error for a core', [
    '(error "unsat core is not available")',
    '(error "x")\n(C0)',
    '(C0)\n(error "x")',
    'unsupported',
    '(C0)\nWARNING',
  ]),
  ...cores('something else for a core', ['((x1 1.0))', '(:reason-unknown "x")', '((C0 true))', GOOD_VALUES]),
  { kind: 'what nobody asked for', answer: text('sat\n', '((x1 1.0))'), query: PLAIN },
  { kind: 'what nobody asked for', answer: text('sat\n', ''), query: PLAIN },
  { kind: 'what nobody asked for', answer: text('unsat\n', '(C0)'), query: PLAIN },
  { kind: 'what nobody asked for', answer: text('unsat\n', ''), query: VALUES },
  { kind: 'what nobody asked for', answer: text('sat\n', '(C0)'), query: CORE },
  ...[
    '(:reason-unknown "incomplete")',
    null,
    'sat',
    '',
    '(error "x")',
    '((x1 1.0))',
    '(:rlimit 5)',
    '(:reason-unknown)',
  ].map((reply): Fake => ({ kind: 'unknown', answer: text('unknown\n', reply), query: VALUES })),
  ...(['timeout', 'memory', 'crash'] as const).map(
    (reason): Fake => ({
      kind: 'no answer at all',
      answer: { kind: 'failed', reason, detail: 'sat', timeMs: 1 },
      query: PLAIN,
    }),
  ),
];

/** What a reader that only looks at the first word would say. */
const firstWord = (answer: TextAnswer): string =>
  answer.kind === 'text' ? (/[a-z]+/.exec(answer.check)?.[0] ?? '') : '';

describe('a reply that is not exactly right is unknown', () => {
  it('has enough examples', () => {
    expect(FAKES.length).toBeGreaterThanOrEqual(200);
    expect(new Set(FAKES.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(20);
  });

  it('whereas a reader of the first word is fooled', () => {
    const fooled = FAKES.filter(({ answer }) => ['sat', 'unsat'].includes(firstWord(answer)));
    expect(fooled.length).toBeGreaterThanOrEqual(60);
  });

  it.each(FAKES.map((fake, index) => [fake.kind, index, fake] as const))(
    '%s (%i)',
    (_kind, _index, { answer, query }) => {
      const reply = readReply(answer, query);
      expect(reply.kind).toBe('unknown');
      if (reply.kind === 'unknown') expect(reply.detail).not.toBe('');
    },
  );
});

describe('a reply that is right', () => {
  it('gives values', () => {
    const reply = readReply(text('sat\n', GOOD_VALUES), VALUES);
    if (reply.kind !== 'sat') throw new Error(JSON.stringify(reply));
    expect([...reply.values.keys()]).toEqual(['x1', 'i1', 'p1']);
    expect(reply.values.get('x1')).toEqual(rational(-1n, 3n));
    expect(reply.values.get('i1')).toEqual(rational(-5n));
    expect(reply.values.get('p1')).toBe(true);
    expect(reply.rlimit).toBe(7);
  });

  it.each([
    ['1.0', rational(1n)],
    ['0.0', rational(0n)],
    ['2.50', rational(5n, 2n)],
    ['(- 1.0)', rational(-1n)],
    ['(/ 1.0 3.0)', rational(1n, 3n)],
    ['(/ 1 3)', rational(1n, 3n)],
    ['(/ (- 1) 3)', rational(-1n, 3n)],
    ['(- (/ 1.0 3.0))', rational(-1n, 3n)],
    [`${'9'.repeat(5000)}.0`, rational(10n ** 5000n - 1n)],
    ['(root-obj (+ (^ x 2) (- 2)) 2)', 'irrational'],
    ['(root-obj (+ (* 3 (^ x 3)) (* (- 2) x) 1) 1)', 'irrational'],
  ])('reads %s', (shown, value) => {
    const reply = readReply(text('sat\r\n', one(shown, 'x1')), VALUES);
    expect(reply.kind === 'sat' && reply.values.get('x1')).toEqual(value);
  });

  it('gives cores in the order of the query, and none where none was asked', () => {
    expect(readReply(text('unsat\n', GOOD_CORE), CORE)).toEqual({
      kind: 'unsat',
      core: ['first', 'fourth'],
      rlimit: 7,
    });
    expect(readReply(text('unsat\n', '(C3\n C0)'), CORE)).toMatchObject({ core: ['first', 'fourth'] });
    expect(readReply(text('unsat\n', '()'), CORE)).toMatchObject({ kind: 'unsat', core: [] });
    expect(readReply(text('unsat'), PLAIN)).toEqual({ kind: 'unsat', core: null, rlimit: 7 });
    expect(readReply(text('sat'), PLAIN)).toMatchObject({ kind: 'sat', values: new Map() });
  });

  it.each([
    ['"canceled"', 'rlimit'],
    ['"max. resource limit exceeded"', 'rlimit'],
    ['"timeout"', 'timeout'],
    ['"memout"', 'memory'],
    ['"(incomplete (theory arithmetic))"', 'incomplete'],
    ['"smt tactic failed to show goal to be sat/unsat (incomplete (theory arithmetic))"', 'incomplete'],
    ['incomplete', 'incomplete'],
    ['(incomplete quantifiers)', 'incomplete'],
    ['"he said ""no"""', 'incomplete'],
  ])('reads the reason %s as %s', (shown, reason) => {
    expect(readReply(text('unknown\n', `(:reason-unknown ${shown})\n`), PLAIN)).toMatchObject({
      kind: 'unknown',
      reason,
    });
  });

  it('names garbled what is garbled', () => {
    for (const check of ['', 'sat\nsat\n', 'unsupported\nunsat\n']) {
      expect(readReply(text(check), PLAIN)).toMatchObject({ kind: 'unknown', reason: 'garbled', rlimit: 7 });
    }
    expect(readReply(text('unknown\n', '(error "x")'), PLAIN)).toMatchObject({ reason: 'garbled' });
  });
});

describe('what is said of a reply that is none', () => {
  it.each([
    [null, 'nothing'],
    ['x', '"x"'],
    ['x'.repeat(200), `"${'x'.repeat(200)}"`],
    ['x'.repeat(201), `"${'x'.repeat(200)}…"`],
  ])('shows what came, where that is long its beginning', (followUp, shown) => {
    const reply = readReply(text('sat\n', followUp), VALUES);
    expect(reply).toMatchObject({ detail: `the values are not the ones asked for: ${shown}` });
  });

  it.each<[string, TextAnswer, Query, string, string]>([
    ['no answer', text('maybe'), PLAIN, 'garbled', 'the answer is not one of sat, unsat, unknown: "maybe"'],
    ['values', text('sat', '()'), PLAIN, 'garbled', 'values that nobody asked for: "()"'],
    ['a core', text('unsat', '()'), PLAIN, 'garbled', 'a core that nobody asked for: "()"'],
    ['another core', text('unsat', '(C9)'), CORE, 'garbled', 'the core does not name what was asserted: "(C9)"'],
    ['no core', text('unsat'), CORE, 'garbled', 'the core does not name what was asserted: nothing'],
    ['another reason', text('unknown', '(:rlimit 5)'), PLAIN, 'garbled', 'the reason is not one: "(:rlimit 5)"'],
    ['no reason', text('unknown'), PLAIN, 'incomplete', 'the solver gave no reason'],
  ])('names what is wrong: %s', (_, answer, query, reason, detail) => {
    expect(readReply(answer, query)).toEqual({ kind: 'unknown', reason, detail, rlimit: 7 });
  });

  it('gives the reason of the solver without its quotes', () => {
    const reply = (reason: string) => readReply(text('unknown\n', `(:reason-unknown ${reason})`), PLAIN);
    expect(reply('"canceled"')).toMatchObject({ reason: 'rlimit', detail: 'canceled' });
    expect(reply('incomplete')).toMatchObject({ reason: 'incomplete', detail: 'incomplete' });
    expect(reply('(incomplete (theory arithmetic))')).toMatchObject({ detail: '(incomplete (theory arithmetic))' });
  });
});
