import { assumptionsOf } from '../encode/behaviour.ts';
import { hasMemory } from '../encode/cone.ts';
import { loopsWithinStep } from '../encode/dependency.ts';
import { type Fact, FactIndex } from '../encode/facts.ts';
import type { Unrolling } from '../encode/unrolling.ts';
import * as logic from '../logic/build.ts';
import type { Term } from '../logic/term.ts';
import type { PartInstance, Scope, Variable } from '../model/model.ts';
import { replayInputs } from '../replay/replay.ts';
import { isBestForOthers } from './best_choice.ts';
import { type ChoiceDecision, decideChoice } from './choice.ts';
import { decideSettledFirst, type SettledDecision } from './choice_of_two.ts';
import { type Decision, TRIVIAL, undecided } from './decision.ts';
import { decode } from './decode.ts';
import { type EncodedGroup, encodeGroup, type Group, type Moment } from './group.ts';
import { type Knowledge, NOTHING_KNOWN } from './knowledge.ts';
import { producersOf } from './order.ts';
import { decideReached } from './reached.ts';
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
  const proved = new Set<PartInstance>();
  const lemmas = new Set<string>();
  let method: 'elimination' | 'query' = 'elimination';
  let open: Decision | null = null;
  for (let rest = groups; rest.length > 0; ) {
    const fresh = new Set<PartInstance>();
    const again: Group[] = [];
    open = null;
    for (const group of rest) {
      const decision = await decideGroup(asker, scope, countingOn(group, proved), known);
      if (decision.kind === 'impossible' || decision.kind === 'disagrees') return decision;
      if (decision.kind !== 'valid') {
        open ??= decision;
        again.push(group);
        continue;
      }
      if (decision.method === 'query') method = 'query';
      for (const lemma of decision.lemmas ?? []) lemmas.add(lemma);
      for (const { part } of group.kept) {
        if (part === null) continue;
        fresh.add(part);
        proved.add(part);
      }
    }
    rest = again.filter(({ left }) => left.some(({ part }) => fresh.has(part!)));
  }
  return open ?? valid({ method }, [...lemmas]);
}

/** The group that counts on the contracts of parts of which it was proved, without counting on this group, that they answer. */
function countingOn(group: Group, proved: ReadonlySet<PartInstance>): Group {
  const counts = ({ part }: Fact) => proved.has(part!);
  return {
    ...group,
    given: [...group.given, ...group.left.filter(counts)],
    left: group.left.filter((fact) => !counts(fact)),
  };
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
        left: [],
      }),
    );
  return [...variables, ...ofParts(scope, declared, realizableAlone)];
}

function ofLeaf(scope: Scope, declared: readonly Fact[]): Group[] {
  const kept = FactIndex.of(scope).all.filter((fact) => fact.kind === 'own');
  const chosen = scope.variables.filter(
    (variable) => isFree(scope, variable) && (variable.role === 'output' || variable.role === 'var'),
  );
  return kept.length === 0 ? [] : [{ chosen: new Set(chosen), kept, given: declared, left: [] }];
}

/**
 * Each loop within one step, and each part that is not realizable alone. What a group reads is restricted by the contracts
 * of the parts from which it comes. Where such a part is asked about itself, and what it reads comes from the group in
 * turn (at earlier steps, or from outputs that are settled first), neither may count on the other at this step: each could
 * then remove exactly those inputs for which the other has no answer. One of them has to be proved without the other first.
 */
function ofParts(scope: Scope, declared: readonly Fact[], realizableAlone: (part: PartInstance) => boolean): Group[] {
  const loops = loopsWithinStep(scope);
  const looped = new Set(loops.flat());
  const alone = scope.parts.filter((part) => !looped.has(part) && !realizableAlone(part)).map((part) => [part]);
  if (loops.length + alone.length === 0) return [];
  const producers = producersOf(scope);
  const groups = [...loops, ...alone].map((members) => ({ members, outside: upstreamOf(members, producers) }));
  const contracts = FactIndex.of(scope).all.filter((fact) => fact.kind === 'contract');
  return groups.map(({ members, outside }) => {
    const inside = new Set(members);
    const given = contracts.filter((fact) => outside.has(fact.part!));
    const answering = groups.filter((other) => members.some((part) => other.outside.has(part)));
    const mutual = new Set(answering.flatMap((other) => other.members));
    return {
      chosen: new Set(
        members.flatMap((part) => [...part.outputs, ...part.internals]).filter((variable) => isFree(scope, variable)),
      ),
      kept: contracts.filter((fact) => inside.has(fact.part!)),
      given: [...declared, ...given.filter(({ part }) => !mutual.has(part!))],
      left: given.filter(({ part }) => mutual.has(part!)),
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
 * that cannot happen may fail the second; so a refutation is looked for along real histories, and where there is none
 * among the short ones, what cannot be reached is excluded.
 */
async function decideGroup(asker: Asker, scope: Scope, group: Group, known: Knowledge): Promise<Decision> {
  const usable: Knowledge = scope.faults.length === 0 ? known : { ...known, discharged: () => false, lemmas: [] };
  const after = (moment: Moment) => choose(asker, encodeGroup(scope, group, usable, moment));
  if (!hasMemory(scope)) {
    // All that is remembered is which parts were freed.
    const any = await after({ mode: 'anchored', history: 0, freedBefore: true });
    if (any.kind !== 'never') return any.kind === 'open' ? undecided(any.reason, any.detail) : valid(any);
  }
  const first = await after({ mode: 'anchored', history: 0, freedBefore: false });
  // A floating history does not begin with the first step: those that do are looked at by themselves.
  let answered = first.kind === 'always' ? 1 : 0;
  for (let history = 1; history <= 3 && answered === history; history += 1) {
    const early = await after({ mode: 'anchored', history, freedBefore: false });
    if (early.kind !== 'always') break;
    answered += 1;
    const later = await after({ mode: 'floating', history, freedBefore: true });
    if (later.kind === 'always') return valid(later.method === 'query' ? later : (first as Always));
  }
  const found = await refute(asker, scope, group, 0, LONGEST_HISTORY);
  if (found.kind !== 'undecided' || answered < 2) return found;
  return amongReached(asker, scope, group, { known, usable, otherwise: found });
}

/** The same where the first two steps have an answer, and states that no behaviour leads to are excluded. */
async function amongReached(
  asker: Asker,
  scope: Scope,
  group: Group,
  { known, usable, otherwise }: { known: Knowledge; usable: Knowledge; otherwise: Decision },
): Promise<Decision> {
  const ask = (encoded: EncodedGroup) => choose(asker, encoded);
  const reached = await decideReached({ asker, scope, group, known, usable, choose: ask });
  if (reached.kind === 'always') return valid(reached, reached.lemmas);
  if (reached.kind === 'open') return otherwise;
  const refuted = await refute(asker, scope, group, reached.history, reached.history);
  return refuted.kind === 'undecided' ? otherwise : refuted;
}

type Always = Extract<ChoiceDecision, { kind: 'always' }>;

function valid({ method }: Pick<Always, 'method'>, lemmas: readonly string[] = []): Decision {
  return { kind: 'valid', method, k: null, cone: null, ...(lemmas.length === 0 ? {} : { lemmas }) };
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
async function refute(asker: Asker, scope: Scope, group: Group, shortest: number, longest: number): Promise<Decision> {
  let open = 'after some history there may be no answer, and no such history was found that can be reached';
  let answered = shortest === 0;
  for (let history = shortest; history <= longest; history += 1) {
    const encoded = encodeGroup(scope, group, NOTHING_KNOWN, { mode: 'anchored', history, freedBefore: false });
    const decision = await choose(asker, encoded);
    if (decision.kind === 'open') open = decision.detail;
    if (decision.kind !== 'always') answered = false;
    else if (answered && (await isOver(asker, group, encoded, history))) return valid(decision);
    if (decision.kind !== 'never') continue;
    const found = encoded.dropped
      ? ((await refuteTogether(asker, scope, group, history)) ?? (await refuteAllowed(asker, scope, group, history)))
      : confirm(asker, scope, group, encoded, decision, history);
    if (found !== null) return found;
    open = 'what is read depends on what is chosen, through other parts';
  }
  return undecided('incomplete', open);
}

/**
 * Where a contract outside the group that restricts what is read was left out, because it speaks of what is chosen or must
 * not be counted on: whether the group and the parts outside have no answer even if they choose together. Then someone of
 * them has none, whoever that is. Null where that is not seen.
 */
async function refuteTogether(asker: Asker, scope: Scope, group: Group, history: number): Promise<Decision | null> {
  const contracts = [...group.given, ...group.left].filter(({ part }) => part !== null);
  const outside = new Set(contracts.map(({ part }) => part!));
  const chosen = [...outside].flatMap((part) => [...part.outputs, ...part.internals]);
  const together: Group = {
    chosen: new Set([...group.chosen, ...chosen.filter((variable) => isFree(scope, variable))]),
    kept: [...group.kept, ...contracts],
    given: group.given.filter(({ part }) => part === null),
    left: [],
  };
  const encoded = encodeGroup(scope, together, NOTHING_KNOWN, { mode: 'anchored', history, freedBefore: false });
  const decision = await choose(asker, encoded);
  if (decision.kind !== 'never' || encoded.dropped) return null;
  return confirm(asker, scope, together, encoded, decision, history);
}

/**
 * … or whether the contracts outside allow, with some outputs of the group, values that it has no answer to, and that are as good
 * for the others as any, whatever the group puts out. Null where that is not seen.
 */
async function refuteAllowed(asker: Asker, scope: Scope, group: Group, history: number): Promise<Decision | null> {
  const counting: Group = { ...group, given: [...group.given, ...group.left], left: [] };
  if (counting.given.every(({ part }) => part === null)) return null;
  const moment = { mode: 'anchored', history, freedBefore: false, imagined: true } as const;
  const encoded = encodeGroup(scope, counting, NOTHING_KNOWN, moment);
  const decision = await choose(asker, encoded);
  if (decision.kind !== 'never') return null;
  const outside = counting.given.flatMap(({ part }) => (part === null ? [] : [...part.outputs, ...part.internals]));
  const theirs = new Set(outside.filter((variable) => isFree(scope, variable)));
  for (const values of decision.together ?? [decision.values])
    if (!(await isBestForOthers(asker, encoded, values, { theirs, step: history }))) return null;
  return confirm(asker, scope, counting, encoded, decision, history);
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
  history: number,
): Decision {
  const trace = decode(scope, encoded.wanted, decision.values, history + 1);
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
    decision.settledAlone === true ? lackingNow(scope) : lackingIn(scope, group, encoded),
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

/** What has no value when the inputs of a step are replayed: the chosen variables but imagined ones, and parts that are not read. */
function lackingIn(scope: Scope, { given, chosen }: Group, { imagined }: EncodedGroup) {
  const read = new Set(given.flatMap((fact) => fact.part ?? []));
  const parts = new Set(scope.parts.filter((part) => !read.has(part)));
  const ofParts = [...parts].flatMap((part) => [...part.outputs, ...part.internals]);
  const variables = new Set(imagined ? ofParts.filter((variable) => !chosen.has(variable)) : [...chosen, ...ofParts]);
  return { variables, parts };
}

/** Before the inputs of a step arrive nothing of that step has a value. */
function lackingNow(scope: Scope) {
  return { variables: new Set(scope.variables.filter((variable) => !variable.rigid)), parts: new Set(scope.parts) };
}
