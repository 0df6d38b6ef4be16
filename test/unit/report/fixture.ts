import type { Diagnostic } from '../../../src/core/diagnostics/diagnostic.ts';
import type { Report } from '../../../src/core/report/report.ts';
import { Sources } from '../../../src/core/report/sources.ts';
import { exitOf } from '../../../src/core/report/summary.ts';
import type { Span } from '../../../src/core/text/source.ts';
import type {
  Cell,
  CheckResult,
  ClauseMention,
  Counterexample,
  ObligationResult,
} from '../../../src/core/verdict/result.ts';

/** Hand-made results: what reporters are tested against. */

export const PATH = 'specs/brake.safety';

export const TEXT = `component Radar {
  out latency : real [ms]
  guarantee bound: latency <= 30 ms
}
component Brake {
  in signal : real [ms]
  out latency : real [ms]
  assume fresh: signal <= 100 ms
  guarantee bound: latency <= 40 ms
}
system BrakeByWire {
  part radar : Radar
  part brake : Brake
  connect radar.latency -> brake.signal
  let latency = radar.latency + brake.latency
  guarantee reaction_time "stands in time": latency <= 50 ms
}
`;

/** The span of the first occurrence of `words`. */
export function span(words: string, path = PATH, text = TEXT): Span {
  const start = text.indexOf(words);
  if (start < 0) throw new Error(`not in the text: ${words}`);
  return { path, start, end: start + words.length };
}

export function cell(value: string, unit = ''): Cell {
  return { value, unit, shown: value };
}

export function mention(name: string, part: string | null, text: string, at: Span): ClauseMention {
  return { name, part, text, span: at };
}

export function trace(
  steps: readonly (readonly (readonly [string, Cell])[])[],
  more: Partial<Counterexample> = {},
): Counterexample {
  return {
    replayed: true,
    parameters: new Map(),
    steps: steps.map((cells) => ({ cells: new Map(cells), freed: [] })),
    path: [],
    compared: null,
    sums: [],
    repairs: [],
    ...more,
  };
}

export function obligation(id: string, more: Partial<ObligationResult> = {}): ObligationResult {
  const bare = id.slice(id.indexOf('/') + 1);
  return {
    id,
    kind: 'guarantee',
    component: bare.slice(0, bare.indexOf('.')),
    setting: id.includes('/') ? id.slice(0, id.indexOf('/')) : null,
    part: null,
    verdict: 'proved',
    code: null,
    sentence: null,
    text: null,
    span: span('guarantee reaction_time "stands in time": latency <= 50 ms'),
    method: 'query',
    k: null,
    rlimit: 1000,
    timeMs: 4,
    cached: false,
    counterexample: null,
    clash: [],
    witness: null,
    unknown: null,
    scope: null,
    help: null,
    expected: 'proved',
    expectedOf: 'clause',
    family: null,
    reaches: null,
    slack: null,
    core: null,
    minimalCutSets: null,
    cutSetsComplete: null,
    probability: null,
    supporting: false,
    ...more,
  };
}

export const REFUTED = obligation('BrakeByWire.reaction_time', {
  verdict: 'refuted',
  code: 'SV201',
  sentence: 'stands in time',
  text: 'latency <= 50 ms',
  counterexample: trace(
    [
      [
        ['radar.latency', cell('30', 'ms')],
        ['brake.latency', cell('40', 'ms')],
      ],
    ],
    {
      path: [
        mention('Radar.bound', 'radar', 'latency <= 30 ms', span('guarantee bound: latency <= 30 ms')),
        mention('Brake.bound', 'brake', 'latency <= 40 ms', span('guarantee bound: latency <= 40 ms')),
      ],
      compared: { left: cell('70', 'ms'), operator: '<=', right: cell('50', 'ms') },
    },
  ),
});

export const PROVED = [
  obligation('Radar.consistent', { kind: 'consistent' }),
  obligation('Brake.consistent', { kind: 'consistent' }),
  obligation('Radar.realizable', { kind: 'realizable' }),
  obligation('BrakeByWire.brake.fresh', { kind: 'assumption', part: 'brake', text: 'signal <= 100 ms' }),
];

export function result(obligations: readonly ObligationResult[], more: Partial<CheckResult> = {}): CheckResult {
  return {
    runState: 'complete',
    solver: { name: 'z3', version: '5.1.0', backend: 'wasm' },
    config: { rlimit: 2_000_000, timeoutMs: 60_000, seed: 0 },
    inputs: [{ path: PATH, sha256: 'a'.repeat(64) }],
    components: [{ name: 'BrakeByWire', kind: 'system', parts: 2, connections: 1, span: span('system BrakeByWire') }],
    obligations,
    trusted: ['Radar', 'Brake'],
    diagnostics: [],
    timeMs: 312,
    ...more,
  };
}

export function report(results: readonly CheckResult[], more: Partial<Report> = {}): Report {
  return {
    tool: { name: 'safeverify', version: '0.1.0' },
    runs: results.map((each) => ({ root: each.inputs[0]?.path ?? PATH, result: each })),
    failures: [] as readonly Diagnostic[],
    config: { rlimit: 2_000_000, timeoutMs: 60_000, seed: 0 },
    sources: new Sources([{ path: PATH, text: TEXT }]),
    exitCode: Math.max(0, ...results.map(exitOf)),
    interrupted: false,
    ...more,
  };
}
