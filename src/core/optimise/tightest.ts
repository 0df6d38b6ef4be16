import { hasMemory } from '../encode/cone.ts';
import { brokenGoals } from '../engine/broken.ts';
import { claimOf } from '../engine/counterexample.ts';
import type { Decision } from '../engine/decision.ts';
import type { Decided } from '../engine/run.ts';
import type { Asker, Session } from '../engine/session.ts';
import { decideValid } from '../engine/valid.ts';
import type { Rational } from '../exact/rational.ts';
import type { Expr, Scope } from '../model/model.ts';
import { type Compared, comparedIn } from '../obligations/compared.ts';
import type { Obligation, ValidGoal } from '../obligations/obligation.ts';
import { replayClaim } from '../replay/replay.ts';
import { atDefaults } from './at_defaults.ts';
import { Unreadable } from './cell.ts';
import { type Climb, climb } from './climb.ts';
import { Effort } from './effort.ts';
import { enclosureOf } from './enclosure.ts';
import { anyBehaviour, type Extremum, extremumOf } from './extremum.ts';
import type { Trace } from './ground.ts';
import type { Meter } from './meter.ts';
import { bounded, marginOf, type Objective, objectiveOf } from './objective.ts';
import { SharedExtrema, subjectOf } from './shared_extrema.ts';
import { keptOf, simplest, type Worst } from './simplest.ts';

/** The tightest bound of a claim's quantity, certified. */
export interface Tightest {
  /** Null for a claim that comes down to no comparison. */
  readonly compared: Compared | null;
  /** Null where none is certified. */
  readonly extremum: Extremum | null;
  /** What is left of the claimed bound at worst; null where that is not known. */
  readonly slack: Rational | null;
  /** Of a refuted claim: the goal that is broken, and its worst execution of those with the fewest steps, in plain numbers. */
  readonly worst: { readonly goal: ValidGoal; readonly trace: Trace } | null;
}

export interface TightestOptions {
  readonly session: Session;
  /** For claims over time, each of whose questions is many: with a smaller budget. */
  readonly overTime: Session;
  readonly meter: Meter;
}

/** Solver steps for all claims of a file together: what is not found by then is not said. */
const MOST = 40_000_000;
/** A file of many claims wants its verdicts soon: less is spent on what is said besides. */
const MANY_CLAIMS = 60;
const MOST_FOR_MANY = 10_000_000;
/** For one claim, in shares of the budget of one question; over time every question is many. */
const MOST_SHARES = 6;
const MOST_OVER_TIME = 2_500_000;
/** So many quantities are looked for at once. */
const WIDTH = 2;
/** In a system of more parts one question about a bound takes as long as many verdicts: what is broken is only climbed. */
const MOST_PARTS = 50;
const MOST_PARTS_CLIMBED = 100;

/**
 * The tightest bounds of all claims that were decided and compare two quantities. Verdicts are not touched.
 *
 * All limits count work, and what one claim may spend or look up does not depend on which other is done first: claims
 * about one quantity follow each other, quantities go in fixed pairs.
 */
export async function tightestOf(
  decided: ReadonlyMap<string, Decided>,
  options: TightestOptions,
): Promise<ReadonlyMap<string, Tightest>> {
  const found = new Map<string, Tightest>();
  // Broken claims first: what they reach is known from their counterexamples on, and others ask for the same.
  const isBroken = ({ decisions }: Decided) => decisions.some(({ kind }) => kind === 'violated');
  const ordered = [...decided.values()].sort((a, b) => (isBroken(a) ? 0 : 1) - (isBroken(b) ? 0 : 1));
  const groups = byQuantity(ordered.filter((one) => isAsked(one.obligation, isBroken(one))));
  let left = decided.size > MANY_CLAIMS ? MOST_FOR_MANY : MOST;
  for (let at = 0; at < groups.length && left > 0; at += WIDTH) {
    const pair = groups.slice(at, at + WIDTH);
    const taken = await Promise.all(pair.map((group) => ofQuantity(group, left, options, found)));
    left -= taken.reduce((sum, each) => sum + each, 0);
  }
  return found;
}

function isAsked({ goals }: Obligation, broken: boolean): boolean {
  const most = broken ? MOST_PARTS_CLIMBED : MOST_PARTS;
  return goals.every(({ asks, scope }) => asks === 'valid' && scope.parts.length <= most);
}

/** Claims about the same quantity of the same scope together. */
function byQuantity(claims: readonly Decided[]): readonly (readonly Decided[])[] {
  const groups: { readonly scope: Scope; readonly subject: Expr | null; readonly claims: Decided[] }[] = [];
  for (const claim of claims) {
    const [goal] = claim.obligation.goals as readonly ValidGoal[];
    if (goal === undefined) continue;
    const compared = comparedIn(goal.formula, goal.scope, null);
    const objective = compared === null ? null : objectiveOf(compared);
    const subject = objective === null ? null : subjectOf(goal, objective);
    const same = groups.find((group) => subject !== null && group.scope === goal.scope && group.subject === subject);
    if (same === undefined) groups.push({ scope: goal.scope, subject, claims: [claim] });
    else same.claims.push(claim);
  }
  return groups.map((group) => group.claims);
}

/** The claims about one quantity, one after the other; the work that they took. */
async function ofQuantity(
  claims: readonly Decided[],
  most: number,
  { session, overTime, meter }: TightestOptions,
  found: Map<string, Tightest>,
): Promise<number> {
  const shared = new SharedExtrema();
  let taken = 0;
  for (const one of claims) {
    const memory = one.obligation.goals.some(({ scope }) => hasMemory(scope));
    const asker = (memory ? overTime : session).asker(one.obligation.id);
    const mostEach = memory ? MOST_OVER_TIME : MOST_SHARES * asker.budget.rlimit;
    const effort = new Effort(asker, Math.min(mostEach, most - taken));
    const tightest = await new OfClaim(one, { asker, effort, shared, meter }).run();
    if (tightest !== null) found.set(one.obligation.id, tightest);
    taken += effort.taken;
    if (taken > most) break;
  }
  return taken;
}

/** With what one claim is asked about. */
interface Means {
  readonly asker: Asker;
  readonly effort: Effort;
  readonly shared: SharedExtrema;
  readonly meter: Meter;
}

class OfClaim {
  readonly #decided: Decided;
  readonly #asker: Asker;
  readonly #effort: Effort;
  readonly #shared: SharedExtrema;
  readonly #meter: Meter;

  constructor(decided: Decided, { asker, effort, shared, meter }: Means) {
    this.#decided = decided;
    this.#asker = asker;
    this.#effort = effort;
    this.#shared = shared;
    this.#meter = meter;
  }

  async run(): Promise<Tightest | null> {
    const { obligation, decisions } = this.#decided;
    const goals = obligation.goals.filter(
      (goal): goal is ValidGoal => goal.asks === 'valid' && goal.definedOf === null,
    );
    if (goals.length === 0 || goals.length < obligation.goals.length) return null;
    const broken = brokenGoals(goals, decisions);
    if (broken.length > 0) return this.#refuted(goals, broken);
    return decisions.every(isValidForAll) ? this.#proved(goals) : null;
  }

  /** Over all members that are broken: how far they go, and the worst execution of those with the fewest steps. */
  async #refuted(goals: readonly ValidGoal[], broken: ReturnType<typeof brokenGoals>): Promise<Tightest> {
    const [first, ...others] = broken.map(({ at, decision }) => brokenAt(goals[at]!, at, decision));
    const { compared } = first!;
    if (compared === null || objectiveOf(compared) === null) {
      const trace = await this.#plainest(first!.goal, () => ({ trace: first!.found, worst: null }));
      return { compared, extremum: null, slack: null, worst: { goal: first!.goal, trace } };
    }
    const members = [await this.#reached(first!)];
    let furthest = members[0]!.extremum === null || this.#isOpen(first!.goal.scope) ? null : members[0]!;
    for (const other of others.filter((each) => each.compared?.operator === compared.operator)) {
      const within = furthest !== null && (await this.#staysWithin(other, furthest));
      const reached = furthest === null || within ? other : await this.#reached(other);
      members.push(reached);
      if (!within) furthest = furthest === null ? null : further(furthest, reached);
    }
    const shown = worstOf(members.filter(({ found }) => found.last === first!.found.last));
    const trace = await this.#plainest(shown.goal, () => shown);
    return {
      compared,
      extremum: furthest?.extremum ?? null,
      slack: furthest?.slack ?? null,
      worst: { goal: shown.goal, trace },
    };
  }

  /** Whether a claim about another member is undecided: it may go further. */
  #isOpen(scope: Scope): boolean {
    const { decisions, obligation } = this.#decided;
    return decisions.some(
      (decision, at) =>
        obligation.goals[at]!.scope === scope && decision.kind !== 'violated' && !isValidForAll(decision),
    );
  }

  /** Whether a member that is held to the same number goes no further; false where that is not known. */
  async #staysWithin({ goal, at, compared }: Broken, furthest: Broken): Promise<boolean> {
    const [bound, other] = [literalOf(compared!), literalOf(furthest.compared!)];
    const objective = objectiveOf(compared!);
    if (bound === null || other === null || !bound.equals(other) || objective === null) return false;
    return (await this.#beyond(goal, at, objective, furthest.extremum!)) === 'within';
  }

  /** With how far it goes, where that is found. */
  async #reached(broken: Broken): Promise<Broken> {
    const { goal, at, compared, found } = broken;
    const objective = objectiveOf(compared!)!;
    if (goal.scope.parts.length > MOST_PARTS || this.#effort.spent) return broken;
    // Whatever goes further breaks the claim too.
    const isShortest = literalOf(compared!) !== null && goal.faults === 'absent';
    const extremum =
      (await this.#extremum(goal, at, objective, found, null, isShortest)) ??
      (await this.#enclosed(goal, at, objective, found, null));
    const slack = extremum === null ? null : await this.#slack(goal, at, compared!, extremum);
    return { ...broken, extremum, slack };
  }

  /** As bad in as many steps: first few parameters away from their defaults, then short numbers. */
  #plainest(goal: ValidGoal, found: () => ReturnType<typeof worstFrom>): Promise<Trace> {
    return this.#meter('worst executions', async () => {
      const { trace, worst } = found();
      const kept = worst === null ? null : keptOf(worst, trace);
      return simplest(goal, await atDefaults(this.#asker, goal, trace, kept, this.#effort), worst);
    });
  }

  /** Over all members and sizes: the largest first, of the others it is asked whether they go beyond. */
  async #proved(goals: readonly ValidGoal[]): Promise<Tightest | null> {
    let best: Tightest | null = null;
    let reached: Extremum | null = null;
    for (let at = goals.length - 1; at >= 0; at -= 1) {
      const goal = goals[at]!;
      const compared = comparedIn(goal.formula, goal.scope, null);
      const objective = compared === null ? null : objectiveOf(compared);
      if (compared === null || objective === null || this.#effort.spent) return null;
      const start: Trace | null | 'within' = reached === null ? null : await this.#beyond(goal, at, objective, reached);
      if (start === 'within') continue;
      const proved = literalOf(compared);
      const extremum: Extremum | null =
        (await this.#extremum(goal, at, objective, start, proved)) ??
        (goals.length === 1 ? await this.#enclosed(goal, at, objective, start, proved) : null);
      if (extremum === null) return null;
      reached = extremum;
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
    isShortest = false,
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
      isShortest,
      proved,
      effort: this.#effort,
    });
    if (extremum !== null) this.#shared.keep(goal, objective, extremum);
    return extremum;
  }

  /** Two certified ends, where no exact value was found. */
  async #enclosed(
    goal: ValidGoal,
    at: number,
    objective: Objective,
    start: Trace | null,
    proved: Rational | null,
  ): Promise<Extremum | null> {
    const known = this.#decided.knowledge[at]!;
    const isReal = objective.subject.sort.kind === 'real';
    if (hasMemory(goal.scope) || !isReal || this.#effort.spent) return null;
    const from = start ?? (await anyBehaviour(this.#asker, goal, known, objective));
    if (from === null) return null;
    const search = { asker: this.#asker, goal, known, objective, start: from, proved, effort: this.#effort };
    const found = await enclosureOf(search);
    if (found === null) return null;
    const { outer: value, inner, trace } = found;
    return inner.equals(value) ? { value, attained: true, trace } : { value, inner, attained: false, trace };
  }

  async #slack(goal: ValidGoal, at: number, compared: Compared, extremum: Extremum): Promise<Rational | null> {
    const bound = literalOf(compared);
    if (bound !== null) return leftOf(compared, bound, extremum.value);
    const margin = await this.#extremum(goal, at, marginOf(compared), extremum.trace, null);
    return margin?.value ?? null;
  }
}

function leftOf({ operator }: Compared, bound: Rational, value: Rational): Rational {
  return operator === '<=' || operator === '<' ? bound.sub(value) : value.sub(bound);
}

/** A goal that is broken, and what is known of how far it goes. */
interface Broken {
  readonly goal: ValidGoal;
  readonly at: number;
  readonly found: Trace;
  /** The comparison that fails in the execution that was found; null: none. */
  readonly compared: Compared | null;
  readonly extremum: Extremum | null;
  readonly slack: Rational | null;
}

function brokenAt(goal: ValidGoal, at: number, { trace }: { readonly trace: Trace }): Broken {
  const compared = comparedIn(goal.formula, goal.scope, (expr) => {
    const outcome = trace.behaviour.evaluate(expr, trace.last);
    return outcome.kind !== 'undefined' && outcome.value === false;
  });
  return { goal, at, found: trace, compared, extremum: null, slack: null };
}

/** The one that goes further beyond its bound; null where that is not known. */
function further(a: Broken, b: Broken): Broken | null {
  if (a.slack === null || b.slack === null) return null;
  return b.slack.compare(a.slack) < 0 ? b : a;
}

/** Of goals that are broken in as few steps the execution that breaks its claim most; the first of several. */
function worstOf(members: readonly Broken[]): { readonly goal: ValidGoal } & ReturnType<typeof worstFrom> {
  const executions = members.map((member) => ({ goal: member.goal, ...worstFrom(member) }));
  return executions.reduce((a, b) =>
    a.worst !== null && b.worst !== null && b.worst.value.compare(a.worst.value) < 0 ? b : a,
  );
}

/** The execution that breaks a claim most, of those with as few steps as the one that was found, and by how much it does. */
function worstFrom({ goal, compared, found, extremum, slack }: Broken): {
  readonly trace: Trace;
  readonly worst: Worst | null;
} {
  const margin = marginOf(compared!);
  const isShort = extremum !== null && extremum.trace.trace.steps.length === found.trace.steps.length;
  const replay = isShort ? replayClaim(goal.scope, extremum.trace.trace, claimOf(goal)) : null;
  if (replay?.kind === 'confirmed' && slack !== null && literalOf(compared!) !== null)
    return { trace: replay.trace, worst: { margin, value: slack, attained: extremum!.attained } };
  const start = replay?.kind === 'confirmed' ? replay.trace : found;
  const peak = climbed(goal, margin, start);
  const near = peak === null ? null : replayClaim(goal.scope, peak.near.trace, claimOf(goal));
  if (peak === null || near?.kind !== 'confirmed') return { trace: start, worst: null };
  return { trace: near.trace, worst: { margin, value: peak.value, attained: peak.reached !== null } };
}

/** The best of one cell; null where it has no end, or the quantity no value. */
function climbed(goal: ValidGoal, objective: Objective, start: Trace): Extract<Climb, { kind: 'peak' }> | null {
  try {
    const peak = climb(goal, objective, start);
    return peak.kind === 'peak' ? peak : null;
  } catch (thrown) {
    if (thrown instanceof Unreadable) return null;
    throw thrown;
  }
}

function isValidForAll(decision: Decision): boolean {
  return decision.kind === 'valid' && decision.only === undefined;
}

function literalOf({ bound }: Compared): Rational | null {
  return bound.kind === 'literal' && typeof bound.value === 'object' ? bound.value : null;
}
