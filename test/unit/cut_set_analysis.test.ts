import { describe, expect, test } from 'vitest';
import { matrixText } from '../../src/core/report/matrix.ts';
import { analyse, pathSets, protections } from '../../src/core/risk/cut_set_analysis.ts';
import { members, setOf } from '../../src/core/risk/fault_set.ts';
import { importMatrix } from '../../src/core/risk/import_matrix.ts';
import { generator } from '../oracles/cut_sets.ts';

const sets = (...all: readonly number[][]) => all.map(setOf);
const lists = (all: readonly bigint[] | null) => all?.map(members) ?? null;

describe('what follows from cut sets', () => {
  test('orders, single points, what is borne, and what each fault counts for', () => {
    const found = analyse(sets([0], [1, 2], [1, 3]));
    expect(found.orders).toEqual([
      { size: 1, count: 1 },
      { size: 2, count: 2 },
    ]);
    expect(found.singlePoints).toEqual([0]);
    expect(found.tolerates).toBe(0);
    expect(found.importance.map(({ fault }) => fault)).toEqual([0, 1, 2, 3]);
    expect(found.importance[1]!.without).toEqual({ sets: 1, smallest: 1 });
    expect(analyse([]).tolerates).toBeNull();
  });

  test('path sets are the minimal sets that meet every cut set', () => {
    expect(lists(pathSets(sets([0, 1], [0, 2], [1, 2]), 100))).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(lists(pathSets([], 100))).toEqual([[]]);
    expect(
      pathSets(
        Array.from({ length: 20 }, (_, at) => setOf([2 * at, 2 * at + 1])),
        1000,
      ),
    ).toBeNull();
  });

  test('path sets agree with trying every set, and are dual to cut sets', () => {
    const draw = generator(5);
    for (let round = 0; round < 40; round += 1) {
      const cuts = analyseInput(draw);
      const all = Array.from({ length: 64 }, (_, at) => BigInt(at)).filter((set) =>
        cuts.every((cut) => (cut & set) !== 0n),
      );
      const minimal = all.filter((set) => !all.some((other) => other !== set && (other & set) === other));
      const found = pathSets(cuts, 1000)!;
      expect(new Set(found)).toEqual(new Set(minimal));
      expect(new Set(pathSets(found, 1000)!)).toEqual(new Set(cuts));
    }
  });

  test('protections are the smallest sets after which so many faults are borne', () => {
    const cuts = sets([0, 1], [0, 2], [3, 4, 5]);
    expect(lists(protections(cuts, 1, 100))).toEqual([[]]);
    expect(lists(protections(cuts, 2, 100))).toEqual([[0]]);
    expect(lists(protections(cuts, 3, 100))).toEqual([
      [0, 3],
      [0, 4],
      [0, 5],
    ]);
  });
});

/** A random antichain over six faults. */
function analyseInput(draw: (n: number) => number): bigint[] {
  const family = Array.from({ length: 1 + draw(5) }, () => BigInt(1 + draw(63)));
  return [...new Set(family)].filter((set) => !family.some((other) => other !== set && (other & set) === other));
}

describe('tables of techniques and failure modes', () => {
  test('become a specification; an unknown entry makes two systems', () => {
    const imported = importMatrix('\ufeff,S-TAX,"COL, L"\r\ndebate,?,1\r\nScientist AI,0,1\r\n');
    expect(imported.kind).toBe('text');
    if (imported.kind !== 'text') return;
    expect(imported.text).toContain('fault s_tax');
    expect(imported.text).toContain('fault col_l');
    expect(imported.text).toContain(
      'component M_debateIfUnknownFails { out stops : bool  guarantee works: stops unless s_tax, col_l }',
    );
    expect(imported.text).toContain(
      'component M_debateIfUnknownHolds { out stops : bool  guarantee works: stops unless col_l }',
    );
    expect(imported.text).toContain('system StackIfUnknownFails');
  });

  test('names that would be the same, or are words of the language, are told apart', () => {
    const imported = importMatrix('x,mode,a b,a-b\nin,1,0,1\n');
    expect(imported).toMatchObject({ kind: 'text' });
    if (imported.kind === 'text')
      for (const name of ['fault m_mode', 'fault a_b\n', 'fault a_b_2', 'part m_in : M_in'])
        expect(imported.text).toContain(name);
  });

  test.each([
    ['', 1],
    ['x,a,b\n', 1],
    ['x,a,b\nt,1\n', 2],
    ['x,a,b\n\nt,1,yes\n', 3],
  ])('%j is refused at line %i', (text, line) => {
    expect(importMatrix(text)).toMatchObject({ kind: 'problem', line });
  });
});

describe('the overlap matrix', () => {
  const matrix = {
    system: 'S',
    parts: ['a<b', 'c'],
    faults: ['f', 'g,h'],
    cells: [
      [true, false],
      [true, true],
    ],
  };

  test('as a table, with how many parts a fault defeats', () => {
    expect(matrixText(matrix, 'table')).toBe(
      'S: which fault defeats which part\n         f  g,h\n  a<b    x  .\n  c      x  x\n  parts  2  1\n',
    );
  });

  test('as CSV, JSON and SVG', () => {
    expect(matrixText(matrix, 'csv')).toBe('part,f,"g,h"\na<b,1,0\nc,1,1\n');
    expect(JSON.parse(matrixText(matrix, 'json'))).toEqual(matrix);
    expect(matrixText(matrix, 'svg')).toContain('a&lt;b');
  });
});
