import { hasMemory } from '../encode/cone.ts';
import { isPlain } from '../encode/facts.ts';
import type { PartInstance, Scope } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Decision } from './decision.ts';
import { decideShorter } from './induction.ts';
import { claimed, type Knowledge } from './knowledge.ts';
import { mapLimited } from './limited.ts';
import { dataOrder } from './order.ts';
import type { Asker } from './session.ts';

/** A goal with the one who asks for it. */
export interface Asked {
  readonly goal: ValidGoal;
  readonly asker: Asker;
}

/** How many goals are encoded at once. */
export const WIDTH = 8;

export type Decide = (asker: Asker, goal: ValidGoal, known: Knowledge) => Promise<Decision>;

export interface Jointly {
  readonly decisions: ReadonlyMap<ValidGoal, Decision>;
  /** What may be used afterwards, at every step. */
  readonly knowledge: Knowledge;
  /** The claims in the order in which each may use those before it at its own step, with what each may have used. */
  readonly order: readonly { readonly goal: ValidGoal; readonly known: Knowledge }[];
}

/**
 * Decides claims of one scope together, by induction over steps: all discharges, and in a scope with memory all other
 * claims too.
 *
 * A proof for a step may use, at earlier steps, all claims that are still candidates, and at the same step those that
 * come before it in one fixed order (producers first). A candidate that fails is struck out, and every proof that may
 * have used it is made again without it; what is left at the end supports itself.
 */
export async function decideJointly(scope: Scope, asked: readonly Asked[], decide: Decide): Promise<Jointly> {
  const candidates = new Candidates(scope, asked);
  const decisions = new Map<ValidGoal, Decision>();
  for (let open = candidates.inOrder; open.length > 0; ) {
    const made = await mapLimited(open, WIDTH, async ({ goal, asker }) => {
      const known = candidates.usableFor(goal);
      const found = await decide(asker, goal, known);
      const before = decisions.get(goal);
      return before?.kind === 'violated' ? better(before, found, { goal, asker }, known) : found;
    });
    for (const [at, { goal }] of open.entries()) decisions.set(goal, made[at]!);
    const struck = candidates.strike(decisions);
    open = candidates.inOrder.filter(({ goal }) => restsOn(decisions.get(goal)!, goal, struck));
  }
  const order = candidates.inOrder.map(({ goal }) => ({ goal, known: candidates.usableFor(goal) }));
  return { decisions, knowledge: candidates.knowledge, order };
}

/**
 * An execution that was found before stays where a second search finds none that is shorter. Where that search says nothing of
 * executions, shorter ones are looked for by themselves: some engines look for none where they find no proof.
 */
async function better(before: Violated, now: Decision, { goal, asker }: Asked, known: Knowledge): Promise<Decision> {
  if (now.kind === 'violated') return now.trace.last <= before.trace.last ? now : before;
  return (await decideShorter(asker, goal, known, before.trace.last)) ?? before;
}

type Violated = Extract<Decision, { kind: 'violated' }>;

/** Claims that have failed: those of parts' assumptions by their part, others as such. */
interface Struck {
  readonly parts: ReadonlySet<PartInstance>;
  readonly claims: ReadonlySet<ValidGoal>;
}

class Candidates {
  /** Discharges first, producers before their users; then the other claims as they stand. */
  readonly inOrder: readonly Asked[];
  readonly #order: ReadonlyMap<PartInstance, number>;
  readonly #parts: Set<PartInstance>;
  readonly #claims: Set<ValidGoal>;
  readonly #position: ReadonlyMap<ValidGoal, number>;

  constructor(scope: Scope, asked: readonly Asked[]) {
    this.#order = dataOrder(scope);
    const at = ({ goal }: Asked) => (goal.discharges === null ? scope.parts.length : this.#order.get(goal.discharges)!);
    this.inOrder = [...asked].sort((a, b) => at(a) - at(b));
    this.#position = new Map(this.inOrder.map(({ goal }, position) => [goal, position]));
    this.#parts = new Set(scope.parts.filter((part) => isWholly(part, asked)));
    const others = this.inOrder.map(({ goal }) => goal).filter((goal) => goal.discharges === null && isLemma(goal));
    this.#claims = new Set(hasMemory(scope) ? others : []);
  }

  /** What a goal may use now; the candidates change while proofs are under way, so each round works on its start. */
  usableFor(goal: ValidGoal): Knowledge {
    const parts = new Set(this.#parts);
    const own = goal.discharges === null ? this.#order.size : this.#order.get(goal.discharges)!;
    const position = this.#position.get(goal)!;
    return {
      discharged: (part) => parts.has(part),
      dischargedNow: (part) => parts.has(part) && this.#order.get(part)! < own,
      lemmas: this.#lemmas((other) => this.#position.get(other)! < position),
    };
  }

  /** What has been proved, at every step. */
  get knowledge(): Knowledge {
    const parts = new Set(this.#parts);
    const holds = (part: PartInstance) => parts.has(part);
    return { discharged: holds, dischargedNow: holds, lemmas: this.#lemmas(() => true) };
  }

  /** Strikes out what is not valid. */
  strike(decisions: ReadonlyMap<ValidGoal, Decision>): Struck {
    const parts = new Set<PartInstance>();
    const claims = new Set<ValidGoal>();
    for (const [goal, decision] of decisions) {
      if (isForAll(decision)) continue;
      if (goal.discharges !== null && this.#parts.delete(goal.discharges)) parts.add(goal.discharges);
      if (this.#claims.delete(goal)) claims.add(goal);
    }
    return { parts, claims };
  }

  #lemmas(now: (goal: ValidGoal) => boolean): Knowledge['lemmas'] {
    return [...this.#claims].map((goal) => ({ formula: claimed(goal), now: now(goal), of: goal }));
  }
}

/** Whether a claim was proved for all parameter values: what holds for those in use only is no lemma for the others. */
function isForAll(decision: Decision): boolean {
  return decision.kind === 'valid' && decision.only === undefined;
}

/** Whether a claim may serve other proofs: it holds whenever the scope's assumptions have held, with no fault. */
function isLemma({ faults, scope, assumptionsNow, guaranteesNow, definedOf }: ValidGoal): boolean {
  const plain = faults === 'absent' || scope.faults.length === 0;
  return plain && assumptionsNow === null && guaranteesNow === null && definedOf === null;
}

/** Whether all that the part's contract rests on is asked: a part that is not asked about is never taken for discharged. */
function isWholly(part: PartInstance, asked: readonly Asked[]): boolean {
  const clauses = new Set(asked.filter(({ goal }) => goal.discharges === part).map(({ goal }) => goal.clause));
  return [...part.parameterRanges, ...part.assumptions.filter(isPlain)].every((clause) => clauses.has(clause));
}

/**
 * Whether an answer may have used what was struck out. A replayed counterexample rests on nothing; that it is the shortest
 * may rest on what else was taken to hold.
 */
function restsOn(decision: Decision, goal: ValidGoal, struck: Struck): boolean {
  const others = struck.claims.size - (struck.claims.has(goal) ? 1 : 0);
  if (decision.kind === 'violated') return decision.given === true && (struck.parts.size > 0 || others > 0);
  if (struck.parts.size === 0 && struck.claims.size === 0) return false;
  if (decision.kind !== 'valid' || struck.claims.size > 0) return true;
  if (decision.cone === null) return false;
  if (goal.discharges !== null && struck.parts.has(goal.discharges)) return true;
  return [...struck.parts].some((part) => decision.cone!.parts.has(part));
}
