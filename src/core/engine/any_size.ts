import { floor, rational } from '../exact/rational.ts';
import * as build from '../model/build.ts';
import type { AnySize, Scope, Shape, Value, Variable } from '../model/model.ts';
import { owedBy } from '../obligations/generate.ts';
import type { Goal, Obligation, SatisfiableGoal, ValidGoal } from '../obligations/obligation.ts';
import { type Subject, validGoal } from '../obligations/subject.ts';
import { type Decision, undecided } from './decision.ts';
import { restrictedBy } from './restricted.ts';

/** For which sizes a claim at any size was decided. */
export interface Sizes {
  readonly parameters: readonly string[];
  /** Whether it holds for all of them. */
  readonly all: boolean;
  /** The greatest size up to which it is known to hold; null where that is not one number. */
  readonly largestSafe: Value | null;
  readonly firstFailing: Shape | null;
  /** Whether the scope for all sizes has only behaviours that some size has; null where there is no such scope. */
  readonly exact: boolean | null;
}

/** A claim at any size with the goals that decide it. */
export interface OverSizes {
  readonly goals: readonly Goal[];
  readonly decisions: readonly Decision[];
  readonly sizes: Sizes;
  /** The same claim at the sizes that were looked at. */
  readonly asked: readonly Obligation[];
}

/** What deciding over sizes needs of the rest of the engine. */
export interface Host {
  /** Decides obligations of one scope. */
  readonly decide: (obligations: readonly Obligation[]) => Promise<void>;
  readonly decisionOn: (goal: Goal) => Decision;
  /** Decides a goal of the scope for all sizes in one that is restricted further. */
  readonly decideWithin: (obligation: Obligation, goal: ValidGoal, scope: Scope) => Promise<Decision>;
  readonly decideImpossible: (obligation: Obligation, goal: SatisfiableGoal) => Promise<Decision>;
}

/** How many shapes are looked at one by one, and how many variables they may have together. */
const MOST_SHAPES = 24;
const MOST_VARIABLES = 4_000;
/** A size that is suspected is written out up to so many variables. */
const MOST_VARIABLES_AT_ONCE = 12_000;
/** From a suspected size on, so many are looked at. */
const MOST_FROM_SUSPECTED = 6n;
/** How often the range of sizes is cut in two. */
const MOST_CUTS = 64;

/**
 * Decides claims at any size.
 *
 * Theorem: what the scope for all sizes proves holds for all sizes; with its sizes restricted to `n <= m` it proves the claim
 * for these. What it does not prove is looked at for one size after the other: a refutation is a replayed execution of one size.
 * The first failing size is said where each smaller one was proved, by itself or by such a restriction.
 */
export async function decideOverSizes(
  subject: Subject,
  anySize: AnySize,
  wanted: readonly Obligation[],
  host: Host,
): Promise<ReadonlyMap<Obligation, OverSizes>> {
  const searches = wanted.map((obligation) => new Search(obligation, anySize, host));
  for (const search of searches) await search.suspect();
  await lookAtSuspected(subject, anySize, searches, host);
  await lookAtEach(subject, anySize, searches, host);
  await lookForExecutions(subject, anySize, searches, host);
  for (const search of searches) await search.conclude();
  return new Map(searches.map((search) => [search.obligation, search.found()]));
}

/** From the first shape that the scope for all sizes leaves open on. */
async function lookAtSuspected(
  subject: Subject,
  anySize: AnySize,
  searches: readonly Search[],
  host: Host,
): Promise<void> {
  for (const search of searches) {
    for (const shape of from(search.suspected)) {
      if (!search.isOpen) break;
      const scope = anySize.at(shape);
      if (scope === null || scope.variables.length > MOST_VARIABLES_AT_ONCE) break;
      const others = searches.filter((other) => other !== search && other.isOpen && isSame(other.suspected, shape));
      await lookAt(subject, scope, [search, ...others], host);
    }
  }
  // A shape of several parameters that was suspected in vain says nothing of the others.
  for (const search of searches) if (search.isOpen && anySize.parameters.length > 1) search.suspected = null;
}

/** The suspected shape, and of one number the next few. */
function* from(shape: Shape | null): Generator<Shape> {
  if (shape === null) return;
  yield shape;
  const [[name, value], second] = [...shape] as [[string, Value], unknown];
  if (second !== undefined || typeof value !== 'object') return;
  for (let more = 1n; more < MOST_FROM_SUSPECTED; more += 1n) yield new Map([[name, value.add(more)]]);
}

function isSame(one: Shape | null, other: Shape): boolean {
  return one !== null && [...other].every(([name, value]) => shown(value) === shown(one.get(name)));
}

async function lookAtEach(subject: Subject, anySize: AnySize, searches: readonly Search[], host: Host): Promise<void> {
  let variables = 0;
  let shapes = 0;
  for (const shape of anySize.shapes()) {
    if (shape === null) return;
    const open = searches.filter((search) => search.isOpen && search.suspected === null);
    if (open.length === 0) return;
    shapes += 1;
    const scope = anySize.at(shape);
    variables += scope?.variables.length ?? 0;
    if (scope === null || shapes > MOST_SHAPES || variables > MOST_VARIABLES) return;
    const seen = open.filter((search) => search.hasSeen(scope));
    for (const search of seen) search.note(scope, search.obligation);
    await lookAt(
      subject,
      scope,
      open.filter((search) => !seen.includes(search)),
      host,
    );
  }
  for (const search of searches) if (search.suspected === null) search.exhausted = true;
}

/** Where no size on the list has an execution, and the scope for all sizes has one, it shows a size to look at. */
async function lookForExecutions(
  subject: Subject,
  anySize: AnySize,
  searches: readonly Search[],
  host: Host,
): Promise<void> {
  for (const search of searches) {
    const shape = await search.ofExecution();
    const scope = shape === null ? null : anySize.at(shape);
    if (scope !== null && scope.variables.length <= MOST_VARIABLES_AT_ONCE)
      await lookAt(subject, scope, [search], host);
  }
}

/** Decides what is still open at one size, with the discharges that help to. */
async function lookAt(subject: Subject, scope: Scope, open: readonly Search[], host: Host): Promise<void> {
  if (open.length === 0) return;
  const owed = owedBy({ ...subject, scopes: [scope], anySize: null });
  const ids = new Set(open.map(({ obligation }) => obligation.id));
  await host.decide(
    owed.filter(({ id, part, goals }) => ids.has(id) || (part !== null && goals.every(({ asks }) => asks === 'valid'))),
  );
  for (const search of open) search.note(scope, owed.find(({ id }) => id === search.obligation.id) ?? null);
}

class Search {
  readonly obligation: Obligation;
  readonly #anySize: AnySize;
  readonly #host: Host;
  readonly #goals: Goal[] = [];
  readonly #decisions: Decision[] = [];
  readonly #asked: Obligation[] = [];
  readonly #shapes: { readonly scope: Scope; readonly decisions: readonly Decision[] }[] = [];
  /** The first size that the scope for all sizes leaves open, where it proves the claim for all smaller ones. */
  suspected: Shape | null = null;
  exhausted = false;
  #provedBelow: bigint | null = null;

  constructor(obligation: Obligation, anySize: AnySize, host: Host) {
    this.obligation = obligation;
    this.#anySize = anySize;
    this.#host = host;
  }

  /** Whether sizes have to be looked at one by one still. */
  get isOpen(): boolean {
    // An execution without members shows little: one with members is looked for first.
    if (this.#isForWitness)
      return !this.#decisions.some(({ kind }, at) => kind === 'satisfied' && this.#goals[at]!.scope.hasAll);
    return !this.#isForAll && !this.#decisions.some(isRefutation);
  }

  get #isForWitness(): boolean {
    return this.obligation.goals.some(({ asks }) => asks === 'satisfiable');
  }

  get #isAbstract(): boolean {
    return this.#anySize.all.kind === 'scope';
  }

  get #isForAll(): boolean {
    return this.#isAbstract && !this.#isForWitness && this.#abstract.every(({ kind }) => kind === 'valid');
  }

  get #abstract(): readonly Decision[] {
    return this.obligation.goals.map((goal) => this.#host.decisionOn(goal));
  }

  /**
   * Looks for the first shape that the scope for all sizes leaves open: the least value of the first parameter, whatever the
   * others are, then with that the least of the second, and so on.
   */
  async suspect(): Promise<void> {
    const { all, leasts, parameters } = this.#anySize;
    if (!this.isOpen || this.#isForWitness || all.kind !== 'scope') return;
    const open = this.obligation.goals.flatMap((goal, at) => {
      const decision = this.#abstract[at]!;
      return decision.kind === 'valid' ? [] : [{ goal, decision }];
    });
    const [only, second] = open;
    if (only === undefined || second !== undefined) return;
    const { goal, decision } = only;
    if (goal.asks !== 'valid' || decision.kind !== 'violated') return;
    this.suspected = await this.#firstOpen(goal, decision, variablesOf(all.scope, parameters), leasts);
  }

  /** The first shape of which the scope for all sizes has an execution, where none was found yet. */
  async ofExecution(): Promise<Shape | null> {
    const { all, leasts, parameters } = this.#anySize;
    const [goal] = this.obligation.goals;
    if (goal?.asks !== 'satisfiable' || all.kind !== 'scope') return null;
    if (this.#decisions.some(({ kind }) => kind === 'satisfied')) return null;
    const none = validGoal(all.scope, build.not(goal.formula ?? build.TRUE), { faults: 'free' });
    const found = await this.#host.decideWithin(this.obligation, none, all.scope);
    return found.kind === 'violated' ? this.#firstOpen(none, found, variablesOf(all.scope, parameters), leasts) : null;
  }

  async #firstOpen(
    goal: ValidGoal,
    violated: Violated,
    parameters: readonly Variable[],
    leasts: ReadonlyMap<string, bigint>,
  ): Promise<Shape | null> {
    const shape = new Map<string, Value>();
    let [scope, found] = [goal.scope, violated];
    for (const parameter of parameters) {
      const least = leasts.get(parameter.name) ?? null;
      const value = valueIn(found, parameter);
      if (value === null) return null;
      if (typeof value === 'object' && least !== null) {
        const { proved, open } = await this.#leastOpen({ ...goal, scope }, found, parameter, least);
        if (shape.size === 0 && proved >= least) this.#provedBelow = proved;
        // Between what is proved and what is open something is undecided: the first is not known.
        if (numberIn(open, parameter) - proved > 1n) return null;
        found = open;
      }
      const settled = valueIn(found, parameter)!;
      shape.set(parameter.name, settled);
      const literal = build.literal(parameter.sort, settled);
      scope = restrictedBy(scope, parameter, build.eq(build.variable(parameter), literal));
    }
    return shape;
  }

  /** Cuts the values in two, until the least is found that leaves a violation open; what stays undecided ends it. */
  async #leastOpen(goal: ValidGoal, found: Violated, parameter: Variable, least: bigint) {
    let [proved, open] = [least - 1n, found];
    for (let cuts = 0; cuts < MOST_CUTS; cuts += 1) {
      const at = numberIn(open, parameter);
      if (at - proved <= 1n) break;
      const middle = (proved + at) / 2n;
      const limit = build.le(build.variable(parameter), build.int(middle));
      const scope = restrictedBy(goal.scope, parameter, limit);
      const decision = await this.#host.decideWithin(this.obligation, goal, scope);
      if (decision.kind === 'valid') proved = middle;
      else if (decision.kind === 'violated') open = decision;
      else break;
    }
    return { proved, open };
  }

  /** Whether the scope is one of those that were decided before. */
  hasSeen(scope: Scope): boolean {
    return this.obligation.goals.some((goal) => goal.scope === scope);
  }

  /** Takes note of what was decided at a size; without an obligation nothing is owed there. */
  note(scope: Scope, owed: Obligation | null): void {
    const goals = owed?.goals.filter((goal) => goal.scope === scope) ?? [];
    const decisions = goals.map((goal) => this.#host.decisionOn(goal));
    this.#goals.push(...goals);
    this.#decisions.push(...decisions);
    this.#shapes.push({ scope, decisions });
    if (owed !== null && owed !== this.obligation) this.#asked.push(owed);
  }

  /** What the goals for all sizes come to, after what was found at single ones. */
  async conclude(): Promise<void> {
    if (this.#decisions.some(isRefutation) && !this.#isForWitness) return;
    if (this.#isForAll) this.#add(this.obligation.goals, this.#abstract);
    else if (this.isOpen) await this.#leaveOpen();
  }

  #add(goals: readonly Goal[], decisions: readonly Decision[]): void {
    this.#goals.push(...goals);
    this.#decisions.push(...decisions);
  }

  async #leaveOpen(): Promise<void> {
    if (this.exhausted && this.#goals.length > 0) return;
    const [goal] = this.obligation.goals;
    if (this.#isForWitness && this.#decisions.some(({ kind }) => kind === 'satisfied')) return;
    if (this.#isForWitness && goal?.asks === 'satisfiable') {
      const nothing =
        this.#isAbstract && (await this.#host.decideImpossible(this.obligation, goal)).kind === 'impossible';
      if (nothing && this.#decisions.length > 0) return;
    }
    this.#add([goal!], [undecided('incomplete', this.#reason())]);
  }

  #reason(): string {
    const why = this.#whyOpen();
    const last = this.#provenUpTo();
    return last === null ? why : `holds up to ${last}, and is not decided for every size: ${why}`;
  }

  #whyOpen(): string {
    const { all } = this.#anySize;
    if (all.kind === 'none') return all.reason;
    const open = this.#isForWitness ? undefined : this.#abstract.find(({ kind }) => kind !== 'valid');
    if (open?.kind === 'undecided' && open.reason === 'rlimit')
      return 'the solver steps for all of them at once were spent';
    if (open?.kind === 'undecided' || open?.kind === 'disagrees') return open.detail;
    return this.#isForWitness
      ? 'no size that was tried has such an execution'
      : 'what is known of sums and numbers of members leaves an execution open that no size that was tried has';
  }

  /** The size up to which each was proved, as a phrase. */
  #provenUpTo(): string | null {
    if (this.#isForWitness) return null;
    const safe = this.#safeShapes();
    const last = safe.at(-1);
    if (last === undefined)
      return this.#provedBelow === null ? null : `${this.#anySize.parameters[0]} = ${this.#provedBelow}`;
    return [...this.#anySize.parameters].map((name) => `${name} = ${shown(last.scope.fixed.get(name))}`).join(', ');
  }

  /** The sizes that were proved one by one, before the first that was not. */
  #safeShapes() {
    const until = this.#shapes.findIndex(({ decisions }) => !decisions.every(({ kind }) => kind === 'valid'));
    return until < 0 ? this.#shapes : this.#shapes.slice(0, until);
  }

  found(): OverSizes {
    return { goals: this.#goals, decisions: this.#decisions, sizes: this.#sizes(), asked: this.#asked };
  }

  #sizes(): Sizes {
    const { parameters, all } = this.#anySize;
    const exact = all.kind === 'scope' ? (all.scope.abstraction?.exact ?? true) : null;
    const base = { parameters, exact };
    if (this.#isForWitness) return { ...base, all: false, largestSafe: null, firstFailing: null };
    if (this.#isForAll || (this.exhausted && this.#decisions.every(({ kind }) => kind === 'valid')))
      return { ...base, all: true, largestSafe: null, firstFailing: null };
    const safe = this.#safeShapes();
    const next = this.#shapes[safe.length];
    const failing = next?.decisions.some(isRefutation) === true ? pick(next.scope, parameters) : null;
    const [only, second] = parameters;
    const last = safe.at(-1)?.scope.fixed.get(only!) ?? null;
    const below = this.#provedBelow === null ? null : rational(this.#provedBelow);
    return { ...base, all: false, largestSafe: second === undefined ? (last ?? below) : null, firstFailing: failing };
  }
}

function isRefutation({ kind }: Decision): boolean {
  return kind === 'violated' || kind === 'impossible' || kind === 'exceeded';
}

function pick(scope: Scope, parameters: readonly string[]): Shape {
  return new Map(
    parameters.flatMap((name) => (scope.fixed.has(name) ? [[name, scope.fixed.get(name)!] as const] : [])),
  );
}

type Violated = Extract<Decision, { kind: 'violated' }>;

function variablesOf(scope: Scope, names: readonly string[]): readonly Variable[] {
  return names.flatMap((name) =>
    scope.variables.filter(({ part, role, name: own }) => own === name && part === null && role === 'param'),
  );
}

function valueIn({ trace }: Violated, parameter: Variable): Value | null {
  const outcome = trace.behaviour.value(parameter, 0);
  return outcome.kind === 'undefined' ? null : outcome.value;
}

function numberIn(violated: Violated, parameter: Variable): bigint {
  const value = valueIn(violated, parameter);
  if (typeof value !== 'object' || value === null) throw new Error(`${parameter.name} is no number`);
  return floor(value);
}

function shown(value: Value | undefined): string {
  return typeof value === 'object' ? value.toFraction() : String(value);
}
