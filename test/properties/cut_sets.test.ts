import { afterAll, describe, expect, test } from 'vitest';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';
import { generator, minimalCutSets, randomStructure, textOf } from '../oracles/cut_sets.ts';

/** How many structures are drawn for each of four seeds; `npm run trust` draws 500, and 200 with quantities. */
const ROUNDS = Number(process.env.RISK_RUNS ?? '12');
const QUANTITIES = process.env.RISK_RUNS === undefined ? 6 : 200;
const PATIENCE = process.env.RISK_RUNS === undefined ? 60_000 : 3_600_000;

describe('minimal cut sets', () => {
  const solver = createWasmSolver({});
  afterAll(() => solver.close());

  test.each([1, 2, 3, 4])(
    'agree with trying every set of faults (seed %i)',
    async (seed) => {
      const draw = generator(seed);
      for (let round = 0; round < ROUNDS; round += 1) {
        const structure = randomStructure(draw, round % 4 < 3 ? 6 : 12);
        const text = textOf(structure);
        const result = await checkText(solver, text);
        const found = result.obligations.find(({ id }) => id === 'S.g');
        const inScope = structure.layers.some(({ excused }) => excused.length > 0);
        expect(found?.minimalCutSets ?? (inScope ? null : [])).toEqual(
          inScope ? minimalCutSets(structure) : (found?.minimalCutSets ?? []),
        );
        if (inScope) expect(found?.cutSetsComplete).toBe(true);
        expect(found?.verdict).toBe(minimalCutSets(structure).some((set) => set.length === 0) ? 'refuted' : 'proved');
      }
    },
    PATIENCE,
  );

  /** The same through the solver: quantities are no matter for decision diagrams. */
  test(
    'agree where values are quantities and a layer fails by degrees',
    async () => {
      const draw = generator(99);
      for (let round = 0; round < QUANTITIES; round += 1) {
        const layers = Array.from({ length: 2 + draw(2) }, () => [draw(4), draw(4)] as const);
        const limit = layers.length + draw(5);
        const text = `${[0, 1, 2, 3].map((at) => `fault f${at}`).join('\n')}
${layers.map(([f, g], at) => `component L${at} { out v : real  guarantee a: v <= 1 unless f${f}  guarantee b: v <= 3 unless g${at}, f${g}  fault g${at} }`).join('\n')}
system S {
${layers.map((_, at) => `  part l${at} : L${at}`).join('\n')}
  guarantee g: ${layers.map((_, at) => `l${at}.v`).join(' + ')} <= ${limit} tolerating 1
}
`;
        const names = ['f0', 'f1', 'f2', 'f3', ...layers.map((_, at) => `l${at}.g${at}`)];
        const fails = (set: number): boolean => {
          const present = (name: string) => ((set >> names.indexOf(name)) & 1) === 1;
          const most = layers.map(([f, g], at) =>
            !present(`f${f}`) ? 1 : present(`l${at}.g${at}`) || present(`f${g}`) ? Number.POSITIVE_INFINITY : 3,
          );
          return most.reduce((sum, value) => sum + value, 0) > limit;
        };
        const failing = Array.from({ length: 2 ** names.length }, (_, set) => set).filter(fails);
        const minimal = failing.filter((set) => !failing.some((other) => other !== set && (other & set) === other));
        const expected = minimal.map((set) => names.filter((_, at) => (set >> at) & 1).sort());
        const result = await checkText(solver, text);
        const found = result.obligations.find(({ id }) => id === 'S.g')!;
        expect([...found.minimalCutSets!].map((set) => set.join(' ')).sort()).toEqual(
          expected.map((set) => set.join(' ')).sort(),
        );
        expect(found.cutSetsComplete).toBe(true);
        expect(found.verdict).toBe(expected.some((set) => set.length <= 1) ? 'refuted' : 'proved');
        expect(found.kind).toBe('tolerating');
      }
    },
    PATIENCE,
  );

  test('are complete where there are many and each has to be asked for: 126 of a vote about quantities', async () => {
    const text = `component Voter { fault stuck  in truth : real  out r : real  guarantee works: truth - 1 <= r <= truth + 1 unless stuck }
system S {
  in truth : real
  part v[9] : Voter
  connect truth -> v.truth
  guarantee right: count(x in v: truth - 1 <= x.r <= truth + 1) >= 5
}
`;
    const found = (await checkText(solver, text)).obligations.find(({ id }) => id === 'S.right')!;
    expect(new Set(found.minimalCutSets!.map((set) => set.join(' '))).size).toBe(126);
    expect(found.minimalCutSets!.every((set) => set.length === 5)).toBe(true);
    expect(found.cutSetsComplete).toBe(true);
  }, 120_000);

  test.each([
    [2, 1],
    [3, 3],
    [4, 7],
    [5, 35],
    [6, 171],
    [7, 847],
    [8, 5041],
  ])(
    '%i layers of which each pair shares a mode: %i sets',
    async (n, count) => {
      const pairs = Array.from({ length: n }, (_, i) =>
        Array.from({ length: n - i - 1 }, (_, j) => [i, i + j + 1] as const),
      ).flat();
      const layer = (at: number) =>
        pairs
          .filter(([i, j]) => i === at || j === at)
          .map(([i, j]) => `m${i}_${j}`)
          .join(', ');
      const layers = Array.from({ length: n }, (_, at) => at);
      const text = `${pairs.map(([i, j]) => `fault m${i}_${j}`).join('\n')}
${layers.map((at) => `component L${at} { out stops : bool  guarantee works: stops unless ${layer(at)} }`).join('\n')}
system S {
${layers.map((at) => `  part l${at} : L${at}`).join('\n')}
  guarantee contained: ${layers.map((at) => `l${at}.stops`).join(' or ')}
}
`;
      const result = await checkText(solver, text);
      const found = result.obligations.find(({ id }) => id === 'S.contained')!;
      expect(found.minimalCutSets?.length).toBe(count);
      expect(found.cutSetsComplete).toBe(true);
    },
    120_000,
  );

  test.each([
    [2, 3, 3],
    [3, 5, 10],
    [5, 9, 126],
  ])(
    'a vote that needs %i of %i votes',
    async (k, n, count) => {
      const voters = Array.from({ length: n }, (_, at) => at);
      const text = `component Voter { fault stuck  out ok : bool  guarantee works: ok unless stuck }
system S {
${voters.map((at) => `  part v${at} : Voter`).join('\n')}
  guarantee right: ${voters.map((at) => `(if v${at}.ok then 1 else 0)`).join(' + ')} >= ${k}
}
`;
      const result = await checkText(solver, text);
      const found = result.obligations.find(({ id }) => id === 'S.right')!;
      // The claim fails with n - k + 1 faults.
      expect(found.minimalCutSets?.length).toBe(count);
      expect(new Set(found.minimalCutSets!.map((set) => set.length))).toEqual(new Set([n - k + 1]));
    },
    60_000,
  );
});
