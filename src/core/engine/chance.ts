import type { Cone } from '../encode/cone.ts';
import { type Rational, sign } from '../exact/rational.ts';
import type { Chance, Expr } from '../model/model.ts';
import type { ChanceGoal, ValidGoal } from '../obligations/obligation.ts';
import { validGoal } from '../obligations/subject.ts';
import { type Evidence, evidenceOf, NotFixed, Reader } from '../risk/evidence.ts';
import { type FaultSet, members } from '../risk/fault_set.ts';
import { minimalOf } from '../risk/minimal.ts';
import { type Objective, type ObjectiveTerm, possibleTerms, surelyReached } from '../risk/objective.ts';
import { type Worst, type WorstCase, worstCase } from '../risk/worst_case.ts';
import { type ChanceFinding, findingOf } from './chance_finding.ts';
import { type CutSets, cutSetsOf } from './cut_sets.ts';
import { type Decision, undecided } from './decision.ts';
import { decideIndependence } from './independence.ts';
import type { Knowledge } from './knowledge.ts';
import { differingParameters, settingOf } from './one_setting.ts';
import type { Asker } from './session.ts';
import { happenTogether } from './together.ts';

/** What is known of an event that a claim bounds. */
interface Possible {
  readonly term: ObjectiveTerm;
  readonly event: Expr;
  readonly cutSets: CutSets | null;
}

/**
 * Decides what a clause says of chances: it holds iff the maximum of `Σ coefficient · P(event)` over all joint
 * distributions of the faults that the scope's evidence allows is within the bound (for an equation, the minimum too).
 */
export async function decideChance(asker: Asker, goal: ChanceGoal, known: Knowledge): Promise<Decision> {
  const chance = goal.clause.risk?.chance;
  if (chance == null) throw new Error(`${goal.clause.name} says nothing of chances`);
  try {
    const evidence = evidenceOf(goal.scope, goal.scope.assumptions);
    if (chance.kind === 'independent') return decideIndependence(goal.scope, evidence, chance.faults);
    return await new Claim(asker, goal, known, evidence, chance).decide();
  } catch (error) {
    if (error instanceof NotFixed) return undecided('incomplete', error.message);
    throw error;
  }
}

class Claim {
  readonly #asker: Asker;
  readonly #goal: ChanceGoal;
  readonly #known: Knowledge;
  readonly #evidence: Evidence;
  readonly #chance: Extract<Chance, { kind: 'linear' }>;
  readonly #reader: Reader;

  constructor(
    asker: Asker,
    goal: ChanceGoal,
    known: Knowledge,
    evidence: Evidence,
    chance: Extract<Chance, { kind: 'linear' }>,
  ) {
    this.#asker = asker;
    this.#goal = goal;
    this.#known = known;
    this.#evidence = evidence;
    this.#chance = chance;
    this.#reader = new Reader(goal.scope);
  }

  async decide(): Promise<Decision> {
    const first = await this.#attempt([]);
    for (const setting of first.settings.slice(0, MOST_SETTINGS)) {
      const { decision } = await this.#attempt(setting);
      if (decision.kind === 'exceeded') return decision;
    }
    return first.decision;
  }

  /** With some parameters held to a value: enough to refute, not to prove. */
  async #attempt(setting: readonly Expr[]): Promise<Attempt> {
    const bound = this.#reader.number(this.#chance.constant).neg();
    const events: Possible[] = [];
    for (const { coefficient, event } of this.#chance.terms) {
      const factor = this.#reader.number(coefficient);
      if (sign(factor) !== 0) events.push(await this.#possible(factor, event, setting));
    }
    const objective: Objective = { terms: events.map(({ term }) => term) };
    const upper = await this.#judge(worstCase(this.#evidence, objective), objective, bound, events);
    if (this.#chance.relation !== 'eq' || upper.decision.kind !== 'bounded') return upper;
    const opposite: Objective = { terms: events.map(({ term }) => ({ ...term, coefficient: term.coefficient.neg() })) };
    return this.#judge(worstCase(this.#evidence, opposite), opposite, bound.neg(), events);
  }

  /** Under which faults the event is possible. A part's evidence speaks of faults themselves. */
  async #possible(coefficient: Rational, event: Expr, setting: readonly Expr[]): Promise<Possible> {
    const canShrink = this.#chance.relation === 'eq' || sign(coefficient) < 0;
    if (this.#goal.part !== null) {
      const exact = this.#reader.event(event);
      const cuts = canShrink || !exact.upward ? null : minimalOf(exact);
      return { term: { coefficient, cuts: cuts ?? [], event: cuts === null ? exact : null }, event, cutSets: null };
    }
    if (canShrink) {
      const exact = this.#reader.event(event);
      if (!exact.upward)
        throw new NotFixed('the least chance of an event is asked, and the event is more than a combination of faults');
      return { term: { coefficient, cuts: [], event: exact }, event, cutSets: null };
    }
    const cutSets = await cutSetsOf(this.#asker, possibility(this.#goal, event, setting), this.#known);
    const cuts = cutSets.sets.map(({ faults }) => this.#reader.indices([...faults]));
    return { term: { coefficient, cuts, event: null }, event, cutSets };
  }

  async #judge(worst: Worst, objective: Objective, bound: Rational, events: readonly Possible[]): Promise<Attempt> {
    if (worst.kind === 'too large') return plainly(undecided('incomplete', worst.detail));
    if (worst.kind === 'contradictory') return plainly({ kind: 'contradicted', method: 'linear', clash: worst.clash });
    const found = events.flatMap(({ cutSets }) => cutSets ?? []);
    const finding = findingOf(this.#evidence, objective, worst, bound, found);
    if (exceeds(this.#chance.relation, worst, bound)) {
      const loose = differingParameters(this.#goal.scope, found);
      if (loose !== null)
        return { decision: undecided('incomplete', looseText(loose.names)), settings: loose.settings };
      const together = await this.#together(worst, objective, events);
      const sure = { ...worst, reached: surelyReached(objective, worst.distribution, together) };
      if (!exceeds(this.#chance.relation, sure, bound)) return plainly(undecided('incomplete', NOT_TOGETHER));
      return plainly({ kind: 'exceeded', method: 'linear', finding });
    }
    return plainly(this.#within(worst, bound, finding, found));
  }

  /** The combinations of the worst distribution under which one execution has all events that are possible with them. */
  async #together(
    { distribution }: WorstCase,
    objective: Objective,
    events: readonly Possible[],
  ): Promise<ReadonlySet<FaultSet>> {
    const { scope } = this.#goal;
    const first = events.flatMap(({ cutSets }) => cutSets?.sets ?? [])[0];
    const setting = first === undefined ? [] : settingOf(scope, first.trace);
    const found = new Set<FaultSet>();
    for (const { present } of distribution) {
      const possible = possibleTerms(objective, present);
      if (possible.length < 2) continue;
      const wanted = events.filter(({ term }) => possible.includes(term)).map(({ event }) => event);
      const faults = new Set(members(present).map((at) => this.#evidence.faults[at]!));
      if (await happenTogether(this.#asker, this.#goal, wanted, faults, setting)) found.add(present);
    }
    return found;
  }

  #within(worst: WorstCase, bound: Rational, finding: ChanceFinding, found: readonly CutSets[]): Decision {
    const open = found.find((each) => each.open !== null);
    if (open?.disagrees) return { kind: 'disagrees', detail: open.open ?? '' };
    if (open !== undefined)
      return undecided('incomplete', `not all fault sets under which the event is possible are known: ${open.open}`);
    if (!isWithin(this.#chance.relation, worst, bound)) {
      return undecided(
        'incomplete',
        'the bound is exceeded where declared independence is left aside, and no distribution that keeps it was found that exceeds it',
      );
    }
    if (!worst.consistent)
      return undecided('hypotheses', 'no distribution was found that meets all evidence, independence with it');
    return {
      kind: 'bounded',
      method: 'linear',
      finding,
      cones: found.flatMap(({ cone }): Cone[] => (cone === null ? [] : [cone])),
    };
  }
}

/** "The event never happens", whatever faults are present: its cut sets are the fault sets under which it can. */
function possibility({ scope, clause }: ChanceGoal, event: Expr, premises: readonly Expr[]): ValidGoal {
  const never: Expr = { kind: 'not', operand: event, sort: { kind: 'bool' } };
  return validGoal(scope, never, { faults: 'free', premises, own: clause.settled ? 'before' : 'through' });
}

/** A decision, and the parameters' values for which a refutation is worth trying where it needs one for all fault sets. */
interface Attempt {
  readonly decision: Decision;
  readonly settings: readonly (readonly Expr[])[];
}

const MOST_SETTINGS = 4;
const NOT_TOGETHER = 'the bound is exceeded if several of the events happen in one run, and that they can is not known';

function plainly(decision: Decision): Attempt {
  return { decision, settings: [] };
}

function looseText(names: string): string {
  return `the event is possible for different values of ${names}, and no one value was found that exceeds the bound`;
}

type Relation = 'le' | 'lt' | 'eq';

function exceeds(relation: Relation, { reached }: WorstCase, bound: Rational): boolean {
  if (reached === null) return false;
  return relation === 'lt' ? reached.compare(bound) >= 0 : reached.compare(bound) > 0;
}

function isWithin(relation: Relation, { value, exact, attained }: WorstCase, bound: Rational): boolean {
  const order = value.compare(bound);
  return relation === 'lt' ? order < 0 || (order === 0 && exact && !attained) : order <= 0;
}
