import type { Clause, PartInstance, Scope } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import { keyOf } from './sources.ts';

/** Goals as they would be asked if some clauses were not in the text. */
export class Without {
  readonly #dropped: ReadonlySet<string>;
  readonly #scopes = new Map<
    Scope,
    { readonly scope: Scope; readonly parts: ReadonlyMap<PartInstance, PartInstance> }
  >();

  readonly #goals = new Map<ValidGoal, ValidGoal>();

  /** `dropped`: the keys of the clauses that are left out. */
  constructor(dropped: ReadonlySet<string>) {
    this.#dropped = dropped;
  }

  /** What is asked stays as it is: only what may be used for it is less. */
  goal(goal: ValidGoal): ValidGoal {
    let made = this.#goals.get(goal);
    if (made === undefined) this.#goals.set(goal, (made = this.#goal(goal)));
    return made;
  }

  #goal(goal: ValidGoal): ValidGoal {
    const { scope, parts } = this.#scope(goal.scope);
    const discharges = goal.discharges === null ? null : parts.get(goal.discharges)!;
    return { ...goal, scope, discharges };
  }

  #scope(scope: Scope): { readonly scope: Scope; readonly parts: ReadonlyMap<PartInstance, PartInstance> } {
    let made = this.#scopes.get(scope);
    if (made === undefined) this.#scopes.set(scope, (made = this.#make(scope)));
    return made;
  }

  #make(scope: Scope): { scope: Scope; parts: ReadonlyMap<PartInstance, PartInstance> } {
    const parts = new Map(
      scope.parts.map((part) => [part, { ...part, guarantees: part.guarantees.filter(this.#isKept) }]),
    );
    const made: Scope = {
      ...scope,
      parameterRanges: scope.parameterRanges.filter(this.#isKept),
      freeRanges: scope.freeRanges.filter(({ clause }) => this.#isKept(clause)),
      assumptions: scope.assumptions.filter(this.#isKept),
      // Only a leaf's guarantees are facts; those of others are what is to be proved.
      guarantees: scope.kind === 'leaf' ? scope.guarantees.filter(this.#isKept) : scope.guarantees,
      parts: [...parts.values()],
    };
    return { scope: made, parts };
  }

  readonly #isKept = (clause: Clause): boolean => !this.#dropped.has(keyOf(clause));
}
