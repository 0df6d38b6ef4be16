import { hasMemory } from '../encode/cone.ts';
import type { AnySize, PartInstance, Scope } from '../model/model.ts';
import { componentsOf } from '../model/parts.ts';
import type { SubjectObligations } from '../obligations/generate.ts';
import type {
  ChanceGoal,
  Goal,
  Obligation,
  RealizableGoal,
  SatisfiableGoal,
  ValidGoal,
} from '../obligations/obligation.ts';
import type { Subject } from '../obligations/subject.ts';
import { decideOverSizes, type OverSizes, type Sizes } from './any_size.ts';
import { decideChance } from './chance.ts';
import { type CutSets, cutSetsOf } from './cut_sets.ts';
import { type Decision, undecided } from './decision.ts';
import { type Asked, type Decide, decideJointly, WIDTH } from './discharge.ts';
import { describeUse, isOutside, restricted, type Use, usesOf } from './in_use.ts';
import { decideShorter } from './induction.ts';
import { type Knowledge, NOTHING_KNOWN } from './knowledge.ts';
import { mapLimited } from './limited.ts';
import { decideRealizable } from './realizable.ts';
import { decideConsistent, decideReachable } from './satisfiable.ts';
import type { Asker, Session } from './session.ts';
import { decideUnderFaults } from './under_faults.ts';

/** The place of a claim that was proved after those that were proved together. */
const AFTER_ALL = 1_000_000_000;

/** Contracts over time are held together for at least so many steps. */
const LEAST_DEPTH = 6;

/** The decisions on an obligation's goals, in the order of its goals, and what they cost. */
export interface Decided {
  readonly obligation: Obligation;
  readonly decisions: readonly Decision[];
  /** Of each goal the minimal fault sets under which it fails; null where that is not asked. */
  readonly cutSets: readonly (CutSets | null)[];
  /** Of each goal what more about its scope may be used: all that was proved. */
  readonly knowledge: readonly Knowledge[];
  /** Of each goal what its own proof may have used, and its place among the claims of its scope that were proved together. */
  readonly used: readonly { readonly known: Knowledge; readonly place: number }[];
  /** Of a claim at any size: for which sizes it was decided. */
  readonly sizes: Sizes | null;
  readonly rlimit: number;
  readonly timeMs: number;
  /** Whether all that a solver would have been asked was known from an earlier run. */
  readonly cached: boolean;
}

export interface RunOptions {
  readonly session: Session;
  /** Which obligations are wanted; the others are not asked. */
  readonly wanted: (id: string) => boolean;
  readonly now: () => number;
  readonly onDecided: (decided: Decided) => void;
}

/** Decides the wanted obligations. Scopes are decided one after the other; inside one, goals that do not rest on each other together. */
export async function run(
  generated: readonly SubjectObligations[],
  options: RunOptions,
): Promise<ReadonlyMap<string, Decided>> {
  return new Run(generated, options).all();
}

class Run {
  readonly #generated: readonly SubjectObligations[];
  readonly #options: RunOptions;
  readonly #askers = new Map<Obligation, Asker>();
  readonly #decisions = new Map<Goal, Decision>();
  readonly #cutSets = new Map<Goal, CutSets>();
  readonly #times = new Map<Obligation, number>();
  readonly #knowledge = new Map<Scope, Knowledge>();
  readonly #used = new Map<Goal, { readonly known: Knowledge; readonly place: number }>();
  readonly #overSizes = new Map<Obligation, OverSizes>();
  readonly #done = new Map<string, Decided>();

  readonly #uses: ReadonlyMap<string, readonly Use[] | null>;
  /** Scopes of components by themselves, their parameters free. */
  readonly #byThemselves: ReadonlySet<Scope>;

  constructor(generated: readonly SubjectObligations[], options: RunOptions) {
    this.#generated = generated;
    this.#options = options;
    const subjects = generated.map(({ subject }) => subject);
    this.#uses = usesOf(subjects);
    this.#byThemselves = new Set(subjects.filter(({ setting }) => setting === null).flatMap(({ scopes }) => scopes));
  }

  async all(): Promise<ReadonlyMap<string, Decided>> {
    // Leaves and implementations first: whether a system is realizable rests on whether its parts are.
    const own = this.#generated.filter(({ subject }) => subject.component.kind !== 'system');
    const systems = this.#generated.filter(({ subject }) => subject.component.kind === 'system');
    for (const subject of [...own, ...inPartOrder(systems)]) await this.#subject(subject);
    return this.#done;
  }

  async #subject({ subject, obligations, hidden }: SubjectObligations): Promise<void> {
    const refines = obligations.some(({ id, kind }) => kind === 'refinement' && this.#options.wanted(id));
    const wanted = [...obligations, ...(refines ? hidden : [])].filter(
      (obligation) => hidden.includes(obligation) || this.#options.wanted(obligation.id),
    );
    await this.#decide(wanted);
    await this.#lookForCutSets(wanted);
    if (subject.anySize !== null) await this.#atSizes(subject, subject.anySize, wanted);
    for (const obligation of wanted) this.#finish(obligation);
  }

  /** Where there is no answer for all sizes at once, sizes are looked at one by one. */
  async #atSizes(subject: Subject, anySize: AnySize, wanted: readonly Obligation[]): Promise<void> {
    const found = await decideOverSizes(subject, anySize, wanted, {
      decide: (obligations) => this.#decide(obligations),
      decisionOn: (goal) => this.#decisions.get(goal)!,
      decideWithin: (obligation, goal, scope) =>
        decideUnderFaults(this.#asker(obligation), { ...goal, scope }, this.#known(goal.scope)),
      decideImpossible: (obligation, goal) => this.#satisfiable(goal, this.#asker(obligation)),
    });
    for (const [obligation, over] of found) this.#overSizes.set(obligation, over);
  }

  async #decide(wanted: readonly Obligation[]): Promise<void> {
    const satisfiable = wanted.filter(({ goals }) => goals.some(isAskedForWitness));
    const valid = wanted.filter(({ goals }) => goals.some(({ asks }) => asks === 'valid'));
    const realizable = wanted.filter(({ goals }) => goals.some(({ asks }) => asks === 'realizable'));
    await this.#jointly(wanted);
    await this.#each(valid, (goal, asker) => this.#valid(goal as ValidGoal, asker));
    await this.#each(satisfiable, (goal, asker) => this.#satisfiable(goal as SatisfiableGoal, asker));
    await this.#each(realizable, (goal, asker) => this.#realizable(goal as RealizableGoal, asker));
    const chances = wanted.filter(({ goals }) => goals.some(({ asks }) => asks === 'chance'));
    await this.#each(chances, (goal, asker) => this.#chance(goal as ChanceGoal, asker));
  }

  async #chance(goal: ChanceGoal, asker: Asker): Promise<Decision> {
    if (goal.scope.abstraction !== undefined) return undecided('incomplete', 'it speaks of chances');
    return decideChance(asker, goal, this.#known(goal.scope));
  }

  /** What is decided together, scope by scope: discharges, and all claims of a scope with memory. */
  async #jointly(obligations: readonly Obligation[]): Promise<void> {
    const byScope = new Map<Scope, (Asked & { obligation: Obligation })[]>();
    for (const obligation of obligations) {
      for (const goal of obligation.goals) {
        if (!byScope.has(goal.scope)) byScope.set(goal.scope, []);
        if (goal.asks !== 'valid' || (goal.discharges === null && !hasMemory(goal.scope))) continue;
        byScope.get(goal.scope)!.push({ goal, obligation, asker: this.#asker(obligation) });
      }
    }
    for (const [scope, asked] of byScope) {
      const { decisions, knowledge, order } = await decideJointly(scope, asked, this.#timed(asked));
      for (const [goal, decision] of decisions) this.#decisions.set(goal, decision);
      this.#knowledge.set(scope, knowledge);
      for (const [place, { goal, known }] of order.entries()) this.#used.set(goal, { known, place });
    }
  }

  #timed(asked: readonly (Asked & { obligation: Obligation })[]): Decide {
    const owner = new Map(asked.map(({ goal, obligation }) => [goal, obligation]));
    return async (asker, goal, known) => {
      const start = this.#options.now();
      const decision = await this.#validGiven(asker, goal, known);
      const obligation = owner.get(goal)!;
      this.#times.set(obligation, (this.#times.get(obligation) ?? 0) + this.#options.now() - start);
      return decision;
    };
  }

  async #each(
    obligations: readonly Obligation[],
    decide: (goal: Goal, asker: Asker) => Promise<Decision>,
  ): Promise<void> {
    const open = obligations
      .flatMap((obligation) => obligation.goals.map((goal) => ({ goal, obligation })))
      .filter(({ goal }) => !this.#decisions.has(goal) && (goal.asks !== 'satisfiable' || isAskedForWitness(goal)));
    await mapLimited(open, WIDTH, async ({ goal, obligation }) => {
      const start = this.#options.now();
      this.#decisions.set(goal, await decide(goal, this.#asker(obligation)));
      this.#times.set(obligation, (this.#times.get(obligation) ?? 0) + this.#options.now() - start);
    });
  }

  /** Which faults it takes to break a guarantee of a system, whatever its verdict. */
  async #lookForCutSets(obligations: readonly Obligation[]): Promise<void> {
    const asked = obligations
      .filter(({ kind }) => kind === 'guarantee' || kind === 'tolerating')
      .flatMap((obligation) => {
        const goals = obligation.goals.filter(
          (goal): goal is ValidGoal =>
            goal.asks === 'valid' &&
            goal.scope.kind === 'system' &&
            goal.scope.faults.length > 0 &&
            goal.scope.abstraction === undefined,
        );
        return goals.map((goal) => ({ goal, obligation }));
      });
    await mapLimited(asked, WIDTH, async ({ goal, obligation }) => {
      const start = this.#options.now();
      const found = await cutSetsOf(this.#asker(obligation), goal, this.#known(goal.scope));
      this.#cutSets.set(goal, found);
      const isProof = this.#decisions.get(goal)?.kind === 'valid';
      if (found.disagrees && isProof) this.#decisions.set(goal, { kind: 'disagrees', detail: found.open ?? '' });
      this.#times.set(obligation, (this.#times.get(obligation) ?? 0) + this.#options.now() - start);
    });
  }

  #satisfiable(goal: SatisfiableGoal, asker: Asker): Promise<Decision> {
    if (goal.formula !== null) return decideReachable(asker, goal, goal.formula, this.#known(goal.scope));
    return decideConsistent(asker, goal, hasMemory(goal.scope) ? this.#depthOf(goal.scope) : 1);
  }

  /** Contracts over time have to hold together for as many steps as the proofs looked at. */
  #depthOf(scope: Scope): number {
    const used = [...this.#decisions].map(([goal, decision]) =>
      goal.scope === scope && decision.kind === 'valid' ? (decision.k ?? 0) : 0,
    );
    return Math.max(LEAST_DEPTH, ...used.map((k) => k + 1));
  }

  #realizable({ scope }: RealizableGoal, asker: Asker): Promise<Decision> {
    const alone = (part: PartInstance) =>
      componentsOf(part).every((component) => this.#isProved(`${component}.realizable`)) &&
      !this.#hasDefaultOutside(scope, part);
    const decide = (at: Scope) => decideRealizable(asker, at, this.#known(scope), alone);
    return decide(scope).then((decision) => this.#inUse(scope, decision, decide));
  }

  #valid(goal: ValidGoal, asker: Asker): Promise<Decision> {
    return this.#validGiven(asker, goal, this.#known(goal.scope));
  }

  async #validGiven(asker: Asker, goal: ValidGoal, known: Knowledge): Promise<Decision> {
    const forAll = await decideUnderFaults(asker, goal, known);
    const decision = await this.#inUse(goal.scope, forAll, (scope) =>
      decideUnderFaults(asker, { ...goal, scope }, known),
    );
    // An execution that is the shortest for some values in use need not be so for all: with others it may take fewer steps.
    if (forAll.kind === 'violated' || decision.kind !== 'violated') return decision;
    return (await decideShorter(asker, goal, known, decision.trace.last)) ?? decision;
  }

  /** What is beyond the solver for all parameters is tried for the values in use; the answer says for which. */
  async #inUse(scope: Scope, decision: Decision, decide: (scope: Scope) => Promise<Decision>): Promise<Decision> {
    const uses = this.#uses.get(scope.component) ?? [];
    if (decision.kind !== 'undecided' || uses.length === 0 || !this.#byThemselves.has(scope)) return decision;
    let last: Decision = decision;
    for (const use of uses) {
      last = await decide(restricted(scope, use));
      if (last.kind === 'undecided') return decision;
      if (last.kind !== 'valid') return last;
    }
    return last.kind === 'valid' ? { ...last, only: uses.map((use) => describeUse(scope, use)).join('; ') } : decision;
  }

  #known(scope: Scope): Knowledge {
    return this.#knowledge.get(scope) ?? NOTHING_KNOWN;
  }

  /**
   * Whether a leaf takes a default outside its own range: then what is known of the component by itself, for the values of the
   * range, says nothing of this part.
   */
  #hasDefaultOutside(scope: Scope, part: PartInstance): boolean {
    const leaf = this.#generated.find(
      ({ subject }) => subject.component.name === part.component && subject.component.kind === 'leaf',
    )?.subject.scopes[0];
    return leaf !== undefined && isOutside(leaf, scope, part);
  }

  #isProved(id: string): boolean {
    const decisions = this.#done.get(id)?.decisions ?? [];
    return decisions.length > 0 && decisions.every(({ kind }) => kind === 'valid');
  }

  #asker(obligation: Obligation): Asker {
    let asker = this.#askers.get(obligation);
    if (asker === undefined) this.#askers.set(obligation, (asker = this.#options.session.asker(obligation.id)));
    return asker;
  }

  #finish(obligation: Obligation): void {
    const over = this.#overSizes.get(obligation) ?? null;
    const { goals } = over ?? obligation;
    const asked = [obligation, ...(over?.asked ?? [])];
    const sources = asked.flatMap((each) => this.#askers.get(each)?.sources ?? []);
    const decided: Decided = {
      obligation: over === null ? obligation : { ...obligation, goals },
      decisions: over?.decisions ?? goals.map((goal) => this.#decisions.get(goal)!),
      cutSets: goals.map((goal) => this.#cutSets.get(goal) ?? null),
      knowledge: goals.map(({ scope }) => this.#known(scope)),
      used: goals.map((goal) => this.#used.get(goal) ?? { known: this.#known(goal.scope), place: AFTER_ALL }),
      sizes: over?.sizes ?? null,
      rlimit: asked.reduce((sum, each) => sum + (this.#askers.get(each)?.rlimit ?? 0), 0),
      timeMs: asked.reduce((sum, each) => sum + (this.#times.get(each) ?? 0), 0),
      cached: sources.some(({ cache }) => cache) && !sources.some(({ solver }) => solver),
    };
    this.#done.set(obligation.id, decided);
    if (this.#options.wanted(obligation.id)) this.#options.onDecided(decided);
  }
}

/** A witness is for one size: it is sought in scopes of one. */
function isAskedForWitness(goal: Goal): boolean {
  return goal.asks === 'satisfiable' && goal.scope.abstraction === undefined;
}

/** Systems after the systems that they have as parts. */
function inPartOrder(systems: readonly SubjectObligations[]): SubjectObligations[] {
  const byName = new Map<string, SubjectObligations[]>();
  for (const system of systems) {
    const there = byName.get(system.subject.component.name) ?? [];
    byName.set(system.subject.component.name, [...there, system]);
  }
  const ordered = new Set<SubjectObligations>();
  const enter = (name: string) => {
    for (const system of byName.get(name) ?? []) {
      if (ordered.has(system)) continue;
      for (const part of new Set(system.subject.scopes.flatMap((scope) => scope.parts.flatMap(componentsOf))))
        enter(part);
      ordered.add(system);
    }
  };
  for (const name of byName.keys()) enter(name);
  return [...ordered];
}
