import { claimOf, counterexampleQuestion } from '../engine/counterexample.ts';
import { decode } from '../engine/decode.ts';
import type { Question } from '../engine/question.ts';
import { type Rational, rational } from '../exact/rational.ts';
import type { Symbol_, Term } from '../logic/term.ts';
import { Valuation } from '../logic/valuation.ts';
import * as build from '../model/build.ts';
import type { Expr, Value, Variable } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import { type ReplayedTrace, replayClaim } from '../replay/replay.ts';
import type { SolverValue } from '../smtlib/reply.ts';
import { Unreadable } from './cell.ts';

export type Trace = ReplayedTrace<'counterexample'>;

/**
 * The behaviours of so many steps that break a goal, as assertions over symbols: values move between the terms, where they
 * can be improved, and the evaluator, which alone says whether they are a behaviour.
 */
export class Ground {
  readonly goal: ValidGoal;
  readonly assertions: readonly Term[];
  readonly #question: Question;
  readonly #last: number;

  constructor(goal: ValidGoal, steps: number) {
    this.goal = goal;
    this.#last = steps - 1;
    this.#question = counterexampleQuestion(goal, steps, false);
    this.assertions = this.#question.query.assertions.map(({ term }) => term);
  }

  /** The behaviours of a goal's hypotheses in which a premise holds at the last step. */
  static of(goal: ValidGoal, premise: Expr, steps: number): Ground {
    return new Ground({ ...goal, formula: build.implies(premise, build.FALSE) }, steps);
  }

  /** An expression at the last step. */
  term(expr: Expr): Term {
    return this.#question.unrolling.term(expr, this.#last);
  }

  /** The symbols, by the variables and steps for which they stand. */
  get wanted(): Question['unrolling']['wanted'] {
    return this.#question.unrolling.wanted;
  }

  /**
   * The values of a behaviour, and of variables that it has none for; throws `Unreadable` where they do not meet the
   * assertions.
   */
  valuation({ trace }: Trace, besides: ReadonlyMap<Variable, Value> = new Map()): Valuation {
    const values = new Map<Symbol_, boolean | Rational>();
    for (const { variable, step, symbol } of this.wanted) {
      const value = (step === null ? trace.rigid : trace.steps[step]!).get(variable) ?? besides.get(variable);
      if (value !== undefined) values.set(symbol, encoded(value, variable));
    }
    const at = new Valuation(values);
    if (!this.meets(at)) throw new Unreadable('the values do not meet the assertions');
    return at;
  }

  meets(at: Valuation): boolean {
    return this.assertions.every((term) => at.isTrue(term));
  }

  /** The values as a behaviour, where they are one. */
  replayed(at: Valuation): Trace | null {
    const { scope } = this.goal;
    const values = new Map<string, SolverValue>([...at.symbols].map(([symbol, value]) => [symbol.name, value]));
    const trace = decode(scope, this.wanted, values, this.#last + 1);
    if (trace === null) return null;
    const replay = replayClaim(scope, trace, claimOf(this.goal));
    return replay.kind === 'confirmed' ? replay.trace : null;
  }
}

/** A value as the solver's symbols have it: a member of an enumeration by its place. */
export function encoded(value: Value, { sort }: Variable): boolean | Rational {
  return typeof value === 'string' ? rational(BigInt(sort.kind === 'enum' ? sort.members.indexOf(value) : -1)) : value;
}
