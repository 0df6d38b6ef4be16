import { allExpressions } from '../types/survey.ts';
import type { TypedComponent, TypedExpr, TypedPart, ValueSymbol } from '../types/typed.ts';
import { childrenOf } from '../types/walk.ts';

/** What the expressions of a component name. */
export interface Uses {
  readonly symbols: ReadonlySet<ValueSymbol>;
  /** The ports of parts that are read, by part. */
  readonly ports: ReadonlyMap<TypedPart, ReadonlySet<ValueSymbol>>;
  /** Parts that are named without a port: a family over which something is counted. */
  readonly parts: ReadonlySet<TypedPart>;
}

/** Everything that a component's definitions, clauses, modes, parts and connections name. */
export function usesIn(component: TypedComponent): Uses {
  return usesOf(allExpressions(component));
}

/** Everything that some expressions name. */
export function usesOf(expressions: readonly TypedExpr[]): Uses {
  const symbols = new Set<ValueSymbol>();
  const ports = new Map<TypedPart, Set<ValueSymbol>>();
  const parts = new Set<TypedPart>();
  const waiting = [...expressions];
  for (let expr = waiting.pop(); expr !== undefined; expr = waiting.pop()) {
    if (expr.kind === 'ref') symbols.add(expr.symbol);
    if (expr.kind === 'port') {
      const read = ports.get(expr.part) ?? new Set();
      ports.set(expr.part, read.add(expr.symbol));
    }
    if (expr.kind === 'aggregate')
      for (const { over } of expr.binders) if (over.kind === 'family') parts.add(over.part);
    waiting.push(...childrenOf(expr).map((child) => child.expr));
  }
  return { symbols, ports, parts };
}
