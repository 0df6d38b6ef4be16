import { describe, expect, test } from 'vitest';
import { understand } from '../../src/core/check.ts';
import { supportOf } from '../../src/core/obligations/support.ts';

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
`;
  const generated = owedBy(NEST);
  const all = generated.flatMap(({ obligations }) => obligations.map(({ id }) => id));
  const asked = (...ids: string[]) => {
    for (const id of ids) expect(all).toContain(id);
    return [...supportOf(generated, (id) => ids.includes(id))].sort();
  };

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
