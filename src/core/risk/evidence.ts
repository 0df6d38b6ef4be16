import { Behaviour } from '../eval/evaluate.ts';
import { Plan } from '../eval/plan.ts';
import { ONE, type Rational, sign, ZERO } from '../exact/rational.ts';
import type { Chance, Clause, Expr, Scope, Variable } from '../model/model.ts';
import { isTemporal, variablesOf } from '../model/traverse.ts';
import type { Span } from '../text/source.ts';
import { contains, EMPTY, type FaultSet, members, setOf } from './fault_set.ts';

/** Something about chances that has no meaning in fixed numbers: the claim is not decided. */
export class NotFixed extends Error {}

/** What is declared of the chances of faults, in exact numbers. */
export interface Evidence {
  /** The faults, by their index in masks. */
  readonly faults: readonly Variable[];
  /** The declared upper bound on each fault, or 1. */
  readonly bounds: readonly Rational[];
  /** Which faults have one. */
  readonly bounded: FaultSet;
  readonly statements: readonly Statement[];
  readonly groups: readonly { readonly faults: FaultSet; readonly source: Source }[];
}

/** `Σ coefficient · P(event) <= bound` (or less, or equal). */
export interface Statement {
  readonly relation: 'le' | 'lt' | 'eq';
  readonly terms: readonly Term[];
  readonly bound: Rational;
  readonly source: Source;
  /** Whether fewer faults never make it harder to keep: an upper bound on events that more faults only help. */
  readonly easy: boolean;
}

export interface Term {
  readonly coefficient: Rational;
  readonly event: FaultEvent;
}

/** An event that depends on which faults are ever present, and on nothing else. */
export interface FaultEvent {
  readonly faults: FaultSet;
  readonly holds: (present: FaultSet) => boolean;
  /** Whether it is written so that more faults never end it. */
  readonly upward: boolean;
}

/** What a number rests on: a clause, or the bound of a fault. */
export interface Source {
  readonly name: string;
  readonly clause: Clause | null;
  readonly span: Span;
}

/** The evidence that the given clauses and the faults' bounds are, in a scope. Throws `NotFixed`. */
export function evidenceOf(scope: Scope, clauses: readonly Clause[]): Evidence {
  const reader = new Reader(scope);
  const chances = clauses.flatMap((clause) =>
    clause.risk?.chance == null ? [] : [{ clause, chance: clause.risk.chance }],
  );
  return {
    faults: reader.faults,
    bounds: scope.faults.map(({ variable, bound }) => (bound === null ? ONE : reader.probability(bound, variable))),
    bounded: setOf(scope.faults.flatMap(({ bound }, at) => (bound === null ? [] : [at]))),
    statements: chances.flatMap(({ clause, chance }) =>
      chance.kind === 'linear' ? [reader.statement(chance, sourceOf(clause))] : [],
    ),
    groups: chances.flatMap(({ clause, chance }) =>
      chance.kind === 'independent' ? [{ faults: reader.indices(chance.faults), source: sourceOf(clause) }] : [],
    ),
  };
}

export function sourceOf(clause: Clause): Source {
  return { name: clause.name, clause, span: clause.span };
}

/** The source of a fault's own bound. */
export function boundSource(fault: Variable): Source {
  return { name: fault.name, clause: null, span: fault.span };
}

/** Reads expressions over faults and fixed parameters in exact arithmetic. */
export class Reader {
  readonly #scope: Scope;
  readonly #plan: Plan;
  readonly #index: ReadonlyMap<Variable, number>;
  readonly faults: readonly Variable[];

  constructor(scope: Scope) {
    this.#scope = scope;
    this.#plan = new Plan(scope);
    this.faults = scope.faults.map(({ variable }) => variable);
    this.#index = new Map(this.faults.map((fault, at) => [fault, at]));
  }

  indices(faults: readonly Variable[]): FaultSet {
    return setOf(faults.map((fault) => this.index(fault)));
  }

  index(fault: Variable): number {
    // A refinement's fault of the same name is the one that its base speaks of.
    const definition = this.#scope.definitions.get(fault)?.body;
    if (definition?.kind === 'variable') return this.index(definition.variable);
    const at = this.#index.get(fault);
    if (at === undefined) throw new Error(`the fault ${fault.name} is not in scope`);
    return at;
  }

  statement(chance: Extract<Chance, { kind: 'linear' }>, source: Source): Statement {
    const terms = chance.terms.map(({ coefficient, event }) => ({
      coefficient: this.number(coefficient),
      event: this.event(event),
    }));
    const needed = terms.filter(({ coefficient }) => sign(coefficient) !== 0);
    const easy =
      chance.relation !== 'eq' && needed.every(({ coefficient, event }) => sign(coefficient) > 0 && event.upward);
    return { relation: chance.relation, terms: needed, bound: this.number(chance.constant).neg(), source, easy };
  }

  probability(bound: Expr, fault: Variable): Rational {
    const value = this.number(bound);
    if (value.compare(ZERO) < 0 || value.compare(ONE) > 0)
      throw new NotFixed(`the bound of ${fault.name} is no probability`);
    return value;
  }

  /** The value of an expression over constants and parameters that have a value. */
  number(expr: Expr): Rational {
    const outcome = this.#behaviour(EMPTY).evaluate(expr, 0);
    if (outcome.kind === 'undefined' || typeof outcome.value !== 'object') {
      throw new NotFixed('a number in it depends on a parameter that has no value here, or is undefined');
    }
    return outcome.value;
  }

  event(expr: Expr): FaultEvent {
    const { faults, upward } = this.#look(expr);
    if (isTemporal(expr))
      throw new NotFixed('evidence speaks of whether a fault is ever present: it has no temporal operators');
    const memo = new Map<FaultSet, boolean>();
    const holds = (present: FaultSet): boolean => {
      const relevant = present & faults;
      let value = memo.get(relevant);
      if (value === undefined) memo.set(relevant, (value = this.#truth(expr, relevant)));
      return value;
    };
    holds(EMPTY);
    return { faults, holds, upward };
  }

  #truth(expr: Expr, present: FaultSet): boolean {
    const outcome = this.#behaviour(present).evaluate(expr, 0);
    if (outcome.kind === 'undefined' || typeof outcome.value !== 'boolean') {
      throw new NotFixed('evidence speaks of something that is neither a fault nor fixed');
    }
    return outcome.value;
  }

  /** One step in which only faults have values; what is chosen otherwise has none. */
  #behaviour(present: FaultSet): Behaviour {
    const values = new Map(this.faults.map((fault, at) => [fault, contains(present, 1n << BigInt(at))]));
    return new Behaviour(this.#plan, { rigid: values, steps: [values] });
  }

  /** The faults that an expression rests on, through definitions, and whether it is a monotone combination of them. */
  #look(expr: Expr): { readonly faults: FaultSet; readonly upward: boolean } {
    let upward = true;
    const seen = new Set<Variable>();
    const found = new Set<number>();
    const stack: Expr[] = [expr];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (!MONOTONE.has(next.kind)) upward = false;
      if (next.kind === 'and' || next.kind === 'or') {
        stack.push(...next.operands);
        continue;
      }
      for (const variable of variablesOf(next)) {
        if (seen.has(variable)) continue;
        seen.add(variable);
        const definition = this.#scope.definitions.get(variable);
        const at = this.#index.get(variable);
        if (definition !== undefined) stack.push(definition.body);
        else if (at !== undefined) found.add(at);
      }
    }
    return { faults: setOf(found), upward };
  }
}

const MONOTONE: ReadonlySet<string> = new Set(['variable', 'literal', 'and', 'or']);

/** The names of the faults in a set. */
export function namesIn(evidence: Evidence, set: FaultSet): readonly string[] {
  return members(set).map((at) => evidence.faults[at]!.name);
}
