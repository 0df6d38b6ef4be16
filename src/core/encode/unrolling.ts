import { isWhole, rational } from '../exact/rational.ts';
import * as logic from '../logic/build.ts';
import type { Symbol_, Term, TermSort } from '../logic/term.ts';
import { type FaultLimit, mayBePresent } from '../model/fault_limit.ts';
import type { Expr, Scope, Sort, Value, Variable } from '../model/model.ts';
import { Alike } from './alike.ts';
import { FIRST, heldOnce, heldStepwise, recurrence, wheneverStepwise } from './stepwise.ts';

/** How a scope variable at a step is asked back from the solver. */
export interface Wanted {
  readonly variable: Variable;
  /** Null for a rigid variable. */
  readonly step: number | null;
  readonly symbol: Symbol_;
}

/** A symbol that stands for no variable. */
export interface Stranger {
  readonly symbol: Symbol_;
  /** Null where nobody but the one who asked for it knows. */
  readonly sort: Sort | null;
  /** What an operator makes of a step before all that have terms: which operator, and which step. */
  readonly before: { readonly operator: Expr; readonly step: number } | null;
}

/** A `prev` whose value at a step is a symbol: what the step before handed on. */
export interface Memory {
  readonly operator: Extract<Expr, { kind: 'prev' }>;
  readonly symbol: Symbol_;
}

/**
 * Terms for a scope's expressions at steps.
 *
 * Free variables become symbols, one a step (one for all steps where rigid); defined variables become the terms of their
 * definitions, so that constants fold and shared terms stay shared. Symbols are numbered in the order in which they are
 * first met: queries that differ in names only have the same text.
 *
 * `anchored`: step 0 is the first step of a behaviour. `floating`: step 0 is any later step; what was before is arbitrary.
 * `relational`: there is one step, 0, and it is any step; what was before is a symbol for each state and each `prev`.
 * `stepwise`: operators over time are read as what they hand on from step to step, so that what is known of that counts
 * in a window too (relational terms always are).
 * A value outside a partial operator's domain is arbitrary.
 */
export class Unrolling {
  readonly scope: Scope;
  readonly mode: 'anchored' | 'floating' | 'relational';
  readonly stepwise: boolean;
  readonly #faults: FaultLimit;
  readonly #wanted: Wanted[] = [];
  readonly #domains: Term[] = [];
  readonly #symbols = new Map<Variable, Map<number | null, Term>>();
  readonly #defined = new Map<Variable, Map<number, Term>>();
  readonly #expressions: Map<Expr, Term>[] = [];
  readonly #alike = new Alike();
  readonly #before = new Map<number, Map<number, Term>>();
  readonly #strangers: Stranger[] = [];
  readonly #memory = new Map<number, Memory>();
  #fresh = 0;

  constructor(scope: Scope, mode: Unrolling['mode'] = 'anchored', faults: FaultLimit = 'absent', stepwise = false) {
    this.scope = scope;
    this.mode = mode;
    this.stepwise = stepwise || mode === 'relational';
    this.#faults = faults;
  }

  /** In relational terms: what was handed on from the step before, so far. */
  get memory(): readonly Memory[] {
    return [...this.#memory.values()];
  }

  /** The scope's variables that have a symbol so far. */
  get wanted(): readonly Wanted[] {
    return this.#wanted;
  }

  /** The symbols so far that stand for no variable. */
  get strangers(): readonly Stranger[] {
    return this.#strangers;
  }

  /** What the sorts of the symbols made so far demand (enumerations are numbered from 0). */
  get domains(): readonly Term[] {
    return this.#domains;
  }

  /** A symbol that stands for no variable. */
  fresh(sort: TermSort): Term {
    const symbol = this.#symbol(sort);
    this.#strangers.push({ symbol, sort: null, before: null });
    return logic.sym(symbol);
  }

  /** The value of a variable at a step. */
  variable(variable: Variable, step: number): Term {
    const definition = this.scope.definitions.get(variable);
    if (definition !== undefined) return this.#memo(variable, step, () => this.term(definition.body, step));
    if (variable.role === 'fault' && !mayBePresent(variable, this.#faults)) return logic.bool(false);
    const state = this.scope.states.get(variable);
    if (state === undefined || step < 0) return this.#free(variable, step);
    if (step > 0) return this.#memo(variable, step, () => this.term(state.next, step - 1));
    if (this.mode !== 'anchored' || state.initial === null) return this.#free(variable, step);
    return this.#memo(variable, step, () => this.term(state.initial!, 0));
  }

  /** The value of an expression at a step. */
  term(expr: Expr, step: number): Term {
    let memo = this.#expressions[step + 1];
    if (memo === undefined) this.#expressions[step + 1] = memo = new Map();
    const known = memo.get(expr);
    if (known !== undefined) return known;
    const term = this.#encode(expr, step);
    memo.set(expr, term);
    return term;
  }

  /** The same for several. */
  terms(exprs: readonly Expr[], step: number): Term[] {
    return exprs.map((expr) => this.term(expr, step));
  }

  #encode(expr: Expr, step: number): Term {
    switch (expr.kind) {
      case 'literal':
        return literal(expr.sort, expr.value);
      case 'variable':
        return this.variable(expr.variable, step);
      case 'not':
        return logic.not(this.term(expr.operand, step));
      case 'neg':
        return logic.neg(this.term(expr.operand, step));
      case 'abs': {
        const operand = this.term(expr.operand, step);
        return logic.ite(logic.lt(operand, zero(operand)), logic.neg(operand), operand);
      }
      case 'floor':
        return logic.toInt(this.term(expr.operand, step));
      case 'ceil':
        return logic.neg(logic.toInt(logic.neg(this.term(expr.operand, step))));
      case 'toReal':
        return logic.toReal(this.term(expr.operand, step));
      case 'and':
        return logic.and(this.terms(expr.operands, step));
      case 'or':
        return logic.or(this.terms(expr.operands, step));
      case 'add':
        return expr.operands.length === 0
          ? literal(expr.sort, rational(0n))
          : logic.add(this.terms(expr.operands, step));
      case 'mul':
        return expr.operands.length === 0
          ? literal(expr.sort, rational(1n))
          : logic.mul(this.terms(expr.operands, step));
      case 'min':
      case 'max':
        return this.#extremum(expr.kind, expr, this.terms(expr.operands, step));
      case 'implies':
        return logic.implies(this.term(expr.left, step), this.term(expr.right, step));
      case 'iff':
        return logic.iff(this.term(expr.left, step), this.term(expr.right, step));
      case 'eq':
        return logic.eq(this.term(expr.left, step), this.term(expr.right, step));
      case 'lt':
        return logic.lt(this.term(expr.left, step), this.term(expr.right, step));
      case 'le':
        return logic.le(this.term(expr.left, step), this.term(expr.right, step));
      case 'sub':
        return logic.sub(this.term(expr.left, step), this.term(expr.right, step));
      case 'div':
        return logic.div(this.term(expr.left, step), this.term(expr.right, step));
      case 'idiv':
        return logic.idiv(this.term(expr.left, step), this.term(expr.right, step));
      case 'mod':
        return logic.mod(this.term(expr.left, step), this.term(expr.right, step));
      case 'power':
        return power(this.term(expr.base, step), expr.exponent);
      case 'if':
        return logic.ite(this.term(expr.condition, step), this.term(expr.then, step), this.term(expr.else, step));
      case 'select':
        return this.#select(expr, step);
      case 'prev':
        if (step === 0 && this.mode === 'anchored') return this.term(expr.initial, 0);
        if (this.mode === 'relational') return this.#handedOn(expr);
        return step < 0 ? this.#arbitraryBefore(expr, step - 1) : this.term(expr.operand, step - 1);
      case 'once':
        return logic.or([this.term(expr.operand, step), this.#earlier(expr, step, false)]);
      case 'historically':
        return logic.and([this.term(expr.operand, step), this.#earlier(expr, step, true)]);
      case 'since':
        return logic.or([
          this.term(expr.right, step),
          logic.and([this.term(expr.left, step), this.#earlier(expr, step, false)]),
        ]);
      case 'held':
        return this.stepwise ? this.term(heldStepwise(expr), step) : this.#held(expr, step);
      case 'initially':
        if (this.mode === 'relational') return logic.implies(this.term(FIRST, 0), this.term(expr.operand, 0));
        return step === 0 && this.mode === 'anchored' ? this.term(expr.operand, 0) : logic.bool(true);
      case 'whenever':
        return this.stepwise ? this.term(wheneverStepwise(expr), step) : this.#whenever(expr, step);
    }
  }

  /** The value of a recurrent operator one step ago; `first` where there was none. */
  #earlier(expr: Expr, step: number, first: boolean): Term {
    if (step === 0 && this.mode === 'anchored') return logic.bool(first);
    if (this.mode === 'relational') return this.term(recurrence(expr), 0);
    return step < 0 ? this.#arbitraryBefore(expr, step - 1) : this.term(expr, step - 1);
  }

  #handedOn(operator: Memory['operator']): Term {
    const which = this.#alike.of(operator);
    let known = this.#memory.get(which);
    if (known === undefined) {
      const symbol = this.#symbol(termSort(operator.sort));
      this.#memory.set(which, (known = { operator, symbol }));
      this.#restrict(operator.sort, logic.sym(symbol));
    }
    return logic.sym(known.symbol);
  }

  /**
   * What an operator makes of a step before all that have terms: arbitrary, and another value for each step and each
   * operator. One value for several steps would tie them together, and an induction would take that tie for a fact.
   */
  #arbitraryBefore(operator: Expr, step: number): Term {
    const which = this.#alike.of(operator);
    let steps = this.#before.get(which);
    if (steps === undefined) this.#before.set(which, (steps = new Map()));
    let term = steps.get(step);
    if (term === undefined) steps.set(step, (term = this.#arbitrary(operator.sort, { operator, step })));
    return term;
  }

  #held(expr: Extract<Expr, { kind: 'held' }>, step: number): Term {
    const first = step - expr.steps + 1;
    if (first < 0 && this.mode === 'anchored') return logic.bool(false);
    const terms: Term[] = [];
    for (let at = step; at >= first; at -= 1) {
      terms.push(at < -1 ? this.#arbitraryBefore(heldOnce(expr), at) : this.term(expr.operand, at));
    }
    return logic.and(terms);
  }

  #whenever(expr: Extract<Expr, { kind: 'whenever' }>, step: number): Term {
    const first = step - expr.steps;
    if (first < 0 && this.mode === 'anchored') return logic.bool(true);
    // Before the window it is not known whether an answer is due at this step: that is one truth value a step.
    const due = first < 0 ? logic.not(this.#arbitraryBefore(expr, first)) : this.term(expr.trigger, first);
    const answers: Term[] = [];
    for (let at = Math.max(first, 0); at <= step; at += 1) answers.push(this.term(expr.response, at));
    return logic.implies(due, logic.or(answers));
  }

  #extremum(kind: 'min' | 'max', expr: Expr, operands: readonly Term[]): Term {
    const [first, ...rest] = operands;
    if (first === undefined) return this.#arbitrary(expr.sort);
    return rest.reduce((best, next) => {
      const keep = kind === 'min' ? logic.le(best, next) : logic.le(next, best);
      return logic.ite(keep, best, next);
    }, first);
  }

  #select(expr: Extract<Expr, { kind: 'select' }>, step: number): Term {
    const index = this.term(expr.index, step);
    let result = this.#arbitrary(expr.sort);
    for (let at = expr.elements.length; at >= 1; at -= 1) {
      const here = logic.eq(index, logic.num(rational(BigInt(at)), 'Int'));
      result = logic.ite(here, this.term(expr.elements[at - 1]!, step), result);
    }
    return result;
  }

  #arbitrary(sort: Sort, before: Stranger['before'] = null): Term {
    const symbol = this.#symbol(termSort(sort));
    this.#strangers.push({ symbol, sort, before });
    const term = logic.sym(symbol);
    this.#restrict(sort, term);
    return term;
  }

  #free(variable: Variable, step: number): Term {
    const at = variable.rigid ? null : step;
    let steps = this.#symbols.get(variable);
    if (steps === undefined) this.#symbols.set(variable, (steps = new Map()));
    let term = steps.get(at);
    if (term === undefined) {
      const symbol = this.#symbol(termSort(variable.sort));
      steps.set(at, (term = logic.sym(symbol)));
      this.#wanted.push({ variable, step: at, symbol });
      this.#restrict(variable.sort, term);
    }
    return term;
  }

  #restrict(sort: Sort, term: Term): void {
    if (sort.kind !== 'enum') return;
    const last = logic.num(rational(BigInt(sort.members.length - 1)), 'Int');
    this.#domains.push(logic.le(logic.num(rational(0n), 'Int'), term), logic.le(term, last));
  }

  #symbol(sort: TermSort): Symbol_ {
    this.#fresh += 1;
    return { name: `x${this.#fresh}`, sort };
  }

  #memo(variable: Variable, step: number, make: () => Term): Term {
    const at = variable.rigid ? 0 : step;
    let steps = this.#defined.get(variable);
    if (steps === undefined) this.#defined.set(variable, (steps = new Map()));
    let term = steps.get(at);
    if (term === undefined) steps.set(at, (term = make()));
    return term;
  }
}

/** The solver's sort for a model's sort; enumerations are numbered. */
export function termSort(sort: Sort): TermSort {
  switch (sort.kind) {
    case 'bool':
      return 'Bool';
    case 'int':
    case 'enum':
      return 'Int';
    case 'real':
      return 'Real';
  }
}

/** The term of a value of a sort. */
export function literal(sort: Sort, value: Value): Term {
  if (typeof value === 'boolean') return logic.bool(value);
  if (sort.kind === 'enum') {
    const member = sort.members.indexOf(String(value));
    if (member < 0) throw new Error(`no member ${String(value)} in ${sort.name}`);
    return logic.num(rational(BigInt(member)), 'Int');
  }
  if (typeof value === 'string') throw new Error('a name is no number');
  if (sort.kind === 'int' && !isWhole(value)) throw new Error('an int literal must be whole');
  return logic.num(value, sort.kind === 'int' ? 'Int' : 'Real');
}

function zero(term: Term): Term {
  return logic.num(rational(0n), term.sort === 'Int' ? 'Int' : 'Real');
}

function power(base: Term, exponent: bigint): Term {
  const size = exponent < 0n ? -exponent : exponent;
  const sort = base.sort === 'Int' ? 'Int' : 'Real';
  const factors: Term[] = [];
  for (let at = 0n; at < size; at += 1n) factors.push(base);
  const raised = factors.length === 0 ? logic.num(rational(1n), sort) : logic.mul(factors);
  return exponent < 0n
    ? logic.div(logic.num(rational(1n), 'Real'), sort === 'Int' ? logic.toReal(raised) : raised)
    : raised;
}
