import type { Clause, Expr, Scope, Variable } from '../model/model.ts';

/** A range that no file declares: what else is known, or tried, of a value. */
export function rangeThat(name: string, body: Expr, span: Clause['span']): Clause {
  return {
    name,
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
  };
}

/** The scope for those values of a parameter only. */
export function restrictedBy(scope: Scope, { name, span }: Variable, body: Expr): Scope {
  return { ...scope, parameterRanges: [...scope.parameterRanges, rangeThat(`${name}.range`, body, span)] };
}
