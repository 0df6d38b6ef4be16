import { isWhole, type Rational } from '../exact/rational.ts';
import type { ConstDeclaration, Expression, FunDeclaration, Range } from '../syntax/ast.ts';

/** The names that decide whether a text is partial. */
export interface Names {
  readonly functions: ReadonlyMap<string, FunDeclaration>;
  readonly constants: ReadonlyMap<string, ConstDeclaration>;
}

/**
 * Whether an expression is written with a partial operator, by the syntax tree alone: `/`, `div`, `mod`, a negative power,
 * an index that is no numeral, `min` or `max` over a family (a binder, or one argument), or a call of a function whose
 * body is.
 */
export function isPartialText(expression: Expression | null, names: Names): boolean {
  if (expression === null) return false;
  const stack: Expression[] = [expression];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (isPartialHere(next, names)) return true;
    stack.push(...partsOf(next));
  }
  return false;
}

/** The same for the ends of a range. An end made of plain numbers is worked out where the range is declared, and is defined. */
export function isPartialRangeText(range: Range | null, names: Names): boolean {
  return (
    range !== null &&
    [range.low, range.high].some((end) => end !== null && !isPlainNumber(end) && isPartialText(end, names))
  );
}

function isPlainNumber(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
      return expression.unit === null && !expression.text.endsWith('%');
    case 'negate':
      return isPlainNumber(expression.operand);
    case 'binary':
      return isPlainNumber(expression.left) && isPlainNumber(expression.right);
    default:
      return false;
  }
}

function isPartialHere(node: Expression, names: Names): boolean {
  switch (node.kind) {
    case 'binary':
      return ['/', 'div', 'mod'].includes(node.operator) || (node.operator === '^' && isNegative(node.right, names));
    case 'index':
      return node.index.kind !== 'number';
    case 'aggregate':
      return node.operator === 'min' || node.operator === 'max';
    case 'call': {
      const own = names.functions.get(node.callee.text);
      if (own !== undefined) return isPartialText(own.body, names);
      return (node.callee.text === 'min' || node.callee.text === 'max') && node.arguments.length === 1;
    }
    default:
      return false;
  }
}

/** Whether a constant exponent is below zero. */
function isNegative(exponent: Expression, names: Names): boolean {
  const value = constantValue(exponent, names);
  return value !== null && isWhole(value) && value.s < 0n;
}

function constantValue(expression: Expression, names: Names): Rational | null {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name': {
      const constant = names.constants.get(expression.name.text);
      return constant === undefined ? null : constantValue(constant.value, names);
    }
    case 'negate':
      return constantValue(expression.operand, names)?.neg() ?? null;
    case 'binary': {
      const left = constantValue(expression.left, names);
      const right = constantValue(expression.right, names);
      return left === null || right === null ? null : combined(expression.operator, left, right);
    }
    default:
      return null;
  }
}

function combined(operator: string, left: Rational, right: Rational): Rational | null {
  if (operator === '+') return left.add(right);
  if (operator === '-') return left.sub(right);
  return operator === '*' ? left.mul(right) : null;
}

/** The expressions directly inside another. */
export function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'boolean':
    case 'number':
    case 'name':
    case 'step':
      return [];
    case 'field':
      return [node.object];
    case 'index':
      return [node.object, node.index];
    case 'call':
      return node.arguments;
    case 'aggregate':
      return [
        node.body,
        ...node.binders.flatMap(({ over }) => (over.kind === 'members' ? [over.of] : ends(over.range))),
      ];
    case 'not':
    case 'negate':
    case 'initially':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'chain':
      return node.operands;
    case 'within':
      return [node.operand, ...ends(node.range)];
    case 'if':
      return [node.condition, node.then, node.else];
    case 'whenever':
      return [node.trigger, node.response, node.within];
  }
}

function ends({ low, high }: Range): Expression[] {
  return [low, high].filter((end) => end !== null);
}
