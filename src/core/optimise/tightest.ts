import { hasMemory } from '../encode/cone.ts';
import { claimOf } from '../engine/counterexample.ts';
import type { Decision } from '../engine/decision.ts';
import { mapLimited } from '../engine/limited.ts';
import type { Decided } from '../engine/run.ts';
import type { Asker, Session } from '../engine/session.ts';
import { decideValid } from '../engine/valid.ts';
import type { Rational } from '../exact/rational.ts';
import { type Compared, comparedIn } from '../obligations/compared.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import { replayClaim } from '../replay/replay.ts';
import type { Trace } from './climb.ts';
import { type Extremum, extremumOf } from './extremum.ts';
import { bounded, marginOf, type Objective, objectiveOf } from './objective.ts';
import { SharedExtrema } from './shared_extrema.ts';

/** The tightest bound of a claim's quantity, certified. */
export interface Tightest {
  readonly compared: Compared;
  readonly extremum: Extremum;
  /** What is left of the claimed bound at worst; null where that is not known. */
  readonly slack: Rational | null;
  /** Of a refuted claim: the goal that is broken, and its worst execution. */
  readonly worst: { readonly goal: ValidGoal; readonly trace: Trace } | null;
}

export interface TightestOptions {
  readonly session: Session;
  /** For claims over time, each of whose questions is many: with a smaller budget. */
  readonly overTime: Session;
  readonly now: () => number;
}

/** Milliseconds for all claims of a file together: what is not found by then is not said. */
const MOST_TIME = 45_000;
/** Milliseconds for one claim, and for one over time, where every question looks at many steps. */
const MOST_TIME_EACH = 30_000;
const MOST_TIME_OVER_TIME = 6_000;
const WIDTH = 2;
/** A file of many claims wants its verdicts soon: less time is spent on what is said besides. */
const MANY_CLAIMS = 60;
const MOST_TIME_FOR_MANY = 10_000;
/** In a system of more parts one question about a bound takes as long as many verdicts. */
const MOST_PARTS = 50;
/** Solver steps for one claim's bound, in shares of the budget of one question. */
const MOST_SHARES = 6;

/** The tightest bounds of all claims that were decided and compare two quantities. Verdicts are not touched. */
export async function tightestOf(
  decided: ReadonlyMap<string, Decided>,
  options: TightestOptions,
): Promise<ReadonlyMap<string, Tightest>> {
  const start = options.now();
  const found = new Map<string, Tightest>();
  const shared = new SharedExtrema();
  // Broken claims first: what they reach is known from their counterexamples on, and others ask for the same.
  const isBroken = ({ decisions }: Decided) => decisions.some(({ kind }) => kind === 'violated');
  const ordered = [...decided.values()].sort((a, b) => (isBroken(a) ? 0 : 1) - (isBroken(b) ? 0 : 1));
  const most = decided.size > MANY_CLAIMS ? MOST_TIME_FOR_MANY : MOST_TIME;
  await mapLimited(ordered, WIDTH, async (one) => {
    const begun = options.now();
    if (begun - start > most || one.obligation.goals.some(({ scope }) => scope.parts.length > MOST_PARTS)) return;
    const memory = one.obligation.goals.some(({ scope }) => hasMemory(scope));
    const asker = (memory ? options.overTime : options.session).asker(one.obligation.id);
    const mostEach = memory ? MOST_TIME_OVER_TIME : MOST_TIME_EACH;
    const spent = () => options.now() - begun > mostEach || asker.rlimit > MOST_SHARES * asker.budget.rlimit;
    const tightest = await new OfClaim(one, asker, spent, shared).run();
    if (tightest !== null) found.set(one.obligation.id, tightest);
  });
  return found;
}

class OfClaim {
  readonly #decided: Decided;
  readonly #asker: Asker;
  readonly #spent: () => boolean;
  readonly #shared: SharedExtrema;

  constructor(decided: Decided, asker: Asker, spent: () => boolean, shared: SharedExtrema) {
    this.#shared = shared;
    this.#decided = decided;
    this.#asker = asker;
    this.#spent = spent;
  }

  async run(): Promise<Tightest | null> {
    const { obligation, decisions } = this.#decided;
    const goals = obligation.goals.filter(
      (goal): goal is ValidGoal => goal.asks === 'valid' && goal.definedOf === null,
    );
    if (goals.length === 0 || goals.length < obligation.goals.length) return null;
    const broken = decisions.findIndex(({ kind }) => kind === 'violated');
    if (broken >= 0) return this.#refuted(goals[broken]!, broken, decisions[broken]!);
    return decisions.every(isValidForAll) ? this.#proved(goals) : null;
  }

  async #refuted(goal: ValidGoal, at: number, decision: Decision): Promise<Tightest | null> {
    if (decision.kind !== 'violated') return null;
    const { behaviour, last } = decision.trace;
    const compared = comparedIn(goal.formula, goal.scope, (expr) => {
      const outcome = behaviour.evaluate(expr, last);
      return outcome.kind !== 'undefined' && outcome.value === false;
    });
    const objective = compared === null ? null : objectiveOf(compared);
    if (compared === null || objective === null) return null;
    const extremum = await this.#extremum(goal, at, objective, decision.trace, null);
    if (extremum === null) return null;
    const replay = replayClaim(goal.scope, extremum.trace.trace, claimOf(goal));
    const worst =
      replay.kind === 'confirmed' && replay.trace.trace.steps.length === decision.trace.trace.steps.length
        ? { goal, trace: replay.trace }
        : null;
    return { compared, extremum, slack: await this.#slack(goal, at, compared, extremum), worst };
  }

  /** Over all members and sizes: the largest first, of the others it is asked whether they go beyond. */
  async #proved(goals: readonly ValidGoal[]): Promise<Tightest | null> {
    let best: Tightest | null = null;
    for (let at = goals.length - 1; at >= 0; at -= 1) {
      const goal = goals[at]!;
      const compared = comparedIn(goal.formula, goal.scope, null);
      const objective = compared === null ? null : objectiveOf(compared);
      if (compared === null || objective === null || this.#spent()) return null;
      const start: Trace | null | 'within' =
        best === null ? null : await this.#beyond(goal, at, objective, best.extremum);
      if (start === 'within') continue;
      const extremum = await this.#extremum(goal, at, objective, start, literalOf(compared));
      if (extremum === null) return null;
      best = { compared, extremum, slack: await this.#slack(goal, at, compared, extremum), worst: null };
    }
    return best;
  }

  /** Whether another goal's quantity stays within a value. An undecided one is looked at anew. */
  async #beyond(goal: ValidGoal, at: number, objective: Objective, best: Extremum): Promise<Trace | null | 'within'> {
    const decision = await decideValid(
      this.#asker,
      bounded(goal, objective, best.value, !best.attained),
      this.#decided.knowledge[at]!,
    );
    if (decision.kind === 'valid') return 'within';
    return decision.kind === 'violated' ? decision.trace : null;
  }

  async #extremum(
    goal: ValidGoal,
    at: number,
    objective: Objective,
    start: Trace | null,
    proved: Rational | null,
  ): Promise<Extremum | null> {
    const there = this.#shared.of(goal, objective);
    if (there !== null) return there;
    const known = this.#decided.knowledge[at]!;
    const extremum = await extremumOf({
      asker: this.#asker,
      goal,
      known,
      objective,
      start,
      proved,
      spent: this.#spent,
    });
    if (extremum !== null) this.#shared.keep(goal, objective, extremum);
    return extremum;
  }

  async #slack(goal: ValidGoal, at: number, compared: Compared, extremum: Extremum): Promise<Rational | null> {
    const bound = literalOf(compared);
    if (bound !== null) {
      const below = compared.operator === '<=' || compared.operator === '<';
      return below ? bound.sub(extremum.value) : extremum.value.sub(bound);
    }
    const margin = await this.#extremum(goal, at, marginOf(compared), extremum.trace, null);
    return margin?.value ?? null;
  }
}

function isValidForAll(decision: Decision): boolean {
  return decision.kind === 'valid' && decision.only === undefined;
}

function literalOf({ bound }: Compared): Rational | null {
  return bound.kind === 'literal' && typeof bound.value === 'object' ? bound.value : null;
}
