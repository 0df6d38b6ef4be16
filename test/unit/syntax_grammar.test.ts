import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import * as ohm from 'ohm-js';
import { describe, expect, test } from 'vitest';
import { NAME, NUMBER, STRAY, STRING, SYMBOLS, WORDS } from '../../src/core/syntax/generated/alphabet.ts';
import { parseModule } from '../../src/core/syntax/parse.ts';
import { sentence } from './syntax_sentences.ts';
import { CASES, EVERYTHING } from './syntax_sources.ts';

// The grammar as people read it, over plain characters: slow, and free of all that makes the parser fast.
const plain = ohm.grammar(readFileSync(fileURLToPath(new URL('../../grammar/safety.ohm', import.meta.url)), 'utf8'));

/** What is beyond the grammar: letters, sizes, nesting, and how operators bind. */
const BEYOND = new Set(['SV001', 'SV004', 'SV006', 'SV017', 'SV018', 'SV019', 'SV020', 'SV022']);

function agree(text: string): void {
  const { diagnostics } = parseModule({ path: 'x', text });
  const accepted = diagnostics.every(({ code }) => BEYOND.has(code));
  const match = plain.match(text);
  const accepts = match.succeeded();
  const says = match.failed() ? match.message : 'the grammar accepts';
  expect(
    accepted,
    `${says}
${text}`,
  ).toBe(accepts);
}

describe('the parser accepts what the grammar says', () => {
  for (const [name, text] of CASES) test(name, () => agree(text));
  test('every construct', () => agree(EVERYTHING));

  test('short files with white space and comments at odd places', () => {
    for (const text of [
      '',
      '\n\n',
      '// nothing',
      '/* a */ unit /* b */ x // c\n = 3',
      'const k=3',
      'const k=-3',
      'const k=2 div 3',
      'const k=2div 3',
      'const k=(1)in(0)..(2)',
      'component A{in x:real in 0..in y:real}',
      'component A{param x:real in 0..=3}',
      'component componentA{in inx:real out outin:real}',
      'component A{let k=a step 10 ms}',
      'component A{let k=step step 10 ms let j=step}',
      'component A { guarantee x in 0..3 in y : real }',
      'component A { guarantee x in y in z : real }',
      'component A { guarantee sum(x in y: x in 0..1) > 0 in z[3] : real }',
      'const k = 3 m/s/s',
      'const k = 3 m /s',
      'const k = 3m',
      'const k = 3 1/s',
      'const k = 3 1/2',
      'const k = 3\nm',
      'const k = 5 and 3 then',
      'const k = 3 m*(a+b)',
      'const k = 3 m*(a*b)',
      'const k = 25% * 3 %',
      'const k = 1e5e',
      'const k = 1.5.2',
      'const k = a.5',
      'const k = 0..3',
      'const k = x in ..3',
      'const k = x in ..',
      'const k = a<=b<=>c=>d',
      'const k = a<-b',
      'const k = a->b',
      'const k = a//b\n+c',
      'const k = a/ /b',
      '@a component A { @b in x : real @c } ',
      'component A { mode m when x { in y : real } }',
      'component A { } }',
      'component A { fun f() = 3 }',
      'fault a fault b component A { fault c fault d }',
      'const k = true.x',
      'const k = 3[1]',
      'const k = f(1)(2)',
      'const k = all(x in 0..1)',
      'const k = all(x in 0..1, y)',
      'const k = if a then b',
      'const k = not - not a',
      'type T = { a } unit b',
      'import "a" import "b"',
    ]) {
      agree(text);
    }
  });

  test('files with tokens left out, put in or swapped', () => {
    const sources = [...CASES.values(), EVERYTHING].map((text) => text.split(/(\s+)/));
    const words = fc.constantFrom(...WORDS.keys(), ...SYMBOLS.keys(), 'x', '3', '20 ms', '"t"', ' ', '\n');
    const mutant = fc.record({
      source: fc.constantFrom(...sources),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      left: fc.integer({ min: 0, max: 3 }),
      put: fc.array(words, { maxLength: 2 }),
      window: fc.constantFrom(40, 100_000, 100_000, 100_000),
    });
    fc.assert(
      fc.property(mutant, ({ source, at, left, put, window }) => {
        const place = Math.floor(at * source.length);
        const before = source.slice(Math.max(0, place - window), place);
        const after = source.slice(place + left, place + window);
        agree([...before, ...put, ...after].join(''));
      }),
      { numRuns: 150 },
    );
  });
});

describe('sentences drawn from the grammar', () => {
  const drawn = fc.infiniteStream(fc.nat(1_000_000));
  const drawing = (numbers: Iterator<number>) => (bound: number) => (numbers.next().value as number) % bound;

  test('are read as the grammar reads them', () => {
    let read = 0;
    fc.assert(
      fc.property(drawn, fc.constantFrom(' ', '\n', '  '), (numbers, blank) => {
        const text = sentence(plain, 'Module', drawing(numbers)).join(blank);
        agree(text);
        if (plain.match(text).succeeded()) read += 1;
      }),
      { numRuns: 200 },
    );
    expect(read).toBeGreaterThan(20);
  });

  test('each item and declaration by itself', () => {
    fc.assert(
      fc.property(drawn, fc.constantFrom('AnnotatedItem', 'AnnotatedDeclaration'), (numbers, rule) => {
        const draw = drawing(numbers);
        const text = [sentence(plain, rule, draw), sentence(plain, rule, draw)].flat().join(' ');
        agree(rule === 'AnnotatedItem' ? `component A { ${text} }` : text);
      }),
      { numRuns: 400 },
    );
  });
});

describe('the alphabet', () => {
  test('gives every token its own character', () => {
    const codes = [...WORDS.values(), ...SYMBOLS.values(), NAME, NUMBER, STRING, STRAY];
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.every((code) => code.length === 1)).toBe(true);
  });

  test('has the reserved words of the language reference', () => {
    const reserved =
      'import unit const type fun fault component system verify refines param in out delayed var state next let part connect step steps mode when assume guarantee invariant unless tolerating if then else and or not div mod true false for whenever within initially';
    expect([...WORDS.keys()].sort()).toEqual(reserved.split(' ').sort());
  });
});
