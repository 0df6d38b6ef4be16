import type { Expr, Variable } from './model.ts';

/** The direct operands of an expression, left to right. */
export function operandsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'literal':
    case 'variable':
      return [];
    case 'not':
    case 'neg':
    case 'abs':
    case 'floor':
    case 'ceil':
    case 'toReal':
    case 'once':
    case 'historically':
    case 'held':
    case 'initially':
      return [expr.operand];
    case 'and':
    case 'or':
    case 'add':
    case 'mul':
    case 'min':
    case 'max':
      return expr.operands;
    case 'implies':
    case 'iff':
    case 'eq':
    case 'lt':
    case 'le':
    case 'sub':
    case 'div':
    case 'idiv':
    case 'mod':
    case 'since':
      return [expr.left, expr.right];
    case 'power':
      return [expr.base];
    case 'if':
      return [expr.condition, expr.then, expr.else];
    case 'select':
      return [expr.index, ...expr.elements];
    case 'prev':
      return [expr.operand, expr.initial];
    case 'whenever':
      return [expr.trigger, expr.response];
  }
}

const mentioned = new WeakMap<Expr, ReadonlySet<Variable>>();

/** The variables that an expression names, in the order in which they are first met; definitions are not followed. */
export function variablesOf(expr: Expr): ReadonlySet<Variable> {
  let found = mentioned.get(expr);
  if (found === undefined) mentioned.set(expr, (found = collect(expr)));
  return found;
}

function collect(expr: Expr): ReadonlySet<Variable> {
  const variables = new Set<Variable>();
  const seen = new Set<Expr>();
  const stack = [expr];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.kind === 'variable') variables.add(next.variable);
    else stack.push(...[...operandsOf(next)].reverse());
  }
  return variables;
}

/** Whether some node below (and including) `expr` satisfies the test; definitions are not followed. */
export function anyNode(expr: Expr, test: (node: Expr) => boolean): boolean {
  return nodesOf(expr).some(test);
}

/** All nodes below and including `expr`, each once; definitions are not followed. */
export function nodesOf(expr: Expr): readonly Expr[] {
  const seen = new Set<Expr>();
  const stack = [expr];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    stack.push(...[...operandsOf(next)].reverse());
  }
  return [...seen];
}

const temporal = new WeakMap<Expr, boolean>();

/** Whether the expression itself looks at other steps. */
export function isTemporal(expr: Expr): boolean {
  let found = temporal.get(expr);
  if (found === undefined) temporal.set(expr, (found = anyNode(expr, ({ kind }) => TEMPORAL_KINDS.has(kind))));
  return found;
}

/** The operators that look at other steps. */
export const TEMPORAL_KINDS: ReadonlySet<Expr['kind']> = new Set([
  'prev',
  'once',
  'historically',
  'since',
  'held',
  'initially',
  'whenever',
]);

/** Over how many steps the longest duration in an expression goes; 0 where there is none. Definitions are not followed. */
export function longestDuration(expr: Expr): number {
  return nodesOf(expr).reduce(
    (most, node) => (node.kind === 'held' || node.kind === 'whenever' ? Math.max(most, node.steps) : most),
    0,
  );
}
