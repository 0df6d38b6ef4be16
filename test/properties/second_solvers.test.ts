import { afterAll, expect, test, vi } from 'vitest';
import type { TextSolver } from '../../src/core/smtlib/reply.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { askAnew, INSTALLED, type Question } from '../native_solvers.ts';
import { questions } from '../questions.ts';

/**
 * What our prover and Z3 as WebAssembly said of the questions of a check is asked anew of other programs, where they are
 * installed. Change how many questions with `SOLVED_AGAIN`.
 */
const RUNS = Number(process.env.SOLVED_AGAIN ?? 60);

const asked = vi.hoisted(() => new Map<string, string>());

vi.mock('../../src/core/engine/own_prover.ts', async (original) => {
  const { ownReply } = await original<typeof import('../../src/core/engine/own_prover.ts')>();
  const { printQuery } = await import('../../src/core/smtlib/print.ts');
  return {
    ownReply: (...given: Parameters<typeof ownReply>) => {
      const reply = ownReply(...given);
      if (reply !== null) asked.set(printQuery(given[0]).script, reply.kind);
      return reply;
    },
  };
});

const wasm = createWasmSolver({ workers: 1 });
afterAll(() => wasm.close());

/** Keeps what is asked, with what was answered: a script that both answered stands for the solver. */
const listening: TextSolver = {
  version: () => wasm.version(),
  close: () => wasm.close(),
  ask: async (question) => {
    const answer = await wasm.ask(question);
    if (answer.kind === 'text') asked.set(question.script, answer.check.trim());
    return answer;
  },
};

test.each(INSTALLED)('$name answers each question by itself, and nothing where it does not understand', (program) => {
  const sat = '(set-logic QF_LIA)\n(declare-const x Int)\n(assert (> x 1))\n(check-sat)\n';
  const unsat = '(set-logic QF_LIA)\n(declare-const x Int)\n(assert (> x x))\n(check-sat)\n';
  const scripts = [sat, unsat, '(set-logic QF_LIA)\n(assert y)\n(check-sat)\n', unsat, sat];
  const answers = askAnew(
    program,
    scripts.map((script) => ({ from: '', script, answer: '' })),
  );
  expect(answers).toEqual(['sat', 'unsat', null, 'unsat', 'sat']);
});

test.skipIf(INSTALLED.length === 0)(
  `${RUNS} questions of checks have the same answers from ${INSTALLED.map(({ name }) => name).join(' and ')}`,
  { timeout: 60_000 + 20_000 * RUNS },
  async () => {
    const wrong: string[] = [];
    const compared = new Map(INSTALLED.map(({ name }) => [name, 0]));
    const seen = new Set<string>();
    let total = 0;
    let decided = 0;
    let batch: Question[] = [];
    const compare = () => {
      const decidedBy = new Set<Question>();
      for (const program of INSTALLED) {
        const answers = askAnew(program, batch);
        for (const [at, question] of batch.entries()) {
          const theirs = answers[at];
          if (theirs !== 'sat' && theirs !== 'unsat') continue;
          decidedBy.add(question);
          compared.set(program.name, compared.get(program.name)! + 1);
          if (theirs === question.answer) continue;
          wrong.push(`${question.from}: ${question.answer}, but ${theirs} for ${program.name}\n${question.script}`);
        }
      }
      total += batch.length;
      decided += decidedBy.size;
      batch = [];
    };
    for await (const { from, most } of questions(listening)) {
      const fresh = [...asked].filter(([script, answer]) => /^(?:un)?sat$/.test(answer) && !seen.has(script));
      asked.clear();
      const step = Math.max(1, fresh.length / most);
      for (let at = 0; at < fresh.length; at += step) {
        const [script, answer] = fresh[Math.floor(at)]!;
        seen.add(script);
        batch.push({ from, script, answer });
      }
      if (decided + batch.length < RUNS && batch.length < 200) continue;
      compare();
      if (decided >= RUNS) break;
    }
    const by = INSTALLED.map(({ name, version }) => `${compared.get(name)} by ${name} ${version}`).join(', ');
    process.stdout.write(
      `asked anew: ${total} questions, ${decided} answered (${by}), ${wrong.length} disagreements\n`,
    );
    expect(wrong.join('\n\n')).toBe('');
    expect(decided).toBeGreaterThanOrEqual(RUNS);
    for (const [name, count] of compared) expect(count, name).toBeGreaterThan(total / 2);
  },
);
