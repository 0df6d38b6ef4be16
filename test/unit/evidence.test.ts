import { afterAll, describe, expect, test } from 'vitest';
import type { EvidenceStore } from '../../src/core/evidence/store.ts';
import type { TextAnswer, TextQuestion, TextSolver } from '../../src/core/smtlib/reply.ts';
import type { CheckResult } from '../../src/core/verdict/result.ts';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';
import { bitten, FORGERIES, swapped } from '../forged_evidence.ts';

/**
 * What an earlier run has kept, and what comes of it in the next. The store may be anybody's: whatever it holds, a verdict
 * is the one that a run without it gives.
 */
const z3 = createWasmSolver({ workers: 1 });
afterAll(() => z3.close());

const said = new Map<string, Promise<TextAnswer>>();
let asked = 0;

/** Z3, asked each question once for all runs. */
const solver: TextSolver = {
  ask: (question) => {
    asked += 1;
    const key = JSON.stringify(question);
    if (!said.has(key)) said.set(key, z3.ask(question));
    return said.get(key)!;
  },
  version: () => z3.version(),
  close: async () => {},
};

/** A store in memory; what a run writes, only the next one reads. */
class Kept implements EvidenceStore {
  readonly texts: Map<string, string>;
  readonly written = new Map<string, string | null>();

  constructor(texts: ReadonlyMap<string, string> = new Map()) {
    this.texts = new Map(texts);
  }

  read(question: string): Promise<string | null> {
    return Promise.resolve(this.texts.get(question) ?? null);
  }

  write(question: string, text: string | null): void {
    this.written.set(question, text);
  }

  get kept(): ReadonlyMap<string, string> {
    return new Map([...this.written].filter((each): each is [string, string] => each[1] !== null));
  }
}

const PROVED_AND_REFUTED = `component P { in x : real in 0..10  out y : real  guarantee g: x + 1 <= y <= x + 2 }
system S { in x : real in 0..10  part p : P  connect x -> p.x  guarantee g: p.y <= 12  guarantee low: p.y >= 2 }
`;
const VACUOUS = `component V { in x : real in 0..10  out y : real  assume a: x > 11  guarantee g: y > x  guarantee h: y < x }
`;
const TWINS = `component C {
  in go : bool
  out y : bool = a
  state a : bool = false
  state b : bool = false
  next a = if go then not a else b
  next b = if go then not b else a
  guarantee g: a => b
}
`;
const COUNTER = `component C {
  in go : bool
  out y : int = n
  state n : int = 0
  next n = if go and n < 20 then n + 1 else n
  guarantee g: y <= 3
}
`;
const PRODUCTS = `component M { in x : real in 0..2  in y : real in 0..2  out z : real  guarantee g: z <= x * y }
system T { in x : real in 0..2  in y : real in 0..2  part m : M  connect x -> m.x  connect y -> m.y  guarantee g: m.z <= 4  guarantee h: m.z <= 3 }
`;

const TEXTS: Readonly<Record<string, string>> = { PROVED_AND_REFUTED, VACUOUS, TWINS, COUNTER, PRODUCTS };

async function run(text: string, evidence?: EvidenceStore, quick = true): Promise<CheckResult> {
  const more = { own: false, quick, ...(evidence === undefined ? {} : { evidence }) };
  return checkText(solver, text, 'test.safety', new Map(), more);
}

const verdicts = ({ obligations }: CheckResult) => obligations.map(({ id, verdict }) => `${id} ${verdict}`);
const cached = ({ obligations }: CheckResult) => obligations.filter((each) => each.cached).map(({ id }) => id);

/** All of a result but times, and what came from where. */
const lasting = (result: CheckResult) =>
  JSON.stringify(result, (key, value) =>
    key === 'timeMs' || key === 'cached' ? null : typeof value === 'bigint' ? `${value}` : value,
  );

const honest = new Map<string, { readonly truth: CheckResult; readonly kept: ReadonlyMap<string, string> }>();

/** What is right of a text, and what a run keeps of it. */
async function known(name: string) {
  let found = honest.get(name);
  if (found === undefined) {
    const store = new Kept();
    const cold = await run(TEXTS[name]!, store);
    const truth = await run(TEXTS[name]!);
    expect(lasting(cold)).toBe(lasting(truth));
    honest.set(name, (found = { truth, kept: store.kept }));
  }
  return found;
}

describe.each(Object.keys(TEXTS))('%s', (name) => {
  test('the next run says the same, and asks less', async () => {
    const { truth, kept } = await known(name);
    asked = 0;
    await run(TEXTS[name]!);
    const before = asked;
    asked = 0;
    const warm = await run(TEXTS[name]!, new Kept(kept));
    expect(lasting(warm)).toBe(lasting(truth));
    expect(asked).toBeLessThan(before);
    expect(cached(truth)).toEqual([]);
    expect(cached(warm).length).toBeGreaterThan(0);
    // That a product has a bound is not proved again: it is asked again.
    if (name !== 'PRODUCTS') expect(asked).toBe(0);
    else expect(warm.obligations.find(({ id }) => id === 'T.g')).toMatchObject({ verdict: 'proved', cached: false });
  });

  test('whatever a store answers, no verdict is another', async () => {
    const { truth } = await known(name);
    for (const [form, forge] of FORGERIES) {
      const store: EvidenceStore = { read: async (question) => forge(question), write: () => {} };
      expect([form, verdicts(await run(TEXTS[name]!, store))]).toEqual([form, verdicts(truth)]);
    }
  });

  test('entries under the keys of others change no verdict', async () => {
    const { truth, kept } = await known(name);
    for (const by of [1, 3])
      expect(verdicts(await run(TEXTS[name]!, new Kept(swapped(kept, by))))).toEqual(verdicts(truth));
  });

  test('entries with any character changed change no verdict', async () => {
    const { truth, kept } = await known(name);
    for (let round = 0; round < 5; round += 1)
      expect(verdicts(await run(TEXTS[name]!, new Kept(bitten(kept, round))))).toEqual(verdicts(truth));
  });

  test('steps that were not taken turn a verdict into none but unknown', async () => {
    const { truth, kept } = await known(name);
    const dear = new Map([...kept].map(([key, text]) => [key, text.replace(/"rlimit":\d+/, '"rlimit":2000000')]));
    const found = await run(TEXTS[name]!, new Kept(dear));
    for (const [at, { verdict }] of found.obligations.entries())
      expect(['unknown', truth.obligations[at]!.verdict]).toContain(verdict);
  });
});

test('`unknown` is not kept', async () => {
  const unknown: TextSolver = {
    ...solver,
    ask: async () => ({
      kind: 'text',
      check: 'unknown\n',
      followUp: '(:reason-unknown "(incomplete)")',
      rlimit: 5,
      timeMs: 0,
    }),
  };
  const store = new Kept();
  await checkText(unknown, PROVED_AND_REFUTED, 'test.safety', new Map(), { own: false, evidence: store });
  expect(store.written.size).toBe(0);
});

test('what a lying solver says is not kept', async () => {
  const lie = async ({ ifSat, ifUnsat }: TextQuestion): Promise<TextAnswer> => ({
    kind: 'text',
    check: 'unsat\n',
    followUp: ifUnsat === null ? null : '()',
    rlimit: 1,
    timeMs: 0,
    more: ifSat,
  });
  const store = new Kept();
  await checkText({ ...solver, ask: lie }, COUNTER, 'test.safety', new Map(), { own: false, evidence: store });
  const { truth } = await known('COUNTER');
  expect(verdicts(await run(COUNTER, new Kept(store.kept)))).toEqual(verdicts(truth));
});

test('a store that holds nothing but rubbish is left alone after some entries', async () => {
  let reads = 0;
  const store: EvidenceStore = {
    read: async () => {
      reads += 1;
      return 'rubbish';
    },
    write: () => {},
  };
  await run(PROVED_AND_REFUTED, store, false);
  // Some are read at the same time as the last.
  expect(reads).toBeGreaterThanOrEqual(50);
  expect(reads).toBeLessThanOrEqual(58);
});

test('what follows the verdicts is the same too', async () => {
  const store = new Kept();
  const cold = await run(PROVED_AND_REFUTED, store, false);
  const before = asked;
  const warm = await run(PROVED_AND_REFUTED, new Kept(store.kept), false);
  // A question with quantifiers is among them.
  expect(asked - before).toBeLessThan(5);
  expect(lasting(warm)).toBe(lasting(cold));
  expect(lasting(warm)).toBe(lasting(await run(PROVED_AND_REFUTED, undefined, false)));
});
