import { type Rational, rational } from '../exact/rational.ts';
import * as logic from '../logic/build.ts';
import type { Term } from '../logic/term.ts';
import { Valuation } from '../logic/valuation.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import { cellAt, type Hold, Unreadable } from './cell.ts';
import { cornerFrom } from './corner.ts';
import { Ground, type Trace } from './ground.ts';
import { optimumOf } from './linear_optimum.ts';
import type { Objective } from './objective.ts';

/** How far one behaviour can be improved without changing its Boolean choices. */
export type Climb =
  | {
      readonly kind: 'peak';
      /** What the behaviours of the cell come as near to as one likes; `reached` has exactly this value. */
      readonly value: Rational;
      readonly reached: Trace | null;
      /** A behaviour on the way to it, replayed. */
      readonly near: Trace;
    }
  | { readonly kind: 'unbounded' };

/**
 * The best value in the cell of a behaviour, an execution that has it where one is in the cell, and one on the way.
 *
 * Where the point lies only in the closure of the cell, the segment from the behaviour to it lies inside but for its end
 * (the cell is convex, and each of its strict conditions holds at the start), so that the value is approached.
 * `push` is another quantity that is first made as great or small as it can be while the objective stays where it is.
 */
export function climb(goal: ValidGoal, objective: Objective, start: Trace, push: Objective | null = null): Climb {
  try {
    return new Climber(goal, objective, start, push).run();
  } catch (thrown) {
    // A formula too deep for the stack is as unreadable as one without a value.
    if (!(thrown instanceof Unreadable) && !(thrown instanceof RangeError)) throw thrown;
    return { kind: 'peak', value: valueAt(objective, start), reached: start, near: start };
  }
}

/** The subject's value at the last step. */
export function valueAt({ subject }: Objective, trace: Trace): Rational {
  const outcome = trace.behaviour.evaluate(subject, trace.last);
  if (outcome.kind === 'undefined' || typeof outcome.value !== 'object')
    throw new Unreadable('the subject has no value');
  return outcome.value;
}

const HOLDS: readonly Hold[] = ['last', 'first'];
const MOST_ROUNDS = 4;

class Climber {
  readonly #ground: Ground;
  readonly #objective: Objective;
  readonly #start: Trace;
  readonly #assertions: readonly Term[];
  /** What is to be made as great as it can be. */
  readonly #term: Term;
  readonly #push: Term | null;

  constructor(goal: ValidGoal, objective: Objective, start: Trace, push: Objective | null) {
    this.#objective = objective;
    this.#start = start;
    this.#ground = Ground.of(goal, objective.premise, start.trace.steps.length);
    this.#term = this.#termOf(objective);
    this.#push = push === null ? null : this.#termOf(push);
    this.#assertions = this.#ground.assertions;
  }

  run(): Climb {
    let at = this.#ground.valuation(this.#start);
    if (at.number(this.#term) === null) throw new Unreadable('the subject has no value');
    let near = this.#start;
    let limit: Rational | null = null;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const before = at;
      at = this.#pushed(at);
      for (const hold of HOLDS) {
        const optimum = optimumOf(cellAt(this.#assertions, this.#term, at, hold));
        if (optimum.kind === 'unbounded') return { kind: 'unbounded' };
        if (optimum.kind === 'open' || optimum.value.compare(at.number(this.#term)!) <= 0) continue;
        const there = new Valuation(new Map([...at.symbols, ...optimum.point]));
        const reached = this.#ground.replayed(there);
        if (reached !== null) [at, near, limit] = [there, reached, null];
        else {
          // Whole numbers do not move along a segment: it begins where they are what they are at its end.
          const inside = optimum.inside === null ? at : new Valuation(new Map([...at.symbols, ...optimum.inside]));
          [near, limit] = [this.#between(inside, there) ?? near, greater(limit, optimum.value)];
        }
      }
      const corner = cornerFrom(this.#assertions, this.#term, at);
      const reached = corner === at ? null : this.#ground.replayed(corner);
      if (reached !== null) [at, near] = [corner, reached];
      if (at === before) break;
    }
    const value = at.number(this.#term)!;
    const turn = (one: Rational) => (this.#objective.sense === 'sup' ? one : one.neg());
    if (limit !== null && limit.compare(value) > 0) return { kind: 'peak', value: turn(limit), reached: null, near };
    return {
      kind: 'peak',
      value: turn(value),
      reached: near === this.#start || valueAt(this.#objective, near).equals(turn(value)) ? near : null,
      near,
    };
  }

  #termOf({ subject, sense }: Objective): Term {
    const term = this.#ground.term(subject);
    return sense === 'sup' ? term : logic.neg(term);
  }

  /** The other quantity at its best, the objective as it is. */
  #pushed(from: Valuation): Valuation {
    let at = from;
    for (const hold of this.#push === null ? [] : HOLDS) {
      const here = logic.num(at.number(this.#term)!, this.#term.sort === 'Int' ? 'Int' : 'Real');
      const optimum = optimumOf(cellAt([...this.#assertions, logic.eq(this.#term, here)], this.#push!, at, hold));
      if (optimum.kind !== 'at' || optimum.value.compare(at.number(this.#push!)!) <= 0) continue;
      const there = new Valuation(new Map([...at.symbols, ...optimum.point]));
      if (this.#ground.replayed(there) !== null) at = there;
    }
    return at;
  }

  /** Nine tenths of the way, or half: a behaviour near a point that is none. */
  #between(from: Valuation, to: Valuation): Trace | null {
    for (const share of [rational(99n, 100n), rational(9n, 10n), rational(1n, 2n)]) {
      const values = new Map(from.symbols);
      for (const [symbol, end] of to.symbols) {
        const start = from.symbols.get(symbol);
        if (typeof end !== 'object' || typeof start !== 'object') continue;
        values.set(symbol, start.add(end.sub(start).mul(share)));
      }
      const wholes = [...values].every(
        ([{ sort }, value]) => sort !== 'Int' || (typeof value === 'object' && value.d === 1n),
      );
      const replayed = wholes ? this.#ground.replayed(new Valuation(values)) : null;
      if (replayed !== null) return replayed;
    }
    return null;
  }
}

function greater(a: Rational | null, b: Rational): Rational {
  return a !== null && a.compare(b) > 0 ? a : b;
}
