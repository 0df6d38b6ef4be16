import { type Exploration, instanceAssumptions, keepsContract, type Reached } from './behaviours.ts';
import type { Held } from './contract.ts';
import { kindOf } from './description.ts';
import { type Constraint, mayHold, plan } from './enumerate.ts';
import { type Group, groupsOf, upstreamOf } from './loops.ts';
import type { Scope } from './scope.ts';

export type Verdict = 'proved' | 'refuted' | 'vacuous' | 'unknown';
export type Verdicts = ReadonlySet<Verdict>;

export const only = (...verdicts: Verdict[]): Verdicts => new Set(verdicts);

const never: Exploration['without'] = () => false;

/**
 * Choosing delayed outputs before everything that is read asks for one value that suits all inputs. A checker may give up on that,
 * and then may have an answer for the parameter values in use.
 */
function undecidedAllowed(verdicts: Verdicts, delayed: boolean, parameters: boolean): Verdicts {
  if (!delayed) return verdicts;
  return new Set([...verdicts, 'unknown', ...(parameters ? (['proved'] as const) : [])]);
}

/** What a component's own `realizable` may say. `proved` of a part type decides whether the part is asked about again. */
export function realizable(
  scope: Scope,
  reached: readonly Reached[],
  ownOf: (component: string) => Verdicts,
  mayGiveUp: boolean,
): Verdicts {
  const delayed = [scope, ...scope.instances].some((c) => c.outputs.some((o) => o.delayed));
  const exact = exactly(scope, reached, ownOf);
  return mayGiveUp && scope.kind !== 'implementation'
    ? undecidedAllowed(exact, delayed, scope.rigid.length > 0)
    : exact;
}

function exactly(scope: Scope, reached: readonly Reached[], ownOf: (component: string) => Verdicts): Verdicts {
  if (scope.kind === 'leaf') return leafRealizable(scope);
  if (!choicesExist(scope)) return only('refuted');
  return scope.kind === 'system' ? systemRealizable(scope, reached, ownOf) : only('proved');
}

/** For all parameters: delayed outputs exist, such that for all allowed inputs the rest exists, with the contract kept. */
function leafRealizable(scope: Scope): Verdicts {
  const delayed = scope.outputs.filter((o) => o.delayed).map((o) => o.slot);
  const others = [...scope.outputs.filter((o) => !o.delayed).map((o) => o.slot), ...scope.choices];
  const answer = plan(others, scope.domains, scope.contract.map(mayHold));
  const inputs = plan(scope.inputs, scope.domains, scope.assumptions.map(mayHold));
  const settled = scope.contract.filter((g) => g.settled).map(mayHold);
  return decide(scope, (env) => {
    const first = plan(delayed, scope.domains, settled);
    if (!inputs(env, () => true)) return first(env, () => true) ? 'holds' : 'cannot be asked';
    const outcome = existsForAll(env, first, inputs, answer);
    if (outcome === 'holds' || delayed.length === 0) return outcome;
    const oneInputBeatsAll = inputs(env, () => !first(env, () => answer(env, () => true)));
    return oneInputBeatsAll ? 'fails' : 'fails for no single input';
  });
}

/** Whether every free variable has a value in its range, for all parameters and allowed inputs. */
function choicesExist(scope: Scope): boolean {
  const env: number[] = new Array(scope.domains.length).fill(0);
  const allowed = plan([...scope.rigid, ...scope.inputs], scope.domains, scope.assumptions.map(mayHold));
  const choice = plan(scope.choices, scope.domains, scope.choiceRanges.map(mayHold));
  return !allowed(env, () => !choice(env, () => true));
}

type Run = (env: number[], visit: () => boolean) => boolean;
type Outcome = 'holds' | 'fails' | 'fails for no single input' | 'cannot be asked';

/** Exists `first`, for all `reads`, exists `rest`. */
function existsForAll(env: number[], first: Run, reads: Run, rest: Run): Outcome {
  const beaten = () => reads(env, () => !rest(env, () => true));
  return first(env, () => !beaten()) ? 'holds' : 'fails';
}

function decide(scope: Scope, ask: (env: number[]) => Outcome): Verdicts {
  const env: number[] = new Array(scope.domains.length).fill(0);
  const seen = new Set<Outcome>();
  plan(
    scope.rigid,
    scope.domains,
    [],
  )(env, () => {
    seen.add(ask(env));
    return false;
  });
  if (seen.has('fails')) return only('refuted');
  if (seen.has('fails for no single input')) return only('refuted', 'unknown');
  if (seen.has('cannot be asked')) return only('proved', 'refuted', 'unknown');
  return only('proved');
}

/** Each loop within a step, and each part that is not realizable by itself, taken as one component. */
function systemRealizable(scope: Scope, reached: readonly Reached[], ownOf: (component: string) => Verdicts): Verdicts {
  let result = only('proved');
  for (const group of groupsOf(scope)) result = worst(result, groupVerdict(scope, group, reached, ownOf));
  return result;
}

/** Both questions must be proved; either may refute. */
function worst(a: Verdicts, b: Verdicts): Verdicts {
  const combined = new Set<Verdict>();
  for (const x of a) {
    for (const y of b)
      combined.add(
        x === 'refuted' || y === 'refuted' ? 'refuted' : x === 'proved' && y === 'proved' ? 'proved' : 'unknown',
      );
  }
  return combined;
}

function groupVerdict(
  scope: Scope,
  group: Group,
  reached: readonly Reached[],
  ownOf: (component: string) => Verdicts,
): Verdicts {
  const asked = groupHolds(scope, group, reached);
  // Under the contract of a part that may itself be asked about under this group's, that it holds says little.
  if (asked === 'holds' && isHidden(scope, group.members, ownOf)) return only('proved', 'refuted', 'unknown');
  const built = group.members.map((i) => scope.instances[i]!.component);
  if (group.loop)
    return loopVerdict(
      asked,
      built.map((c) => c.name),
      ownOf,
    );
  const own = ownOf(built[0]!.name);
  const leaf = kindOf(built[0]!) === 'leaf';
  // A leaf that is realizable by itself answers whatever it reads, so that asking again changes nothing.
  if (asked === 'holds') return only('proved');
  // Where what is read depends on what is chosen, through ports that are in no loop, asking is beyond a plain question.
  if (leaf) return isEntangled(scope, group.members) ? new Set([...verdictOf(asked), 'unknown']) : verdictOf(asked);
  // The contract of an implemented part is asked about only where its own `realizable` is not proved at these parameter values.
  return own.size === 1 && own.has('proved') ? only('proved') : only('proved', 'refuted', 'unknown');
}

/** The parts upstream of the members that read what these put out. */
function entangledWith(scope: Scope, members: readonly number[]): readonly number[] {
  return upstreamOf(scope, members).filter((i) => upstreamOf(scope, [i]).some((j) => members.includes(j)));
}

function isEntangled(scope: Scope, members: readonly number[]): boolean {
  return entangledWith(scope, members).length > 0;
}

/** Whether such a part is not realizable by itself for sure: each of both could remove what the other cannot answer. */
function isHidden(scope: Scope, members: readonly number[], ownOf: (component: string) => Verdicts): boolean {
  return entangledWith(scope, members).some((i) => {
    const own = ownOf(scope.instances[i]!.component.name);
    return own.size > 1 || !own.has('proved');
  });
}

/** Whether a member of a loop that is not realizable by itself is asked about once more, is left open. */
function loopVerdict(
  asked: GroupOutcome,
  members: readonly string[],
  ownOf: (component: string) => Verdicts,
): Verdicts {
  const plain = verdictOf(asked);
  const certain = members.every((m) => ownOf(m).size === 1 && ownOf(m).has('proved'));
  return certain || !plain.has('proved') ? plain : new Set([...plain, 'refuted', 'unknown']);
}

type GroupOutcome = Outcome | 'fails only where unreachable' | 'fails only after a part was freed';

function verdictOf(outcome: GroupOutcome): Verdicts {
  switch (outcome) {
    case 'holds':
      return only('proved');
    case 'fails':
      return only('refuted');
    case 'fails for no single input':
    case 'fails only after a part was freed':
      return only('refuted', 'unknown');
    case 'fails only where unreachable':
      return only('proved', 'unknown');
    case 'cannot be asked':
      return only('proved', 'refuted', 'unknown');
  }
}

/** Asks about one group for every parameter choice and every set of freed parts. */
function groupHolds(scope: Scope, group: Group, reached: readonly Reached[]): GroupOutcome {
  const ask = groupQuestion(scope, group);
  const env: number[] = new Array(scope.domains.length).fill(0);
  const found = new Set<GroupOutcome>();
  const all = Array.from({ length: 1 << scope.instances.length }, (_, set) => set);
  for (const { rigid, freed } of reached) {
    scope.rigid.forEach((slot, i) => {
      env[slot] = rigid[i]!;
    });
    for (const set of all) {
      const outcome = ask(env, set);
      if (outcome === 'holds' || outcome === 'cannot be asked') continue;
      if (!freed.includes(set)) found.add('fails only where unreachable');
      else if (set === 0) found.add(outcome);
      else found.add('fails only after a part was freed');
    }
  }
  const order: GroupOutcome[] = [
    'fails',
    'fails for no single input',
    'fails only after a part was freed',
    'fails only where unreachable',
  ];
  return order.find((o) => found.has(o)) ?? 'holds';
}

/**
 * The question for one group: what it reads are the system's inputs and free variables, unwired inputs, and what the contracts
 * of the parts upstream of it allow. Contracts of other parts must not prune what it reads.
 */
function groupQuestion(scope: Scope, group: Group): (env: number[], freed: number) => Outcome {
  let set = 0;
  const upstream = upstreamOf(scope, group.members);
  const slotsOf = (i: number) => [...scope.instances[i]!.outputs.map((o) => o.slot), ...scope.instances[i]!.internals];
  const members = group.members.map((i) => scope.instances[i]!);
  const delayed = members.flatMap((p) => p.outputs.filter((o) => o.delayed).map((o) => o.slot));
  const rest = group.members.flatMap(slotsOf).filter((s) => !delayed.includes(s));
  const read = [
    ...scope.inputs,
    ...scope.choices,
    ...scope.outputs.map((o) => o.slot),
    ...[...group.members, ...upstream].flatMap((i) => scope.instances[i]!.unwired),
    ...upstream.flatMap(slotsOf),
  ];
  const outer: Constraint[] = [
    ...scope.assumptions.map(mayHold),
    ...scope.choiceRanges.map(mayHold),
    ...upstream.flatMap((i) => keepsContract(scope.instances[i]!, i, () => set, never)),
  ];
  const inRest = (c: Constraint) => [...c.slots].some((s) => rest.includes(s));
  const allowed = plan(
    read,
    scope.domains,
    outer.filter((c) => !inRest(c)),
  );
  const possible = plan(rest, scope.domains, outer.filter(inRest));
  const reads: Run = (env, visit) => allowed(env, () => possible(env, () => true) && visit());
  const kept = group.members.flatMap((i) => keepsContract(scope.instances[i]!, i, () => set, never));
  const answer = plan(rest, scope.domains, kept);
  const settled = members.flatMap((p, k) =>
    p.guarantees.filter((g) => g.settled).map((g) => whileNotFreed(g, group.members[k]!, () => set)),
  );
  const first = plan(delayed, scope.domains, settled);
  const assumable = plan(scope.inputs, scope.domains, scope.assumptions.map(mayHold));
  return (env, freed) => {
    set = freed;
    if (!assumable(env, () => true)) return 'cannot be asked';
    const outcome = existsForAll(env, first, reads, answer);
    return outcome === 'fails' && delayed.length > 0 ? 'fails for no single input' : outcome;
  };
}

function whileNotFreed(clause: Held, index: number, freed: () => number): Constraint {
  return { slots: clause.slots, admits: (env) => ((freed() >> index) & 1) === 1 || clause.read(env) !== 0 };
}

/** Whether a clause or what it is guarded by may be undefined: the brute force then decides nothing. */
export function needsOf(scope: Scope): readonly Held[] {
  return [
    ...scope.assumptions,
    ...scope.contract,
    ...scope.instances.flatMap((p) => [...instanceAssumptions(p), ...p.guarantees]),
  ];
}
