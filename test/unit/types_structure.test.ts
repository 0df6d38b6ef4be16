import { describe, expect, it } from 'vitest';
import { check, component, errors } from './types_load.ts';

describe('definitions within one step', () => {
  it.each([
    ['component C { let a = b + 1 let b = a + 1 }', 'SV150 a'],
    ['component C { out a : real = b var b : real = a }', 'SV150 a'],
    ['component C { var b : real = b }', 'SV150 b'],
    ['component C { mode m when n { } mode n when m { } }', 'SV150 m'],
    [
      'component P { in x : real in z : real } system S { part p : P connect p.z -> p.x connect p.x -> p.z }',
      'SV150 p.x',
    ],
    [
      'component P { in x : real } system S { part p[3] : P connect p[i+1].x -> p[i].x for i in 1..2 connect p[1].x -> p[3].x }',
      'SV150 p[i].x',
    ],
    ['component P { in x : real } system S { part p : P let a = p.x connect a -> p.x }', 'SV150 a'],
    ['component C { param a : real = b param b : real = a }', 'SV150 a'],
    [
      'component P { in x : real } system S { param n : int in 2..9 part p[n] : P connect p[i].x + 1 -> p[i].x for i in 1..n }',
      'SV150 p[i].x',
    ],
    [
      'component P { in x : real } system S { param n : int in 1.. part p[n] : P connect p[n + 1 - i].x -> p[i].x for i in 1..n }',
      'SV150 p[i].x',
    ],
    ['component P { in x : real } system S { part p[3] : P connect sum(i in 1..3: p[i].x) -> p[1].x }', 'SV150 p[1].x'],
    ['component P { in x : real } system S { part p[3] : P connect sum(p.x) -> p[1].x }', 'SV150 p[1].x'],
    [
      'component P { in x : real } system S { param k : int in 1..3 part p[3] : P connect p[k].x -> p[1].x }',
      'SV150 p[1].x',
    ],
    ['component P { in x[3] : real } system S { part p : P connect p.x[2] -> p.x[2] }', 'SV150 p.x[2]'],
    ['component C { let a : real = prev(b, 0) let b = a * 2 let c = if b > 1 then d else 1 let d = c }', 'SV150 c'],
  ])('%s', (text, expected) => {
    expect(errors(text).map((one) => one.replace('SV067', 'SV150'))).toEqual([expected]);
  });

  it.each([
    ['component C { let a = prev(a, 0) + 1 }'],
    ['component C { state s : real = 0 next s = a let a = s + 1 }'],
    ['component P { in x : real out y : real } system S { part p : P connect p.y -> p.x }'],
    [
      'component P { in x : real out y : real } system S { part p[4] : P in a : real connect a -> p[1].x connect p[i].x + 1 -> p[i+1].x for i in 1..3 }',
    ],
    ['component C { let a : real = prev(b, 0) let b = a + 1 }'],
    [
      'component P { in x : real } system S { in a : real part p[3] : P connect sum(i in 1..2: p[i].x) -> p[3].x connect a -> p[1].x connect a -> p[2].x }',
    ],
    [
      'component P { in x : real } system S { param n : int in 2.. part p[n] : P in a : real connect a -> p[1].x connect sum(j in 1..i: p[j].x) -> p[i+1].x for i in 1..n-1 }',
    ],
    [
      'component P { in x[3] : real } system S { in a : real part p : P connect a -> p.x[1] connect p.x[i] -> p.x[i+1] for i in 1..2 }',
    ],
  ])('%s is fine', (text) => {
    expect(errors(text)).toEqual([]);
  });

  it('asks for a type where only the past connects them', () => {
    const { said } = check('component C { let a = prev(b * 2, 0) let b = a + 1 }');
    expect(said).toEqual([expect.objectContaining({ code: 'SV121', at: 'a', help: 'write it: `let a : real = …`' })]);
  });
});

describe('what may stand where', () => {
  it.each([
    ['component C { out y : real assume y > 1 }', 'SV156 y'],
    ['component C { var v : real assume v > 1 }', 'SV156 v'],
    ['component C { state s : real = 0 next s = 1 assume s > 1 }', 'SV156 s'],
    ['component C { state s : real = 0 next s = 1 assume prev(s, 0) > 1 }', 'SV156 s'],
    ['component C { out y : real let l = y + 1 assume l > 1 }', 'SV156 l'],
    ['component C { out y : real let l = y + 1 assume prev(l, 0) > 1 and l > 0 }', 'SV156 l'],
    ['component C { out y : real fault f assume f }', 'SV156 f'],
    ['component C { out y : real mode m when y > 1 { assume true } }', 'SV156 y'],
    ['component P { out y : real } system S { part p : P assume p.y > 1 }', 'SV156 p.y'],
    ['component P { out y : real } system S { part p : P assume prev(p.y, 0) > 1 }', 'SV156 p.y'],
    ['component C { out y : real var w : real out z : real = w assume prev(w, 0) > 1 }', 'SV156 w'],
    ['component C { in x : real out y : real in 0..x }', 'SV162 x'],
    ['component C { in x : real in y : real in 0..x }', 'SV162 x'],
    ['component C { in x : real param p : real = x }', 'SV162 x'],
    ['component C { in x : real state s : real = x next s = 1 }', 'SV162 x'],
    ['component C { in x : real guarantee prev(x, x) > 1 }', 'SV162 x'],
    ['component C { param p : real guarantee prev(p, prev(p, 0)) > 1 }', 'SV162 prev(p, 0)'],
    ['component P { param k : real } system S { in x : real part p : P(k = x) }', 'SV162 x'],
    ['component P { } system S { in n : int part p[n] : P }', 'SV162 n'],
    ['component C { in x : real delayed out y : real = x }', 'SV161 x'],
    ['component C { in x : real delayed out y : real = z var z : real = x + 1 }', 'SV161 z'],
    ['component C { in x : real delayed out y : real = z var z : real in 0..x }', 'SV161 z'],
    ['component C { in x : bool delayed out y : bool = once(x) }', 'SV161 x'],
    ['component P { out y : real } system S { part p : P delayed out z : real = p.y }', 'SV161 p.y'],
    ['component C { out y : bool guarantee not (initially y) }', 'SV014 initially'],
    ['component C { out y : bool fault f assume probability(y) <= 1% }', 'SV156 y'],
    ['component C { out y : bool mode m when y { guarantee probability(y) <= 1% } }', 'SV164 probability(y)'],
    ['component C { out y : bool fault f guarantee probability(y) <= 1% unless f }', 'SV164 f'],
    ['component C { fault f fault g guarantee independent(f, g) }', 'SV157 independent(f, g)'],
    ['component C { fault f assume independent(f, f) }', 'SV163 f'],
    ['component C { fault f assume independent(f) }', 'SV104 independent(f)'],
  ])('%s', (text, expected) => {
    expect(errors(text)).toEqual([expected]);
  });

  it.each([
    ['component C { in x : real out y : real assume prev(y, 0) > x }'],
    ['component C { var v : real assume prev(v, 0) > 1 }'],
    ['component C { in x : real let l = x + 1 mode m when l > 1 { assume x > 1 } assume m => x > 2 }'],
    ['component C { in x : real var v : real in 0..x param p : real var w : real in 0..p }'],
    [
      'component C { in x : real state s : real = 0 next s = x delayed out y : real = s + v + l + prev(x, 0) var v : real in 0..1 let l = s * 2 }',
    ],
    ['component P { delayed out y : real } system S { part p : P delayed out z : real = p.y }'],
    [
      'fault f fault g component C { out y : bool assume independent(f, g) assume 2 * probability(f and g) <= 1e-4 guarantee 1 - probability(y) >= 98% + 1% }',
    ],
    [
      'component C { in x : bool guarantee whenever x then not x within 3 steps guarantee initially x assume a: whenever x then not x within 1 steps }',
    ],
    [
      'component C { in x : bool step 10 ms guarantee whenever x then not x within 30 ms guarantee held(x, 20 ms) and held(x, 2) }',
    ],
  ])('%s is fine', (text) => {
    expect(errors(text)).toEqual([]);
  });
});

describe('states', () => {
  it.each([
    ['component C { state s : real = 0 }', 'SV155 s'],
    ['component C { state s : real = 0 next s = 1 next s = 2 }', 'SV155 next s = 2'],
    ['component C { next s = 1 }', 'SV155 s'],
    ['component C { out s : real next s = 1 }', 'SV155 s'],
    ['component C { state s[2] : real = 0 next s[1] = 1 }', 'SV155 s'],
    ['component C { state s[2] : real = 0 next s[1] = 1 next s[1] = 2 next s[2] = 1 }', 'SV155 next s[1] = 2'],
    ['component C { state s[2] : real = 0 next s[3] = 1 next s = 2 }', 'SV119 3'],
    ['component C { state s : real = 0 next s[1] = 1 }', 'SV114 s'],
    ['component C { state s : int = 0 next s = s / 2 }', 'SV103 s / 2'],
  ])('%s', (text, expected) => {
    expect(errors(text)[0]).toBe(expected);
  });

  it('takes one next value for all elements, or one for each', () => {
    expect(
      errors(
        'component C { in x[2] : real state s[2] : real = 0 next s = x state t[2] : real = 1 next t[1] = 1 next t[2] = t[1] }',
      ),
    ).toEqual([]);
  });
});

describe('parts and connections', () => {
  const P =
    'component P { param k : real [m] = 1 m  in x : real [m]  in xs[2] : real [m]  out y : real [m]  out ys[2] : real [m]  fault f } ';
  const within = (items: string) =>
    errors(
      `${P} system S { in a : real [m] in b : real [s] in as[2] : real [m] in many[3] : real [m] in n : int part p : P part r[3] : P ${items} }`,
    );

  it.each([
    ['connect a -> p.x connect p.y -> p.x', 'SV152 p.x'],
    ['connect a -> p.x, p.x', 'SV152 p.x'],
    ['connect a -> r.x connect a -> r[2].x', 'SV152 r[2].x'],
    ['connect a -> r[1 + 1].x connect a -> r[2].x', 'SV152 r[2].x'],
    ['connect as -> p.xs connect a -> p.xs[1]', 'SV152 p.xs[1]'],
    ['connect b -> p.x', 'SV110 b'],
    ['connect p.y -> a', 'SV153 a'],
    ['connect a -> p.y', 'SV153 y'],
    ['connect a -> p.f', 'SV153 f'],
    ['connect a -> p.k', 'SV056 k'],
    ['connect a -> q.x', 'SV153 q'],
    ['connect a -> p[1].x', 'SV114 p[1]'],
    ['connect a -> p.x[1]', 'SV114 p.x[1]'],
    ['connect many -> p.x', 'SV113 many'],
    ['connect many -> p.xs', 'SV118 many'],
    ['connect as -> r.x', 'SV118 as'],
    ['connect as -> r.xs', 'SV113 as'],
    ['connect r.y -> p.x', 'SV113 r.y'],
    ['connect a -> r[i].x for i in 1..n', 'SV162 n'],
    ['connect a -> r[t].x for t in r', 'SV116 t'],
    ['part q : P(k = 1 s)', 'SV110 1 s'],
    ['part q : P(x = 1 m)', 'SV057 x'],
    ['part q : P(z = 1 m)', 'SV057 z'],
    ['part q : P(k = b)', 'SV110 b'],
  ])('%s', (items, expected) => {
    expect(within(items)[0]).toBe(expected);
  });

  it.each([
    ['connect a -> p.x, r.x'],
    ['connect many -> r.x'],
    ['connect r.y -> r.x'],
    ['connect as -> p.xs'],
    ['connect a -> p.xs'],
    ['connect a -> r.xs'],
    ['connect a -> p.xs[1] connect p.y -> p.xs[2]'],
    ['connect p.ys -> r[2].xs'],
    ['connect a -> r[1].x connect r[i].y -> r[i+1].x for i in 1..2'],
    ['let l = r.y connect l -> r.x guarantee l[2] > 1 m and sum(l) > 1 m'],
    ['connect 3 m -> p.x'],
  ])('%s is fine', (items) => {
    expect(within(items)).toEqual([]);
  });

  it('warns of what is not wired, element by element', () => {
    const warned = (items: string) =>
      check(`${P} system S { in a : real [m] in as[2] : real [m] part r[3] : P ${items} }`).said.map(
        (one) => `${one.code} ${one.message}`,
      );
    expect(warned('connect a -> r.x, r.xs')).toEqual([]);
    expect(warned('connect a -> r[1].x connect a -> r[i].x for i in 2..3 connect a -> r.xs')).toEqual([]);
    expect(warned('connect a -> r[1].x connect a -> r[3].x')).toEqual([
      'SV154 the input `r[2].x` is not wired, and may be anything',
      'SV154 the input `r.xs` is not wired, and may be anything',
    ]);
    expect(warned('connect a -> r.x connect a -> r[i].xs[1] for i in 1..3')).toEqual([
      'SV154 the input `r[1].xs[2]` is not wired, and may be anything',
    ]);
  });

  it('shows both declarations where they do not fit', () => {
    const { said } = check(`${P} system S { in b : real [s] part p : P connect b -> p.x connect 1 m -> p.xs }`);
    expect(said).toEqual([
      expect.objectContaining({ code: 'SV110', at: 'b', related: ['real [m]: length', 'real [s]: time'] }),
    ]);
  });

  it('knows lengths through the parameters of parts', () => {
    const Q = 'component Q { param n : int = 2 in x[n] : real out y[n] : real } ';
    expect(errors(`${Q} system S { in a[3] : real part q : Q(n = 3) connect a -> q.x out z[3] : real = q.y }`)).toEqual(
      [],
    );
    expect(errors(`${Q} system S { in a[3] : real part q : Q connect a -> q.x }`)).toEqual(['SV118 a']);
    expect(errors(`${Q} system S { part q : Q(n = 3) out z[2] : real = q.y }`)).toEqual(['SV118 q.y']);
  });
});

describe('steps', () => {
  it.each([
    ['component C { step 0 ms }', 'SV159 0 ms'],
    ['component C { step 10 m }', 'SV110 10 m'],
    ['component C { step 10 ms step 20 ms }', 'SV159 step 20 ms'],
    ['component C { in p : bool guarantee held(p, 10 ms) }', 'SV159 held(p, 10 ms)'],
    ['component C { in p : real guarantee p > 1 s / step }', 'SV159 step'],
    ['component C { step 10 ms in p : bool guarantee held(p, 5 ms) }', 'SV160 5 ms'],
    ['component C { step 10 ms in p : bool guarantee held(p, 25 ms) }', 'SV160 25 ms'],
    ['component C { step 10 ms in p : bool guarantee whenever p then p within 25 ms }', 'SV160 25 ms'],
    ['component C { in p : bool guarantee whenever p then p within -1 steps }', 'SV160 -1'],
    ['component P { step 10 ms } system S { step 20 ms part p : P }', 'SV159 part p : P'],
    ['component P { step 10 ms } component Q { step 20 ms } system S { part p : P part q : Q }', 'SV159 part q : Q'],
    ['component P { step 10 ms } system T { part p : P } system S { step 1 s part t : T }', 'SV159 part t : T'],
    ['component A { step 10 ms } component B refines A { step 20 ms }', 'SV159 B'],
  ])('%s', (text, expected) => {
    expect(errors(text)).toEqual([expected]);
  });

  it('names the two nearest durations', () => {
    const { said } = check('component C { step 10 ms in p : bool guarantee whenever p then p within 25 ms }');
    expect(said[0]!.help).toBe('the nearest durations are 20 ms and 30 ms');
  });

  it('takes the step of the parts', () => {
    const text =
      'component P { step 10 ms } system T { part p : P } system S { in a : bool part t : T guarantee held(a, 20 ms) }';
    expect(component(text, 'S').step!.toFraction()).toBe('1/100');
  });
});

describe('refinement', () => {
  const A = 'component A { param k : int in x : real [m] in ys[2] : bool delayed out z : real [m] out w : int } ';
  it.each([
    ['in x : real [m] in ys[2] : bool out w : int', 'SV158 B'],
    ['in x : real [m] in ys[2] : bool out z : real [m] out w : int', 'SV158 z'],
    ['in x : real [m] in ys[2] : bool delayed out z : real [m] out w : real', 'SV158 w'],
    ['in x : real [s] in ys[2] : bool delayed out z : real [m] out w : int', 'SV158 x'],
    ['out x : real [m] in ys[2] : bool delayed out z : real [m] out w : int', 'SV158 x'],
    ['in x : real [m] in ys[3] : bool delayed out z : real [m] out w : int', 'SV158 ys'],
    ['in x : real [m] in ys : bool delayed out z : real [m] out w : int', 'SV158 ys'],
    ['in x : real [m] in ys[2] : bool delayed out z : real [m] out w : int in more : int', 'SV158 more'],
    ['param k : real in x : real [m] in ys[2] : bool delayed out z : real [m] out w : int', 'SV158 k'],
  ])('%s', (items, expected) => {
    expect(errors(`${A} component B refines A { ${items} }`)).toEqual([expected]);
  });

  it('allows other units of one dimension, further outputs, and delayed outputs', () => {
    const items =
      'in x : real [km] in ys[2] : bool delayed out z : real [mm] delayed out w : int out more : real param j : real';
    const b = component(`${A} component B refines A { ${items} }`, 'B');
    expect(b.refines!.name).toBe('A');
  });

  it('names an unknown component', () => {
    expect(errors('component B refines Gone { }')).toEqual(['SV054 Gone']);
  });
});

describe('every mistake of a file is found in one run', () => {
  it('goes on after each', () => {
    const text = `
      component A { in x : real [m]  guarantee x > 1 s  guarantee y > 1  assume z: q }
      component B { out o : real  assume o > 1  part a : A  connect o -> a.x  step 10 m }
      system C { part c : C  part b : Bb  let l = l + 1 }
      verify v : D(x = 1)`;
    expect(errors(text)).toEqual([
      'SV054 Bb', 'SV067 l', 'SV110 x > 1 s', 'SV050 y', 'SV050 q', 'SV110 o', 'SV151 part c : C', 'SV110 10 m', 'SV156 o', 'SV054 D',
    ].map((one) => one.replace('SV067', 'SV150'))); // biome-ignore format: a list reads best as one
  });

  it('is silent about names of declarations that could not be read', () => {
    const { said } = check(
      'component Broken { in x real }\ncomponent Other { in y : = }\nsystem S { part p : Broken  guarantee p.y > 1 }',
    );
    expect(said.every((one) => one.code < 'SV050')).toBe(true);
  });
});
