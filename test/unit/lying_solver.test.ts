import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../src/core/check.ts';
import type { TextAnswer, TextQuestion, TextSolver } from '../../src/core/smtlib/reply.ts';
import type { VerdictKind } from '../../src/core/verdict/result.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';

/** Solvers that are well-formed and wrong. What they say is replayed, so that a lie shows as `unknown`, never as a verdict. */
const honest = createWasmSolver({ workers: 1 });
afterAll(() => honest.close());

const ZEROS = { Bool: 'false', Int: '0', Real: '0.0' } as const;

/** "Yes, with every value 0", in the form in which a solver would say it. */
function yes({ script, ifSat }: TextQuestion): TextAnswer {
  const sorts = new Map([...script.matchAll(/\(declare-const (\S+) (Bool|Int|Real)\)/g)].map((m) => [m[1]!, m[2]!]));
  const wanted = ifSat === null ? [] : (/\(get-value \((.*)\)\)/.exec(ifSat)?.[1]?.split(' ') ?? []);
  const values = wanted.map((name) => `(${name} ${ZEROS[sorts.get(name) as keyof typeof ZEROS]})`);
  return {
    kind: 'text',
    check: 'sat\n',
    followUp: ifSat === null ? null : `(${values.join(' ')})\n`,
    rlimit: 1,
    timeMs: 0,
  };
}

/** Answers as the honest one does, but for those answers that `lie` changes. */
function liar(lie: (question: TextQuestion, answer: TextAnswer) => TextAnswer): TextSolver {
  return {
    ask: async (question) => lie(question, await honest.ask(question)),
    version: () => honest.version(),
    close: async () => {},
  };
}

const isNo = (answer: TextAnswer) => answer.kind === 'text' && answer.check.startsWith('unsat');

async function verdicts(
  text: string,
  solver: TextSolver,
): Promise<Map<string, { verdict: VerdictKind; reason: string | null }>> {
  const result = await check({
    root: { path: 'test.safety', text },
    read: () => ({ kind: 'problem', problem: 'missing', detail: '' }),
    solver,
    config: { rlimit: 2_000_000, timeoutMs: 30_000, seed: 0 },
    only: null,
    quick: true,
    own: false,
    now: () => 0,
  });
  return new Map(result.obligations.map((o) => [o.id, { verdict: o.verdict, reason: o.unknown?.reason ?? null }]));
}

const TRUE = `component P { in x : real in 0..10  out y : real  guarantee g: x + 1 <= y <= x + 2 }
system S { in x : real in 0..10  part p : P  connect x -> p.x  guarantee g: p.y <= 12  guarantee low: p.y >= 1 }
`;
const OVER_TIME = `component C { in x : int in 0..1  out y : int = s  state s : int = 5  next s = if s < 9 then s + x else s  guarantee g: 5 <= y <= 9 }
`;

describe('a solver that finds counterexamples where there are none', () => {
  test.each([
    ['within a step', TRUE, ['S.g', 'S.low', 'S.p.x.range']],
    ['over time', OVER_TIME, ['C.g']],
  ])('%s: nothing is refuted, and no claim is proved by an answer that was a lie', async (_, text, claims) => {
    const truth = await verdicts(text, honest);
    expect(claims.map((id) => truth.get(id)!.verdict)).toEqual(claims.map(() => 'proved'));
    const found = await verdicts(
      text,
      liar((question, answer) => (isNo(answer) ? yes(question) : answer)),
    );
    expect([...found].filter(([, { verdict }]) => verdict === 'refuted')).toEqual([]);
    for (const id of claims) expect(found.get(id)!.verdict).not.toBe('proved');
    expect([...found.values()].map(({ reason }) => reason)).toContain('replay');
  });
});

test('a solver that finds nothing possible proves nothing', async () => {
  const no: TextAnswer = { kind: 'text', check: 'unsat\n', followUp: null, rlimit: 1, timeMs: 0 };
  const found = await verdicts(
    TRUE,
    liar((question) => (question.ifUnsat === null ? no : { ...no, followUp: '()\n' })),
  );
  expect([...found].filter(([, { verdict }]) => verdict === 'proved').map(([id]) => id)).not.toContain('S.g');
});
