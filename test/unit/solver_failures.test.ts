import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as b from '../../src/core/logic/build.ts';
import type { Query } from '../../src/core/logic/term.ts';
import { printQuery } from '../../src/core/smtlib/print.ts';
import { readReply } from '../../src/core/smtlib/read.ts';
import type { Reply, TextSolver } from '../../src/core/smtlib/reply.ts';
import { createNativeSolver } from '../../src/solvers/native/process.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';

const PLAIN: Query = { assertions: [], wanted: [], wantCore: false };
const i = { name: 'x1', sort: 'Int' } as const;
const VALUE: Query = { ...PLAIN, assertions: [{ term: b.lt(b.sym(i), b.neg(b.sym(i))), label: 'a' }], wanted: [i] };

/** Asks with a comment in front that tells the fake what to do. */
async function ask(solver: TextSolver, comment: string, query = PLAIN, timeoutMs = 10_000): Promise<Reply> {
  const printed = printQuery(query);
  const script = `; ${comment}\n${printed.script}`;
  return readReply(await solver.ask({ ...printed, script, budget: { rlimit: 100_000, timeoutMs } }), query);
}

const fakes: readonly (readonly [string, () => TextSolver])[] = [
  ['a worker', () => createWasmSolver({ workers: 1, script: new URL('./fakes/worker.js', import.meta.url) })],
  [
    'a process',
    () => createNativeSolver({ path: fileURLToPath(new URL('./fakes/solver.mjs', import.meta.url)), processes: 2 }),
  ],
];

describe.each(fakes)('%s that fails', (_name, create) => {
  it('answers where it is well', async () => {
    const solver = create();
    expect(await ask(solver, 'say sat\\n')).toMatchObject({ kind: 'sat' });
    expect(await ask(solver, 'say unsat\\n')).toMatchObject({ kind: 'unsat' });
    await solver.close();
  });

  it.each([
    ['say unsat\\nunsat\\n', 'garbled'],
    ['say (error \\"oops\\")\\nunsat\\n', 'garbled'],
    ['say ', 'garbled'],
    ['say out of memory\\n', 'memory'],
    ['exit', 'crash'],
    ['hang', 'timeout'],
  ])('ends `%s` unknown, and goes on', async (comment, reason) => {
    const solver = create();
    const replies = await Promise.all([
      ask(solver, comment, PLAIN, comment === 'hang' ? 700 : 10_000),
      ask(solver, 'say sat\\n'),
    ]);
    expect(replies[0]).toMatchObject({ kind: 'unknown', reason });
    expect(replies[1]).toMatchObject({ kind: 'sat' });
    expect(await ask(solver, 'say unsat\\n')).toMatchObject({ kind: 'unsat' });
    await solver.close();
  });

  it('ends what runs when it is closed', async () => {
    const solver = create();
    const hanging = ask(solver, 'hang', PLAIN, 60_000);
    setTimeout(() => void solver.close(), 500);
    expect(await hanging).toMatchObject({ kind: 'unknown', reason: 'crash' });
    expect(await ask(solver, 'say sat\\n')).toMatchObject({ kind: 'unknown', reason: 'crash' });
  });
});

describe('a worker that throws', () => {
  it.each([
    ['throw RuntimeError: unreachable', 'crash'],
    ['throw out of memory (16 of 16 MiB): abort', 'memory'],
    ['crash while it reads', 'crash'],
  ])('ends `%s` unknown, and goes on', async (comment, reason) => {
    const solver = fakes[0]![1]();
    expect(await ask(solver, comment)).toMatchObject({ kind: 'unknown', reason });
    expect(await ask(solver, 'say sat\\n')).toMatchObject({ kind: 'sat' });
    await solver.close();
  });

  it('that cannot be started is unknown', async () => {
    const solver = createWasmSolver({ workers: 1, script: new URL('./fakes/nowhere.js', import.meta.url) });
    expect(await ask(solver, 'say sat')).toMatchObject({ kind: 'unknown', reason: 'crash' });
    await solver.close();
  });
});

describe('a native solver', () => {
  it('says its version and what it used', async () => {
    const solver = fakes[1]![1]();
    expect(await solver.version()).toEqual({ name: 'z3', version: '0.0.1', backend: 'native' });
    expect(await ask(solver, 'say sat\\n', VALUE)).toMatchObject({ kind: 'sat', rlimit: 12 });
    await solver.close();
  });

  it('is not believed when it warns', async () => {
    const solver = fakes[1]![1]();
    expect(await ask(solver, 'warn careful\\n')).toMatchObject({ kind: 'unknown', reason: 'garbled' });
    await solver.close();
  });

  it('that is not there is unknown, and has no version', async () => {
    const solver = createNativeSolver({ path: '/nowhere/z3' });
    expect(await ask(solver, 'say sat')).toMatchObject({ kind: 'unknown', reason: 'crash' });
    expect(await solver.version()).toMatchObject({ name: 'unknown' });
  });

  it.skipIf(!existsSync('/usr/bin/z3')).each(['/usr/bin/z3', '/usr/bin/cvc5'])(
    '%s answers as the other does',
    async (program) => {
      const solver = createNativeSolver({ path: program });
      const reply = await ask(solver, 'asked', VALUE);
      expect(reply.kind === 'sat' && String(reply.values.get('x1'))).toMatch(/^-\d+$/);
      const clash: Query = {
        ...VALUE,
        assertions: [...VALUE.assertions, { term: b.lt(b.abs(b.sym(i)), b.sym(i)), label: 'b' }],
      };
      expect(await ask(solver, 'asked', { ...clash, wantCore: true })).toMatchObject({
        kind: 'unsat',
        core: expect.arrayContaining(['b']),
      });
      await solver.close();
    },
  );
});
