import type { Clause, PartInstance, Scope } from '../model/model.ts';
import type { Behaviour } from './evaluate.ts';
import { all, implied, type Judgement, judgeClause } from './judgement.ts';

/** A contract in one behaviour: what it assumes, what it promises, and how long the assumptions have held. */
export class Contract {
  readonly #behaviour: Behaviour;
  readonly assumptions: readonly Clause[];
  readonly guarantees: readonly Clause[];
  readonly #through: Judgement[] = [];

  constructor(behaviour: Behaviour, assumptions: readonly Clause[], guarantees: readonly Clause[]) {
    this.#behaviour = behaviour;
    this.assumptions = assumptions;
    this.guarantees = guarantees;
  }

  /** `H(A)`: the assumptions have held at every step up to and including this one; true before step 0. */
  through(step: number): Judgement {
    for (let at = this.#through.length; at <= step; at += 1) {
      const before = at === 0 ? true : this.#through[at - 1]!;
      this.#through.push(before === false ? false : all([before, ...this.#now(at)]));
    }
    return step < 0 ? true : this.#through[step]!;
  }

  /** `H(A) => g` at the step, for a settled guarantee `H⁻(A) => g`. */
  kept(guarantee: Clause, step: number): Judgement {
    const premise = this.through(guarantee.settled ? step - 1 : step);
    return implied(premise, () => judgeClause(this.#behaviour, guarantee, step));
  }

  /** The first step, up to and including `step`, at which an assumption was broken, and which one; null while none was. */
  broken(step: number): { readonly clause: Clause; readonly step: number } | null {
    for (let at = 0; at <= step; at += 1) {
      if (this.through(at) !== false) continue;
      const clause = this.assumptions.find((a) => judgeClause(this.#behaviour, a, at) === false);
      return clause === undefined ? null : { clause, step: at };
    }
    return null;
  }

  #now(step: number): readonly Judgement[] {
    return this.assumptions.map((clause) => judgeClause(this.#behaviour, clause, step));
  }
}

/** The contract that a part's users see: under its assumptions and its parameters' ranges, the exported guarantees. */
export function partContract(behaviour: Behaviour, part: PartInstance): Contract {
  const exported = part.guarantees.filter((clause) => clause.exported);
  return new Contract(behaviour, [...part.parameterRanges, ...part.assumptions], exported);
}

/** The contract of the scope itself. */
export function ownContract(behaviour: Behaviour, scope: Scope): Contract {
  return new Contract(behaviour, scope.assumptions, scope.guarantees);
}

/** A part whose assumption was broken at or before a step: it promises nothing any more. */
export interface FreedPart {
  readonly part: PartInstance;
  readonly clause: Clause;
  /** The step at which the assumption was first broken. */
  readonly since: number;
}

/** The parts that are freed at the step, in the scope's order. */
export function brokenParts(behaviour: Behaviour, step: number): readonly FreedPart[] {
  return freedParts(behaviour).filter(({ since }) => since <= step);
}

const known = new WeakMap<Behaviour, readonly FreedPart[]>();

/** Every part that is freed at some step of the behaviour, in the scope's order. */
export function freedParts(behaviour: Behaviour): readonly FreedPart[] {
  const before = known.get(behaviour);
  if (before !== undefined) return before;
  const freed = behaviour.scope.parts.flatMap((part) => {
    const broken = partContract(behaviour, part).broken(behaviour.length - 1);
    return broken === null ? [] : [{ part, clause: broken.clause, since: broken.step }];
  });
  known.set(behaviour, freed);
  return freed;
}
