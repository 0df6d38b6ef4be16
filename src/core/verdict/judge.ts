import { brokenGoals } from '../engine/broken.ts';
import type { Decision } from '../engine/decision.ts';
import type { Decided } from '../engine/run.ts';
import type { Source } from '../risk/evidence.ts';
import type { UnknownReason } from '../smtlib/reply.ts';

declare const sealed: unique symbol;

/** A verdict that came out of `judge`. Nothing else makes one. */
export type Verdict = { readonly [sealed]: true } & (
  | { readonly kind: 'proved' }
  | { readonly kind: 'refuted'; readonly decision: Decision }
  /** `by`: the obligation about the contract that is refuted; null where `evidence` about chances cannot be met. */
  | { readonly kind: 'vacuous'; readonly by: string; readonly evidence: null }
  | { readonly kind: 'vacuous'; readonly by: null; readonly evidence: readonly Source[] }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason; readonly detail: string }
);

/** What the proof of an obligation rests on besides its own queries. */
export interface Foundations {
  /** Obligations that say that the hypotheses can hold: `S.consistent`, `S.realizable`. */
  readonly contract: readonly string[];
  /** Obligations that say that what the proof used is defined. */
  readonly defined: readonly string[];
  /** Obligations that say that the mode which the claim speaks of can be entered: where none can, it holds of nothing. */
  readonly entered: readonly string[];
}

/**
 * The verdict on one obligation, from the evidence for each of its goals. A replayed counterexample comes first; a claim
 * that is valid is proved only on proved foundations. `verdictOf` gives the verdict on a foundation that was decided
 * before; `decisionsOf` its bare decisions (foundations of definedness may rest on each other).
 */
export function judge(
  decided: Decided,
  foundations: Foundations,
  verdictOf: (id: string) => Verdict | null,
  decisionsOf: (id: string) => readonly Decision[] | null,
): Verdict {
  const { decisions, obligation } = decided;
  if (decisions.length === 0) return unknown('incomplete', 'no scope was decided');
  // Some shape in which a behaviour exists is enough: parameters are asked for existentially.
  if (decisions.some(({ kind }) => kind === 'satisfied')) return seal({ kind: 'proved' });
  const broken = obligation.goals.some(({ asks }) => asks === 'satisfiable')
    ? decisions.every(({ kind }) => kind === 'impossible')
      ? decisions[0]
      : undefined
    : (brokenGoals(obligation.goals, decisions)[0]?.decision ?? decisions.find(({ kind }) => REFUTING.has(kind)));
  if (broken !== undefined) return seal({ kind: 'refuted', decision: broken });
  const disagreement = decisions.find((decision) => decision.kind === 'disagrees');
  if (disagreement?.kind === 'disagrees') return unknown('replay', disagreement.detail);
  const open = decisions.find((decision) => decision.kind === 'undecided');
  // Only a replay that disagrees is called so; an answer that could not be replayed leaves the claim undecided.
  if (open?.kind === 'undecided') return unknown(open.reason === 'replay' ? 'incomplete' : open.reason, open.detail);
  const contradicted = decisions.find((decision) => decision.kind === 'contradicted');
  if (contradicted?.kind === 'contradicted') return seal({ kind: 'vacuous', by: null, evidence: contradicted.clash });
  if (!decisions.every(({ kind }) => kind === 'valid' || kind === 'bounded'))
    return unknown('crash', 'a decision is missing');
  if (ABOUT_CONTRACTS.has(obligation.kind)) return seal({ kind: 'proved' });
  return onFoundations(foundations, verdictOf, decisionsOf);
}

/** What refutes a goal other than by an execution that breaks it. */
const REFUTING: ReadonlySet<string> = new Set(['impossible', 'exceeded']);

const ABOUT_CONTRACTS: ReadonlySet<string> = new Set(['consistent', 'realizable', 'reachable']);

function onFoundations(
  foundations: Foundations,
  verdictOf: (id: string) => Verdict | null,
  decisionsOf: (id: string) => readonly Decision[] | null,
): Verdict {
  const contracts = foundations.contract.map((id) => ({ id, verdict: verdictOf(id) }));
  const entered = foundations.entered.map((id) => ({ id, verdict: verdictOf(id) }));
  const refuted = [...contracts, ...entered].find(({ verdict }) => verdict?.kind === 'refuted');
  if (refuted !== undefined) return seal({ kind: 'vacuous', by: refuted.id, evidence: null });
  const open = contracts.find(({ verdict }) => verdict?.kind !== 'proved');
  if (open !== undefined) return unknown('hypotheses', `${open.id} is not proved`);
  const undefinedItem = foundations.defined.find((id) => {
    const decisions = decisionsOf(id);
    return decisions === null || decisions.length === 0 || !decisions.every(({ kind }) => kind === 'valid');
  });
  if (undefinedItem !== undefined) return unknown('hypotheses', `${undefinedItem} is not proved`);
  return seal({ kind: 'proved' });
}

function unknown(reason: UnknownReason, detail: string): Verdict {
  return seal({ kind: 'unknown', reason, detail });
}

type Bare<V> = V extends Verdict ? Omit<V, typeof sealed> : never;

function seal(verdict: Bare<Verdict>): Verdict {
  return verdict as Verdict;
}
