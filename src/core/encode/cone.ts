import type { Chance, Clause, Expr, PartInstance, Scope, Variable } from '../model/model.ts';
import { isTemporal, variablesOf } from '../model/traverse.ts';
import { type Fact, FactIndex } from './facts.ts';

/**
 * The cone of influence of some expressions: the facts that can matter to their values, against the flow of the data.
 * Leaving a fact out is sound for validity (fewer hypotheses); a satisfying assignment of a cone alone is no behaviour yet.
 */
export interface Cone {
  readonly facts: readonly Fact[];
  readonly variables: ReadonlySet<Variable>;
  /** Parts of whose contracts some fact is used. */
  readonly parts: ReadonlySet<PartInstance>;
  /** Whether some state or temporal operator is in the cone: steps matter. */
  readonly temporal: boolean;
  /** Whether the radius cut something off. */
  readonly cut: boolean;
  /** Definitions and clauses in the cone that hold partial operators, by the name under which definedness is owed. */
  readonly partialDefinitions: ReadonlySet<string>;
}

export interface ConeOptions {
  /** How many contracts deep to follow; null: all the way. */
  readonly radius: number | null;
  /** Whether the guard of a part's contract (its assumptions) must be decided inside the cone. */
  readonly guarded: (part: PartInstance) => boolean;
}

/** The cone of the expressions in their scope. */
export function coneOf(scope: Scope, roots: readonly Expr[], options: ConeOptions): Cone {
  return new ConeSearch(scope, options).run(roots);
}

/** The cone that leaves nothing out. */
export function wholeCone(scope: Scope): Cone {
  const index = FactIndex.of(scope);
  const partial = [...scope.definitions.values()].flatMap(({ partial }) => (partial === null ? [] : [partial]));
  return {
    facts: index.all,
    variables: new Set(scope.variables),
    parts: new Set(scope.parts),
    temporal: hasMemory(scope),
    cut: false,
    partialDefinitions: new Set(partial),
  };
}

const memories = new WeakMap<Scope, boolean>();

/** Whether anything in the scope looks at other steps. */
export function hasMemory(scope: Scope): boolean {
  let memory = memories.get(scope);
  if (memory === undefined)
    memories.set(scope, (memory = scope.states.size > 0 || expressionsOf(scope).some(isTemporal)));
  return memory;
}

function expressionsOf(scope: Scope): Expr[] {
  const clauses: Clause[] = [
    ...scope.assumptions,
    ...scope.guarantees,
    ...scope.invariants,
    ...scope.ranges,
    ...scope.parts.flatMap((part) => [...part.assumptions, ...part.guarantees]),
  ];
  return [
    ...clauses.flatMap(({ body, risk }) => [body, ...eventsOf(risk?.chance ?? null)]),
    ...[...scope.definitions.values()].map(({ body }) => body),
  ];
}

/** What a clause about chances speaks of: its body says nothing of that. */
function eventsOf(chance: Chance | null): readonly Expr[] {
  return chance?.kind === 'linear' ? chance.terms.map(({ event }) => event) : [];
}

class ConeSearch {
  readonly #scope: Scope;
  readonly #options: ConeOptions;
  readonly #index: FactIndex;
  readonly #facts = new Set<Fact>();
  readonly #variables = new Set<Variable>();
  readonly #parts = new Set<PartInstance>();
  readonly #guards = new Set<PartInstance>();
  readonly #partial = new Set<string>();
  #temporal = false;
  #cut = false;
  #level: Variable[] = [];
  #deeper: Variable[] = [];

  constructor(scope: Scope, options: ConeOptions) {
    this.#scope = scope;
    this.#options = options;
    this.#index = FactIndex.of(scope);
  }

  run(roots: readonly Expr[]): Cone {
    for (const root of roots) this.#expression(root, this.#level);
    for (let depth = 0; this.#level.length > 0; depth += 1) {
      this.#sweep(depth);
      this.#level = this.#deeper;
      this.#deeper = [];
    }
    return {
      facts: [...this.#facts],
      variables: this.#variables,
      parts: this.#parts,
      temporal: this.#temporal,
      cut: this.#cut,
      partialDefinitions: this.#partial,
    };
  }

  #sweep(depth: number): void {
    for (let next = this.#level.shift(); next !== undefined; next = this.#level.shift()) {
      if (this.#variables.has(next)) continue;
      this.#variables.add(next);
      this.#visit(next, depth);
    }
  }

  #visit(variable: Variable, depth: number): void {
    const definition = this.#scope.definitions.get(variable);
    if (definition !== undefined) {
      if (definition.partial !== null) this.#partial.add(definition.partial);
      this.#expression(definition.body, this.#level);
      return;
    }
    const state = this.#scope.states.get(variable);
    if (state !== undefined) {
      this.#temporal = true;
      if (state.initial !== null) this.#expression(state.initial, this.#level);
      this.#expression(state.next, this.#level);
      return;
    }
    for (const fact of this.#index.restricting(variable)) this.#fact(fact, depth);
  }

  #fact(fact: Fact, depth: number): void {
    if (fact.part === null) {
      if (this.#take(fact)) this.#expression(fact.body, this.#level);
      return;
    }
    if (this.#options.radius !== null && depth >= this.#options.radius) {
      this.#cut = true;
      return;
    }
    if (!this.#take(fact)) return;
    this.#parts.add(fact.part);
    this.#expression(fact.body, this.#deeper);
    if (this.#options.guarded(fact.part)) this.#guard(fact.part);
  }

  #guard(part: PartInstance): void {
    if (this.#guards.has(part)) return;
    this.#guards.add(part);
    for (const clause of [...part.parameterRanges, ...part.assumptions]) this.#expression(clause.body, this.#deeper);
  }

  #take(fact: Fact): boolean {
    if (this.#facts.has(fact)) return false;
    this.#facts.add(fact);
    return true;
  }

  #expression(expr: Expr, queue: Variable[]): void {
    if (!this.#temporal && isTemporal(expr)) this.#temporal = true;
    for (const variable of variablesOf(expr)) if (!this.#variables.has(variable)) queue.push(variable);
  }
}
