import { describe, expect, test } from 'vitest';
import { diagnostic } from '../../../src/core/diagnostics/diagnostic.ts';
import { githubReport } from '../../../src/core/report/github.ts';
import { gitlabReport } from '../../../src/core/report/gitlab.ts';
import { junitReport } from '../../../src/core/report/junit.ts';
import { markdownReport } from '../../../src/core/report/markdown.ts';
import { ndjsonReport } from '../../../src/core/report/ndjson.ts';
import { sarifReport } from '../../../src/core/report/sarif.ts';
import { obligation, PROVED, REFUTED, report, result, span } from './fixture.ts';

const undecided = obligation('S.u', { verdict: 'unknown', code: 'SV230', unknown: { reason: 'rlimit', detail: '' } });
const vacuous = obligation('S.v', { verdict: 'vacuous', code: 'SV220' });
const warning = diagnostic('SV300', 'look, 100 % of: this', span('connect'), { severity: 'warning', help: 'do\nthat' });
const shown = report([result([...PROVED, REFUTED, undecided, vacuous], { diagnostics: [warning] })], {
  failures: [diagnostic('SV301', '`x` does not exist', null)],
  exitCode: 2,
});

test('github: an annotation for each finding, with its text kept from being a command', () => {
  expect(githubReport(shown).trimEnd().split('\n')).toEqual([
    '::error title=SV301::`x` does not exist',
    '::warning file=specs/brake.safety,line=14,endLine=14,col=3,endColumn=10,title=SV300::look, 100 %25 of: this; help: do%0Athat',
    '::error file=specs/brake.safety,line=16,endLine=16,col=3,endColumn=61,title=SV201::BrakeByWire.reaction_time: reaction_time is refuted: 70 ms happens where 50 ms is allowed',
    '::warning file=specs/brake.safety,line=16,endLine=16,col=3,endColumn=61,title=SV230::S.u: u is undecided: its budget of solver steps is spent',
    '::error file=specs/brake.safety,line=16,endLine=16,col=3,endColumn=61,title=SV220::S.v: v holds of nothing: what it rests on cannot be met',
  ]);
});

describe('junit', () => {
  const text = junitReport(shown);

  test('a suite for each file, a case for each obligation; undecided is an error, not a pass', () => {
    expect(text).toContain(
      '<testsuite name="specs/brake.safety" tests="7" failures="2" errors="1" skipped="0" time="0.312">',
    );
    expect(text).toContain(
      '<failure type="SV201" message="reaction_time is refuted: 70 ms happens where 50 ms is allowed"/>',
    );
    expect(text).toContain('<error type="SV230"');
    expect(text).toContain('<testcase classname="diagnostics" name="SV301">');
  });

  test('is well-formed whatever the names are', () => {
    const evil = `a<b>&"'\u0007]]>`;
    const hostile = junitReport(report([result([{ ...REFUTED, id: evil, component: evil, setting: evil }])]));
    expect(hostile).toContain('a&lt;b&gt;&amp;&quot;');
    const tags = [...hostile.matchAll(/<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g)];
    const open: string[] = [];
    for (const [, closing, name, , selfClosing] of tags) {
      if (closing !== '') expect(open.pop()).toBe(name);
      else if (selfClosing === '') open.push(name!);
    }
    expect(open).toEqual([]);
    expect(hostile.replaceAll(/<\?xml[^>]*\?>|<\/?[a-z]+(?: [a-z]+="[^"<]*")*\/?>/g, '').trim()).toBe('');
  });
});

test('sarif: rules, places, related places, fingerprints that are names', () => {
  const log = JSON.parse(sarifReport(shown));
  const [run] = log.runs;
  expect(log.version).toBe('2.1.0');
  expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual([
    'SV201',
    'SV220',
    'SV230',
    'SV300',
    'SV301',
  ]);
  expect(run.results.map((each: { level: string }) => each.level)).toEqual([
    'error',
    'warning',
    'error',
    'warning',
    'error',
  ]);
  expect(run.results[2]).toMatchObject({
    ruleId: 'SV201',
    ruleIndex: 0,
    partialFingerprints: { 'obligation/v1': 'BrakeByWire.reaction_time' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'specs/brake.safety' },
          region: { startLine: 16, startColumn: 3, endLine: 16, endColumn: 61 },
        },
      },
    ],
  });
  expect(run.results[2].relatedLocations).toHaveLength(2);
});

test('gitlab: fingerprints without line numbers, all different', () => {
  const entries = JSON.parse(gitlabReport(shown));
  expect(entries.map((each: { severity: string }) => each.severity)).toEqual(['minor', 'major', 'minor', 'major']);
  expect(new Set(entries.map((each: { fingerprint: string }) => each.fingerprint)).size).toBe(4);
  expect(entries[1].location).toEqual({ path: 'specs/brake.safety', lines: { begin: 16, end: 16 } });
});

test('ndjson: each line is JSON, and the last stands for the run', () => {
  const lines = ndjsonReport(shown)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map((line) => line.type)).toEqual([...Array(7).fill('obligation'), 'diagnostic', 'diagnostic', 'run']);
  expect(lines.at(-1)).toMatchObject({
    runState: 'partial',
    exitCode: 2,
    summary: { proved: 4, refuted: 1, unknown: 1, vacuous: 1 },
  });
});

describe('markdown', () => {
  test('what is not proved comes first, the rest is folded', () => {
    const text = markdownReport(shown);
    expect(text).toMatch(/^## safeverify: 4 proved, 1 refuted, 1 vacuous, 1 unknown\n/);
    expect(text).toContain(
      '| ✘ | <code>BrakeByWire.reaction&#95;time</code> | reaction&#95;time is refuted: 70 ms happens where 50 ms is allowed (SV201) | specs/brake.safety:16:3 |',
    );
    expect(text).toContain('4 proved</summary>');
  });

  test('names cannot be markup', () => {
    const evil = '</summary><b>|`x`[a](b)';
    const hostile = markdownReport(report([result([{ ...REFUTED, id: evil, sentence: evil, text: evil }])]));
    expect(hostile).not.toContain('<b>');
  });
});
