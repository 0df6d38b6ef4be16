import type { Expr, Mode } from '../model/model.ts';
import type { Obligation } from './obligation.ts';
import { byName, obligation, type Subject, validGoal } from './subject.ts';

const BOOL = { kind: 'bool' } as const;

/**
 * `C.modes` (modes).
 *
 * Theorem: the script is unsatisfiable iff under the assumptions, at every step, some mode applies.
 */
export function modes(subject: Subject): Obligation[] {
  const scopes = subject.scopes.filter((scope) => scope.modes.length > 0);
  if (scopes.length === 0) return [];
  const first = scopes[0]!.modes[0]!;
  const goals = scopes.map((scope) =>
    validGoal(
      scope,
      { kind: 'or', operands: scope.modes.map(applies), sort: BOOL },
      { guaranteesNow: new Set(), faults: 'free' },
    ),
  );
  return [obligation(subject, { ...described('modes', first), kind: 'modes', annotations: [] }, goals)];
}

/**
 * `C.m.reachable` (reachable).
 *
 * Theorem: the script is satisfiable iff some behaviour that keeps assumptions and contracts enters mode `m`, for some
 * parameters.
 */
export function reachable(subject: Subject): Obligation[] {
  const groups = byName(subject.scopes, (scope) =>
    scope.modes.map((mode) => ({ name: `${mode.name}.reachable`, item: mode })),
  );
  return [...groups].map(([name, members]) => {
    const goals = members.map(({ scope, item }) => ({ asks: 'satisfiable' as const, scope, formula: applies(item) }));
    return obligation(subject, { ...described(name, members[0]!.item), kind: 'reachable' }, goals);
  });
}

function applies(mode: Mode): Expr {
  return { kind: 'variable', variable: mode.when, sort: BOOL };
}

function described(name: string, mode: Mode) {
  return { name, span: mode.span, bodySpan: null, sentence: null, part: null, annotations: mode.annotations };
}
