import { describe, expect, it } from 'vitest';
import { showExpr } from '../../src/core/model/show.ts';
import { componentOf, definitionOf, errorsOf, modelOf, openScope, showScope } from './elaborating.ts';

const names = (clauses: readonly { readonly name: string }[]): string[] => clauses.map(({ name }) => name);
const bodies = (clauses: readonly Parameters<typeof showClause>[0][]): string[] => clauses.map(showClause);
const showClause = (clause: { readonly name: string; readonly body: Parameters<typeof showExpr>[0] }): string =>
  `${clause.name}: ${showExpr(clause.body)}`;

describe('kinds of components', () => {
  it('tells leaves, implementations and systems apart', () => {
    const model = modelOf(`
      component Leaf { in x : real  out y : real  var v : real = x  let k = x + 1  guarantee y <= k }
      component Built { in x : real  out y : real = x }
      component Remembering { out y : bool  state s : bool = true  next s = not s }
      system Whole { part leaf : Leaf }
      system Empty { in x : real }
    `);
    expect(model.components.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'Leaf leaf',
      'Built implementation',
      'Remembering implementation',
      'Whole system',
      'Empty system',
    ]);
    expect(model.trusted).toEqual(['Leaf']);
    expect(componentOf(model, 'Leaf').usedAsPart).toBe(true);
    expect(componentOf(model, 'Built').usedAsPart).toBe(false);
  });
});

describe('names of clauses', () => {
  it('numbers nameless clauses by their place among those of their keyword, in a mode by themselves', () => {
    const scope = openScope(
      `component C {
        in x : real in 0..
        in on : bool
        out y : real in ..9
        assume x <= 8
        assume named: x <= 7
        guarantee y <= 5
        assume x <= 6
        mode busy when on { assume x <= 5  guarantee tight: y <= 4  guarantee y <= 3 }
        guarantee y <= 2
        in late : real in 1..2
      }`,
      'C',
    );
    expect(names(scope.assumptions)).toEqual(['x.range', 'assume1', 'named', 'assume3', 'busy.assume1', 'late.range']);
    expect(names(scope.guarantees)).toEqual(['y.range', 'guarantee1', 'busy.tight', 'busy.guarantee2', 'guarantee2']);
    expect(bodies(scope.guarantees.slice(2, 3))).toEqual(['busy.tight: (busy => (y <= 4))']);
  });
});

describe('families', () => {
  const system = (rest: string): string => `
    component P { in x : real in 0..  out y : real in 0..5 }
    system S { in a : real  param n : int in 0..3  part p[n] : P  ${rest} }`;

  it('writes members and aggregates out, one scope for each size', () => {
    const { open } = componentOf(modelOf(system('let total = sum(p.y)  guarantee total <= 15')), 'S');
    expect(open.map((scope) => definitionOf(scope, 'total'))).toEqual([
      '0',
      'p[1].y',
      '(p[1].y + p[2].y)',
      '(p[1].y + p[2].y + p[3].y)',
    ]);
    expect(open.map((scope) => [...scope.fixed].map(([name, value]) => `${name}=${value}`).join())).toEqual([
      'n=0',
      'n=1',
      'n=2',
      'n=3',
    ]);
  });

  it('knows what holds of nothing', () => {
    const text = system(
      'let a1 = all(r in p: r.y > 1)  let a2 = any(r in p: r.y > 1)  let c = count(r in p: r.y > 1)  let m = max(p.y)',
    );
    const scope = componentOf(modelOf(text), 'S').open[0]!;
    expect(['a1', 'a2', 'c', 'm'].map((name) => definitionOf(scope, name))).toEqual(['true', 'false', '0', 'max()']);
    expect([...scope.definitions.values()].find(({ variable }) => variable.name === 'm')?.partial).toBe('m');
  });

  it('broadcasts a value and spreads an array', () => {
    const scope = componentOf(
      modelOf(`
      component P { in x : real  in c : real  out y : real }
      component Q { in x : real }
      system S { in cap : real  in xs[2] : real  part p[2] : P  part q[2] : Q
        connect cap -> p.c
        connect xs -> p.x
        connect p.y -> q.x }`),
      'S',
    ).open[0]!;
    expect(
      ['p[1].c', 'p[2].c', 'p[1].x', 'p[2].x', 'q[1].x', 'q[2].x'].map((name) => definitionOf(scope, name)),
    ).toEqual(['cap', 'cap', 'xs[1]', 'xs[2]', 'p[1].y', 'p[2].y']);
  });

  it('wires chains', () => {
    const scope = componentOf(
      modelOf(`
      component P { in x : real  out y : real }
      system S { in a : real  part p[3] : P
        connect a -> p[1].x
        connect p[i].y -> p[i+1].x for i in 1..2 }`),
      'S',
    ).open[0]!;
    expect(['p[1].x', 'p[2].x', 'p[3].x'].map((name) => definitionOf(scope, name))).toEqual(['a', 'p[1].y', 'p[2].y']);
    expect([...scope.definitions.values()].map(({ partial }) => partial)).toEqual([null, 'p.x', 'p.x']);
  });

  it('selects by an index that only a behaviour decides, and keeps one that is out of range', () => {
    const scope = componentOf(
      modelOf(`
      component P { out y : real }
      system S { in i : int  part p[2] : P
        let a = p[i].y  let b = p[2].y  let c = p[2 + 1].y }`),
      'S',
    ).open[0]!;
    expect(['a', 'b', 'c'].map((name) => definitionOf(scope, name))).toEqual([
      '[p[1].y, p[2].y][i]',
      'p[2].y',
      '[p[1].y, p[2].y][3]',
    ]);
  });
});

describe('parameters of parts', () => {
  const text = `
    component P { param k : real in 0..9  param d : real in 0..9 = 2  param free : real in 0..1  in x : real in 0..k  out y : real in 0..d }
    system S { param m : real in 1..3  part p : P(k = m * 2) }`;

  it('binds, takes defaults, leaves the rest free', () => {
    const scope = openScope(text, 'S');
    expect(definitionOf(scope, 'p.k')).toBe('(m * 2)');
    expect(definitionOf(scope, 'p.d')).toBe('2');
    expect(definitionOf(scope, 'p.free')).toBeUndefined();
    expect(names(scope.parameterRanges)).toEqual(['m.range', 'p.free.range']);
    expect(bodies(scope.parts[0]!.parameterRanges)).toEqual(['k.range: ((0 <= p.k) and (p.k <= 9))']);
    expect(bodies(scope.parts[0]!.assumptions)).toEqual(['x.range: ((0 <= p.x) and (p.x <= p.k))']);
    expect(bodies(scope.parts[0]!.guarantees)).toEqual(['y.range: ((0 <= p.y) and (p.y <= p.d))']);
  });

  it('owes the range of a default where the component stands by itself', () => {
    const scope = openScope(text, 'P');
    expect(bodies(scope.ranges)).toEqual(['d.range: true']);
    expect(names(scope.parameterRanges)).toEqual(['k.range', 'd.range', 'free.range']);
    expect(scope.definitions.size).toBe(0);
  });

  it('fixes parameters in a setting and owes the ranges of those it binds', () => {
    const model = modelOf(`
      system S { param a : real in 0..9  param b : real in 0..9 = 2  param c : real in 0..9  in x : real }
      verify one : S(a = 20)`);
    const [setting] = componentOf(model, 'S').settings;
    expect(definitionOf(setting!, 'a')).toBe('20');
    expect(definitionOf(setting!, 'b')).toBe('2');
    expect(definitionOf(setting!, 'c')).toBeUndefined();
    expect(bodies(setting!.ranges)).toEqual(['a.range: ((0 <= a) and (a <= 9))', 'b.range: ((0 <= b) and (b <= 9))']);
    expect(names(setting!.parameterRanges)).toEqual(['c.range']);
    expect([...setting!.fixed.keys()]).toEqual(['a', 'b']);
    expect(setting!.setting).toBe('one');
  });
});

describe('what a part shows', () => {
  it('exports no guarantee of an implementation that speaks of its inside', () => {
    const scope = openScope(
      `component P {
        in x : real  out y : real in 0..9 = s
        state s : real = 0
        next s = x
        let inner = s + 1
        let outer = y + 1
        guarantee hidden: inner <= 3
        guarantee seen: outer <= 3
      }
      system S { part p : P }`,
      'S',
    );
    expect(names(scope.parts[0]!.guarantees)).toEqual(['y.range', 'seen']);
    expect(definitionOf(scope, 'p.outer')).toBe('(p.y + 1)');
    expect(definitionOf(scope, 'p.inner')).toBeUndefined();
    expect(scope.states.size).toBe(0);
  });

  it('counts free variables of a leaf as outputs', () => {
    const scope = openScope(
      `component P { in x : real  out y : real  var v : real in 0..x  mode on when v > 1 { guarantee y <= v } }
       system S { part p : P }`,
      'S',
    );
    const [part] = scope.parts;
    expect(names(part!.internals)).toEqual(['p.v']);
    expect(bodies(part!.guarantees)).toEqual([
      'v.range: ((0 <= p.v) and (p.v <= p.x))',
      'on.guarantee1: (p.on => (p.y <= p.v))',
    ]);
    expect(definitionOf(scope, 'p.on')).toBe('(1 < p.v)');
  });
});

describe('own definitions, states and ranges', () => {
  it('owes the ranges of states, definitions and outputs of an implementation', () => {
    const scope = openScope(
      `component C {
        in x : real in 0..5
        out y : real in 0..6 = v
        out z : real in 0..7
        var v : real in 0..8 = x
        var w : real in 0..x
        var u : real in 0..1
        state s : real in 0..9 = 0
        next s = w
      }`,
      'C',
    );
    expect(names(scope.ranges)).toEqual(['y.range', 'z.range', 'v.range', 's.range']);
    expect(scope.freeRanges.map(({ variable, constant }) => `${variable.name} ${constant}`)).toEqual([
      'w false',
      'u true',
    ]);
    expect(names(scope.assumptions)).toEqual(['x.range']);
    expect(scope.guarantees).toEqual([]);
  });

  it('orders definitions sources first', () => {
    const scope = openScope('component C { in x : real  out y : real = c  let c = b + a  let b = a  let a = x }', 'C');
    expect([...scope.definitions.keys()].map(({ name }) => name)).toEqual(['a', 'b', 'c', 'y']);
  });

  it('handles arrays of states', () => {
    const scope = openScope(
      `component C { in x[2] : real  out y[2] : real = s  state s[2] : real = 0  next s[1] = x[2]  next s[2] = s[1] }`,
      'C',
    );
    expect([...scope.states.values()].map(({ variable, next }) => `${variable.name} ${showExpr(next)}`)).toEqual([
      's[1] x[2]',
      's[2] s[1]',
    ]);
    expect(definitionOf(scope, 'y[2]')).toBe('s[2]');
  });
});

describe('settled guarantees', () => {
  it('needs an own delayed output, and nothing else of now', () => {
    const scope = openScope(
      `component C {
        param k : real
        in x : real  delayed out y : real in 0..9  out z : real
        let twice = y * 2
        mode high when y > 3 { guarantee inside: prev(x, 0) <= 1 }
        guarantee a: y <= k
        guarantee b: y <= x
        guarantee c: y <= prev(x, 0)
        guarantee d: prev(y, 0) <= k
        guarantee e: twice <= k + 1
        guarantee f: y <= z
      }`,
      'C',
    );
    expect(scope.guarantees.filter(({ settled }) => settled).map(({ name }) => name)).toEqual([
      'y.range',
      'high.inside',
      'a',
      'c',
      'e',
    ]);
  });
});

describe('partial items', () => {
  it('goes by the text alone', () => {
    const scope = openScope(
      `fun half(x : real) : real = x / 2
       component C {
        in x : real  in i : int  in a[3] : real  out y : real
        let l = x / 2
        guarantee named: y <= l
        guarantee called: y <= half(x)
        guarantee literal: y <= a[1]
        guarantee index: y <= a[1 + 1]
        guarantee power: y <= x^2
        guarantee inverse: y <= (x + 1)^-1
        guarantee least: y <= min(a)
        guarantee lesser: y <= min(x, 1)
        guarantee whole: i div 2 <= 3
      }`,
      'C',
    );
    expect(scope.guarantees.filter(({ partial }) => partial).map(({ name }) => name)).toEqual([
      'called',
      'index',
      'inverse',
      'least',
      'whole',
    ]);
    expect([...scope.definitions.values()].map(({ partial }) => partial)).toEqual(['l']);
  });
});

describe('what is owed though nothing is defined by it', () => {
  const owed = (text: string, name: string): (string | null)[] =>
    [...openScope(text, name).definitions.values()].map(({ partial }) => partial).filter((partial) => partial !== null);

  it('is the definedness of defaults, of ranges of parameters, and of items of empty families', () => {
    expect(owed('component C { param m : real  param k : real in 0..1 / m = 2 / m }', 'C')).toEqual(['k', 'k']);
    expect(
      owed(
        `component P { param k : real  in x : real }
         system S { in a : real  part p[0] : P(k = 1 / 2)  connect a / 2 -> p.x  let e = p.x  var w[0] : real = 1 / 2 }`,
        'S',
      ),
    ).toEqual(['p.k', 'w', 'p.x']);
  });
});

describe('faults', () => {
  const text = `
    fault shared <= 1%
    component P { fault own <= 2%  out ok : bool  guarantee plain: ok  guarantee g: ok unless own, shared }
    system Q { fault q  part p : P  out ok : bool = p.ok  guarantee plain: ok  guarantee most: ok tolerating 1  guarantee any: ok unless q }
    system S { part q[2] : Q  guarantee all(q.ok) }`;

  it('has one shared variable and one of each instance', () => {
    const scope = openScope(text, 'S');
    expect(
      scope.faults.map(({ variable, bound }) => `${variable.name} ${bound === null ? '' : showExpr(bound)}`),
    ).toEqual(['q[1].q ', 'q[1].p.own 0.02', 'shared 0.01', 'q[2].q ', 'q[2].p.own 0.02']);
  });

  it('gives a parent what holds under faults only', () => {
    const scope = openScope(text, 'S');
    const [plain, most, any] = scope.parts[0]!.guarantees;
    expect(plain!.risk!.unless.map(({ name }) => name)).toEqual(['q[1].q', 'q[1].p.own', 'shared']);
    expect(showExpr(most!.body)).toBe(
      '(q[1].ok or (1 < ((if q[1].q then 1 else 0) + (if q[1].p.own then 1 else 0) + (if shared then 1 else 0))))',
    );
    expect(any!.risk!.unless.map(({ name }) => name)).toEqual(['q[1].q']);
    const leaf = openScope(text, 'Q').parts[0]!.guarantees;
    expect(leaf[0]!.risk).toBeNull();
    expect(leaf[1]!.risk!.unless.map(({ name }) => name)).toEqual(['p.own', 'shared']);
  });

  it('turns clauses about chances into linear relations', () => {
    const scope = openScope(
      `fault a  fault b  system S { param t : real in 0..1
        assume rare: probability(a and b) <= 10% * probability(a)
        assume apart: independent(a, b)
        guarantee risk: probability(a or b) < t }`,
      'S',
    );
    const [rare, apart] = scope.assumptions.map(({ risk }) => risk!.chance!);
    expect(rare).toMatchObject({ kind: 'linear', relation: 'le' });
    if (rare!.kind !== 'linear') throw new Error('linear');
    expect(rare!.terms.map(({ coefficient, event }) => `${showExpr(coefficient)} ${showExpr(event)}`)).toEqual([
      '1 (a and b)',
      '-0.1 a',
    ]);
    expect(apart).toMatchObject({ kind: 'independent' });
    expect(scope.guarantees[0]!.risk!.chance).toMatchObject({ relation: 'lt' });
    expect(showExpr(scope.guarantees[0]!.body)).toBe('true');
  });
});

describe('refinement', () => {
  it('joins ports and parameters by name', () => {
    const model = modelOf(`
      component A { param k : real in 0..5  in x : real in 0..1  out y : real in 0..2  assume x <= k  guarantee g: y <= k }
      component B refines A { param k : real in 0..9  param extra : real in 0..1 = 1  in x : real  out y : real  guarantee y <= x }`);
    const { base, scopes } = componentOf(model, 'B').refinement!;
    const [scope] = scopes;
    expect(base).toBe('A');
    expect(names(scope!.assumptions)).toEqual(['x.range', 'assume1']);
    expect(names(scope!.guarantees)).toEqual(['y.range', 'g']);
    expect(['B.x', 'y', 'B.k', 'B.extra'].map((name) => definitionOf(scope!, name))).toEqual(['x', 'B.y', 'k', '1']);
    expect(bodies(scope!.parts[0]!.parameterRanges)).toEqual(['k.range: ((0 <= B.k) and (B.k <= 9))']);
    expect(names(scope!.parameterRanges)).toEqual(['k.range']);
  });
});

describe('shapes', () => {
  it('collects the shapes in use, however deep', () => {
    const model = modelOf(`
      component Leaf { param n : int in 1..  in x[n] : real  guarantee sum(i in 1..n: x[i]) >= 0 }
      system Inner { param m : int in 1..  part leaf : Leaf(n = m + 1) }
      system Outer { part a : Inner(m = 2)  part b : Inner(m = 3)  part c : Inner(m = 2) }`);
    const shapes = (name: string): string[] =>
      componentOf(model, name).used.map(({ fixed }) => [...fixed.values()].join());
    expect(shapes('Inner')).toEqual(['2', '3']);
    expect(shapes('Leaf')).toEqual(['3', '4']);
    expect(componentOf(model, 'Inner').unboundedShape).toEqual(['m']);
    expect(componentOf(model, 'Inner').open).toEqual([]);
    expect(componentOf(model, 'Outer').open).toHaveLength(1);
  });

  it('takes ends of index ranges, durations and tolerated numbers for shape', () => {
    const model = modelOf(`
      component C { step 1 s  param n : int in 1..2  param t : int in 1..2  param k : real in 0..1  in x : real
        out y : bool
        guarantee whenever y then not y within t steps
        guarantee all(i in 1..n: x >= i * k) }`);
    expect(componentOf(model, 'C').open).toHaveLength(4);
  });

  it('lists settings that leave a size open', () => {
    const model = modelOf(`
      component P { out y : real }
      system S { param n : int in 1..  part p[n] : P }
      verify small : S(n = 2)
      verify any : S()`);
    const { settings, openSettings } = componentOf(model, 'S');
    expect(settings.map(({ setting }) => setting)).toEqual(['small']);
    expect(openSettings.map(({ setting, anySize }) => `${setting} ${anySize.parameters}`)).toEqual(['any n']);
    expect(openSettings.map(({ anySize }) => anySize.all.kind)).toEqual(['scope']);
  });
});

describe('mistakes', () => {
  it.each([
    [
      'twice',
      'component P { in x : real }  system S { in a : real  part p[3] : P  connect a -> p[i].x for i in 1..2  connect a -> p[2].x }',
      ["SV152 at 'p[2].x'"],
    ],
    [
      'no such member',
      'component P { in x : real }  system S { in a : real  part p[3] : P  connect a -> p[i].x for i in 1..4 }',
      ["SV168 at 'p[i].x'"],
    ],
    [
      'lengths',
      'component P { in x : real }  system S { param n : int in 1..2  in a[n] : real  part p[2] : P  connect a -> p.x }',
      ["SV165 at 'a'"],
    ],
    ['negative', 'component P { in x : real }  system S { param n : int in -1..2  part p[n] : P }', ["SV166 at 'n'"]],
    ['undecided', 'component P { param n : int in 1..  in x[n] : real }  system S { part p : P }', ["SV180 at 'n'"]],
    [
      'a use that leaves open what cannot be tried',
      `component L { param m : int in 1..  in x : real  out y : real  guarantee y <= sum(i in 1..m: x) }
       system P { param n : int in 1..  part l[n] : L(m = n)  out y : real = 0 }
       system S { part a : P(n = 2)  part b : P }`,
      ["SV180 at 'part b : P'"],
    ],
    [
      'a refinement at any size',
      `component A { param n : int in 1..  out y[n] : real }
       component B refines A { param n : int in 1..  out y[n] : real }
       system S { part b : B(n = 1) part a : A(n = 1) }`,
      ["SV180 at 'B'"],
    ],
    [
      'a size without a value in a setting',
      'component P { out y : real }  system S { param n : int in 1..3  part p[n] : P }  verify v : S(n = 1 div 0)',
      ["SV180 at 'n = 1 div 0'"],
    ],
    ['too large', 'component P { in x : real }  system S { part p[1000000] : P }', ["SV181 at '1000000'"]],
    [
      'inside',
      'component P { in x : real  out y : real = s  state s : real = 0  next s = x  assume prev(s, 0) <= 3 }',
      ["SV156 at 's'"],
    ],
    [
      'members of an implementation in its assumption',
      'component P { out y : real }  system S { in x : int  part p[2] : P  assume x <= count(r in p: true) }  system T { part s : S }',
      ["SV156 at 'x <= count(r in p: true)'"],
    ],
    [
      'a literal index that is not there',
      'component P { out y : real }  system S { param n : int in 1..3  part p[n] : P  guarantee n >= 2 => p[2].y <= 3 }',
      ["SV168 at '2'"],
    ],
    [
      'a literal index into an array that is not there',
      'component P { param n : int in 0..1  in x[n] : real  out y : real  guarantee y <= x[1] }',
      ["SV168 at '1'"],
    ],
    [
      'a duration',
      'system S { step 10 ms  param t : int in 1..2  out y : bool  guarantee held(y, t * 15 ms) }',
      ["SV160 at 't * 15 ms'"],
    ],
    [
      'steps of parts',
      'component A { step 1 s  out y : bool }  component B { step 2 s  out y : bool }  system S { part a : A  part b : B }',
      ["SV159 at 'part b : B'"],
    ],
    [
      'a bound on a chance',
      'fault f  system S { param m : real  guarantee probability(f) <= 1 / m }',
      ["SV167 at 'probability(f) <= 1 / m'"],
    ],
    [
      'free',
      'component A { out y : real  var v : real  guarantee y <= v }  component B refines A { out y : real = 0 }',
      ["SV184 at 'B'"],
    ],
  ])('%s', (_, text, expected) => {
    expect(errorsOf(text)).toEqual(expected);
  });
});

describe('size', () => {
  it('elaborates a chain of 1,000 parts in about a second of one processor, parsing included', () => {
    const text = `
      component P { in x : real in 0..  out y : real in 0..  guarantee y <= x + 1 }
      system S { in a : real in 0..1
        part p[1000] : P
        connect a -> p[1].x
        connect p[i].y -> p[i+1].x for i in 1..999
        out z : real = p[1000].y
        guarantee z <= 1001
        guarantee sum(p.y) <= 1000000 }`;
    const before = process.cpuUsage().user;
    const scope = openScope(text, 'S');
    expect(process.cpuUsage(undefined).user - before).toBeLessThan(1_500_000);
    expect(scope.parts).toHaveLength(1000);
    expect(showScope(scope)).toContain('wire p[1000].x = p[999].y');
  });
});
