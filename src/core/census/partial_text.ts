import type { Expression, FunDeclaration, Range } from '../syntax/ast.ts';

/**
 * Whether an expression is written with a partial operator, by the syntax tree alone: `/`, `div`, `mod`, a negative power,
 * an index that is no numeral, `min` or `max` over a family (a binder, or one argument), or a call of a function whose
 * body is.
 */
export function isPartialText(expression: Expression | null, functions: ReadonlyMap<string, FunDeclaration>): boolean {
  if (expression === null) return false;
  const stack: Expression[] = [expression];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (isPartialHere(next, functions)) return true;
    stack.push(...partsOf(next));
  }
  return false;
}

/** The same for the ends of a range. */
export function isPartialRangeText(range: Range | null, functions: ReadonlyMap<string, FunDeclaration>): boolean {
  return range !== null && (isPartialText(range.low, functions) || isPartialText(range.high, functions));
}

function isPartialHere(node: Expression, functions: ReadonlyMap<string, FunDeclaration>): boolean {
  switch (node.kind) {
    case 'binary':
      return ['/', 'div', 'mod'].includes(node.operator) || (node.operator === '^' && node.right.kind === 'negate');
    case 'index':
      return node.index.kind !== 'number';
    case 'aggregate':
      return node.operator === 'min' || node.operator === 'max';
    case 'call': {
      const own = functions.get(node.callee.text);
      if (own !== undefined) return isPartialText(own.body, functions);
      return (node.callee.text === 'min' || node.callee.text === 'max') && node.arguments.length === 1;
    }
    default:
      return false;
  }
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
      return [node.body, ...node.binders.flatMap(({ over }) => (over.kind === 'members' ? [over.of] : ends(over.range)))];
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
