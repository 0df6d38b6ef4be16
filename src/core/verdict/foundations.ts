import { type Cone, coneOf } from '../encode/cone.ts';
import type { Decision } from '../engine/decision.ts';
import type { Clause, PartInstance, Scope } from '../model/model.ts';
import type { Goal, Obligation } from '../obligations/obligation.ts';
import type { Foundations } from './judge.ts';

/** The prefix of a scope's own obligations: `Pipeline`, `dry/Vehicle`. */
function prefixOf(obligation: Obligation): string {
  return obligation.setting === null ? obligation.component : `${obligation.setting}/${obligation.component}`;
}

/**
 * What the verdict on an obligation rests on: that its contract can be kept, and that what its proofs used is defined.
 * `owed` says which obligations exist.
 */
export function foundationsOf(
  obligation: Obligation,
  decisions: readonly Decision[],
  owed: (id: string) => boolean,
): Foundations {
  const prefix = prefixOf(obligation);
  const composed = obligation.kind === 'refinement' ? [`${prefix}.refines.consistent`] : [];
  const contract = [...composed, `${prefix}.consistent`, `${prefix}.realizable`].filter(owed);
  const defined = new Set<string>();
  for (const [at, goal] of obligation.goals.entries()) {
    for (const id of definedness(obligation.owner, goal, decisions[at]))
      if (id !== obligation.id && owed(id)) defined.add(id);
  }
  return { contract, defined: [...defined], entered: obligation.goals.flatMap((goal) => modesOf(goal)).filter(owed) };
}

/** A claim in a mode speaks of the steps at which the mode is entered. A mode appears once, whatever the setting. */
function modesOf(goal: Goal): string[] {
  if (goal.asks !== 'valid' || goal.clause === null || goal.discharges !== null) return [];
  const { name } = goal.clause;
  const mode = goal.scope.modes.find((each) => name.startsWith(`${each.name}.`));
  return mode === undefined ? [] : [`${goal.scope.component}.${mode.name}.reachable`];
}

function definedness(prefix: string, goal: Goal, decision: Decision | undefined): string[] {
  if (decision?.kind === 'bounded') return decision.cones.flatMap((cone) => usedIn(cone, prefix));
  if (goal.asks !== 'valid' || decision?.kind !== 'valid') return [];
  const cone =
    decision.cone ?? coneOf(goal.scope, [goal.formula, ...goal.premises], { radius: null, guarded: () => true });
  return [
    ...usedIn(cone, prefix),
    ...ofClause(prefix, goal),
    ...(decision.method === 'k-induction' ? ofLemmas(goal.scope, prefix) : []),
  ];
}

/** An induction may use every other claim of its scope. */
function ofLemmas(scope: Scope, prefix: string): string[] {
  const clauses = [...scope.guarantees, ...scope.invariants, ...scope.ranges];
  return clauses.filter((clause) => clause.partial).map((clause) => ownerOf(prefix, null, clause.name));
}

function usedIn(cone: Cone, prefix: string): string[] {
  const definitions = [...cone.partialDefinitions].map((item) => `${prefix}.${item}.defined`);
  const facts = cone.facts
    .filter(({ clause }) => clause.partial)
    .flatMap(({ clause, part }) => clause.restsOn ?? ownerOf(prefix, part?.component ?? null, clause.name));
  return [...definitions, ...facts, ...guards(cone.parts, prefix), ...inParts(cone)];
}

/** A part's own definitions owe their definedness where the part's component is declared. */
function inParts({ parts, variables }: Cone): string[] {
  const byPath = new Map([...parts].map((part) => [part.path, part]));
  return [...variables].flatMap((variable) => {
    const part = variable.part === null ? undefined : byPath.get(variable.part);
    if (part === undefined) return [];
    return [`${part.component}.${variable.name.slice(part.path.length + 1).replace(/\[.*$/, '')}.defined`];
  });
}

function ofClause(prefix: string, { clause, discharges, definedOf }: Extract<Goal, { asks: 'valid' }>): string[] {
  if (clause === null || !clause.partial || definedOf !== null) return [];
  return [ownerOf(prefix, discharges === null ? null : componentOf(discharges, clause), clause.name)];
}

function guards(parts: Iterable<Scope['parts'][number]>, prefix: string): string[] {
  return [...parts].flatMap((part) =>
    part.assumptions
      .filter((clause) => clause.partial)
      .map((clause) => ownerOf(prefix, componentOf(part, clause), clause.name)),
  );
}

function componentOf(part: PartInstance, clause: Clause): string {
  return (part.bundle?.owners.get(clause) ?? part).component;
}

/** A range's definedness is owed under the name of the item that has the range. */
function ownerOf(prefix: string, component: string | null, clause: string): string {
  return `${component ?? prefix}.${clause.replace(/\.range$/, '')}.defined`;
}
