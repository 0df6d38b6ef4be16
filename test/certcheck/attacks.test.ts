import { describe, expect, test } from 'vitest';
import { certcheck } from '../../src/core/certcheck/certcheck.ts';
import { owedBy } from '../../src/core/certcheck/claims.ts';
import type { Uses, Window } from '../../src/core/certcheck/frame.ts';
import { type Document, type Goal, type Json, sealed, sha256, treeOf } from './naive_prover.ts';
import { readSpec } from './reading.ts';

/** Ways to make the checker accept what it must not: each next to the nearest certificate that it must accept. */

const NOTHING: Uses = { discharged: new Set(), dischargedNow: new Set(), lemmas: [], invariants: [] };
const NONE: Goal['uses'] = { discharged: [], dischargedNow: [], lemmas: [] };

class Forgery {
  readonly #spec;

  constructor(text: string) {
    this.#spec = readSpec('forged.safety', text);
    if (this.#spec.model === null) throw new Error(this.#spec.errors.join('\n'));
  }

  claim(id: string, goal = 0) {
    return owedBy(this.#spec.model!).get(id)![goal]!;
  }

  /** A tree that is right in its own frame, whatever the frame rests on. */
  tree(id: string, window: Partial<Window>, uses: Partial<Uses> = {}, goal = 0): Json[] {
    return treeOf(this.claim(id, goal), { ...NOTHING, ...uses }, window);
  }

  goal(obligation: string, proof: Goal['proof'], uses: Partial<Goal['uses']> = {}, goal = 0): Goal {
    return { obligation, goal, uses: { ...NONE, ...uses }, proof };
  }

  query(id: string, uses: Partial<Goal['uses']> = {}, resolved: Partial<Uses> = {}, goal = 0): Goal {
    const tree = this.tree(id, { anchored: false }, resolved, goal);
    return this.goal(id, { kind: 'query', tree }, uses, goal);
  }

  document(goals: readonly Goal[]): Document {
    const file = { path: 'forged.safety', sha256: sha256(this.#spec.text) };
    return { format: 'safeverify-certificate', version: 1, file, imports: [], digest: '', goals: [...goals] };
  }

  check(goals: readonly Goal[]) {
    return this.checkText(sealed(this.document(goals)));
  }

  checkText(certificate: string, text = this.#spec.text) {
    return certcheck(certificate, this.#spec.model!, [sha256(text)], sha256);
  }

  /** The verdicts by name. */
  verdicts(goals: readonly Goal[]): Record<string, string> {
    const { rejected, checked } = this.check(goals);
    if (rejected !== null) return { all: rejected };
    return Object.fromEntries(
      checked.map(({ id, verdict, reason }) => [id, reason === null ? verdict : `${verdict}: ${reason}`]),
    );
  }
}

const induction = (k: number, base: readonly Json[], step: Json, invariants: readonly Json[] = []) => ({
  kind: 'induction',
  k,
  base,
  step,
  invariants,
});

const lin = (terms: readonly (readonly [string, Json])[], rel: string, c: string) => ({
  lin: terms.map(([factor, unknown]) => [factor, [unknown]]),
  rel,
  c,
});

describe('what rests on itself', () => {
  const circle = new Forgery(`
    component A { in x : int  out y : int  assume need: x <= 5  guarantee gives: y <= 5 }
    system S {
      part a : A
      part b : A
      connect a.y -> b.x
      connect b.y -> a.x
      guarantee small: a.y <= 5
    }`);
  const uses = { discharged: ['a', 'b'], dischargedNow: ['a', 'b'] };
  const all = { discharged: new Set(['a', 'b']), dischargedNow: new Set(['a', 'b']) };

  test('two discharges of a circle within a step do not prove each other', () => {
    const first = { discharged: ['a', 'b'], dischargedNow: ['a'] };
    const known = { discharged: new Set(['a', 'b']), dischargedNow: new Set(['a']) };
    const goals = [circle.query('S.a.need', uses, all), circle.query('S.b.need', first, known)];
    expect(circle.verdicts(goals)).toEqual({
      'S.a.need': 'rejected: it rests on what is not shown before it',
      'S.b.need': 'rejected: it rests on what is not accepted',
    });
  });

  test('a discharge does not prove itself', () => {
    const itself = { discharged: ['a'], dischargedNow: ['a'] };
    const tree = [{ false: { known: ['a', 0] } }];
    expect(circle.verdicts([circle.goal('S.a.need', { kind: 'query', tree }, itself)])['S.a.need']).toContain(
      'not shown before',
    );
  });

  test('a claim does not prove itself at its own step, nor one after it', () => {
    const tree = [{ false: { lemma: [0, 0] } }];
    const goals = [circle.goal('S.small', { kind: 'query', tree }, { lemmas: [[0, true]] })];
    expect(circle.verdicts(goals)['S.small']).toContain('not shown before');
    const later = [circle.goal('S.small', { kind: 'query', tree }, { lemmas: [[1, true]] }), ...goals];
    expect(circle.verdicts(later)['S.small']).toContain('not shown before');
  });

  test('a lemma for earlier steps is none at the last', () => {
    const tree = [{ false: { lemma: [0, 0] } }];
    const goals = [circle.goal('S.small', { kind: 'query', tree }, { lemmas: [[0, false]] })];
    expect(circle.verdicts(goals)['S.small']).toContain('a whole number from 0 to -1');
  });

  test('what has no goal of its own discharges nothing', () => {
    const goals = [circle.query('S.small', uses, all)];
    expect(circle.verdicts(goals)['S.small']).toContain('is not shown');
  });
});

describe('too few steps', () => {
  // The part is freed where `ok` is false at an earlier step: one step alone cannot show that.
  const memory = new Forgery(`
    component P { in ok : bool  in v : int  out y : int  assume need: ok  guarantee small: y <= 1 }
    system S {
      in ok : bool
      in v : int
      part p : P
      connect ok -> p.ok
      connect v -> p.v
      guarantee claim: ok => p.y <= 1
    }`);

  test('parts that are not discharged take a step each', () => {
    const one = memory.tree('S.claim', { steps: 1 });
    const goal = memory.goal('S.claim', { kind: 'unrolling', trees: [one] });
    expect(memory.verdicts([goal])['S.claim']).toContain('2 steps without memory are needed');
    expect(() => memory.tree('S.claim', { steps: 2 })).toThrow('there is a model');
    expect(memory.verdicts([memory.goal('S.claim', { kind: 'unrolling', trees: [one, one] })])['S.claim']).toContain(
      'rejected',
    );
    expect(memory.verdicts([memory.goal('S.claim', { kind: 'query', tree: one })])['S.claim']).toContain('rejected');
  });

  const counter = new Forgery(`
    component C {
      step 1 s
      out y : int = x
      state x : int = 0
      next x = if x >= 1 then 5 else x + 1
      guarantee not_five: y != 5
      guarantee not_negative: y >= 0
    }`);

  test('the base of an induction is as long as its window', () => {
    const id = 'C.not_five';
    const base = [1, 2].map((steps) => counter.tree(id, { steps }));
    const step = [{ false: { claim: true } }];
    expect(counter.verdicts([counter.goal(id, induction(1, base, step))])[id]).toContain('rejected');
    for (const [k, trees] of [
      [2, base],
      [1, base.slice(1)],
      [0, base],
      [0, []],
    ] as const) {
      expect(counter.verdicts([counter.goal(id, induction(k, trees, step))])[id]).toMatch(
        /rejected: a list of \d is needed|not false/,
      );
    }
    expect(counter.verdicts([counter.goal(id, induction(1e9, base, step))])[id]).toContain('a whole number');
    expect(counter.verdicts([counter.goal(id, induction(-1, [], step))])[id]).toContain('a whole number');
    expect(counter.verdicts([counter.goal(id, induction(0.5, base, step))])[id]).toContain('a whole number');
  });

  test('an induction that holds is accepted, one without its base is not', () => {
    const id = 'C.not_negative';
    const base = [1, 2].map((steps) => counter.tree(id, { steps }));
    const step = counter.tree(id, { anchored: false, steps: 2 });
    expect(counter.verdicts([counter.goal(id, induction(1, base, step))])).toEqual({ [id]: 'accepted' });
    expect(counter.verdicts([counter.goal(id, induction(1, base.slice(0, 1), step))])[id]).toContain('a list of 2');
    expect(counter.verdicts([counter.goal(id, { kind: 'query', tree: step })])[id]).toContain('rejected');
    expect(counter.verdicts([counter.goal(id, { kind: 'unrolling', trees: base })])[id]).toContain('without memory');
  });

  const first = new Forgery(`
    component F { step 1 s  in x : int in 0..9  out y : int = prev(x, -5)  guarantee above: y >= 0 }
    component G { step 1 s  in x : int in 0..9  out y : int = prev(x, 5)   guarantee above: y >= 0 }`);

  test('the first step has none before it', () => {
    const tree = (id: string) => first.tree(id, { anchored: false, steps: 2 }, {});
    const step = tree('F.above');
    const anchored = (id: string) => [first.tree(id, { steps: 1 }), first.tree(id, { steps: 2 })];
    expect(first.verdicts([first.goal('G.above', induction(1, anchored('G.above'), tree('G.above')))])).toEqual({
      'G.above': 'accepted',
    });
    expect(() => anchored('F.above')).toThrow('there is a model');
    expect(first.verdicts([first.goal('F.above', induction(1, anchored('G.above'), step))])['F.above']).toContain(
      'rejected',
    );
    expect(first.verdicts([first.goal('F.above', { kind: 'query', tree: step })])['F.above']).toContain('rejected');
  });
});

describe('invariants', () => {
  const pair = new Forgery(`
    component C {
      step 1 s
      out y : int = x
      state x : int = 0
      state z : int = 0
      next z = z + 2
      next x = x + z
      guarantee up: y >= 0
    }`);
  const id = 'C.up';
  const formula = ['le', ['num', '0'], ['var', 'z']];

  /** An induction whose invariant is written, with trees that are right for that invariant where there are any. */
  function withInvariant(written: Json, trees?: { base?: Json[]; step?: Json }): string {
    const unit = (name: string, at: number, by: Json) => ({ unit: lin([['-1', [name, at]]], '<=', '0'), by });
    const proof = {
      formula: written,
      base: trees?.base ?? [[{ false: { claim: true } }], [{ false: { claim: true } }]],
      step: trees?.step ?? [
        unit('z', 0, { invariant: [0, 0] }),
        { unit: lin([['1', ['z', 0]]], '<=', '-3'), by: { claim: true } },
        {
          farkas: [
            ['1', 0],
            ['1', 1],
          ],
        },
      ],
    };
    const step = [
      unit('z', 0, { invariant: [0, 0] }),
      unit('x', 0, { earlier: 0 }),
      {
        unit: lin(
          [
            ['1', ['x', 0]],
            ['1', ['z', 0]],
          ],
          '<=',
          '-1',
        ),
        by: { claim: true },
      },
      {
        farkas: [
          ['1', 0],
          ['1', 1],
          ['1', 2],
        ],
      },
    ];
    const base = [[{ false: { claim: true } }], [{ false: { claim: true } }]];
    return pair.verdicts([pair.goal(id, induction(1, base, step, [proof]))])[id]!;
  }

  test('one that is shown may be used', () => {
    expect(withInvariant(formula)).toBe('accepted');
  });

  test('one that is stronger than what is shown may not', () => {
    expect(withInvariant(['le', ['num', '1'], ['var', 'z']])).toContain('rejected');
    expect(withInvariant(['le', ['num', '3'], ['var', 'z']])).toContain('rejected');
    expect(withInvariant(['bool', false])).toContain('rejected');
  });

  test('one without its base or its step may not', () => {
    expect(withInvariant(formula, { base: [[{ false: { claim: true } }]] })).toContain('a list of 2');
    expect(withInvariant(formula, { step: [{ false: { invariant: [0, 1] } }] })).toContain('a whole number');
    expect(withInvariant(formula, { step: [{ false: { earlier: 0 } }] })).toContain('no such hypothesis');
  });

  test('one over time may be used as what it says', () => {
    expect(withInvariant(['held', formula, 1])).toBe('accepted');
    expect(withInvariant(['since', ['bool', false], formula])).toBe('accepted');
    expect(withInvariant(['and', ['initially', formula], formula])).toBe('accepted');
    // Not yet held so long at the first step; true there alone; about the step before; about any step before.
    for (const written of [
      ['held', formula, 2],
      ['prev', ['bool', false], ['bool', true]],
      ['prev', formula, ['bool', true]],
      ['initially', formula],
      ['once', formula],
      ['whenever', formula, formula, 1],
    ])
      expect(withInvariant(written as Json)).toMatch(/^rejected/);
    expect(withInvariant(['held', formula, 2])).toContain('not false');
  });

  test('one that is no expression of the scope is refused', () => {
    for (const written of [
      ['le', ['num', '0'], ['var', 'nothing']],
      ['le', ['num', '0']],
      ['le', ['num', '0'], ['var', 'z'], ['var', 'z']],
      ['lt', ['bool', true], ['var', 'z']],
      ['num', '0'],
      ['and', ['num', '0']],
      ['eq', ['member', 'T', '["z",0]'], ['member', 'T', '["z",1]']],
      ['constructor', ['num', '0']],
      ['__proto__'],
      ['select', ['num', '0']],
      ['prev', formula],
      ['held', formula],
      ['held', formula, 0],
      ['held', formula, -1],
      ['held', formula, 1.5],
      ['held', formula, '1'],
      ['held', formula, formula, 1],
      ['since', formula],
      ['whenever', formula, 1],
      ['if', formula, formula],
      ['not', formula, formula],
      ['le', ['num', '0/1'], ['var', 'z']],
      ['le', ['num', '0'], ['var', 'z', 'x']],
      'z',
      null,
    ])
      expect(withInvariant(written as Json)).toMatch(/^rejected/);
  });
});

describe('goals that are missing or others', () => {
  const settings = new Forgery(`
    component P { param most : int  in x : int  out y : int  guarantee g: y <= most }
    system S {
      param most : int
      in x : int
      part p : P(most = most)
      connect x -> p.x
      guarantee g: p.y <= 3
    }
    verify tight: S(most = 3)
    verify loose: S(most = 4)`);

  test('a setting is no other', () => {
    const good = settings.query('tight/S.g');
    expect(settings.verdicts([good])).toEqual({ 'tight/S.g': 'accepted' });
    expect(settings.verdicts([{ ...good, obligation: 'loose/S.g' }])['loose/S.g']).toContain('rejected');
    expect(settings.verdicts([good, { ...good, obligation: 'loose/S.g' }])['loose/S.g']).toContain('rejected');
    expect(() => settings.query('loose/S.g')).toThrow('there is a model');
    expect(settings.verdicts([{ ...good, obligation: 'other/S.g' }])['other/S.g']).toContain(
      'no such obligation is owed',
    );
  });

  test('a goal twice is not two goals, and one that is not there is none', () => {
    const good = settings.query('tight/S.g');
    expect(settings.verdicts([good, good])['tight/S.g']).toContain('it has 1 goals, and each is wanted once');
    expect(settings.verdicts([{ ...good, goal: 1 }])['tight/S.g']).toContain('there is no such goal');
    for (const id of ['__proto__', 'constructor', 'toString', ''])
      expect(settings.check([{ ...good, obligation: id }]).checked[0]!.reason).toMatch('no such obligation is owed');
    expect(settings.verdicts([{ ...good, obligation: 'P.consistent' }])['P.consistent']).toContain('refused');
    expect(settings.verdicts([])).toEqual({ all: 'it certifies nothing' });
  });

  const members = new Forgery(`
    component G { in x : int in 0..3  out y : int = x }
    system S {
      in a : int in 0..3
      in b : int in 0..3
      part g[2] : G
      connect a -> g[1].x
      connect b -> g[2].x
    }`);

  test('every member of a family has its goal', () => {
    const goals = [0, 1].map((goal) => members.query('S.g.x.range', {}, {}, goal));
    expect(members.verdicts(goals)).toEqual({ 'S.g.x.range': 'accepted' });
    expect(members.verdicts(goals.slice(0, 1))['S.g.x.range']).toContain('it has 2 goals');
    expect(members.verdicts([goals[0]!, { ...goals[0]!, goal: 1 }])['S.g.x.range']).toContain('rejected');
    expect(members.verdicts([goals[0]!, goals[0]!])['S.g.x.range']).toContain('it has 2 goals');
  });
});

describe('sums of rows', () => {
  const spec = new Forgery(`
    component C {
      in x : real in 0..5
      in k : int in 0..5
      out y : real = x
      out j : int = k
      guarantee below: y <= 5
      guarantee strictly: y < 5
      guarantee half: 2 * y <= 9
      guarantee odd: 2 * j <= 11
      guarantee even: 2 * j <= 9
    }`);
  const bound = (name: string, c: string) => ({
    unit: lin([['1', [name, 0]]], '<=', c),
    by: { fact: ['assumption', null, `${name}.range`, 0] },
  });
  const over = (literal: Json) => ({ unit: literal, by: { claim: true } });
  const verdict = (id: string, tree: Json) =>
    spec.verdicts([spec.goal(id, { kind: 'query', tree } as Goal['proof'])])[id]!;
  const rows = [bound('x', '5'), over(lin([['-1', ['x', 0]]], '<', '-5'))];

  test('a sum that is a contradiction', () => {
    expect(
      verdict('C.below', [
        ...rows,
        {
          farkas: [
            ['1', 0],
            ['1', 1],
          ],
        },
      ]),
    ).toBe('accepted');
    expect(
      verdict('C.below', [
        ...rows,
        {
          farkas: [
            ['7/3', 0],
            ['7/3', 1],
          ],
        },
      ]),
    ).toBe('accepted');
  });

  test('and sums that are none', () => {
    for (const farkas of [
      [],
      [['1', 0]],
      [['1', 1]],
      [
        ['1', 0],
        ['2', 1],
      ],
      [
        ['-1', 0],
        ['-1', 1],
      ],
      [
        ['0', 0],
        ['0', 1],
      ],
      [
        ['1', 0],
        ['1', 1],
        ['1', 1],
      ],
      [
        ['1', 0],
        ['1', 0],
      ],
      [
        ['1', 0],
        ['1', 2],
      ],
      [
        ['1', 0],
        ['1', -1],
      ],
      [
        ['1', 0],
        ['1', 0.5],
      ],
      [
        ['1', 0],
        ['1', '1'],
      ],
      [
        ['1/0', 0],
        ['1', 1],
      ],
      [
        ['1', 0],
        ['01', 1],
      ],
      [
        ['1', 0],
        ['2/2', 1],
      ],
      [
        ['1', 0],
        ['1e999999999', 1],
      ],
      [
        ['1', 0],
        ['0x1', 1],
      ],
      [
        ['1', 0],
        [' 1', 1],
      ],
      [
        ['1', 0],
        ['9'.repeat(30_000), 1],
      ],
      [
        ['1', 0],
        [1, 1],
      ],
      [['1', 0], ['1']],
      [['1', 0], null],
      null,
    ])
      expect(verdict('C.below', [...rows, { farkas }]), JSON.stringify(farkas)?.slice(0, 80)).toMatch(/^rejected/);
  });

  test('`<` is not `<=`', () => {
    const weak = [
      bound('x', '5'),
      over(lin([['-1', ['x', 0]]], '<=', '-5')),
      {
        farkas: [
          ['1', 0],
          ['1', 1],
        ],
      },
    ];
    expect(verdict('C.strictly', weak)).toContain('no contradiction');
    const strong = [
      bound('x', '5'),
      over(lin([['-1', ['x', 0]]], '<', '-5')),
      {
        farkas: [
          ['1', 0],
          ['1', 1],
        ],
      },
    ];
    expect(verdict('C.strictly', strong)).toContain('not false');
    const bent = [
      { unit: lin([['1', ['x', 0]]], '<', '5'), by: { fact: ['assumption', null, 'x.range', 0] } },
      ...weak.slice(1),
    ];
    expect(verdict('C.strictly', bent)).toContain('not false');
  });

  test('only whole numbers are rounded', () => {
    // 2 j <= 11 where j <= 5: the claim broken is j >= 6. Of a real, 2 y > 9 is y > 9/2.
    expect(
      verdict('C.odd', [
        bound('k', '5'),
        over(lin([['-1', ['k', 0]]], '<=', '-6')),
        {
          farkas: [
            ['1', 0],
            ['1', 1],
          ],
        },
      ]),
    ).toBe('accepted');
    expect(
      verdict('C.even', [
        bound('k', '5'),
        over(lin([['-1', ['k', 0]]], '<=', '-6')),
        {
          farkas: [
            ['1', 0],
            ['1', 1],
          ],
        },
      ]),
    ).toContain('not false');
    expect(
      verdict('C.half', [
        bound('x', '5'),
        over(lin([['-1', ['x', 0]]], '<=', '-5')),
        {
          farkas: [
            ['1', 0],
            ['1', 1],
          ],
        },
      ]),
    ).toMatch(/^rejected/);
    expect(
      verdict('C.half', [
        bound('x', '5'),
        over(lin([['-1', ['x', 0]]], '<', '-9/2')),
        { cut: [['1', 1]] },
        {
          farkas: [
            ['1', 0],
            ['1', 2],
          ],
        },
      ]),
    ).toContain('no contradiction');
  });

  test('rows are sums of numbers', () => {
    for (const row of [
      lin([['1', ['x', 0]]], '<=', '5.0'),
      lin([['1.5', ['x', 0]]], '<=', '5'),
      lin([['2/4', ['x', 0]]], '<=', '5'),
      lin([], '<=', '5'),
      { lin: [['1', []]], rel: '<=', c: '5' },
      { lin: [['1']], rel: '<=', c: '5' },
      { lin: [['1', ['x', 0]]], rel: '<=', c: '5' },
      { ...lin([['1', ['x', 0]]], '<=', '5'), more: 1 },
    ])
      expect(verdict('C.below', [{ split: row, yes: [], no: [] }]), JSON.stringify(row)).toMatch(/^rejected/);
  });

  test('a row in another form is the same row', () => {
    const doubled = { unit: lin([['2', ['x', 0]]], '<=', '10'), by: { fact: ['assumption', null, 'x.range', 0] } };
    expect(
      verdict('C.below', [
        doubled,
        rows[1]!,
        {
          farkas: [
            ['1', 0],
            ['1', 1],
          ],
        },
      ]),
    ).toBe('accepted');
    const shrunk = { unit: lin([['2', ['x', 0]]], '<=', '9'), by: { fact: ['assumption', null, 'x.range', 0] } };
    expect(
      verdict('C.below', [
        shrunk,
        rows[1]!,
        {
          farkas: [
            ['1', 0],
            ['1', 1],
          ],
        },
      ]),
    ).toContain('not false');
  });

  test('unknowns are free variables at steps of the window', () => {
    for (const unknown of [
      ['z', 0],
      ['y', 0],
      ['x'],
      ['x', 1],
      ['x', -2],
      ['x', 0.5],
      ['x', '0'],
      ['x', 0, 0],
      ['__proto__', 0],
      ['?', 'x', 0],
      ['?', 'x', -1],
      [],
      'x',
      null,
    ])
      expect(
        verdict('C.below', [{ split: { lin: [['1', [unknown]]], rel: '<=', c: '5' }, yes: [], no: [] }]),
        JSON.stringify(unknown),
      ).toMatch(/^rejected/);
    expect(verdict('C.below', [{ split: { b: ['x', 0] }, yes: [], no: [] }])).toContain('no such atom');
    expect(verdict('C.below', [{ split: { e: ['x', 0], is: 'a' }, yes: [], no: [] }])).toContain('no such atom');
  });
});

describe('hypotheses', () => {
  const spec = new Forgery(`
    component P { step 1 s  in x : int  delayed out y : int  assume need: x <= 3  guarantee now: prev(x, 0) <= 3  guarantee kept: y <= 3 }
    system S {
      step 1 s
      in x : int
      out y : int = p.y
      part p : P
      connect x -> p.x
      guarantee g: y <= 3
    }
    component L { in x : int in 0..3  out y : int  guarantee one: y <= x  guarantee two: y <= 3 }`);
  const verdict = (hypothesis: Json, uses: Partial<Goal['uses']> = {}) =>
    spec.verdicts([spec.goal('S.g', { kind: 'query', tree: [{ false: hypothesis }] }, uses)])['S.g']!;

  test('only those of the frame', () => {
    for (const hypothesis of [
      { fact: ['assumption', null, 'x.range', 0] },
      { fact: ['contract', 'p', 'nothing', 0] },
      { fact: ['contract', 'q', 'kept', 0] },
      { fact: ['own', null, 'g', 0] },
      { fact: ['guarantee', null, 'g', 0] },
      { fact: ['contract', 'p', 'kept', 1] },
      { fact: ['contract', 'p', 'kept', -1] },
      { fact: ['contract', 'p', 'kept'] },
      { known: ['p', 0] },
      { known: ['q', 0] },
      { lemma: [0, 0] },
      { earlier: 0 },
      { premise: 0 },
      { invariant: [0, 0] },
      { fault: ['x', 1] },
      { limit: 0 },
      { one: ['x', 0] },
      { clause: 0 },
      { claim: false },
      { claim: true },
      { claim: true, more: 1 },
      {},
      { 'no object': 1 },
      'no object',
      [],
      null,
      { __proto__: 1, constructor: 1 },
    ])
      expect(verdict(hypothesis as Json), JSON.stringify(hypothesis)).toMatch(/^rejected/);
  });

  test('a part that may have been freed promises nothing', () => {
    const broken = { unit: lin([['-1', ['p.y', 0]]], '<=', '-4'), by: { claim: true } };
    const tree = [broken, { false: { fact: ['contract', 'p', 'kept', 0] } }];
    expect(spec.verdicts([spec.goal('S.g', { kind: 'query', tree })])['S.g']).toContain('not false');
    expect(spec.verdicts([spec.goal('S.g', { kind: 'query', tree }, { discharged: ['p'] })])['S.g']).toContain(
      'is not shown',
    );
    expect(spec.verdicts([spec.goal('S.g', { kind: 'query', tree }, { discharged: ['q'] })])['S.g']).toContain(
      'no such part',
    );
  });

  test('a clause holds where it was shown only', () => {
    const x = lin([['1', ['x', 0]]], '<=', '5');
    const learned = { lemma: [x], proof: [{ false: { clause: 0 } }] };
    expect(
      spec.verdicts([spec.goal('S.g', { kind: 'query', tree: [learned, { false: { clause: 0 } }] })])['S.g'],
    ).toMatch(/^rejected/);
    const inside = [{ unit: lin([['-1', ['x', 0]]], '<=', '-9'), by: { claim: true } }];
    expect(
      spec.verdicts([spec.goal('S.g', { kind: 'query', tree: [...inside, { false: { clause: 0 } }] })])['S.g'],
    ).toMatch(/^rejected/);
  });

  test('trees that are none', () => {
    const deep = (depth: number) => `${'{"split":{"b":["b",0]},"yes":['.repeat(depth)}${'],"no":[]}'.repeat(depth)}`;
    const nested = JSON.parse(`[${deep(3_000)}]`);
    for (const tree of [
      [],
      null,
      {},
      [[]],
      [null],
      [{ false: { claim: true } }, { false: { claim: true } }],
      [{ split: 1, yes: [] }],
      nested,
    ]) {
      const document = spec.document([spec.goal('S.g', { kind: 'query', tree } as Goal['proof'])]);
      let text: string;
      try {
        text = sealed(document);
      } catch {
        continue;
      }
      const { rejected, checked } = spec.checkText(text);
      expect(rejected !== null || checked[0]!.verdict === 'rejected').toBe(true);
    }
    const far = sealed(spec.document([spec.goal('S.g', { kind: 'query', tree: ['HERE'] })])).replace(
      '"HERE"',
      deep(200_000),
    );
    expect(spec.checkText(far).rejected).not.toBe(null);
  });
});

describe('faults', () => {
  const spec = new Forgery(`
    system S {
      fault broken
      in x : int in 0..3
      out y : int = if broken then 9 else x
      guarantee fine: y <= 3
      guarantee also: y <= 3 unless broken
      guarantee bold: y <= 4 tolerating 1
      invariant small: y <= 3
    }`);

  test('what holds without faults is no lemma where there are some', () => {
    const lemma = { lemmas: [{ claim: spec.claim('S.small'), now: true }] };
    const small = spec.query('S.small');
    expect(spec.verdicts([small])).toEqual({ 'S.small': 'accepted' });
    const used = spec.query('S.fine', { lemmas: [[0, true]] }, lemma);
    expect(spec.verdicts([small, used])).toEqual({ 'S.small': 'accepted', 'S.fine': 'accepted' });
    const tree = used.proof;
    expect(spec.verdicts([small, spec.goal('S.bold', tree, { lemmas: [[0, true]] })])['S.bold']).toContain(
      'other behaviours',
    );
    expect(() => spec.query('S.bold')).toThrow('there is a model');
    expect(spec.verdicts([spec.query('S.also')])).toEqual({ 'S.also': 'accepted' });
  });
});

describe('bytes', () => {
  const text = `component C { in x : int in 0..3  out y : int = x  guarantee g: y <= 3 }`;
  const spec = new Forgery(text);
  const good = sealed(spec.document([spec.query('C.g')]));

  test('every changed byte of a certificate or of its file is rejected', () => {
    expect(spec.checkText(good).checked.map(({ verdict }) => verdict)).toEqual(['accepted']);
    for (let at = 0; at < good.length; at += 1) {
      for (const other of [' ', '1', '"', String.fromCharCode(good.charCodeAt(at) ^ 1)]) {
        if (other === good[at]) continue;
        // Which path a file had is no part of what is certified; but its digest says so too.
        expect(spec.checkText(good.slice(0, at) + other + good.slice(at + 1)).rejected, `byte ${at}`).not.toBe(null);
      }
      expect(spec.checkText(good.slice(0, at) + good.slice(at + 1)).rejected).not.toBe(null);
      expect(spec.checkText(`${good.slice(0, at)} ${good.slice(at)}`).rejected).not.toBe(null);
    }
    for (let at = 0; at < text.length; at += 1)
      expect(spec.checkText(good, `${text.slice(0, at)}~${text.slice(at + 1)}`).rejected).toContain('other files');
  });

  test('a document in another layout, or with more in it, is rejected', () => {
    const document = JSON.parse(good);
    for (const other of [
      JSON.stringify(document, null, 2),
      good.trimEnd(),
      `${good}\n`,
      `\uFEFF${good}`,
      sealed({ ...document, version: 2 }),
      sealed({ ...document, format: 'other' }),
      sealed({ ...document, imports: [document.file] }),
      sealed({ ...document, file: { ...document.file, sha256: sha256('other') } }),
      good.replace('{"format"', '{"__proto__":1,"format"'),
      good.replace('"version":1', '"version":1,"version":1'),
      '',
      'null\n',
      '[]\n',
    ])
      expect(spec.checkText(other).rejected).not.toBe(null);
  });
});
