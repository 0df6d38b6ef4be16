import { describe, expect, test } from 'vitest';
import type { Sizes } from '../../src/core/engine/any_size.ts';
import type { ChanceFinding } from '../../src/core/engine/chance_finding.ts';
import type { CutSets } from '../../src/core/engine/cut_sets.ts';
import { type Decision, TRIVIAL, undecided } from '../../src/core/engine/decision.ts';
import type { Decided } from '../../src/core/engine/run.ts';
import type { Clause, Value, Variable } from '../../src/core/model/model.ts';
import type { Obligation } from '../../src/core/obligations/obligation.ts';
import type { Tightest } from '../../src/core/optimise/tightest.ts';
import type { Verdict } from '../../src/core/verdict/judge.ts';
import { boundFields, familyOf, weakestBound } from '../../src/core/verdict/present_bounds.ts';
import { chanceFields } from '../../src/core/verdict/present_chance.ts';
import { timeFields } from '../../src/core/verdict/present_time.ts';
import * as b from './scopes.ts';

/** What a report says beside a verdict: bounds, sizes, chances, steps of an induction. */

const verdict = (bare: object) => bare as Verdict;
const PROVED = verdict({ kind: 'proved' });
const REFUTED = verdict({ kind: 'refuted', decision: TRIVIAL });
const VIOLATED = { kind: 'violated', method: 'query' } as unknown as Decision;
const ms = b.unit('ms', b.q(1, 1000));
const textOf = ({ start, end }: { start: number; end: number }) => `${start}..${end}`;

describe('how near a bound is', () => {
  const t = b.variable('t', b.REAL, 'output', { unit: ms });
  const found = (operator: '<=' | '<' | '>=' | '>' | '==', more: Partial<Tightest> = {}, inner?: number): Tightest => ({
    compared: { premise: b.e(true), subject: b.e(t), operator, bound: b.e(1), unit: ms },
    extremum: {
      value: b.q(1, 3000),
      attained: true,
      trace: undefined as never,
      ...(inner === undefined ? {} : { inner: b.q(inner, 3000) }),
    },
    slack: b.q(2, 3000),
    worst: null,
    ...more,
  });

  test.each([
    ['<=', '0.333334'],
    ['<', '0.333334'],
    ['>=', '0.333333'],
    ['>', '0.333333'],
    ['==', '0.333334'],
  ] as const)('of %s is rounded to its safe side', (operator, reaches) => {
    expect(boundFields(found(operator), PROVED)).toEqual({
      reaches: { value: '1/3', unit: 'ms', shown: reaches, attained: true },
      slack: { value: '2/3', unit: 'ms', shown: '0.666666' },
    });
  });

  test.each([
    ['<=', '0.333333'],
    ['<', '0.333333'],
    ['>=', '0.333334'],
    ['>', '0.333334'],
  ] as const)('and so is what is certainly reached, to the other, of %s', (operator, reaches) => {
    expect(boundFields(found(operator, {}, 1), PROVED)?.reaches?.inner).toEqual({
      value: '1/3',
      unit: 'ms',
      shown: reaches,
    });
  });

  test('is told of what is proved or refuted, as far as it is known', () => {
    expect(boundFields(found('<='), REFUTED)).not.toBe(null);
    expect(boundFields(found('<='), verdict({ kind: 'vacuous', by: 'S.consistent', evidence: null }))).toBe(null);
    expect(boundFields(found('<='), verdict({ kind: 'unknown', reason: 'rlimit', detail: '' }))).toBe(null);
    expect(boundFields(null, PROVED)).toBe(null);
    expect(boundFields(found('<=', { compared: null }), PROVED)).toBe(null);
    expect(boundFields(found('<=', { extremum: null }), PROVED)).toBe(null);
    expect(boundFields(found('<=', { slack: null }), PROVED)?.slack).toBe(null);
  });

  test.each([
    ['<=', b.REAL, ms, '<= 1000/3', 'ms'],
    ['>', b.REAL, null, '> 1/3', ''],
    ['>=', b.INT, ms, '>= 1/3', 'ms'],
  ] as const)(
    'a weakest restriction %s is exact, in the unit of what it restricts',
    (operator, sort, unit, says, of) => {
      const variable = b.variable('x', sort, 'input', { unit });
      const obligation = { id: 'v/S.g', owner: 'v/S' } as Obligation;
      expect(weakestBound({ obligation, variable, operator, value: b.q(1, 3) })).toEqual({
        of: 'v/S.x',
        for: 'v/S.g',
        weakest: says,
        unit: of,
      });
    },
  );
});

describe('for which sizes a claim holds', () => {
  const VALID = TRIVIAL;
  /** Shapes as lists of values of `n` and `k`, with what was decided of each. */
  const decided = (shapes: readonly (readonly [Record<string, Value | number>, Decision | undefined])[]): Decided => {
    const goals = shapes.map(([shape]) => ({
      scope: {
        fixed: new Map(Object.entries(shape).map(([name, at]) => [name, typeof at === 'number' ? b.q(at) : at])),
      },
    }));
    return {
      obligation: { goals },
      decisions: shapes.map(([, decision]) => decision),
      sizes: null,
    } as unknown as Decided;
  };
  const sizes = (...of: readonly (readonly [number, Decision | undefined])[]) =>
    familyOf(decided(of.map(([n, decision]) => [{ n, k: 7 }, decision])));
  const family = (largestSafe: string | null, firstFailing: string | null) => ({
    parameter: 'n',
    largestSafe,
    firstFailing,
    everySize: firstFailing === null,
    abstraction: null,
  });

  test('is read off the sizes that were decided', () => {
    expect(sizes([1, VALID], [2, VALID], [3, VALID])).toEqual(family('3', null));
    expect(sizes([1, VALID], [2, VALID], [3, VIOLATED])).toEqual(family('2', '3'));
    expect(sizes([3, VALID], [1, VALID], [2, VALID])).toEqual(family('3', null));
    // In any order, and whatever comes of greater ones.
    expect(sizes([4, VIOLATED], [1, VALID], [3, VIOLATED], [2, VALID])).toEqual(family('2', '3'));
    expect(sizes([3, VIOLATED], [4, VIOLATED], [1, VALID], [2, VALID])).toEqual(family('2', '3'));
    expect(sizes([2, VALID], [1, VALID], [3, VIOLATED], [5, VALID])).toEqual(family('2', '3'));
    expect(sizes([1, VIOLATED], [2, VALID])).toEqual(family(null, '1'));
  });

  test('is not said where a smaller one is open', () => {
    expect(sizes([1, VALID], [2, undecided('rlimit', 'spent')], [3, VIOLATED])).toBe(null);
    expect(sizes([1, undecided('rlimit', 'spent')], [2, VALID])).toBe(null);
    expect(sizes([1, VALID], [2, undefined])).toBe(null);
    expect(sizes([1, VALID], [2, VIOLATED], [3, undecided('rlimit', 'spent')])).toEqual(family('1', '2'));
  });

  test('is said of one number that differs', () => {
    expect(sizes()).toBe(null);
    expect(sizes([1, VALID])).toBe(null);
    const two = decided([
      [{ n: 1, k: 1 }, VALID],
      [{ n: 2, k: 2 }, VALID],
    ]);
    expect(familyOf(two)).toBe(null);
    // Words have no order.
    const words = (decision: Decision) =>
      familyOf(
        decided([
          [{ mood: 'calm' }, VALID],
          [{ mood: 'hasty' }, decision],
        ]),
      );
    expect(words(VALID)).toEqual({ ...family(null, null), parameter: 'mood' });
    expect(words(VIOLATED)).toBe(null);
    // What has no such number is neither smaller nor greater.
    const missing = (n: number, ...more: Parameters<typeof decided>[0]) =>
      familyOf(decided([[{ n }, VALID], [{}, VALID], ...more]));
    expect(missing(-1)).toEqual(family('-1', null));
    expect(missing(1, [{ n: 3 }, VIOLATED])).toEqual(family('1', '3'));
  });

  const over = (more: Partial<Sizes>) =>
    familyOf({
      ...decided([]),
      sizes: { parameters: ['n'], all: false, largestSafe: null, firstFailing: null, exact: null, ...more },
    });
  const open = { parameter: 'n', largestSafe: null, firstFailing: null, everySize: false, abstraction: null };

  test('or off what was found for all at once', () => {
    expect(over({})).toBe(null);
    expect(over({ all: true })).toEqual({ ...open, everySize: true });
    expect(over({ all: true, exact: true })).toEqual({ ...open, everySize: true, abstraction: 'exact' });
    expect(over({ all: true, exact: false })).toEqual({ ...open, everySize: true, abstraction: 'over-approximation' });
    expect(over({ largestSafe: b.q(4) })).toEqual({ ...open, largestSafe: '4' });
    expect(over({ firstFailing: new Map([['n', b.q(3)]]) })).toEqual({ ...open, firstFailing: '3' });
    expect(over({ firstFailing: new Map([['n', b.q(4, 3)]]) })).toEqual({ ...open, firstFailing: '4/3' });
    const several = new Map<string, Value>([
      ['n', b.q(3)],
      ['loud', true],
    ]);
    expect(over({ parameters: ['n', 'loud'], firstFailing: several })).toEqual({
      ...open,
      parameter: 'n, loud',
      firstFailing: 'n = 3, loud = true',
    });
  });
});

describe('chances', () => {
  const fault = (name: string): Variable => b.variable(name, b.BOOL, 'fault');
  const [f, g, h] = ['f', 'g', 'h'].map(fault) as [Variable, Variable, Variable];
  const sets = (open: string | null, ...each: readonly (readonly Variable[])[]): CutSets => ({
    sets: each.map((faults) => ({ faults: new Set(faults), trace: undefined as never })),
    open,
    disagrees: false,
    cone: null,
  });
  const finding = (more: Partial<ChanceFinding> = {}): ChanceFinding => ({
    worst: b.q(1, 3),
    bound: b.q(2, 3),
    isSum: true,
    attained: true,
    inner: null,
    underIndependence: null,
    distribution: [],
    merged: false,
    binding: [],
    next: null,
    cutSets: [],
    ...more,
  });
  const exceeded = (more: Partial<ChanceFinding> = {}): Decision => ({
    kind: 'exceeded',
    method: 'linear',
    finding: finding(more),
  });
  const bounded = (more: Partial<ChanceFinding> | null): Decision => ({
    kind: 'bounded',
    method: 'linear',
    finding: more === null ? null : finding(more),
    cones: [],
  });
  const third = (shown: '0.333333' | '0.333334') => ({ value: '1/3', unit: '', shown });
  const thirds = (shown: '0.666666' | '0.666667') => ({ value: '2/3', unit: '', shown });

  test('of a bound: the worst, to its safe side, and all that is said with it', () => {
    const span = { path: 'x', start: 1, end: 2 };
    const clause = { bodySpan: { path: 'x', start: 3, end: 4 } } as Clause;
    const decision = exceeded({
      inner: b.q(1, 3),
      underIndependence: b.q(1, 3),
      distribution: [{ faults: [g, f], mass: b.q(2, 3) }],
      merged: true,
      binding: [
        { source: { name: 'P.a', clause, span }, price: b.q(2, 3) },
        { source: { name: 'f', clause: null, span }, price: b.q(1) },
      ],
      next: { faults: [h, g], atMost: b.q(2, 3), worst: b.q(1, 3) },
      cutSets: [sets(null, [f])],
    });
    expect(chanceFields([decision], 0, null, textOf)).toEqual({
      reaches: { ...third('0.333334'), attained: true, inner: third('0.333333') },
      slack: third('0.333333'),
      minimalCutSets: [['f']],
      cutSetsComplete: true,
      probability: {
        worst: third('0.333334'),
        bound: thirds('0.666666'),
        attained: true,
        underIndependence: third('0.333334'),
        ratio: { value: '1', unit: '', shown: '1' },
        distribution: [{ faults: ['f', 'g'], mass: thirds('0.666667') }],
        merged: true,
        binding: [
          { evidence: { name: 'P.a', part: null, text: '3..4', span }, price: thirds('0.666667') },
          { evidence: { name: 'f', part: null, text: '1..2', span }, price: { value: '1', unit: '', shown: '1' } },
        ],
        next: { faults: ['g', 'h'], atMost: thirds('0.666666'), worst: third('0.333334') },
      },
    });
  });

  test('what is not known is not said', () => {
    expect(chanceFields([exceeded({ attained: false })], 0, null, textOf)).toEqual({
      reaches: { ...third('0.333334'), attained: false },
      slack: third('0.333333'),
      minimalCutSets: null,
      cutSetsComplete: null,
      probability: {
        worst: third('0.333334'),
        bound: thirds('0.666666'),
        attained: false,
        underIndependence: null,
        ratio: null,
        distribution: [],
        merged: false,
        binding: [],
        next: null,
      },
    });
    const ratio = exceeded({ underIndependence: b.q(1, 2) });
    expect(chanceFields([ratio], 0, null, textOf).probability?.ratio).toEqual(thirds('0.666667'));
    // A difference of chances is none.
    expect(chanceFields([exceeded({ isSum: false })], 0, null, textOf)).toMatchObject({ reaches: null, slack: null });
  });

  test('are those of the shape that decides, or of the worst', () => {
    const worst =
      (...decisions: readonly Decision[]) =>
      (at: number) =>
        chanceFields(decisions, at, null, textOf).probability?.worst.value ?? null;
    const of = worst(bounded({ worst: b.q(4) }), exceeded({ worst: b.q(5) }), exceeded({ worst: b.q(3) }));
    expect([of(0), of(1), of(2)]).toEqual(['4', '5', '3']);
    const attained = chanceFields([bounded({}), bounded({ attained: false })], 0, null, textOf).probability?.attained;
    expect(attained).toBe(true);
    expect(worst(bounded({ worst: b.q(1) }), bounded({ worst: b.q(5) }), bounded({ worst: b.q(3) }))(0)).toBe('5');
    expect(worst(bounded(null), bounded({ worst: b.q(1) }))(0)).toBe('1');
    expect(worst(bounded(null))(0)).toBe(null);
    expect(worst(TRIVIAL)(0)).toBe(null);
    expect(worst()(0)).toBe(null);
  });

  test('sets of faults are told the small ones first, and of one event only', () => {
    const [a, ab, c] = ['a', 'ab', 'c'].map(fault) as [Variable, Variable, Variable];
    const told = (found: CutSets | null) => {
      const { reaches, slack, probability, ...rest } = chanceFields([TRIVIAL], 0, found, textOf);
      expect([reaches, slack, probability]).toEqual([null, null, null]);
      return rest;
    };
    expect(told(sets(null, [c, a], [ab, a], [c], [f, g, h], [ab]))).toEqual({
      minimalCutSets: [['ab'], ['c'], ['a', 'ab'], ['a', 'c'], ['f', 'g', 'h']],
      cutSetsComplete: true,
    });
    // By the first name in which two differ, however long another is.
    const pairs = [
      ['a', 'bc'],
      ['ab', 'c'],
    ];
    const bc = fault('bc');
    expect(told(sets(null, [ab, c], [a, bc])).minimalCutSets).toEqual(pairs);
    expect(told(sets(null, [a, bc], [ab, c])).minimalCutSets).toEqual(pairs);
    expect(told(sets('there are more than 3'))).toEqual({ minimalCutSets: [], cutSetsComplete: false });
    expect(told(null)).toEqual({ minimalCutSets: null, cutSetsComplete: null });
    const several = exceeded({ cutSets: [sets(null, [f]), sets(null, [g])] });
    expect(chanceFields([several], 0, sets(null, [h]), textOf)).toMatchObject({
      minimalCutSets: null,
      cutSetsComplete: null,
    });
  });
});

describe('what an induction has to say', () => {
  const t = b.variable('t', b.REAL, 'state', { unit: ms });
  const on = b.variable('on', b.BOOL, 'input');
  const window = [
    new Map<Variable, Value>([
      [t, b.q(1, 500)],
      [on, true],
    ]),
    new Map<Variable, Value>(),
  ];
  const open: Decision = { kind: 'undecided', reason: 'incomplete', detail: '', window, closing: ['t <= 2 ms'] };
  const UNKNOWN = verdict({ kind: 'unknown', reason: 'incomplete', detail: '' });
  const valid = (...lemmas: readonly string[]): Decision => ({ ...TRIVIAL, lemmas }) as Decision;

  test('of a proof: its lemmas, each once', () => {
    expect(timeFields([valid('a', 'b'), TRIVIAL, valid('b', 'c'), open], PROVED)).toEqual({ lemmas: ['a', 'b', 'c'] });
    expect(timeFields([], PROVED)).toEqual({ lemmas: [] });
  });

  test('of what is open: the steps that it cannot exclude, and what would', () => {
    expect(timeFields([TRIVIAL, open], UNKNOWN)).toEqual({
      notExcluded: [
        new Map([
          ['t', { value: '2', unit: 'ms', shown: '2' }],
          ['on', { value: 'true', unit: '', shown: 'true' }],
        ]),
        new Map(),
      ],
      wouldClose: ['t <= 2 ms'],
    });
    const { closing: _, ...bare } = open as Extract<Decision, { kind: 'undecided' }>;
    expect(timeFields([bare], UNKNOWN).wouldClose).toEqual([]);
  });

  test('else nothing', () => {
    expect(timeFields([open], REFUTED)).toEqual({});
    expect(timeFields([TRIVIAL], UNKNOWN)).toEqual({});
    expect(timeFields([], UNKNOWN)).toEqual({});
    expect(timeFields([undecided('rlimit', 'spent')], UNKNOWN)).toEqual({});
  });
});
