import { describe, expect, test } from 'vitest';
import { understand } from '../../src/core/check.ts';
import { type Cone, coneOf } from '../../src/core/encode/cone.ts';
import { type Decision, undecided } from '../../src/core/engine/decision.ts';
import type { Decided } from '../../src/core/engine/run.ts';
import type { Obligation } from '../../src/core/obligations/obligation.ts';
import { conclude } from '../../src/core/verdict/conclude.ts';
import { foundationsOf } from '../../src/core/verdict/foundations.ts';
import { decidedAs } from './presenting.ts';

/** On what a verdict rests besides its own questions: by name, for texts in which it can be read off. */

const WITNESSED = { kind: 'satisfied', method: 'witness', trace: null } as unknown as Decision;
const VALID: Decision = { kind: 'valid', method: 'query', k: null, cone: null };

function obligationsOf(text: string): ReadonlyMap<string, Obligation> {
  const nothing = () => ({ kind: 'problem', problem: 'missing', detail: '' }) as const;
  const { obligations, diagnostics } = understand({ path: 'test.safety', text }, nothing);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const all = obligations.flatMap((subject) => [...subject.obligations, ...subject.hidden]);
  return new Map(all.map((obligation) => [obligation.id, obligation]));
}

function of(text: string) {
  const all = obligationsOf(text);
  return (id: string, decision: Decision = VALID, owed = (other: string) => all.has(other)) => {
    const obligation = all.get(id)!;
    const decisions = obligation.goals.map(() => decision);
    const { contract, defined, entered } = foundationsOf(obligation, decisions, owed);
    return { contract, defined: [...defined].sort(), entered };
  };
}

describe('that the contract can be kept', () => {
  const rests = of(`
    component L { in x : int in 0..9  out y : int  guarantee g: y <= x }
    component I { in x : int in 0..9  out y : int = x  guarantee g: y <= x }
    component R refines L { in x : int in 0..9  out y : int = x  guarantee h: y <= x }
    system S { param k : int in 1..3  in x : int in 0..9  part l : L  connect x -> l.x  guarantee g: l.y <= x + k }
    verify wet : S(k = 2)
  `);

  test('by itself, in a setting, and as a refinement', () => {
    expect(rests('I.g').contract).toEqual(['I.consistent', 'I.realizable']);
    expect(rests('wet/S.g').contract).toEqual(['wet/S.consistent', 'wet/S.realizable']);
    expect(rests('R.refines.g').contract).toEqual(['R.refines.consistent', 'R.consistent', 'R.realizable']);
    expect(rests('R.h').contract).toEqual(['R.consistent', 'R.realizable']);
  });

  test('as far as it is owed', () => {
    expect(rests('I.g', VALID, (id) => id !== 'I.consistent').contract).toEqual(['I.realizable']);
    expect(rests('R.refines.g', VALID, () => false)).toEqual({ contract: [], defined: [], entered: [] });
  });
});

test('that the mode can be entered of which a claim speaks', () => {
  const rests = of(`
    component C {
      in x : int in 0..9
      out y : int = x
      mode low when x <= 4 { guarantee g: y <= 4 }
      mode high when x > 4 { guarantee g: y > 4 }
      guarantee lower: y <= 9
    }
    system S { in x : int in 0..9  part c : C  connect x -> c.x  guarantee g: c.y <= 9 }
  `);
  expect(rests('C.low.g').entered).toEqual(['C.low.reachable']);
  expect(rests('C.high.g').entered).toEqual(['C.high.reachable']);
  expect(rests('C.lower').entered).toEqual([]);
  expect(rests('C.modes').entered).toEqual([]);
  expect(rests('C.consistent').entered).toEqual([]);
  expect(rests('C.low.g', VALID, () => false).entered).toEqual([]);
});

test('a mode of a part is none of the whole', () => {
  const rests = of(`
    component C {
      in x : int in 0..9
      out y : int
      mode low when x <= 4 { assume a: x <= 3 }
      mode high when x > 4 { assume b: x <= 9 }
    }
    system S {
      in x : int in 0..9
      part c : C
      connect x -> c.x
      mode low when x <= 4 { guarantee g: x <= 4 }
      mode high when x > 4 { guarantee h: x > 4 }
    }
  `);
  expect(rests('S.low.g').entered).toEqual(['S.low.reachable']);
  expect(rests('S.c.low.a').entered).toEqual([]);
  expect(rests('S.c.low.a', VALID, () => true).entered).toEqual([]);
  expect(rests('S.consistent', VALID, () => true)).toMatchObject({ defined: [], entered: [] });
});

test('what nothing was found about rests on nothing but its contract', () => {
  const goal = obligationsOf('component C { in x : int in 0..9  out y : real = x / 1  guarantee g: y <= 9 }').get(
    'C.g',
  )!;
  expect(foundationsOf(goal, [], () => true)).toEqual({
    contract: ['C.consistent', 'C.realizable'],
    defined: [],
    entered: [],
  });
});

describe('where what is used is declared', () => {
  const rests = of(`
    component P { in n : real  assume small: n <= 1  out q : real  guarantee kept: q <= 1 }
    component Q { in n : real  let share : real = 1 / n  out q : real  guarantee kept: q <= share }
    component J {
      in x : int in 0..9
      in n : int in 1..9
      assume some: 9 / n <= 9
      out y : int = x
      mode low when n <= 4 { guarantee range_of: y / n <= 9 }
      mode high when n > 4 { guarantee plain: y <= 9 * n }
    }
    system S {
      in n : int in 1..9
      part p : P
      part q : Q
      part r[2] : Q
      connect 1 / n -> p.n
      connect n -> q.n
      connect n -> r.n
      guarantee g: p.q <= 1
      guarantee h: q.q <= 1
      guarantee k: r[2].q <= 1
    }
  `);

  test('a wire at its part, a definition of a part at its component, a clause at its own', () => {
    expect(rests('S.g').defined).toEqual(['S.p.n.defined']);
    expect(rests('S.h').defined).toEqual(['Q.share.defined']);
    expect(rests('S.k').defined).toEqual(['Q.share.defined']);
    expect(rests('J.high.plain').defined).toEqual(['J.some.defined']);
    expect(rests('J.low.range_of').defined).toEqual(['J.low.range_of.defined', 'J.some.defined']);
  });

  test('what is never in doubt is not named, and nothing rests on itself', () => {
    expect(rests('S.g', VALID, () => true).defined).toEqual(['P.n.defined', 'P.q.defined', 'S.p.n.defined']);
    expect(rests('J.some.defined').defined).toEqual([]);
  });
});

test('a range is defined under the name of what lies in it', () => {
  const rests = of(`
    component L { param n : int in 1..9  out y : real in 0..(9 / n) }
    component I { param n : int in 1..9  out y : real in 0..(9 / n) = 0  guarantee g: y <= 9 }
    system S { param n : int in 1..9  part l : L(n = n)  guarantee g: l.y <= 9 }
  `);
  expect(rests('S.g').defined).toEqual(['L.y.defined']);
  expect(rests('I.y.range').defined).toEqual(['I.y.defined']);
});

describe('that what was used is defined', () => {
  const rests = of(`
    component C {
      in x : int in 0..9
      in n : int in 0..9
      assume some: 1 <= n
      assume share: 9 / n <= 9
      let each : real = x / n
      let other : real = 1 / n
      out y : real
      out z : real
      guarantee g: y <= each
      guarantee h: z <= 9 / n
    }
    component I {
      in x : int in 0..9
      in n : int in 1..9
      out y : real = x / n
      out z : real = x * 1 / 1
      guarantee g: y <= 9
      guarantee h: z / n <= 9
      guarantee plain: x <= 9
    }
    component P { in n : int  assume ratio: 1 / n <= 1  out q : real  guarantee kept: q <= 1 / n }
    system S {
      in n : int in 1..9
      part p : P
      connect n -> p.n
      guarantee g: p.q <= 1
      guarantee beside: n <= 9
    }
  `);

  test('definitions, facts and the claim itself', () => {
    expect(rests('I.g').defined).toEqual(['I.y.defined']);
    expect(rests('I.h').defined).toContain('I.h.defined');
    expect(rests('I.plain').defined).toEqual([]);
    expect(rests('I.y.defined').defined).toEqual([]);
  });

  test("a part's promises, what guards them, and what it assumes", () => {
    expect(rests('S.g').defined).toEqual(['P.kept.defined', 'P.ratio.defined']);
    expect(rests('S.p.ratio').defined).toContain('P.ratio.defined');
    expect(rests('S.beside').defined).toEqual([]);
  });

  test('as far as it is owed, and where the claim is valid', () => {
    expect(rests('S.g', VALID, (id) => id === 'P.kept.defined').defined).toEqual(['P.kept.defined']);
    expect(rests('S.g', undecided('rlimit', '')).defined).toEqual([]);
    expect(rests('S.consistent').defined).toEqual([]);
  });

  test('only what the cone of the proof holds', () => {
    const all = obligationsOf(`
      component I {
        in x : int in 0..9
        in n : int in 1..9
        out y : real = x / n
        guarantee g: y <= 9
      }
    `);
    const goal = all.get('I.g')!.goals[0]!;
    const nothing = coneOf(goal.scope, [], { radius: null, guarded: () => true });
    const with_ = (cone: Cone | null, method: 'query' | 'k-induction' = 'query') =>
      foundationsOf(all.get('I.g')!, [{ kind: 'valid', method, k: null, cone }], () => true).defined;
    expect(with_(null)).toEqual(['I.y.defined']);
    expect(with_(nothing)).toEqual([]);
    expect(with_(nothing, 'k-induction')).toEqual([]);
    const whole = coneOf(goal.scope, 'formula' in goal && goal.formula !== null ? [goal.formula] : [], {
      radius: null,
      guarded: () => true,
    });
    const bounded = (...cones: Cone[]) =>
      foundationsOf(all.get('I.g')!, [{ kind: 'bounded', method: 'linear', finding: null, cones }], () => true).defined;
    expect(bounded(nothing)).toEqual([]);
    expect(bounded(nothing, whole)).toEqual(['I.y.defined']);
  });

  test('an induction uses all that its scope claims', () => {
    const all = obligationsOf(`
      component T {
        step 1 s
        in x : int in 0..9
        in n : int in 1..9
        out y : int = s
        state s : int = 0
        next s = x
        guarantee plain: y >= 0
        guarantee odd: y / n <= 9
        invariant also: s / n <= 9
      }
    `);
    const plain = all.get('T.plain')!;
    const nothing = coneOf(plain.goals[0]!.scope, [], { radius: null, guarded: () => true });
    const by = (decision: Decision) => [...foundationsOf(plain, [decision], () => true).defined].sort();
    expect(by({ kind: 'valid', method: 'k-induction', k: 1, cone: nothing })).toEqual([
      'T.also.defined',
      'T.odd.defined',
    ]);
    expect(by({ kind: 'valid', method: 'query', k: null, cone: nothing })).toEqual([]);
  });
});

test('what is owed and was not decided leaves unknown what rests on it', () => {
  const all = obligationsOf(
    'component C { in x : int in 0..9  in n : int in 1..9  out y : real = x / n  guarantee g: y <= 9 }',
  );
  const claim = all.get('C.g')!;
  const decide = (...ids: string[]) =>
    new Map(
      ids.map((id): [string, Decided] => {
        const obligation = all.get(id)!;
        const decisions = obligation.goals.map(({ asks }) => (asks === 'valid' ? VALID : WITNESSED));
        return [id, decidedAs(obligation, decisions)];
      }),
    );
  const verdict = (owed: readonly string[], ...ids: string[]) => {
    const [result] = conclude(
      [claim],
      decide('C.g', ...ids),
      () => '',
      () => false,
      new Set(owed),
    );
    return `${result!.verdict}${result!.unknown === null ? '' : `: ${result!.unknown.detail}`}`;
  };
  const owed = ['C.g', 'C.consistent', 'C.realizable', 'C.y.defined'];
  expect(verdict(owed, ...owed)).toBe('proved');
  expect(verdict(owed, 'C.realizable', 'C.y.defined')).toBe('unknown: C.consistent is not proved');
  expect(verdict(owed, 'C.consistent', 'C.y.defined')).toBe('unknown: C.realizable is not proved');
  expect(verdict(owed, 'C.consistent', 'C.realizable')).toBe('unknown: C.y.defined is not proved');
  expect(verdict(['C.g'], 'C.y.defined')).toBe('proved');
});
