import * as build from '../build.ts';
import type { Expr, Variable } from '../model.ts';
import { variablesOf } from '../traverse.ts';

/**
 * The expression with some of its variables replaced; null leaves a variable as it is. What names none of them is the same
 * object as before.
 */
export function rewrite(expr: Expr, replacement: (variable: Variable) => Expr | null): Expr {
  return new Rewriting(replacement).of(expr);
}

class Rewriting {
  readonly #replacement: (variable: Variable) => Expr | null;
  readonly #memo = new Map<Expr, Expr>();

  constructor(replacement: (variable: Variable) => Expr | null) {
    this.#replacement = replacement;
  }

  of(expr: Expr): Expr {
    let made = this.#memo.get(expr);
    if (made === undefined) this.#memo.set(expr, (made = this.#rebuilt(expr)));
    return made;
  }

  #rebuilt(expr: Expr): Expr {
    const at = (operand: Expr): Expr => this.of(operand);
    switch (expr.kind) {
      case 'literal':
        return expr;
      case 'variable':
        return this.#replacement(expr.variable) ?? expr;
      case 'not':
        return build.not(at(expr.operand));
      case 'neg':
      case 'abs':
      case 'floor':
      case 'ceil':
      case 'toReal':
      case 'once':
      case 'historically':
      case 'held':
      case 'initially':
        return { ...expr, operand: at(expr.operand) };
      case 'and':
        return build.and(expr.operands.map(at));
      case 'or':
        return build.or(expr.operands.map(at));
      case 'add':
      case 'mul':
      case 'min':
      case 'max':
        return { ...expr, operands: expr.operands.map(at) };
      case 'implies':
        return build.implies(at(expr.left), at(expr.right));
      case 'iff':
      case 'sub':
      case 'eq':
      case 'lt':
      case 'le':
      case 'div':
      case 'idiv':
      case 'mod':
      case 'since':
        return { ...expr, left: at(expr.left), right: at(expr.right) };
      case 'power':
        return { ...expr, base: at(expr.base) };
      case 'if':
        return build.choose(at(expr.condition), at(expr.then), at(expr.else));
      case 'select':
        return { ...expr, index: at(expr.index), elements: expr.elements.map(at) };
      case 'prev':
        return { ...expr, operand: at(expr.operand), initial: at(expr.initial) };
      case 'whenever':
        return { ...expr, trigger: at(expr.trigger), response: at(expr.response) };
    }
  }
}

/** Whether the expression names some of the variables itself. */
export function names(expr: Expr, variables: { has(variable: Variable): boolean }): boolean {
  for (const variable of variablesOf(expr)) if (variables.has(variable)) return true;
  return false;
}
