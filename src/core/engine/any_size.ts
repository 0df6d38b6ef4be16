import { floor, rational } from '../exact/rational.ts';
import * as build from '../model/build.ts';
import type { AnySize, Scope, Shape, Value, Variable } from '../model/model.ts';
import { owedBy } from '../obligations/generate.ts';
import type { Goal, Obligation, SatisfiableGoal, ValidGoal } from '../obligations/obligation.ts';
import type { Subject } from '../obligations/subject.ts';
import { type Decision, undecided } from './decision.ts';

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
const MOST_FROM_SUSPECTED = 6;
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
  for (const search of searches) await search.conclude();
  return new Map(searches.map((search) => [search.obligation, search.found()]));
}

/** From the first size that the scope for all sizes leaves open on. */
async function lookAtSuspected(
  subject: Subject,
  anySize: AnySize,
  searches: readonly Search[],
  host: Host,
): Promise<void> {
  const [parameter] = anySize.parameters;
  for (const search of searches) {
    const from = search.suspected;
    for (let size = from; size !== null && search.isOpen && size < from! + BigInt(MOST_FROM_SUSPECTED); size += 1n) {
      const scope = anySize.at(new Map([[parameter!, rational(size)]]));
      if (scope === null || scope.variables.length > MOST_VARIABLES_AT_ONCE) break;
      const open = searches.filter((other) => other.isOpen && other.suspected === size);
      await lookAt(subject, scope, open.includes(search) ? open : [search, ...open], host);
    }
  }
}

async function lookAtEach(subject: Subject, anySize: AnySize, searches: readonly Search[], host: Host): Promise<void> {
  let variables = 0;
  let shapes = 0;
  for (const shape of anySize.shapes()) {
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
  suspected: bigint | null = null;
  exhausted = false;
  #provedBelow: bigint | null = null;

  constructor(obligation: Obligation, anySize: AnySize, host: Host) {
    this.obligation = obligation;
    this.#anySize = anySize;
    this.#host = host;
  }

  /** Whether sizes have to be looked at one by one still. */
  get isOpen(): boolean {
    if (this.#isForWitness) return !this.#decisions.some(({ kind }) => kind === 'satisfied');
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

  /** Cuts the sizes in two until the first is found that the scope for all sizes leaves open. */
  async suspect(): Promise<void> {
    const [name, second] = this.#anySize.parameters;
    const { all } = this.#anySize;
    if (!this.isOpen || this.#isForWitness || all.kind !== 'scope' || second !== undefined) return;
    const parameter = all.scope.variables.find(
      (variable) => variable.name === name && variable.part === null && variable.role === 'param',
    );
    const least = leastOf(this.#anySize);
    if (parameter === undefined || least === null) return;
    let first: bigint | null = null;
    for (const [at, goal] of this.obligation.goals.entries()) {
      const decision = this.#abstract[at]!;
      if (decision.kind === 'valid') continue;
      const size = goal.asks === 'valid' && decision.kind === 'violated' ? sizeIn(decision, parameter) : null;
      if (goal.asks !== 'valid' || size === null) return;
      const open = await this.#firstOpen(goal, parameter, least, size);
      first = first === null || open < first ? open : first;
    }
    this.suspected = first;
    if (first !== null && first > least) this.#provedBelow = first - 1n;
  }

  async #firstOpen(goal: ValidGoal, parameter: Variable, least: bigint, failing: bigint): Promise<bigint> {
    let [proved, open] = [least - 1n, failing];
    for (let cuts = 0; open - proved > 1n && cuts < MOST_CUTS; cuts += 1) {
      const middle = (proved + open) / 2n;
      const decision = await this.#host.decideWithin(this.obligation, goal, upTo(goal.scope, parameter, middle));
      if (decision.kind === 'valid') proved = middle;
      else {
        const size = decision.kind === 'violated' ? sizeIn(decision, parameter) : null;
        if (size === null) return proved + 1n;
        open = size;
      }
    }
    return proved + 1n;
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

function sizeIn(decision: Extract<Decision, { kind: 'violated' }>, parameter: Variable): bigint | null {
  const outcome = decision.trace.behaviour.value(parameter, 0);
  return outcome.kind !== 'undefined' && typeof outcome.value === 'object' ? floor(outcome.value) : null;
}

function leastOf({ parameters, shapes }: AnySize): bigint | null {
  for (const shape of shapes()) {
    const value = shape.get(parameters[0]!);
    return typeof value === 'object' ? floor(value) : null;
  }
  return null;
}

/** The scope for all sizes up to one. */
function upTo(scope: Scope, parameter: Variable, most: bigint): Scope {
  const { name, span } = parameter;
  const body = build.le(build.variable(parameter), build.int(most));
  const clause = {
    name: `${name}.range`,
    kind: 'range',
    sentence: null,
    body,
    settled: false,
    exported: false,
    partial: false,
    risk: null,
    annotations: [],
    span,
    bodySpan: span,
  } as const;
  return { ...scope, parameterRanges: [...scope.parameterRanges, clause] };
}

function shown(value: Value | undefined): string {
  return typeof value === 'object' ? value.toFraction() : String(value);
}
