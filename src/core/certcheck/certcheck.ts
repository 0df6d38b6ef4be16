import type { Model, Scope } from '../model/model.ts';
import { isTemporal } from '../model/traverse.ts';
import { type Claim, type Owed, owedBy } from './claims.ts';
import { Frame, mayUseNow, owedOf, type Uses, type Window } from './frame.ts';
import type { Faults } from './meaning.ts';
import { count, fields, list, Rejected, reject, text } from './strict.ts';
import { follow } from './tree.ts';
import { readExpr } from './written.ts';

/** What the checker took for granted: everything before the claims, and how numbers and files are read. */
export const TRUSTED: readonly string[] = [
  'reading and typing: src/core/text, diagnostics, syntax, resolve, types, with ohm-js',
  'elaboration: src/core/model',
  'exact rationals: src/core/exact, with fraction.js',
  'the checker itself: src/core/certcheck, with JSON and SHA-256 of Node.js',
];

/** What the checker says of one obligation; the reason is null where it is accepted. */
export interface Checked {
  readonly id: string;
  readonly verdict: 'accepted' | 'rejected' | 'refused';
  readonly reason: string | null;
}

export interface CertcheckResult {
  /** Why the file as a whole is rejected; null where it is not. */
  readonly rejected: string | null;
  /** The obligations that the certificate speaks of. */
  readonly checked: readonly Checked[];
  /** Obligations that a certificate could show and this one does not. */
  readonly missing: readonly string[];
  /** Obligations that no certificate shows: that something exists, or how likely it is. */
  readonly notCertified: readonly string[];
}

/** A goal of the certificate with what it claims, and why it is rejected (null: it is not). */
interface Entry {
  readonly id: string;
  readonly claim: Claim | undefined;
  readonly uses: unknown;
  readonly proof: unknown;
  /** Positions of the goals on which it rests. */
  readonly restsOn: Set<number>;
  reason: string | null;
}

/** Checks the text of a certificate against a model; `digests` are those of the file and its imports, in the order read. */
export function certcheck(
  certificate: string,
  model: Model,
  digests: readonly string[],
  sha256: (text: string) => string,
): CertcheckResult {
  const owed = owedBy(model);
  let checked: readonly Checked[] = [];
  const rejected = reasonAgainst(() => {
    checked = checkGoals(open(certificate, digests, sha256), owed);
  });
  const without = [...owed.keys()].filter((id) => !checked.some((each) => each.id === id));
  const [missing, notCertified] = [true, false].map((can) => without.filter((id) => (owed.get(id) !== null) === can));
  return { rejected, checked, missing: missing!, notCertified: notCertified! };
}

/** The goals of a certificate whose bytes are as they were written, for these files. */
function open(certificate: string, digests: readonly string[], sha256: (text: string) => string): readonly unknown[] {
  const document: unknown = JSON.parse(certificate);
  const [format, version, file, imports, digest, goals] = fields(document, 'format,version,file,imports,digest,goals');
  if (format !== 'safeverify-certificate' || version !== 1) reject('the format is not known');
  if (`${JSON.stringify(document)}\n` !== certificate) reject('the text is not written as certificates are');
  if (digest !== sha256(JSON.stringify({ format, version, file, imports, goals })))
    reject('it was changed: its digest is another');
  const certified = [file, ...list(imports)].map((each) => fields(each, 'path,sha256')[1]);
  if (JSON.stringify(certified) !== JSON.stringify(digests)) reject('it certifies other files than these');
  return list(goals).length > 0 ? list(goals) : reject('it certifies nothing');
}

function checkGoals(goals: readonly unknown[], owed: Owed): readonly Checked[] {
  const entries = goals.map((goal): Entry => {
    const [id, which, uses, proof] = fields(goal, 'obligation,goal,uses,proof');
    const claim = owed.get(text(id))?.[count(which, 0, 1e6)];
    return { id: text(id), claim, uses, proof, restsOn: new Set(), reason: null };
  });
  for (const [at, entry] of entries.entries()) entry.reason = reasonAgainst(() => prove(entry, usesOf(entries, at)));
  // What rests on something that is not accepted is taken back, until all that is left supports itself.
  for (
    let next: Entry | undefined;
    (next = entries.find((entry) => entry.reason === null && restsOnRejected(entry, entries)));
  )
    next.reason = 'it rests on what is not accepted';
  return [...new Set(entries.map(({ id }) => id))].map((id): Checked => {
    const wanted = owed.get(id);
    if (wanted === undefined) return { id, verdict: 'rejected', reason: 'the file owes no such obligation' };
    if (wanted === null) return { id, verdict: 'refused', reason: 'no certificate can show what it asks' };
    const own = entries.filter((entry) => entry.id === id);
    const covers = own.length === wanted.length && wanted.every((claim) => own.some((entry) => entry.claim === claim));
    const bad = own.find(({ reason }) => reason !== null)?.reason ?? null;
    const reason = bad ?? (covers ? null : `it has ${wanted.length} goals, and each is wanted once`);
    return { id, verdict: reason === null ? 'accepted' : 'rejected', reason };
  });
}

function restsOnRejected({ restsOn }: Entry, entries: readonly Entry[]): boolean {
  return [...restsOn].some((position) => entries[position]!.reason !== null);
}

/** What a goal may use, which must have goals of its own: at its own step only what stands before it. */
function usesOf(entries: readonly Entry[], at: number): Uses {
  const { claim, uses, restsOn } = entries[at]!;
  if (claim === undefined) reject('there is no such goal');
  const use = (position: number, now: boolean): Claim => {
    const used = entries[position]!.claim;
    if (used?.scope !== claim.scope || !covers(used.faults, claim.faults, claim.scope))
      reject('it rests on other behaviours');
    if (now && !(mayUseNow(claim) && position < at)) reject('it rests on what is not shown before it');
    restsOn.add(position);
    return used;
  };
  const discharge = (now: boolean) => (path: unknown) => {
    const part = claim.scope.parts.find((each) => each.path === path) ?? reject('there is no such part');
    for (const clause of owedOf(part)) {
      const shown = [...entries.keys()].filter((position) => {
        const other = entries[position]!.claim;
        return other?.scope === claim.scope && other.clause === clause;
      });
      if (shown.length === 0) reject(`that ${part.path} is discharged is not shown`);
      for (const position of shown) use(position, now);
    }
    return part.path;
  };
  const [discharged, dischargedNow, lemmas] = fields(uses, 'discharged,dischargedNow,lemmas');
  return {
    discharged: new Set(list(discharged).map(discharge(false))),
    dischargedNow: new Set(list(dischargedNow).map(discharge(true))),
    lemmas: list(lemmas).map((lemma) => {
      const [position, now] = list(lemma, 2);
      const used = use(count(position, 0, entries.length - 1), now !== false);
      return used.isLemma ? { claim: used, now: now === true } : reject('it rests on what is no lemma');
    }),
    invariants: [],
  };
}

/** Whether what was shown with some faults possible holds where others are. */
function covers(shown: Faults, faults: Faults, scope: Scope): boolean {
  if (faults === 'absent' || shown === 'free' || scope.faults.length === 0) return true;
  return typeof faults === 'bigint' && typeof shown === 'bigint' && faults <= shown;
}

function prove({ claim, proof }: Entry, uses: Uses): void {
  const { scope } = claim!;
  const frame = (window: Partial<Window>, may: Uses) =>
    new Frame(claim!, may, { anchored: true, steps: 1, invariant: null, ...window });
  const [kind] = Object.values(proof ?? {});
  if (kind === 'query') {
    const [, tree] = fields(proof, 'kind,tree');
    follow(tree, frame({ anchored: false }, uses));
    // The first step of a behaviour has none before it.
    if (hasMemory(scope)) follow(tree, frame({}, uses));
    return;
  }
  if (kind === 'unrolling') {
    const trees = list(fields(proof, 'kind,trees')[1]);
    const free = scope.parts.filter((part) => owedOf(part).length > 0 && !uses.discharged.has(part.path));
    // The only memory is which parts have been freed: each may take a step.
    if (hasMemory(scope) || trees.length < free.length + 1)
      reject(`${free.length + 1} steps without memory are needed`);
    trees.forEach((tree, at) => {
      follow(tree, frame({ steps: at + 1 }, uses));
    });
    return;
  }
  const [, depth, base, step, written] = fields(proof, 'kind,k,base,step,invariants');
  const k = kind === 'induction' ? count(depth, 0, 1_000) : reject('there is no such proof');
  const proofs = list(written).map((each) => fields(each, 'formula,base,step'));
  const names = frame({}, uses).meaning.variable;
  const may = { ...uses, invariants: proofs.map(([formula]) => readExpr(formula, names)) };
  for (const [at, [, start, next]] of proofs.entries()) {
    const invariant = may.invariants[at]!;
    list(start, 2).forEach((tree, before) => {
      follow(tree, frame({ steps: before + 1, invariant }, may));
    });
    follow(next, frame({ anchored: false, steps: 2, invariant }, may));
  }
  // A window of k + 1 steps begins after the first, so that all ends up to k + 1 steps are the base.
  list(base, k + 1).forEach((tree, at) => {
    follow(tree, frame({ steps: at + 1 }, may));
  });
  follow(step, frame({ anchored: false, steps: k + 1 }, may));
}

/** Whether anything in the scope looks at other steps. */
function hasMemory({ states, definitions, parts, ...scope }: Scope): boolean {
  const own = [scope.parameterRanges, scope.assumptions, scope.guarantees, scope.invariants, scope.ranges];
  const others = parts.flatMap((part) => [part.parameterRanges, part.assumptions, part.guarantees]);
  const bodies = [...own, ...others, scope.freeRanges.map(({ clause }) => clause), [...definitions.values()]].flat();
  const events = [...own.flat(), ...others.flat()].flatMap(({ risk }) =>
    risk?.chance?.kind === 'linear' ? risk.chance.terms.map(({ event }) => event) : [],
  );
  return states.size > 0 || [...bodies.map(({ body }) => body), ...events].some(isTemporal);
}

/** Why something is rejected. A mistake of the checker's own, such as running out of stack, accepts nothing either. */
function reasonAgainst(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (thrown) {
    return thrown instanceof Rejected ? thrown.message : `it cannot be followed: ${String(thrown)}`;
  }
}
