import { assumptionsOf } from '../encode/behaviour.ts';
import { hasMemory } from '../encode/cone.ts';
import { loopsWithinStep } from '../encode/dependency.ts';
import { type Fact, FactIndex } from '../encode/facts.ts';
import type { Unrolling } from '../encode/unrolling.ts';
import * as logic from '../logic/build.ts';
import type { Term } from '../logic/term.ts';
import type { PartInstance, Scope, Variable } from '../model/model.ts';
import { replayInputs } from '../replay/replay.ts';
import { type ChoiceDecision, decideChoice } from './choice.ts';
import { decideSettledFirst, type SettledDecision } from './choice_of_two.ts';
import { type Decision, TRIVIAL, undecided } from './decision.ts';
import { decode } from './decode.ts';
import { type EncodedGroup, encodeGroup, type Group, type Moment } from './group.ts';
import type { Knowledge } from './knowledge.ts';
import { producersOf } from './order.ts';
import type { Asker } from './session.ts';

/** Histories of at most so many steps are looked through for one after which nothing can be chosen. */
const LONGEST_HISTORY = 6;

/**
 * Decides whether a scope is realizable. `realizableAlone` says of a part whether its own contract is, for all parameters.
 *
 * A leaf chooses its outputs and free variables; an implementation or a system each free variable with a range that is not
 * constant; a system besides, for each loop within one step and each part that is not realizable alone, their outputs.
 */
export async function decideRealizable(
  asker: Asker,
  scope: Scope,
  known: Knowledge,
  realizableAlone: (part: PartInstance) => boolean,
): Promise<Decision> {
  const groups = groupsOf(scope, realizableAlone);
  if (scope.abstraction !== undefined && (scope.abstraction.circular || groups.some(choosesMembers(scope))))
    return undecided(
      'incomplete',
      'members of a family of any size answer each other, or are not realizable by themselves',
    );
  if (groups.length === 0) return TRIVIAL;
  let open: Decision | null = null;
  let method: 'elimination' | 'query' = 'elimination';
  for (const group of groups) {
    const decision = await decideGroup(asker, scope, group, known);
    if (decision.kind === 'impossible' || decision.kind === 'disagrees') return decision;
    if (decision.kind !== 'valid') open ??= decision;
    else if (decision.method === 'query') method = 'query';
  }
  return open ?? { kind: 'valid', method, k: null, cone: null };
}

/** Whether sums and numbers of members would have to be chosen: that these exist says nothing of the members. */
function choosesMembers(scope: Scope): (group: Group) => boolean {
  const paths = new Set(scope.parts.filter(({ bundle }) => bundle !== undefined).map(({ path }) => path));
  return ({ chosen }) => [...chosen].some(({ part }) => part !== null && paths.has(part));
}

function groupsOf(scope: Scope, realizableAlone: (part: PartInstance) => boolean): Group[] {
  const declared = FactIndex.of(scope).all.filter((fact) => fact.part === null && fact.kind !== 'own');
  if (scope.kind === 'leaf') return ofLeaf(scope, declared);
  const variables = scope.freeRanges
    .filter(({ constant }) => !constant)
    .map(
      ({ variable }): Group => ({
        chosen: new Set([variable]),
        kept: declared.filter((fact) => fact.kind === 'freeRange' && fact.targets.has(variable)),
        given: declared.filter((fact) => fact.kind !== 'freeRange'),
      }),
    );
  return [...variables, ...ofParts(scope, declared, realizableAlone)];
}

function ofLeaf(scope: Scope, declared: readonly Fact[]): Group[] {
  const kept = FactIndex.of(scope).all.filter((fact) => fact.kind === 'own');
  const chosen = scope.variables.filter(
    (variable) => isFree(scope, variable) && (variable.role === 'output' || variable.role === 'var'),
  );
  return kept.length === 0 ? [] : [{ chosen: new Set(chosen), kept, given: declared }];
}

function ofParts(scope: Scope, declared: readonly Fact[], realizableAlone: (part: PartInstance) => boolean): Group[] {
  const loops = loopsWithinStep(scope);
  const looped = new Set(loops.flat());
  const alone = scope.parts.filter((part) => !looped.has(part) && !realizableAlone(part)).map((part) => [part]);
  if (loops.length + alone.length === 0) return [];
  const producers = producersOf(scope);
  return [...loops, ...alone].map((members) => {
    const inside = new Set(members);
    const outside = upstreamOf(members, producers);
    const contracts = FactIndex.of(scope).all.filter((fact) => fact.kind === 'contract');
    return {
      chosen: new Set(
        members.flatMap((part) => [...part.outputs, ...part.internals]).filter((variable) => isFree(scope, variable)),
      ),
      kept: contracts.filter((fact) => inside.has(fact.part!)),
      given: [...declared, ...contracts.filter((fact) => outside.has(fact.part!))],
    };
  });
}

function upstreamOf(
  members: readonly PartInstance[],
  producers: ReadonlyMap<PartInstance, ReadonlySet<PartInstance>>,
): Set<PartInstance> {
  const found = new Set<PartInstance>();
  const stack = [...members];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    for (const producer of producers.get(next)!) {
      if (found.has(producer)) continue;
      found.add(producer);
      stack.push(producer);
    }
  }
  for (const member of members) found.delete(member);
  return found;
}

function isFree(scope: Scope, variable: Variable): boolean {
  return !scope.definitions.has(variable) && !scope.states.has(variable);
}

/**
 * A group's choice exists at the first step, and after any step whatever came before: then it exists always. Histories
 * that cannot happen may fail the second; so a refutation is looked for along real histories.
 */
async function decideGroup(asker: Asker, scope: Scope, group: Group, known: Knowledge): Promise<Decision> {
  const usable: Knowledge = scope.faults.length === 0 ? known : { ...known, discharged: () => false, lemmas: [] };
  const first = await choose(
    asker,
    encodeGroup(scope, group, usable, { mode: 'anchored', history: 0, freedBefore: true }),
  );
  if (first.kind === 'never') return refute(asker, scope, group, 0);
  if (!hasMemory(scope)) return first.kind === 'open' ? undecided(first.reason, first.detail) : valid(first);
  for (let history = 1; history <= 3 && first.kind === 'always'; history += 1) {
    // A floating history does not begin with the first step: those that do are looked at by themselves.
    const early = await choose(
      asker,
      encodeGroup(scope, group, usable, { mode: 'anchored', history, freedBefore: true }),
    );
    if (early.kind !== 'always') break;
    const later = await choose(
      asker,
      encodeGroup(scope, group, usable, { mode: 'floating', history, freedBefore: true }),
    );
    if (later.kind === 'always') return valid(later.method === 'query' ? later : first);
  }
  return refute(asker, scope, group, LONGEST_HISTORY);
}

function valid({ method }: Extract<ChoiceDecision, { kind: 'always' }>): Decision {
  return { kind: 'valid', method, k: null, cone: null };
}

function choose(asker: Asker, encoded: EncodedGroup): Promise<SettledDecision> {
  return encoded.settled === null
    ? decideChoice(asker, encoded.choice)
    : decideSettledFirst(asker, encoded.settled, encoded.choice, encoded.early);
}

/**
 * Looks along histories from the first step, in which nothing but broken assumptions frees a part, for one with no answer.
 * Where there is one after each until nobody has to answer any more, there is one always.
 */
async function refute(asker: Asker, scope: Scope, group: Group, longest: number): Promise<Decision> {
  let open = 'after some history there may be no answer, and no such history was found that can be reached';
  let answered = true;
  for (let history = 0; history <= longest; history += 1) {
    const nothing: Knowledge = { discharged: () => false, dischargedNow: () => false, lemmas: [] };
    const encoded = encodeGroup(scope, group, nothing, { mode: 'anchored', history, freedBefore: false });
    const decision = await choose(asker, encoded);
    if (decision.kind === 'open') open = decision.detail;
    if (decision.kind !== 'always') answered = false;
    else if (answered && (await isOver(asker, group, encoded, history))) return valid(decision);
    if (decision.kind !== 'never') continue;
    if (encoded.dropped) return undecided('incomplete', 'what is read depends on what is chosen, through other parts');
    return confirm(asker, scope, group, encoded, decision, { mode: 'anchored', history, freedBefore: false });
  }
  return undecided('incomplete', open);
}

/**
 * Whether nobody has to answer after longer histories than this: assumptions end every behaviour, or broken ones have freed
 * all members of the group, which stay so.
 */
async function isOver(asker: Asker, group: Group, encoded: EncodedGroup, history: number): Promise<boolean> {
  const { choice, unrolling } = encoded;
  const bound = [...new Set(group.kept.map(({ part }) => part))].map((part) =>
    part === null ? logic.bool(true) : keptThrough(unrolling, part, history),
  );
  const terms = [...choice.given, logic.or(bound), ...unrolling.domains];
  const assertions = terms.map((term) => ({ term, label: null }));
  return (await asker.whether('history', { assertions, wanted: [], wantCore: false })).kind === 'unsat';
}

/** That a part's assumptions hold at each step from the first to this one. */
function keptThrough(unrolling: Unrolling, part: PartInstance, last: number): Term {
  const steps = Array.from({ length: last + 1 }, (_, step) => step);
  return logic.and(steps.map((step) => assumptionsOf(unrolling, part, step)));
}

function confirm(
  asker: Asker,
  scope: Scope,
  group: Group,
  encoded: EncodedGroup,
  decision: Extract<SettledDecision, { kind: 'never' }>,
  { history }: Moment,
): Decision {
  const trace = decode(scope, encoded.unrolling.wanted, decision.values, history + 1);
  if (trace === null) return undecided('replay', 'the inputs have an irrational value');
  const hypotheses = {
    assumptions: decision.settledAlone === true ? 'before' : 'through',
    parts: 'through',
    // What a system or an implementation promises is owed, and restricts nobody.
    ownGuarantees: scope.kind === 'leaf' ? 'before' : 'none',
    faults: { kind: 'any' },
    given: [],
  } as const;
  const replay = replayInputs(
    scope,
    trace,
    hypotheses,
    decision.settledAlone === true ? lackingNow(scope) : lackingIn(scope, group),
  );
  switch (replay.kind) {
    case 'confirmed':
      return { kind: 'impossible', method: 'query', clash: decision.clash, inputs: replay.trace };
    case 'undefined':
      return undecided('replay', replay.what);
    case 'disagrees':
      return { kind: 'disagrees', detail: `${asker.id}: ${replay.what}` };
  }
}

/** What has no value when the inputs of a step are replayed: the chosen variables, and parts that are not read. */
function lackingIn(scope: Scope, group: Group) {
  const read = new Set(group.given.flatMap((fact) => fact.part ?? []));
  const parts = new Set(scope.parts.filter((part) => !read.has(part)));
  const variables = new Set([...group.chosen, ...[...parts].flatMap((part) => [...part.outputs, ...part.internals])]);
  return { variables, parts };
}

/** Before the inputs of a step arrive nothing of that step has a value. */
function lackingNow(scope: Scope) {
  return { variables: new Set(scope.variables.filter((variable) => !variable.rigid)), parts: new Set(scope.parts) };
}
