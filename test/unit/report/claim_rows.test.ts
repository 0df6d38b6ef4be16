import { describe, expect, test } from 'vitest';
import { type ClaimRow, claimRows } from '../../../src/core/report/claim_rows.ts';
import { width } from '../../../src/core/report/printable.ts';

const row = (name: string, text: string, remark = ''): ClaimRow => ({ name, text, remark });

describe('the lines of claims', () => {
  test('stand in columns', () => {
    const rows = [row('a', 'x <= 5', 'slack 1'), row('longer', 'x + y <= 10', 'slack 12')];
    expect(claimRows(rows, 40)).toEqual([['a       x <= 5       slack 1'], ['longer  x + y <= 10  slack 12']]);
  });

  test('a formula without room for its remark keeps its line, and the others their columns', () => {
    const rows = [row('a', 'x <= 5', 'slack 1'), row('b', 'x + y + z + u + v <= 100', 'reaches 99   slack 1')];
    expect(claimRows(rows, 30)).toEqual([
      ['a  x <= 5  slack 1'],
      ['b  x + y + z + u + v <= 100', 'reaches 99   slack 1'],
    ]);
  });

  test('one that is too long for a line is cut, and its remark is not', () => {
    const [lines] = claimRows([row('a', 'x + y + z + u + v <= 100', 'slack 1')], 16);
    expect(lines).toEqual(['a  x + y + z …', 'slack 1']);
  });

  test('without a remark there is one line, as long as it fits', () => {
    expect(claimRows([row('a', 'x + y + z + u <= 100')], 24)).toEqual([['a  x + y + z + u <= 100']]);
    expect(claimRows([row('a', 'x + y + z + u <= 100')], 20)).toEqual([['a  x + y + z + u …']]);
  });

  test('a long name is cut in the middle and takes no room from the formula', () => {
    const name = `${'outer.'.repeat(8)}inner`;
    const [[line]] = claimRows([row(name, 'x <= 5', 'slack 1')], 80) as [[string]];
    expect(line).toMatch(/^outer\..*….*inner {2}x <= 5 {2}slack 1$/);
    expect(line.indexOf('  x <= 5')).toBe(32);
  });

  test('no line is wider than it may be', () => {
    const texts = ['x', 'x <= 5', 'x + y + z <= 12', 'a + b + c + d + e + f + g + h <= 1234567'];
    const rows = texts.flatMap((text) => texts.map((remark) => row(`n${text.length}`, text, remark)));
    for (const columns of [48, 60, 80])
      for (const lines of claimRows(rows, columns))
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
  });
});
