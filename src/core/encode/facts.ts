import type { Clause, Expr, PartInstance, Scope, Variable } from '../model/model.ts';
import { variablesOf } from '../model/traverse.ts';

/** Something that every behaviour of a scope satisfies, because of a declaration, an assumption or a part's contract. */
export interface Fact {
  readonly kind: 'parameterRange' | 'freeRange' | 'assumption' | 'contract' | 'own';
  readonly clause: Clause;
  readonly body: Expr;
  /** The part whose contract it is. */
  readonly part: PartInstance | null;
  /** The free variables whose choice it restricts; a fact joins a cone through these only. */
  readonly targets: ReadonlySet<Variable>;
}

/** The facts of one scope, by kind and by target. Built once a scope. */
export class FactIndex {
  readonly scope: Scope;
  readonly all: readonly Fact[];
  readonly #byTarget = new Map<Variable, Fact[]>();

  private constructor(scope: Scope) {
    this.scope = scope;
    this.all = [...declared(scope), ...contracts(scope), ...own(scope)];
    for (const fact of this.all) {
      for (const target of fact.targets) {
        const there = this.#byTarget.get(target);
        if (there === undefined) this.#byTarget.set(target, [fact]);
        else there.push(fact);
      }
    }
  }

  static readonly #known = new WeakMap<Scope, FactIndex>();

  static of(scope: Scope): FactIndex {
    let index = FactIndex.#known.get(scope);
    if (index === undefined) FactIndex.#known.set(scope, (index = new FactIndex(scope)));
    return index;
  }

  /** The facts that restrict a free variable. */
  restricting(variable: Variable): readonly Fact[] {
    return this.#byTarget.get(variable) ?? [];
  }
}

/** Whether a clause speaks of behaviours, not of chances. */
export function isPlain(clause: Clause): boolean {
  return (clause.risk?.chance ?? null) === null;
}

/** What a clause promises: its body, or one of the faults that excuse it. */
export function meaning(clause: Clause): Expr {
  const excuses = clause.risk?.unless ?? [];
  if (excuses.length === 0) return clause.body;
  const bool = { kind: 'bool' } as const;
  const faults = excuses.map((variable): Expr => ({ kind: 'variable', variable, sort: bool }));
  return { kind: 'or', operands: [clause.body, ...faults], sort: bool };
}

function declared(scope: Scope): Fact[] {
  const free = freeLeaves(scope);
  const isOwn = (variable: Variable) => variable.part === null;
  const fact = (kind: Fact['kind'], clause: Clause): Fact => {
    const targets = new Set([...free(clause.body)].filter((variable) => kind === 'parameterRange' || isOwn(variable)));
    return { kind, clause, body: clause.body, part: null, targets };
  };
  return [
    ...scope.parameterRanges.map((clause) => fact('parameterRange', clause)),
    ...scope.freeRanges.map(
      ({ clause, variable }): Fact => ({
        kind: 'freeRange',
        clause,
        body: clause.body,
        part: null,
        targets: new Set([variable]),
      }),
    ),
    ...scope.assumptions.filter(isPlain).map((clause) => fact('assumption', clause)),
  ];
}

function contracts(scope: Scope): Fact[] {
  const free = freeLeaves(scope);
  const facts: Fact[] = [];
  for (const part of scope.parts) {
    for (const clause of part.guarantees) {
      if (!clause.exported || !isPlain(clause)) continue;
      const body = meaning(clause);
      const targets = new Set([...free(body)].filter((variable) => variable.part === part.path && isChosen(variable)));
      facts.push({ kind: 'contract', clause, body, part, targets });
    }
  }
  return facts;
}

/** A leaf contract's own guarantees: what its behaviours keep. */
function own(scope: Scope): Fact[] {
  if (scope.kind !== 'leaf') return [];
  const free = freeLeaves(scope);
  return scope.guarantees.filter(isPlain).map((clause): Fact => {
    const body = meaning(clause);
    return { kind: 'own', clause, body, part: null, targets: new Set([...free(body)].filter(isChosen)) };
  });
}

function isChosen(variable: Variable): boolean {
  return variable.role === 'output' || variable.role === 'var';
}

/** The free variables that an expression reaches through definitions of its own owner, not across wires or bindings. */
function freeLeaves(scope: Scope): (expr: Expr) => ReadonlySet<Variable> {
  const memo = new Map<Variable, ReadonlySet<Variable>>();
  const ofVariable = (variable: Variable): ReadonlySet<Variable> => {
    const known = memo.get(variable);
    if (known !== undefined) return known;
    memo.set(variable, new Set());
    const definition = scope.definitions.get(variable);
    const leaves =
      definition === undefined
        ? new Set([variable])
        : definition.origin === 'wire' || definition.origin === 'binding'
          ? new Set<Variable>()
          : ofExpr(definition.body);
    memo.set(variable, leaves);
    return leaves;
  };
  const ofExpr = (expr: Expr): ReadonlySet<Variable> => {
    const leaves = new Set<Variable>();
    for (const variable of variablesOf(expr)) for (const leaf of ofVariable(variable)) leaves.add(leaf);
    return leaves;
  };
  return ofExpr;
}
