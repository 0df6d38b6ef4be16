import type { Obligation } from './obligation.ts';
import { obligation, type Subject } from './subject.ts';

/**
 * `C.consistent` (consistent).
 *
 * Theorem: the script is satisfiable iff some behaviour keeps assumptions and guarantees (of an implementation:
 * assumptions and definitions; of a system: `H(A)` and every part's contract).
 */
export function consistent(subject: Subject): Obligation[] {
  const goals = subject.scopes.map((scope) => ({ asks: 'satisfiable' as const, scope, formula: null }));
  return [obligation(subject, { ...described(subject), name: 'consistent', kind: 'consistent' }, goals)];
}

/**
 * `C.realizable` (realizable).
 *
 * Theorem: the script is unsatisfiable iff for all parameters and whatever is read within the assumptions there are
 * values to answer with that keep the guarantees: for a leaf its outputs; for an implementation its free variables; for
 * a system besides the outputs of each loop within a step and of each part that is not realizable by itself.
 */
export function realizable(subject: Subject): Obligation[] {
  const goals = subject.scopes.map((scope) => ({ asks: 'realizable' as const, scope }));
  return [obligation(subject, { ...described(subject), name: 'realizable', kind: 'realizable' }, goals)];
}

function described(subject: Subject) {
  const span = subject.setting === null ? subject.component.span : subject.scopes[0]!.span;
  return { span, bodySpan: null, sentence: null, part: null, annotations: [] };
}
