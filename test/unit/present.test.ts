import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/core/encode/facts.ts';
import type { CutSets } from '../../src/core/engine/cut_sets.ts';
import { type Decision, TRIVIAL, undecided } from '../../src/core/engine/decision.ts';
import type { Decided } from '../../src/core/engine/run.ts';
import { freeVariables } from '../../src/core/eval/trace.ts';
import type { Clause, ClauseRisk, PartInstance, Value } from '../../src/core/model/model.ts';
import type { Goal, Obligation, ValidGoal } from '../../src/core/obligations/obligation.ts';
import type { Tightest } from '../../src/core/optimise/tightest.ts';
import { type ReplayedTrace, replayInputs } from '../../src/core/replay/replay.ts';
import type { Verdict } from '../../src/core/verdict/judge.ts';
import { mentionsOf, present } from '../../src/core/verdict/present.ts';
import type { ClauseMention, Counterexample, ObligationResult, Quantity } from '../../src/core/verdict/result.ts';
import { decidedAs, execution, type Named, owed, valuesOf } from './presenting.ts';
import { USUAL } from './replaying.ts';
import { BOOL, q, SPAN, variable } from './scopes.ts';

/** What a report shows of what was found; what was found is made by hand. */

const verdict = (bare: object) => bare as Verdict;
const PROVED = verdict({ kind: 'proved' });
const textIn =
  (text: string) =>
  ({ start, end }: { start: number; end: number }) =>
    text.slice(start, end);

interface Shown {
  readonly verdict: Verdict;
  readonly decisions?: readonly Decision[];
  readonly more?: Partial<Decided>;
  readonly clashOf?: (id: string) => readonly ClauseMention[];
  readonly tightest?: Tightest;
}

/** The obligation of the text as a report has it. */
function shown(text: string, obligation: Obligation, made: Shown): ObligationResult {
  const decided = decidedAs(obligation, made.decisions ?? obligation.goals.map(() => TRIVIAL), made.more);
  return present(
    decided,
    made.verdict,
    made.clashOf ?? (() => []),
    textIn(text),
    made.more !== undefined,
    made.tightest ?? null,
  );
}

/** … where its first goal is broken in an execution. */
function refuted(text: string, id: string, steps: readonly Named[], rigid: Named = {}): Counterexample {
  const obligation = owed(text).get(id)!;
  const trace = execution(obligation.goals[0] as ValidGoal, steps, rigid);
  const decision: Decision = { kind: 'violated', method: 'query', trace };
  return shown(text, obligation, { verdict: verdict({ kind: 'refuted', decision }), decisions: [decision] })
    .counterexample!;
}

const amount = ({ shown: value, unit }: Quantity) => `${value}${unit === '' ? '' : ` ${unit}`}`;
const valuesIn = (cells: ReadonlyMap<string, Quantity>) =>
  [...cells].map(([name, each]) => `${name} ${amount(each)}`).join(', ');
const named = ({ name, part, text, broken }: ClauseMention) =>
  `${part ?? '-'} ${name}: ${text.replaceAll(/\s+/g, ' ')}${broken === true ? ' broken' : ''}`;

const LEAF = `component C {
  in x : int in 0..9
  in spare : bool
  out y : int = x + 1
  guarantee g "keeps low": y <= 9
}
`;

describe('an obligation with its verdict', () => {
  const g = owed(LEAF).get('C.g')!;
  const trace = execution(g.goals[0] as ValidGoal, [{ x: 4 }, { x: 9 }]);
  const violated: Decision = { kind: 'violated', method: 'bmc', trace };

  test('that is broken', () => {
    const refutes = verdict({ kind: 'refuted', decision: violated });
    const cells = (x: string, y: string) =>
      new Map([
        ['x', { value: x, unit: '', shown: x }],
        ['y', { value: y, unit: '', shown: y }],
      ]);
    const number = (value: string) => ({ value, unit: '', shown: value });
    expect(shown(LEAF, g, { verdict: refutes, decisions: [violated] })).toEqual({
      id: 'C.g',
      kind: 'guarantee',
      component: 'C',
      setting: null,
      part: null,
      verdict: 'refuted',
      code: 'SV201',
      sentence: 'keeps low',
      text: 'y <= 9',
      span: g.span,
      method: 'bmc',
      k: null,
      rlimit: 7,
      timeMs: 2,
      cached: false,
      counterexample: {
        replayed: true,
        parameters: new Map(),
        steps: [
          { cells: cells('4', '5'), freed: [] },
          { cells: cells('9', '10'), freed: [] },
        ],
        path: [],
        compared: { left: number('10'), operator: '<=', right: number('9') },
        sums: [],
        repairs: [],
      },
      clash: [],
      witness: null,
      unknown: null,
      scope: null,
      help: null,
      expected: 'proved',
      expectedOf: 'clause',
      family: null,
      reaches: null,
      slack: null,
      minimalCutSets: null,
      cutSetsComplete: null,
      probability: null,
      core: null,
      supporting: false,
    });
  });

  test('that is proved', () => {
    const valid: Decision = { kind: 'valid', method: 'k-induction', k: 3, cone: null, lemmas: ['y <= x'] };
    const result = shown(LEAF, g, { verdict: PROVED, decisions: [valid], more: { cached: true } });
    expect(result).toMatchObject({ verdict: 'proved', code: null, method: 'k-induction', k: 3, lemmas: ['y <= x'] });
    expect(result).toMatchObject({ counterexample: null, unknown: null, cached: true, supporting: true, scope: null });
  });

  test('that has no formula', () => {
    expect(shown(LEAF, owed(LEAF).get('C.consistent')!, { verdict: PROVED }).text).toBe(null);
  });

  test('the worst execution is shown where it is one of the goal that is broken', () => {
    const refutes = verdict({ kind: 'refuted', decision: violated });
    const worst = execution(g.goals[0] as ValidGoal, [{ x: 9, spare: true }]);
    const steps = (goal: Goal) => {
      const tightest: Tightest = {
        compared: null,
        extremum: null,
        slack: null,
        worst: { goal: goal as ValidGoal, trace: worst },
      };
      return shown(LEAF, g, { verdict: refutes, decisions: [violated], tightest }).counterexample?.steps.length;
    };
    expect([steps(g.goals[0]!), steps({ ...g.goals[0]! })]).toEqual([1, 2]);
    const none: Tightest = { compared: null, extremum: null, slack: null, worst: null };
    const result = shown(LEAF, g, { verdict: refutes, decisions: [violated], tightest: none });
    expect(result.counterexample?.steps.length).toBe(2);
  });

  test('has the code of its kind where it is refuted', () => {
    const kinds = [
      'guarantee',
      'assumption',
      'invariant',
      'range',
      'defined',
      'modes',
      'reachable',
      'consistent',
      'realizable',
      'refinement',
      'tolerating',
      'probability',
    ] as const;
    const refutes = verdict({ kind: 'refuted', decision: violated });
    const codes = kinds.map((kind) => shown(LEAF, { ...g, kind }, { verdict: refutes, decisions: [violated] }).code);
    expect(codes).toEqual(kinds.map((_, at) => `SV2${String(at + 1).padStart(2, '0')}`));
  });

  test('that nothing can meet: what clashes is said, and what to mend', () => {
    const clash = [{ name: 'C.a', part: null, text: 'x > 9', span: SPAN }];
    const by = verdict({ kind: 'vacuous', by: 'C.consistent', evidence: null });
    const clashOf = (id: string) => (id === 'C.consistent' ? clash : []);
    expect(shown(LEAF, g, { verdict: by, clashOf })).toMatchObject({
      code: 'SV220',
      clash,
      help: 'the claim holds of nothing: mend `C.consistent` first',
      family: null,
    });
    const span = { path: 'test.safety', start: 0, end: 9 };
    const bodySpan = { path: 'test.safety', start: 10, end: 11 };
    const evidence = [
      { name: 'a', clause: null, span },
      { name: 'b', clause: { bodySpan } as Clause, span },
    ];
    expect(shown(LEAF, g, { verdict: verdict({ kind: 'vacuous', by: null, evidence }) })).toMatchObject({
      code: 'SV220',
      clash: [
        { name: 'a', part: null, text: 'component', span },
        { name: 'b', part: null, text: 'C', span },
      ],
      help: 'no distribution of the faults meets all of this evidence: one of these statements is wrong',
    });
  });

  test('that is open', () => {
    const result = shown(LEAF, g, {
      verdict: verdict({ kind: 'unknown', reason: 'rlimit', detail: 'spent' }),
      decisions: [undecided('rlimit', 'spent')],
    });
    expect(result).toMatchObject({ code: 'SV230', unknown: { reason: 'rlimit', detail: 'spent' }, help: null });
    // How nothing was found is not said.
    expect(result).toMatchObject({ method: 'query', k: null, clash: [], witness: null });
    const none = verdict({ kind: 'unknown', reason: 'incomplete', detail: 'no scope was decided' });
    expect(shown(LEAF, g, { verdict: none, decisions: [] }).method).toBe('query');
  });
});

describe('for which values it was decided', () => {
  const FAMILY = `component C { out y : int in 0..9 }
system S {
  param n : int in 1..2
  param exact : bool
  part c[n] : C
  guarantee g: sum(c.y) <= 9
}
`;
  const g = owed(FAMILY).get('S.g')!;
  const trace = execution(g.goals[1] as ValidGoal, [{ 'c[1].y': 5, 'c[2].y': 6 }]);
  const violated: Decision = { kind: 'violated', method: 'query', trace };
  const refutes = verdict({ kind: 'refuted', decision: violated });
  const sizes = { parameters: ['n'], all: false, largestSafe: null, firstFailing: null, exact: null };

  test('is the shape that is broken, where there are several or all are spoken of', () => {
    expect(shown(FAMILY, g, { verdict: refutes, decisions: [TRIVIAL, violated] }).scope).toBe('for n = 2');
    const one = { ...g, goals: [g.goals[1]!] };
    expect(shown(FAMILY, one, { verdict: refutes, decisions: [violated] }).scope).toBe(null);
    expect(shown(FAMILY, one, { verdict: refutes, decisions: [violated], more: { sizes } }).scope).toBe('for n = 2');
    expect(shown(FAMILY, g, { verdict: PROVED, decisions: [TRIVIAL, TRIVIAL] }).scope).toBe(null);
  });

  test('is nothing where no shape is told', () => {
    const leaf = owed(LEAF).get('C.g')!;
    const found = execution(leaf.goals[0] as ValidGoal, [{ x: 9 }]);
    const decision: Decision = { kind: 'violated', method: 'query', trace: found };
    const one = shown(LEAF, leaf, {
      verdict: verdict({ kind: 'refuted', decision }),
      decisions: [decision],
      more: { sizes },
    });
    expect(one.scope).toBe(null);
  });

  test('are the values in use, each said once', () => {
    const only = (what: string): Decision => ({ ...TRIVIAL, only: what }) as Decision;
    const of = (...decisions: readonly Decision[]) => shown(FAMILY, g, { verdict: PROVED, decisions }).scope;
    expect(of(only('k = 1'), TRIVIAL)).toBe('decided for the values in use only: k = 1');
    expect(of(only('k = 1'), only('k = 1'), only('k = 2'))).toBe('decided for the values in use only: k = 1; k = 2');
  });

  test('of one that is proved no shape is told, but the greatest size', () => {
    const family = (made: Verdict) => shown(FAMILY, g, { verdict: made, decisions: [TRIVIAL, TRIVIAL] }).family;
    expect(family(PROVED)).toMatchObject({ parameter: 'n', largestSafe: '2', everySize: true });
    // Of what holds of nothing nothing is said about sizes.
    expect(family(verdict({ kind: 'vacuous', by: 'S.consistent', evidence: null }))).toBe(null);
  });

  test('what is told of faults and of how it was found is of the goal that is broken', () => {
    const found = (names: readonly string[]): CutSets => ({
      sets: [{ faults: new Set(names.map((name) => variable(name, BOOL, 'fault'))), trace: undefined as never }],
      open: null,
      disagrees: false,
      cone: null,
    });
    const bmc = { ...violated, method: 'bmc' } as Decision;
    const told = (decisions: readonly Decision[], made: Verdict) => {
      const cutSets = [found(['f']), found(['g'])];
      const { minimalCutSets, method } = shown(FAMILY, g, { verdict: made, decisions, more: { cutSets } });
      return [minimalCutSets, method];
    };
    expect(told([TRIVIAL, bmc], verdict({ kind: 'refuted', decision: bmc }))).toEqual([[['g']], 'bmc']);
    expect(told([TRIVIAL, TRIVIAL], PROVED)).toEqual([[['f']], 'syntactic']);
  });

  test('a shape is told by all its numbers and words', () => {
    const of = (fixed: ReadonlyMap<string, Value>) => {
      const goal = { ...g.goals[1]!, scope: { ...g.goals[1]!.scope, fixed } } as Goal;
      return shown(FAMILY, { ...g, goals: [goal] }, { verdict: refutes, decisions: [violated], more: { sizes } }).scope;
    };
    const { fixed } = g.goals[1]!.scope;
    const all = new Map<string, Value>([...fixed, ['loud', true], ['mood', 'calm'], ['part', q(4, 3)]]);
    expect(of(all)).toBe('for n = 2, loud = true, mood = calm, part = 4/3');
  });
});

const WIRED = `
component A {
  param k : real [ms] in 0..
  out y : real [ms] in 0..
  out z : bool
  guarantee cap: y <= k
  guarantee idle: not z => y <= 5 ms
}
component B {
  in x : real [ms]
  out y : real [ms] in 0..100
  assume few: x <= 8 ms
  guarantee adds: y <= x + 2 ms
}
component D {
  fault dead
  in x : real [ms]
  in w : real [ms]
  out z : bool
  assume small: x <= 20 ms
  guarantee obeys: (x > 1 ms => z) unless dead
}
system S {
  param k : real [ms] in 0.. = 9 ms
  param n : int in 1..4 = 1
  in far : bool
  in x : real [ms]
  part b : B
  part a : A(k = k)
  part d : D
  let both = b.y + a.y
  connect a.y -> b.x
  connect both -> d.x
  connect x -> d.w
  guarantee g: both <= 15 ms
  guarantee heard: both <= 15 ms or d.z
}
`;
const BEFORE = { 'a.y': 0.008, 'a.z': true, 'b.y': 0.0095, 'd.z': true };
const BROKEN = { 'a.y': 0.009, 'a.z': true, 'b.y': 0.05, 'd.z': true };
const RIGID = { k: 0.009, 'a.k': 0.009, n: 2 };

describe('an execution', () => {
  test('shows what the claim depends on, and which parts promise nothing any more', () => {
    const { steps, parameters } = refuted(WIRED, 'S.g', [BEFORE, BROKEN], RIGID);
    expect(steps.map(({ cells, freed }) => `${valuesIn(cells)} | ${freed.join(' ')}`)).toEqual([
      'both 17.5 ms, b.x 8 ms, b.y 9.5 ms, a.y 8 ms, a.z true | ',
      'both 59 ms, b.x 9 ms, b.y 50 ms, a.y 9 ms, a.z true | b.few',
    ]);
    expect(valuesIn(parameters)).toBe('k 9 ms, n 2');
  });

  test('says where the values come from, producers first; of what promises nothing, why', () => {
    const { path, compared, sums } = refuted(WIRED, 'S.g', [BEFORE, BROKEN], RIGID);
    expect(path.map(named)).toEqual(['a A.cap: y <= k', 'a A.idle: not z => y <= 5 ms', 'b B.few: x <= 8 ms broken']);
    expect(`${amount(compared!.left)} ${compared!.operator} ${amount(compared!.right)}`).toBe('59 ms <= 15 ms');
    expect(sums.map(({ part, adds, soFar }) => `${part} ${amount(adds)} ${amount(soFar)}`)).toEqual([
      'a 9 ms 9 ms',
      'b 50 ms 59 ms',
    ]);
  });

  test('of what is kept, all that is promised; a range only where the value is at its end', () => {
    const paths = (text: string, value: Named) => refuted(text, 'S.g', [value], RIGID).path.map(named);
    const a = ['a A.cap: y <= k', 'a A.idle: not z => y <= 5 ms'];
    expect(paths(WIRED, BEFORE)).toEqual([...a, 'b B.adds: y <= x + 2 ms']);
    const none = { ...BEFORE, 'a.y': 0, 'b.y': 0.002 };
    const low = WIRED.replace('g: both <= 15 ms', 'g: both <= 1 ms');
    expect(paths(low, none)).toEqual(['a A.y.range: 0..', ...a, 'b B.adds: y <= x + 2 ms']);
    // … at either end, and in either direction.
    const high = { ...BEFORE, 'a.y': 0.008, 'b.y': 0.01 };
    const capped = WIRED.replace('out y : real [ms] in 0..100', 'out y : real [ms] in -1..10');
    expect(paths(capped, high)).toEqual([...a, 'b B.y.range: -1..10', 'b B.adds: y <= x + 2 ms']);
    // A range is told where its part promises nothing else.
    const bare = low.replace('guarantee adds: y <= x + 2 ms', '');
    expect(paths(bare, BEFORE)).toEqual([...a, 'b B.y.range: 0..100']);
  });

  test('of a discharge ends with the wires and what is needed', () => {
    const { path, steps } = refuted(WIRED, 'S.d.small', [BROKEN], RIGID);
    expect(path.map(named)).toEqual([
      'a A.cap: y <= k',
      'a A.idle: not z => y <= 5 ms',
      'b B.few: x <= 8 ms broken',
      'd connect: connect both -> d.x',
      'd D.small: x <= 20 ms',
    ]);
    // The part whose assumption it is does not stand in its own way.
    expect(steps[0]!.freed).toEqual(['b.few', 'd.small']);
  });

  test('an input that nothing is wired to has no wire, and what is of no clause names none', () => {
    const obligation = owed(WIRED).get('S.d.small')!;
    const goal = obligation.goals[0] as ValidGoal;
    const decision: Decision = { kind: 'violated', method: 'query', trace: execution(goal, [BROKEN], RIGID) };
    const last = (other: ValidGoal) => {
      const made = { verdict: verdict({ kind: 'refuted', decision }), decisions: [decision] };
      const { path } = shown(WIRED, { ...obligation, goals: [other] }, made).counterexample!;
      return path.map(({ name }) => name).slice(-2);
    };
    expect(last(goal)).toEqual(['connect', 'D.small']);
    expect(last({ ...goal, clause: null })).toEqual(['A.idle', 'B.few']);
    const wires = [...goal.scope.definitions].filter(([{ name }]) => name !== 'd.x');
    const loose = { ...goal, scope: { ...goal.scope, definitions: new Map(wires) } };
    expect(last(loose).at(-1)).toBe('D.small');
    expect(last(loose)).not.toContain('connect');
  });

  test.each([
    ['-9..9 / n', true],
    ['-9 / n..9', true],
    ['-9..9', false],
  ])('a range %s whose end has no value is told: %s', (range, told) => {
    const text = `component L { param n : int in 0..9  out y : real in ${range}  guarantee g: y <= 99 }
      system S { param n : int in 0..9  part l : L(n = n)  let r = 1 / (l.y + 5)  guarantee h: r <= 9 }`;
    const { path } = refuted(text, 'S.r.defined', [{ 'l.y': -5 }], { n: 0 });
    expect(path.map(({ name }) => name)).toEqual([...(told ? ['L.y.range'] : []), 'L.g']);
  });

  test('says what excuses a promise with it', () => {
    const { path } = refuted(
      WIRED.replace('or d.z', 'or not d.z'),
      'S.heard',
      [{ ...BEFORE, 'b.y': 0.01, 'a.y': 0.008 }],
      RIGID,
    );
    expect(path.map(named).at(-1)).toBe('d D.obeys: (x > 1 ms => z) unless dead');
  });
});

describe('what a broken assumption is made of', () => {
  const text = `component N { in w : int  in v : int  assume small: w <= 3  out y : int }
component G { in w : int  in v : int  assume small: w <= 3  out y : int  guarantee g: y <= 4 }
system S {
  in x : int
  in other : int
  param k : int in 0..9
  let twice = k * 2
  part n : N
  part p : G
  connect x -> n.w
  connect other -> n.v
  connect x -> p.w
  connect other -> p.v
  guarantee g: n.y <= twice
  guarantee h: p.y <= 5
  guarantee k: p.y <= 3
}
`;
  test('counts, whether its part promises anything or not', () => {
    const cells = (id: string, values: Named) => {
      const [step] = refuted(text, id, [values], { k: 1 }).steps;
      return `${valuesIn(step!.cells)} | ${step!.freed}`;
    };
    expect(cells('S.g', { x: 5, 'n.y': 7 })).toBe('x 5, n.w 5, n.y 7 | n.small');
    expect(cells('S.g', { x: 1, 'n.y': 7 })).toBe('n.y 7 | ');
    expect(cells('S.h', { x: 5, 'p.y': 7 })).toBe('x 5, p.w 5, p.y 7 | p.small');
    // What a promise is made under counts too.
    expect(cells('S.k', { x: 1, 'p.y': 4 })).toBe('x 1, p.w 1, p.y 4 | ');
  });
});

describe('a clause in words', () => {
  const text = '0123456789';
  const span = (start: number, end: number) => ({ path: 'test.safety', start, end });
  const unless = (...faults: readonly string[]): ClauseRisk => ({
    unless: faults.map((name) => variable(name, BOOL, 'fault')),
    tolerating: null,
    chance: null,
  });

  test.each([
    ['is its formula', null, span(3, 5), '34'],
    ['has with it what excuses it', unless('f'), span(3, 5), '34567'],
    ['has not what it tolerates', unless(), span(3, 5), '34'],
    ['may stand behind its name, as a range does', unless('f'), span(8, 9), '8'],
  ] as const)('%s', (_, risk, bodySpan, words) => {
    const clause = { name: 'g', risk, bodySpan, span: span(0, 8) } as Clause;
    const decision = { kind: 'impossible', clash: [{ clause, part: null }], inputs: null } as unknown as Decision;
    expect(mentionsOf(verdict({ kind: 'refuted', decision }), textIn(text))).toEqual([
      { name: 'g', part: null, text: words, span: span(0, 8) },
    ]);
  });
});

describe('parameters', () => {
  const text = `component C { param k : int in 0..9  param m : int in 0..9  out y : int  guarantee g: y <= k + m }
system S { param own : int in 0..9  param idle : int in 0..9  part c : C(m = own)  part far : C  guarantee g: c.y <= 3 }
`;
  test('of the system are all told, of its parts those that are chosen and count', () => {
    const { parameters } = refuted(text, 'S.g', [{ 'c.y': 5 }], { 'c.k': 5, own: 1, 'far.k': 2, 'far.m': 2 });
    expect(valuesIn(parameters)).toBe('own 1, idle 0, c.k 5');
  });
});

test('what the claim does not speak of is not shown: states, modes, other outputs', () => {
  const text = `component C {
  step 1 s
  in go : bool
  out y : real = 1 / a
  out late : bool = prev(go, false)
  state a : int = 1
  next a = if go then 0 else a
  mode m when go { guarantee h: true }
  mode l when not go { guarantee h: true }
  guarantee g: not late
}
`;
  const { steps } = refuted(text, 'C.g', [{ go: true }, { go: false }]);
  expect(steps.map(({ cells }) => valuesIn(cells))).toEqual(['go true, late false', 'go false, late true']);
});

describe('what nothing answers', () => {
  const text = `component P { in v : int in 0..9  out w : int in 0..4  guarantee same: w == v }
component Q { in w : int  out z : bool }
system S {
  step 1 s
  state kept : int = 0
  next kept = x
  mode low when x <= 4 { guarantee a: true }
  mode high when x > 4 { guarantee b: true }
  part q : Q
  connect p.w -> q.w
  in x : int in 0..9
  in other : bool
  param k : int in 1..3
  part p : P
  connect x -> p.v
  let sum : int = x + 1
  let far : int = p.w
  guarantee g: x <= k
}
`;
  const realizable = owed(text).get('S.realizable')!;
  const { scope } = realizable.goals[0]!;
  const part = scope.parts.find(({ path }) => path === 'p')!;
  const lacking = { variables: new Set([...part.outputs]), parts: new Set(scope.parts) };
  const free = freeVariables(scope);
  const trace = {
    rigid: valuesOf(free.rigid, { k: 2 }),
    steps: [
      valuesOf(
        free.perStep.filter((each) => !lacking.variables.has(each)),
        { x: 7 },
      ),
    ],
  };
  const replay = replayInputs(scope, trace, USUAL, lacking);
  const inputs = replay.kind === 'confirmed' ? replay.trace : null;
  const factOf = (clause: Clause, of: PartInstance | null) => ({ clause, part: of }) as Fact;
  const clash = [
    ...part.guarantees.map((clause) => factOf(clause, part)),
    ...scope.assumptions.map((each) => factOf(each, null)),
  ];
  const impossible = (seen: ReplayedTrace<'inputs'> | null): Decision => ({
    kind: 'impossible',
    method: 'elimination',
    clash,
    inputs: seen,
  });

  test('are inputs that were read, with what clashes', () => {
    const decision = impossible(inputs);
    const result = shown(text, realizable, {
      verdict: verdict({ kind: 'refuted', decision }),
      decisions: [decision],
    });
    expect(result).toMatchObject({ code: 'SV209', method: 'elimination', counterexample: null, k: null });
    expect(result.clash.map(named)).toEqual(['p P.w.range: 0..4', 'p P.same: w == v', '- x.range: 0..9']);
    const { steps, path, compared, sums, parameters } = result.witness!;
    expect(steps.map(({ cells, freed }) => `${valuesIn(cells)} | ${freed}`)).toEqual(['x 7, other false, p.v 7 | ']);
    expect([path, compared, sums, valuesIn(parameters)]).toEqual([[], null, [], 'k 2']);
  });

  test('without inputs no execution is shown', () => {
    const decision = impossible(null);
    const refutes = verdict({ kind: 'refuted', decision });
    expect(shown(text, realizable, { verdict: refutes, decisions: [decision] }).witness).toBe(null);
    expect(mentionsOf(refutes, textIn(text)).length).toBe(3);
    expect(mentionsOf(null, textIn(text))).toEqual([]);
    expect(mentionsOf(PROVED, textIn(text))).toEqual([]);
  });
});
