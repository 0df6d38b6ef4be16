import { isPlain, meaning } from '../encode/facts.ts';
import type { Clause, PartInstance, Scope } from '../model/model.ts';
import { ofClause } from './guarantee.ts';
import type { Goal, Obligation } from './obligation.ts';
import { earlierPartial } from './premises.ts';
import { byName, obligation, type Subject, validGoal } from './subject.ts';

/** What `B refines A` owes under one name. */
interface Owed {
  readonly clause: Clause;
  readonly goal: Goal;
}

/**
 * `B.refines.g` (refinement): with B as the only part of a system with contract A.
 *
 * Theorem: the script is unsatisfiable iff in every behaviour in which B keeps its contract, A's assumptions so far imply
 * B's assumption, or A's guarantee, named `g`; and B's parameters lie in their ranges wherever A's do. A guarantee of A about
 * chances holds iff no joint distribution of the faults that A's evidence allows exceeds it, by B's contract.
 */
export function refinements(subject: Subject): Obligation[] {
  const refinement = subject.component.refinement;
  if (refinement === null || subject.setting !== null) return [];
  const groups = byName(refinement.scopes, (scope) => owedBy(scope));
  return [...groups].map(([name, members]) => {
    const { clause } = members[0]!.item;
    const goals = members.map(({ item }) => item.goal);
    return {
      ...obligation(subject, { ...ofClause(clause), name: `refines.${name}`, kind: 'refinement' }, goals),
      owner: refinement.base,
    };
  });
}

function owedBy(scope: Scope): { name: string; item: Owed }[] {
  const part = scope.parts[0]!;
  const taken = new Set(part.assumptions.map(({ name }) => name));
  const ofPart = [...part.parameterRanges, ...part.assumptions].map((clause) => ({
    name: clause.name,
    item: { clause, goal: discharge(scope, part, clause) },
  }));
  const ofBase = scope.guarantees.map((clause) => ({
    // An assumption of B and a guarantee of A may have the same name.
    name: taken.has(clause.name) ? `${clause.name}.guarantee` : clause.name,
    item: { clause, goal: promise(scope, clause) },
  }));
  return [...ofPart, ...ofBase];
}

function discharge(scope: Scope, part: PartInstance, clause: Clause): Goal {
  if (!isPlain(clause)) return { asks: 'chance', scope, clause, part };
  const premises = earlierPartial(clause, part.assumptions, scope);
  return validGoal(scope, clause.body, { discharges: part, clause, premises, faults: 'free' });
}

/** What A guarantees about chances is owed from B's contract, under the evidence that A assumes. */
function promise(scope: Scope, clause: Clause): Goal {
  if (!isPlain(clause)) return { asks: 'chance', scope, clause, part: null };
  return validGoal(scope, meaning(clause), {
    own: clause.settled ? 'before' : 'through',
    clause,
    premises: earlierPartial(clause, scope.guarantees, scope),
    faults: 'free',
  });
}

/**
 * `B.refines.consistent`, which is not reported: some behaviour keeps A's assumptions and B's contract together. Without
 * one the refinement holds of nothing.
 */
export function compositions(subject: Subject): Obligation[] {
  const refinement = subject.component.refinement;
  if (refinement === null || subject.setting !== null || refinement.scopes.length === 0) return [];
  const goals = refinement.scopes.map((scope) => ({ asks: 'satisfiable' as const, scope, formula: null }));
  const described = { span: subject.component.span, bodySpan: null, sentence: null, part: null, annotations: [] };
  return [obligation(subject, { ...described, name: 'refines.consistent', kind: 'consistent' }, goals)];
}
