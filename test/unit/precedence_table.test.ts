import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Expression } from '../../src/core/syntax/ast.ts';
import { parseModule } from '../../src/core/syntax/parse.ts';
import { precedenceTable } from '../../src/core/syntax/precedence.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/reference/language.md'), 'utf8');

test('the language reference prints the one table of precedence', () => {
  const rows = [...page.matchAll(/^\| (\d+) \| (.*?) \|/gm)].map(([, level, operators]) => `${level} ${operators}`);
  const table = precedenceTable().map((operators, at) => `${at + 1} ${operators.map((one) => `\`${one}\``).join(' ')}`);
  expect(rows).toEqual(table);
});

/** An expression with all of its brackets. */
function bracketed(one: Expression): string {
  switch (one.kind) {
    case 'name':
      return one.name.text;
    case 'not':
      return `(not ${bracketed(one.operand)})`;
    case 'negate':
      return `(- ${bracketed(one.operand)})`;
    case 'binary':
      return `(${bracketed(one.left)} ${one.operator} ${bracketed(one.right)})`;
    default:
      throw new Error(`not among these operators: ${one.kind}`);
  }
}

function read(text: string): string {
  const { product, diagnostics } = parseModule({ path: 'x', text: `const k = ${text}` });
  expect(diagnostics).toEqual([]);
  const [declaration] = product.declarations;
  if (declaration?.kind !== 'const') throw new Error('no constant was read');
  return bracketed(declaration.value);
}

const infix = precedenceTable().map((operators) =>
  operators.filter((one) => !/not|unary|in$|[<>]=?$|^[=!]=/.test(one)),
);
const pairs = infix.flatMap((looser, at) =>
  looser.flatMap((a) => infix.slice(at + 1).flatMap((tighter) => tighter.map((b): [string, string] => [a, b]))),
);

test.each(pairs)('`%s` binds less tightly than `%s`, on either side', (loose, tight) => {
  expect(read(`x ${loose} y ${tight} z`)).toBe(`(x ${loose} (y ${tight} z))`);
  expect(read(`x ${tight} y ${loose} z`)).toBe(`((x ${tight} y) ${loose} z)`);
});

test('the prefixes stand where the table has them', () => {
  expect(read('not x and y')).toBe('((not x) and y)');
  expect(read('not x == y')).toBe('(not (x == y))');
  expect(read('- x * y')).toBe('((- x) * y)');
  expect(read('- x ^ y')).toBe('(- (x ^ y))');
});
