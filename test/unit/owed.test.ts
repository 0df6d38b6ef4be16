import { describe, expect, test } from 'vitest';
import { understand } from '../../src/core/check.ts';
import type { AnySize, Scope, Variable } from '../../src/core/model/model.ts';
import { earlierPartial } from '../../src/core/obligations/premises.ts';
import { firstScopes } from '../../src/core/obligations/subject.ts';
import { supportOf } from '../../src/core/obligations/support.ts';
import * as b from './scopes.ts';

/** What a text owes, and what each obligation says of itself. */

function owedBy(text: string) {
  const nothing = () => ({ kind: 'problem', problem: 'missing', detail: '' }) as const;
  const { obligations, diagnostics } = understand({ path: 'test.safety', text }, nothing);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return obligations;
}
const slice = (text: string, span: { start: number; end: number } | null) =>
  span === null ? '-' : text.slice(span.start, span.end).replaceAll(/\s+/g, ' ').slice(0, 30);

const TEXT = `
component L { in x : int in 0..9  out y : int  assume a "small": x <= 9  guarantee g "keeps": y <= x }
component R refines L { in x : int in 0..9  out y : int = x  guarantee h: y <= x }
component M {
  step 1 s
  in n : int in 1..9
  out y : real = 1 / n
  out z : int in 0..9 = s
  state s : int in 0..9 = 0
  next s = if s < 9 then s + 1 else s
  mode low when n <= 4 { guarantee lg: y <= 1 }
  mode high when n > 4 { guarantee hg: y <= 1 }
  invariant i: s >= 0
  fault f
  guarantee t: y <= 1 tolerating 1
  guarantee u: y <= 1 unless f
}
system S {
  in x : int in 0..9
  param k : int in 1..3
  part l : L
  connect x -> l.x
  guarantee g: l.y <= x + k
}
verify wet : S(k = 2)
`;

test('each obligation says what it is, where it stands, and what it is about', () => {
  const rows = owedBy(TEXT).flatMap(({ obligations, hidden }) =>
    [...obligations, ...hidden].map(
      ({ id, kind, part, sentence, owner, setting, component, span, bodySpan, goals }) =>
        `${id} | ${kind} | ${owner} ${setting ?? '-'} ${component} ${part ?? '-'} | ${sentence ?? '-'} | ${slice(TEXT, span)} | ${slice(TEXT, bodySpan)} | ${goals.map(({ asks }) => asks).join(' ')}`,
    ),
  );
  expect(rows).toEqual([
    'L.consistent | consistent | L - L - | - | L | - | satisfiable',
    'L.realizable | realizable | L - L - | - | L | - | realizable',
    'R.consistent | consistent | R - R - | - | R | - | satisfiable',
    'R.realizable | realizable | R - R - | - | R | - | realizable',
    'R.h | guarantee | R - R - | - | guarantee h: y <= x | y <= x | valid',
    'R.refines.x.range | refinement | L - R - | - | x | 0..9 | valid',
    'R.refines.g | refinement | L - R - | keeps | guarantee g "keeps": y <= x | y <= x | valid',
    'R.refines.consistent | consistent | R - R - | - | R | - | satisfiable',
    'M.consistent | consistent | M - M - | - | M | - | satisfiable',
    'M.realizable | realizable | M - M - | - | M | - | realizable',
    'M.modes | modes | M - M - | - | mode low when n <= 4 { guarant | - | valid',
    'M.low.reachable | reachable | M - M - | - | mode low when n <= 4 { guarant | - | satisfiable',
    'M.high.reachable | reachable | M - M - | - | mode high when n > 4 { guarant | - | satisfiable',
    'M.y.defined | defined | M - M - | - | y | y | valid',
    'M.z.range | range | M - M - | - | z | 0..9 | valid',
    'M.s.range | range | M - M - | - | s | 0..9 | valid',
    'M.i | invariant | M - M - | - | invariant i: s >= 0 | s >= 0 | valid',
    'M.low.lg | guarantee | M - M - | - | guarantee lg: y <= 1 | y <= 1 | valid',
    'M.high.hg | guarantee | M - M - | - | guarantee hg: y <= 1 | y <= 1 | valid',
    'M.t | tolerating | M - M - | - | guarantee t: y <= 1 tolerating | y <= 1 | valid',
    'M.u | guarantee | M - M - | - | guarantee u: y <= 1 unless f | y <= 1 | valid',
    'wet/S.consistent | consistent | wet/S wet S - | - | verify wet : S(k = 2) | - | satisfiable',
    'wet/S.realizable | realizable | wet/S wet S - | - | verify wet : S(k = 2) | - | realizable',
    'wet/S.k.range | range | wet/S wet S - | - | k | 1..3 | valid',
    'wet/S.l.x.range | assumption | wet/S wet S l | - | part l : L | 0..9 | valid',
    'wet/S.l.a | assumption | wet/S wet S l | small | part l : L | x <= 9 | valid',
    'wet/S.g | guarantee | wet/S wet S - | - | guarantee g: l.y <= x + k | l.y <= x + k | valid',
  ]);
});

describe('what is promised of an obligation', () => {
  const PROMISES = `
@expect(refuted) component C {
  in x : int in 0..9
  out y : int = x
  @expect(unknown) guarantee g: y <= 4
  @expect(vacuous) guarantee v: y <= 4
  @expect(proved) guarantee p: y <= 9
  guarantee h: y <= 4
}
component D {
  in x : int in 0..9
  in n : int in 0..9
  @expect(refuted) assume a: x / n <= 9
  out y : int = x
  @expect(refuted) guarantee g: x / n <= 9
  guarantee plain: y <= 9
}
component L { in x : int in 0..9  out y : int  assume a: x <= 4 }
system S {
  in x : int in 0..9
  param k : int in 1..3
  @expect(refuted) part l : L
  connect x -> l.x
  @expect(refuted) guarantee g: l.y <= k
}
@expect(vacuous) verify wet : S(k = 2)
verify dry : S(k = 1)
`;

  test('by a setting, an item, or a component', () => {
    const rows = owedBy(PROMISES).flatMap(({ obligations }) =>
      obligations.map(({ id, expected, expectedOf }) => `${id}: ${expected} of the ${expectedOf}`),
    );
    expect(rows).toEqual([
      'C.consistent: refuted of the component',
      'C.realizable: refuted of the component',
      'C.g: unknown of the clause',
      'C.v: vacuous of the clause',
      'C.p: proved of the clause',
      'C.h: refuted of the component',
      'D.consistent: proved of the clause',
      'D.realizable: proved of the clause',
      'D.a.defined: refuted of the clause',
      'D.g.defined: proved of the clause',
      'D.g: refuted of the clause',
      'D.plain: proved of the clause',
      'L.consistent: proved of the clause',
      'L.realizable: proved of the clause',
      'wet/S.consistent: vacuous of the setting',
      'wet/S.realizable: vacuous of the setting',
      'wet/S.k.range: vacuous of the setting',
      'wet/S.l.x.range: vacuous of the setting',
      'wet/S.l.a: vacuous of the setting',
      'wet/S.g: vacuous of the setting',
      'dry/S.consistent: proved of the clause',
      'dry/S.realizable: proved of the clause',
      'dry/S.k.range: proved of the clause',
      'dry/S.l.x.range: refuted of the part',
      'dry/S.l.a: refuted of the part',
      'dry/S.g: refuted of the clause',
    ]);
  });
});

describe('what is decided beside what is asked for', () => {
  const NEST = `
component L { in x : int in 0..9  out y : int  assume a: 9 / (x + 1) <= 9  guarantee g: y <= x }
component Unused { in x : int in 0..9  out y : int = x  guarantee g: y <= 9 }
component I {
  in x : int in 0..9
  out y : int = x
  mode low when x <= 4 { guarantee lg: y <= 4 }
  mode high when x > 4 { guarantee hg: y > 4 }
  guarantee g: y <= 9
}
component R refines I { in x : int in 0..9  out y : int = x  guarantee g: y <= 9 }
system Inner { in x : int in 0..9  out y : int = l.y  part l : L  connect x -> l.x  guarantee g: y <= 9 }
system Outer {
  in x : int in 0..9
  param k : int in 1..3
  part i : Inner
  part j : I
  connect x -> i.x
  connect x -> j.x
  guarantee g: i.y <= 9 + k
  guarantee other: j.y <= 9
}
verify wet : Outer(k = 2)
component D { in x : int in 0..9  out y : real = x / (x + 1)  guarantee g: y <= 9 }
system Moded { in x : int in 0..9  param k : int in 1..3  mode low when x <= 4 { guarantee lg: x <= 4 * k }  mode high when x > 4 { guarantee hg: x > 4 } }
verify wetter : Moded(k = 2)
`;
  const generated = owedBy(NEST);
  const all = generated.flatMap(({ obligations }) => obligations.map(({ id }) => id));
  const asked = (...ids: string[]) => {
    for (const id of ids) expect(all).toContain(id);
    return [...supportOf(generated, (id) => ids.includes(id))].sort();
  };

  test('what is undefined where, which modes are entered, and parts that were asked for themselves', () => {
    expect(asked('D.g')).toEqual(['D.consistent', 'D.g', 'D.realizable', 'D.y.defined']);
    expect(asked('wetter/Moded.low.lg')).toContain('Moded.low.reachable');
    expect(asked('wetter/Moded.low.lg')).not.toContain('Moded.high.reachable');
    expect(asked('Inner.l.a')).not.toContain('Inner.g');
    expect(asked('Inner.l.a', 'wet/Outer.g')).toContain('Inner.g');
  });

  test('everything, where nothing is singled out', () => {
    expect([...supportOf(generated, null)]).toEqual(all);
    expect([...supportOf(generated, () => true)].sort()).toEqual([...all].sort());
    expect([...supportOf(generated, () => false)]).toEqual([]);
  });

  test.each<[string, readonly string[]]>([
    ['Unused.g', ['Unused.consistent', 'Unused.g', 'Unused.realizable']],
    ['I.low.lg', ['I.consistent', 'I.low.lg', 'I.low.reachable', 'I.realizable']],
    ['I.g', ['I.consistent', 'I.g', 'I.realizable']],
    ['R.g', ['I.consistent', 'I.g', 'I.high.hg', 'I.low.lg', 'I.realizable', 'R.consistent', 'R.g', 'R.realizable']],
    [
      'R.refines.g',
      ['I.consistent', 'I.g', 'I.high.hg', 'I.low.lg', 'I.realizable', 'R.consistent', 'R.realizable', 'R.refines.g'],
    ],
    [
      'Inner.g',
      [
        'Inner.consistent',
        'Inner.g',
        'Inner.l.a',
        'Inner.l.x.range',
        'Inner.realizable',
        'L.a.defined',
        'L.consistent',
        'L.realizable',
      ],
    ],
    [
      'wet/Outer.g',
      [
        'I.consistent',
        'I.g',
        'I.high.hg',
        'I.low.lg',
        'I.realizable',
        'Inner.consistent',
        'Inner.g',
        'Inner.l.a',
        'Inner.l.x.range',
        'Inner.realizable',
        'L.a.defined',
        'L.consistent',
        'L.realizable',
        'wet/Outer.consistent',
        'wet/Outer.g',
        'wet/Outer.i.x.range',
        'wet/Outer.j.x.range',
        'wet/Outer.realizable',
      ],
    ],
  ])('%s', (id, wanted) => {
    expect(asked(id)).toEqual(wanted);
  });
});

describe('sizes that cannot be listed', () => {
  const looked = (text: string) =>
    owedBy(`component Rack { out power : real [W] in 0..10 }\n${text}`)
      .filter(({ subject }) => subject.anySize !== null)
      .map(({ subject, obligations }) => [
        subject.setting ?? subject.component.name,
        subject.anySize!.all.kind,
        subject.scopes.length,
        subject.owes,
        obligations.map(({ id }) => id).join(' '),
      ]);

  test('by one scope for all of them, or the first that have a member of each family', () => {
    expect(
      looked(`
        system All { param n : int in 0..  part rack[n] : Rack  guarantee total: sum(rack.power) <= n * 10 W }
        system One { param n : int in 1..  part rack[n] : Rack  guarantee first: rack[1].power <= 10 W }
        system Some { param n : int in 0..  part rack[n] : Rack  guarantee two: sum(rack.power) * sum(rack.power) >= 0 W^2  guarantee odd: n / (n + 1) <= 1 }
        system Few { param n : int in 1..  param k : int in 0..  part rack[n] : Rack  part other[k] : Rack  guarantee first: rack[1].power + sum(other.power) <= 10 W * (k + 1) }
      `),
    ).toEqual([
      ['All', 'scope', 1, 'all', 'All.consistent All.realizable All.total'],
      ['One', 'none', 1, 'all', 'One.consistent One.realizable One.first'],
      ['Some', 'scope', 1, 'all', 'Some.consistent Some.realizable Some.odd.defined Some.two Some.odd'],
      ['Few', 'none', 2, 'all', 'Few.consistent Few.realizable Few.first'],
    ]);
  });
});

test('what is owed of chances, and in settings of sizes left open', () => {
  const rows = owedBy(`
    fault power <= 1%
    fault jam <= 2%
    component Guard { out stops : bool  assume joint: probability(power or jam) <= 2%  guarantee risk: probability(not stops) <= 2% }
    component Firm refines Guard { out stops : bool  assume own: probability(power) <= 1%  guarantee works: stops unless jam }
    system Hall { part g : Firm  guarantee risk: probability(not g.stops) <= 2% }
    component Rack { out power : real [W] in 0..10 }
    system Row { param n : int  param m : int in 1..  part rack[n] : Rack  mode all when n >= 1 { guarantee t: sum(rack.power) <= n * 10 W * m }  mode none when n < 1 { guarantee u: m >= 1 } }
    @expect(refuted) verify two : Row(n = 2)
    system Open { param n : int in 0..  param k : int in 1..3  part rack[n] : Rack  guarantee t: sum(rack.power) <= n * 10 W * k }
    @expect(unknown) verify wide : Open(k = 2)
  `).flatMap(({ subject, obligations }) =>
    obligations.map(({ id, goals, expected, expectedOf }) => {
      const asked = goals.map((goal) =>
        goal.asks === 'chance' ? `${goal.clause.name} of ${goal.part?.path ?? '-'}` : goal.asks,
      );
      return `${id}: ${asked.join(', ')}; ${subject.owes}; ${expected} of the ${expectedOf}`;
    }),
  );
  expect(rows).toEqual([
    'Guard.consistent: satisfiable; all; proved of the clause',
    'Guard.realizable: realizable; all; proved of the clause',
    'Firm.consistent: satisfiable; all; proved of the clause',
    'Firm.realizable: realizable; all; proved of the clause',
    'Firm.refines.own: own of Firm; all; proved of the clause',
    'Firm.refines.risk: risk of -; all; proved of the clause',
    'Hall.consistent: satisfiable; all; proved of the clause',
    'Hall.realizable: realizable; all; proved of the clause',
    'Hall.g.own: own of g; all; proved of the clause',
    'Hall.risk: risk of -; all; proved of the clause',
    'Rack.consistent: satisfiable; all; proved of the clause',
    'Rack.realizable: realizable; all; proved of the clause',
    'Row.modes: valid; modes only; proved of the clause',
    'Row.all.reachable: satisfiable; modes only; proved of the clause',
    'Row.none.reachable: satisfiable; modes only; proved of the clause',
    'two/Row.consistent: satisfiable; all but modes; refuted of the setting',
    'two/Row.realizable: realizable; all but modes; refuted of the setting',
    'two/Row.all.t: valid; all but modes; refuted of the setting',
    'two/Row.none.u: valid; all but modes; refuted of the setting',
    'wide/Open.consistent: satisfiable; all but modes; unknown of the setting',
    'wide/Open.realizable: realizable; all but modes; unknown of the setting',
    'wide/Open.k.range: valid; all but modes; unknown of the setting',
    'wide/Open.t: valid; all but modes; unknown of the setting',
  ]);
});

test('the kind of what a part and a claim about chances owe', () => {
  const rows = owedBy(`
    fault jam <= 2%
    component L { param k : int in 1..3  in x : int in 0..9  out y : int  assume a: x <= k }
    system S { in x : int in 0..9  param k : int in 1..3  part l : L(k = k)  connect x -> l.x  guarantee risk: probability(jam) <= 2% }
  `).flatMap(({ obligations }) => obligations.map(({ id, kind }) => `${id}: ${kind}`));
  expect(rows.filter((row) => row.startsWith('S.'))).toEqual([
    'S.consistent: consistent',
    'S.realizable: realizable',
    'S.l.k.range: range',
    'S.l.x.range: assumption',
    'S.l.a: assumption',
    'S.risk: probability',
  ]);
});

test('what speaks of delayed outputs only is claimed under the assumptions of the steps before', () => {
  const rows = owedBy(`
    component L {
      in x : int in 0..9
      delayed out y : int in 0..9
      delayed out z : int in 1..9
      guarantee late: y / z <= 9
      guarantee now: y / z <= x + 9
    }
    component R refines L {
      in x : int in 0..9
      delayed out y : int in 0..9 = s
      delayed out z : int in 1..9 = s + 1
      state s : int in 0..8 = 0
      next s = min(x, 8)
      guarantee low: y <= 8
      guarantee low_now: y <= 8 + x
    }
  `).flatMap(({ obligations }) =>
    obligations.flatMap(({ id, goals }) =>
      goals.flatMap((goal) => (goal.asks === 'valid' ? [`${id}: ${goal.own}`] : [])),
    ),
  );
  expect(rows).toEqual([
    'L.late.defined: before',
    'L.now.defined: through',
    'R.y.range: before',
    'R.z.range: before',
    'R.s.range: through',
    'R.low: before',
    'R.low_now: through',
    'R.refines.x.range: through',
    'R.refines.y.range: before',
    'R.refines.z.range: before',
    'R.refines.late: before',
    'R.refines.now: through',
  ]);
});

describe('an earlier clause guards one that is claimed with no more faults', () => {
  const f = b.variable('f', b.BOOL, 'fault');
  const risk = (tolerating: bigint | null, ...unless: readonly Variable[]) => ({ unless, tolerating, chance: null });
  const RISKS = { absent: null, free: risk(null, f), one: risk(1n), two: risk(2n) };
  const guarded = (more: Partial<Scope>) => {
    const kinds = ['absent', 'free', 'one', 'two'] as const;
    const scope = b.scope(more);
    return kinds.map((later) => {
      const clause = b.clause('later', true, { risk: RISKS[later], partial: true });
      const by = kinds.filter((kind) => {
        const other = b.clause('earlier', true, { risk: RISKS[kind] });
        return earlierPartial(clause, [other, clause], scope).length > 0;
      });
      return `${later} by ${by.join(' ')}`;
    });
  };
  const faults = [{ variable: f, bound: null }];

  test('in a system', () => {
    expect(guarded({ kind: 'system', faults })).toEqual([
      'absent by absent free one two',
      'free by free',
      'one by free one two',
      'two by free two',
    ]);
  });

  test('in a component, where nothing is given up', () => {
    expect(guarded({ kind: 'leaf', faults })).toEqual([
      'absent by absent free',
      'free by absent free',
      'one by absent free one two',
      'two by absent free two',
    ]);
  });

  test('where there are no faults, all by all', () => {
    expect(new Set(guarded({ kind: 'system' }).map((row) => row.replace(/^\w+ /, '')))).toEqual(
      new Set(['by absent free one two']),
    );
  });
});

test('an annotation about something else promises nothing; that of a leaf clause speaks of whether it is defined', () => {
  const rows = owedBy(`
    component L {
      in x : int in 0..9
      in n : int in 0..9
      out y : real
      @owner(someone) @expect(refuted) guarantee g: y <= x / n
      @owner(refuted) guarantee h: y <= 1 / n
    }
  `).flatMap(({ obligations }) =>
    obligations.map(({ id, expected, expectedOf }) => `${id}: ${expected} of the ${expectedOf}`),
  );
  expect(rows).toEqual([
    'L.consistent: proved of the clause',
    'L.realizable: proved of the clause',
    'L.g.defined: refuted of the clause',
    'L.h.defined: proved of the clause',
  ]);
});

test('members that stand as one part owe what they assume each for itself', () => {
  const [, , all] = owedBy(`
    component P { in n : int  assume a: n >= 1  assume b: 9 / n <= 9  out y : int in 1..9 }
    component Q { in n : int  assume c: n >= 1  assume d: 9 / n <= 9  out y : int }
    system S { param k : int in 1..  in x : int in 1..9  part p[k] : P  part q[k] : Q  connect x -> p.n  connect p.y -> q.n  guarantee g: min(p.y) >= 1 }
  `);
  const rows = all!.obligations.map(
    ({ id, goals }) => `${id}: ${goals.map((goal) => ('premises' in goal ? goal.premises.length : '-')).join(' ')}`,
  );
  expect(rows).toEqual([
    'S.consistent: -',
    'S.realizable: -',
    'S.g.defined: 0',
    'S.p.a: 0',
    'S.p.b: 1',
    'S.q.c: 0',
    'S.q.d: 1',
    'S.g: 0',
  ]);
});

test('what is claimed of all members at once is asked of an arbitrary one', () => {
  const [, all] = owedBy(`
    component P { in n : int  out y : int in 1..9 }
    system S { param k : int in 1..  in x : int in 1..9  part p[k] : P  connect x -> p.n  guarantee g: all(m in p: m.y >= 1)  guarantee h: x >= 1 }
  `);
  const changed = all!.obligations.flatMap(({ id, goals }) =>
    goals.flatMap((goal) =>
      goal.asks === 'valid' && goal.clause !== null && goal.formula !== goal.clause.body ? [id] : [],
    ),
  );
  expect(changed).toEqual(['S.g']);
});

describe('the first sizes that are looked at', () => {
  const looked = (sizes: readonly (readonly [string] | null)[], scopes: Readonly<Record<string, boolean | null>>) => {
    const written: string[] = [];
    const found = firstScopes({
      all: { kind: 'none', reason: '' },
      shapes: () => sizes,
      at: ([name]: readonly [string]) => {
        written.push(name);
        const hasAll = scopes[name] ?? null;
        return hasAll === null ? null : { name, hasAll };
      },
    } as unknown as AnySize);
    return [written.length, found.length];
  };
  const many = (count: number) => Array.from({ length: count }, (_, at) => [String(at)] as const);
  const each = (count: number, hasAll: boolean | null) =>
    Object.fromEntries(many(count).map(([name]) => [name, hasAll]));

  test('up to the first in which every family has a member', () => {
    expect(looked(many(9), { ...each(9, false), 3: true })).toEqual([4, 4]);
    expect(looked(many(9), { ...each(9, null), 3: true })).toEqual([4, 1]);
    expect(looked(many(3), each(3, false))).toEqual([3, 3]);
    expect(looked([], {})).toEqual([0, 0]);
  });

  test('at most twelve, of at most sixty that are tried; what is no size is passed over', () => {
    expect(looked(many(99), each(99, false))).toEqual([12, 12]);
    expect(looked(many(99), each(99, null))).toEqual([60, 0]);
    expect(looked([...many(2), null, ['5']], { ...each(9, false), 5: true })).toEqual([3, 3]);
  });
});

test('what is claimed only where earlier clauses hold is asked for with these, and no others', () => {
  const obligations = owedBy(`
    component C {
      in x : int in 1..9
      out y : int = x
      invariant i: y >= 0
      guarantee first: y >= 3
      guarantee second: 9 div y <= 3
      guarantee third: y <= 9
    }`);
  const clausesFor = (asked: string) =>
    [...supportOf(obligations, (id) => id === asked)].filter((id) => /first|third|i$/.test(id));
  expect(clausesFor('C.second')).toEqual(['C.first']);
  expect(clausesFor('C.second.defined')).toEqual(['C.first']);
  expect(clausesFor('C.third')).toEqual(['C.third']);
});

test('clauses that tolerate faults and others guard each other, invariants only invariants', () => {
  const obligations = owedBy(`
    component L { fault f  in x : int in 1..9  out y : int in 1..9 }
    system S {
      in x : int in 1..9
      part l : L
      connect x -> l.x
      invariant i: l.y >= 1
      invariant j: 9 div l.y <= 9
      guarantee first: l.y >= 1 tolerating 1
      guarantee second: 9 div l.y <= 9
      guarantee third: 9 div l.y <= 9 tolerating 1
    }`);
  const clausesFor = (asked: string) =>
    [...supportOf(obligations, (id) => id === asked)].filter((id) => /\.(first|second|third|i|j)$/.test(id)).sort();
  expect(clausesFor('S.j')).toEqual(['S.i', 'S.j']);
  expect(clausesFor('S.second')).toEqual(['S.first', 'S.second']);
  expect(clausesFor('S.third')).toEqual(['S.first', 'S.second', 'S.third']);
});
