import { ONE, type Rational, rational, sign, ZERO } from '../exact/rational.ts';
import * as logic from '../logic/build.ts';
import type { Symbol_, Term } from '../logic/term.ts';
import { Valuation } from '../logic/valuation.ts';
import type { Variable } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import { defaultsIn, type Kept } from './at_defaults.ts';
import { cellAt, type Row, Unreadable } from './cell.ts';
import { encoded, Ground, type Trace } from './ground.ts';
import { constantForm, plus, symbolForm } from './linear_form.ts';
import { interior, optimumOf } from './linear_optimum.ts';
import type { Objective } from './objective.ts';
import { lengthOf, plainBetween } from './plain_number.ts';

/** By how much a broken claim is broken at worst: the infimum of what is left of its bound. */
export interface Worst {
  readonly margin: Objective;
  readonly value: Rational;
  readonly attained: boolean;
}

/** Programs of more numbers are not chosen anew together, only one by one. */
const MOST_SYMBOLS = 24;
const MOST_TRIES = 400;
/** Of a violation that is only approached so much is kept, for shorter numbers. */
const KEPT = rational(19n, 20n);

/** A parameter away from its default counts for more than any number is long. */
const AWAY = 1_000;

/**
 * The same counterexample with plainer values, as bad as it was: parameters have their defaults, faults and flags that need
 * not be set are not, and numbers are whole or short where they may be. Whatever changes, the evaluator has replayed the result.
 */
export function simplest(goal: ValidGoal, start: Trace, worst: Worst | null): Trace {
  try {
    return new Simplifier(goal, start, worst).run();
  } catch (thrown) {
    if (thrown instanceof Unreadable || thrown instanceof RangeError) return start;
    throw thrown;
  }
}

/** What is kept of the violation: all of it where the worst is reached, else almost all, in a short number. */
export function keptOf({ margin, value, attained }: Worst, { behaviour, last }: Trace): Kept | null {
  const outcome = behaviour.evaluate(margin.subject, last);
  if (outcome.kind === 'undefined' || typeof outcome.value !== 'object') return null;
  const here = outcome.value;
  if (attained || sign(value) >= 0) return { margin, limit: here };
  const enough = value.mul(KEPT);
  const plain = [...plainBetween(value, enough, value)].find((each) => each.compare(value) > 0) ?? here;
  if (plain.compare(here) >= 0) return { margin, limit: plain };
  return { margin, limit: here.compare(enough) > 0 ? here : enough };
}

interface Choice {
  readonly symbol: Symbol_;
  readonly variable: Variable;
  /** One unit, as the user reads it. */
  readonly unit: Rational;
}

class Simplifier {
  readonly #ground: Ground;
  readonly #assertions: Term[];
  readonly #choices: readonly Choice[];
  readonly #defaults = new Map<Symbol_, boolean | Rational>();
  #trace: Trace;
  #at: Valuation;
  #tries = 0;

  constructor(goal: ValidGoal, start: Trace, worst: Worst | null) {
    this.#ground = new Ground(goal, start.trace.steps.length);
    this.#trace = start;
    this.#at = this.#ground.valuation(start);
    this.#assertions = [...this.#ground.assertions];
    if (worst !== null) this.#keep(worst);
    const order = ({ role }: Variable) => (role === 'param' ? 0 : role === 'input' ? 1 : 2);
    this.#choices = this.#ground.wanted
      .filter(({ variable }) => variable.sort.kind !== 'enum')
      .map(({ symbol, variable }) => ({ symbol, variable, unit: unitOf(variable) }))
      .sort((a, b) => order(a.variable) - order(b.variable));
  }

  #keep(worst: Worst): void {
    const kept = keptOf(worst, this.#trace);
    if (kept === null) return;
    const term = this.#ground.term(kept.margin.subject);
    this.#assertions.push(logic.le(term, logic.num(kept.limit, term.sort === 'Int' ? 'Int' : 'Real')));
  }

  run(): Trace {
    this.#towardsDefaults();
    for (const { symbol } of this.#choices)
      if (this.#at.symbols.get(symbol) === true && this.#defaults.get(symbol) !== true) this.#try(symbol, false);
    this.#together();
    for (const choice of this.#choices) this.#alone(choice);
    return this.#trace;
  }

  /** One parameter after the other gets its default, all else as it is. */
  #towardsDefaults(): void {
    const wanted = new Map(this.#ground.wanted.map(({ variable, symbol }) => [variable, symbol]));
    for (const [variable, value] of defaultsIn(this.#trace)) {
      const symbol = wanted.get(variable);
      if (symbol === undefined) continue;
      const there = encoded(value, variable);
      if (!sameValue(this.#at.symbols.get(symbol), there)) this.#try(symbol, there);
      this.#defaults.set(symbol, there);
    }
  }

  #meets(at: Valuation): boolean {
    return this.#assertions.every((term) => at.isTrue(term));
  }

  #try(symbol: Symbol_, value: boolean | Rational): boolean {
    if (this.#tries > MOST_TRIES) return false;
    this.#tries += 1;
    return this.#accept(new Valuation(new Map([...this.#at.symbols, [symbol, value]])));
  }

  #accept(at: Valuation): boolean {
    const replayed = this.#meets(at) ? this.#ground.replayed(at) : null;
    if (replayed === null) return false;
    this.#at = at;
    this.#trace = replayed;
    return true;
  }

  /** One number after the other, each as plain as the cell allows with those before it: the others may still move. */
  #together(): void {
    const numbers = this.#choices.filter(({ symbol }) => symbol.sort !== 'Bool');
    if (numbers.length > MOST_SYMBOLS) return;
    let rows = cellAt(this.#assertions, logic.num(ZERO, 'Real'), this.#at, 'last').rows;
    if (interior(rows, []) === 'open') return;
    for (const { symbol, unit } of numbers) {
      const form = symbolForm(symbol);
      const ends = [
        optimumOf({ rows, objective: plus(constantForm(ZERO), form, ONE.neg()) }),
        optimumOf({ rows, objective: form }),
      ];
      const [low, high] = ends.map((end) => (end.kind === 'at' ? end.value.div(unit) : null));
      const own = this.#defaults.get(symbol);
      const first = typeof own === 'object' ? [own.div(unit)] : [];
      for (const plain of [...first, ...plainBetween(low === null ? null : low!.neg(), high!)]) {
        if (symbol.sort === 'Int' && plain.d !== 1n) break;
        const fixed: readonly Row[] = [
          ...rows,
          { form: plus(form, constantForm(plain.mul(unit).neg())), relation: '=' },
        ];
        if (typeof interior(fixed, []) === 'string') continue;
        rows = fixed;
        break;
      }
    }
    const point = interior(rows, []);
    if (typeof point === 'string') return;
    const at = new Valuation(new Map([...this.#at.symbols, ...point]));
    const length = (of: Valuation) => numbers.reduce((sum, choice) => sum + this.#lengthIn(of, choice), 0);
    if (length(at) < length(this.#at)) this.#accept(at);
  }

  /** How hard a value is to read; a parameter at its default needs no reading. */
  #lengthIn(of: Valuation, { symbol, unit }: Choice): number {
    const [value, own] = [of.symbols.get(symbol), this.#defaults.get(symbol)];
    if (own !== undefined && sameValue(value, own)) return 0;
    return (own === undefined ? 0 : AWAY) + (typeof value === 'object' ? lengthOf(value.div(unit)) : 0);
  }

  /** One number by itself, all others as they are. */
  #alone({ symbol, unit }: Choice): void {
    const value = this.#at.symbols.get(symbol);
    if (typeof value !== 'object' || sameValue(value, this.#defaults.get(symbol))) return;
    const here = value.div(unit);
    const slack = here.abs().div(10n);
    for (const plain of [ZERO, ...plainBetween(here.sub(slack), here.add(slack), here)]) {
      if (lengthOf(plain) >= lengthOf(here)) continue;
      if (symbol.sort === 'Int' && plain.d !== 1n) continue;
      if (this.#try(symbol, plain.mul(unit))) return;
    }
  }
}

function sameValue(one: boolean | Rational | undefined, other: boolean | Rational | undefined): boolean {
  return typeof one === 'object' && typeof other === 'object' ? one.equals(other) : one === other;
}

function unitOf({ sort, unit }: Variable): Rational {
  return sort.kind === 'real' && unit !== null ? unit.factor : ONE;
}
