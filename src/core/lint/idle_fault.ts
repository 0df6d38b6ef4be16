import type { Report } from '../diagnostics/report.ts';
import type { TypedClause, TypedComponent, TypedExpr, ValueSymbol } from '../types/typed.ts';
import { childrenOf } from '../types/walk.ts';

/**
 * Warns of faults of the root file that no guarantee speaks of, in an `unless` or otherwise: nothing can come of them, and
 * a bound on their chance or evidence about them says nothing. `spoken` holds those that some guarantee speaks of.
 */
export function warnIdleFaults(
  report: Report,
  path: string,
  faults: readonly ValueSymbol[],
  spoken: ReadonlySet<ValueSymbol>,
): void {
  for (const fault of faults) {
    if (spoken.has(fault) || fault.span.path !== path) continue;
    report.warning('SV400', `no guarantee fails with the fault \`${fault.name}\``, fault.span, {
      help: `write what it breaks: \`guarantee … unless ${fault.name}\``,
    });
  }
}

/** Everything that a component's guarantees speak of; faults, its own and others', among it. */
export function spokenOf({ clauses, modes }: TypedComponent): ReadonlySet<ValueSymbol> {
  return new Set([...clauses, ...modes.flatMap((mode) => mode.clauses)].flatMap(faultsOf));
}

/** The faults that a component declares. */
export function faultsIn({ symbols }: TypedComponent): readonly ValueSymbol[] {
  return symbols.filter(({ kind }) => kind === 'fault');
}

function faultsOf({ keyword, unless, body }: TypedClause): ValueSymbol[] {
  if (keyword !== 'guarantee') return [];
  return [...unless, body].flatMap(symbolsIn);
}

/** The names in an expression, but for those in what it says of chances. */
function symbolsIn(expr: TypedExpr): ValueSymbol[] {
  if (expr.kind === 'probability' || expr.kind === 'independent') return [];
  const here = expr.kind === 'ref' || expr.kind === 'port' ? [expr.symbol] : [];
  return [...here, ...childrenOf(expr).flatMap((child) => symbolsIn(child.expr))];
}
