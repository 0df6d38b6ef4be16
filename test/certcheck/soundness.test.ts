import { join } from 'node:path';
import { expect, test } from 'vitest';
import { certcheck } from '../../src/core/certcheck/certcheck.ts';
import { certify, sealed, sha256 } from './naive_prover.ts';
import { CORPUS, readSpec, saidRefuted, specsUnder } from './reading.ts';

/**
 * A prover that looks for trees with the checker's own hypotheses finds one wherever those are too strong. In the files
 * that hold ways to be wrong it must find none for what is refuted, and must find some for what is not.
 */
test('nothing that is refuted has a certificate', () => {
  let refuted = 0;
  let accepted = 0;
  for (const path of specsUnder(join(CORPUS, 'traps'))) {
    const spec = readSpec(path);
    const wrong = saidRefuted(spec.text);
    if (spec.model === null || wrong.length === 0) continue;
    refuted += wrong.length;
    const document = certify(spec.model, spec, { depth: 2, nodes: 60 });
    if (document.goals.length === 0) continue;
    const result = certcheck(sealed(document), spec.model, spec.texts.map(sha256), sha256);
    const good = result.checked.filter(({ verdict }) => verdict === 'accepted').map(({ id }) => id);
    expect(
      good.filter((id) => wrong.includes(id)),
      path,
    ).toEqual([]);
    accepted += good.length;
  }
  expect(refuted).toBeGreaterThan(100);
  expect(accepted).toBeGreaterThan(50);
}, 300_000);
