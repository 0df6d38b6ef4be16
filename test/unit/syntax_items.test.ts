import { describe, expect, test } from 'vitest';
import type { Declaration, Item } from '../../src/core/syntax/ast.ts';
import { parseModule } from '../../src/core/syntax/parse.ts';
import { CASES, complaints, EVERYTHING } from './syntax_sources.ts';

const read = (text: string) => {
  const { product, diagnostics } = parseModule({ path: 'x', text });
  expect(diagnostics).toEqual([]);
  return product;
};

function itemsOf(text: string): readonly Item[] {
  const [declaration] = read(text).declarations;
  if (declaration?.kind !== 'component') throw new Error('no component');
  return declaration.items;
}

const kinds = (items: readonly (Item | Declaration)[]): string =>
  items.map((item) => ('name' in item && item.name !== null ? `${item.kind} ${item.name.text}` : item.kind)).join(', ');

describe('whole files', () => {
  for (const [name, text] of CASES) {
    test(`${name} parses`, () => {
      expect(read(text).broken).toEqual([]);
      expect(read(text.replaceAll('\n', '\r\n')).broken).toEqual([]);
      expect(read(`\ufeff${text}`).broken).toEqual([]);
    });
  }

  test('every construct', () => {
    const module = read(EVERYTHING);
    expect(module.imports.map(({ path }) => path)).toEqual(['lib/parts.safety']);
    expect(kinds(module.declarations)).toBe(
      'unit request, unit req, unit ktoken, const cap, const none, type Mode, type Speed, fun square, fun one, fun total, ' +
        'fault shared, fault other, component Leaf, component B, verify external, verify plain',
    );
  });

  test('line ends and a byte order mark change nothing but offsets', () => {
    const shape = (text: string) =>
      JSON.stringify(read(text), (key, value) =>
        /span$/i.test(key) ? 0 : typeof value === 'bigint' ? `${value}` : value,
      );
    expect(shape(EVERYTHING.replaceAll('\n', '\r\n'))).toBe(shape(EVERYTHING));
    expect(shape(`\ufeff${EVERYTHING}`)).toBe(shape(EVERYTHING));
  });

  test('an empty file, and one of comments, are files', () => {
    for (const text of ['', '\n', '// nothing', '/* nothing */', '/// nothing'])
      expect(read(text).declarations).toEqual([]);
  });
});

describe('where one item ends and the next begins', () => {
  const table: readonly (readonly [string, string])[] = [
    ['assume x <= 3  in y : real', 'clause, in y'],
    ['assume x in 0..3  in y : real', 'clause, in y'],
    ['assume x in 0..y  in z[3] : real', 'clause, in z'],
    ['assume x in a[i]..b  in z : real', 'clause, in z'],
    ['assume sum(r in racks: r.power) <= 3 in z : real', 'clause, in z'],
    ['assume sum(r in racks: r.power in 0..3) in z : real', 'clause, in z'],
    ['connect a -> b.x, c in x : real', 'connect, in x'],
    ['connect a[i] -> b[i] for i in 1..n in x : real', 'connect, in x'],
    ['connect r.a -> b.x for r in racks in x : real', 'connect, in x'],
    ['in x : real in y : real', 'in x, in y'],
    ['in x : real in 0.. in y : real', 'in x, in y'],
    ['var v : real in lo..hi in y : real', 'var v, in y'],
    ['var v : real in ..hi = 3 in y : real', 'var v, in y'],
    ['let k = a  step 10 ms', 'let k, step'],
    ['let k = step  step 10 ms  let j = step * 2', 'let k, step, let j'],
    ['let k = n * step - step', 'let k'],
    ['out x : real in 0.. step 10 ms', 'out x, step'],
    ['delayed out x : real out y : real', 'out x, out y'],
    ['guarantee a unless f, g guarantee b tolerating 2 fault h', 'clause, clause, fault h'],
    ['mode m when a { guarantee b } mode n when c { } in x : real', 'mode m, mode n, in x'],
    ['part p : C part q[3] : D(a = 1) connect a -> p.x', 'part p, part q, connect'],
    ['state s : real = 0 next s = s + 1 next t[1] = 2', 'state s, next s, next t'],
    ['param componentA : real in 0..stepsize out inx : real', 'param componentA, out inx'],
  ];
  for (const [body, items] of table) test(body, () => expect(kinds(itemsOf(`component A { ${body} }`))).toBe(items));

  test('`delayed` belongs to the output after it', () => {
    const [x, y] = itemsOf('component A { delayed out x : real out y : real }');
    expect([x?.kind === 'out' && x.delayed, y?.kind === 'out' && y.delayed]).toEqual([true, false]);
  });
});

describe('clauses', () => {
  const clause = (text: string) => {
    const [item] = itemsOf(`component A { ${text} }`);
    if (item?.kind !== 'clause') throw new Error('no clause');
    return item;
  };

  test('name and sentence are both optional', () => {
    expect(clause('guarantee x')).toMatchObject({ name: null, sentence: null });
    expect(clause('guarantee g: x')).toMatchObject({ name: { text: 'g' }, sentence: null });
    expect(clause('guarantee "says so": x')).toMatchObject({ name: null, sentence: 'says so' });
    expect(clause('assume g "says so": x')).toMatchObject({
      keyword: 'assume',
      name: { text: 'g' },
      sentence: 'says so',
    });
    expect(clause('invariant x')).toMatchObject({ keyword: 'invariant', name: null });
  });

  test('exceptions', () => {
    const { unless, tolerating } = clause('guarantee g: x unless a, b[1].f tolerating k');
    expect([unless.length, tolerating?.kind]).toEqual([2, 'name']);
  });
});

describe('what stands before an item', () => {
  test('documentation and annotations', () => {
    const text = `/// One.
///  Two.
@owner(deployer)
// no documentation
/// Three.
component A {
  /// In.
  @evidence("red-team 2025-11", expires = "2026-12-01", weight = 3, sound = true)
  in x : real
  //// no documentation
  out y : real
}`;
    const [declaration] = read(text).declarations;
    if (declaration?.kind !== 'component') throw new Error('no component');
    expect(declaration.documentation).toBe('One.\n Two.\nThree.');
    expect(declaration.annotations.map(({ name }) => name.text)).toEqual(['owner']);
    const [x, y] = declaration.items;
    expect([x!.documentation, y!.documentation]).toEqual(['In.', null]);
    expect(x!.annotations[0]!.arguments.map(({ name, value }) => [name?.text ?? null, value.kind])).toEqual([
      [null, 'string'],
      ['expires', 'string'],
      ['weight', 'number'],
      ['sound', 'word'],
    ]);
  });

  test('annotations belong to the declaration after them', () => {
    const { declarations } = read('component A { in x : real }\n@expect(refuted)\nverify v : A @a verify w : A');
    expect(declarations.map(({ annotations }) => annotations.map(({ name }) => name.text))).toEqual([
      [],
      ['expect'],
      ['a'],
    ]);
  });

  test('clauses of a mode have them too', () => {
    const [mode] = itemsOf('component A { mode m when x { /// Why.\n @expect(refuted) guarantee y } }');
    if (mode?.kind !== 'mode') throw new Error('no mode');
    expect(mode.clauses[0]).toMatchObject({ documentation: 'Why.', annotations: [{ name: { text: 'expect' } }] });
  });

  test('a number with a unit is no argument', () => {
    expect(complaints('@a(3 ms) component A { }')).toEqual(['SV020 «ms» an annotation takes a number without a unit']);
  });
});

describe('types', () => {
  test('units lose their white space, ranges may lack an end', () => {
    const [x, y] = itemsOf('component A { in x : real [ m / s ^ 2 ] in 0.. in y : int [J/(kg * K)] in ..3 }');
    if (x?.kind !== 'in' || y?.kind !== 'in') throw new Error('no inputs');
    expect(x.type).toMatchObject({ base: { text: 'real' }, unit: { text: 'm/s^2' }, range: { high: null } });
    expect(y.type).toMatchObject({ base: { text: 'int' }, unit: { text: 'J/(kg*K)' }, range: { low: null } });
  });

  test('names that are properties of every object are names', () => {
    const text = 'component __proto__ { in constructor : real out hasOwnProperty : real }\ntype toString = { valueOf }';
    expect(kinds(read(text).declarations)).toBe('component __proto__, type toString');
  });
});
