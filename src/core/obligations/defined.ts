import { meaning } from '../encode/facts.ts';
import type { Clause, Definition, Expr, Scope } from '../model/model.ts';
import { definedness } from './definedness.ts';
import { ofClause } from './guarantee.ts';
import type { Obligation, ValidGoal } from './obligation.ts';
import { earlier } from './premises.ts';
import { byName, type Described, obligation, type Subject, validGoal } from './subject.ts';

/** One item of a scope that holds a partial operator, with the claims that it is used inside its domain. */
interface Owed {
  readonly described: Described;
  readonly goal: ValidGoal;
}

/**
 * `C.x.defined` (defined): one for each clause, wire or definition with a partial operator.
 *
 * Theorem: the script is unsatisfiable iff wherever the item is evaluated (under the assumptions; for a clause: where the
 * earlier clauses of its kind hold at this step, guarantees after all assumptions), with all faults free, every divisor
 * is not zero, every index in range, and no minimum or maximum is taken of nothing.
 */
export function defined(subject: Subject): Obligation[] {
  const groups = byName(subject.scopes, (scope) => owedBy(scope).map((item) => ({ name: item.described.name, item })));
  return [...groups].map(([name, members]) =>
    obligation(
      subject,
      { ...members[0]!.item.described, name },
      members.map(({ item }) => item.goal),
    ),
  );
}

function owedBy(scope: Scope): Owed[] {
  return [
    ...scope.assumptions.filter(isPartial).map((clause) => ofAssumption(scope, clause)),
    ...scope.guarantees.filter(isPartial).map((clause) => ofGuarantee(scope, clause)),
    ...scope.invariants
      .filter(isPartial)
      .map((clause) => owedClause(scope, clause, { premises: earlier(clause, scope.invariants, scope).map(meaning) })),
    ...definitions(scope),
  ];
}

function isPartial(clause: Clause): boolean {
  return clause.partial;
}

function ofAssumption(scope: Scope, clause: Clause): Owed {
  const before = scope.assumptions.slice(0, scope.assumptions.indexOf(clause));
  return owedClause(scope, clause, { assumptionsNow: new Set(before), guaranteesNow: new Set() });
}

function ofGuarantee(scope: Scope, clause: Clause): Owed {
  const before = earlier(clause, scope.guarantees, scope);
  return owedClause(scope, clause, {
    own: clause.settled ? 'before' : 'through',
    guaranteesNow: new Set(before),
    premises: scope.kind === 'leaf' ? [] : before.map(meaning),
  });
}

function owedClause(scope: Scope, clause: Clause, more: Partial<ValidGoal>): Owed {
  const { name, annotations } = clause;
  return {
    described: {
      ...ofClause(clause),
      name: `${name.replace(/\.range$/, '')}.defined`,
      kind: 'defined',
      annotations: owesItself(scope, clause) ? [] : annotations,
    },
    goal: validGoal(scope, definedness(clause.body), { faults: 'free', definedOf: [clause.body], ...more }),
  };
}

/** An `@expect` speaks of the clause's own obligation; only where there is none, of whether the clause is defined. */
function owesItself(scope: Scope, clause: Clause): boolean {
  return scope.kind !== 'leaf' && !scope.assumptions.includes(clause);
}

/** Definitions, wires, bindings, states and owed ranges, by the name of their item. */
function definitions(scope: Scope): Owed[] {
  const owed: Owed[] = [];
  const add = (item: string, body: Expr, definition: Pick<Definition, 'span' | 'annotations'>) =>
    owed.push({
      described: {
        name: `${item}.defined`,
        kind: 'defined',
        span: definition.span,
        bodySpan: definition.span,
        sentence: null,
        part: null,
        annotations: definition.annotations,
      },
      goal: validGoal(scope, definedness(body), { faults: 'free', definedOf: [body] }),
    });
  for (const definition of scope.definitions.values()) {
    if (definition.partial !== null) add(definition.partial, definition.body, definition);
  }
  for (const clause of [...scope.ranges, ...scope.freeRanges.map(({ clause }) => clause)].filter(isPartial)) {
    add(clause.name.replace(/\.range$/, ''), clause.body, clause);
  }
  for (const state of scope.states.values()) {
    if (!state.partial) continue;
    const first: Expr[] = state.initial === null ? [] : [state.initial];
    for (const body of [...first, state.next])
      add(state.variable.name.replace(/\[.*$/, ''), body, { span: state.span, annotations: [] });
  }
  return owed;
}
