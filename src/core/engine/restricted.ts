import type { Expr, Scope, Variable } from '../model/model.ts';

/** The scope for those values of a parameter only. */
export function restrictedBy(scope: Scope, { name, span }: Variable, body: Expr): Scope {
  const clause = {
    name: `${name}.range`,
    kind: 'range',
    sentence: null,
    body,
    settled: false,
    exported: false,
    partial: false,
    risk: null,
    annotations: [],
    span,
    bodySpan: span,
  } as const;
  return { ...scope, parameterRanges: [...scope.parameterRanges, clause] };
}
