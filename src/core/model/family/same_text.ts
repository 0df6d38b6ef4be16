import type { Expr, Variable } from '../model.ts';
import { operandsOf } from '../traverse.ts';

/** Gives expressions that say the same of the same variables the same text, whichever objects they are. */
export class SameText {
  readonly #texts = new Map<Expr, string>();
  readonly #numbers = new Map<string, number>();
  readonly #variables = new Map<Variable, number>();

  of(expr: Expr): string {
    const known = this.#texts.get(expr);
    if (known !== undefined) return known;
    const inner = `${expr.kind}:${this.#own(expr)}(${operandsOf(expr)
      .map((operand) => this.of(operand))
      .join(',')})`;
    // A number stands for the text, so that texts do not grow with what they share.
    const number = this.#numbers.get(inner) ?? this.#numbers.size;
    this.#numbers.set(inner, number);
    const text = `#${number}`;
    this.#texts.set(expr, text);
    return text;
  }

  #own(expr: Expr): string {
    const sort = expr.sort.kind === 'enum' ? `enum ${expr.sort.name}` : expr.sort.kind;
    switch (expr.kind) {
      case 'literal':
        return `${sort} ${typeof expr.value === 'object' ? expr.value.toFraction() : String(expr.value)}`;
      case 'variable': {
        const number = this.#variables.get(expr.variable) ?? this.#variables.size;
        this.#variables.set(expr.variable, number);
        return `${number}`;
      }
      case 'held':
      case 'whenever':
        return `${expr.steps}`;
      case 'power':
        return `${expr.exponent}`;
      default:
        return sort;
    }
  }
}
