import { expect, test } from 'vitest';
import { conciseReport } from '../../../src/core/report/concise.ts';
import { missedBy } from '../../../src/core/report/distance.ts';
import { plainReport } from '../../../src/core/report/plain.ts';
import { cutEnd, cutMiddle, shellWord, width, wrap } from '../../../src/core/report/printable.ts';
import { exitOf, worstExit } from '../../../src/core/report/summary.ts';
import type { UnknownReason } from '../../../src/core/smtlib/reply.ts';
import { expectations } from '../../../src/core/verdict/expectation.ts';
import { cell, obligation, PROVED, REFUTED, report, result, trace } from './fixture.ts';

const unknown = (reason: UnknownReason) =>
  obligation('S.u', { verdict: 'unknown', code: 'SV230', unknown: { reason, detail: '' } });
const vacuous = obligation('S.v', { verdict: 'vacuous', code: 'SV220' });

test('4 over 2 over 1 over 3 over 0', () => {
  expect(worstExit([])).toBe(0);
  expect(worstExit([0, 3])).toBe(3);
  expect(worstExit([3, 1, 0])).toBe(1);
  expect(worstExit([1, 2, 3])).toBe(2);
  expect(worstExit([2, 4, 1])).toBe(4);
});

test('the exit code of one result', () => {
  expect(exitOf(result(PROVED))).toBe(0);
  expect(exitOf(result([...PROVED, REFUTED]))).toBe(1);
  expect(exitOf(result([...PROVED, vacuous]))).toBe(1);
  expect(exitOf(result([...PROVED, unknown('rlimit')]))).toBe(3);
  expect(exitOf(result([REFUTED, unknown('hypotheses')]))).toBe(1);
  expect(exitOf(result([REFUTED, unknown('replay')]))).toBe(4);
  expect(exitOf(result(PROVED, { runState: 'partial' }))).toBe(3);
  expect(exitOf(result(PROVED, { runState: 'aborted' }))).toBe(3);
});

test('expectations: a clause by itself, a part and a setting by their worst', () => {
  const part = { kind: 'assumption', part: 'p', expected: 'refuted', expectedOf: 'part' } as const;
  const setting = { expected: 'refuted', expectedOf: 'setting' } as const;
  const all = expectations([
    obligation('S.g'),
    { ...REFUTED, expected: 'refuted' },
    obligation('S.p.a', part),
    obligation('S.p.b', { ...part, verdict: 'refuted', code: 'SV202' }),
    obligation('wet/S.g', setting),
    obligation('wet/S.h', setting),
    obligation('S.other', { verdict: 'unknown', supporting: true }),
  ]);
  expect(all.map(({ subject, actual, met }) => [subject, actual, met])).toEqual([
    ['S.g', 'proved', true],
    ['BrakeByWire.reaction_time', 'refuted', true],
    ['S.p', 'refuted', true],
    ['wet', 'proved', false],
  ]);
});

test('expectations: a definition by the worse of its range and its definedness', () => {
  const { span } = obligation('S.g');
  const owed = { span, expected: 'refuted', expectedOf: 'clause' } as const;
  const all = expectations([
    obligation('S.y.defined', { ...owed, kind: 'defined', verdict: 'unknown', code: 'SV230' }),
    obligation('S.y.range', { ...owed, kind: 'range', verdict: 'refuted', code: 'SV204' }),
  ]);
  expect(all.map(({ subject, actual, met }) => [subject, actual, met])).toEqual([['S.y.range', 'refuted', true]]);
});

test('expectations: what has a promise in common, and what only looks alike', () => {
  const at = (start: number) => ({ ...obligation('S.g').span, start });
  const subjects = (...all: Parameters<typeof expectations>[0][number][]) =>
    expectations(all).map(({ subject, actual, decisive }) => `${subject}: ${actual} by ${decisive.id}`);
  const refuted = { verdict: 'refuted', code: 'SV201' } as const;
  const vacuous = { verdict: 'vacuous', code: 'SV220' } as const;
  const open = { verdict: 'unknown', code: 'SV230' } as const;
  // Clauses: by their place, and by their name where a place has several.
  const clause = { expectedOf: 'clause', span: at(7) } as const;
  expect(subjects(obligation('S.g', clause), obligation('S.h', { ...clause, ...refuted }))).toEqual([
    'S.g: proved by S.g',
    'S.h: refuted by S.h',
  ]);
  expect(subjects(obligation('S.g', clause), obligation('S.g', { ...clause, ...refuted, span: at(8) }))).toHaveLength(
    2,
  );
  expect(
    subjects(obligation('S.g', clause), obligation('S.g', { ...clause, ...refuted, scope: 'n = 2' })),
  ).toHaveLength(2);
  expect(subjects(obligation('S.g', clause), obligation('S.g', { ...clause, ...refuted }))).toEqual([
    'S.g: refuted by S.g',
  ]);
  // What is owed of one item goes by one promise only where there is one.
  const range = { kind: 'range', expectedOf: 'clause', span: at(7) } as const;
  const defined = { ...range, kind: 'defined', ...refuted } as const;
  expect(subjects(obligation('S.y.range', range), obligation('S.y.defined', defined))).toHaveLength(2);
  const promised = { expected: 'refuted' } as const;
  expect(
    subjects(
      obligation('S.y.range', { ...range, ...promised }),
      obligation('S.y.defined', { ...defined, ...promised }),
    ),
  ).toEqual(['S.y.defined: refuted by S.y.defined']);
  const wet = { ...defined, ...promised, setting: 'wet' };
  expect(subjects(obligation('S.y.range', { ...range, ...promised }), obligation('wet/S.y.defined', wet))).toHaveLength(
    2,
  );
  const alike = { kind: 'guarantee', expectedOf: 'clause', span: at(7), ...promised } as const;
  expect(subjects(obligation('S.g', alike), obligation('S.h', { ...alike, ...refuted }))).toHaveLength(2);
  // Parts, settings and components.
  const part = { expectedOf: 'part', component: 'S', part: 'p', kind: 'assumption' } as const;
  expect(
    subjects(
      obligation('S.p.a', part),
      obligation('S.p.b', { ...part, ...open }),
      obligation('S.q.a', { ...part, part: 'q' }),
      obligation('T.p.a', { ...part, component: 'T' }),
      obligation('wet/S.p.a', { ...part, setting: 'wet' }),
    ),
  ).toEqual(['S.p: unknown by S.p.b', 'S.q: proved by S.q.a', 'T.p: proved by T.p.a', 'wet/S.p: proved by wet/S.p.a']);
  const setting = { expectedOf: 'setting', setting: 'wet', component: 'S' } as const;
  expect(
    subjects(
      obligation('wet/S.g', setting),
      obligation('wet/S.h', { ...setting, ...vacuous }),
      obligation('wet/T.g', { ...setting, component: 'T' }),
      obligation('dry/S.g', { ...setting, setting: 'dry' }),
    ),
  ).toEqual(['wet: vacuous by wet/S.h', 'dry: proved by dry/S.g']);
  const component = { expectedOf: 'component', component: 'S' } as const;
  expect(
    subjects(
      obligation('S.g', component),
      obligation('S.h', { ...component, ...open }),
      obligation('T.g', { ...component, component: 'T' }),
      obligation('wet/S.g', { ...component, setting: 'wet' }),
      obligation('S.by_itself', { expectedOf: 'setting', component: 'U' }),
    ),
  ).toEqual(['S: unknown by S.h', 'T: proved by T.g', 'wet/S: proved by wet/S.g', 'U: proved by S.by_itself']);
});

test('expectations: the worst decides, refuted before vacuous before unknown, and the first of equals', () => {
  const part = { expectedOf: 'part', component: 'S', part: 'p' } as const;
  const of = (verdict: 'proved' | 'refuted' | 'vacuous' | 'unknown', at: number) =>
    obligation(`S.p.${verdict}${at}`, { ...part, verdict, code: null });
  const verdicts = ['proved', 'unknown', 'vacuous', 'refuted'] as const;
  for (const [at, worse] of verdicts.entries()) {
    for (const better of verdicts.slice(0, at)) {
      for (const order of [
        [of(worse, 1), of(better, 2)],
        [of(better, 2), of(worse, 1)],
      ])
        expect(expectations(order)[0]).toMatchObject({ actual: worse, met: worse === 'proved' });
    }
    expect(expectations([of(worse, 1), of(worse, 2)])[0]!.decisive.id).toBe(`S.p.${worse}1`);
  }
});

test('by how much a bound is missed', () => {
  const missed = (left: string, operator: string, right: string, unit = 'm') =>
    missedBy(trace([[]], { compared: { left: cell(left, unit), operator, right: cell(right, unit) } }));
  expect(missed('180', '<=', '150')).toBe('over by 30 m');
  expect(missed('-1/2', '>=', '0.25')).toBe('short by 0.75 m');
  expect(missed('70703/1175', '<=', '60')).toBe('over by more than 0.1727 m');
  expect(missed('5', '<', '5')).toBe('exactly at the limit');
  expect(missed('true', '==', 'false', '')).toBe('');
  expect(missed('1000000000000000000000/3', '<=', '0', '')).toBe('over by more than 333333333333333333333.333');
});

test('cutting and wrapping keep to their columns', () => {
  expect(cutMiddle('a_very_long_name', 9)).toBe('a_ve…name');
  expect(cutEnd('alpha + 12345 + gamma', 12)).toBe('alpha + …');
  expect(width('日本')).toBe(4);
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(shellWord('a b')).toBe("'a b'");
  expect(shellWord('S.g*')).toBe("'S.g*'");
  expect(shellWord('wet/S.p[3].g')).toBe("'wet/S.p[3].g'");
});

test('the plain report is whole sentences without boxes or colour', () => {
  const text = plainReport(report([result([...PROVED, REFUTED, vacuous])]));
  expect(text).toContain('reaction_time is refuted: 70 ms happens where 50 ms is allowed.');
  expect(text).toContain('In all: 4 proved, 1 refuted, 1 vacuous, 0 unknown.');
  expect(text).not.toMatch(/[╭│─╰✔✘]| {2}/u);
});

test('the plain report has no empty lists of values', () => {
  const nothing = trace([[]]);
  const both = [
    { ...REFUTED, counterexample: nothing },
    { ...REFUTED, counterexample: null, witness: nothing },
  ];
  const text = plainReport(report([result(both)]));
  expect(text).toContain('It happens always.');
  expect(text).toContain('Nothing answers, whatever comes.');
  expect(text).not.toMatch(/: \./);
});

test('the concise report is one line a problem', () => {
  const text = conciseReport(report([result([...PROVED, REFUTED])]));
  expect(
    text,
  ).toBe(`specs/brake.safety:16:3: refuted[SV201]: BrakeByWire.reaction_time: reaction_time is refuted: 70 ms happens where 50 ms is allowed
4 proved, 1 refuted, 0 vacuous, 0 unknown
`);
});
