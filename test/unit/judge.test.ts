import { describe, expect, it } from 'vitest';
import { type Decision, undecided } from '../../src/core/engine/decision.ts';
import type { Decided } from '../../src/core/engine/run.ts';
import type { Goal, Obligation } from '../../src/core/obligations/obligation.ts';
import { judge, type Verdict } from '../../src/core/verdict/judge.ts';
import { decidedAs } from './presenting.ts';

const VALID: Decision = { kind: 'valid', method: 'query', k: null, cone: null };
const OPEN = undecided('rlimit', 'spent');
const DISAGREES: Decision = { kind: 'disagrees', detail: 'not so' };
const NO_FOUNDATIONS = { contract: [], defined: [], entered: [] };

/** A guarantee with one goal for each decision. */
function decided(decisions: readonly Decision[]): Decided {
  const goals = decisions.map(() => ({ asks: 'valid' }) as Goal);
  const obligation = { id: 'S.g', kind: 'guarantee', goals } as unknown as Obligation;
  return decidedAs(obligation, decisions);
}

function verdictOn(decisions: readonly Decision[], contract: readonly Verdict[] = []): Verdict {
  const ids = contract.map((_, at) => `S.${at}`);
  const verdicts = new Map(ids.map((id, at) => [id, contract[at]!]));
  return judge(
    decided(decisions),
    { contract: ids, defined: [], entered: [] },
    (id) => verdicts.get(id) ?? null,
    () => null,
  );
}

describe('a verdict', () => {
  it('is `proved` only where every goal is valid', () => {
    expect(verdictOn([VALID, VALID]).kind).toBe('proved');
    expect(verdictOn([])).toMatchObject({ kind: 'unknown', reason: 'incomplete', detail: 'no scope was decided' });
    expect(verdictOn([VALID, OPEN])).toMatchObject({ kind: 'unknown', reason: 'rlimit' });
    expect(verdictOn([OPEN, VALID])).toMatchObject({ kind: 'unknown', reason: 'rlimit' });
    expect(verdictOn([VALID, DISAGREES])).toMatchObject({ kind: 'unknown', reason: 'replay' });
  });

  it('is `unknown` where a goal has no decision, or one of another kind', () => {
    const missing = [VALID, undefined as unknown as Decision];
    expect(() => verdictOn(missing)).toThrow();
    const witness = { kind: 'impossible', method: 'query', clash: [], inputs: null } as const;
    expect(verdictOn([VALID, witness]).kind).not.toBe('proved');
    const contradicted: Decision = { kind: 'contradicted', method: 'linear', clash: [] };
    expect(verdictOn([VALID, contradicted]).kind).toBe('vacuous');
  });

  it('rests on the verdicts about its contract', () => {
    const proved = verdictOn([VALID]);
    const unknown = verdictOn([OPEN]);
    const refuted = judge(
      decided([{ kind: 'impossible', method: 'query', clash: [], inputs: null }]),
      NO_FOUNDATIONS,
      () => null,
      () => null,
    );
    expect(refuted.kind).toBe('refuted');
    expect(verdictOn([VALID], [proved, proved]).kind).toBe('proved');
    expect(verdictOn([VALID], [proved, unknown])).toMatchObject({ kind: 'unknown', reason: 'hypotheses' });
    expect(verdictOn([VALID], [unknown, refuted])).toMatchObject({ kind: 'vacuous', by: 'S.1' });
    const inMode = (reachable: Verdict) =>
      judge(
        decided([VALID]),
        { contract: [], defined: [], entered: ['S.m.reachable'] },
        () => reachable,
        () => null,
      );
    expect(inMode(refuted)).toMatchObject({ kind: 'vacuous', by: 'S.m.reachable' });
    expect(inMode(unknown).kind).toBe('proved');
  });

  it('is `proved` of a behaviour that is asked for where some shape has one, `refuted` where none can', () => {
    const impossible: Decision = { kind: 'impossible', method: 'query', clash: [], inputs: null };
    const satisfied = { kind: 'satisfied', method: 'witness', trace: null } as unknown as Decision;
    const of = (...decisions: readonly Decision[]) => {
      const found = decided(decisions);
      const goals = decisions.map(() => ({ asks: 'satisfiable' }) as Goal);
      return judge(
        { ...found, obligation: { ...found.obligation, kind: 'consistent', goals } },
        NO_FOUNDATIONS,
        () => null,
        () => null,
      );
    };
    expect(of(satisfied).kind).toBe('proved');
    expect(of(OPEN, satisfied).kind).toBe('proved');
    expect(of(impossible, satisfied).kind).toBe('proved');
    expect(of(impossible).kind).toBe('refuted');
    expect(of(impossible, impossible).kind).toBe('refuted');
    expect(of(impossible, OPEN)).toMatchObject({ kind: 'unknown', reason: 'rlimit' });
    expect(of(OPEN)).toMatchObject({ kind: 'unknown', reason: 'rlimit' });
    // What cannot be: an answer to another question.
    expect(of(impossible, VALID)).toMatchObject({
      kind: 'unknown',
      reason: 'crash',
      detail: 'a decision is missing',
    });
  });

  it('on a contract rests on no other', () => {
    const of = (kind: Obligation['kind']) => {
      const found = decided([VALID]);
      return judge(
        { ...found, obligation: { ...found.obligation, kind } },
        { contract: ['S.consistent'], defined: ['S.g.defined'], entered: [] },
        () => null,
        () => null,
      ).kind;
    };
    expect((['consistent', 'realizable', 'reachable'] as const).map(of)).toEqual(['proved', 'proved', 'proved']);
    expect((['guarantee', 'modes', 'refinement'] as const).map(of)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('is not called a disagreement where an answer could not be replayed', () => {
    expect(verdictOn([undecided('replay', 'irrational')])).toMatchObject({
      kind: 'unknown',
      reason: 'incomplete',
      detail: 'irrational',
    });
  });

  it('is `unknown` where a foundation was not decided', () => {
    const verdict = judge(
      decided([VALID]),
      { contract: ['S.consistent'], defined: [], entered: [] },
      () => null,
      () => null,
    );
    expect(verdict).toMatchObject({
      kind: 'unknown',
      reason: 'hypotheses',
      detail: 'S.consistent is not proved',
    });
    const partial = (decisions: readonly Decision[] | null) =>
      judge(
        decided([VALID]),
        { contract: [], defined: ['S.g.defined'], entered: [] },
        () => null,
        () => decisions,
      );
    expect(partial(null)).toMatchObject({ reason: 'hypotheses', detail: 'S.g.defined is not proved' });
    expect(partial([])).toMatchObject({ kind: 'unknown', reason: 'hypotheses' });
    expect(partial([VALID, OPEN])).toMatchObject({ kind: 'unknown', reason: 'hypotheses' });
    expect(partial([VALID]).kind).toBe('proved');
  });
});
