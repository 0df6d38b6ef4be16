import type { Expr, Scope, Variable } from '../model/model.ts';
import { children, isTemporal, type TemporalExpr } from './children.ts';

/**
 * What is computed once and remembered per step: variables, temporal operators, subexpressions used twice within one
 * expression, and the roots of what hangs too deep. Between two of these, recursion is shallow.
 */
export type Node = Variable | Expr;

/** A node at a step. */
export interface Need {
  readonly node: Node;
  readonly step: number;
}

/** Levels of an expression that may be walked by recursion before the next remembered node. */
const DEPTH = 200;

/** Which nodes of a scope are remembered and what each needs first. Made once for a scope, used for all its behaviours. */
export class Plan {
  readonly scope: Scope;
  readonly #remembered = new Set<Expr>();
  readonly #direct = new Map<Expr, readonly Node[]>();
  readonly #inside = new Map<Expr, readonly Node[]>();

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Whether the value of this expression is remembered under the expression itself. */
  isRemembered(expr: Expr): boolean {
    return isTemporal(expr) || this.#remembered.has(expr);
  }

  /** The nodes whose values at a step an evaluation of `expr` at that step may read. */
  direct(expr: Expr): readonly Node[] {
    const known = this.#direct.get(expr);
    if (known !== undefined) return known;
    const found = isTemporal(expr) ? [expr] : this.#collect([expr]);
    this.#direct.set(expr, found);
    return found;
  }

  /** What has to be known before the node's value at `step` can be computed without deep recursion. */
  needs(node: Node, step: number): readonly Need[] {
    if ('role' in node) return this.#variableNeeds(node, step);
    if (isTemporal(node)) return this.#temporalNeeds(node, step);
    return at(this.#belowOf(node), step);
  }

  #variableNeeds(variable: Variable, step: number): readonly Need[] {
    const definition = this.scope.definitions.get(variable);
    if (definition !== undefined) return at(this.direct(definition.body), step);
    const state = this.scope.states.get(variable);
    if (state === undefined) return [];
    if (step > 0) return at(this.direct(state.next), step - 1);
    return state.initial === null ? [] : at(this.direct(state.initial), 0);
  }

  #temporalNeeds(expr: TemporalExpr, step: number): readonly Need[] {
    switch (expr.kind) {
      case 'prev':
        return step === 0 ? at(this.direct(expr.initial), 0) : at(this.direct(expr.operand), step - 1);
      case 'initially':
        return step === 0 ? at(this.direct(expr.operand), 0) : [];
      case 'once':
      case 'historically':
      case 'held':
        return [...before(expr, step), ...at(this.direct(expr.operand), step)];
      case 'since':
        return [...before(expr, step), ...at(this.direct(expr.left), step), ...at(this.direct(expr.right), step)];
      case 'whenever': {
        const due = step - expr.steps;
        const trigger = due < 0 ? [] : at(this.direct(expr.trigger), due);
        return [...before(expr, step), ...trigger, ...at(this.direct(expr.response), step)];
      }
    }
  }

  #belowOf(expr: Expr): readonly Node[] {
    const known = this.#inside.get(expr);
    if (known !== undefined) return known;
    const found = this.#collect(children(expr));
    this.#inside.set(expr, found);
    return found;
  }

  #collect(roots: readonly Expr[]): readonly Node[] {
    const found = new Set<Node>();
    const seen = new Set<Expr>();
    const open = roots.map((expr) => ({ expr, depth: 0 }));
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { expr, depth } = next;
      if (expr.kind === 'literal') continue;
      if (expr.kind === 'variable') found.add(expr.variable);
      else if (isTemporal(expr)) found.add(expr);
      else if (seen.has(expr) || depth > DEPTH) found.add(this.#remember(expr));
      else {
        seen.add(expr);
        for (const child of children(expr)) open.push({ expr: child, depth: depth + 1 });
      }
    }
    return [...found];
  }

  #remember(expr: Expr): Expr {
    this.#remembered.add(expr);
    return expr;
  }
}

function at(nodes: readonly Node[], step: number): readonly Need[] {
  return nodes.map((node) => ({ node, step }));
}

function before(node: Node, step: number): readonly Need[] {
  return step === 0 ? [] : [{ node, step: step - 1 }];
}
