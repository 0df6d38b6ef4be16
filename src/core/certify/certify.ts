import { isPlain } from '../encode/facts.ts';
import type { Knowledge } from '../engine/knowledge.ts';
import type { Decided } from '../engine/run.ts';
import { postorder } from '../logic/build.ts';
import type { Term } from '../logic/term.ts';
import type { PartInstance, Scope } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { HypothesisJson } from '../prover/tree.ts';
import type { CertificateKind } from '../verdict/result.ts';
import { type GoalJson, hypothesesOf, mapTrees, type ProofJson, renamed, treesOf } from './certificate.ts';
import {
  assumesSomething,
  GoalFrames,
  proofOf,
  questionsAbout,
  questionsOf,
  type ValidDecision,
} from './goal_proof.ts';
import type { SecondOpinion } from './second_opinion.ts';

export interface Certified {
  readonly kind: CertificateKind;
  /** Whether the claim is true whatever the hypotheses say: nothing had to be proved. */
  readonly trivial: boolean;
  /** Whether its questions hold no product or quotient of unknowns, and no rounding. */
  readonly linear: boolean;
}

export interface Certificates {
  /** By obligation; only of those that ask for validity and are valid. */
  readonly byObligation: ReadonlyMap<string, Certified>;
  readonly goals: readonly GoalJson[];
}

export interface CertifyOptions {
  /** Steps of our prover for one question. */
  readonly steps: number;
  /** Another solver to ask where our prover finds no proof; null: none. */
  readonly second: SecondOpinion | null;
}

export const CERTIFY_STEPS = 150_000;

/** One goal on its way to a certificate. */
interface Entry {
  readonly id: string;
  readonly at: number;
  readonly goal: ValidGoal;
  readonly decision: ValidDecision;
  readonly known: Knowledge;
  readonly place: number;
  /** Whether it is about families of any size, which have no proof tree: another solver can be asked. */
  readonly ofAnySize: boolean;
  proof: ProofJson | null;
  frames: GoalFrames | null;
}

/**
 * Certificates for all that was found to be valid. How it was found is repeated by our own prover; which other claims the
 * proof uses is read off it. A claim that uses one without a certificate is proved again without it, and has none where
 * that fails.
 */
export async function certify(decided: ReadonlyMap<string, Decided>, options: CertifyOptions): Promise<Certificates> {
  const entries = entriesOf(decided);
  for (const entry of entries) attempt(entry, entry.known, options.steps);
  settle(entries, options.steps);
  const opinions = options.second === null ? new Set<string>() : await secondOpinions(entries, options.second);
  return { byObligation: kinds(entries, opinions), goals: written(entries) };
}

/** Valid goals of obligations all of whose goals are valid, in the order of their proofs. */
function entriesOf(decided: ReadonlyMap<string, Decided>): Entry[] {
  const entries: Entry[] = [];
  for (const [id, { obligation, decisions, used, sizes }] of decided) {
    const allValid =
      decisions.length > 0 && obligation.goals.every(({ asks }, at) => asks === 'valid' && isForAll(decisions[at]!));
    // Of a claim that was not decided for all sizes the goals are those of some: their proofs are not the claim's.
    if (!allValid || sizes?.all === false) continue;
    for (const [at, goal] of obligation.goals.entries()) {
      const { known, place } = used[at]!;
      entries.push({
        id,
        at,
        goal: goal as ValidGoal,
        decision: decisions[at] as ValidDecision,
        known,
        place,
        ofAnySize: sizes !== null,
        proof: null,
        frames: null,
      });
    }
  }
  return entries.sort((a, b) => a.place - b.place);
}

function isForAll(decision: Decided['decisions'][number]): boolean {
  return decision.kind === 'valid' && decision.only === undefined;
}

function attempt(entry: Entry, known: Knowledge, steps: number): void {
  const { goal, decision } = entry;
  const found = entry.decision.found ?? [];
  entry.frames = new GoalFrames(goal, decision, known, found);
  entry.proof = entry.ofAnySize ? null : proofOf(entry.frames, decision, found, steps);
}

/** Strikes out proofs that use what has none, until all that are left support each other. */
function settle(entries: readonly Entry[], steps: number): void {
  const again = new Set<Entry>();
  for (let changed = true; changed; ) {
    changed = false;
    for (const entry of entries) {
      if (entry.proof === null || (isWhole(entry, entries) && isSupported(entry, entries))) continue;
      changed = true;
      const whole = isWhole(entry, entries);
      entry.proof = null;
      if (again.has(entry) || !whole) continue;
      again.add(entry);
      attempt(entry, withProofs(entry, entries), steps);
    }
  }
}

/** Whether all goals of the entry's obligation have proofs: an obligation is certified as a whole or not at all. */
function isWhole({ id }: Entry, entries: readonly Entry[]): boolean {
  return entries.every((other) => other.id !== id || other.proof !== null);
}

/** What may be used of the knowledge: what has a proof of its own. */
function withProofs({ goal, known }: Entry, entries: readonly Entry[]): Knowledge {
  const proved = new Set(entries.filter(({ proof }) => proof !== null).map((entry) => entry.goal));
  const whole = (part: PartInstance) =>
    discharging(goal.scope, part, entries).every((entry) => entry !== null && proved.has(entry.goal));
  return {
    ...known,
    discharged: (part) => known.discharged(part) && whole(part),
    dischargedNow: (part) => known.dischargedNow(part) && whole(part),
    lemmas: known.lemmas.filter(({ of }) => proved.has(of)),
  };
}

function isSupported(entry: Entry, entries: readonly Entry[]): boolean {
  const { parts, lemmas } = needs(entry);
  const proved = (other: Entry | null) => other !== null && (other === entry || other.proof !== null);
  return (
    parts.every((part) => discharging(entry.goal.scope, part, entries).every(proved)) &&
    lemmas.every(({ of }) => proved(entries.find(({ goal }) => goal === of) ?? null))
  );
}

/** The goals that discharge a part, null for one that is missing. */
function discharging(scope: Scope, part: PartInstance, entries: readonly Entry[]): (Entry | null)[] {
  const there = entries.filter(({ goal }) => goal.scope === scope && goal.discharges === part);
  return [...part.parameterRanges, ...part.assumptions.filter(isPlain)].map(
    (clause) => there.find(({ goal }) => goal.clause === clause) ?? null,
  );
}

/** Which parts' discharges and which lemmas the proof of a goal uses. */
function needs({ proof, frames, goal }: Entry): { parts: PartInstance[]; lemmas: Knowledge['lemmas'] } {
  if (proof === null || frames === null) return { parts: [], lemmas: [] };
  const named = treesOf(proof).flatMap(hypothesesOf);
  const paths = new Set(named.flatMap(pathOf));
  const used = new Set(named.flatMap((each) => ('lemma' in each ? [each.lemma[0]] : [])));
  const { discharged } = frames.known;
  return {
    parts: goal.scope.parts.filter((part) => assumesSomething(part) && paths.has(part.path) && discharged(part)),
    lemmas: frames.known.lemmas.filter((_, at) => used.has(at)),
  };
}

function pathOf(hypothesis: HypothesisJson): readonly string[] {
  if ('known' in hypothesis) return [hypothesis.known[0]];
  return 'fact' in hypothesis && hypothesis.fact[1] !== null ? [hypothesis.fact[1]] : [];
}

async function secondOpinions(entries: readonly Entry[], second: SecondOpinion): Promise<ReadonlySet<string>> {
  const open = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (entry.proof !== null) continue;
    open.set(entry.id, [...(open.get(entry.id) ?? []), entry]);
  }
  const agreed = new Set<string>();
  for (const [id, members] of open) {
    let all = true;
    for (const entry of members) all &&= await agrees(entry, second);
    if (all) agreed.add(id);
  }
  return agreed;
}

async function agrees(entry: Entry, second: SecondOpinion): Promise<boolean> {
  const found = entry.decision.found ?? [];
  const frames = new GoalFrames(entry.goal, entry.decision, entry.known, found);
  const own = questionsOf(frames, entry.decision);
  if (own === null) return false;
  const asked = [...own, ...found.flatMap((each) => questionsAbout(frames, each))];
  for (const { question } of asked) if (!(await second(question.query))) return false;
  return true;
}

function kinds(entries: readonly Entry[], opinions: ReadonlySet<string>): ReadonlyMap<string, Certified> {
  const byId = new Map<string, Entry[]>();
  for (const entry of entries) byId.set(entry.id, [...(byId.get(entry.id) ?? []), entry]);
  const kindOf = (id: string, members: readonly Entry[]): CertificateKind => {
    if (members.some(({ proof }) => proof === null)) return opinions.has(id) ? 'second-solver' : 'none';
    return members.some(({ proof }) => proof!.kind === 'induction' && proof!.k > 0) ? 'induction' : 'farkas';
  };
  return new Map(
    [...byId].map(([id, members]) => {
      const trivial = members.every(({ proof }) => proof !== null && treesOf(proof).every(isTrivial));
      const linear = members.every((entry) => isLinear(entry));
      return [id, { kind: kindOf(id, members), trivial, linear }];
    }),
  );
}

/** What is too long to be unrolled counts as linear: it has no certificate, and that is to be seen. */
function isLinear({ frames, decision }: Entry): boolean {
  const asked = frames === null ? null : questionsOf(frames, decision);
  const terms = (asked ?? []).flatMap(({ hypotheses }) => hypotheses.map(({ term }) => term));
  return postorder(terms).every((term) => !isBeyondLinear(term));
}

function isBeyondLinear(term: Term): boolean {
  if (term.kind !== 'apply') return false;
  if (term.operator === '*') return term.arguments.filter((operand) => operand.kind !== 'number').length > 1;
  return ['/', 'div', 'mod', 'to_int'].includes(term.operator);
}

function isTrivial(tree: readonly unknown[]): boolean {
  const [leaf] = tree as readonly Record<string, unknown>[];
  const by = leaf?.false as Record<string, unknown> | undefined;
  return tree.length === 1 && by !== undefined && 'claim' in by;
}

/** The goals that have a proof, each with what it uses by place. */
function written(entries: readonly Entry[]): GoalJson[] {
  const kept = entries.filter(({ proof }) => proof !== null);
  const place = new Map(kept.map(({ goal }, at) => [goal, at]));
  return kept.map((entry) => {
    const { parts, lemmas } = needs(entry);
    const { known } = entry.frames!;
    const places = new Map(lemmas.map((lemma, at) => [known.lemmas.indexOf(lemma), at]));
    const now = entry.frames!.known.dischargedNow;
    const name = (hypothesis: HypothesisJson): HypothesisJson =>
      'lemma' in hypothesis ? { lemma: [places.get(hypothesis.lemma[0])!, hypothesis.lemma[1]] } : hypothesis;
    return {
      obligation: entry.id,
      goal: entry.at,
      uses: {
        discharged: parts.map(({ path }) => path),
        dischargedNow: parts.filter(now).map(({ path }) => path),
        lemmas: lemmas.map((lemma) => [place.get(lemma.of)!, lemma.now] as const),
      },
      proof: mapTrees(entry.proof!, (tree) => renamed(tree, name)),
    };
  });
}
