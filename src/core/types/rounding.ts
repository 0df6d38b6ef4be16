import { ONE } from '../exact/rational.ts';
import type { Call } from './calls.ts';
import { numericType, toReal } from './coerce.ts';
import type { Context } from './context.ts';
import { isPlain } from './dimension.ts';
import { aType, intIn, isNumeric } from './scalar.ts';
import type { TypedExpr, Unit } from './typed.ts';
import { divideUnits, mixesSizes, multiplyUnits, PLAIN_UNIT, sameUnit } from './unit.ts';

/**
 * `floor(x)` and `ceil(x)`: the count of whole units of `x`. A plain number is counted in ones. What has a dimension must
 * have one unit that everything in it is written in, or it would not be clear what is counted.
 */
export function checkRounding(context: Context, call: Call): TypedExpr | null {
  const operand = context.program.check(context, call.arguments[0]!, null);
  if (operand === null) return null;
  const operator = call.callee.text as 'floor' | 'ceil';
  if (!isNumeric(operand.type)) {
    context.program.report.error(
      'SV101',
      `\`${operator}\` needs a number, but this is ${aType(operand.type)}`,
      operand.span,
    );
    return null;
  }
  const { unit } = operand.type;
  if (isPlain(unit.dimension)) return rounded(operator, operand, PLAIN_UNIT, call);
  if (!isMixed(operand)) return rounded(operator, operand, unit, call);
  context.program.report.error('SV115', `it is not clear in which unit \`${operator}\` should count here`, call.span, {
    help: `divide by the unit that you mean: \`${operator}(x / 1 ${unit.text})\``,
  });
  return null;
}

function rounded(operator: 'floor' | 'ceil', operand: TypedExpr, unit: Unit, call: Call): TypedExpr {
  const scale = isPlain(unit.dimension) ? ONE : unit.factor;
  return { kind: 'unary', operator, operand: toReal(operand), scale, type: intIn(unit), span: call.span };
}

/** Whether quantities of one dimension but of different units meet in the expression. */
function isMixed(expr: TypedExpr): boolean {
  switch (expr.kind) {
    case 'unary':
      return expr.operator !== 'floor' && expr.operator !== 'ceil' && isMixed(expr.operand);
    case 'toReal':
    case 'prev':
      return isMixed(expr.operand);
    case 'power':
      return isMixed(expr.base);
    case 'if':
      return isMixed(expr.then) || isMixed(expr.else) || differ(expr.then, expr.else);
    case 'aggregate':
      return isMixed(expr.body);
    case 'binary':
      return isMixed(expr.left) || isMixed(expr.right) || mixedPair(expr);
    default:
      return 'unit' in expr.type && mixesSizes(expr.type.unit);
  }
}

function mixedPair(expr: Extract<TypedExpr, { readonly kind: 'binary' }>): boolean {
  const [left, right] = [numericType(expr.left).unit, numericType(expr.right).unit];
  if (expr.operator === 'mul') return mixesSizes(multiplyUnits(left, right));
  if (expr.operator === 'div') return mixesSizes(divideUnits(left, right));
  return differ(expr.left, expr.right);
}

function differ(left: TypedExpr, right: TypedExpr): boolean {
  return !sameUnit(numericType(left).unit, numericType(right).unit);
}
