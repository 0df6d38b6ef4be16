import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Claim, owedBy } from '../../src/core/certcheck/claims.ts';
import { writtenText } from '../../src/core/certcheck/written.ts';
import type { Clause, Expr } from '../../src/core/model/model.ts';
import { definedness } from '../../src/core/obligations/definedness.ts';
import { prefixOf } from '../../src/core/obligations/subject.ts';
import { CORPUS, readSpec, SPECS, specsUnder } from './reading.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** What the files do not have side by side. */
const SMALL = {
  'clauses that are settled among others, and partial ones': `
    component L {
      step 1 s
      param k : int in 1..3
      in x : int in 0..9
      delayed out d : int
      out y : int
      guarantee a: y / k <= x
      guarantee b: d <= 9
      guarantee c: y <= 9
      guarantee e: d / k <= 9
      guarantee f: y / k <= 8
      guarantee g: d / k >= 0
    }
    component I {
      step 1 s
      param k : int in 1..3
      in x : int in 0..9
      delayed out d : int = s
      out y : int = x
      state s : int = 0
      next s = x
      guarantee a: y / k <= x
      guarantee b: d <= 9
      guarantee c: y <= 9
      guarantee e: d / k <= 9
      guarantee f: y / k <= 9
      guarantee g: d / k >= 0
      invariant i: s >= 0
      invariant j: s / k <= 9
      invariant l: s / (k + s) <= 9
    }`,
  'a range that rests on no assumption, and a size that only its user knows': `
    component P { param d : real in 1..2  param k : real in 0..1 / d  in x : real  assume one: x <= 1  assume two: x >= 0  out y : real  guarantee g: y <= k }
    component Rack { out power : real in 0..10 }
    system Row { param n : int  part rack[n] : Rack  guarantee t: sum(rack.power) <= n * 10 }
    system S { in x : real  part p : P(d = 2, k = 9)  part row : Row(n = 2)  connect x -> p.x  guarantee plain: 1 <= 2 }`,
  'names that look like others': `
    component C {
      in x : int in 0..9
      in n : int in 1..9
      assume ranged: x / n <= 9
      out y : int = x
      mode low when n <= 4 { guarantee range_of: y / n <= 9 }
      mode high when n > 4 { guarantee ranges: y / n <= 9 }
    }`,
  'states without a first value, and ranges that divide': `
    component C {
      step 1 s
      param k : int in 1..3
      in x : real in 0..1 / k
      out y : real in 0..9 / k = s
      state s : real in 0..9 / k
      state t : real = 1 / k
      next s = s / k
      next t = x / k
      guarantee g: y <= 9
    }`,
  'what a refinement and its base call alike': `
    component A { in x : int in 0..9  out y : int  assume small: x <= 5  guarantee lower: y <= 9  guarantee low: y / (x + 1) <= 9 }
    component B refines A { in x : int in 0..9  out y : int  assume low: x / 2 <= 9  assume also: x / 1 <= 9  guarantee lower: y <= 9 }`,
  'assumptions of several parts, some partial': `
    component P { in x : int in 0..9  param k : int in 1..3  out y : int  assume a: x <= 9  assume b: x / k <= 9  assume c: x / (k + 1) <= 9 }
    system S { in x : int in 0..9  part p[2] : P(k = 2)  part q : P(k = 1)  connect x -> p.x  connect x -> q.x  guarantee g: q.y >= 0 unless f  fault f  fault h  guarantee t: q.y >= 0 tolerating 1  guarantee plain: q.y >= 0 }`,
};

/** The checker lists by a road of its own what a file owes: name by name and goal by goal as the prover's side has it. */
describe('the obligations, and their goals', () => {
  const read = [...specsUnder(CORPUS), ...specsUnder(SPECS)]
    .filter((path) => !/[/\\]diagnostics[/\\]/.test(path))
    .map((path) => relative(ROOT, path));

  test('there are many files', () => {
    expect(read.length).toBeGreaterThan(300);
  });

  test.each(read)('of %s', (path) => agree(readSpec(join(ROOT, path))));

  test.each(Object.entries(SMALL))('of a text with %s', (_, text) => {
    const spec = readSpec('small.safety', text);
    expect(spec.model).not.toBeNull();
    agree(spec);
  });
});

/** Whether both roads lead to the same. */
function agree({ model, obligations }: ReturnType<typeof readSpec>): void {
  if (model === null) return;
  const owed = owedBy(model);
  // Of sizes that cannot be listed nothing is certified: of a component's own, or of a setting's.
  const listed = obligations.filter(({ subject }) => subject.anySize === null);
  const all = listed.flatMap((subject) => subject.obligations);
  const expected = all.map(({ id, goals }) => [id, goals.every(({ asks }) => asks === 'valid') ? goals.length : null]);
  const found = [...owed]
    .filter(([id]) => !id.endsWith('.*'))
    .map(([id, claims]) => [id, claims === null ? null : claims.length]);
  expect([...found].sort()).toEqual([...expected].sort());
  const names = obligations
    .filter(({ subject }) => subject.anySize !== null)
    .map(({ subject }) => `${prefixOf(subject)}.*`);
  expect([...owed.keys()].filter((id) => id.endsWith('.*')).sort()).toEqual(names.sort());
  for (const { id, kind, goals } of all) {
    for (const [at, claim] of (owed.get(id) ?? []).entries()) {
      const goal = goals[at]!;
      if (goal.asks !== 'valid') throw new Error(`${id} asks something else`);
      expect(claim.scope).toBe(goal.scope);
      expect([id, ...shapeOf(claim)]).toEqual([
        id,
        goal.own === 'through',
        goal.clause?.name ?? null,
        goal.premises.map(writtenText),
        namesOf(goal.assumptionsNow),
        namesOf(goal.guaranteesNow),
        typeof goal.faults === 'string' ? goal.faults : goal.faults.kind === 'atMost' ? goal.faults.count : null,
      ]);
      // What the evaluator is to find without a value is what the solver is asked about.
      if (kind === 'defined')
        expect([id, goal.definedOf?.map((body) => writtenText(definedness(body)))]).toEqual([
          id,
          [writtenText(goal.formula)],
        ]);
      // That something is defined is said in other words.
      if (kind !== 'defined') expect([id, saidBy(claim.formula)]).toEqual([id, saidBy(goal.formula)]);
    }
  }
}

function shapeOf({ through, clause, premises, assumptions, guarantees, faults }: Claim): readonly unknown[] {
  return [through, clause?.name ?? null, premises.map(writtenText), namesOf(assumptions), namesOf(guarantees), faults];
}

/** One of one is that one. */
function saidBy(formula: Expr): string {
  const only = formula.kind === 'or' && formula.operands.length === 1 ? formula.operands[0]! : formula;
  return writtenText(only);
}

function namesOf(clauses: Iterable<Clause> | null): readonly string[] | null {
  return clauses === null ? null : [...clauses].map(({ name }) => name).sort();
}

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
