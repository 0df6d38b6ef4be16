import { describe, expect, test } from 'vitest';
import { diagnostic } from '../../../src/core/diagnostics/diagnostic.ts';
import { humanReport } from '../../../src/core/report/human.ts';
import { ansi } from '../../../src/core/report/paint.ts';
import { width } from '../../../src/core/report/printable.ts';
import { Sources } from '../../../src/core/report/sources.ts';
import { cell, mention, obligation, PATH, PROVED, REFUTED, report, result, span, TEXT, trace } from './fixture.ts';

describe('the human report', () => {
  test('a proof: headline, counted contracts, claims, what is trusted, one line of sums', () => {
    expect(humanReport(report([result(PROVED)]))).toBe(`
  BrakeByWire   2 parts, 1 connection, 4 obligations

  ✔ 2 contracts consistent, 1 realizable
  ✔ brake.fresh  signal <= 100 ms
  trusted    Radar, Brake (leaf contracts)

  proved  4 of 4   0.31 s   z3 5.1.0
`);
  });

  test('a refutation: where, by how much, along which promises, with which values, and how to ask again', () => {
    expect(humanReport(report([result([REFUTED])]))).toContain(`
error[SV201]: reaction_time is refuted: 70 ms happens where 50 ms is allowed
   ╭─ specs/brake.safety:16:3
16 │   guarantee reaction_time "stands in time": latency <= 50 ms
   │                                             ────────────────  over by 20 ms
   ╰─
   “stands in time”
   along  promises           here
   radar  latency <= 30 ms  30 ms  line 3
   brake  latency <= 40 ms  40 ms  line 9
   it happens with
      radar.latency  30 ms
      brake.latency  40 ms

   every part keeps its contract; their composition does not
   again: safeverify check specs/brake.safety --only BrakeByWire.reaction_time
`);
  });

  test('an unmet assumption joins the promise, the wire and the need', () => {
    const unmet = obligation('BrakeByWire.brake.fresh', {
      kind: 'assumption',
      verdict: 'refuted',
      code: 'SV202',
      part: 'brake',
      text: 'signal <= 100 ms',
      span: span('part brake'),
      counterexample: trace([[['radar.latency', cell('120', 'ms')]]], {
        compared: { left: cell('120', 'ms'), operator: '<=', right: cell('100', 'ms') },
        path: [
          mention('Radar.bound', 'radar', 'latency <= 30 ms', span('guarantee bound: latency <= 30 ms')),
          mention('connect', 'brake', 'radar.latency', span('connect radar.latency -> brake.signal')),
          mention('Brake.fresh', 'brake', 'signal <= 100 ms', span('assume fresh: signal <= 100 ms')),
        ],
      }),
    });
    const text = humanReport(report([result([unmet])]));
    expect(text).toContain('all that radar promises');
    expect(text).toContain('wired here');
    expect(text).toContain('brake assumes: over by 20 ms');
  });

  test('a trace over steps marks what changed', () => {
    const steps = [1, 2, 2].map((value) => [['x', cell(String(value), 'm')] as const]);
    const claim = obligation('S.g', { verdict: 'refuted', code: 'SV201', counterexample: trace(steps) });
    expect(humanReport(report([result([claim])]))).toContain(`
   it happens at step 2; every value was replayed exactly
      step   0   1   2
      x [m]  1   2*  2
      * changed since the step before
`);
  });

  test('a long stretch in which nothing changes shares a column', () => {
    const steps = [1, 1, 1, 1, 1, 2, 2, 2, 2, 3].map((value) => [['x', cell(String(value), 'm')] as const]);
    const claim = obligation('S.g', { verdict: 'refuted', code: 'SV201', counterexample: trace(steps) });
    expect(humanReport(report([result([claim])]))).toContain(`
      step      0   1..4      5      6      7      8      9
      x [m]     1      1      2*     2      2      2      3*
`);
  });

  test('long traces are folded into bands of 80 columns, without cutting a number', () => {
    const steps = Array.from({ length: 40 }, (_each, at) => [
      [`a_rather_long_name_of_a_part.with_a_port_${'x'.repeat(40)}`, cell(`${at}00000/7`, 'm')] as const,
    ]);
    const claim = obligation('S.g', { verdict: 'refuted', code: 'SV201', counterexample: trace(steps) });
    const text = humanReport(report([result([claim])]));
    for (const line of text.split('\n')) expect(width(line)).toBeLessThanOrEqual(80);
    for (let at = 0; at < 40; at += 1) expect(text).toContain(` ${at}00000/7`);
  });

  test('an undecided claim says what was spent and why', () => {
    const unknown = { reason: 'rlimit', detail: 'products of parameters' } as const;
    const text = humanReport(report([result([obligation('S.g', { verdict: 'unknown', code: 'SV230', unknown })])]));
    expect(text).toContain('unknown[SV230]: g is undecided: its budget of solver steps is spent');
    expect(text).toContain('products of parameters');
    expect(text).toContain('spent: 1000 solver steps');
    expect(text).toContain('unknown 1');
  });

  test('a vacuous claim names the clash', () => {
    const clash = [
      mention('Radar.bound', 'radar', 'latency <= 30 ms', span('guarantee bound: latency <= 30 ms')),
      mention('S.no', null, 'latency > 30 ms', span('latency <= 50 ms')),
    ];
    const text = humanReport(report([result([obligation('S.g', { verdict: 'vacuous', code: 'SV220', clash })])]));
    expect(text).toContain('these cannot hold together');
    expect(text).toContain('Radar.bound (radar)');
  });

  test('a mistake shows all its places in one frame, and the way out', () => {
    const mistake = diagnostic('SV201', 'cannot compare `L/min` with `m/s`', span('latency <= 50 ms'), {
      related: [{ span: span('latency : real [ms]'), message: 'declared here' }],
      help: 'convert one of them',
    });
    expect(
      humanReport(report([result([], { diagnostics: [mistake], runState: 'empty' })])),
    ).toBe(`error[SV201]: cannot compare \`L/min\` with \`m/s\`
   ╭─ specs/brake.safety:16:45
 2 │   out latency : real [ms]
   │       ───────────────────  declared here
16 │   guarantee reaction_time "stands in time": latency <= 50 ms
   │                                             ────────────────
   ╰─
   help: convert one of them


`);
  });

  test('many proved lines of one component are counted', () => {
    const many = Array.from({ length: 300 }, (_each, at) =>
      obligation(`S.p${at}.a`, { kind: 'assumption', part: `p${at}` }),
    );
    const text = humanReport(report([result(many)]));
    expect(text).toContain('✔ 300 assumptions of parts met');
    expect(text.split('\n').length).toBeLessThan(12);
  });

  test('80 columns hold for long names, formulas and places', () => {
    const long = 'very_'.repeat(40);
    const text = `${TEXT}guarantee ${long}: ${'alpha + '.repeat(40)}beta <= 5\n`;
    const where = { path: PATH, start: TEXT.length, end: text.length - 1 };
    const claim = obligation(`S.${long}`, {
      ...REFUTED,
      id: `S.${long}`,
      component: 'S',
      span: where,
      text: `${'alpha + '.repeat(40)}beta <= 5`,
    });
    const wide = humanReport(report([result([claim])], { sources: new Sources([{ path: PATH, text }]) }));
    const lines = wide.split('\n').filter((line) => !/again:|error\[/.test(line) && !line.includes(long));
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(80);
  });

  test('nothing from a file steers the terminal', () => {
    const evil = '\u001b[31mred\u0007\u202eover\u009b2J';
    const path = `specs/${evil}.safety`;
    const claim = obligation('S.g', {
      ...REFUTED,
      sentence: evil,
      text: evil,
      help: evil,
      span: { path, start: 0, end: 4 },
      counterexample: trace([[[evil, cell(evil, evil)]]]),
      clash: [mention(evil, evil, evil, { path, start: 0, end: 4 })],
    });
    const bad = diagnostic(
      'SV201',
      evil,
      { path, start: 0, end: 9 },
      { help: evil, related: [{ span: { path, start: 1, end: 2 }, message: evil }] },
    );
    const hostile = result([claim], { inputs: [{ path, sha256: '' }], trusted: [evil], diagnostics: [bad] });
    const text = humanReport(report([hostile], { sources: new Sources([{ path, text: `${evil}${evil}\n` }]) }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text).toContain('\\u{1b}[31mred\\u{7}\\u{202e}over\\u{9b}2J');
  });

  test('without paint there is no escape; with it the words are the same', () => {
    const shown = report([result([...PROVED, REFUTED])]);
    const painted = humanReport(shown, ansi);
    expect(painted).toContain('\u001b[');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
    expect(painted.replaceAll(/\u001b\[[0-9;]*m/g, '')).toBe(humanReport(shown));
  });

  test('tabs and escapes before an underline do not move it off its words', () => {
    const text = '\t\u0007x <= 3\n';
    const mistake = diagnostic('SV201', 'no', { path: PATH, start: 2, end: 3 });
    const shown = humanReport(
      report([result([], { diagnostics: [mistake] })], { sources: new Sources([{ path: PATH, text }]) }),
    );
    const [code, under] = shown.split('\n').slice(2, 4);
    expect(under!.indexOf('─')).toBe(code!.indexOf('x <='));
  });
});
