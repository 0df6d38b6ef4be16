import { describe, expect, test } from 'vitest';
import { parseModule } from '../../src/core/syntax/parse.ts';

/** A mistake: the text, with «…» around what the one report must point at, its code, and words of its message or help. */
type Row = readonly [text: string, code: string, says: string];

const inComponent = (rows: readonly Row[]): readonly Row[] =>
  rows.map(([text, code, says]) => [`component A {\n  in before : real\n  ${text}\n  in after : real\n}`, code, says]);

const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'words that begin things': [
    ['«componet» A { in x : real }', 'SV010', 'did you mean `component`?'],
    ['«Component» A { }', 'SV010', 'did you mean `component`?'],
    ['«module» A { }', 'SV010', 'write `component`'],
    ['import "a"\n«sytem» A { }', 'SV010', '`system`'],
    ['«hello» world', 'SV021', 'a declaration begins with'],
    ...inComponent([
      ['«gaurantee» g: before <= 3', 'SV010', 'did you mean `guarantee`?'],
      ['out y : real in 0..5 «gaurantee» g: y <= 3', 'SV010', '`guarantee`'],
      ['«asume» (before <= 3)', 'SV010', '`assume`'],
      ['«output» y : real', 'SV010', 'write `out`'],
      ['«delayd» out y : real', 'SV010', '`delayed`'],
      ['«conect» a -> b', 'SV010', '`connect`'],
      ['@owner(x) «parm» p : real', 'SV010', '`param`'],
    ]),
    ['component A { «x» : real }', 'SV014', 'write `in x'],
    ['component A { «x» = 3 }', 'SV014', 'let x = …'],
    ['component A { «unless» f }', 'SV014', 'an item begins with'],
    ['component A { } «guarantee» x', 'SV021', 'outside of every component'],
    ['component A { @expect(refuted)«» }', 'SV013', 'nothing follows this annotation'],
    ['@expect(refuted)«»', 'SV013', 'nothing follows this annotation'],
  ],
  'signs of other languages': inComponent([
    ['guarantee before <= 3 «&&» true', 'SV011', 'write `and`'],
    ['guarantee true «||» true', 'SV011', 'write `or`'],
    ['guarantee «!»true', 'SV011', 'write `not`'],
    ['out y : real«;»', 'SV011', 'leave it out'],
    ['guarantee before «≤» 3', 'SV011', 'write `<=`'],
    ['guarantee before «<>» 3', 'SV011', 'write `!=`'],
    ['guarantee before «===» 3', 'SV011', 'write `==`'],
    ['let k «:=» 3', 'SV011', 'write `=`'],
    ['let k = 2 «**» 3', 'SV011', 'write `^`'],
    ['var y : real in 0«...»5', 'SV011', 'write `..`'],
    ['«#» a comment', 'SV011', 'write `//`'],
    ["guarantee g «'sentence'»: true", 'SV011', 'write "sentence"'],
    ['let k = a «?» b : c', 'SV011', 'if c then a else b'],
    ['guarantee before «=» 3', 'SV011', 'write `==`'],
    ['let k «==» 3', 'SV011', 'write `=`'],
    ['guarantee a «->» b', 'SV011', 'an implication is written `=>`'],
    ['let k = a «%» b', 'SV011', '`mod`'],
    ['let k = 3 %«» 4', 'SV013', '3 mod 4'],
    ["next before«'» = 3", 'SV011', 'next x = …'],
  ]),
  wires: inComponent([
    ['connect b.x «<-» a.y', 'SV011', 'write `connect a.y -> b.x`'],
    ['connect b.x «=» a.y', 'SV011', 'connect source -> part.input'],
    ['connect a.y «=>» b.x', 'SV011', 'write `->`'],
    ['connect a.y«» b.x', 'SV013', '`->` is missing'],
    ['connect a.y«»', 'SV013', '`->` and the inputs are missing'],
    ['connect a.y -> b.x «->» c.x', 'SV014', 'connect a -> b.x, c.x'],
  ]),
  ranges: inComponent([
    ['var y : real in 0 to «10»', 'SV011', 'write `0..10`'],
    ['var y : real in lo «to» hi', 'SV011', 'write `lo..hi`'],
    ['var y : real in «[»0, 10]', 'SV011', 'without brackets'],
    ['var y : real in 0-10«»', 'SV013', '`lo..hi`'],
    ['var y : real in ..«»', 'SV013', 'no end at all'],
    ['guarantee before in y«»', 'SV013', '`lo..hi`'],
  ]),
  'names and types': [
    ...inComponent([
      ['let «state» = 3', 'SV012', 'reserved word'],
      ['let k = «state» + 3', 'SV012', 'reserved word'],
      ['in «unit» : real', 'SV012', 'reserved word'],
      ['guarantee «next»: true', 'SV012', 'reserved word'],
      ['part p : C(«in» = 3)', 'SV012', 'reserved word'],
      ['let k = a.«out»', 'SV012', 'reserved word'],
      ['let «3x» = 3', 'SV014', 'cannot begin with a digit'],
      ['let« » = 3'.replace('« »', '«»'), 'SV013', 'a name is missing'],
      ['in x«» real', 'SV013', '`:` is missing'],
      ['in x«»', 'SV013', '`:` and its type'],
      ['in x :«»', 'SV013', 'a type is missing'],
      ['param p«» = 3', 'SV013', '`:` and its type'],
      ['in x : real «m»/s', 'SV014', 'real [m/s]'],
      ['in x«,» y : real', 'SV014', 'declares one name'],
      ['in x : real in 0..5 «=» 3', 'SV014', 'no value of its own'],
      ['in x : real [«3 m»]', 'SV022', 'no part of a unit'],
      ['part p«» C', 'SV013', '`:` is missing'],
      ['part a«» Stage', 'SV013', '`:` is missing'],
      ['part a«» Stage(x = 3)', 'SV013', '`:` is missing'],
    ]),
    ['component «system» { }', 'SV012', 'reserved word'],
    ['type Mode = { auto, «out» }', 'SV012', 'reserved word'],
    ['@owner(«system») component A { }', 'SV012', 'reserved word'],
    ['type Mode«» { auto, manual }', 'SV013', '`=` is missing'],
    ['type Mode = { auto«» manual }', 'SV013', '`,` is missing'],
    ['verify wet«» Vehicle(grip = 3)', 'SV013', '`:` is missing'],
    ['verify wet : Vehicle(grip«:» 3)', 'SV011', 'write `=`'],
    ['verify wet : Vehicle(grip «==» 3)', 'SV011', 'write `=`'],
    ['import«» lib', 'SV013', 'between double quotes'],
    ['fun f(x«») = 3', 'SV013', '`:`'],
    ['component A «extends» B { }', 'SV014', 'refines'],
    ['component A«(»x : real) { }'.replace('«(»', ' «(»'), 'SV014', 'no parameter list'],
  ],
  clauses: inComponent([
    ['guarantee g«» before <= 3', 'SV013', '`:` is missing'],
    ['guarantee "sentence"«» before <= 3', 'SV013', '`:` is missing'],
    ['guarantee g:«»', 'SV013', 'a condition is missing'],
    ['guarantee«»', 'SV013', 'missing'],
    ['assume before <= 3 «unless» f', 'SV014', 'only a guarantee'],
    ['guarantee true tolerating 1 «unless» f', 'SV014', 'order'],
    ['guarantee (p and «whenever» p then q within 3 s)', 'SV014', 'top of a clause'],
    ['guarantee whenever p then q«»', 'SV013', '`within` is missing'],
    ['mode m«» { guarantee true }', 'SV013', '`when`'],
    ['mode m when true«» guarantee true', 'SV013', '`{` is missing'],
    ['mode m when true { «let» k = 3 }', 'SV014', 'cannot stand in a mode'],
    ['guarantee all«» i in 1..3: true', 'SV013', 'in brackets'],
  ]),
  expressions: inComponent([
    ['let k = if a then b«»', 'SV013', '`else` is missing'],
    ['let k = if a«» b else c', 'SV013', '`then`'],
    ['let k =«»', 'SV013', 'a value is missing'],
    ['let k = a +«»', 'SV013', 'after `+`'],
    ['let k = a +«» * b', 'SV013', 'after `+`'],
    ['let k = a«» b', 'SV013', 'an operator is missing'],
    ['let k = 5 m «s»', 'SV014', 'without blanks'],
    ['let k = f(a«» b)', 'SV013', '`,`'],
    ['let k = f(a,«»)', 'SV013', 'nothing follows this comma'],
    ['let k = «.»5', 'SV014', '0.5'],
    ['let k = «"text"»', 'SV014', 'no value'],
    ['let k = a.f«(»x)', 'SV014', 'only a function'],
    ['let k = «foo»(r in racks: r.x)', 'SV019', 'only `sum`'],
    ['part p : C(a = 1«» b = 2)', 'SV013', '`,` is missing between `1` and `b`'],
    ['let k = «1e999999999»', 'SV004', 'exponent'],
  ]),
  brackets: [
    ...inComponent([
      ['guarantee (before <= 3«»', 'SV015', '`)`'],
      ['guarantee f(a, before <= 3«»', 'SV015', '`)`'],
      ['let k = x[1«»', 'SV015', '`]`'],
      ['guarantee before«)» <= 3', 'SV016', 'closes nothing'],
      ['guarantee (before«»] <= 3', 'SV015', '`)`'],
      ['in x : real [m/s«» in 0..3', 'SV015', '`]`'],
    ]),
    ['component A { in x : real«»\n\ncomponent B { in y : real }', 'SV015', '`}` is missing before `component`'],
    ['component A { in x : real«»\n', 'SV015', 'end of the file'],
    ['component A {\n  mode m when x {\n    guarantee y«»\n  out z : bool\n}\ncomponent B { }', 'SV015', '`}`'],
    ['component A {\n  mode m when x {\n    guarantee y«»\n}\n', 'SV015', '`}`'],
    ['component A {\n  in x : real\n}\n«}»\ncomponent B { }', 'SV016', 'closes nothing'],
    ['component A { in x : real «component» B { } out y : real }', 'SV014', 'inside of another'],
    ['component A { «fun» f() = 3 }', 'SV014', 'inside of another'],
    ['component A { in x : real «const» k = 3 out y : real }', 'SV014', 'inside of another'],
    ['component A«»\n in x : real\n}', 'SV013', '`{` is missing'],
    ['component A { guarantee g «"open: x }»\ncomponent B { }', 'SV002', 'never closed'],
    ['component A { «/*» open }\ncomponent B { }', 'SV003', 'never closed'],
  ],
  characters: [
    ['component A { in gr«ö»sse : real }', 'SV001', 'U+00F6'],
    ['component A { in «а» : real }', 'SV001', 'U+0430'],
    ['// «д»ля', 'SV001', 'U+0434'],
    ['const k = 3 // a «\u202e» b', 'SV001', 'bidirectional control U+202E'],
    ['component A { guarantee g "«\u0000»": true }', 'SV001', 'U+0000'],
    ['const k = 3 «\ufeff»', 'SV001', 'byte order mark'],
    ['const k = 3 «\r»const j = 4', 'SV001', 'U+000D'],
    ['const k = 3 «$» 4', 'SV011', 'not a sign'],
  ],
};

for (const [topic, rows] of Object.entries(TABLE)) {
  describe(topic, () => {
    for (const [marked, code, says] of rows) {
      test(marked.replace(/\s+/g, ' '), () => {
        const start = marked.indexOf('«');
        const end = marked.indexOf('»') - 1;
        const text = marked.replace(/[«»]/g, '');
        const { diagnostics } = parseModule({ path: 'x.safety', text });
        const [only] = diagnostics;
        expect(diagnostics.map((one) => `${one.code} ${one.message}`)).toHaveLength(1);
        expect(only?.code).toBe(code);
        expect([only?.span?.start, only?.span?.end]).toEqual([start, end]);
        expect(`${only?.message} — ${only?.help}`).toContain(says);
        expect(only?.message).toMatch(/^[a-z0-9`]/);
      });
    }
  });
}

describe('one report for each cause, all in one run', () => {
  test('broken items of one component, and whole declarations besides', () => {
    const text = `component A {
  in x real
  out y : real = x +
  guarantee g: y = 3
}
component B { in z : real }
const k 3
verify v : B`;
    const { product, diagnostics } = parseModule({ path: 'x', text });
    expect(diagnostics.map(({ code }) => code)).toEqual(['SV013', 'SV013', 'SV011', 'SV013']);
    expect(product.broken).toEqual(['A', 'k']);
    expect(product.declarations.map(({ name }) => name.text)).toEqual(['B', 'v']);
  });

  test('a sign of another language is reported once, with its other places', () => {
    const { product, diagnostics } = parseModule({ path: 'x', text: 'const a = 1;\nconst b = 2;\nconst c = 3;\n' });
    expect(diagnostics.map(({ code, related }) => [code, related.length])).toEqual([['SV011', 2]]);
    expect(product.declarations).toHaveLength(3);
  });

  test('a misspelt word spoils nothing', () => {
    const { product } = parseModule({ path: 'x', text: 'componet A { outt x : real }' });
    expect(product.broken).toEqual([]);
    expect(product.declarations).toHaveLength(1);
  });

  test('the members of a broken enumeration count as broken names', () => {
    expect(parseModule({ path: 'x', text: 'type Mode = { auto, manual' }).product.broken).toEqual([
      'Mode',
      'auto',
      'manual',
    ]);
  });
});
