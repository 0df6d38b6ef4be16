import { type Assertion, behaviour, type Frame } from '../encode/behaviour.ts';
import { type Cone, wholeCone } from '../encode/cone.ts';
import { loopsWithinStep } from '../encode/dependency.ts';
import { type Fact, FactIndex } from '../encode/facts.ts';
import { Unrolling } from '../encode/unrolling.ts';
import * as logic from '../logic/build.ts';
import type { Symbol_, Term } from '../logic/term.ts';
import type { PartInstance, Scope, Variable } from '../model/model.ts';
import { replayInputs } from '../replay/replay.ts';
import { type Choice, decideChoice } from './choice.ts';
import { type Decision, TRIVIAL, undecided } from './decision.ts';
import { decode } from './decode.ts';
import type { Knowledge } from './knowledge.ts';
import { producersOf } from './order.ts';
import type { Asker } from './session.ts';

/** One for-all-exists question of a scope: who chooses, and whose contracts the choice has to keep. */
interface Group {
  readonly chosen: ReadonlySet<Variable>;
  readonly kept: readonly Fact[];
  /** Facts that restrict what is read. */
  readonly given: readonly Fact[];
  readonly members: readonly PartInstance[];
}

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

function groupsOf(scope: Scope, realizableAlone: (part: PartInstance) => boolean): Group[] {
  const declared = FactIndex.of(scope).all.filter((fact) => fact.part === null && fact.kind !== 'own');
  if (scope.kind === 'leaf') return ofLeaf(scope, declared);
  const variables = scope.freeRanges
    .filter(({ constant }) => !constant)
    .map(({ variable }): Group => ({
      chosen: new Set([variable]),
      kept: declared.filter((fact) => fact.kind === 'freeRange' && fact.targets.has(variable)),
      given: declared.filter((fact) => fact.kind !== 'freeRange'),
      members: [],
    }));
  return [...variables, ...ofParts(scope, declared, realizableAlone)];
}

function ofLeaf(scope: Scope, declared: readonly Fact[]): Group[] {
  const kept = FactIndex.of(scope).all.filter((fact) => fact.kind === 'own');
  const chosen = scope.variables.filter((variable) => isFree(scope, variable) && (variable.role === 'output' || variable.role === 'var'));
  return kept.length === 0 ? [] : [{ chosen: new Set(chosen), kept, given: declared, members: [] }];
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
      chosen: new Set(members.flatMap((part) => [...part.outputs, ...part.internals]).filter((variable) => isFree(scope, variable))),
      kept: contracts.filter((fact) => inside.has(fact.part!)),
      given: [...declared, ...contracts.filter((fact) => outside.has(fact.part!))],
      members,
    };
  });
}

function upstreamOf(members: readonly PartInstance[], producers: ReadonlyMap<PartInstance, ReadonlySet<PartInstance>>): Set<PartInstance> {
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

async function decideGroup(asker: Asker, scope: Scope, group: Group, known: Knowledge): Promise<Decision> {
  const usable: Knowledge = scope.faults.length === 0 ? known : { ...known, discharged: () => false };
  const asked = encode(scope, group, usable, true);
  const decision = await decideChoice(asker, asked.choice);
  switch (decision.kind) {
    case 'always':
      return { kind: 'valid', method: decision.method, k: null, cone: null };
    case 'open':
      return undecided(decision.reason, decision.detail);
    case 'never':
      return refute(asker, scope, group, usable);
  }
}

/** The same at the first step, where no part has been freed yet: what fails there is reachable. */
async function refute(asker: Asker, scope: Scope, group: Group, known: Knowledge): Promise<Decision> {
  const asked = encode(scope, group, known, false);
  const decision = await decideChoice(asker, asked.choice);
  if (decision.kind === 'open') return undecided(decision.reason, decision.detail);
  if (decision.kind === 'always') {
    return undecided('incomplete', 'it may fail after a part has been freed by a broken assumption, and no such history was found');
  }
  if (asked.dropped) return undecided('incomplete', 'what is read depends on what is chosen, through other parts');
  const trace = decode(scope, asked.unrolling.wanted, decision.values, 1);
  if (trace === null) return undecided('replay', 'the inputs have an irrational value');
  const replay = replayInputs(scope, trace, { assumptions: 'through', parts: 'through', ownGuarantees: 'before', faults: { kind: 'any' }, given: [] }, lackingIn(scope, group));
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

interface Encoded {
  readonly choice: Choice;
  readonly unrolling: Unrolling;
  /** Whether a restriction of what is read was left out because it speaks of what is chosen. */
  readonly dropped: boolean;
}

function encode(scope: Scope, group: Group, known: Knowledge, freedBefore: boolean): Encoded {
  const unrolling = new Unrolling(scope, 'anchored', 'free');
  const assertions = (facts: readonly Fact[]): Assertion[] => behaviour(unrolling, frameOf(scope, facts, known, freedBefore));
  const given = assertions(group.given);
  const kept = assertions(group.kept);
  const chosen: Symbol_[] = unrolling.wanted.filter(({ variable }) => group.chosen.has(variable)).map(({ symbol }) => symbol);
  const speaksOfChosen = (term: Term) => [...logic.symbolsOf(term)].some((symbol) => chosen.includes(symbol));
  const read = given.filter(({ term }) => !speaksOfChosen(term));
  const choice: Choice = {
    given: [...read.map(({ term }) => term), ...unrolling.domains.filter((term) => !speaksOfChosen(term))],
    chosen,
    kept: kept.map(({ term, fact }) => ({ term, fact })),
    domains: unrolling.domains.filter(speaksOfChosen),
  };
  return { choice, unrolling, dropped: read.length < given.length };
}

function frameOf(scope: Scope, facts: readonly Fact[], known: Knowledge, freedBefore: boolean): Frame {
  const cone: Cone = { ...wholeCone(scope), facts };
  return {
    steps: 1,
    cone,
    own: 'through',
    discharged: known.discharged,
    dischargedNow: () => false,
    freedBefore,
    lemmas: [],
    assertDischarged: false,
    ownGuaranteesNow: null,
    ownAssumptionsNow: null,
  };
}
