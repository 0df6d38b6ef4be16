import { describe, expect, it } from 'vitest';
import { show } from '../../src/core/exact/rational.ts';
import { foldNumber } from '../../src/core/types/fold.ts';
import { showType } from '../../src/core/types/scalar.ts';
import type { TypedExpr } from '../../src/core/types/typed.ts';
import { component, errors } from './types_load.ts';

const PORTS = `
unit token
unit ktoken = 1000 token
unit req
type Mode = { auto, manual, off }
type Gear = { park, off }
const cap = 2 ktoken
component Leaf { in a : real [m]  out b : real [m]  out go : bool  fault broken }
component C {
  param k : int in 1..9
  param g : real
  in x : real
  in n : int
  in m : int
  in p : bool
  in q : bool
  in way : Mode
  in gear : Gear
  in t : real [ms]
  in d : real [m]
  in v : real [km/h]
  in budget : int [token]
  in big : int [ktoken]
  in share : real [%]
  in loads[3] : real [req/s]
  in flags[3] : bool
  part leaf : Leaf
  part racks[4] : Leaf
`;

/** The value of \`let it = …\` in a component with many names. */
function typed(expression: string): TypedExpr {
  const symbol = component(`${PORTS} let it = ${expression} }`, 'C').symbols.find((one) => one.name === 'it')!;
  return symbol.kind === 'let' ? symbol.value : (undefined as never);
}

/** The typed tree in one line: numbers in their representation, `real(e * f)` for a conversion. */
function tree(expr: TypedExpr): string {
  switch (expr.kind) {
    case 'boolean':
      return `${expr.value}`;
    case 'number':
      return show(expr.value, 30);
    case 'member':
      return `${expr.type.name}.${expr.member}`;
    case 'ref':
      return expr.symbol.name;
    case 'port':
      return `${expr.part.name}${expr.index === null ? '' : `[${tree(expr.index)}]`}${expr.member === null ? '' : `<${expr.member.name}>`}.${expr.symbol.name}`;
    case 'index':
      return `${tree(expr.array)}[${tree(expr.index)}]`;
    case 'unary':
      return `${expr.operator}${expr.scale === null ? '' : `/${show(expr.scale)}`}(${tree(expr.operand)})`;
    case 'binary':
      return `${expr.operator}(${tree(expr.left)}, ${tree(expr.right)})`;
    case 'power':
      return `(${tree(expr.base)})^${expr.exponent}`;
    case 'toReal':
      return `real(${tree(expr.operand)} * ${show(expr.factor)})`;
    case 'if':
      return `if(${tree(expr.condition)}, ${tree(expr.then)}, ${tree(expr.else)})`;
    case 'aggregate':
      return `${expr.operator}{${expr.binders.map((one) => `${one.symbol.name}:${one.over.kind}`).join(',')}}(${tree(expr.body)})`;
    case 'prev':
      return `prev(${tree(expr.operand)}, ${tree(expr.initial)})`;
    default:
      return expr.kind;
  }
}

const shown = (expression: string) => `${tree(typed(expression))} : ${showType(typed(expression).type)}`;

describe('representation', () => {
  it.each([
    ['20 ms + t', 'add(0.02, t) : real [ms]'],
    ['t + 1 s', 'add(t, 1) : real [ms]'],
    ['d / t', 'div(d, t) : real [m/ms]'],
    ['v * t', 'mul(v, t) : real [km]'],
    ['n + 1', 'add(n, 1) : int'],
    ['n + x', 'add(real(n * 1), x) : real'],
    ['x + 1', 'add(x, 1) : real'],
    ['n / 2', 'div(real(n * 1), 2) : real'],
    ['n * m', 'mul(n, m) : int'],
    ['2 * x', 'mul(2, x) : real'],
    ['budget + 2 ktoken', 'add(budget, 2000) : int [token]'],
    ['2 ktoken - budget', 'sub(2000, budget) : int [token]'],
    ['budget + cap', 'add(budget, 2000) : int [token]'],
    ['budget + big', 'add(real(budget * 1), real(big * 1000)) : real [token]'],
    ['big + 1 token', 'add(real(big * 1000), 1) : real [ktoken]'],
    ['budget * 2', 'mul(budget, 2) : int [token]'],
    ['budget * 1 ktoken', 'mul(budget, 1) : int [token*ktoken]'],
    ['budget div 2', 'idiv(budget, 2) : int [token]'],
    ['budget div 1 ktoken', 'idiv(budget, 1000) : int'],
    ['budget mod 1 ktoken', 'mod(budget, 1000) : int [token]'],
    ['if p then n else x', 'if(p, real(n * 1), x) : real'],
    ['if p then 1 m else d', 'if(p, 1, d) : real [m]'],
    ['d + (if p then 3 m else 0 m)', 'add(d, if(p, 3, 0)) : real [m]'],
    ['x > 1', 'lt(1, x) : bool'],
    ['x >= n', 'le(real(n * 1), x) : bool'],
    ['0 <= x < n', 'and(le(0, x), lt(x, real(n * 1))) : bool'],
    ['x in 0..n', 'and(le(0, x), le(x, real(n * 1))) : bool'],
    ['x in 0..', 'le(0, x) : bool'],
    ['clamp(n, 0, 5)', 'max(min(n, 5), 0) : int'],
    ['clamp(n, 0, x)', 'max(min(real(n * 1), x), 0) : real'],
    ['min(n, m, 3)', 'min(min(n, m), 3) : int'],
    ['max(t, 1 s)', 'max(t, 1) : real [ms]'],
    ['abs(-n)', 'abs(neg(n)) : int'],
    ['floor(t)', 'floor/0.001(t) : int [ms]'],
    ['ceil(t / 1 ms)', 'ceil/1(div(t, 0.001)) : int'],
    ['floor(share)', 'floor/1(share) : int'],
    ['floor(t + 5 ms)', 'floor/0.001(add(t, 0.005)) : int [ms]'],
    ['floor(n / 2)', 'floor/1(div(real(n * 1), 2)) : int'],
    ['n ^ 2', '(n)^2 : int'],
    ['n ^ -1', '(real(n * 1))^-1 : real'],
    ['t ^ 2', '(t)^2 : real [ms^2]'],
    ['-x ^ 2', 'neg((x)^2) : real'],
    ['share + 1%', 'add(share, 0.01) : real [%]'],
    ['share * d', 'mul(share, d) : real [m]'],
    ['way == off', 'eq(way, Mode.off) : bool'],
    ['off == gear', 'eq(Gear.off, gear) : bool'],
    ['(if p then off else way) == manual', 'eq(if(p, Mode.off, way), Mode.manual) : bool'],
    ['if p then off else gear', 'if(p, Gear.off, gear) : Gear'],
    ['way != Mode.auto', 'ne(way, Mode.auto) : bool'],
    ['prev(x, 0)', 'prev(x, 0) : real'],
    ['prev(way, off)', 'prev(way, Mode.off) : Mode'],
    ['prev(d, 1 km)', 'prev(d, 1000) : real [m]'],
    ['sum(loads)', 'sum{element:array}(element) : real [req/s]'],
    ['sum(racks.b)', 'sum{member:family}(racks<member>.b) : real [m]'],
    ['sum(r in racks: r.b)', 'sum{r:family}(racks<r>.b) : real [m]'],
    ['count(l in flags: l)', 'count{l:array}(l) : int'],
    ['all(racks.go)', 'all{member:family}(racks<member>.go) : bool'],
    ['sum(i in 1..k, j in i..k: i * j)', 'sum{i:range,j:range}(mul(i, j)) : int'],
    ['max(i in 1..3: loads[i])', 'max{i:range}(loads[i]) : real [req/s]'],
    ['racks[2].b', 'racks[2].b : real [m]'],
    ['racks.b[2]', 'racks[2].b : real [m]'],
    ['loads[k]', 'loads[k] : real [req/s]'],
    ['leaf.broken or racks[1].broken', 'or(leaf.broken, racks[1].broken) : bool'],
  ])('%s', (expression, expected) => {
    expect(shown(expression)).toBe(expected);
  });
});

describe('constants are exact', () => {
  it.each([
    ['7 div 2', '3'], ['-7 div 2', '-4'], ['7 div -2', '-3'], ['-7 div -2', '4'], ['7 mod -2', '1'], ['-7 mod 2', '1'],
    ['1 / 3', '1/3'], ['0.1 + 0.2', '0.3'], ['floor(-0.5)', '-1'], ['ceil(0.2)', '1'], ['2 ^ 100', '1267650600228229401496703205376'],
    ['floor(1999 ms / 1 s)', '1'], ['min(1, 0.5)', '0.5'], ['sum(i in 1..100: i)', '5050'], ['max(i in 1..3: i * i)', '9'], ['sum(i in 1..0: i)', '0'],
    ['if 1 < 2 then 3 else 1 / 0', '3'], ['count(i in 1..10: i mod 3 == 0)', '3'], ['clamp(7, 0, 5)', '5'], ['25% * 8', '2'],
  ])('%s is %s', (expression, expected) => {
    expect(show(foldNumber(typed(expression))!)).toBe(expected);
  }); // biome-ignore format: a table reads best as one
});

describe('mistakes in expressions', () => {
  const clause = (expression: string) => errors(`${PORTS} guarantee ${expression} }`);
  it.each([
    ['x + d > 1', 'SV110 x + d'],
    ['t < 5', 'SV110 t < 5'],
    ['v < d', 'SV110 v < d'],
    ['x', 'SV100 x'],
    ['p and x', 'SV100 x'],
    ['p + 1 == 2', 'SV101 p'],
    ['not n', 'SV100 n'],
    ['way == gear', 'SV102 way == gear'],
    ['way < auto', 'SV101 way'],
    ['p == 1', 'SV102 p == 1'],
    ['off == off', 'SV052 off,SV052 off'],
    ['way == park', 'SV066 park'],
    ['way == Mode.auot', 'SV066 auot'],
    ['x div 2 == 1', 'SV120 x'],
    ['budget div d == 1', 'SV120 d'],
    ['budget div big == 1', 'SV120 budget div big'],
    ['x ^ g == 1', 'SV105 g'],
    ['x ^ 0.5 == 1', 'SV105 0.5'],
    ['x ^ 5000 == 1', 'SV105 5000'],
    ['floor(v * t) == 3', 'SV115 floor(v * t)'],
    ['floor(t + 1 s) == 3 ms', 'SV115 floor(t + 1 s)'],
    ['floor(p) == 3', 'SV101 p'],
    ['min(x, p) == 3', 'SV101 p'],
    ['clamp(x) == 3', 'SV104 clamp(x)'],
    ['prev(x) == 3', 'SV104 prev(x)'],
    ['prev(x, p) == 3', 'SV100 p'],
    ['prev(n, 0.5) == 3', 'SV103 0.5'],
    ['loads == 3 req/s', 'SV113 loads'],
    ['racks.b == 3 m', 'SV113 racks.b'],
    ['leaf[1].b == 3 m', 'SV114 leaf'],
    ['x[1] == 3', 'SV114 x'],
    ['loads[x] == 3 req/s', 'SV103 x'],
    ['leaf == 3', 'SV061 leaf'],
    ['Leaf == 3', 'SV061 Leaf'],
    ['leaf.c == 3', 'SV056 c'],
    ['x.c == 3', 'SV056 x.c'],
    ['sum(x) == 3', 'SV116 x'],
    ['sum(r in leaf: 1) == 3', 'SV116 leaf'],
    ['sum(flags) == 3', 'SV101 flags'],
    ['count(loads) == 3', 'SV100 loads'],
    ['sum(i in 1..: i) == 3', 'SV116 1..'],
    ['sum(x in 1..3: x) == 3', 'SV062 x'],
    ['sum(i in 1..2, i in 1..2: i) == 3', 'SV062 i'],
    ['sum(i in 1..n: i) == 3', 'SV162 n'],
    ['mystery == 3', 'SV050 mystery'],
    ['mystery(x) == 3', 'SV065 mystery'],
    ['step > 1 ms', 'SV159 step'],
    ['held(p, 20 ms)', 'SV159 held(p, 20 ms)'],
    ['held(p, 1 m)', 'SV110 1 m'],
    ['held(p, n)', 'SV162 n'],
    ['independent(leaf.broken, racks[1].broken)', 'SV157 independent(leaf.broken, racks[1].broken)'],
    ['probability(p) > 0.1 or p', 'SV164 probability(p) > 0.1 or p'],
    ['probability(p) * probability(q) > 0.1', 'SV164 probability(p) * probability(q)'],
    ['x * probability(p) > 0.1', 'SV162 x'],
    ['p unless q', 'SV163 q'],
    ['p tolerating k', 'SV117 k'],
    ['p tolerating -1', 'SV117 -1'],
  ])('guarantee %s', (expression, expected) => {
    expect(clause(expression).join(',')).toBe(expected);
  });

  it('says one thing for one cause', () => {
    expect(errors(`${PORTS} let a = mystery + 1  let b = a * 2  out y : real = b  guarantee y > a }`)).toEqual([
      'SV050 mystery',
    ]);
    expect(errors(`${PORTS} in z : real [foo]  let a = z + 1  guarantee a > 3 }`)).toEqual(['SV053 foo']);
    expect(errors(`${PORTS} part gone : Gone  connect x -> gone.x  guarantee gone.y > gone[1].z }`)).toEqual([
      'SV054 Gone',
    ]);
  });
});
