import type { Model } from '../model/model.ts';
import { count, fields, list, Rejected, reject, text } from '../text/strict_json.ts';
import { type Claim, covers, type Owed, owedBy } from './claims.ts';
import { Frame, follow, mayUseNow, owedOf, type Uses, type Window } from './frame.ts';
import { readExpression } from './written.ts';

type Digest = (text: string) => string;

/** A goal of the certificate with what it claims, and why it is rejected (null: it is not). */
interface Entry {
  readonly id: string;
  readonly claim: Claim | undefined;
  readonly written: readonly unknown[];
  /** Positions of the goals on which it rests. */
  readonly restsOn: Set<number>;
  reason: string | null;
}

/**
 * Checks the text of a certificate against a model; `digests` are those of the file and its imports, in the order read.
 * `rejected`: why it is rejected as a whole, or null. `missing`: what it could show and does not speak of;
 * `notCertified`: what no certificate shows.
 */
export function certcheck(certificate: string, model: Model, digests: readonly string[], sha256: Digest) {
  const owed = owedBy(model);
  let checked: ReturnType<typeof checkGoals> = [];
  const rejected = reasonAgainst(() => {
    checked = checkGoals(open(certificate, digests, sha256), owed);
  });
  const without = [...owed.keys()].filter((id) => !checked.some((each) => each.id === id));
  const notCertified = without.filter((id) => owed.get(id) === null);
  return { rejected, checked, missing: without.filter((id) => owed.get(id) !== null), notCertified };
}

/** The goals of a certificate whose bytes are as they were written, for these files. */
function open(certificate: string, digests: readonly string[], sha256: Digest): readonly unknown[] {
  const document: unknown = JSON.parse(certificate);
  const [format, version, file, imports, digest, goals] = fields(document, 'format,version,file,imports,digest,goals');
  const own = sha256(JSON.stringify({ format, version, file, imports, goals }));
  const certified = [file, ...list(imports)].map((each) => fields(each, 'path,sha256')[1]);
  if (format !== 'safeverify-certificate' || version !== 1) reject('the format is not known');
  if (`${JSON.stringify(document)}\n` !== certificate) reject('the text is not written as certificates are');
  if (digest !== own) reject('it was changed: its digest is another');
  if (JSON.stringify(certified) !== JSON.stringify(digests)) reject('it certifies other files than these');
  return list(goals).length > 0 ? list(goals) : reject('it certifies nothing');
}

/** Of each obligation that the goals speak of: accepted, rejected or refused; the reason is null where it is accepted. */
function checkGoals(goals: readonly unknown[], owed: Owed) {
  const entries = goals.map((goal): Entry => {
    const [id, which, ...written] = fields(goal, 'obligation,goal,uses,proof');
    const claim = owed.get(text(id))?.[count(which, 0, 1e6)];
    return { id: text(id), claim, written, restsOn: new Set(), reason: null };
  });
  for (const [at, entry] of entries.entries())
    entry.reason = reasonAgainst(() => {
      const claim = entry.claim ?? reject('there is no such goal');
      prove(claim, entry.written[1], usesOf(claim, entries, at));
    });
  // What rests on something that is not accepted is taken back, until all that is left supports itself.
  const falls = ({ reason, restsOn }: Entry) =>
    reason === null && [...restsOn].some((at) => entries[at]!.reason !== null);
  for (let next = entries.find(falls); next !== undefined; next = entries.find(falls))
    next.reason = 'it rests on what is not accepted';
  return [...new Set(entries.map(({ id }) => id))].map((id) => {
    const wanted = owed.get(id);
    if (wanted === undefined)
      return { id, verdict: 'rejected', reason: 'no such obligation is owed, or for sizes not listed' };
    if (wanted === null) return { id, verdict: 'refused', reason: 'no certificate can show what it asks' };
    const own = entries.filter((entry) => entry.id === id);
    const complete =
      own.length === wanted.length && wanted.every((claim) => own.some((entry) => entry.claim === claim));
    const lacks = complete ? null : `it has ${wanted.length} goals, and each is wanted once`;
    const reason = own.find((entry) => entry.reason !== null)?.reason ?? lacks;
    return { id, verdict: reason === null ? 'accepted' : 'rejected', reason };
  });
}

/** What a goal may use, which must have goals of its own: at its own step only what stands before it. */
function usesOf(claim: Claim, entries: readonly Entry[], at: number): Uses {
  const { written, restsOn } = entries[at]!;
  const use = (position: number, now: boolean): Claim => {
    const used = entries[position]!.claim;
    const isSame = used?.scope === claim.scope && covers(used.faults, claim.faults, claim.scope);
    if (now && !(mayUseNow(claim) && position < at)) reject('it rests on what is not shown before it');
    restsOn.add(position);
    return isSame ? used : reject('it rests on other behaviours');
  };
  const discharge = (now: boolean) => (path: unknown) => {
    const part = claim.scope.parts.find((each) => each.path === path) ?? reject('there is no such part');
    for (const clause of owedOf(part)) {
      const shows = (other: Claim | undefined) => other?.scope === claim.scope && other.clause === clause;
      const shown = [...entries.keys()].filter((position) => shows(entries[position]!.claim));
      if (shown.length === 0) reject(`that ${part.path} is discharged is not shown`);
      for (const position of shown) use(position, now);
    }
    return part.path;
  };
  const [discharged, dischargedNow, lemmas] = fields(written[0], 'discharged,dischargedNow,lemmas');
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

/** Follows every tree of a proof, each in its frame. */
function prove(claim: Claim, proof: unknown, uses: Uses): void {
  const closes = (tree: unknown, window: Partial<Window>, may = uses): Frame => {
    const frame = new Frame(claim, may, { anchored: true, steps: 1, invariant: null, ...window });
    follow(tree, frame);
    return frame;
  };
  const [kind] = Object.values(proof ?? {});
  if (kind === 'query') {
    // The first step of a behaviour has none before it.
    for (const anchored of [false, true]) closes(fields(proof, 'kind,tree')[1], { anchored });
  } else if (kind === 'unrolling') {
    const trees = list(fields(proof, 'kind,trees')[1]);
    const free = claim.scope.parts.filter((part) => owedOf(part).length > 0 && !uses.discharged.has(part.path));
    const frames = trees.map((tree, at) => closes(tree, { steps: at + 1 }));
    // The only memory may be which parts have been freed: each may take a step.
    if (trees.length <= free.length || !frames.every(({ meaning }) => meaning.timeless))
      reject(`${free.length + 1} steps without memory are needed`);
  } else {
    const [, depth, base, step, invariants] = fields(proof, 'kind,k,base,step,invariants');
    const k = kind === 'induction' ? count(depth, 0, 1_000) : reject('there is no such proof');
    const proofs = list(invariants).map((each) => fields(each, 'formula,base,step'));
    const may = { ...uses, invariants: proofs.map(([formula]) => readExpression(formula, claim.scope)) };
    for (const [at, [, start, next]] of proofs.entries()) {
      const invariant = may.invariants[at]!;
      for (const [before, tree] of list(start, 2).entries()) closes(tree, { steps: before + 1, invariant }, may);
      closes(next, { anchored: false, steps: 2, invariant }, may);
    }
    // A window of k + 1 steps begins after the first, so that all ends up to k + 1 steps are the base.
    for (const [at, tree] of list(base, k + 1).entries()) closes(tree, { steps: at + 1 }, may);
    closes(step, { anchored: false, steps: k + 1 }, may);
  }
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
