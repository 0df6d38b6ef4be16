import type { Expression } from '../syntax/ast.ts';

/**
 * Names in an order in which each comes after those that its value names, so that working them out never goes deep.
 * A cycle is cut somewhere; it is reported where its members are worked out.
 */
export function needOrder(values: ReadonlyMap<string, Expression>): readonly string[] {
  const entered = new Set<string>();
  const order: string[] = [];
  for (const start of values.keys()) {
    if (entered.has(start)) continue;
    entered.add(start);
    const path = [{ name: start, needs: namesIn(values.get(start)!) }];
    while (path.length > 0) {
      const top = path.at(-1)!;
      const next = top.needs.next();
      if (next.done === true) {
        order.push(top.name);
        path.pop();
      } else if (values.has(next.value) && !entered.has(next.value)) {
        entered.add(next.value);
        path.push({ name: next.value, needs: namesIn(values.get(next.value)!) });
      }
    }
  }
  return order;
}

/** All names that stand in an expression, whatever they mean; callees too. */
function* namesIn(expression: Expression): Generator<string> {
  const stack: Expression[] = [expression];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.kind === 'name') yield top.name.text;
    if (top.kind === 'call') yield top.callee.text;
    stack.push(...operandsOf(top));
  }
}

function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'boolean':
    case 'number':
    case 'name':
    case 'step':
      return [];
    case 'field':
      return [expression.object];
    case 'index':
      return [expression.object, expression.index];
    case 'call':
      return expression.arguments;
    case 'aggregate':
      return [
        expression.body,
        ...expression.binders.flatMap(({ over }) => (over.kind === 'members' ? [over.of] : ends(over.range))),
      ];
    case 'not':
    case 'negate':
    case 'initially':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'chain':
      return expression.operands;
    case 'within':
      return [expression.operand, ...ends(expression.range)];
    case 'if':
      return [expression.condition, expression.then, expression.else];
    case 'whenever':
      return [expression.trigger, expression.response, expression.within];
  }
}

function ends({
  low,
  high,
}: {
  readonly low: Expression | null;
  readonly high: Expression | null;
}): readonly Expression[] {
  return [low, high].filter((end) => end !== null);
}
