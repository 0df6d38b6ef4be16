import type { Expr, Variable } from '../model/model.ts';
import { operandsOf } from '../model/traverse.ts';

/**
 * Numbers expressions so that those that say the same of the same variables have the same number: a lemma and a claim
 * that both hold `once(p)` then speak of one past, although each has its own node.
 */
export class Alike {
  readonly #numbers = new Map<Expr, number>();
  readonly #byText = new Map<string, number>();
  readonly #variables = new Map<Variable, number>();

  /** The number of an expression. A deadline that is said step by step nests as deeply as it is long: nothing recurs here. */
  of(expr: Expr): number {
    const stack = [expr];
    for (let next = stack.at(-1); next !== undefined; next = stack.at(-1)) {
      const open = this.#numbers.has(next) ? [] : operandsOf(next).filter((operand) => !this.#numbers.has(operand));
      if (open.length > 0) stack.push(...open);
      else this.#number(stack.pop()!);
    }
    return this.#numbers.get(expr)!;
  }

  /** Numbers an expression whose operands have numbers. */
  #number(expr: Expr): void {
    if (this.#numbers.has(expr)) return;
    const operands = operandsOf(expr).map((operand) => this.#numbers.get(operand)!);
    const text = `${expr.kind} ${this.#own(expr)} (${operands.join(' ')})`;
    const number = this.#byText.get(text) ?? this.#byText.size;
    this.#byText.set(text, number);
    this.#numbers.set(expr, number);
  }

  /** What an expression is besides its kind and its operands. */
  #own(expr: Expr): string {
    const sort = expr.sort.kind === 'enum' ? `enum ${expr.sort.name}` : expr.sort.kind;
    switch (expr.kind) {
      case 'literal':
        return `${sort} ${typeof expr.value === 'object' ? expr.value.toFraction() : String(expr.value)}`;
      case 'variable':
        return `${this.#variable(expr.variable)}`;
      case 'held':
      case 'whenever':
        return `${expr.steps}`;
      case 'power':
        return `${expr.exponent}`;
      default:
        return sort;
    }
  }

  #variable(variable: Variable): number {
    const number = this.#variables.get(variable) ?? this.#variables.size;
    this.#variables.set(variable, number);
    return number;
  }
}
