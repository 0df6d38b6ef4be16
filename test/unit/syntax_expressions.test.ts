import { describe, expect, test } from 'vitest';
import { show } from '../../src/core/exact/rational.ts';
import type { Binder, Expression, Range } from '../../src/core/syntax/ast.ts';
import { parseModule } from '../../src/core/syntax/parse.ts';
import { complaints } from './syntax_sources.ts';

/** An expression with all its parentheses. */
function bracketed(tree: Expression): string {
  switch (tree.kind) {
    case 'boolean':
      return String(tree.value);
    case 'number':
      return show(tree.value) + (tree.unit === null ? '' : ` ${tree.unit.text}`);
    case 'name':
      return tree.name.text;
    case 'step':
      return 'step';
    case 'field':
      return `${bracketed(tree.object)}.${tree.field.text}`;
    case 'index':
      return `${bracketed(tree.object)}[${bracketed(tree.index)}]`;
    case 'call':
      return `${tree.callee.text}(${tree.arguments.map(bracketed).join(', ')})`;
    case 'aggregate':
      return `${tree.operator}{${tree.binders.map(binder).join(', ')}: ${bracketed(tree.body)}}`;
    case 'not':
      return `(not ${bracketed(tree.operand)})`;
    case 'negate':
      return `(-${bracketed(tree.operand)})`;
    case 'binary':
      return `(${bracketed(tree.left)} ${tree.operator} ${bracketed(tree.right)})`;
    case 'chain':
      return `<${tree.operands.map(bracketed).join(' ')} ${tree.operators.join(' ')}>`;
    case 'within':
      return `(${bracketed(tree.operand)} in ${range(tree.range)})`;
    case 'if':
      return `(if ${bracketed(tree.condition)} then ${bracketed(tree.then)} else ${bracketed(tree.else)})`;
    case 'initially':
      return `initially ${bracketed(tree.operand)}`;
    case 'whenever':
      return `whenever ${bracketed(tree.trigger)} then ${bracketed(tree.response)} within ${bracketed(tree.within)}${tree.inSteps ? ' steps' : ''}`;
  }
}

function range({ low, high }: Range): string {
  return `${low === null ? '' : bracketed(low)}..${high === null ? '' : bracketed(high)}`;
}

function binder({ name, over }: Binder): string {
  return `${name.text} in ${over.kind === 'range' ? range(over.range) : bracketed(over.of)}`;
}

function clause(text: string): Expression {
  const { product, diagnostics } = parseModule({ path: 'x', text: `component A { guarantee ${text} }` });
  expect(diagnostics).toEqual([]);
  const [declaration] = product.declarations;
  const item = declaration?.kind === 'component' ? declaration.items[0] : undefined;
  if (item?.kind !== 'clause') throw new Error('no clause');
  return item.body;
}

describe('precedence', () => {
  const table: readonly (readonly [string, string])[] = [
    ['a + b * c', '(a + (b * c))'],
    ['a - b - c', '((a - b) - c)'],
    ['a / b * c', '((a / b) * c)'],
    ['a div b mod c', '((a div b) mod c)'],
    ['-x^2', '(-(x ^ 2))'],
    ['-x * y', '((-x) * y)'],
    ['x * -y', '(x * (-y))'],
    ['a - -b', '(a - (-b))'],
    ['x^-1', '(x ^ (-1))'],
    ['x^2^3', '(x ^ (2 ^ 3))'],
    ['x^-2 * y', '((x ^ (-2)) * y)'],
    ['2 * x^2 + 1', '((2 * (x ^ 2)) + 1)'],
    ['not a == b', '(not (a == b))'],
    ['not a and b', '((not a) and b)'],
    ['a and not b', '(a and (not b))'],
    ['not not a', '(not (not a))'],
    ['a or b and c', '(a or (b and c))'],
    ['a and b or c', '((a and b) or c)'],
    ['a => b => c', '(a => (b => c))'],
    ['a or b => c and d', '((a or b) => (c and d))'],
    ['a <=> b => c', '(a <=> (b => c))'],
    ['a => b <=> c', '((a => b) <=> c)'],
    ['a => not b', '(a => (not b))'],
    ['0 <= x < 10', '<0 x 10 <= <>'],
    ['a > b >= c > d', '<a b c d > >= >>'],
    ['a + 1 < b * 2', '((a + 1) < (b * 2))'],
    ['x in 0..3 and y', '((x in 0..3) and y)'],
    ['x + 1 in 0..n + 1', '((x + 1) in 0..(n + 1))'],
    ['not x in ..3', '(not (x in ..3))'],
    ['x in 0.. => y', '((x in 0..) => y)'],
    ['x in -3..-1', '(x in (-3)..(-1))'],
    ['1 + if a then b else c + d', '(1 + (if a then b else (c + d)))'],
    ['if a then b else if c then d else e', '(if a then b else (if c then d else e))'],
    ['(if a then 1 else 2) + 3', '((if a then 1 else 2) + 3)'],
    ['if a then b else c => d', '(if a then b else (c => d))'],
    ['initially a => b', 'initially (a => b)'],
    ['whenever a or b then c => d within 2 * n steps', 'whenever (a or b) then (c => d) within (2 * n) steps'],
    ['whenever a then b within 10 ms', 'whenever a then b within 10 ms'],
    ['x.y[i + 1].z', 'x.y[(i + 1)].z'],
    ['(a).b', 'a.b'],
    ['f(x, y + 1)[2]', 'f(x, (y + 1))[2]'],
    ['step * 2', '(step * 2)'],
    ['sum(r in racks: r.power)', 'sum{r in racks: r.power}'],
    ['sum(racks.power)', 'sum(racks.power)'],
    ['all(i in 1..n, j in 1..n: i != j => x[i] < x[j])', 'all{i in 1..n, j in 1..n: ((i != j) => (x[i] < x[j]))}'],
    ['any(x in 0..1)', 'any((x in 0..1))'],
    ['min(i in 1..3: i) + max(a, b)', '(min{i in 1..3: i} + max(a, b))'],
    ['Mode.auto == m', '(Mode.auto == m)'],
  ];
  for (const [text, tree] of table) test(text, () => expect(bracketed(clause(text))).toBe(tree));

  test('long runs of one operator become shallow trees', () => {
    const depth = (tree: Expression): number =>
      tree.kind === 'binary' ? 1 + Math.max(depth(tree.left), depth(tree.right)) : 0;
    for (const operator of ['+', '*', 'and', 'or']) {
      expect(depth(clause(Array.from({ length: 1000 }, (_, at) => `x${at}`).join(` ${operator} `)))).toBe(10);
    }
  });
});

describe('numbers are exact, and units stand on their line', () => {
  const table: readonly (readonly [string, string])[] = [
    ['7', '7'],
    ['1_000', '1000'],
    ['0.1', '0.1'],
    ['1e-6', '0.000001'],
    ['2.5e3', '2500'],
    ['25%', '0.25'],
    ['5 %', '0.05'],
    ['0.1%', '0.001'],
    ['20 ms', '20 ms'],
    ['20ms', '20 ms'],
    ['9.81 m/s^2', '9.81 m/s^2'],
    ['0.5 ms*s/req', '0.5 ms*s/req'],
    ['3 J/(kg*K)', '3 J/(kg*K)'],
    ['3 1/s', '3 1/s'],
    ['3 m^-1', '3 m^-1'],
    ['2 %/s', '2 %/s'],
    ['0.5 check/s * 8', '(0.5 check/s * 8)'],
    ['2 * x', '(2 * x)'],
    ['2 div 3', '(2 div 3)'],
    ['5 and x', '(5 and x)'],
    ['3 s/step', '(3 s / step)'],
    ['3 m*(a + b)', '(3 m * (a + b))'],
    ['4.7 m/s^2 - 1', '(4.7 m/s^2 - 1)'],
  ];
  for (const [text, tree] of table) test(text, () => expect(bracketed(clause(text))).toBe(tree));

  test('a literal says how it was written', () => {
    const literal = (text: string) => {
      const tree = clause(text);
      if (tree.kind !== 'number') throw new Error('no number');
      return { text: tree.text, whole: tree.whole, unit: tree.unit?.text ?? null };
    };
    expect(literal('1_000 m')).toEqual({ text: '1_000', whole: true, unit: 'm' });
    expect(literal('1e3')).toEqual({ text: '1e3', whole: true, unit: null });
    expect(literal('1e-3')).toEqual({ text: '1e-3', whole: false, unit: null });
    expect(literal('2.0')).toEqual({ text: '2.0', whole: false, unit: null });
    expect(literal('25 %')).toEqual({ text: '25%', whole: false, unit: null });
  });

  test('the span of a unit is the unit', () => {
    const text = 'const k = 20 ms/req';
    const { product } = parseModule({ path: 'x', text });
    const [declaration] = product.declarations;
    if (declaration?.kind !== 'const' || declaration.value.kind !== 'number') throw new Error('no constant');
    const { start, end } = declaration.value.unit!.span;
    expect(text.slice(start, end)).toBe('ms/req');
  });
});

describe('operators that must not stand together', () => {
  test('comparisons of two directions', () => {
    expect(complaints('const k = 0 <= x > 3')).toEqual(['SV017 «>» `<=` and `>` do not chain']);
    expect(complaints('const k = a == b == c')).toEqual(['SV017 «==» `==` and `==` do not chain']);
    expect(complaints('const k = a < b != c')).toEqual(['SV017 «!=» `<` and `!=` do not chain']);
  });
  test('equivalences', () => {
    expect(complaints('const k = a <=> b <=> c')).toEqual(['SV017 «<=>» `<=>` does not chain']);
  });
  test('a negation where it binds too loosely', () => {
    expect(complaints('const k = a == not b')).toEqual([
      'SV018 «not» `not` binds less tightly than the operator before it',
    ]);
    expect(complaints('const k = - not b')).toEqual([
      'SV018 «not» `not` binds less tightly than the operator before it',
    ]);
  });
  test('a range test in a comparison', () => {
    expect(complaints('const k = x in 0..3 == true')).toEqual(['SV017 «==» a range test is already a comparison']);
    expect(complaints('const k = true == x in 0..3')).toEqual(['SV017 «in 0..3» a range test is already a comparison']);
    expect(complaints('const k = x in 0..3 in 0..3')).toEqual(['SV017 «in 0..3» a range test is already a comparison']);
  });
});

describe('spans', () => {
  test('an expression in parentheses has them in its span', () => {
    const text = 'const k = (a + b) * c';
    const [declaration] = parseModule({ path: 'x', text }).product.declarations;
    if (declaration?.kind !== 'const' || declaration.value.kind !== 'binary') throw new Error('no product');
    const { left, span, operatorSpan } = declaration.value;
    expect(text.slice(span.start, span.end)).toBe('(a + b) * c');
    expect(text.slice(left.span.start, left.span.end)).toBe('(a + b)');
    expect(text.slice(operatorSpan.start, operatorSpan.end)).toBe('*');
  });
});
