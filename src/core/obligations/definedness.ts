import { rational } from '../exact/rational.ts';
import type { Expr } from '../model/model.ts';
import { nodesOf, operandsOf, TEMPORAL_KINDS } from '../model/traverse.ts';

const BOOL = { kind: 'bool' } as const;
const INT = { kind: 'int' } as const;
const TRUE: Expr = { kind: 'literal', sort: BOOL, value: true };

/**
 * The formula that says that no partial operator in `expr` is used outside its domain when it is evaluated:
 * divisors are not zero, indices are in range, no minimum of nothing. `and`, `or`, `=>` and `if` guard from left to right;
 * arguments of `prev`, `once` and the like are evaluated at every step, so theirs is asked at every step.
 */
export function definedness(expr: Expr): Expr {
  const definedness = new Definedness();
  const everyStep = nodesOf(expr)
    .filter(({ kind }) => TEMPORAL_KINDS.has(kind))
    .flatMap(operandsOf);
  return and([expr, ...everyStep].map((part) => definedness.of(part)));
}

class Definedness {
  readonly #memo = new Map<Expr, Expr>();

  of(expr: Expr): Expr {
    let formula = this.#memo.get(expr);
    if (formula === undefined) this.#memo.set(expr, (formula = this.#derive(expr)));
    return formula;
  }

  #derive(expr: Expr): Expr {
    switch (expr.kind) {
      case 'literal':
      case 'variable':
      // Arguments of temporal operators are asked apart: no guard outside the operator protects them at other steps.
      case 'prev':
      case 'once':
      case 'historically':
      case 'since':
      case 'held':
      case 'initially':
      case 'whenever':
        return TRUE;
      case 'not':
      case 'neg':
      case 'abs':
      case 'floor':
      case 'ceil':
      case 'toReal':
        return this.of(expr.operand);
      case 'and':
        return this.#guarded(expr.operands, (operand) => operand);
      case 'or':
        return this.#guarded(expr.operands, not);
      case 'implies':
        return and([this.of(expr.left), implies(expr.left, this.of(expr.right))]);
      case 'if':
        return and([
          this.of(expr.condition),
          implies(expr.condition, this.of(expr.then)),
          implies(not(expr.condition), this.of(expr.else)),
        ]);
      case 'add':
      case 'mul':
        return this.#all(expr.operands);
      case 'min':
      case 'max':
        return expr.operands.length === 0 ? not(TRUE) : this.#all(expr.operands);
      case 'iff':
      case 'eq':
      case 'lt':
      case 'le':
      case 'sub':
        return this.#all([expr.left, expr.right]);
      case 'div':
      case 'idiv':
      case 'mod':
        return and([this.of(expr.left), this.of(expr.right), nonZero(expr.right)]);
      case 'power':
        return expr.exponent < 0n ? and([this.of(expr.base), nonZero(expr.base)]) : this.of(expr.base);
      case 'select':
        return and([this.of(expr.index), inRange(expr.index, expr.elements.length), ...this.#elements(expr)]);
    }
  }

  #all(operands: readonly Expr[]): Expr {
    return and(operands.map((operand) => this.of(operand)));
  }

  /** Each operand is evaluated only where all before it leave the result open. */
  #guarded(operands: readonly Expr[], open: (operand: Expr) => Expr): Expr {
    const parts: Expr[] = [];
    const before: Expr[] = [];
    for (const operand of operands) {
      const defined = this.of(operand);
      if (!isTrue(defined)) parts.push(before.length === 0 ? defined : implies(and(before), defined));
      before.push(open(operand));
    }
    return and(parts);
  }

  /** Only the element that is selected is evaluated. */
  #elements(expr: Extract<Expr, { kind: 'select' }>): Expr[] {
    return expr.elements.map((element, at) => {
      const here: Expr = { kind: 'eq', left: expr.index, right: whole(BigInt(at + 1)), sort: BOOL };
      return implies(here, this.of(element));
    });
  }
}

function nonZero(expr: Expr): Expr {
  const zero: Expr = { kind: 'literal', sort: expr.sort, value: rational(0n) };
  return not({ kind: 'eq', left: expr, right: zero, sort: BOOL });
}

function inRange(index: Expr, length: number): Expr {
  return and([
    { kind: 'le', left: whole(1n), right: index, sort: BOOL },
    { kind: 'le', left: index, right: whole(BigInt(length)), sort: BOOL },
  ]);
}

function whole(value: bigint): Expr {
  return { kind: 'literal', sort: INT, value: rational(value) };
}

function isTrue(expr: Expr): boolean {
  return expr.kind === 'literal' && expr.value === true;
}

function not(operand: Expr): Expr {
  return { kind: 'not', operand, sort: BOOL };
}

function and(operands: readonly Expr[]): Expr {
  const needed = operands.filter((operand) => !isTrue(operand));
  if (needed.length === 0) return TRUE;
  return needed.length === 1 ? needed[0]! : { kind: 'and', operands: needed, sort: BOOL };
}

function implies(left: Expr, right: Expr): Expr {
  return isTrue(right) ? TRUE : { kind: 'implies', left, right, sort: BOOL };
}
