import type { Frame } from '../encode/behaviour.ts';
import { wholeCone } from '../encode/cone.ts';
import type { Fact } from '../encode/facts.ts';
import type { Expr, Scope } from '../model/model.ts';
import type { SatisfiableGoal } from '../obligations/obligation.ts';
import { validGoal } from '../obligations/subject.ts';
import type { Hypotheses } from '../replay/claim.ts';
import { type ReplayedTrace, replayWitness } from '../replay/replay.ts';
import { type Decision, undecided } from './decision.ts';
import { decode } from './decode.ts';
import type { Knowledge } from './knowledge.ts';
import { definedEverywhere } from './partial.ts';
import { type Question, question } from './question.ts';
import type { Asker } from './session.ts';
import { decideValid } from './valid.ts';

/** From how many clauses on a clash is not made minimal one by one. */
const MOST_DELETIONS = 60;

/**
 * Decides whether some behaviour of `steps` steps keeps assumptions, definitions and contracts. A witness is replayed;
 * without one the fewest steps that are too many are found, and the clash is made minimal by leaving out one clause
 * after the other.
 */
export async function decideConsistent(asker: Asker, goal: SatisfiableGoal, steps: number): Promise<Decision> {
  const longest = await behaviourOf(asker, goal, steps);
  if (longest.kind !== 'impossible') return longest;
  for (let fewer = 1; fewer < steps; fewer += 1) {
    const decision = await behaviourOf(asker, goal, fewer);
    if (decision.kind === 'impossible') return decision;
  }
  return longest;
}

/**
 * Decides whether some behaviour reaches a step at which the formula holds: a counterexample to "never" is the witness,
 * and a proof of "never" the refutation.
 */
export async function decideReachable(
  asker: Asker,
  goal: SatisfiableGoal,
  formula: Expr,
  known: Knowledge,
): Promise<Decision> {
  const never: Expr = { kind: 'not', operand: formula, sort: { kind: 'bool' } };
  const decision = await decideValid(asker, validGoal(goal.scope, never, { faults: 'absent' }), known);
  switch (decision.kind) {
    case 'violated':
      return { kind: 'satisfied', method: 'witness', trace: witnessOf(goal, formula, decision.trace) };
    case 'valid': {
      const atFirst = await behaviourOf(asker, goal, 1);
      return {
        kind: 'impossible',
        method: decision.method,
        clash: atFirst.kind === 'impossible' ? atFirst.clash : [],
        inputs: null,
      };
    }
    default:
      return decision;
  }
}

/** The counterexample to "never", replayed again as what it is. */
function witnessOf({ scope }: SatisfiableGoal, formula: Expr, trace: ReplayedTrace): ReplayedTrace<'witness'> {
  const replay = replayWitness(scope, trace.trace, { kind: 'formula', formula }, hypothesesOf(scope));
  if (replay.kind !== 'confirmed') throw new Error(`a counterexample to "never" is no witness: ${replay.what}`);
  return replay.trace;
}

async function behaviourOf(asker: Asker, goal: SatisfiableGoal, steps: number): Promise<Decision> {
  const first = await witness(asker, goal, steps, false);
  if (first.kind !== 'undecided' || first.reason !== 'replay') return first;
  const second = await witness(asker, goal, steps, true);
  return second.kind === 'satisfied' ? second : first;
}

async function witness(asker: Asker, goal: SatisfiableGoal, steps: number, defined: boolean): Promise<Decision> {
  const { scope, formula } = goal;
  const asked = ask(scope, formula, steps, defined, new Set());
  const reply = await asker.values(defined ? 'witness, all defined' : 'witness', asked.query);
  if (reply.kind === 'unknown') return undecided(reply.reason, reply.detail);
  if (reply.kind === 'unsat') {
    if (defined) return undecided('replay', 'every witness uses a partial operator outside its domain');
    const clash = await minimalClash(asker, goal, steps, factsOf(asked, reply.core));
    return { kind: 'impossible', method: 'query', clash, inputs: null };
  }
  const trace = decode(scope, asked.unrolling.wanted, reply.values, steps);
  if (trace === null) return undecided('replay', 'the witness has an irrational value');
  const replay = replayWitness(
    scope,
    trace,
    formula === null ? null : { kind: 'formula', formula },
    hypothesesOf(scope),
  );
  switch (replay.kind) {
    case 'confirmed':
      return { kind: 'satisfied', method: 'witness', trace: replay.trace };
    case 'undefined':
      return undecided('replay', replay.what);
    case 'disagrees':
      return { kind: 'disagrees', detail: `${asker.id}: ${replay.what}` };
  }
}

/** What a behaviour of the scope has to keep, as the evaluator checks it. */
export function hypothesesOf(scope: Scope): Hypotheses {
  return {
    assumptions: 'through',
    parts: 'through',
    ownGuarantees: scope.kind === 'leaf' ? 'through' : 'none',
    faults: { kind: 'none' },
    given: [],
  };
}

function ask(
  scope: Scope,
  formula: Expr | null,
  steps: number,
  defined: boolean,
  without: ReadonlySet<Fact>,
): Question {
  const frame: Frame = {
    steps,
    cone: wholeCone(scope),
    own: 'through',
    discharged: () => false,
    dischargedNow: () => false,
    freedBefore: false,
    lemmas: [],
    assertDischarged: false,
    ownGuaranteesNow: null,
    ownAssumptionsNow: null,
  };
  return question(scope, frame, {
    faults: 'absent',
    atLast: formula === null ? [] : [formula],
    broken: null,
    throughout: defined ? definedEverywhere(scope) : [],
    wantCore: true,
    without,
  });
}

function factsOf(asked: Question, core: readonly string[] | null): readonly Fact[] {
  if (core === null) return [...new Set(asked.labels.values())];
  return [...new Set(core.flatMap((label) => asked.labels.get(label) ?? []))];
}

/** Deletion: a clause without which the rest still clashes is left out. */
async function minimalClash(
  asker: Asker,
  goal: SatisfiableGoal,
  steps: number,
  core: readonly Fact[],
): Promise<readonly Fact[]> {
  const all = wholeCone(goal.scope).facts;
  let needed = [...core];
  if (needed.length > MOST_DELETIONS) return needed;
  for (const fact of core) {
    const fewer = needed.filter((other) => other !== fact);
    const kept = new Set(fewer);
    const asked = ask(goal.scope, goal.formula, steps, false, new Set(all.filter((other) => !kept.has(other))));
    const reply = await asker.ask('clash', asked.query);
    if (reply.kind === 'unsat') needed = fewer;
  }
  return needed;
}
