import * as build from '../build.ts';
import type { Clause, Definition, Expr, PartInstance, Scope, Variable } from '../model.ts';
import type { OpenFamily } from './open_families.ts';
import { partialUses, whereDefined } from './partial_uses.ts';
import { names, rewrite } from './rewrite.ts';

/** One arbitrary index of families of the same size that are looked at together. */
export interface Joined {
  readonly families: readonly OpenFamily[];
  readonly parts: readonly PartInstance[];
}

/**
 * The names of the members at one index, and which of them are a member's own: those that no definition gives, and all that
 * is defined by them. What is defined by other things is the same for all members, and stays the name that it was.
 */
export class Members {
  readonly #scope: Scope;
  readonly #paths: ReadonlySet<string>;
  /** A member's own free names, with those that replace them. */
  readonly own = new Map<Variable, Variable>();
  /** Names that are gone: a member's own, and those that are written out. */
  readonly gone = new Set<Variable>();
  /** Names that are the same for all members. */
  readonly shared: Variable[] = [];
  /** What is owed for definitions that are written out: that they are defined. */
  readonly owed: { readonly definition: Definition; readonly body: Expr }[] = [];
  readonly #size: Expr;
  readonly #expanded = new Map<Variable, Expr | null>();

  constructor(scope: Scope, joined: Joined, path: string) {
    this.#scope = scope;
    this.#size = joined.families[0]!.size;
    this.#paths = new Set(joined.families.map((family) => family.path));
    const all = scope.variables.filter(({ part }) => part !== null && this.#paths.has(part));
    for (const variable of all)
      if (!scope.definitions.has(variable))
        this.own.set(variable, { ...variable, part: path, role: 'output', unit: variable.unit });
    for (const variable of all) {
      if (this.own.has(variable) || this.#definition(variable) !== null) this.gone.add(variable);
      else this.shared.push(variable);
    }
  }

  /** The expression in a member's own free names and in what is shared. */
  of(expr: Expr): Expr {
    return rewrite(expr, (variable) => {
      const own = this.own.get(variable);
      return own === undefined ? this.#definition(variable) : build.variable(own);
    });
  }

  isOwn(expr: Expr): boolean {
    return names(expr, this.gone);
  }

  /** What a name of the members is defined by, where that is a member's own; else null. */
  #definition(variable: Variable): Expr | null {
    if (variable.part === null || !this.#paths.has(variable.part)) return null;
    const known = this.#expanded.get(variable);
    if (known !== undefined) return known;
    this.#expanded.set(variable, null);
    const definition = this.#scope.definitions.get(variable);
    const body = definition === undefined ? null : this.#written(definition);
    this.#expanded.set(variable, body);
    return body;
  }

  #written(definition: Definition): Expr | null {
    const body = this.of(definition.body);
    const own = new Set(this.own.values());
    if (!names(body, own)) return null;
    if (definition.partial !== null) {
      const uses = partialUses(body, (name) => own.has(name), definition.span);
      this.owed.push({ definition, body: whereDefined(build.TRUE, build.le(build.int(1n), this.#size), uses) });
    }
    return body;
  }

  /** What of the scope a wire gives to a member besides what other members have. */
  readsOutside(): boolean {
    const own = new Set(this.own.values());
    return [...this.gone].some((variable) => {
      const definition = this.#scope.definitions.get(variable);
      if (definition === undefined || definition.origin !== 'wire') return false;
      return [...namesIn(this.of(definition.body))].some((name) => !own.has(name) && !name.rigid);
    });
  }

  /** Whether members feed each other in a circle, family by family. */
  hasCircle(joined: Joined): boolean {
    const paths = joined.families.map(({ path }) => path);
    const reads = new Map(paths.map((path) => [path, this.#read(path)]));
    const after = new Set<string>();
    for (let before = -1; before < after.size; ) {
      before = after.size;
      for (const path of paths)
        if (!after.has(path) && [...reads.get(path)!].every((source) => after.has(source))) after.add(path);
    }
    return after.size < paths.length;
  }

  #read(path: string): ReadonlySet<string> {
    const found = new Set<string>();
    for (const variable of this.gone) {
      const definition = this.#scope.definitions.get(variable);
      if (variable.part !== path || definition?.origin !== 'wire') continue;
      for (const name of namesIn(definition.body))
        if (name.part !== null && this.#paths.has(name.part)) found.add(name.part);
    }
    return found;
  }
}

function namesIn(expr: Expr): ReadonlySet<Variable> {
  const found = new Set<Variable>();
  rewrite(expr, (variable) => {
    found.add(variable);
    return null;
  });
  return found;
}

/** What a clause promises: its body, or one of the faults that excuse it. */
export function meaningOf({ body, risk }: Clause): Expr {
  const excuses = risk?.unless ?? [];
  return excuses.length === 0 ? body : build.or([body, ...excuses.map(build.variable)]);
}
