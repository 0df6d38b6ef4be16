import { expect, test } from 'vitest';
import { MOST_OBLIGATIONS, understand } from '../../src/core/check.ts';

const read = () => ({ kind: 'problem', problem: 'missing', detail: '' }) as const;
const understood = (text: string) => understand({ path: 'x.safety', text }, read);

/** Each owes that it is consistent and that it is realizable. */
const components = (count: number) =>
  Array.from({ length: count }, (_, at) => `component C${at} { out y : bool }`).join('\n');

test('a file owes no more obligations than are decided in one run', () => {
  const { diagnostics, obligations } = understood(components(MOST_OBLIGATIONS / 2 + 1));
  expect(diagnostics.map(({ code }) => code)).toEqual(['SV181']);
  expect(obligations).toEqual([]);
});
