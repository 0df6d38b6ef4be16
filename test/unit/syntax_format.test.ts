import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import * as ohm from 'ohm-js';
import { describe, expect, test } from 'vitest';
import { lex } from '../../src/core/syntax/lex.ts';
import { parseModule } from '../../src/core/syntax/parse.ts';
import { formatModule } from '../../src/core/syntax/print.ts';
import { sentence } from './syntax_sentences.ts';
import { CASES, EVERYTHING } from './syntax_sources.ts';

function format(text: string): string {
  const formatted = formatModule({ path: 'x.safety', text });
  if (formatted.kind === 'refused') throw new Error(JSON.stringify(formatted.diagnostics.map((one) => one.message)));
  return formatted.text;
}

/** A tree without its places; numbers as they are written except for the blank before a `%`. */
function shape(text: string): string {
  const { product, diagnostics } = parseModule({ path: 'x.safety', text });
  expect(diagnostics).toEqual([]);
  return JSON.stringify(product, (key, value) =>
    /span$/i.test(key) ? 0 : typeof value === 'bigint' ? `${value}` : value,
  );
}

const SOURCES: ReadonlyMap<string, string> = new Map([...CASES, ['everything', EVERYTHING]]);

for (const [name, text] of SOURCES) {
  describe(name, () => {
    test('means the same when formatted', () => expect(shape(format(text))).toBe(shape(text)));
    test('is left alone when formatted again', () => expect(format(format(text))).toBe(format(text)));
    test('has no line too long that could be broken, no blank at an end of line, one line end at the end', () => {
      const lines = format(text).split('\n');
      expect(lines.at(-1)).toBe('');
      expect(lines.at(-2)).not.toBe('');
      for (const line of lines) expect(line).toBe(line.trimEnd());
    });
    test('keeps its comments, in order', () => {
      const comments = (source: string) =>
        lex({ path: 'x', text: source }).tokens.comments.map(({ start, end }) => source.slice(start, end));
      expect(comments(format(text))).toEqual(comments(text));
    });
  });
}

describe('white space', () => {
  /** The same tokens and comments, each comment on the line where it was, everything else spaced at random. */
  function respaced(text: string, blanks: () => string): string {
    const { tokens } = lex({ path: 'x', text });
    let out = '';
    let last = 0;
    const parts = [
      ...tokens.comments.map((comment) => ({ ...comment, comment: true })),
      ...tokens.starts.map((start, at) => ({ start, end: tokens.ends[at]!, comment: false })),
    ].sort((a, b) => a.start - b.start);
    for (const { start, end, comment } of parts) {
      const gap = text.slice(last, start);
      const written = text.slice(start, end);
      const afterLine =
        out.length > 0 && /\/\/[^\n]*$/.test(out.slice(out.lastIndexOf('\n') + 1).replace(/"[^"\n]*"/g, ''));
      const blank = blanks();
      if (out === '') out += blank.replace(/[^\n]/g, '');
      else if (afterLine || (comment && gap.includes('\n'))) out += `\n${blank}`;
      else if (comment) out += blank.replaceAll('\n', ' ');
      else out += blank;
      out += written;
      last = end;
    }
    return `${out}\n`;
  }

  test('makes no difference', () => {
    const spaced = fc.record({
      source: fc.constantFrom(...SOURCES.values()),
      blanks: fc.array(fc.constantFrom(' ', '  ', '\n', '\n\n', '\t', ' \r\n  '), { minLength: 7, maxLength: 40 }),
    });
    fc.assert(
      fc.property(spaced, ({ source, blanks }) => {
        let at = 0;
        const other = respaced(source, () => blanks[at++ % blanks.length]!);
        expect(format(other)).toBe(format(source));
      }),
      { numRuns: 60 },
    );
  });

  test('line ends and byte order marks make none', () => {
    expect(format(EVERYTHING.replaceAll('\n', '\r\n'))).toBe(format(EVERYTHING));
    expect(format(`\ufeff${EVERYTHING}`)).toBe(format(EVERYTHING));
  });
});

describe('sentences drawn from the grammar', () => {
  const plain = ohm.grammar(readFileSync(fileURLToPath(new URL('../../grammar/safety.ohm', import.meta.url)), 'utf8'));

  test('mean the same when formatted, and are left alone then', () => {
    let formattedOnes = 0;
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(1_000_000)), fc.boolean(), (numbers, inBody) => {
        const draw = (bound: number) => (numbers.next().value as number) % bound;
        const drawn = sentence(plain, inBody ? 'AnnotatedItem' : 'AnnotatedDeclaration', draw).join(' ');
        const text = inBody ? `component A { ${drawn} }` : drawn;
        if (parseModule({ path: 'x', text }).diagnostics.length > 0) return;
        formattedOnes += 1;
        const once = format(text);
        expect(shape(once)).toBe(shape(text));
        expect(format(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
    expect(formattedOnes).toBeGreaterThan(60);
  });
});

describe('comments', () => {
  const COMMENT = fc.constantFrom(
    '// c\n',
    '/* c */',
    '/// c\n',
    '/* a\n   b */',
    '\n// c\n',
    '\n/* c */\n',
    '//// c\n',
  );

  test('anywhere between tokens are kept, change no meaning but documentation, and stay put', () => {
    const places = fc.record({
      source: fc.constantFrom(...SOURCES.values()),
      put: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), COMMENT), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(places, ({ source, put }) => {
        const { tokens } = lex({ path: 'x', text: source });
        let text = source;
        for (const [where, comment] of [...put].sort((a, b) => b[0] - a[0])) {
          const at = tokens.starts[Math.floor(where * (tokens.count - 1))]!;
          text = `${text.slice(0, at)} ${comment} ${text.slice(at)}`;
        }
        const formatted = format(text);
        expect(format(formatted)).toBe(formatted);
        expect(shape(formatted)).toBe(shape(text));
      }),
      { numRuns: 120 },
    );
  });

  test('beside an item, above it, at the end of a block and of the file', () => {
    const text = `// Head.

/// Of A.
component A { // beside the brace
  in x : real // metres
  // above y
  out y : real
  guarantee g: x <= 3 // first
    and y <= 4
  // last
} // after

// end
`;
    expect(format(text)).toBe(text.replace('\n    and', '\n      and'));
  });

  test('documentation is always on lines of its own', () => {
    expect(format('component A { in x : real /// of y\n out y : real }')).toBe(
      'component A {\n  in x : real\n  /// of y\n  out y : real\n}\n',
    );
  });
});

describe('the layout', () => {
  const table: readonly (readonly [string, string])[] = [
    ['', ''],
    ['// only\n', '// only\n'],
    ['unit a unit b const k=3 const j=4', 'unit a\nunit b\n\nconst k = 3\nconst j = 4\n'],
    ['component A{in x:real}', 'component A { in x : real }\n'],
    ['component A{in x:real[m]out y:int}', 'component A {\n  in x : real [m]\n  out y : int\n}\n'],
    ['component A{}', 'component A { }\n'],
    ['component A{in x:real}component B{in x:real}', 'component A { in x : real }\ncomponent B { in x : real }\n'],
    ['const k=20ms+5 %', 'const k = 20 ms + 5%\n'],
    ['const k=3 m * x / 2', 'const k = 3 m * x / 2\n'],
    ['const k=3 m ^ 2', 'const k = 3 m ^ 2\n'],
    ['const k=- x ^ - 2', 'const k = -x^-2\n'],
    ['const k=a- -b', 'const k = a - -b\n'],
    ['const k=not - ( a )', 'const k = not -(a)\n'],
    ['const k=x in 0 .. n - 1 and y in ..3', 'const k = x in 0..n-1 and y in ..3\n'],
    ['const k=x in 0.. and y', 'const k = x in 0.. and y\n'],
    ['const k=x in 3 m * y .. 4', 'const k = x in 3 m * y..4\n'],
    ['const k=a [ i + 1 ] . b', 'const k = a[i+1].b\n'],
    ['const k=if a then(b)else c', 'const k = if a then (b) else c\n'],
    ['const k=sum ( r in racks : r . power )', 'const k = sum(r in racks: r.power)\n'],
    ['fun f ( x:real[m] , y:int ):real[m^2]=x*y', 'fun f(x : real [m], y : int) : real [m^2] = x * y\n'],
    ['type T=real[m]in 0 ..', 'type T = real [m] in 0..\n'],
    ['type T={a,b}', 'type T = { a, b }\n'],
    ['@ a ( "x" , b = 3 ) verify v:A(c=1)', '@a("x", b = 3)\nverify v : A(c = 1)\n'],
    [
      'component A { param p : real in 1 .. = 500 ms guarantee g "s" : x unless f , g tolerating 2 }',
      'component A {\n  param p : real in 1.. = 500 ms\n  guarantee g "s": x unless f, g tolerating 2\n}\n',
    ],
  ];
  for (const [text, formatted] of table) test(JSON.stringify(text), () => expect(format(text)).toBe(formatted));

  test('long lines break where the structure is loosest', () => {
    const long = 'a_rather_long_name_of_something';
    expect(
      format(`component A { guarantee g: ${long} <= ${long} + 1 and ${long} >= 2 or ${long} <= 3 and ${long} }`),
    ).toBe(
      `component A {
  guarantee g:
      ${long} <= ${long} + 1 and ${long} >= 2
          or ${long} <= 3 and ${long}
}
`,
    );
  });

  test('a file with errors is refused, with its errors', () => {
    const refused = formatModule({ path: 'x', text: 'component A { in x }' });
    expect(refused.kind === 'refused' && refused.diagnostics.map(({ code }) => code)).toEqual(['SV013']);
  });
});
