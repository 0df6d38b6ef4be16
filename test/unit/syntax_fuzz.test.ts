import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SYMBOLS, WORDS } from '../../src/core/syntax/generated/alphabet.ts';
import { parseModule } from '../../src/core/syntax/parse.ts';
import { CASES, EVERYTHING } from './syntax_sources.ts';

/** What holds of every text at all. */
function holds(text: string): void {
  const started = performance.now();
  const { product, diagnostics } = parseModule({ path: 'x.safety', text });
  expect(performance.now() - started).toBeLessThan(2_000 + text.length);
  for (const { span, related } of diagnostics) {
    for (const place of [span!, ...related.map((one) => one.span)]) {
      expect(place.start).toBeGreaterThanOrEqual(0);
      expect(place.end).toBeGreaterThanOrEqual(place.start);
      expect(place.end).toBeLessThanOrEqual(text.length);
    }
  }
  if (product.broken.length > 0) expect(diagnostics).not.toEqual([]);
  const lost =
    product.declarations.length + product.imports.length === 0 && /\w/.test(text.replace(/\/[/*][\s\S]*/, ''));
  if (lost) expect(diagnostics).not.toEqual([]);
}

const sources = [...CASES.values(), EVERYTHING];
const token = fc.oneof(
  fc.constantFrom(...WORDS.keys()),
  fc.constantFrom(...SYMBOLS.keys()),
  fc.constantFrom(
    'x',
    'y',
    'real',
    '3',
    '20 ms',
    '25%',
    '1e-6',
    '"text"',
    '// c\n',
    '/// d\n',
    '\n',
    ';',
    '&&',
    '$',
    "'",
    '"',
  ),
);

describe('whatever the text', () => {
  test('random characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), holds), { numRuns: 300 });
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii', maxLength: 200 }), holds), { numRuns: 300 });
  });

  test('random tokens', () => {
    const soup = fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join(' '));
    fc.assert(fc.property(soup, holds), { numRuns: 400 });
    fc.assert(
      fc.property(soup, (inner) => holds(`component A {\n${inner}\n}`)),
      { numRuns: 400 },
    );
  });

  test('correct files with tokens left out, doubled, swapped or cut off', () => {
    const mutation = fc.record({
      source: fc.constantFrom(...sources),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.integer({ min: 0, max: 12 }),
      put: fc.oneof(token, fc.constant('')),
    });
    const mutate = ({ source, at, length, put }: { source: string; at: number; length: number; put: string }) => {
      const start = Math.floor(at * source.length);
      holds(source.slice(0, start) + put + source.slice(start + length));
      holds(source.slice(start, start + 40 * length));
      holds(source.slice(0, start));
    };
    fc.assert(fc.property(mutation, mutate), { numRuns: 300 });
  });
});

describe('a nasty text ends in one clear error, at once', () => {
  const many = 10_000;
  const nasty: Readonly<Record<string, string>> = {
    parentheses: `${'('.repeat(many)}x${')'.repeat(many)}`,
    'open parentheses': '('.repeat(many),
    brackets: `${'x['.repeat(many)}1${']'.repeat(many)}`,
    calls: `${'f('.repeat(many)}1${')'.repeat(many)}`,
    ifs: `${'if a then b else '.repeat(many)}c`,
    negations: `${'not '.repeat(many)}a`,
    minuses: `${'-'.repeat(many)}a`,
    implications: `${'a => '.repeat(many)}b`,
    differences: `${'a - '.repeat(many)}b`,
    'operators in brackets': `${'('.repeat(80)}x${`${' - a'.repeat(150)})`.repeat(80)}`,
    aggregates: `${'sum(x in y: '.repeat(many)}z${')'.repeat(many)}`,
  };
  for (const [name, expression] of Object.entries(nasty)) {
    test(name, () => {
      const started = performance.now();
      const { diagnostics, product } = parseModule({ path: 'x', text: `component A { let k = ${expression} }` });
      expect(diagnostics.map(({ code }) => code)).toEqual(['SV006']);
      expect(product.broken).toEqual(['A']);
      expect(performance.now() - started).toBeLessThan(20_000);
    });
  }

  test('a long sum is no nasty text: its tree stays shallow', () => {
    const { diagnostics, product } = parseModule({ path: 'x', text: `const k = ${'a + '.repeat(5_000)}b` });
    expect(diagnostics).toEqual([]);
    expect(product.declarations).toHaveLength(1);
  });

  test('braces in braces', () => holds(`component A ${'{'.repeat(many)}${'}'.repeat(many)}`));
  test('annotations', () => holds(`${'@a('.repeat(many)} component A { }`));
  test('quotes', () => holds('"a\n'.repeat(many)));
  test('one line of foreign letters', () => holds(`// ${'я'.repeat(100_000)}`));
  test('open comments', () => holds('/*'.repeat(many)));
  test('units in units', () => holds(`const k = 3 m/${'('.repeat(many)}s${')'.repeat(many)}`));

  test('errors beyond counting', () => {
    const { diagnostics } = parseModule({ path: 'x', text: 'const = 3\n'.repeat(1_000) });
    expect(diagnostics).toHaveLength(201);
    expect(diagnostics.at(-1)!.code).toBe('SV029');
  });

  test('numbers beyond measure', () => {
    for (const number of ['1e999999999', '1e-999999999', `0.${'3'.repeat(2_000)}`, '9'.repeat(100_000)]) {
      const { diagnostics } = parseModule({ path: 'x', text: `const k = ${number}` });
      expect(diagnostics.map(({ code }) => code)).toEqual(['SV004']);
    }
  });
});
