import { describe, expect, test } from 'vitest';
import { type Rational, rational, ZERO } from '../../src/core/exact/rational.ts';
import { meets } from '../../src/core/risk/distribution.ts';
import type { Evidence, FaultEvent, Statement } from '../../src/core/risk/evidence.ts';
import { contains, type FaultSet, minimalSets, setOf } from '../../src/core/risk/fault_set.ts';
import type { Objective } from '../../src/core/risk/objective.ts';
import { valueOf, worstCase } from '../../src/core/risk/worst_case.ts';
import { generator } from '../oracles/cut_sets.ts';
import { type Constraint, type Fraction, fraction, maximum } from '../oracles/linear.ts';

type Draw = (n: number) => number;

const span = { path: 'x', start: 0, end: 0 };
const source = (name: string) => ({ name, clause: null, span });

function randomSet(draw: Draw, faults: number): FaultSet {
  return setOf(Array.from({ length: faults }, (_, at) => at).filter(() => draw(2) === 0));
}

function randomEvent(draw: Draw, faults: number): FaultEvent {
  const sets = Array.from({ length: 1 + draw(2) }, () => randomSet(draw, faults));
  const turned = draw(4) === 0;
  const holds = (present: FaultSet) => sets.some((set) => contains(present, set)) !== turned;
  return { faults: sets.reduce((all, set) => all | set, 0n), holds, upward: !turned };
}

function randomStatement(draw: Draw, faults: number): Statement {
  const terms = Array.from({ length: 1 + draw(2) }, () => ({
    coefficient: rational(BigInt(draw(4) === 0 ? -(1 + draw(3)) : 1 + draw(3))),
    event: randomEvent(draw, faults),
  }));
  const relation = (['le', 'le', 'le', 'lt', 'eq'] as const)[draw(5)]!;
  const easy =
    relation !== 'eq' && terms.every(({ coefficient, event }) => coefficient.compare(ZERO) > 0 && event.upward);
  return { relation, terms, bound: rational(BigInt(draw(12)) - 1n, 10n), source: source('e'), easy };
}

function randomCase(draw: Draw, most: number): { evidence: Evidence; objective: Objective } {
  const faults = 1 + draw(most);
  const all = Array.from({ length: faults }, (_, at) => at);
  const bounds = all.map(() => (draw(4) === 0 ? rational(1n) : rational(BigInt(draw(8)), 20n)));
  const variables = all.map((at) => ({
    name: `f${at}`,
    sort: { kind: 'bool' as const },
    unit: null,
    role: 'fault' as const,
    rigid: false,
    delayed: false,
    part: null,
    span,
  }));
  const statements = Array.from({ length: draw(4) }, () => randomStatement(draw, faults));
  const cuts = minimalSets(Array.from({ length: 1 + draw(3) }, () => randomSet(draw, faults)));
  const terms = [{ coefficient: rational(1n), cuts, event: null }];
  if (draw(3) === 0)
    terms.push({
      coefficient: rational(2n),
      cuts: minimalSets([randomSet(draw, faults), randomSet(draw, faults)]),
      event: null,
    });
  return { evidence: { faults: variables, bounds, bounded: setOf(all), statements, groups: [] }, objective: { terms } };
}

/** Every combination of faults as a column of its own, in a textbook solver. */
function byOracle(
  { faults, bounds, statements }: Evidence,
  objective: Objective,
): Fraction | 'infeasible' | 'unbounded' {
  const atoms = Array.from({ length: 2 ** faults.length }, (_, at) => BigInt(at));
  const f = (value: Rational): Fraction => fraction(value.s * value.n, value.d);
  const one = fraction(1n);
  const constraints: Constraint[] = [
    { relation: '=', coefficients: atoms.map(() => one), bound: one },
    ...bounds.map(
      (bound, at): Constraint => ({
        relation: '<=',
        coefficients: atoms.map((atom) => ((atom >> BigInt(at)) & 1n ? one : fraction(0n))),
        bound: f(bound),
      }),
    ),
    ...statements.map(
      ({ relation, terms, bound }): Constraint => ({
        relation: relation === 'eq' ? '=' : '<=',
        coefficients: atoms.map((atom) =>
          f(terms.reduce((sum, { coefficient, event }) => (event.holds(atom) ? sum.add(coefficient) : sum), ZERO)),
        ),
        bound: f(bound),
      }),
    ),
  ];
  const worths = atoms.map((atom) =>
    f(
      objective.terms.reduce(
        (sum, { coefficient, cuts }) => (cuts.some((cut) => contains(atom, cut)) ? sum.add(coefficient) : sum),
        ZERO,
      ),
    ),
  );
  return maximum(worths, constraints);
}

function shown(value: Fraction | string): string {
  return typeof value === 'string' ? value : `${value.n}/${value.d}`;
}

/** `npm run trust` solves 500 programs, and samples 1,000 distributions for each of 500 others. */
const [PROGRAMS, SAMPLED, SAMPLES] = process.env.RISK_RUNS === undefined ? [80, 150, 40] : [100, 500, 1_000];

describe('the worst case', () => {
  test.each([1, 2, 3, 4, 5])('is what a second solver finds over all combinations (seed %i)', (seed) => {
    const draw = generator(seed * 7919);
    let decided = 0;
    for (let round = 0; round < PROGRAMS; round += 1) {
      const { evidence, objective } = randomCase(draw, 5);
      const worst = worstCase(evidence, objective);
      const strict = evidence.statements.some(({ relation }) => relation === 'lt');
      const oracle = byOracle(evidence, objective);
      if (worst.kind === 'contradictory') {
        // Strict evidence may clash where its closure does not.
        if (!strict) expect(oracle).toBe('infeasible');
        continue;
      }
      expect(worst.kind).toBe('bounded');
      if (worst.kind !== 'bounded') continue;
      expect(shown({ n: worst.value.s * worst.value.n, d: worst.value.d })).toBe(shown(oracle));
      expect(meets(evidence, worst.distribution)).toBe(true);
      expect(valueOf(worst.distribution, objective).compare(worst.reached!)).toBe(0);
      if (worst.attained) expect(worst.reached!.compare(worst.value)).toBe(0);
      else expect(worst.reached!.compare(worst.value)).toBe(-1);
      decided += 1;
    }
    expect(decided).toBeGreaterThan(20);
  });

  test('is never exceeded by a distribution that meets the evidence', () => {
    const draw = generator(4242);
    let sampled = 0;
    for (let round = 0; round < SAMPLED; round += 1) {
      const { evidence, objective } = randomCase(draw, 4);
      const worst = worstCase(evidence, objective);
      for (let sample = 0; sample < SAMPLES; sample += 1) {
        const atoms = Array.from({ length: 2 ** evidence.faults.length }, (_, at) => ({
          present: BigInt(at),
          weight: draw(4) === 0 ? BigInt(draw(10)) : 0n,
        }));
        const rest = BigInt(draw(60));
        const total = atoms.reduce((sum, { weight }) => sum + weight, rest);
        if (total === 0n) continue;
        const masses = atoms.map(({ present, weight }) => ({
          present,
          mass: rational(present === 0n ? weight + rest : weight, total),
        }));
        if (!meets(evidence, masses)) continue;
        sampled += 1;
        expect(worst.kind).toBe('bounded');
        if (worst.kind === 'bounded') expect(valueOf(masses, objective).compare(worst.value)).toBeLessThanOrEqual(0);
      }
    }
    expect(sampled).toBeGreaterThan(300);
  }, 600_000);

  test('of independent groups is never exceeded by independent faults, and is reached by their upper marginals', () => {
    const draw = generator(77);
    for (let round = 0; round < 60; round += 1) {
      const { evidence, objective } = randomCase(draw, 5);
      const n = evidence.faults.length;
      if (n < 2) continue;
      const cut = 2 + draw(n - 1);
      const all = Array.from({ length: n }, (_, at) => at);
      const grouped: Evidence = {
        ...evidence,
        statements: [],
        groups: [{ faults: setOf(all.slice(0, cut)), source: source('g') }],
      };
      const worst = worstCase(grouped, objective);
      const free = worstCase({ ...grouped, groups: [] }, objective);
      if (worst.kind !== 'bounded' || free.kind !== 'bounded') throw new Error('bounds alone can be met');
      expect(worst.value.compare(free.value)).toBeLessThanOrEqual(0);
      expect(meets(grouped, worst.distribution)).toBe(true);
      expect(valueOf(worst.distribution, objective).compare(worst.value)).toBe(0);
      // Independence of all faults with any smaller chances is one allowed law.
      const chances = evidence.bounds.map((bound) => bound.mul(rational(BigInt(draw(5)), 4n)));
      const law = all.reduce(
        (masses, at) =>
          masses.flatMap(({ present, mass }) => [
            { present, mass: mass.mul(rational(1n).sub(chances[at]!)) },
            { present: present | (1n << BigInt(at)), mass: mass.mul(chances[at]!) },
          ]),
        [{ present: 0n, mass: rational(1n) }],
      );
      if (meets(grouped, law)) expect(valueOf(law, objective).compare(worst.value)).toBeLessThanOrEqual(0);
    }
  });

  test('a clash is minimal: without any one of its statements the rest can be met', () => {
    const draw = generator(31);
    let clashes = 0;
    for (let round = 0; round < 200; round += 1) {
      const { evidence, objective } = randomCase(draw, 4);
      const numbered = evidence.statements.map((statement, at) => ({ ...statement, source: source(`e${at}`) }));
      const worst = worstCase({ ...evidence, statements: numbered }, objective);
      if (worst.kind !== 'contradictory') continue;
      clashes += 1;
      const names = new Set(worst.clash.map(({ name }) => name));
      const only = (kept: ReadonlySet<string>): Evidence => ({
        ...evidence,
        statements: numbered.filter(({ source: { name } }) => kept.has(name)),
        bounds: evidence.bounds.map((bound, at) => (kept.has(`f${at}`) ? bound : rational(1n))),
      });
      expect(worstCase(only(names), { terms: [] }).kind).toBe('contradictory');
      for (const name of names) {
        expect(worstCase(only(new Set([...names].filter((other) => other !== name))), { terms: [] }).kind).toBe(
          'bounded',
        );
      }
    }
    expect(clashes).toBeGreaterThan(5);
  });
});
