import { describe, expect, test } from 'vitest';
import {
  binary,
  type Component,
  type Description,
  type Expr,
  literal,
  name,
  type Part,
  type Type,
} from '../oracles/description.ts';
import { verdictsOf } from '../oracles/verdicts.ts';

/** Verdicts that were derived by hand, so that the oracle itself has a judge. */

const int = (low: number, high: number): Type => ({ kind: 'int', low: literal(low), high: literal(high) });
const bool: Type = { kind: 'bool' };
const none = {
  refines: null,
  params: [],
  inputs: [],
  outputs: [],
  vars: [],
  lets: [],
  clauses: [],
  modes: [],
  parts: [],
  wires: [],
} as const;
const out = (text: string, type: Type) => ({ name: text, type, delayed: false, value: null });
const part = (text: string, component: string): Part => ({ name: text, size: null, component, bindings: [] });
const port = (p: string, x: string): Expr => ({ kind: 'port', part: p, index: null, port: x });
const assume = (body: Expr) => ({ keyword: 'assume' as const, name: 'a', body });
const guarantee = (body: Expr) => ({ keyword: 'guarantee' as const, name: 'g', body });
const leaf = (label: string, c: Partial<Component>): Component => ({
  ...none,
  keyword: 'component',
  name: label,
  ...c,
});
const system = (c: Partial<Component>): Component => ({ ...none, keyword: 'system', name: 'S', ...c });
const verdict = (d: Description, id: string) => [...(verdictsOf(d).get(id) ?? [])].join('|');
const file = (...components: Component[]): Description => ({ components, verifies: [] });

/** `out <= 2` as long as `x <= 2`. */
const polite = (delayed: boolean) =>
  leaf('Polite', {
    inputs: [{ name: 'x', type: bool }],
    outputs: [{ ...out('y', bool), delayed }],
    clauses: [assume(name('x')), guarantee(name('y'))],
  });

const circle = (delayed: boolean) =>
  file(
    polite(delayed),
    system({
      parts: [part('p', 'Polite'), part('q', 'Polite')],
      wires: [
        { source: port('p', 'y'), part: 'q', index: null, port: 'x' },
        { source: port('q', 'y'), part: 'p', index: null, port: 'x' },
      ],
      clauses: [guarantee(port('p', 'y'))],
    }),
  );

const equals = (body: Expr) =>
  leaf('Equal', {
    inputs: [{ name: 'x', type: int(0, 9) }],
    outputs: [out('y', int(0, 9))],
    clauses: [guarantee(body)],
  });
const selfLoop = (body: Expr) =>
  file(
    equals(body),
    system({
      parts: [part('p', 'Equal')],
      wires: [{ source: port('p', 'y'), part: 'p', index: null, port: 'x' }],
      clauses: [guarantee(binary('<=', port('p', 'y'), literal(9)))],
    }),
  );

describe('the oracle against verdicts derived by hand', () => {
  test('each excuses itself by the other, at once', () => {
    expect(verdict(circle(false), 'S.g')).toBe('refuted');
    expect(verdict(circle(false), 'S.p.a')).toBe('refuted');
    expect(verdict(circle(false), 'S.realizable')).toBe('proved');
  });

  test('a settled output breaks the circle', () => {
    expect(verdict(circle(true), 'S.g')).toBe('proved');
    expect(verdict(circle(true), 'S.p.a')).toBe('proved');
  });

  test('an output that must equal an input beyond its range', () => {
    const d = file(
      leaf('C', {
        inputs: [{ name: 'u', type: int(0, 10) }],
        outputs: [out('x', int(0, 5))],
        clauses: [guarantee(binary('==', name('x'), name('u')))],
      }),
    );
    expect(verdict(d, 'C.realizable')).toBe('refuted');
    expect(verdict(d, 'C.consistent')).toBe('proved');
  });

  test('a part that is freed at one step is free at the next', () => {
    const d = file(
      leaf('C', {
        inputs: [{ name: 'x', type: bool }],
        outputs: [out('y', bool)],
        clauses: [assume(name('x')), guarantee(binary('==', name('y'), name('x')))],
      }),
      system({
        inputs: [{ name: 'i', type: bool }],
        parts: [part('p', 'C')],
        wires: [{ source: name('i'), part: 'p', index: null, port: 'x' }],
        clauses: [guarantee(binary('=>', name('i'), port('p', 'y')))],
      }),
    );
    expect(verdict(d, 'S.g')).toBe('refuted');
  });

  test('y == x + 1 in a loop upon itself leaves its range, by being freed', () => {
    const d = selfLoop(binary('==', name('y'), binary('+', name('x'), literal(1))));
    expect(verdict(d, 'S.p.x.range')).toBe('refuted');
    expect(verdict(d, 'S.g')).toBe('refuted');
  });

  test('two promises that exclude each other in a loop', () => {
    const flip = (label: string, operator: '==' | '!=') =>
      leaf(label, {
        inputs: [{ name: 'x', type: bool }],
        outputs: [out('y', bool)],
        clauses: [guarantee(binary(operator, name('y'), name('x')))],
      });
    const d = file(
      flip('Same', '=='),
      flip('Other', '!='),
      system({
        parts: [part('p', 'Same'), part('q', 'Other')],
        wires: [
          { source: port('p', 'y'), part: 'q', index: null, port: 'x' },
          { source: port('q', 'y'), part: 'p', index: null, port: 'x' },
        ],
        clauses: [guarantee(port('p', 'y'))],
      }),
    );
    expect(verdict(d, 'Same.realizable')).toBe('proved');
    expect(verdict(d, 'S.consistent')).toBe('refuted');
    expect(verdict(d, 'S.realizable')).toBe('refuted');
    expect(verdict(d, 'S.g')).toBe('vacuous');
  });

  test('a free variable whose range may be empty proves nothing', () => {
    const d = file(
      leaf('C', {
        inputs: [{ name: 'x', type: int(-1, 1) }],
        outputs: [{ ...out('y', int(-1, 1)), value: name('v') }],
        vars: [{ name: 'v', type: { kind: 'int', low: literal(0), high: name('x') }, value: null }],
        clauses: [guarantee(binary('>=', name('x'), literal(0)))],
      }),
    );
    expect(verdict(d, 'C.realizable')).toBe('refuted');
    expect(verdict(d, 'C.g')).toBe('vacuous');
  });

  test('a divisor that may be zero, and a guarded one', () => {
    const quotient = binary('<=', binary('div', literal(3), name('x')), literal(3));
    const c = (body: Expr) =>
      file(
        leaf('C', { inputs: [{ name: 'x', type: int(0, 2) }], outputs: [out('y', bool)], clauses: [guarantee(body)] }),
      );
    expect(verdict(c(quotient), 'C.g.defined')).toBe('refuted');
    expect(verdict(c(binary('=>', binary('!=', name('x'), literal(0)), quotient)), 'C.g.defined')).toBe('proved');
  });
});
