import { coneOf, hasMemory } from '../encode/cone.ts';
import type { Allowance } from '../engine/allowance.ts';
import type { Decision } from '../engine/decision.ts';
import { type Asked, type Decide, decideJointly } from '../engine/discharge.ts';
import { decideBySameInduction } from '../engine/induction.ts';
import { type Knowledge, NOTHING_KNOWN } from '../engine/knowledge.ts';
import type { Decided } from '../engine/run.ts';
import type { Asker, Session } from '../engine/session.ts';
import { decideUnderFaults } from '../engine/under_faults.ts';
import type { Scope } from '../model/model.ts';
import { variablesOf } from '../model/traverse.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import { distinct, type Source, sourcesNear } from './sources.ts';
import { Without } from './without.ts';

/** The clauses that a proof needs, and those near it that it does not. */
export interface Core {
  /** Without all others the claim is still proved; without one of these besides it is not. */
  readonly uses: readonly Source[];
  readonly notNeeded: readonly Source[];
}

export interface CoreOptions {
  readonly session: Session;
  readonly allowance: Allowance;
  /** The ids of the claims of definedness on which an obligation's verdict rests. */
  readonly restsOn: (id: string) => readonly string[];
  /** Whether a core is wanted. */
  readonly wanted: (id: string) => boolean;
}

/** Of more clauses than this none is left out to see whether the proof needs it. */
const MOST_DELETIONS = 60;
/** Deciding a system of more parts again for each clause takes too long. */
const MOST_PARTS = 50;

/** Minimal cores of the wanted claims that are valid, as far as the allowance goes. */
export async function coresOf(
  decided: ReadonlyMap<string, Decided>,
  options: CoreOptions,
): Promise<ReadonlyMap<string, Core>> {
  const cores = new Map<string, Core>();
  for (const one of [...decided.values()].sort((a, b) => rankOf(a) - rankOf(b))) {
    if (options.allowance.spent) break;
    if (!options.wanted(one.obligation.id)) continue;
    const core = await new ForClaim(one, decided, options).run();
    if (core !== null) cores.set(one.obligation.id, core);
  }
  return cores;
}

/** What a system promises comes first: a reader asks about that before anything else. */
function rankOf({ obligation: { kind, part } }: Decided): number {
  if (part !== null) return 1;
  return kind === 'guarantee' || kind === 'tolerating' || kind === 'invariant' || kind === 'refinement' ? 0 : 2;
}

/**
 * Deletion: one clause after the other is left out of the model, the last first, and the claim with the discharges (over
 * time all claims) beside it is decided anew. What it is not proved without is kept. In the end each clause that is left
 * has been tried against a set that held all those that are left, so the set is minimal: dropping a clause only takes
 * hypotheses away.
 */
class ForClaim {
  readonly #goals: readonly ValidGoal[];
  readonly #near: readonly Source[];
  #beside: ReadonlyMap<Scope, readonly ValidGoal[]>;
  readonly #before: ReadonlyMap<ValidGoal, Decision>;
  readonly #asker: Asker;
  readonly #allowance: Allowance;

  constructor(one: Decided, decided: ReadonlyMap<string, Decided>, { session, allowance, restsOn }: CoreOptions) {
    const { id } = one.obligation;
    const required = [one, ...restsOn(id).flatMap((other) => decided.get(other) ?? [])];
    this.#goals = required.every(isValidForAll) ? required.flatMap(validGoals) : [];
    this.#near = distinct(this.#goals.flatMap(sourcesNear));
    this.#beside = besides(this.#goals, decided);
    this.#before = decisionsOf(decided, this.#beside);
    this.#asker = session.asker(id);
    this.#allowance = allowance;
  }

  async run(): Promise<Core | null> {
    const tooMany = this.#goals.some(({ scope }) => scope.parts.length > MOST_PARTS);
    if (this.#goals.length === 0 || tooMany || this.#near.length > MOST_DELETIONS) return null;
    const dropped = new Set<string>();
    if (!(await this.#holdsAtAll())) return null;
    for (const { key } of [...this.#near].reverse()) {
      if (this.#allowance.spent) return null;
      if (await this.#holds(new Set([...dropped, key]))) dropped.add(key);
    }
    return {
      uses: this.#near.filter(({ key }) => !dropped.has(key)),
      notNeeded: this.#near.filter(({ key }) => dropped.has(key)),
    };
  }

  /** Whether the claim is proved as it stands, if possible by the discharges beside it alone. */
  async #holdsAtAll(): Promise<boolean> {
    const all = this.#beside;
    const isMore = ({ discharges }: ValidGoal) => discharges === null;
    if ([...all.values()].some((goals) => goals.some(isMore))) {
      this.#beside = new Map([...all].map(([scope, goals]) => [scope, goals.filter((goal) => !isMore(goal))]));
      if (await this.#holds(new Set())) return true;
      this.#beside = all;
    }
    return this.#holds(new Set());
  }

  /** Whether all goals are valid without these clauses. The largest members of a family first: they fail soonest. */
  async #holds(dropped: ReadonlySet<string>): Promise<boolean> {
    const without = new Without(dropped);
    for (const [scope, beside] of [...this.#beside].reverse()) {
      const goals = this.#goals.filter((goal) => goal.scope === scope);
      const asked = beside.map((goal): Asked => ({ goal: without.goal(goal), asker: this.#asker }));
      const first = asked[0];
      const before = new Map(goals.concat(beside).map((goal) => [without.goal(goal), this.#before.get(goal)!]));
      const decide: Decide = (asker, goal, known) => decideAgain(asker, goal, known, before.get(goal));
      const joint = first === undefined ? null : await decideJointly(first.goal.scope, asked, decide);
      for (const goal of goals) {
        const at = beside.indexOf(goal);
        const decision =
          at >= 0
            ? joint!.decisions.get(asked[at]!.goal)
            : await decide(this.#asker, without.goal(goal), joint?.knowledge ?? NOTHING_KNOWN);
        if (decision?.kind !== 'valid') return false;
      }
    }
    return true;
  }
}

/** Over time by the induction that proved it before, if that still does; else anew. */
async function decideAgain(
  asker: Asker,
  goal: ValidGoal,
  known: Knowledge,
  before: Decision | undefined,
): Promise<Decision> {
  if (before?.kind === 'valid' && before.method === 'k-induction' && before.k !== null) {
    const again = await decideBySameInduction(asker, goal, known, {
      k: before.k,
      ...(before.found === undefined ? {} : { found: before.found }),
    });
    if (again !== null) return again;
  }
  return decideUnderFaults(asker, goal, known);
}

function decisionsOf(
  decided: ReadonlyMap<string, Decided>,
  scopes: ReadonlyMap<Scope, unknown>,
): ReadonlyMap<ValidGoal, Decision> {
  const found = new Map<ValidGoal, Decision>();
  for (const { obligation, decisions } of decided.values()) {
    for (const [at, goal] of obligation.goals.entries()) {
      if (goal.asks === 'valid' && scopes.has(goal.scope)) found.set(goal, decisions[at]!);
    }
  }
  return found;
}

function isValidForAll({ decisions, obligation }: Decided): boolean {
  return (
    obligation.goals.every(({ asks }) => asks === 'valid') &&
    decisions.every((decision) => decision.kind === 'valid' && decision.only === undefined)
  );
}

function validGoals({ obligation }: Decided): ValidGoal[] {
  return obligation.goals.filter((goal) => goal.asks === 'valid');
}

/** By scope what was proved there and may serve the goals: discharges, and over time all claims about what they depend on. */
function besides(
  goals: readonly ValidGoal[],
  decided: ReadonlyMap<string, Decided>,
): ReadonlyMap<Scope, readonly ValidGoal[]> {
  const scopes = new Set(goals.map(({ scope }) => scope));
  const there = new Map<Scope, ValidGoal[]>([...scopes].map((scope) => [scope, []]));
  for (const { obligation, decisions } of decided.values()) {
    for (const [at, goal] of obligation.goals.entries()) {
      if (goal.asks !== 'valid' || decisions[at]?.kind !== 'valid' || !there.has(goal.scope)) continue;
      const serves = goal.discharges !== null || (hasMemory(goal.scope) && goal.definedOf === null);
      if (serves && isNear(goal, goals)) there.get(goal.scope)!.push(goal);
    }
  }
  return there;
}

function isNear(goal: ValidGoal, goals: readonly ValidGoal[]): boolean {
  return goals.some((other) => {
    if (other === goal) return true;
    if (other.scope !== goal.scope) return false;
    const cone = coneOf(other.scope, [other.formula, ...other.premises], { radius: null, guarded: () => true });
    if (goal.discharges !== null) return cone.parts.has(goal.discharges);
    return [...variablesOf(goal.formula)].some((variable) => cone.variables.has(variable));
  });
}
