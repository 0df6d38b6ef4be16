import type { TypedBinder, TypedComponent, TypedExpr, TypedRange } from '../types/typed.ts';

/** The direct sub-expressions of a typed expression as written, left to right, with the ends and arrays of binders. */
export function childrenOf(expr: TypedExpr): readonly TypedExpr[] {
  switch (expr.kind) {
    case 'boolean':
    case 'number':
    case 'member':
    case 'ref':
    case 'step':
      return [];
    case 'port':
      return expr.index === null ? [] : [expr.index];
    case 'index':
      return [expr.array, expr.index];
    case 'unary':
    case 'toReal':
    case 'once':
    case 'historically':
    case 'initially':
      return [expr.operand];
    case 'held':
      return [expr.operand, expr.within.value];
    case 'binary':
    case 'since':
      return [expr.left, expr.right];
    case 'power':
      return [expr.base];
    case 'if':
      return [expr.condition, expr.then, expr.else];
    case 'call':
      return expr.arguments;
    case 'aggregate':
      return [...expr.binders.flatMap(binderExpressions), expr.body];
    case 'prev':
      return [expr.operand, expr.initial];
    case 'whenever':
      return [expr.trigger, expr.response, expr.within.value];
    case 'probability':
      return [expr.event];
    case 'independent':
      return expr.faults;
  }
}

/** The expressions inside a binder. */
export function binderExpressions(binder: TypedBinder): readonly TypedExpr[] {
  switch (binder.over.kind) {
    case 'range':
      return [binder.over.low, binder.over.high];
    case 'family':
      return [];
    case 'array':
      return [binder.over.array];
  }
}

/** Every node of the expressions, each once; `enter` says whether to go below a node. Does not recurse. */
export function visit(roots: readonly TypedExpr[], enter: (node: TypedExpr) => boolean): void {
  const seen = new Set<TypedExpr>();
  const stack = [...roots];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (enter(node)) stack.push(...childrenOf(node));
  }
}

/** Whether a node of the expressions satisfies the test; names are not followed. */
export function someNode(roots: readonly TypedExpr[], test: (node: TypedExpr) => boolean): boolean {
  let found = false;
  visit(roots, (node) => {
    found ||= test(node);
    return !found;
  });
  return found;
}

/** The ends of a range. */
export function rangeExpressions(range: TypedRange | null): readonly TypedExpr[] {
  return range === null ? [] : [range.low, range.high].filter((end) => end !== null);
}

/** Every expression that stands in a component. */
export function expressionsOf(component: TypedComponent): readonly TypedExpr[] {
  const clauses = [...component.clauses, ...component.modes.flatMap((mode) => mode.clauses)];
  return [
    ...component.symbols.flatMap(symbolExpressions),
    ...component.nexts.flatMap(({ index, value }) => present([index, value])),
    ...component.modes.map(({ when }) => when),
    ...clauses.flatMap(({ body, unless, tolerating }) => present([body, ...unless, tolerating])),
    ...component.parts.flatMap(({ size, bindings }) => present([size, ...bindings.map(({ value }) => value)])),
    ...component.wires.flatMap(({ source, index, portIndex, binders }) => [
      ...present([source, index, portIndex]),
      ...binders.flatMap(binderExpressions),
    ]),
  ];
}

function symbolExpressions(symbol: TypedComponent['symbols'][number]): readonly TypedExpr[] {
  switch (symbol.kind) {
    case 'param':
      return present([...rangeExpressions(symbol.type.range), symbol.value]);
    case 'in':
      return present([symbol.size, ...rangeExpressions(symbol.type.range)]);
    case 'out':
    case 'var':
    case 'state':
    case 'let':
      return present([symbol.size, ...rangeExpressions(symbol.type.range), symbol.value]);
    case 'fault':
      return present([symbol.bound]);
    case 'const':
    case 'mode':
    case 'argument':
    case 'index':
    case 'member':
      return [];
  }
}

function present(expressions: readonly (TypedExpr | null)[]): readonly TypedExpr[] {
  return expressions.filter((expression) => expression !== null);
}
