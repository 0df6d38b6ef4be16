import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { certcheck } from '../../src/core/certcheck/certcheck.ts';
import { type Claim, owedBy } from '../../src/core/certcheck/claims.ts';
import { Frame, follow, type Uses } from '../../src/core/certcheck/frame.ts';
import { type Corruption, corruptions, Draw } from './corruptions.ts';
import { certify, type Document, type Goal, sealed, sha256 } from './naive_prover.ts';
import { CORPUS, type Read, readSpec } from './reading.ts';

/** Certificates of the cases: what they show is accepted, whatever else they are made to say is not. */

interface Certified extends Read {
  readonly document: Document;
}

const CASES = ['toy', 'emergency_stop', 'loop', 'tank', 'contexts'];
const WITH_INVARIANT = `component C {
  step 1 s
  out y : int = x
  state x : int = 0
  state z : int = 0
  next z = z + 2
  next x = x + z
  guarantee up: y >= 0
}
`;

function certified(spec: Read): Certified {
  return { ...spec, document: certify(spec.model!, spec) };
}

const NOTHING: Uses = { discharged: new Set(), dischargedNow: new Set(), lemmas: [], invariants: [] };
const cases = CASES.map((name) => certified(readSpec(join(CORPUS, 'cases', `${name}.safety`))));
const all = [...cases, withInvariant()];

/** A certificate with an invariant, written by hand: no prover as simple as ours finds one. */
function withInvariant(): Certified {
  const spec = readSpec('invariant.safety', WITH_INVARIANT);
  const row = (names: readonly string[], c: string) => ({
    lin: names.map((name) => ['-1', [[name, 0]]]),
    rel: '<=',
    c,
  });
  const holds = [{ false: { claim: true } }];
  const low = { unit: row(['z'], '0'), by: { invariant: [0, 0] } };
  const negative = (names: readonly string[], c: string) => ({
    unit: { ...row(names, c), lin: names.map((name) => ['1', [[name, 0]]]) },
    by: { claim: true },
  });
  const invariant = {
    formula: ['le', ['num', '0'], ['var', 'z']],
    base: [holds, holds],
    step: [low, { false: { claim: true } }],
  };
  const step = [
    low,
    { unit: row(['x'], '0'), by: { earlier: 0 } },
    negative(['x', 'z'], '-1'),
    {
      farkas: [
        ['1', 0],
        ['1', 1],
        ['1', 2],
      ],
    },
  ];
  const proof = { kind: 'induction', k: 1, base: [holds, holds], step, invariants: [invariant] };
  const uses = { discharged: [], dischargedNow: [], lemmas: [] };
  const file = { path: spec.path, sha256: sha256(spec.text) };
  const goals: Goal[] = [{ obligation: 'C.up', goal: 0, uses, proof }];
  return { ...spec, document: { format: 'safeverify-certificate', version: 1, file, imports: [], digest: '', goals } };
}

function check(spec: Read, certificate: string) {
  return certcheck(certificate, spec.model!, spec.texts.map(sha256), sha256);
}

function isAccepted(spec: Read, certificate: string, id: string): boolean {
  const { rejected, checked } = check(spec, certificate);
  return rejected === null && checked.find((each) => each.id === id)?.verdict === 'accepted';
}

/** Looks at nothing but checksums, as a tool might that trusts whoever wrote the certificate. */
function checksumsOnly(spec: Read, certificate: string): boolean {
  const document = JSON.parse(certificate) as Document;
  const { sha256: file } = document.file as { sha256: string };
  return sealed(document) === certificate && file === sha256(spec.text);
}

describe('certificates of the cases', () => {
  const expected = JSON.parse(readFileSync(join(CORPUS, 'cases', 'expected.json'), 'utf8')) as Record<
    string,
    Readonly<Record<string, { readonly verdict: string }>>
  >;

  test.each(all.map((spec) => [spec.path.replace(/.*\//, ''), spec] as const))('%s', (name, spec) => {
    const { rejected, checked } = check(spec, sealed(spec.document));
    expect(rejected).toBe(null);
    expect(checked.filter(({ verdict }) => verdict !== 'accepted')).toEqual([]);
    const said = expected[name] ?? {};
    const verdictOf = (id: string) => said[id]?.verdict ?? 'proved';
    expect(checked.map(({ id }) => verdictOf(id)).filter((verdict) => verdict !== 'proved')).toEqual([]);
    expect(checked.length).toBeGreaterThan(0);
  });
});

const CORRUPTIONS = 1_000;
const KINDS = ['coefficient', 'row', 'leaf', 'hypothesis', 'bound', 'negation', 'induction', 'invariant'];

describe('corrupted certificates', () => {
  const draw = new Draw(20_261);
  const corrupted: (Corruption & { spec: Certified })[] = [];
  for (let turn = 0; corrupted.length < CORRUPTIONS; turn += 1) {
    const kind = KINDS[turn % KINDS.length]!;
    const fitting = kind === 'invariant' ? all.slice(-1) : all;
    const spec = fitting[draw.below(fitting.length)]!;
    const one = corruptions(spec.document, kind, draw);
    if (one !== null) corrupted.push({ ...one, spec });
  }

  test(`${CORRUPTIONS} of them, of every kind, each with its digest made anew, are rejected`, () => {
    expect(new Set(corrupted.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    const wrong = corrupted.filter(({ spec, document, id }) => isAccepted(spec, sealed(document), id));
    expect(wrong.map(({ kind, id, what }) => `${kind} of ${id}: ${what}`)).toEqual([]);
  }, 240_000);

  test('a checker of checksums only would accept them', () => {
    expect(corrupted.every(({ spec, document }) => checksumsOnly(spec, sealed(document)))).toBe(true);
  });
});

describe('certificates of one obligation for another', () => {
  /** What is true by its form alone has the same certificate everywhere. */
  const isTrivial = (claims: readonly Claim[]) => {
    try {
      for (const claim of claims)
        follow([{ false: { claim: true } }], new Frame(claim, NOTHING, { anchored: false, steps: 1, invariant: null }));
      return true;
    } catch {
      return false;
    }
  };

  test('are rejected', () => {
    let offered = 0;
    const wrong: string[] = [];
    const draw = new Draw(8);
    for (const spec of cases) {
      const owed = [...owedBy(spec.model!)].filter(([, claims]) => claims !== null && !isTrivial(claims));
      for (const { obligation, goal } of spec.document.goals) {
        for (const [other, claims] of owed) {
          if (other === obligation || goal >= claims!.length || draw.below(4) > 0) continue;
          // Nothing but the name is changed, and the name's own certificate taken out.
          const goals = spec.document.goals
            .filter((each) => each.obligation !== other)
            .map((each) => (each.obligation === obligation ? { ...each, obligation: other } : each));
          offered += 1;
          if (isAccepted(spec, sealed({ ...spec.document, goals }), other)) wrong.push(`${obligation} for ${other}`);
        }
      }
    }
    expect(offered).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  }, 240_000);
});
