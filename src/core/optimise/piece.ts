import type { Asker } from '../engine/session.ts';
import { decideValid } from '../engine/valid.ts';
import { isWhole, type Rational, rational, sign } from '../exact/rational.ts';
import type { Symbol_ } from '../logic/term.ts';
import type { Valuation } from '../logic/valuation.ts';
import * as build from '../model/build.ts';
import type { Expr } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import { type Cell, cellAt, type Hold, Unreadable } from './cell.ts';
import type { Effort } from './effort.ts';
import { Ground, type Trace } from './ground.ts';
import type { Knob } from './knob.ts';
import type { Objective } from './objective.ts';
import { held, type Move, overtakes, type Slope, slopeOf } from './slope.ts';
import type { TurnedGoal } from './turning.ts';

/** One straight piece of an optimum as a function of a number that is turned. */
export interface Piece {
  readonly from: Rational;
  /** Null: without an end. */
  readonly to: Rational | null;
  /** The optimum at `from`. */
  readonly value: Rational;
  /** What one unit more of the number adds to the optimum (in base units). */
  readonly rate: Rational;
}

/** A goal in a scope in which the knob is turned only between two values; null: without an end. With what is proved there. */
export type Within = (low: Rational | null, high: Rational | null) => TurnedGoal;

export interface PieceSearch {
  readonly asker: Asker;
  readonly knob: Knob;
  readonly objective: Objective;
  readonly within: Within;
  readonly effort: Effort;
}

const HOLDS: readonly Hold[] = ['last', 'first'];
const MOST_ROUNDS = 10;

/**
 * The straight piece that begins at a value of the knob and goes up or down from it; null where none was certified.
 *
 * Its line is read off the cell of an optimal behaviour, and certified from both sides by what the linear program has no
 * part in. That nothing lies beyond the line is proved as any claim is, for all values of the knob at once. That the line
 * is reached or approached at each of them: the cell is convex, so it holds the segment between the optima of both ends.
 * Where another behaviour goes beyond, its cell says from where on it does, or gives the steeper line.
 */
export async function pieceFrom(
  search: PieceSearch,
  at: Rational,
  value: Rational,
  near: Trace,
  way: 1 | -1,
): Promise<Piece | null> {
  try {
    return await new Line(search, at, value, way).run(near);
  } catch (thrown) {
    if (thrown instanceof Unreadable || thrown instanceof RangeError) return null;
    throw thrown;
  }
}

class Line {
  readonly #search: PieceSearch;
  readonly #at: Rational;
  readonly #way: 1 | -1;
  /** Of what is to be made as great as it can be. */
  readonly #value: Rational;

  constructor(search: PieceSearch, at: Rational, value: Rational, way: 1 | -1) {
    this.#search = search;
    this.#at = at;
    this.#way = way;
    this.#value = search.objective.sense === 'sup' ? value : value.neg();
  }

  async run(near: Trace): Promise<Piece | null> {
    const wide = this.#search.within(...this.#between(null));
    let slope = this.#slopeAt(wide.goal, near);
    for (let round = 0; slope !== null && round < MOST_ROUNDS; round += 1) {
      const { rate, length } = slope;
      const beyond = await this.#beyond(rate, length);
      if (beyond === 'open' || this.#search.effort.spent) return null;
      if (beyond === null) return this.#piece(rate, length);
      const from = this.#overtaking(wide.goal, beyond, rate);
      if (from === null) return null;
      if (sign(from) > 0) slope = { ...slope, length: this.#step(from) };
      else {
        const steeper = this.#slopeAt(wide.goal, beyond);
        slope = steeper !== null && steeper.rate.compare(rate) > 0 ? steeper : null;
      }
      if (slope !== null && slope.length !== null && sign(slope.length) === 0) return null;
    }
    return null;
  }

  #piece(rate: Rational, length: Rational | null): Piece {
    const turn = this.#search.objective.sense === 'sup' ? rate : rate.neg();
    return {
      from: this.#at,
      to: length === null ? null : this.#at.add(length.mul(this.#sign)),
      value: this.#search.objective.sense === 'sup' ? this.#value : this.#value.neg(),
      rate: turn.mul(this.#sign),
    };
  }

  get #sign(): Rational {
    return rational(BigInt(this.#way));
  }

  get #isWhole(): boolean {
    return this.#search.knob.variable.sort.kind === 'int';
  }

  /** A whole number moves by whole steps. */
  #step(length: Rational): Rational {
    return this.#isWhole ? length.floor() : length;
  }

  #between(length: Rational | null): readonly [Rational | null, Rational | null] {
    const end = length === null ? null : this.#at.add(length.mul(this.#sign));
    return this.#way === 1 ? [this.#at, end] : [end, this.#at];
  }

  /** The line that begins at the start in the cell of a behaviour. */
  #slopeAt(goal: ValidGoal, near: Trace): Slope | null {
    for (const hold of HOLDS) {
      const { cell, move } = this.#cellOf(goal, near, hold);
      const slope = slopeOf(cell, move, this.#value);
      const kept = slope === null ? null : this.#isWhole ? this.#inSteps(cell, slope) : slope;
      if (kept !== null) return kept;
    }
    return null;
  }

  /** A line whose point at every whole step is whole where it has to be, and in the cell, not only on its edge. */
  #inSteps(cell: Cell, { rate, length, from, to }: Slope): Slope | null {
    if (length === null || to === null || length.compare(1) < 0) return null;
    for (const [symbol, start] of from) {
      const step = (to.get(symbol) ?? start).sub(start).div(length);
      if (this.#wholes.has(symbol.name) && !(isWhole(start) && isWhole(step))) return null;
    }
    if (cell.rows.some(({ relation }) => relation === '<')) return null;
    return { rate, length: length.floor(), from, to };
  }

  readonly #wholes = new Set<string>();

  #overtaking(goal: ValidGoal, beyond: Trace, rate: Rational): Rational | null {
    const starts = HOLDS.flatMap((hold) => {
      const { cell, move } = this.#cellOf(goal, beyond, hold);
      return overtakes(cell, move, this.#value, rate) ?? [];
    });
    const [first, ...others] = starts;
    return first === undefined
      ? null
      : others.reduce((least, other) => (other.compare(least) < 0 ? other : least), first);
  }

  /** The cell of a behaviour with the knob free in it; whole numbers stay, unless the knob itself moves by whole steps. */
  #cellOf(goal: ValidGoal, trace: Trace, hold: Hold): { readonly cell: Cell; readonly move: Move } {
    const { objective, knob, effort } = this.#search;
    effort.charge(10_000 * trace.trace.steps.length);
    const ground = Ground.of(goal, objective.premise, trace.trace.steps.length);
    const again = replayedIn(ground, trace, knob, this.#at);
    const subject = ground.term(objective.sense === 'sup' ? objective.subject : build.neg(objective.subject));
    const turned = ground.term(build.variable(knob.variable));
    if (turned.kind !== 'symbol') throw new Unreadable('what is turned is no symbol');
    const { rows, objective: form } = cellAt(ground.assertions, subject, again, hold);
    for (const { symbol } of ground.wanted) if (symbol.sort === 'Int') this.#wholes.add(symbol.name);
    const wholes = this.#isWhole ? [] : held(wholesOf(again));
    const move = { symbol: turned.symbol, from: this.#at, way: this.#way };
    return { cell: { rows: [...rows, ...wholes], objective: form }, move };
  }

  /** A behaviour beyond the line, anywhere before its end; null: there is none. */
  async #beyond(rate: Rational, length: Rational | null): Promise<Trace | null | 'open'> {
    const { asker, objective, knob } = this.#search;
    const { goal, known } = this.#search.within(...this.#between(length));
    const here = build.variable(knob.variable);
    const end = length === null ? null : build.literal(here.sort, this.#at.add(length.mul(this.#sign)));
    const before =
      end === null || this.#isWhole ? build.TRUE : this.#way === 1 ? build.lt(here, end) : build.lt(end, here);
    const premise = build.and([objective.premise, before]);
    const line = lineOf(this.#search, this.#at, this.#value, rate, this.#sign);
    const formula =
      objective.sense === 'sup' ? build.le(real(objective.subject), line) : build.le(line, real(objective.subject));
    const decision = await decideValid(asker, { ...goal, formula: build.implies(premise, formula) }, await known());
    if (decision.kind === 'violated') return decision.trace;
    return decision.kind === 'valid' ? null : 'open';
  }
}

/** The line's value, as an expression over the knob. */
function lineOf({ objective, knob }: PieceSearch, at: Rational, value: Rational, rate: Rational, way: Rational): Expr {
  const moved = build.sub(real(build.variable(knob.variable)), build.real(at));
  const turn = objective.sense === 'sup' ? rate : rate.neg();
  const start = objective.sense === 'sup' ? value : value.neg();
  return build.add(
    build.REAL,
    [build.real(start), build.mul(build.REAL, [build.real(turn.mul(way)), moved], null)],
    null,
  );
}

function real(expr: Expr): Expr {
  return expr.sort.kind === 'int' ? build.toReal(expr, rational(1n)) : expr;
}

function wholesOf(at: Valuation): ReadonlyMap<Symbol_, Rational> {
  const wholes = [...at.symbols].filter(
    (entry): entry is [Symbol_, Rational] => entry[0].sort === 'Int' && typeof entry[1] === 'object',
  );
  return new Map(wholes);
}

/** The behaviour in a scope that has the knob, at the value that it has there or else at the start. */
function replayedIn(ground: Ground, trace: Trace, knob: Knob, at: Rational): Valuation {
  return ground.valuation(trace, new Map([[knob.variable, at]]));
}
