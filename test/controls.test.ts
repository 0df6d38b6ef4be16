import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createWasmSolver } from '../src/solvers/wasm/pool.ts';
import { checkText } from './checking.ts';
import {
  alwaysProved,
  assumesBareGuarantees,
  flattens,
  forgetsDefinedness,
  ignoresAssumptions,
  type Verifier,
} from './controls.ts';

/**
 * Verifiers that are wrong on purpose, each in one way in which a verifier of contracts can be wrong, and a file of the
 * corpus on which it is caught: it proves what must not be proved. They show that the corpus tells right from wrong.
 * Beside it stands a claim that such a verifier rightly proves, so that it is caught for its fault and nothing else.
 */
const CONTROLS: readonly {
  readonly name: string;
  readonly verifier: Verifier;
  readonly file: string;
  readonly wrongly: readonly string[];
  readonly rightly: readonly string[];
}[] = [
  {
    name: 'one that always says proved',
    verifier: alwaysProved,
    file: 'one_member_breaks_the_clause',
    wrongly: [],
    rightly: [],
  },
  {
    name: 'one that never asks whether assumptions are met',
    verifier: ignoresAssumptions,
    file: 'freed_gives_nothing',
    wrongly: ['Wrong.g', 'Wrong.p.need'],
    rightly: ['Right.g'],
  },
  {
    name: 'one that takes the guarantees of parts for granted',
    verifier: assumesBareGuarantees,
    file: 'circle_of_excuses',
    wrongly: ['Excuse.a.calm', 'Excuse.b.calm', 'Excuse.g'],
    rightly: ['Calm.g'],
  },
  {
    name: 'one that looks through contracts',
    verifier: flattens,
    file: 'contract_weaker_than_its_implementation',
    wrongly: ['Outside.half'],
    rightly: ['Outside.whole'],
  },
  {
    name: 'one that forgets definedness',
    verifier: forgetsDefinedness,
    file: 'division_in_the_branch_not_taken',
    wrongly: ['Bad.g'],
    rightly: ['Good.g'],
  },
];

describe('verifiers that are wrong on purpose', () => {
  const solver = createWasmSolver({ workers: 1 });
  afterAll(() => solver.close());

  test.each(CONTROLS)('$name is caught', async ({ verifier, file, wrongly, rightly }) => {
    const text = readFileSync(join(import.meta.dirname, 'corpus', 'traps', `${file}.safety`), 'utf8');
    const real = new Map((await checkText(solver, text)).obligations.map(({ id, verdict }) => [id, verdict]));
    const found = await verifier(solver, text);
    const wrong = [...found].filter(([id, verdict]) => verdict === 'proved' && real.get(id) !== 'proved');
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong.map(([id]) => id)).toEqual(expect.arrayContaining([...wrongly]));
    for (const id of rightly) expect([found.get(id), real.get(id)]).toEqual(['proved', 'proved']);
  });
});
