import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { diagnostic } from '../../../src/core/diagnostics/diagnostic.ts';
import { jsonReport } from '../../../src/core/report/json.ts';
import { cell, mention, obligation, PROVED, REFUTED, report, result, span, trace } from './fixture.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../../src/core/report/result.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

function document(...parameters: Parameters<typeof report>) {
  const text = jsonReport(report(...parameters));
  const value = JSON.parse(text);
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
  return value;
}

describe('the JSON result', () => {
  test('has every key of the published schema', () => {
    const value = document([result([...PROVED, REFUTED])]);
    expect(value).toMatchObject({
      schemaVersion: '1.0',
      runState: 'complete',
      exitCode: 1,
      solver: { name: 'z3', version: '5.1.0', backend: 'wasm' },
      summary: { proved: 4, refuted: 1, unknown: 0, vacuous: 0, cached: 0 },
      trusted: ['Radar', 'Brake'],
      bounds: [],
      diagnostics: [],
    });
    expect(value.obligations[4]).toMatchObject({
      id: 'BrakeByWire.reaction_time',
      verdict: 'refuted',
      code: 'SV201',
      location: { path: 'specs/brake.safety', start: { line: 16, column: 3 }, end: { line: 16, column: 61 } },
      reaches: null,
      slack: null,
      minimalCutSets: null,
      unknown: null,
      counterexample: {
        replayed: true,
        steps: [{ 'radar.latency': { value: '30', unit: 'ms' }, 'brake.latency': { value: '40', unit: 'ms' } }],
        path: [
          { part: 'radar', clause: 'Radar.bound', line: 3 },
          { part: 'brake', clause: 'Brake.bound', line: 9 },
        ],
        repairs: [],
      },
    });
  });

  test('is a document also where nothing could start', () => {
    const value = document([], { failures: [diagnostic('SV301', '`x.safety` does not exist', null)], exitCode: 2 });
    expect(value).toMatchObject({ runState: 'empty', exitCode: 2, diagnostics: [{ code: 'SV301', location: null }] });
  });

  test('is aborted when interrupted, partial when one file failed', () => {
    expect(document([result(PROVED)], { interrupted: true, exitCode: 130 }).runState).toBe('aborted');
    expect(document([result(PROVED)], { failures: [diagnostic('SV301', 'no', null)], exitCode: 2 }).runState).toBe(
      'partial',
    );
    expect(document([result(PROVED), result([], { runState: 'empty' })], { exitCode: 2 }).runState).toBe('partial');
  });

  test('keeps ports that are called like the inner parts of objects', () => {
    const claim = obligation('S.g', {
      ...REFUTED,
      counterexample: trace(
        [
          [
            ['__proto__', cell('1')],
            ['constructor', cell('true')],
          ],
        ],
        { parameters: new Map([['__proto__', cell('2/3', 'm')]]) },
      ),
    });
    const text = jsonReport(report([result([claim])]));
    expect(text).toContain('"__proto__"');
    const { counterexample } = JSON.parse(text).obligations[0];
    expect(Object.keys(counterexample.steps[0])).toEqual(['__proto__', 'constructor']);
    expect(Object.entries(counterexample.parameters)).toEqual([['__proto__', { value: '2/3', unit: 'm' }]]);
  });

  test('several files are one document; what they share counts once', () => {
    const value = document([result([...PROVED, REFUTED]), result([...PROVED, obligation('Other.g', { timeMs: 1 })])]);
    expect(value.obligations.map((each: { id: string }) => each.id)).toHaveLength(6);
    expect(value.summary.proved).toBe(5);
  });

  test('holds verdicts of every kind to the schema', () => {
    const mentioned = [mention('A.x', null, 'x < 3', span('latency <= 30 ms'))];
    document([
      result([
        obligation('S.a', { verdict: 'vacuous', code: 'SV220', clash: mentioned }),
        obligation('S.b', { verdict: 'unknown', code: 'SV230', unknown: { reason: 'garbled', detail: 'two answers' } }),
        obligation('S.realizable', {
          kind: 'realizable',
          verdict: 'refuted',
          code: 'SV209',
          witness: trace([[['x', cell('1')]]]),
          clash: mentioned,
        }),
        obligation('S.c', {
          ...REFUTED,
          family: { parameter: 'n', largestSafe: '27', firstFailing: '28', everySize: false, abstraction: null },
        }),
      ]),
    ]);
  });

  test('control characters of names are escaped', () => {
    const evil = '\u001b[2J\u009b\u202e';
    const text = jsonReport(report([result([obligation('S.g', { sentence: evil })])]));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(JSON.parse(text).obligations[0].sentence).toBe(evil);
  });

  test('the schema refuses what is none', () => {
    expect(validate({})).toBe(false);
    const value = JSON.parse(jsonReport(report([result([REFUTED])])));
    expect(validate({ ...value, runState: 'fine' })).toBe(false);
    expect(validate({ ...value, obligations: [{ ...value.obligations[0], code: null }] })).toBe(false);
  });
});
