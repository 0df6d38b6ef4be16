import { describe, expect, it } from 'vitest';
import { understand } from '../../src/core/check.ts';

/** Files at the edges of the rules for what is owed: the generator of obligations and the census must agree on each (else `understand` throws). */
const FILES: Record<string, string> = {
  'default setting': `
    system S { param a : real in 0..9 = 2  in x : real }
    verify one : S()`,
  'default partial': `
    component C { param a : real = 1/4  out y : real }`,
  'default partial range': `
    component C { param a : real in 0..1 = 1/4  out y : real }`,
  'default partial setting': `
    system S { param a : real = 1/4  in x : real }
    verify one : S()`,
  'bound partial setting': `
    system S { param a : real  in x : real }
    verify one : S(a = 1/4)`,
  'default div param': `
    component C { param m : real in 1.. param a : real = 1/m  out y : real }
    system S { part c : C(m = 2) }`,
  'range const': `
    component C { in x : real in 0..1/3 }`,
  'range const param': `
    component C { param x : real in 0..1/3 out y : real }`,
  'range const out': `
    component C { out x : real in 0..1/3 }`,
  'range const var': `
    component C { var v : real in 0..1/3 out x : real = v}`,
  'range param': `
    component C { param m : real in 1..2 param x : real in 0..1/m out y : real in 0..1/m }`,
  'range param unit': `
    component C { param m : real in 1..2 in x : real [s] in 0..(1 s)/m out y : real in 0..1/m }`,
  'range var leaf': `
    component C { in x : real in 1..2  var v : real in 0..1/x  out y : real }`,
  'range var impl': `
    component C { in x : real in 1..2  var v : real in 0..1/x  out y : real = v }`,
  'range defined': `
    component C { in x : real in 1..2  var v : real in 0..1/2 = x out y : real in 0..1/2 = v  let k : real in 0..1/2 = x }`,
  state: `
    component C { in x : real in 1..2  state s : real in 0..1/2 = 1/2  next s = x/2 }`,
  states: `
    component C { in x[2] : real in 1..2  state s[2] : real = 1/2  next s[1] = x[1]/2 next s[2] = x[2] out y[2] : real = s }`,
  alias: `
    type T = real in 0..5
    component C { in x : T  out y : T  param k : T = 3 }
    system S { part c : C(k = 2) out z : T = c.y  var w : T  let q : T = w }`,
  alias2: `
    type T = real in 0..1/5
    component C { in x : T  out y : T  param k : T = 3 }
    system S { part c : C(k = 2) out z : T = c.y }`,
  wires: `
    component P { in x : real in 0..1 out y : real }
    system S { in a : real in 1..2 part p[3] : P part q : P  connect a / 2 -> p[1].x, q.x  connect p[i].y -> p[i+1].x for i in 1..2 }`,
  wires2: `
    component P { in x[2] : real in 0..1 out y : real }
    system S { in a : real in 1..2 part p[3] : P part q : P  connect a / 2 -> q.x[1], q.x[2]  connect a/2 -> p[1].x }`,
  'empty family': `
    component P { in x : real in 0..1 out y : real assume x < 1}
    system S { part p[0] : P  guarantee sum(p.y) == 0 }`,
  'open family': `
    component P { in x : real in 0..1 out y : real assume x < 1}
    system S { param n : int in 0..2 part p[n] : P  guarantee sum(p.y) == 0 connect sum(p.y) / 2 -> p.x}`,
  'empty wire': `
    component P { in x : real in 0..1 out y : real }
    system S { in a[2] : real param n : int in 0..2 part p[3] : P  connect a[i] -> p[i].x for i in 1..0 }`,
  'empty array': `
    component P { param n : int in 0..0 in x[n] : real in 0..1 out y[n] : real in 0..1 = x  var w[n] : real = 1 / 2}`,
  modes: `
    component C { in a : bool in x : real mode m when a { assume x > 1/2 guarantee true } mode n when 1/x > 2 {} out y : real }`,
  refine: `
    component A { param k : real in 0..1 in x : real in 0..1 out y : real in 0..1 guarantee y <= 1/2 }
    component B refines A { param k : real in 0..1 in x : real in 0..2 out y : real in 0..1 guarantee g: y <= 1/2 assume x > k}`,
  refine2: `
    component A { var v : real in 0..1 out y : real guarantee y <= v }
    component B refines A { var v : real in 0..1 out y : real guarantee y <= v }`,
  refine3: `
    component A { mode m when true { guarantee g: y <= 1 } out y : real guarantee g: y <= 2}
    component B refines A { out y : real  guarantee g: y <= 1 }`,
  'refine hidden': `
    component A { out y : real = s  state s : real = 0 next s = s + 1 guarantee s >= 0 guarantee y >= 0 }
    component B refines A { out y : real  guarantee g: y >= 1 }`,
  'hidden assume': `
    component A { in x : real in 0..1 out y : real = x assume x < 1 invariant y > 0 }
    system S { part a : A invariant i: a.y > 0 invariant a.y / 2 > 0}`,
  'nested settings': `
    system In { param n : int in 1..3 out y : real in 0..1 }
    system Out { param k : int in 1..2 part i : In(n = k) }
    verify a : Out(k = 1)
    verify b : Out()
    verify c : In(n = 2)`,
  fun: `
    fun f(x : real) : real = x / 2
    component C { in x : real out y : real = f(x) guarantee y <= f(1) }`,
  fun2: `
    fun f(x : real) : real = x / 2
    fun g(x : real) : real = f(x)
    component C { in x : real out y : real = g(x) guarantee y <= g(1) }`,
  minmax: `
    component C { in x[2] : real in a : real out y : real guarantee y <= min(x) guarantee y <= max(a, 1) guarantee y <= clamp(a, 0, 1)  guarantee y <= min(v in x: v) }`,
  power: `
    component C { in x : real out y : real guarantee y <= x^-1 guarantee y <= x^(0-1) guarantee y <= x^(-1) }`,
  const: `
    const k = 1 / 2
    component C { in x : real in 0..k out y : real guarantee y <= k }`,
  faults: `
    fault f <= 1/100
    system S {
    fault g <= 1/2 in x : real guarantee probability(f) <= 1/2 guarantee x > 1/2 unless f }`,
  whenever: `
    component C { step 1 s out y : bool guarantee whenever y then not y within 1 s guarantee held(y, 2 s) }`,
  'whenever partial': `
    component C { step 1 s out y : bool guarantee whenever y then not y within (1 + 1/1) * 1 s  }`,
  'index literal': `
    component C { in x[3] : real out y : real guarantee y <= x[1] guarantee y <= x[1+1] }`,
  proto: `
    component C { in __proto__ : real in 0..1 out constructor : real in 0..1 param toString : real in 0..1 = 1/2 }
    system S { part hasOwnProperty : C }`,
  'imported names': `
    component C { in x : real mode m when x > 0 { guarantee x / 2 > 0 } guarantee x > 0}`,
  percent: `
    component C { in x : real in 0..25% out y : real in 0..50%*2 }`,
  within: `
    component C { in x : real out y : real guarantee y in 0..1/2 guarantee y in 0..x/2 }`,
  'unused sys two': `
    system A { in x : real in 0..1 mode m when x > 0 { guarantee true } guarantee x >= 0 }
    verify v : A()
    verify w : A()`,
  'part used and verified': `
    component P { param k : real in 0..1 = 1/2 out y : real }
    system A { param q : real in 0..1 = 1 part p : P(k = q) mode m when q > 1/2 { assume q > 0 invariant p.y > 0 } }
    system B { part a : A(q = 1/3) }
    verify v : A(q = 1)`,
  'family param': `
    component P { param k : int in 0..9 = 3 in x[k] : real in 0..1 out y : real in 0..1 }
    system S { param n : int in 0..2 part p[n] : P part q[3] : P(k = n) connect 1/2 -> q.x connect 1/2 -> p.x }`,
  'sum short': `
    component P { out y : real out b : bool}
    system S { part p[3] : P guarantee all(p.b) guarantee min(p.y) > 0 guarantee any(r in p: r.b) guarantee max(r in p: r.y) > min(1, 2) }`,
  count: `
    component P { out b : bool}
    system S { part p[3] : P guarantee count(p.b) <= 3 guarantee count(r in p: r.b) <= 3 }`,
  'wires index': `
    component P { in x : real out y : real }
    system S { in k : int part p[3] : P part q : P connect p[2].y -> q.x connect p[k].y -> p[1].x connect p[1+1].y -> p[3].x }`,
  'wires fam arrays': `
    component P { in x[2] : real out y[2] : real }
    system S { in a : real in 1..2 part p[3] : P  connect p[i].y -> p[i+1].x for i in 1..2  connect 1 / a -> p[1].x }`,
  'wires elem': `
    component P { in x[2] : real out y[2] : real }
    system S { in a : real in 1..2 part p[3] : P  connect p[1].y[1] / a -> p[1].x[1], p[1].x[2]  connect 1 / a -> p[i].x[2] for i in 2..3 }`,
  'var array': `
    component C { param n : int in 0..2 param a : real in 1..2 var v[n] : real in 0..1/a  var w[n] : real in 0..1/a = a/2 state s[n] : real in 0..1/2 = a/1*0 next s = 1/a out y[n] : real in 0..1/a = v }`,
  'leaf all': `
    component C { param n : int in 0..2 in a[n] : real in 1..2 var v[n] : real in 0..5  var w[n] : real in 0..3 = a  out y[n] : real in 0..5 let q : real in 0..3 = sum(a) let z = max(a) mode m when z > 1 { guarantee q < 1 / z } }`,
  'refine more': `
    component A { param k : real in 0..1 param j : real in 0..1 in x : real in 0..1 }`,
  'refine modes': `
    component A { in a : bool in x : real out y : real in 0..1 mode m when a { assume x > 0 guarantee y > x guarantee g: y > 0 } mode n when not a {} guarantee y >= 0 }
    component B refines A { in a : bool in x : real out y : real in 0..1 = 0  mode m when a { guarantee g: y >= 0 assume x > 0 } mode n when not a {} assume x > -1}`,
  'refine param': `
    component A { param k : real in 0..1 out y : real }
    component B refines A { param k : real param j : real in 0..2 = 1 out y : real guarantee y <= k }`,
  'refine alias': `
    type R = real in 0..1
    component A { param k : R in x : R out y : R }
    component B refines A { param k : R in x : R out y : R = x }`,
  'refine system': `
    component L { in x : real out y : real guarantee y <= x }
    component A { in x : real out y : real guarantee y <= x + 1 }
    system B refines A { in x : real out y : real = l.y part l : L connect x -> l.x guarantee y <= x guarantee l.y <= x }
    system C refines B { in x : real out y : real = x guarantee y <= x }`,
  'refine settings': `
    component A { param k : real in 0..1 out y : real guarantee y <= k }
    system B refines A { param k : real in 0..1 out y : real = k guarantee y <= k }
    verify b : B(k = 1)`,
  'refine prob': `
    fault f
    component A { out y : bool guarantee y unless f }
    system B refines A {
    fault g out y : bool = true guarantee y unless g guarantee probability(f) <= 1% }`,
  faults2: `
    fault f <= 1/2
    component L {
    fault g <= 1/4 out y : bool in a : bool guarantee y unless f, g assume probability(g) <= 1/2 assume a }
    system S { in a : bool part l[2] : L part m : L guarantee all(l.y) tolerating 1 guarantee l[1].y unless f, l[1].g assume probability(f) <= 1/2 invariant l[1].y or true guarantee probability(not l[1].y) <= 3/4 connect a -> l.a, m.a out ok : bool = all(l.y) }
    system T { in a : bool part s : S connect a -> s.a guarantee all(r in q: true) part q[0] : S guarantee s.ok } `,
  evidence: `
    fault f
    component L { out y : bool assume probability(f) <= 1/2 }
    system S { part l : L assume probability(f) <= 1/4 }
    system T { part s : S }`,
  'evidence verify': `
    fault f
    component L { out y : bool assume probability(f) <= 1/2 }
    system S { param p : real in 0..1 part l : L assume e: probability(f) <= p }
    verify a : S(p = 1/3)`,
  imports: `
    component a { out y : real in 0..1 }
    component b { in y : real in 0..1 assume 1 / y > 0 }
    system s { part p : a part q : b connect p.y -> q.y }`,
  'component parts': `
    component L { out y : real in 0..1 }
    component S { part l : L out z : real in 0..1 guarantee z <= l.y }
    verify v : S()`,
  'leaf verified': `
    component L { param k : real in 0..1 = 1 out y : real in 0..1 guarantee y <= k invariant y <= 1 var q : real in 0..1 }
    verify v : L(k = 1/2)
    verify w : L()`,
  'impl verified': `
    component L { param k : real in 0..1 = 1 out y : real in 0..k = k guarantee y <= k invariant y <= 1 mode m when k > 1/2 {} }
    verify v : L(k = 1/2)
    verify w : L()`,
  enums: `
    type M = { a, b }
    component P { param m : M = a in x : M out y : M mode aa when x == a { guarantee y == M.a } mode bb when x == b {} }
    system S { part p : P(m = b) in q : M connect q -> p.x guarantee p.y == a }`,
  temporal: `
    component C { step 1 s in x : real state s : real = 0 next s = prev(x / 2, 0) out y : real = prev(1 / x, 1) guarantee since(y > 0, y > 1 / x) or once(x > 1/2) }`,
  power2: `
    const k = -1
    const j = 2 * k
    component C { in x : real in 1..2 guarantee x^k > 0 guarantee x^j > 0 guarantee x^(j + 3) > 0 guarantee x^2 > 0 out y : real guarantee x^-k > 0 }`,
  'percent unit': `
    unit req
    component C { in x : real [req/s] in 0..100 out y : real [1/s] in 0..(1/2)*(1 1/s) param z : real [ms] in 0..1000/2 out q : real [1/min] }`,
  'mode both': `
    component C { in a : real in 1..2 mode m when 1/a > 0 { assume q: 1/a > 0 guarantee r: 1/a > 0 } guarantee q: 1 / a > 0 assume p: 1/a > 0 out y : real}`,
  'fun names': `
    fun f(x : real, n : int) : real = sum(i in 1..n: x / i)
    component C { param n : int in 1..3 in x : real out y : real = f(x, n) guarantee f(x, 2) > 0 }`,
  'shape range': `
    system S { param m : int in 1..3 param n : int in 1..m div 1 part p[n] : P }
    component P { out y : real }`,
  'shape range2': `
    component P { out y : real }
    system S { param m : int in 1..3 param n : int in 1..6 div m part p[n] : P  guarantee sum(p.y) >= 0 }
    verify v : S(n = 2)
    verify w : S(m = 2)`,
  'const range': `
    const k = 1 / 2
    type T = real in 0..k
    component C { in x : T out y : T = x var z : T in 0..k/2 }`,
};

describe('the census of obligations', () => {
  it.each(Object.entries(FILES))('agrees with what is generated: %s', (_, text) => {
    const { diagnostics, obligations } = understand({ path: 'test.safety', text }, (_, path) => ({
      kind: 'problem',
      problem: 'missing',
      detail: path,
    }));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(obligations.length).toBeGreaterThan(0);
  });
});
