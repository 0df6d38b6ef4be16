import { afterAll, describe, expect, test } from 'vitest';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';

/** A counterexample shows the default of a parameter unless it needs another value: after steps and violation, before digits. */

const solver = createWasmSolver({ workers: 1 });
afterAll(() => solver.close());

async function parametersOf(text: string, quick = false): Promise<Record<string, string>> {
  const { obligations, diagnostics } = await checkText(solver, text, 'test.safety', new Map(), { quick });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const found = obligations.find(({ id }) => id === 'S.g');
  expect(found?.verdict).toBe('refuted');
  return Object.fromEntries([...found!.counterexample!.parameters].map(([name, { value }]) => [name, value]));
}

const component = (...lines: readonly string[]) => `component S {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

describe('parameters with defaults', () => {
  test.each<[string, string, Record<string, string>]>([
    [
      'of two only one need move',
      component(
        'param a : int in 0..9 = 3',
        'param b : int in 0..9 = 4',
        'out y : int = a + b',
        'guarantee g: y != 10',
      ),
      { a: '3', b: '7' },
    ],
    [
      'of two the one that has to moves, also where it is the first',
      component(
        'param a : int in 0..9 = 3',
        'param b : int in 0..9 = 4',
        'out y : bool = a >= 5 and b >= 2',
        'guarantee g: not y',
      ),
      { a: '5', b: '4' },
    ],
    [
      'truth values and members have defaults too, and what is not shorter',
      component(
        'type_placeholder',
        'param fast : bool = true',
        'param kind : Kind = Kind.late',
        'param limit : real in 0..100 = 12.75',
        'in x : real in 0..10',
        'out y : real = if fast or kind == Kind.late or limit > 12 then x else 0',
        'guarantee g: y <= 4',
      ).replace('  type_placeholder\n', ''),
      { fast: 'true', kind: 'late', limit: '12.75' },
    ],
    [
      'a default may be made of another parameter, and follows it',
      component(
        'param a : real in 0..10 = 1',
        'param b : real in 0..20 = 2 * a',
        'param c : real in 0..9 = 7',
        'out y : bool = a >= 3 and b > 1 and c >= 0',
        'guarantee g: not y',
      ),
      { a: '3', b: '6', c: '7' },
    ],
    [
      'the largest violation comes before defaults',
      component(
        'param gain : real in 0..3 = 1',
        'param other : real in 0..3 = 2',
        'in x : real in 0..10',
        'out y : real = if other >= 0 then gain * x else 0',
        'guarantee g: y <= 5',
      ),
      { gain: '3', other: '2' },
    ],
    [
      'what makes up for a default may move with it',
      component(
        'param offset : real in 0..9 = 4',
        'in x : real in 0..10',
        'out y : real = x + offset',
        'guarantee g: y != 12.5',
      ),
      { offset: '4' },
    ],
    [
      'fewest steps come first',
      component(
        'param rate : int in 0..3 = 1',
        'param spare : int in 0..9 = 6',
        'state n : int = 0',
        'next n = if spare >= 1 then n + rate else n',
        'out y : bool = n >= 3',
        'guarantee g: not y',
      ),
      { rate: '3', spare: '6' },
    ],
  ])('%s', async (_, text, expected) => {
    expect(await parametersOf(`type Kind = { early, late }\n${text}`)).toEqual(expected);
  });

  test('one that the claim does not depend on has it also in a quick check', async () => {
    const text = component('param idle : int = 5', 'in x : real in 0..10', 'out y : real = x', 'guarantee g: y <= 4');
    expect(await parametersOf(text, true)).toEqual({ idle: '5' });
  });
});
