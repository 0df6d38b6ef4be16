import type { Frame } from '../encode/behaviour.ts';
import type { Cone } from '../encode/cone.ts';
import { type TransitionSystem, transitionSystem } from '../encode/transition.ts';
import { postorder } from '../logic/build.ts';
import type { Term } from '../logic/term.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { PredicateDefinition } from '../smtlib/read_horn.ts';
import { expressed } from './express.ts';
import type { Usable } from './knowledge.ts';
import type { Candidate } from './lemma_candidates.ts';
import type { Asker } from './session.ts';
import { written } from './written.ts';

/** What Spacer has to say of a claim. None of it is believed: invariants have to be proved, an execution has to be found. */
export type Finding =
  | { readonly kind: 'invariant'; readonly candidates: readonly Candidate[] }
  /** The claim is broken after so many steps, if it is so; null: nobody knows how many. */
  | { readonly kind: 'reachable'; readonly steps: number | null }
  | { readonly kind: 'nothing'; readonly detail: string };

/**
 * Asks Spacer (Komuravelli, Gurfinkel, Chaki: "SMT-based model checking for recursive programs", 2014) for an invariant
 * that excludes the claim's breach, within so many solver steps.
 */
export async function askSpacer(
  asker: Asker,
  goal: ValidGoal,
  cone: Cone,
  known: Usable,
  rlimit: number,
): Promise<Finding> {
  const system = systemOf(goal, cone, known);
  if (system === null) return nothing('the claim has no form that Spacer is asked in');
  const reply = await asker.askHorn('spacer', system.horn, { rlimit, timeoutMs: asker.budget.timeoutMs });
  if (reply.kind === 'unknown') return nothing(reply.detail);
  if (reply.kind === 'absurd') return { kind: 'reachable', steps: reply.steps };
  return { kind: 'invariant', candidates: candidatesOf(goal, system, reply.definition) };
}

/** The conjuncts of an invariant, as far as they have an expression. */
function candidatesOf(
  { scope }: ValidGoal,
  system: TransitionSystem,
  definition: PredicateDefinition | null,
): readonly Candidate[] {
  if (definition === null) return [];
  const cells = new Map(definition.operands.map((symbol, at) => [symbol, system.cells[at]!]));
  return conjuncts(definition.formula).flatMap((term) => {
    const formula = expressed(term, cells, scope.span);
    return formula === null ? [] : [{ formula, text: written(formula) }];
  });
}

function nothing(detail: string): Finding {
  return { kind: 'nothing', detail };
}

/** The claim's steps, as an induction sees them; null where Spacer would have to multiply or divide unknowns. */
function systemOf(goal: ValidGoal, cone: Cone, known: Usable): TransitionSystem | null {
  const frame = (own: Frame['own'], discharged: Frame['dischargedNow'], last: boolean): Frame => ({
    steps: 1,
    cone,
    own,
    discharged: known.discharged,
    dischargedNow: discharged,
    freedBefore: true,
    // At a step that is not the last all lemmas hold.
    lemmas: last ? known.lemmas : known.lemmas.map((lemma) => ({ ...lemma, now: true })),
    assertDischarged: true,
    ownGuaranteesNow: last ? goal.guaranteesNow : null,
    ownAssumptionsNow: last ? goal.assumptionsNow : null,
  });
  const system = transitionSystem(goal.scope, {
    faults: goal.faults,
    through: frame('through', known.discharged, false),
    last: frame(goal.own, known.dischargedNow, true),
    atLast: goal.premises,
    broken: goal.formula,
  });
  return system?.horn.clauses.some(({ body }) => !isLinear(body)) ? null : system;
}

function isLinear(terms: readonly Term[]): boolean {
  return postorder(terms).every((term) => {
    if (term.kind !== 'apply') return true;
    const unknowns = term.arguments.filter(({ kind }) => kind !== 'number').length;
    switch (term.operator) {
      case '*':
        return unknowns <= 1;
      case '/':
      case 'div':
      case 'mod':
        return term.arguments[1]!.kind === 'number';
      case 'to_int':
        return false;
      default:
        return true;
    }
  });
}

function conjuncts(term: Term): readonly Term[] {
  return term.kind === 'apply' && term.operator === 'and' ? term.arguments.flatMap(conjuncts) : [term];
}
