import type { FaultLimit } from '../model/fault_limit.ts';
import type { Clause, PartInstance, Scope, Variable } from '../model/model.ts';
import { truth } from './arithmetic.ts';
import { evaluatedAtEachStep } from './children.ts';
import type { Behaviour } from './evaluate.ts';
import { either, judge, judgeClause } from './judgement.ts';

/** What a scope claims of every step of a run, and the faults with which it claims it. */
export interface Claimed {
  /** As in the name of its obligation, without the scope's: `gate.overload`, `deadline`. */
  readonly name: string;
  /** The part whose assumption it is, or null. */
  readonly part: PartInstance | null;
  readonly clause: Clause;
  readonly faults: FaultLimit;
}

/** The name under which it is claimed that some mode applies. */
export const MODES = 'modes';

/** A claim that does not hold, or has no value; `name` is what speaks of that. */
export interface Broken {
  readonly kind: 'broken' | 'undefined';
  readonly name: string;
  readonly part: PartInstance | null;
  readonly clause: Clause;
}

/** Everything that is claimed of a step, but for its modes: what parts assume, then the scope's own claims, in their order. */
export function claimsOf(scope: Scope): readonly Claimed[] {
  const plain = ({ risk }: Clause): boolean => (risk?.chance ?? null) === null;
  const usual: FaultLimit = scope.kind === 'system' ? 'absent' : 'free';
  const own = (clause: Clause, faults: FaultLimit): Claimed => ({ name: clause.name, part: null, clause, faults });
  const ofParts = scope.parts.flatMap((part) =>
    [...part.parameterRanges, ...part.assumptions.filter(plain)].map(
      (clause): Claimed => ({ name: `${part.name}.${clause.name}`, part, clause, faults: 'absent' }),
    ),
  );
  const guarantees = scope.kind === 'leaf' ? [] : scope.guarantees.filter(plain);
  return [
    ...ofParts,
    ...guarantees.map((clause) => own(clause, faultsWith(clause, usual))),
    ...scope.invariants.map((clause) => own(clause, usual)),
    ...scope.ranges.map((clause) => own(clause, usual)),
  ];
}

/**
 * What is claimed where a component stands for another, the scope's only part for the scope: what the part assumes, and what the
 * scope guarantees, with any faults.
 */
export function refinementClaims(scope: Scope): readonly Claimed[] {
  const assumed = new Set(scope.parts.flatMap((part) => part.assumptions.map(({ name }) => name)));
  return claimsOf(scope).map((claimed): Claimed => {
    const { part, clause } = claimed;
    const name = part === null && assumed.has(clause.name) ? `${clause.name}.guarantee` : clause.name;
    return { ...claimed, name, faults: 'free' };
  });
}

function faultsWith({ risk }: Clause, usual: FaultLimit): FaultLimit {
  const tolerated = risk?.tolerating ?? null;
  if (tolerated !== null) return { kind: 'atMost', count: tolerated };
  return risk !== null && risk.unless.length > 0 ? 'free' : usual;
}

/**
 * The first of the claims that does not hold at the step, with the faults that are present there, of those that `ends` asks for.
 * Null if there is none.
 */
export function brokenClaim(
  behaviour: Behaviour,
  step: number,
  claims: readonly Claimed[],
  ends: (name: string) => boolean,
): Broken | null {
  const { scope } = behaviour;
  const present = scope.faults.map(({ variable }) => variable).filter((fault) => isPresent(behaviour, fault, step));
  for (const { part, clause, faults, name } of claims) {
    const isClaim = isClaimed(faults, present) && ends(name);
    const undefinedName = definedName(name);
    if (!isClaim && !(clause.partial && ends(undefinedName))) continue;
    const judgement = judgeClause(behaviour, clause, step);
    if (judgement === false && isClaim) return { kind: 'broken', name, part, clause };
    const open = typeof judgement === 'object' || usesUndefined(behaviour, clause, step);
    if (open && (isClaim || ends(undefinedName))) return { kind: 'undefined', name: undefinedName, part, clause };
  }
  return null;
}

/** Whether a temporal operator in the clause speaks of something that has no value at the step, though a guard beside it spares it. */
function usesUndefined(behaviour: Behaviour, { body, partial }: Clause, step: number): boolean {
  return partial && evaluatedAtEachStep(body).some((expr) => behaviour.evaluate(expr, step).kind === 'undefined');
}

/** The name under which it is claimed that a clause has a value. */
export function definedName(name: string): string {
  return `${name.replace(/\.range$/, '')}.defined`;
}

/** Whether no mode applies where the scope has modes. */
export function isUncovered(behaviour: Behaviour, step: number): boolean {
  const modes = behaviour.scope.modes.map(({ when }) =>
    judge(behaviour, { kind: 'variable', variable: when, sort: when.sort }, step),
  );
  return modes.length > 0 && either(modes) === false;
}

function isClaimed(limit: FaultLimit, present: readonly Variable[]): boolean {
  if (limit === 'free') return true;
  if (limit === 'absent') return present.length === 0;
  return limit.kind !== 'atMost' || BigInt(present.length) <= limit.count;
}

function isPresent(behaviour: Behaviour, fault: Variable, step: number): boolean {
  const outcome = behaviour.value(fault, step);
  return outcome.kind === 'value' && truth(outcome.value);
}

/** The name under which it is claimed that a definition, wire or state has a value, of the first that has none at the step; null if all have. */
export function undefinedUse(behaviour: Behaviour, step: number, ends: (name: string) => boolean): string | null {
  const { definitions, states } = behaviour.scope;
  const isOpen = (variable: Variable, name: string) =>
    ends(definedName(name)) && behaviour.value(variable, step).kind === 'undefined';
  for (const { variable, partial } of definitions.values())
    if (partial !== null && isOpen(variable, partial)) return definedName(partial);
  for (const { variable, partial } of states.values()) {
    const name = variable.name.replace(/\[.*$/, '');
    if (partial && isOpen(variable, name)) return definedName(name);
  }
  return null;
}
