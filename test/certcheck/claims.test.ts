import { expect, test } from 'vitest';
import { owedBy } from '../../src/core/certcheck/claims.ts';
import { prefixOf } from '../../src/core/obligations/subject.ts';
import { CORPUS, readSpec, SPECS, specsUnder } from './reading.ts';

/** The checker lists by a road of its own what a file owes: name by name and goal by goal as the prover's side has it. */
test('the obligations of every file, and their goals', () => {
  let files = 0;
  for (const path of [...specsUnder(CORPUS), ...specsUnder(SPECS)]) {
    const { model, obligations } = readSpec(path);
    if (model === null) continue;
    files += 1;
    // Of sizes that cannot be listed nothing is certified: of a component's own, or of a setting's.
    const listed = obligations.filter(({ subject }) => subject.anySize === null);
    const all = listed.flatMap((subject) => subject.obligations);
    const expected = all.map(({ id, goals }) => [
      id,
      goals.every(({ asks }) => asks === 'valid') ? goals.length : null,
    ]);
    const owed = [...owedBy(model)]
      .filter(([id]) => !id.endsWith('.*'))
      .map(([id, claims]) => [id, claims === null ? null : claims.length]);
    expect([path, ...owed].sort(), path).toEqual([path, ...expected].sort());
    const valid = new Map(all.map(({ id, goals }) => [id, goals]));
    const names = obligations
      .filter(({ subject }) => subject.anySize !== null)
      .map(({ subject }) => `${prefixOf(subject)}.*`);
    expect([...owedBy(model).keys()].filter((id) => id.endsWith('.*')).sort(), path).toEqual(names.sort());
    for (const [id, claims] of owedBy(model)) {
      for (const [at, claim] of (claims ?? []).entries()) {
        const goal = valid.get(id)![at]!;
        if (goal.asks !== 'valid') throw new Error(`${id} asks something else`);
        expect(claim.scope).toBe(goal.scope);
        expect([id, claim.through, claim.premises.length, claim.clause?.name ?? null]).toEqual([
          id,
          goal.own === 'through',
          goal.premises.length,
          goal.clause?.name ?? null,
        ]);
        expect(claim.assumptions === null).toBe(goal.assumptionsNow === null);
        const faults =
          typeof goal.faults === 'string' ? goal.faults : goal.faults.kind === 'atMost' ? goal.faults.count : null;
        expect(claim.faults).toBe(faults);
      }
    }
  }
  expect(files).toBeGreaterThan(200);
}, 120_000);

test('the range of a parameter rests on no assumption, also where it divides', () => {
  const { model, errors } = readSpec(
    'divides.safety',
    `component P { param d : real in 1..2  param k : real in 0..1 / d  in x : real  assume one: x <= 1  assume two: x >= 0  out y : real  guarantee g: y <= k }
     system S { in x : real  part p : P(d = 2, k = 9)  connect x -> p.x }`,
  );
  expect(errors).toEqual([]);
  const [claim] = owedBy(model!).get('S.p.k.range')!;
  expect(claim!.clause!.partial).toBe(true);
  expect(claim!.premises).toEqual([]);
});
