import type { Report } from '../diagnostics/report.ts';
import type { TypedClause, TypedComponent, TypedExpr, ValueSymbol } from '../types/typed.ts';
import { childrenOf } from '../types/walk.ts';

/**
 * Warns of faults of the root file that no guarantee speaks of, in an `unless` or otherwise: nothing can come of them, and
 * a bound on their chance or evidence about them says nothing.
 */
export function warnIdleFaults(
  report: Report,
  path: string,
  components: readonly TypedComponent[],
  shared: readonly ValueSymbol[],
): void {
  const spoken = new Set(
    components
      .flatMap(({ clauses, modes }) => [...clauses, ...modes.flatMap((mode) => mode.clauses)])
      .flatMap(faultsOf),
  );
  const own = components.flatMap(({ symbols }) => symbols.filter(({ kind }) => kind === 'fault'));
  for (const fault of [...shared, ...own]) {
    if (spoken.has(fault) || fault.span.path !== path) continue;
    report.warning('SV400', `no guarantee fails with the fault \`${fault.name}\``, fault.span, {
      help: `write what it breaks: \`guarantee … unless ${fault.name}\``,
    });
  }
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
