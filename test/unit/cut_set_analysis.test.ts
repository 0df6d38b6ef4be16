import { describe, expect, test } from 'vitest';
import { matrixOf } from '../../src/cli/faults_command.ts';
import { matrixText } from '../../src/core/report/matrix.ts';
import { analyse, pathSets, protections } from '../../src/core/risk/cut_set_analysis.ts';
import { members, setOf } from '../../src/core/risk/fault_set.ts';
import { importMatrix } from '../../src/core/risk/import_matrix.ts';
import { analyseOverlap } from '../../src/core/risk/overlap_analysis.ts';
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

  test('keep where they come from, and a probability is a fault of its own with that bound', () => {
    const imported = importMatrix(',jam,loss\npump,5%,?\nvalve,1,.25\n', 'a "b".csv', 'fail');
    expect(imported.kind).toBe('text');
    if (imported.kind !== 'text') return;
    expect(imported.text).toContain('@source("a \'b\'.csv, line 1")\nfault m_jam');
    expect(imported.text).toContain(
      `@source("a 'b'.csv, line 2")
component M_pumpIfUnknownFails { fault by_m_jam <= 5%  out stops : bool  guarantee works: stops unless m_loss, by_m_jam }`,
    );
    expect(imported.text).toContain('fault by_m_loss <= 0.25');
    expect(imported.text).not.toContain('IfUnknownHolds');
  });

  test('a mode with nothing but probabilities is no fault that is shared', () => {
    const imported = importMatrix(',jam\npump,5%\nvalve,1%\n');
    expect(imported.kind === 'text' && imported.text).not.toMatch(/^fault/m);
  });

  test.each([
    ['x,a\nt,101%\n', 2],
    ['x,a\nt,0%\n', 2],
    ['x,a\nt,1.5\n', 2],
    ['', 1],
    ['x,a,b\n', 1],
    ['x,a,b\nt,1\n', 2],
    ['x,a,b\n\nt,1,yes\n', 3],
  ])('%j is refused at line %i', (text, line) => {
    expect(importMatrix(text)).toMatchObject({ kind: 'problem', line });
  });
});

describe('the overlap matrix', () => {
  const matrix = matrixOf('S', {
    parts: ['a<b', 'c'],
    faults: ['f', 'g,h'],
    cells: [
      [true, false],
      [true, true],
    ],
  });

  test('as a table, with how many parts a fault defeats', () => {
    expect(matrixText(matrix, 'table')).toBe(`S: which fault defeats which part
         f  g,h
  a<b    x  .
  c      x  x
  parts  2  1

  in common to two
    a<b, c: f

  in common to three: nothing

  if one part that works is enough: there is a fault that defeats all parts

  one more part makes the system bear 1 fault if it withstands f
  one more part that a single fault defeats, the most helpful first
    defeated by  bears then  smallest sets then
    f                     0                   1
`);
  });

  test('no wider than 80 columns for few faults with long names: they are numbered', () => {
    const faults = Array.from({ length: 9 }, (_, at) => `a_rather_long_name_of_a_failure_mode_${at}`);
    const wide = matrixOf('S', { parts: ['a', 'b'], faults, cells: [faults.map(() => true), faults.map(() => false)] });
    const lines = matrixText(wide, 'table').split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines).toContain('    9  a_rather_long_name_of_a_failure_mode_8');
  });

  test('says what follows as trying every choice of parts and faults does', () => {
    const draw = generator(5);
    for (let round = 0; round < 60; round += 1) {
      const [n, m] = [1 + draw(4), 1 + draw(5)];
      const cells = Array.from({ length: n }, () => Array.from({ length: m }, () => draw(2) === 0));
      const names = (count: number, letter: string) => Array.from({ length: count }, (_, at) => `${letter}${at}`);
      const found = analyseOverlap({ parts: names(n, 'p'), faults: names(m, 'f'), cells });
      const subsets = (count: number) => Array.from({ length: 2 ** count }, (_, code) => code);
      const ones = (code: number) => [...code.toString(2)].filter((digit) => digit === '1').length;
      const defeats = (faults: number, part: number) => cells[part]!.some((mark, at) => mark && (faults >> at) & 1);
      const all = (parts: number, faults: number, extra = 0) =>
        names(n, 'p').every((_, at) => !((parts >> at) & 1) || defeats(faults, at)) && (faults & extra) === extra;
      const whole = 2 ** n - 1;
      const least = (parts: number, extra = 0) =>
        Math.min(
          ...subsets(m)
            .filter((faults) => all(parts, faults, extra))
            .map(ones),
        );
      expect(found.tolerates).toBe(Number.isFinite(least(whole)) ? least(whole) - 1 : null);
      for (const { tolerating, sets } of found.enough) {
        const fit = subsets(n).filter((parts) => parts > 0 && least(parts) > tolerating);
        const size = Math.min(...fit.map(ones));
        expect(sets!.map((set) => set.reduce((code, at) => code + 2 ** at, 0)).sort()).toEqual(
          fit.filter((parts) => ones(parts) === size).sort(),
        );
      }
      for (const { fault, tolerates, smallest } of found.added ?? []) {
        expect(tolerates).toBe(least(whole, 1 << fault) - 1);
        expect(smallest).toBe(
          subsets(m).filter((faults) => all(whole, faults, 1 << fault) && ones(faults) === tolerates + 1).length,
        );
      }
      const pairs = names(n, 'p').flatMap((_, i) => names(n, 'p').flatMap((__, j) => (i < j ? [[i, j]] : [])));
      const shared = pairs.filter(([i, j]) => cells[i!]!.some((mark, at) => mark && cells[j!]![at]));
      expect(found.pairs.map(({ parts }) => parts.join()).sort()).toEqual(shared.map((pair) => pair.join()).sort());
    }
  });

  test('gives up aloud where there are too many combinations', () => {
    const cells = Array.from({ length: 12 }, (_, row) => Array.from({ length: 96 }, (__, at) => at % 12 === row));
    const names = (count: number) => Array.from({ length: count }, (_, at) => `n${at}`);
    const found = analyseOverlap({ parts: names(12), faults: names(96), cells });
    expect(found.tolerates).toBe(11);
    expect(found.added).toBeNull();
  });

  test('as CSV, JSON and SVG', () => {
    expect(matrixText(matrix, 'csv')).toBe('part,f,"g,h"\na<b,1,0\nc,1,1\n');
    expect(JSON.parse(matrixText(matrix, 'json'))).toEqual(matrix);
    expect(matrixText(matrix, 'svg')).toContain('a&lt;b');
  });
});
