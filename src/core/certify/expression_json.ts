import type { Expr } from '../model/model.ts';
import { operandsOf } from '../model/traverse.ts';

/** An expression as certificates write it: `["le", ["var", "level"], ["num", "7/2"]]`. */
export type ExpressionJson = readonly (string | number | boolean | ExpressionJson)[];

/** The expression's form in certificates; two that say the same of variables of the same names have the same text. */
export function expressionJson(expr: Expr): ExpressionJson {
  const operands = () => operandsOf(expr).map(expressionJson);
  switch (expr.kind) {
    case 'literal':
      if (typeof expr.value === 'boolean') return ['bool', expr.value];
      if (typeof expr.value === 'object') return ['num', expr.value.toFraction()];
      return ['member', expr.sort.kind === 'enum' ? expr.sort.name : '', expr.value];
    case 'variable':
      return ['var', expr.variable.name];
    case 'held':
      return ['held', expressionJson(expr.operand), expr.steps];
    case 'whenever':
      return ['whenever', expressionJson(expr.trigger), expressionJson(expr.response), expr.steps];
    case 'power':
      return ['power', expressionJson(expr.base), String(expr.exponent)];
    case 'select':
      return ['select', expressionJson(expr.index), ...expr.elements.map(expressionJson)];
    default:
      return [expr.kind, ...operands()];
  }
}
