import type { Code } from '../diagnostics/registry.ts';
import { type Cone, coneOf } from '../encode/cone.ts';
import type { Fact } from '../encode/facts.ts';
import type { Decision } from '../engine/decision.ts';
import { dataOrder } from '../engine/order.ts';
import type { Decided } from '../engine/run.ts';
import { type FreedPart, freedParts } from '../eval/contract.ts';
import { numberOf } from '../eval/outcome.ts';
import type { Clause, Expr, Scope, Variable } from '../model/model.ts';
import type { Goal, Obligation } from '../obligations/obligation.ts';
import type { Tightest } from '../optimise/tightest.ts';
import { cells, isShown } from '../replay/cells.ts';
import type { ReplayedTrace } from '../replay/replay.ts';
import type { Span } from '../text/source.ts';
import { comparison } from './comparison.ts';
import type { Verdict } from './judge.ts';
import { boundFields, familyOf } from './present_bounds.ts';
import { chanceFields, mentionSource } from './present_chance.ts';
import { sums } from './present_sum.ts';
import { timeFields } from './present_time.ts';
import type { ClauseMention, Counterexample, CounterexampleStep, ObligationKind, ObligationResult } from './result.ts';

/** The text of a span, as the user wrote it. */
export type TextOf = (span: Span) => string;

const CODES: Readonly<Record<ObligationKind, Code>> = {
  guarantee: 'SV201',
  assumption: 'SV202',
  invariant: 'SV203',
  range: 'SV204',
  defined: 'SV205',
  modes: 'SV206',
  reachable: 'SV207',
  consistent: 'SV208',
  realizable: 'SV209',
  refinement: 'SV210',
  tolerating: 'SV211',
  probability: 'SV212',
};

/** An obligation with its verdict as the one value that reports show. */
export function present(
  decided: Decided,
  verdict: Verdict,
  clashOf: (id: string) => readonly ClauseMention[],
  textOf: TextOf,
  supporting: boolean,
  tightest: Tightest | null,
): ObligationResult {
  const { obligation, decisions } = decided;
  const at = verdict.kind === 'refuted' ? shownAt(decided, verdict.decision, tightest) : 0;
  const goal = obligation.goals[at]!;
  const valid = decisions[0]?.kind === 'valid' ? decisions[0] : null;
  const shape = sizesOf(goal.scope);
  return {
    id: obligation.id,
    kind: obligation.kind,
    component: obligation.component,
    setting: obligation.setting,
    part: obligation.part,
    verdict: verdict.kind,
    code: codeOf(verdict, obligation),
    sentence: obligation.sentence,
    text: obligation.bodySpan === null ? null : textOf(obligation.bodySpan),
    span: obligation.span,
    method: methodOf(decided, verdict),
    k: valid?.k ?? null,
    rlimit: decided.rlimit,
    timeMs: Math.round(decided.timeMs),
    cached: decided.cached,
    counterexample:
      verdict.kind === 'refuted' && verdict.decision.kind === 'violated'
        ? execution(goal, worstOf(tightest, goal) ?? verdict.decision.trace, textOf)
        : null,
    clash: verdict.kind === 'vacuous' ? vacuousClash(verdict, clashOf, textOf) : clash(verdict, textOf),
    witness: witnessOf(verdict, goal, textOf),
    unknown: verdict.kind === 'unknown' ? { reason: verdict.reason, detail: verdict.detail } : null,
    scope: scopeOf(decided, verdict, shape),
    help: helpOf(verdict),
    expected: obligation.expected,
    expectedOf: obligation.expectedOf,
    family: verdict.kind === 'vacuous' ? null : familyOf(decided),
    ...chanceFields(decisions, at, decided.cutSets[at] ?? null, textOf),
    ...boundFields(tightest, verdict),
    core: null,
    ...timeFields(decisions, verdict),
    supporting,
  };
}

/** The goal that is shown of a refuted claim: the one whose worst execution was found, where that takes as few steps. */
function shownAt({ obligation, decisions }: Decided, decision: Decision, tightest: Tightest | null): number {
  const worst = tightest?.worst ?? null;
  const at = worst === null ? -1 : obligation.goals.indexOf(worst.goal);
  const isBroken = decision.kind === 'violated' && decisions[at]?.kind === 'violated';
  return isBroken && worst?.trace.last === decision.trace.last ? at : decisions.indexOf(decision);
}

/** The worst execution that was found of a broken goal, if it is of the goal that is shown. */
function worstOf(tightest: Tightest | null, goal: Goal): ReplayedTrace | null {
  return tightest?.worst?.goal === goal ? tightest.worst.trace : null;
}

/** For which parameter values the verdict was found, where not for all. */
function scopeOf({ decisions, obligation, sizes }: Decided, verdict: Verdict, shape: string): string | null {
  if (verdict.kind === 'refuted')
    return (obligation.goals.length > 1 || sizes !== null) && shape !== '' ? `for ${shape}` : null;
  const only = decisions.flatMap((decision) =>
    decision.kind === 'valid' && decision.only !== undefined ? [decision.only] : [],
  );
  return only.length === 0 ? null : `decided for the values in use only: ${[...new Set(only)].join('; ')}`;
}

function codeOf(verdict: Verdict, { kind }: Obligation): Code | null {
  switch (verdict.kind) {
    case 'proved':
      return null;
    case 'refuted':
      return CODES[kind];
    case 'vacuous':
      return 'SV220';
    case 'unknown':
      return 'SV230';
  }
}

function methodOf({ decisions }: Decided, verdict: Verdict): string {
  const decision = verdict.kind === 'refuted' ? verdict.decision : decisions[0];
  return decision !== undefined && 'method' in decision ? decision.method : 'query';
}

function helpOf(verdict: Verdict): string | null {
  if (verdict.kind !== 'vacuous') return null;
  return verdict.by === null
    ? 'no distribution of the faults meets all of this evidence: one of these statements is wrong'
    : `the claim holds of nothing: mend \`${verdict.by}\` first`;
}

function vacuousClash(
  verdict: Extract<Verdict, { kind: 'vacuous' }>,
  clashOf: (id: string) => readonly ClauseMention[],
  textOf: TextOf,
): readonly ClauseMention[] {
  return verdict.by === null ? verdict.evidence.map((source) => mentionSource(source, textOf)) : clashOf(verdict.by);
}

/** The clauses that clash in a refutation by impossibility; none for other verdicts. */
export function mentionsOf(verdict: Verdict | null, textOf: TextOf): readonly ClauseMention[] {
  return verdict === null ? [] : clash(verdict, textOf);
}

function clash(verdict: Verdict, textOf: TextOf): readonly ClauseMention[] {
  if (verdict.kind !== 'refuted' || verdict.decision.kind !== 'impossible') return [];
  return verdict.decision.clash.map((fact) => mentionFact(fact, textOf));
}

function mentionFact({ clause, part }: Pick<Fact, 'clause' | 'part'>, textOf: TextOf): ClauseMention {
  return mention(clause, part === null ? clause.name : `${part.component}.${clause.name}`, part?.path ?? null, textOf);
}

function positions(scope: Scope): ReadonlyMap<string, number> {
  return new Map([...dataOrder(scope)].map(([part, at]) => [part.path, at]));
}

/** A clause with all that excuses it. */
function mention(clause: Clause, name: string, part: string | null, textOf: TextOf): ClauseMention {
  const { bodySpan, risk, span } = clause;
  const excused = risk !== null && risk.unless.length > 0 && bodySpan.end < span.end;
  return { name, part, text: textOf(excused ? { ...bodySpan, end: span.end } : bodySpan), span };
}

function witnessOf(verdict: Verdict, goal: Goal, textOf: TextOf): Counterexample | null {
  if (verdict.kind !== 'refuted' || verdict.decision.kind !== 'impossible' || verdict.decision.inputs === null)
    return null;
  return execution(goal, verdict.decision.inputs, textOf);
}

/** A replayed execution, cut down to what the claim depends on. */
function execution(goal: Goal, trace: ReplayedTrace, textOf: TextOf): Counterexample {
  const { scope } = goal;
  const roots: readonly Expr[] = goal.asks === 'valid' ? [goal.formula, ...goal.premises] : [];
  const { cone, freed } = relevant(scope, roots, trace);
  const shown =
    trace.shows === 'inputs'
      ? inputsOf(scope, trace)
      : scope.variables.filter((variable) => cone.variables.has(variable) && isShown(variable));
  const steps = trace.behaviour.trace.steps.map(
    (_, step): CounterexampleStep => ({
      cells: cells(
        trace.behaviour,
        step,
        shown.filter((variable) => !variable.rigid),
      ),
      freed: freed.filter(({ since }) => since <= step).map(({ part, clause }) => `${part.path}.${clause.name}`),
    }),
  );
  // A part's parameter without a value is chosen too.
  const parameters = scope.variables.filter(
    (variable) =>
      variable.role === 'param' &&
      (variable.part === null || (cone.variables.has(variable) && !scope.definitions.has(variable))),
  );
  return {
    replayed: true,
    parameters: cells(trace.behaviour, 0, parameters),
    steps,
    path: goal.asks === 'valid' ? pathOf(goal, telling(cone.facts, freed, trace), freed, textOf) : [],
    compared: goal.asks === 'valid' ? comparison(goal.formula, trace.behaviour, trace.last) : null,
    sums: goal.asks === 'valid' ? sums(goal.formula, trace.behaviour, trace.last, positions(scope)) : [],
    repairs: [],
  };
}

/**
 * What the roots depend on in this execution, and the parts among it that were freed: where a part was, what its broken
 * assumption is made of counts too.
 */
function relevant(
  scope: Scope,
  roots: readonly Expr[],
  trace: ReplayedTrace,
): { readonly cone: Cone; readonly freed: readonly FreedPart[] } {
  const all = freedParts(trace.behaviour);
  for (let known = roots; ; ) {
    const cone = coneOf(scope, known, { radius: null, guarded: () => true });
    const owners = new Set([...cone.variables].map(({ part }) => part));
    const freed = all.filter(({ part }) => cone.parts.has(part) || owners.has(part.path));
    const more = [...roots, ...freed.map(({ clause }) => clause.body)];
    if (more.length === known.length) return { cone, freed };
    known = more;
  }
}

/** What was read when nothing could answer: the variables that have a value. */
function inputsOf(scope: Scope, trace: ReplayedTrace): Variable[] {
  const last = trace.last;
  return scope.variables.filter(
    (variable) => variable.role === 'input' && trace.behaviour.value(variable, last).kind !== 'undefined',
  );
}

/**
 * The facts that the values come from: not those of parts that promise nothing any more, nor ranges that hold with room to
 * spare where the part promises something else.
 */
function telling(facts: readonly Fact[], freed: readonly FreedPart[], { behaviour, last }: ReplayedTrace): Fact[] {
  const kept = facts.filter(({ part }) => !freed.some((one) => one.part === part));
  const isLoose = ({ clause }: Fact) => clause.kind === 'range' && hasRoom(clause.body, behaviour, last);
  return kept.filter((fact) => !isLoose(fact) || !kept.some((other) => other.part === fact.part && !isLoose(other)));
}

/** Whether all comparisons of a range hold strictly. */
function hasRoom(body: Expr, behaviour: ReplayedTrace['behaviour'], step: number): boolean {
  if (body.kind === 'and') return body.operands.every((operand) => hasRoom(operand, behaviour, step));
  if (body.kind !== 'le') return false;
  const [left, right] = [body.left, body.right].map((side) => numberOf(behaviour.evaluate(side, step)));
  return left != null && right != null && left.compare(right) < 0;
}

/**
 * The clauses that the claim's values come from, producers first, of a part that promises nothing the assumption that is
 * broken; for a discharge then the wire and the assumption.
 */
function pathOf(
  goal: Extract<Goal, { asks: 'valid' }>,
  facts: readonly Fact[],
  freed: readonly FreedPart[],
  textOf: TextOf,
): ClauseMention[] {
  const order = dataOrder(goal.scope);
  const contracts = [
    ...facts.map((fact) => ({ part: fact.part, said: mentionFact(fact, textOf) })),
    ...freed
      .filter(({ part }) => part !== goal.discharges)
      .map(({ part, clause }) => ({
        part,
        said: { ...mentionFact({ part, clause }, textOf), broken: true as const },
      })),
  ];
  const ofParts = contracts
    .filter(({ part }) => part !== null)
    .sort((a, b) => order.get(a.part!)! - order.get(b.part!)!);
  return [...ofParts.map(({ said }) => said), ...consumer(goal, textOf)];
}

function consumer(
  { scope, discharges, clause, formula }: Extract<Goal, { asks: 'valid' }>,
  textOf: TextOf,
): ClauseMention[] {
  if (discharges === null || clause === null) return [];
  const wires = discharges.inputs.flatMap((input) => {
    const definition = scope.definitions.get(input);
    const used = coneOf(scope, [formula], { radius: 0, guarded: () => false }).variables.has(input);
    return definition === undefined || !used
      ? []
      : [{ name: 'connect', part: discharges.path, text: textOf(definition.span), span: definition.span }];
  });
  return [...wires, mention(clause, `${discharges.component}.${clause.name}`, discharges.path, textOf)];
}

/** The sizes for which a scope was built, as a short phrase; empty where there are none. */
function sizesOf(scope: Scope): string {
  return [...scope.fixed]
    .map(([name, value]) => `${name} = ${typeof value === 'object' ? value.toFraction() : String(value)}`)
    .join(', ');
}
