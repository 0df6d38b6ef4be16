import { describe, expect, it } from 'vitest';
import { check, component, errors } from './types_load.ts';

/** What a text is told: \`code at: help\`. */
const told = (text: string) => check(text).said.map((one) => `${one.code} ${one.at}: ${one.help}`);

describe('near names', () => {
  it.each([
    ['component C { in load : real  guarantee laod > 1 }', 'SV050 laod: did you mean `load`, an input?'],
    [
      'const limit = 3 component C { in x : real  guarantee x < limt }',
      'SV050 limt: did you mean `limit`, a constant?',
    ],
    [
      'type M = { auto, off } component C { in x : M  guarantee x == atuo }',
      'SV066 atuo: did you mean `auto`? The members are auto, off',
    ],
    ['component Pump { } system S { part p : Pmup }', 'SV054 Pmup: did you mean `Pump`?'],
    ['type Speed = real component C { in x : Sped }', 'SV055 Sped: did you mean `Speed`?'],
    ['component C { in x : boolean }', 'SV055 boolean: did you mean `bool`?'],
    ['component C { in x : Float }', 'SV055 Float: did you mean `real`?'],
    ['component C { in x : real [kw] }', 'SV053 kw: did you mean `kW`? A new unit is declared with `unit kw`'],
    ['component C { in x : real [widget/s] }', 'SV053 widget: declare it: `unit widget`'],
    [
      'unit token component C { in x : real [tokens] }',
      'SV053 tokens: did you mean `token`? A new unit is declared with `unit tokens`',
    ],
    ['component C { in x : real  guarantee celi(x) > 1 }', 'SV065 celi: did you mean `ceil`?'],
    [
      'component P { out flow : real } system S { part p : P  guarantee p.flwo > 1 }',
      'SV056 flwo: did you mean `flow`?',
    ],
    ['component P { param limit : real } system S { part p : P(limt = 1) }', 'SV057 limt: did you mean `limit`?'],
    [
      'component P { in x : real } system S { in a : real  part pump : P  connect a -> pmup.x }',
      'SV153 pmup: did you mean `pump`?',
    ],
    ['@expect(refutd) component C { }', 'SV068 refutd: did you mean `@expect(refuted)`?'],
    ['@expct(refuted) component C { }', 'SV068 expct: did you mean `@expect`?'],
  ])('%s', (text, expected) => {
    expect(told(text)).toContain(expected);
  });
});

describe('one name, one thing', () => {
  it.each([
    ['component C { } component C { }', 'SV051 C'],
    ['const C = 1 component C { }', 'SV051 C'],
    ['unit a unit a', 'SV051 a'],
    ['unit ms', 'SV051 ms'],
    ['type real = int', 'SV051 real'],
    ['fun min(x : real) = x', 'SV051 min'],
    ['fun f(x : real, x : real) = x', 'SV051 x'],
    ['type M = { a, a }', 'SV051 a'],
    ['component C { in x : real out x : real }', 'SV051 x'],
    ['component P { } component C { in x : real part x : P }', 'SV051 x'],
    ['component C { in x : real mode x when true { } }', 'SV051 x'],
    ['component C { } verify a : C verify a : C', 'SV051 a'],
    ['component P { param k : real } system S { part p : P(k = 1, k = 2) }', 'SV057 k'],
    ['component C { in x : real assume a: x > 1 guarantee a: x > 0 }', 'SV063 a'],
    ['component C { in x : real mode m when x > 1 { guarantee a: x > 1 guarantee a: x > 0 } }', 'SV063 a'],
    ['component C { in x : real assume range: x > 1 }', 'SV063 range'],
    ['component C { in x : real guarantee refines1: x > 1 guarantee modes: x > 2 }', 'SV063 modes'],
    ['component C { in x : real guarantee guarantee2: x > 1 guarantee x > 2 }', 'SV064 guarantee2'],
    ['component C { in x : real let a = 1 / x guarantee a: 1 / x > 0 }', 'SV064 guarantee a: 1 / x > 0'],
  ])('%s', (text, expected) => {
    expect(errors(text)).toEqual([expected]);
  });

  it.each([
    ['component C { in x : real guarantee x: x > 1 }'],
    ['component C { in x : real let a = 1 / x guarantee a: x > 0 }'],
    [
      'component C { in x : real mode m when x > 1 { guarantee a: x > 1 } mode n when x <= 1 { guarantee a: x <= 1 } guarantee a: true }',
    ],
    ['component C { in x : real guarantee guarantee1: x > 1 guarantee y: x > 2 }'],
    ['unit load component C { in load : real [load] }'],
    ['component C { } component D { } verify a : C verify a : D'],
    [
      'type Context = { internal, api } component C { param context : Context } verify internal : C(context = internal)',
    ],
    ['type M = { input, output } component C { in input : M guarantee input == output or input == M.input }'],
    ['component P { out y : real } component C { part P : P guarantee P.y > 1 }'],
  ])('%s is fine', (text) => {
    expect(errors(text)).toEqual([]);
  });

  it('lets a component hide a constant, and says so', () => {
    const { program, said } = check('const limit = 1 component C { param limit : real guarantee limit > 2 }');
    expect(program).not.toBeNull();
    expect(said).toEqual([expect.objectContaining({ code: 'SV062', severity: 'warning', at: 'limit' })]);
  });
});

describe('declarations that need themselves', () => {
  it.each([
    ['const a = b const b = a', 'SV067 a'],
    ['type A = B type B = A in 0..1', 'SV067 A'],
    ['unit a = 1 b unit b = 1 a', 'SV067 a'],
    ['fun f(x : real) : real = g(x) fun g(x : real) : real = f(x)', 'SV067 f'],
    ['fun f(x : real) : real = f(x)', 'SV067 f'],
    ['component A { part b : B } component B { part a : A }', 'SV151 part a : A'],
    ['component A { part a : A }', 'SV151 part a : A'],
    ['component A refines B { } component B refines A { }', 'SV151 B'],
  ])('%s', (text, expected) => {
    expect(errors(text)).toEqual([expected]);
  });

  it('shows the way around', () => {
    const { said } = check('const a = b const b = c + 1 const c = a');
    expect(said[0]!.message).toMatch(/→ .* →/);
    expect(said[0]!.related).toHaveLength(2);
  });

  it('does not go deep along long chains, in any order', () => {
    const chain = Array.from({ length: 3000 }, (_, at) => `const a${at} = a${at + 1} + 1`).join('\n');
    expect(errors(`${chain}\nconst a3000 = 0`)).toEqual([]);
    const lets = Array.from({ length: 3000 }, (_, at) => `let a${at} = a${at + 1} + 1`).join('\n');
    expect(errors(`component C { in x : real\n${lets}\nlet a3000 = x\nassume a0 > 1 }`)).toEqual([]);
  });

  it('does not hang on what doubles', () => {
    const chain = (line: (at: number) => string) => Array.from({ length: 60 }, (_, at) => line(at)).join('\n');
    const funs = chain((at) => `fun f${at + 1}(x : real) : real = f${at}(x) + f${at}(x)`);
    const first = 'fun f0(x : real) : real = x / 2';
    expect(errors(`${first}\n${funs}\ncomponent C { in x : real guarantee f60(x) > 1 }`)).toEqual([]);
    expect(errors(`${first}\n${funs}\nconst k = f60(1)`)).toEqual(['SV112 f60(1)']);
    const squares = chain((at) => `const a${at + 1} = a${at} * a${at}`);
    expect(errors(`const a0 = 3\n${squares}`)).toEqual([expect.stringMatching(/^SV112/)]);
    expect(errors('const a = 1 / 0 const b = a + 1 component C { in x : real guarantee x > b }')).toEqual([
      'SV112 1 / 0',
    ]);
    const units = chain((at) => `let a${at + 1} = a${at} * a${at}`);
    expect(errors(`component C { in a0 : real [mm]\n${units} }`)).toEqual(['SV101 a9 * a9']);
    expect(
      errors(
        'component P { in x : real } system S { part p[3] : P in a : real connect a -> p[1].x for i in 1..9999, j in 1..9999 }',
      ),
    ).toEqual([]);
  });
});

describe('constants and types', () => {
  it.each([
    ['const c : int in 0..3 = 5', 'SV111 c'],
    ['const c : real [ms] in 0..3 = 5 ms', 'SV111 c'],
    ['const c = 1 / 0', 'SV112 1 / 0'],
    ['const c = if true then 1 mod 0 else 2', 'SV112 1 mod 0'],
    ['const c : int = 2.5', 'SV103 2.5'],
    ['const c : real [m] = 5', 'SV110 5'],
    ['const c = prev(1, 2)', 'SV157 prev(1, 2)'],
    ['const c = step', 'SV157 step'],
    ['unit u = 0 s', 'SV117 0 s'],
    ['unit u = -1 s', 'SV117 -1 s'],
    ['fault f <= 2', 'SV111 2'],
    ['fault f <= 1 s', 'SV110 1 s'],
    ['component C { in x : real in 5..1 }', 'SV108 5..1'],
    ['component C { in x : real [ms] in 2 s..1 }', 'SV108 2 s..1'],
    ['component C { in x : int in 0.5..3 }', 'SV109 0.5'],
    ['component C { in x : int in 0..k param k : real }', 'SV103 k'],
    ['component C { in x : bool in 0..1 }', 'SV107 0..1'],
    ['component C { in x : bool [m] }', 'SV107 m'],
    ['type V = real [m/s] component C { in x : V [km/h] }', 'SV107 km/h'],
    ['type V = real [m/s] in 0..60 component C { in x : V in 70..80 }', 'SV108 70..80'],
    ['component C { in x : real [m] in 0..3 s }', 'SV110 3 s'],
    ['component C { in x[-1] : real }', 'SV118 -1'],
    ['component C { in x[n] : real in n : int }', 'SV162 n'],
    ['component C { in x : real [m^] }', 'SV106 m^'],
  ])('%s', (text, expected) => {
    expect(errors(text).map((one) => one.replace(/SV0\d\d .*/, expected))).toEqual([expected]);
  });

  const rangeOf = (text: string, name = 'x') => {
    const symbol = component(text, 'C').symbols.find((one) => one.name === name)!;
    const range = 'type' in symbol ? symbol.type.range! : null;
    return [range?.low, range?.high].map((end) =>
      end?.kind === 'number' ? end.value.toFraction() : (end?.kind ?? null),
    );
  };

  it.each([
    ['component C { in x : real [ms] in 0..60 }', ['0', '3/50']],
    ['component C { in x : real [ms] in 0..1 s }', ['0', '1']],
    ['component C { in x : real [%] in 0..50 }', ['0', '1/2']],
    ['component C { in x : real [%] in 25%.. }', ['1/4', null]],
    ['unit u unit ku = 1000 u component C { in x : int [u] in 0..3 ku }', ['0', '3000']],
    ['unit u unit ku = 1000 u component C { in x : int [ku] in 0..3 }', ['0', '3']],
    ['component C { in x : real [m] in -5..2 * 3 }', ['-5', '6']],
    ['type V = real [m/s] in 0..60 component C { in x : V in 10..100 }', ['10', '60']],
    ['type V = real [km/h] in 0..36 component C { in x : V in 18.. }', ['5', '10']],
    ['component C { param k : real in x : real in 0..k }', ['0', 'ref']],
  ])('%s', (text, expected) => {
    expect(rangeOf(text)).toEqual(expected);
  });
});

describe('imports', () => {
  const lib =
    'const limit = 3\nunit req\ntype M = { a, b }\nfault shared <= 1%\ncomponent Lib { out y : real [req] }\nfun f(x : real) = x';

  it('sees what the imported file declares', () => {
    const main =
      'import "lib" system S { part p : Lib in m : M out z : real [req] = p.y guarantee f(2) < limit and m == a unless shared }';
    const { program, said } = check(main, { lib });
    expect(said).toEqual([]);
    expect(program!.components.map((one) => `${one.path} ${one.name}`)).toEqual(['lib Lib', 'main.safety S']);
    expect(program!.root).toBe('main.safety');
    expect(program!.faults.map((one) => one.name)).toEqual(['shared']);
  });

  it('does not see what an imported file imports', () => {
    const main = 'import "middle" system S { part p : Lib let x = limit }';
    expect(errors(main, { lib, middle: 'import "lib"' })).toEqual(['SV054 Lib', 'SV069 limit']);
  });

  it('reports missing files and files outside once, and not what they would declare', () => {
    expect(errors('import "gone" import "../out" system S { part p : Lib let x = limit in y : real [req] }')).toEqual([
      'SV058 "gone"',
      'SV059 "../out"',
    ]);
  });

  it('shows a cycle of files', () => {
    const { said } = check('import "a"', { a: 'import "b"', b: 'import "a"' });
    expect(said).toEqual([
      expect.objectContaining({
        code: 'SV060',
        at: '"a"',
        message: 'files import each other: a → b → a',
        related: ['"b": an import of the cycle'],
      }),
    ]);
    expect(check('import "main.safety"').said.map((one) => one.code)).toEqual(['SV060']);
  });

  it('reads a file once, however often it is imported', () => {
    const { program, said } = check('import "a" import "b"', { a: 'import "lib"', b: 'import "lib"', lib });
    expect(said).toEqual([]);
    expect(program!.components).toHaveLength(1);
  });

  it('refuses a second declaration of a name that is seen or that reports would confuse', () => {
    expect(errors('import "lib" const limit = 2', { lib })).toEqual(['SV051 "lib"']);
    expect(errors('import "lib" component Lib { }', { lib })).toEqual(['SV051 Lib']);
    expect(errors('import "middle" component Lib { }', { lib, middle: 'import "lib"' })).toEqual(['SV051 Lib']);
    expect(errors('import "middle" const limit = 1', { lib, middle: 'import "lib"' })).toEqual([]);
    expect(errors('import "a" import "b"', { a: 'unit u = 1 s', b: 'unit u = 2 s' })).toEqual(['SV051 "b"']);
  });

  it('reports mistakes in imported files too', () => {
    expect(errors('import "lib"', { lib: 'component C { guarantee nothing }' })).toEqual(['SV050 nothing']);
  });
});
