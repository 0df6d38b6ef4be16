import type { Model } from '../model/model.ts';
import { consistent, realizable } from './contract.ts';
import { defined } from './defined.ts';
import { discharges } from './discharge.ts';
import { guarantees } from './guarantee.ts';
import { invariants } from './invariant.ts';
import { modes, reachable } from './mode.ts';
import type { Obligation } from './obligation.ts';
import { probabilities } from './probability.ts';
import { ranges } from './range.ts';
import { compositions, refinements } from './refinement.ts';
import { type Subject, subjectsOf } from './subject.ts';

/** A subject with all that it owes, in the order in which it is asked and reported. */
export interface SubjectObligations {
  readonly subject: Subject;
  readonly obligations: readonly Obligation[];
  /** Not reported by themselves: what the reported ones rest on besides. */
  readonly hidden: readonly Obligation[];
}

/** Every obligation of a model. Names are unique; a clash is our own fault and throws. */
export function generate(model: Model): SubjectObligations[] {
  const generated = subjectsOf(model).map((subject) => ({
    subject,
    obligations: owedBy(subject),
    hidden: compositions(subject),
  }));
  const seen = new Set<string>();
  for (const { id } of generated.flatMap(({ obligations }) => obligations)) {
    if (seen.has(id)) throw new Error(`two obligations are named ${id}`);
    seen.add(id);
  }
  return generated;
}

/** What a subject owes, in the order in which it is asked. */
export function owedBy(subject: Subject): Obligation[] {
  if (subject.owes === 'modes only') return [...modes(subject), ...reachable(subject)];
  const onModes = subject.owes === 'all' ? [...modes(subject), ...reachable(subject)] : [];
  return [
    ...consistent(subject),
    ...realizable(subject),
    ...onModes,
    ...defined(subject),
    ...ranges(subject),
    ...discharges(subject),
    ...invariants(subject),
    ...guarantees(subject),
    ...probabilities(subject),
    ...refinements(subject),
  ];
}
