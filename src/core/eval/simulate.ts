import { ONE } from '../exact/rational.ts';
import type { Clause, PartInstance, Scope, Value, Variable } from '../model/model.ts';
import { type Choice, choicesOf, leafGuarantees } from './choices.ts';
import { Behaviour } from './evaluate.ts';
import { draw, EVERYTHING } from './interval.ts';
import { all, either, type Judgement, judge, judgeClause } from './judgement.ts';
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
}

/** A clause in a simulation: the scope's own, or a part's. */
export interface Place {
  readonly step: number;
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
  /** A partial operator was used outside its domain. */
  | ({ readonly kind: 'undefined' } & Place)
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
  readonly part: PartInstance | null;
  readonly clause: Clause;
}

class Run {
  readonly #scope: Scope;
  readonly #options: SimulationOptions;
  readonly #random: Random;
  readonly #choices: readonly Choice[];
  readonly #plan: Plan;

  constructor(scope: Scope, options: SimulationOptions) {
    this.#scope = scope;
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#choices = choicesOf(scope);
    this.#plan = new Plan(scope);
  }

  run(): Simulation {
    const start = this.#start();
    if ('kind' in start)
      return { behaviour: this.#empty(this.#options.rigid), end: { ...start, kind: 'stuck', step: 0 } };
    let behaviour: Behaviour = start;
    for (let step = 0; step < this.#options.steps; step += 1) {
      const next = this.#step(behaviour, step);
      if ('kind' in next) return { behaviour, end: { ...next, kind: 'stuck', step } };
      behaviour = next;
      const end = this.#judge(behaviour, step);
      if (end !== null) return { behaviour, end };
    }
    return { behaviour, end: { kind: 'complete' } };
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
  #step(behaviour: Behaviour, step: number): Behaviour | Failure {
    let failure: Failure | null = null;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const next = behaviour.extended(this.#values(behaviour, step));
      failure = this.#kept(next, step);
      if (failure === null) return next;
    }
    return failure!;
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

  /** What has to be kept at the step: declarations, assumptions, contracts. Null if all of it is. */
  #kept(behaviour: Behaviour, step: number): Failure | null {
    const { scope } = behaviour;
    const own = [...scope.freeRanges.map(({ clause }) => clause), ...scope.assumptions, ...leafGuarantees(scope)];
    const failure = firstFailure(behaviour, step, own, null);
    if (failure !== null) return failure;
    for (const part of scope.parts) {
      const due = assumed(behaviour, part, step) === true ? exported(part) : exported(part).filter((c) => c.settled);
      const broken = due.find((clause) => judgeClause(behaviour, clause, step) === false);
      if (broken !== undefined) return { kind: 'broken', part, clause: broken };
    }
    return null;
  }

  /** What is claimed of the step. Null if all of it holds. */
  #judge(behaviour: Behaviour, step: number): End | null {
    const { scope } = behaviour;
    for (const part of scope.parts) {
      const failure = firstFailure(behaviour, step, [...part.parameterRanges, ...part.assumptions], part);
      if (failure !== null) return { ...failure, step };
      const unclear = firstFailure(behaviour, step, exported(part), part);
      if (unclear?.kind === 'undefined') return { ...unclear, step };
    }
    const claimed = scope.kind === 'leaf' ? [] : scope.guarantees;
    const failure = firstFailure(behaviour, step, [...claimed, ...scope.invariants, ...scope.ranges], null);
    if (failure !== null) return { ...failure, step };
    const modes = scope.modes.map((mode) =>
      judge(behaviour, { kind: 'variable', variable: mode.when, sort: mode.when.sort }, step),
    );
    return modes.length > 0 && either(modes) === false ? { kind: 'uncovered', step } : null;
  }
}

/** Whether the part's assumptions hold at the step; at the steps before they did, or the run would have ended. */
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
    if (judgement !== true) return { kind: judgement === false ? 'broken' : 'undefined', part, clause };
  }
  return null;
}
