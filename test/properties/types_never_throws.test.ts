import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '../unit/types_load.ts';

/** Files with one or a few tokens exchanged for others: most are wrong, none may throw. */

const folder = new URL('../corpus/cases/', import.meta.url);
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.safety'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));
const tokensOf = (text: string) => text.match(/"[^"]*"|[A-Za-z_]\w*|\d+(?:\.\d+)?|\.\.|=>|->|<=|>=|==|!=|\s+|./g) ?? [];
const pool = [
  ...new Set(texts.flatMap(tokensOf).filter((token) => token.trim() !== '')),
  'prev',
  'once',
  'held',
  'min',
  'sum',
  'probability',
  'delayed',
  'state',
  'next',
  'fault',
  'unless',
  'div',
  'mod',
  '^',
  '[',
  ']',
  '%',
];

const mutated = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...pool), fc.constantFrom('replace', 'insert', 'remove')), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([text, changes]) => {
    const tokens = [...tokensOf(text)];
    for (const [at, token, how] of changes) {
      const place = at % tokens.length;
      tokens.splice(place, how === 'insert' ? 0 : 1, ...(how === 'remove' ? [] : [` ${token} `]));
    }
    return tokens.join('');
  });

describe('checking', () => {
  it('never throws, has a program exactly where there is no error, and points into the file', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const { program, said } = check(text);
        const errors = said.filter((one) => one.severity === 'error' && one.code >= 'SV050');
        expect(program === null).toBe(errors.length > 0);
        for (const one of said) expect(one.message).toMatch(/^[^A-Z]/);
      }),
      { numRuns: Number(process.env.RUNS ?? 300) },
    );
  });
});
