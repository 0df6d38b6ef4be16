import { expect, test } from 'vitest';
import { familyOf, membersText } from '../../../src/core/report/members.ts';

test('members that follow each other are one range', () => {
  expect(membersText(['gate[1]', 'gate[2]', 'gate[3]'])).toBe('gate[1..3]');
  expect(membersText(['gate[3].open', 'gate[1].open', 'gate[5].open'])).toBe('gate[1, 3, 5].open');
  expect(membersText(['gate[1].open', 'gate[2].open', 'gate[5].open'])).toBe('gate[1..2, 5].open');
  expect(membersText(['gate[9]', 'gate[10]', 'gate[11]'])).toBe('gate[9..11]');
});

test('many gaps are counted', () => {
  const odd = [1, 3, 5, 7, 9, 11].map((index) => `runner[${index}].load`);
  expect(membersText(odd)).toBe('runner[1, 3, … 6 in all].load');
});

test('what is no family stays as it is', () => {
  expect(membersText(['radar'])).toBe('radar');
  expect(membersText(['gate[1]', 'lamp[2]'])).toBe('gate[1], lamp[2]');
  expect(membersText(['grid[1][2]', 'grid[1][3]'])).toBe('grid[1][2], grid[1][3]');
  expect(familyOf('gate[3].open')).toBe(familyOf('gate[4].open'));
  expect(familyOf('gate[3].open')).not.toBe(familyOf('gate[3].shut'));
});
