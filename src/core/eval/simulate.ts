import { ONE } from '../exact/rational.ts';
import type { Clause, PartInstance, Scope, Value, Variable } from '../model/model.ts';
import { type Choice, choicesOf, leafGuarantees } from './choices.ts';
import { brokenClaim, type Claimed, claimsOf, definedName, isUncovered, MODES, undefinedUse } from './claimed.ts';
import { Behaviour } from './evaluate.ts';
import { draw, EVERYTHING } from './interval.ts';
import { all, type Judgement, judgeClause } from './judgement.ts';
import { limitsOf } from './limits.ts';
import { Plan } from './plan.ts';
import { Random } from './random.ts';
import { freeVariables } from './trace.ts';

export interface SimulationOptions {
  readonly steps: number;
  readonly seed: bigint;
  /** Values of parameters and other rigid variables; the rest is drawn. */
  readonly rigid: ReadonlyMap<Variable, Value>;
  /** Values at the first steps; what is not given is drawn. */
  readonly given: readonly ReadonlyMap<Variable, Value>[];
  /** Faults that are present, each from its step on; all others are absent. */
  readonly faults: ReadonlyMap<Variable, number>;
  /** Which claims end the run when they are broken, by name (`gate.overload`, `deadline`, `modes`, `x.defined`); absent: all. */
  readonly ends?: (name: string) => boolean;
  /** What is claimed; absent: what the scope claims. */
  readonly claims?: readonly Claimed[];
}

/** A clause in a simulation: the scope's own, or a part's. */
export interface Place {
  readonly step: number;
  /** The name of what is claimed, or that it has a value; of the clause where nothing is claimed. */
  readonly name: string;
  readonly part: PartInstance | null;
  readonly clause: Clause;
}

/** How a run ended. */
export type End =
  | { readonly kind: 'complete' }
  /** Something that is claimed does not hold: a part's assumption, a guarantee, an invariant or a range. */
  | ({ readonly kind: 'broken' } & Place)
  /** The assumptions hold and no mode applies. */
  | { readonly kind: 'uncovered'; readonly step: number }
  /** A partial operator was used outside its domain, in a clause. */
  | ({ readonly kind: 'undefined' } & Place)
  /** The same in a definition, a wire or a state, by the name of that claim. */
  | { readonly kind: 'undefined value'; readonly step: number; readonly name: string }
  /** No values were found that keep what has to be kept (a given input may break an assumption). The run ends one step earlier. */
  | ({ readonly kind: 'stuck' } & Place);

export interface Simulation {
  /** All steps that were run, the one that ended it included. */
  readonly behaviour: Behaviour;
  readonly end: End;
}

/** Draws of one step before it is given up. */
const TRIES = 60;
/** Draws of one value. */
const VALUES = 6;

/**
 * Runs the scope forward in exact arithmetic, step by step. Inputs and what contracts leave open are drawn from the seed
 * so that assumptions and contracts hold, their limits more often than other values; the run stops at the first clause
 * that is broken. One run proves nothing.
 */
export function simulate(scope: Scope, options: SimulationOptions): Simulation {
  return new Run(scope, options).run();
}

interface Failure {
  readonly kind: 'broken' | 'undefined';
  readonly name: string;
  readonly part: PartInstance | null;
  readonly clause: Clause;
}

/** A step more, or why there is none; `tried` is the last that was tried. */
type Next = { readonly behaviour: Behaviour } | { readonly failure: Failure; readonly tried: Behaviour };

class Run {
  readonly #scope: Scope;
  readonly #options: SimulationOptions;
  readonly #random: Random;
  readonly #choices: readonly Choice[];
  readonly #plan: Plan;
  readonly #claims: readonly Claimed[];
  readonly #ends: (name: string) => boolean;
  /** Parts of which an assumption was broken at an earlier step: they promise nothing any more. */
  readonly #freed = new Set<PartInstance>();

  constructor(scope: Scope, options: SimulationOptions) {
    this.#scope = scope;
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#choices = choicesOf(scope);
    this.#plan = new Plan(scope);
    this.#claims = options.claims ?? claimsOf(scope);
    this.#ends = options.ends ?? (() => true);
  }

  run(): Simulation {
    const start = this.#start();
    if ('kind' in start)
      return { behaviour: this.#empty(this.#options.rigid), end: { ...start, kind: 'stuck', step: 0 } };
    let behaviour: Behaviour = start;
    for (let step = 0; step < this.#options.steps; step += 1) {
      const next = this.#step(behaviour, step);
      if ('failure' in next) return this.#ended(behaviour, next, step);
      behaviour = next.behaviour;
      const end = this.#judge(behaviour, step);
      if (end !== null) return { behaviour, end };
      this.#free(behaviour, step);
    }
    return { behaviour, end: { kind: 'complete' } };
  }

  /**
   * Nothing keeps what has to be kept. Where it is an assumption of the scope that given values break, a settled
   * guarantee is still claimed of this step, and may be what is broken.
   */
  #ended(before: Behaviour, { failure, tried }: Extract<Next, { failure: Failure }>, step: number): Simulation {
    if (failure.part === null && failure.clause.kind === 'assumption' && this.#kept(tried, step, false) === null) {
      const settled = this.#claims.filter(({ part, clause }) => part === null && clause.settled);
      const broken = brokenClaim(tried, step, settled, this.#ends);
      if (broken !== null) return { behaviour: tried, end: { ...broken, step } };
    }
    if (failure.kind === 'undefined' && failure.part === null) return { behaviour: tried, end: { ...failure, step } };
    return { behaviour: before, end: { ...failure, kind: 'stuck', step } };
  }

  #free(behaviour: Behaviour, step: number): void {
    for (const part of behaviour.scope.parts) if (assumed(behaviour, part, step) === false) this.#freed.add(part);
  }

  #empty(rigid: ReadonlyMap<Variable, Value>): Behaviour {
    return new Behaviour(this.#plan, { rigid, steps: [] });
  }

  /** Parameters within their ranges. */
  #start(): Behaviour | Failure {
    const open = freeVariables(this.#scope).rigid.filter((variable) => !this.#options.rigid.has(variable));
    const clauses = this.#scope.parameterRanges;
    let failure: Failure | null = null;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const rigid = new Map(this.#options.rigid);
      for (const variable of open) {
        const trial = (value: Value) => this.#empty(new Map(rigid).set(variable, value)).extended(new Map());
        rigid.set(variable, this.#fault(variable, 0) ?? this.#draw(variable, clauses, trial));
      }
      const behaviour = this.#empty(rigid);
      failure = firstFailure(behaviour.extended(new Map()), 0, clauses, null);
      if (failure === null) return behaviour;
    }
    return failure!;
  }

  /** One step more in which everything is kept that has to be, or what was not kept in the last attempt. */
  #step(behaviour: Behaviour, step: number): Next {
    let last: Next | null = null;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const next = behaviour.extended(this.#values(behaviour, step));
      const failure = this.#kept(next, step, true);
      if (failure === null) return { behaviour: next };
      last = { failure, tried: next };
    }
    return last!;
  }

  #values(behaviour: Behaviour, step: number): ReadonlyMap<Variable, Value> {
    const values = new Map(this.#options.given[step] ?? []);
    for (const variable of this.#scope.variables) {
      const fault = variable.rigid ? null : this.#fault(variable, step);
      if (fault !== null && !values.has(variable)) values.set(variable, fault);
    }
    const starts = step === 0 ? freeVariables(this.#scope).atStart : [];
    for (const choice of [{ part: null, variables: starts, clauses: this.#scope.ranges }, ...this.#choices]) {
      this.#choose(choice, behaviour, step, values);
    }
    return values;
  }

  /** Draws the variables of one choice that have no value yet, one after the other. */
  #choose(choice: Choice, behaviour: Behaviour, step: number, values: Map<Variable, Value>): void {
    const open = choice.variables.filter((variable) => !values.has(variable));
    if (open.length === 0) return;
    const clauses = this.#due(choice, behaviour.extended(new Map(values)), step);
    for (const variable of open) {
      const trial = (value: Value) => behaviour.extended(new Map(values).set(variable, value));
      values.set(variable, this.#draw(variable, clauses, trial));
    }
  }

  /** The clauses that the choice has to keep: a part's, only while its assumptions hold. */
  #due(choice: Choice, behaviour: Behaviour, step: number): readonly Clause[] {
    if (choice.part === null) return choice.clauses;
    if (this.#freed.has(choice.part)) return [];
    const holds = assumed(behaviour, choice.part, step);
    return choice.clauses.filter((clause) => clause.settled || holds !== false);
  }

  #fault(variable: Variable, step: number): boolean | null {
    if (variable.role !== 'fault') return null;
    const from = this.#options.faults.get(variable);
    return from !== undefined && (variable.rigid || step >= from);
  }

  /** A value that breaks none of the clauses as far as they are decided yet, if one is found in a few draws. */
  #draw(variable: Variable, clauses: readonly Clause[], trial: (value: Value) => Behaviour): Value {
    const candidates = this.#candidates(variable, clauses, trial);
    const fits = (value: Value) => {
      const behaviour = trial(value);
      return clauses.every((clause) => judgeClause(behaviour, clause, behaviour.length - 1) !== false);
    };
    return candidates.find(fits) ?? candidates[0]!;
  }

  #candidates(variable: Variable, clauses: readonly Clause[], trial: (value: Value) => Behaviour): readonly Value[] {
    const { sort } = variable;
    if (sort.kind === 'bool') return this.#random.below(2n) === 0n ? [false, true] : [true, false];
    if (sort.kind === 'enum') return this.#rotated(sort.members);
    const bodies = clauses.map(({ body }) => body);
    const interval = bodies.length === 0 ? EVERYTHING : limitsOf(bodies, trial);
    const unit = sort.kind === 'real' ? (variable.unit?.factor ?? ONE) : ONE;
    return Array.from({ length: VALUES }, () => draw(interval, sort, unit, this.#random));
  }

  #rotated(members: readonly string[]): readonly string[] {
    const first = this.#random.pick(members);
    const at = members.indexOf(first);
    return [...members.slice(at), ...members.slice(0, at)];
  }

  /** What has to be kept at the step: declarations, the scope's assumptions where `own`, contracts. Null if all of it is. */
  #kept(behaviour: Behaviour, step: number, own: boolean): Failure | null {
    const { scope } = behaviour;
    const declared = scope.freeRanges.map(({ clause }) => clause);
    const clauses = own ? [...declared, ...scope.assumptions, ...leafGuarantees(scope)] : declared;
    const failure = firstFailure(behaviour, step, clauses, null);
    if (failure !== null) return failure;
    for (const part of scope.parts) {
      if (this.#freed.has(part)) continue;
      const due = assumed(behaviour, part, step) === true ? exported(part) : exported(part).filter((c) => c.settled);
      const broken = due.find((clause) => judgeClause(behaviour, clause, step) === false);
      if (broken !== undefined) return { kind: 'broken', name: broken.name, part, clause: broken };
    }
    return null;
  }

  /** What is claimed of the step. Null if all of it holds. */
  #judge(behaviour: Behaviour, step: number): End | null {
    const use = undefinedUse(behaviour, step, this.#ends);
    if (use !== null) return { kind: 'undefined value', step, name: use };
    for (const part of this.#options.ends === undefined ? behaviour.scope.parts : []) {
      if (this.#freed.has(part)) continue;
      const unclear = firstFailure(behaviour, step, exported(part), part);
      if (unclear?.kind === 'undefined') return { ...unclear, step };
    }
    const broken = brokenClaim(behaviour, step, this.#claims, this.#ends);
    if (broken !== null) return { ...broken, step };
    return this.#ends(MODES) && isUncovered(behaviour, step) ? { kind: 'uncovered', step } : null;
  }
}

/** Whether the part's assumptions hold at this step. */
function assumed(behaviour: Behaviour, part: PartInstance, step: number): Judgement {
  return all([...part.parameterRanges, ...part.assumptions].map((clause) => judgeClause(behaviour, clause, step)));
}

function exported(part: PartInstance): readonly Clause[] {
  return part.guarantees.filter((clause) => clause.exported);
}

function firstFailure(
  behaviour: Behaviour,
  step: number,
  clauses: readonly Clause[],
  part: PartInstance | null,
): Failure | null {
  for (const clause of clauses) {
    const judgement: Judgement = judgeClause(behaviour, clause, step);
    if (judgement === false) return { kind: 'broken', name: clause.name, part, clause };
    if (judgement !== true) return { kind: 'undefined', name: definedName(clause.name), part, clause };
  }
  return null;
}
