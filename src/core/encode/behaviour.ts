import * as logic from '../logic/build.ts';
import type { Term } from '../logic/term.ts';
import type { Clause, Expr, PartInstance, Variable } from '../model/model.ts';
import type { Cone } from './cone.ts';
import type { Fact } from './facts.ts';
import { isPlain } from './facts.ts';
import { keptBefore, wasPresent } from './stepwise.ts';
import type { Unrolling } from './unrolling.ts';

/** A formula that every behaviour of the scope satisfies, and the fact it comes from (null: sorts and the like). */
export interface Assertion {
  readonly term: Term;
  readonly fact: Fact | null;
  readonly step: number;
  /** Of what is no fact: what else it is. */
  readonly origin: Origin;
}

/** What an assertion says: a fact, a lemma of the frame by its number, that a discharged part's assumptions hold, that a fault stays. */
export type Origin =
  | { readonly kind: 'fact' }
  | { readonly kind: 'lemma'; readonly index: number }
  | { readonly kind: 'known'; readonly part: PartInstance }
  | { readonly kind: 'stays'; readonly fault: Variable };

/** A formula that may be used although it is no fact of the contract: proved before, or by the same induction. */
export interface Lemma {
  readonly formula: Expr;
  /** Also at the last step, not only at earlier ones. */
  readonly now: boolean;
}

/** Which behaviours a query speaks of. Steps are 0 to `steps - 1`; the claim is about the last. */
export interface Frame {
  readonly steps: number;
  readonly cone: Cone;
  /** `through`: the scope's assumptions hold at every step; `before`: at every step but the last. */
  readonly own: 'through' | 'before';
  /** All assumptions of the part are known to hold wherever the scope's do, at steps before the last. */
  readonly discharged: (part: PartInstance) => boolean;
  /** … and at the last step. */
  readonly dischargedNow: (part: PartInstance) => boolean;
  /** Whether a part that is not discharged may have been freed before step 0. */
  readonly freedBefore: boolean;
  readonly lemmas: readonly Lemma[];
  /** Assert the assumptions of discharged parts, where it is not their being owed that follows from the rest: a cut cone, an induction. */
  readonly assertDischarged: boolean;
  /** Guarantees of a leaf hold at the last step up to (not including) this one; null: all. */
  readonly ownGuaranteesNow: ReadonlySet<Clause> | null;
  /** Assumptions of the scope that hold at the last step; null: all (where `own` says so). */
  readonly ownAssumptionsNow: ReadonlySet<Clause> | null;
}

/**
 * The composition rule as assertions: in every behaviour, at every step, definitions hold (they are the terms themselves),
 * the scope's assumptions hold as the frame says, and each part keeps its contract:
 * `H(Ap) => g`, for a settled guarantee `H⁻(Ap) => g`.
 */
export function behaviour(unrolling: Unrolling, frame: Frame): Assertion[] {
  const guards = new Guards(unrolling, frame);
  const assertions: Assertion[] = [];
  for (let step = 0; step < frame.steps; step += 1) {
    const last = step === frame.steps - 1;
    for (const fact of frame.cone.facts) {
      const term = factAt(unrolling, frame, guards, fact, step, last);
      if (term !== null && !isTrue(term)) assertions.push({ term, fact, step, origin: { kind: 'fact' } });
    }
    for (const [index, lemma] of frame.lemmas.entries()) {
      if (last && !lemma.now) continue;
      const origin: Origin = { kind: 'lemma', index };
      assertions.push({ term: unrolling.term(lemma.formula, step), fact: null, step, origin });
    }
    if (frame.assertDischarged) assertions.push(...knownAssumptions(unrolling, frame, step, last));
  }
  assertions.push(...faultsStay(unrolling, frame));
  return assertions;
}

function factAt(
  unrolling: Unrolling,
  frame: Frame,
  guards: Guards,
  fact: Fact,
  step: number,
  last: boolean,
): Term | null {
  switch (fact.kind) {
    case 'parameterRange':
      return step === 0 ? unrolling.term(fact.body, 0) : null;
    case 'freeRange':
      return unrolling.term(fact.body, step);
    case 'assumption': {
      const holds = !last || (frame.own === 'through' && (frame.ownAssumptionsNow?.has(fact.clause) ?? true));
      return holds ? unrolling.term(fact.body, step) : null;
    }
    case 'own': {
      const holds =
        !last || (frame.ownGuaranteesNow?.has(fact.clause) ?? (frame.own === 'through' || fact.clause.settled));
      return holds ? unrolling.term(fact.body, step) : null;
    }
    case 'contract':
      return logic.implies(
        guards.at(fact.part!, fact.clause.settled ? step - 1 : step),
        unrolling.term(fact.body, step),
      );
  }
}

/** `H(Ap)` by part and step. */
class Guards {
  readonly #unrolling: Unrolling;
  readonly #frame: Frame;
  readonly #memo = new Map<PartInstance, Map<number, Term>>();

  constructor(unrolling: Unrolling, frame: Frame) {
    this.#unrolling = unrolling;
    this.#frame = frame;
  }

  at(part: PartInstance, step: number): Term {
    let steps = this.#memo.get(part);
    if (steps === undefined) this.#memo.set(part, (steps = new Map()));
    let term = steps.get(step);
    if (term === undefined) steps.set(step, (term = this.#kept(part, step)));
    return term;
  }

  #kept(part: PartInstance, step: number): Term {
    const frame = this.#frame;
    const discharged = frame.discharged(part);
    if (step < 0) {
      if (discharged || !frame.freedBefore) return logic.bool(true);
      return this.#unrolling.stepwise ? this.#unrolling.term(keptBefore(part), 0) : this.#unrolling.fresh('Bool');
    }
    const last = step === frame.steps - 1;
    if (discharged && !last) return logic.bool(true);
    if (last && frame.own === 'through' && frame.dischargedNow(part)) return logic.bool(true);
    return logic.and([this.at(part, step - 1), assumptionsOf(this.#unrolling, part, step)]);
  }
}

function knownAssumptions(unrolling: Unrolling, frame: Frame, step: number, last: boolean): Assertion[] {
  const known = (part: PartInstance) =>
    frame.discharged(part) && (!last || (frame.own === 'through' && frame.dischargedNow(part)));
  return [...frame.cone.parts].filter(known).map((part) => ({
    term: assumptionsOf(unrolling, part, step),
    fact: null,
    step,
    origin: { kind: 'known', part },
  }));
}

/** That the part's assumptions (and its parameters' ranges) hold at a step. */
export function assumptionsOf(unrolling: Unrolling, part: PartInstance, step: number): Term {
  const clauses = [...part.parameterRanges, ...part.assumptions.filter(isPlain)];
  return logic.and(clauses.map((clause) => unrolling.term(clause.body, step)));
}

/** A fault that is present stays present. */
function faultsStay(unrolling: Unrolling, frame: Frame): Assertion[] {
  const assertions: Assertion[] = [];
  for (const variable of frame.cone.variables) {
    if (variable.role !== 'fault' || variable.rigid) continue;
    // Where what is handed on from before the first of these steps counts, so does this.
    if (unrolling.stepwise && unrolling.mode !== 'anchored') {
      const stays = logic.implies(unrolling.term(wasPresent(variable), 0), unrolling.variable(variable, 0));
      if (!isTrue(stays))
        assertions.push({ term: stays, fact: null, step: 0, origin: { kind: 'stays', fault: variable } });
    }
    for (let step = 1; step < frame.steps; step += 1) {
      const stays = logic.implies(unrolling.variable(variable, step - 1), unrolling.variable(variable, step));
      if (!isTrue(stays))
        assertions.push({ term: stays, fact: null, step, origin: { kind: 'stays', fault: variable } });
    }
  }
  return assertions;
}

function isTrue(term: Term): boolean {
  return term.kind === 'boolean' && term.value;
}
