import { afterAll, describe, expect, it, vi } from 'vitest';
import type { TextQuestion } from '../../src/core/smtlib/reply.ts';
import { WasmPool } from '../../src/solvers/wasm/pool.ts';
import { importTable } from '../../src/solvers/wasm/shared_table.ts';

const pool = new WasmPool({ workers: 2 });
afterAll(() => pool.close());

const question = (script: string, ask: Partial<TextQuestion> = {}): TextQuestion => ({
  script,
  ifSat: null,
  ifUnsat: null,
  budget: { rlimit: 1_000_000, timeoutMs: 30_000 },
  ...ask,
});

const HARD = `(set-logic ALL)(declare-const a Int)(declare-const b Int)(declare-const c Int)
(assert (> a 1))(assert (> b 1))(assert (> c 1))
(assert (= (+ (* a a a) (* b b b)) (* c c c)))(check-sat)`;
const FINE = question('(set-logic ALL)(declare-const x Int)(assert (> x 3))(check-sat)', { ifSat: '(get-value (x))' });

const expectFine = async (): Promise<void> => {
  expect(await pool.ask(FINE)).toMatchObject({ kind: 'text', check: 'sat\n', followUp: '((x 4))\n' });
};

/** A linear question of many symbols whose answer is known: a chain of sums, closed by a bound that it meets or not. */
const chain = (index: number): { readonly question: TextQuestion; readonly answer: string } => {
  const length = 3 + (index % 17);
  const sat = (index * 7919) % 3 !== 0;
  const lines = [
    '(set-logic ALL)',
    `(declare-const x0 ${index % 2 === 0 ? 'Int' : 'Real'})`,
    `(assert (>= x0 ${index}))`,
  ];
  for (let i = 1; i <= length; i += 1) {
    lines.push(`(declare-const x${i} ${index % 2 === 0 ? 'Int' : 'Real'})`, `(assert (>= x${i} (+ x${i - 1} ${i})))`);
  }
  const least = index + (length * (length + 1)) / 2;
  lines.push(`(assert (<= x${length} ${sat ? least : least - 1}))`, '(check-sat)');
  return { question: question(lines.join('\n')), answer: sat ? 'sat\n' : 'unsat\n' };
};

describe('the solver in worker threads', () => {
  it('says what it is', async () => {
    expect(await pool.version()).toEqual({ name: 'z3', version: '5.1.0', backend: 'wasm' });
  });

  it('answers, with values after sat, a core after unsat, a reason after unknown, and the steps used', async () => {
    await expectFine();
    const core = question(
      '(set-option :produce-unsat-cores true)(set-logic ALL)(declare-const p Bool)(assert (! p :named C0))(assert (! (not p) :named C1))(check-sat)',
      { ifSat: '(get-value (p))', ifUnsat: '(get-unsat-core)' },
    );
    expect(await pool.ask(core)).toMatchObject({ kind: 'text', check: 'unsat\n', followUp: '(C0 C1)\n' });
    const hard = await pool.ask(question(HARD, { budget: { rlimit: 50_000, timeoutMs: 30_000 } }));
    expect(hard).toMatchObject({ kind: 'text', check: 'unknown\n', followUp: '(:reason-unknown "canceled")\n' });
    expect(hard.kind === 'text' && hard.rlimit).toBeGreaterThanOrEqual(50_000);
  });

  it('answers 2,000 questions over two workers without one mistake', async () => {
    const asked = Array.from({ length: 2000 }, (_, index) => chain(index));
    const answers = await Promise.all(asked.map(async (one) => [one.answer, await pool.ask(one.question)] as const));
    const wrong = answers.filter(([right, given]) => given.kind !== 'text' || given.check !== right);
    expect(wrong).toEqual([]);
  });

  it('stops what takes too long, and goes on', async () => {
    const slow = question(HARD, { budget: { rlimit: 4_000_000_000, timeoutMs: 200 } });
    const [stopped, other] = await Promise.all([pool.ask(slow), pool.ask(FINE)]);
    expect(stopped).toMatchObject({ kind: 'failed', reason: 'timeout' });
    expect(stopped.timeMs).toBeLessThan(5_000);
    expect(other).toMatchObject({ kind: 'text', check: 'sat\n' });
    await expectFine();
  });

  it('outlives a worker that is killed while it solves', async () => {
    const slow = pool.ask(question(HARD, { budget: { rlimit: 4_000_000_000, timeoutMs: 60_000 } }));
    const victim = pool.slots.find((slot) => slot.busy)!;
    setTimeout(() => void victim.worker?.terminate(), 300);
    expect(await slow).toMatchObject({ kind: 'failed', reason: 'crash' });
    await expectFine();
  });

  it('outlives exhausted memory', async () => {
    const small = new WasmPool({ workers: 1, memoryMb: 12 });
    expect(
      await small.ask(question(pigeons(12), { budget: { rlimit: 4_000_000_000, timeoutMs: 100_000 } })),
    ).toMatchObject({ kind: 'failed', reason: 'memory' });
    expect(await small.ask(FINE)).toMatchObject({ kind: 'text', check: 'sat\n' });
    await small.close();
  });

  it('answers the same, in as many steps, without trampolines', async () => {
    const stock = new WasmPool({ workers: 1, trampolines: false });
    const asked = Array.from({ length: 60 }, (_, index) => thrown(index));
    const both = async (one: TextQuestion): Promise<readonly unknown[]> =>
      Promise.all([pool, stock].map(async (solver) => ({ ...(await solver.ask(one)), timeMs: 0 })));
    const answers = await Promise.all(asked.map(both));
    for (const [fast, slow] of answers) expect(fast).toEqual(slow);
    const kinds = answers.map(([fast]) => (fast as { check: string }).check.slice(0, 6));
    expect(new Set(kinds)).toEqual(new Set(['sat\n', 'unsat\n', 'unknow', '(error']));
    await stock.close();
  });

  it('refuses code that is not built as it was', () => {
    expect(() => importTable(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]))).toThrow('not built as it was');
    expect(() => importTable(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 2, 1, 0, 4, 1, 2]))).toThrow(
      'not built as it was',
    );
  });

  it('starts no thread of its own, which would race the clock', async () => {
    const answer = await pool.ask(
      question(HARD.replace('(set-logic ALL)', ''), { budget: { rlimit: 50_000, timeoutMs: 60_000 } }),
    );
    expect(answer).toMatchObject({ kind: 'failed', reason: 'crash', detail: expect.stringContaining('thread') });
    await expectFine();
  });

  it('does not keep the process alive while nothing is asked', async () => {
    const held = (): number =>
      process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/.test(name)).length;
    // Workers of the tests before end when they like.
    let before = -1;
    const isQuiet = () => {
      const quiet = held() === before;
      before = held();
      expect(quiet).toBe(true);
    };
    await vi.waitFor(isQuiet, { timeout: 10_000, interval: 300 });
    const idle = new WasmPool({ workers: 1 });
    idle.warm();
    await vi.waitFor(() => expect(idle.slots[0]!.started).toBe(true), { timeout: 10_000 });
    expect(held()).toBe(before);
    const asked = idle.ask(FINE);
    expect(held()).toBeGreaterThan(before);
    await asked;
    expect(held()).toBe(before);
    await idle.close();
  });

  it('fails what waits when it is closed, and what is asked afterwards', async () => {
    const closing = new WasmPool({ workers: 1 });
    const pending = [closing.ask(FINE), closing.ask(FINE)];
    await closing.close();
    for (const answer of [...(await Promise.all(pending)), await closing.ask(FINE)]) {
      expect(answer).toMatchObject({ kind: 'failed', reason: 'crash', detail: 'the solver was closed' });
    }
    expect(closing.slots.every((slot) => slot.worker === null)).toBe(true);
  });
});

/** Products, quotients, choices and mistakes: questions on which the solver throws within itself in many ways. */
function thrown(index: number): TextQuestion {
  const real = index % 3 !== 0;
  const sort = real ? 'Real' : 'Int';
  const quotient = real ? '/' : 'div';
  const bound = (index * 37) % 50;
  const script = [
    `(set-logic ${real && index % 2 === 0 ? 'QF_NRA' : 'ALL'})`,
    ...['x', 'y', 'z'].map((name) => `(declare-const ${name} ${sort})`),
    `(assert (> (* x y) (+ z ${index % 7})))`,
    `(assert (< (${quotient} x y) (ite (> z ${bound}) (* z z) (- z))))`,
    `(assert (or (= (* x x y) ${bound}) (= (+ x (* y z)) ${index})))`,
    index % 7 === 0 ? `(assert (= (+ (* x x x) (* y y y)) (+ (* z z z) ${bound})))` : '',
    index % 5 === 0 ? `(assert (and (> (* z z) ${bound}) (< z 0) (> z (- 1))))` : '',
    index % 11 === 0 ? '(assert (> x nosuch))' : '',
    '(check-sat)',
  ].join('\n');
  return question(script, { ifSat: '(get-value (x y z))', budget: { rlimit: 8_000, timeoutMs: 60_000 } });
}

/** `holes + 1` pigeons in as many holes as said: unsatisfiable, and long to see. */
function pigeons(holes: number): string {
  const all = [...Array(holes + 1).keys()];
  const hole = [...Array(holes).keys()];
  const lines = ['(set-logic ALL)', ...all.flatMap((i) => hole.map((j) => `(declare-const p${i}_${j} Bool)`))];
  lines.push(...all.map((i) => `(assert (or ${hole.map((j) => `p${i}_${j}`).join(' ')}))`));
  for (const j of hole) {
    for (const i of all) {
      for (const k of all.slice(0, i)) lines.push(`(assert (not (and p${i}_${j} p${k}_${j})))`);
    }
  }
  return `${lines.join('\n')}\n(check-sat)`;
}
