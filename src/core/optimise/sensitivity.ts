import { coneOf, hasMemory } from '../encode/cone.ts';
import type { Decided } from '../engine/run.ts';
import type { Session } from '../engine/session.ts';
import { sign } from '../exact/rational.ts';
import type { Scope } from '../model/model.ts';
import { variablesOf } from '../model/traverse.ts';
import type { Compared } from '../obligations/compared.ts';
import type { Obligation, ValidGoal } from '../obligations/obligation.ts';
import { Effort } from './effort.ts';
import { constantsOf, type Knob } from './knob.ts';
import { objectiveOf } from './objective.ts';
import { type Piece, pieceFrom } from './piece.ts';
import type { Tightest } from './tightest.ts';
import { Turning } from './turning.ts';

/** How what a claim reaches changes with one number of a contract, from the number as it is downwards and upwards. */
export interface Sensitivity {
  readonly obligation: Obligation;
  readonly compared: Compared;
  readonly knob: Knob;
  readonly below: Piece | null;
  readonly above: Piece | null;
}

export interface SensitivityOptions {
  readonly session: Session;
  readonly overTime: Session;
  readonly wanted: (id: string) => boolean;
}

/** Solver steps for all claims of a file together, and for one number of one claim. */
const MOST = 60_000_000;
const MOST_EACH = 4_000_000;

/**
 * For every claim whose tightest bound is known: which numbers of the contracts it depends on, at what exact rate, and over
 * which range the rate holds. A number that the claim does not depend on is left out, and so is one where no straight
 * piece is certified.
 */
export async function sensitivitiesOf(
  decided: ReadonlyMap<string, Decided>,
  tightest: ReadonlyMap<string, Tightest>,
  options: SensitivityOptions,
): Promise<readonly Sensitivity[]> {
  const turnings = new Map<Scope, { readonly turning: Turning; readonly knobs: readonly Knob[] }>();
  const obligations = [...decided.values()].map(({ obligation }) => obligation);
  const found: Sensitivity[] = [];
  let taken = 0;
  for (const { obligation } of decided.values()) {
    const [goal] = obligation.goals;
    const known = tightest.get(obligation.id);
    if (
      known?.compared == null ||
      known.extremum === null ||
      known.extremum.inner !== undefined ||
      !options.wanted(obligation.id) ||
      !isAsked(obligation)
    )
      continue;
    if (goal?.asks !== 'valid' || !isPlain(goal) || obligation.goals.length !== 1) continue;
    const { scope } = goal;
    const there = turnings.get(scope) ?? { turning: new Turning(scope, obligations), knobs: constantsOf(scope) };
    turnings.set(scope, there);
    for (const knob of relevant(there.knobs, goal)) {
      if (taken > MOST) return found;
      const asker = (hasMemory(scope) ? options.overTime : options.session).asker(obligation.id);
      const effort = new Effort(asker, MOST_EACH);
      const search = {
        asker,
        knob,
        objective: objectiveOf(known.compared)!,
        within: (low: Piece['to'], high: Piece['to']) => there.turning.goal(asker, goal, [{ knob, low, high }]),
        effort,
      };
      const { value, trace } = known.extremum;
      const below = await pieceFrom(search, knob.value!, value, trace, -1);
      const above = await pieceFrom(search, knob.value!, value, trace, 1);
      taken += effort.taken;
      const moves = [below, above].some((piece) => piece !== null && sign(piece.rate) !== 0);
      if (moves) found.push({ obligation, compared: known.compared, knob, below, above });
    }
  }
  return found;
}

const ASKED: ReadonlySet<string> = new Set(['guarantee', 'assumption', 'invariant']);

function isAsked({ kind }: Obligation): boolean {
  return ASKED.has(kind);
}

/** Under the hypotheses that every claim of a scope with parts, or of an implementation, has. */
export function isPlain({ scope, premises, assumptionsNow, guaranteesNow }: ValidGoal): boolean {
  return scope.kind !== 'leaf' && premises.length === 0 && assumptionsNow === null && guaranteesNow === null;
}

/** Those that stand in the cone of a claim. */
function relevant(knobs: readonly Knob[], { scope, formula, premises }: ValidGoal): readonly Knob[] {
  const cone = coneOf(scope, [formula, ...premises], { radius: null, guarded: () => true });
  const spans = new Set(cone.facts.map(({ clause }) => clause.bodySpan));
  const assumed = scope.parts.flatMap(({ assumptions }) => assumptions);
  for (const clause of assumed)
    if ([...variablesOf(clause.body)].some((variable) => cone.variables.has(variable))) spans.add(clause.bodySpan);
  return knobs.filter(({ span }) => spans.has(span));
}
