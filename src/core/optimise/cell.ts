import { floor, ONE, type Rational, rational, sign } from '../exact/rational.ts';
import * as logic from '../logic/build.ts';
import type { Term } from '../logic/term.ts';
import { quotient, type Valuation } from '../logic/valuation.ts';
import { constantForm, isConstantForm, type LinearForm, plus, symbolForm, times } from './linear_form.ts';

/** `form <= 0`, `form < 0` or `form = 0`. */
export interface Row {
  readonly form: LinearForm;
  readonly relation: '<=' | '<' | '=';
}

/** The linear conditions that select one cell of a formula's solutions: any values that meet all rows meet the formula. */
export interface Cell {
  readonly rows: readonly Row[];
  readonly objective: LinearForm;
}

/** Which factor of a product of unknowns is held at its value, so that the rest is linear. */
export type Hold = 'first' | 'last';

/** The formula cannot be read at these values: they do not meet it, or something has no value. */
export class Unreadable extends Error {}

/**
 * The cell of the assertions in which the values lie: Boolean choices stay as they are, so do the branches of
 * conditionals, quotients, and one factor of each product. Throws `Unreadable` where the values do not meet them.
 */
export function cellAt(assertions: readonly Term[], objective: Term, at: Valuation, hold: Hold): Cell {
  const reader = new CellReader(at, hold);
  for (const term of assertions) reader.require(term, true);
  return { rows: reader.rows, objective: reader.linear(objective) };
}

class CellReader {
  readonly rows: Row[] = [];
  readonly #at: Valuation;
  readonly #hold: Hold;
  readonly #required = [new Set<Term>(), new Set<Term>()] as const;
  readonly #forms = new Map<Term, LinearForm>();

  constructor(at: Valuation, hold: Hold) {
    this.#at = at;
    this.#hold = hold;
  }

  /** Conditions under which the formula keeps its value, which must be `wanted`. */
  require(term: Term, wanted: boolean): void {
    if (this.#at.of(term) !== wanted) throw new Unreadable('the values do not meet the formula');
    const seen = this.#required[wanted ? 1 : 0];
    if (seen.has(term) || term.kind !== 'apply') return;
    seen.add(term);
    if (term.operator === 'ite') this.#branch(term.arguments, (taken) => this.require(taken, wanted));
    else if (['not', 'and', 'or', '=>'].includes(term.operator)) this.#connective(term, wanted);
    else this.#comparison(term, wanted);
  }

  #connective({ operator, arguments: args }: Extract<Term, { kind: 'apply' }>, wanted: boolean): void {
    if (operator === 'not') this.require(args[0]!, !wanted);
    else if (operator === '=>') this.#implication(args[0]!, args[1]!, wanted);
    else if ((operator === 'and') === wanted) this.#each(args, wanted);
    else this.#one(args, wanted);
  }

  #implication(premise: Term, conclusion: Term, wanted: boolean): void {
    if (!wanted) this.#each([logic.not(premise), conclusion], false);
    else if (this.#at.of(conclusion) === true) this.require(conclusion, true);
    else this.require(premise, false);
  }

  #comparison({ operator, arguments: args }: Extract<Term, { kind: 'apply' }>, wanted: boolean): void {
    if (operator !== '=') this.#inequality(operator, args, wanted);
    else if (args[0]!.sort !== 'Bool') this.#equation(args, wanted);
    else for (const term of args) this.require(term, this.#at.of(term) === true);
  }

  #inequality(operator: string, [left, right]: readonly Term[], wanted: boolean): void {
    if (wanted) this.#row(operator, left!, right!);
    else this.#row(operator === '<' ? '<=' : '<', right!, left!);
  }

  #each(terms: readonly Term[], wanted: boolean): void {
    for (const term of terms) this.require(term, wanted);
  }

  /** One of the terms that have the value; one without numbers restricts nothing. */
  #one(terms: readonly Term[], wanted: boolean): void {
    const having = terms.filter((term) => this.#at.of(term) === wanted);
    const free = having.find((term) => [...logic.symbolsOf(term)].every(({ sort }) => sort === 'Bool'));
    const [first] = having;
    if (first === undefined) throw new Unreadable('nothing has the value');
    this.require(free ?? first, wanted);
  }

  #branch([condition, yes, no]: readonly Term[], go: (taken: Term) => void): void {
    const value = this.#at.of(condition!);
    if (typeof value !== 'boolean') throw new Unreadable('a condition has no value');
    this.require(condition!, value);
    go(value ? yes! : no!);
  }

  #equation([left, right]: readonly Term[], wanted: boolean): void {
    if (wanted) this.#add(plus(this.linear(left!), this.linear(right!), ONE.neg()), '=');
    else if (this.#number(left!).compare(this.#number(right!)) < 0) this.#row('<', left!, right!);
    else this.#row('<', right!, left!);
  }

  #row(operator: string, left: Term, right: Term): void {
    this.#add(plus(this.linear(left), this.linear(right), ONE.neg()), operator === '<' ? '<' : '<=');
  }

  #add(form: LinearForm, relation: Row['relation']): void {
    if (!isConstantForm(form)) this.rows.push({ form, relation });
  }

  /** A numeric term as a linear form that it equals everywhere in the cell. */
  linear(term: Term): LinearForm {
    let form = this.#forms.get(term);
    if (form === undefined) this.#forms.set(term, (form = this.#read(term)));
    return form;
  }

  #read(term: Term): LinearForm {
    if (term.kind === 'number') return constantForm(term.value);
    if (term.kind === 'symbol') return symbolForm(term.symbol);
    if (term.kind !== 'apply') throw new Unreadable('a quantifier in a number');
    const args = term.arguments;
    switch (term.operator) {
      case '+':
        return args.reduce((sum, argument) => plus(sum, this.linear(argument)), constantForm(rational(0n)));
      case '-':
        return plus(this.linear(args[0]!), this.linear(args[1]!), ONE.neg());
      case '*':
        return this.#product(args);
      case '/':
        return times(this.linear(args[0]!), this.#divisor(args[1]!).inverse());
      case 'ite': {
        let taken = args[1]!;
        this.#branch(args, (branch) => {
          taken = branch;
        });
        return this.linear(taken);
      }
      case 'to_real':
        return this.linear(args[0]!);
      case 'to_int':
        return constantForm(this.#rounded(this.linear(args[0]!), this.#number(args[0]!), ONE));
      case 'div':
      case 'mod':
        return this.#euclidean(term.operator, args[0]!, this.#held(args[1]!));
      default:
        throw new Unreadable(`${term.operator} in a number`);
    }
  }

  #product(factors: readonly Term[]): LinearForm {
    const order = this.#hold === 'first' ? factors : [...factors].reverse();
    let free: LinearForm | null = null;
    let by = ONE;
    for (const factor of [...order].reverse()) {
      const form = this.linear(factor);
      if (isConstantForm(form)) by = by.mul(form.constant);
      else if (free === null) free = form;
      else by = by.mul(this.#held(factor));
    }
    return free === null ? constantForm(by) : times(free, by);
  }

  /** The value of a term, held. */
  #held(term: Term): Rational {
    const form = this.linear(term);
    const value = this.#number(term);
    this.#add(plus(form, constantForm(value), ONE.neg()), '=');
    return value;
  }

  #divisor(term: Term): Rational {
    const value = this.#held(term);
    if (sign(value) === 0) throw new Unreadable('a division by zero');
    return value;
  }

  /** The multiple of `unit` at or below the form, as it is now, with the rows that keep it. */
  #rounded(form: LinearForm, value: Rational, unit: Rational): Rational {
    const below = rational(floor(value.div(unit))).mul(unit);
    this.#add(plus(constantForm(below), form, ONE.neg()), '<=');
    this.#add(plus(form, constantForm(below.add(unit)), ONE.neg()), '<');
    return below;
  }

  #euclidean(operator: 'div' | 'mod', dividend: Term, divisor: Rational): LinearForm {
    if (sign(divisor) === 0) throw new Unreadable('a division by zero');
    const form = this.linear(dividend);
    const value = this.#number(dividend);
    const below = this.#rounded(form, value, divisor.abs());
    if (operator === 'mod') return plus(form, constantForm(below), ONE.neg());
    return constantForm(rational(quotient(value, divisor)));
  }

  #number(term: Term): Rational {
    const value = this.#at.number(term);
    if (value === null) throw new Unreadable('a number has no value');
    return value;
  }
}
