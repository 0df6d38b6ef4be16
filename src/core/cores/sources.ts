import { coneOf } from '../encode/cone.ts';
import { type Fact, FactIndex } from '../encode/facts.ts';
import type { Clause, Scope } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Span } from '../text/source.ts';

/** A clause of the text that proofs may use: one, however many instances of its component there are. */
export interface Source {
  readonly key: string;
  /** `Radar.latency`, `Pipeline.load.range`. */
  readonly name: string;
  readonly span: Span;
  readonly bodySpan: Span;
}

/** The clauses that can matter to a claim, in the order of the text: those of its cone, with what discharges its parts. */
export function sourcesNear(goal: ValidGoal): readonly Source[] {
  const { facts } = coneOf(goal.scope, [goal.formula, ...goal.premises], { radius: null, guarded: () => true });
  return distinct(facts.map((fact) => sourceOf(fact, goal.scope)));
}

/** All clauses that proofs about a scope may use. */
export function sourcesIn(scope: Scope): readonly Source[] {
  return distinct(FactIndex.of(scope).all.map((fact) => sourceOf(fact, scope)));
}

/** Each once, in the order of the text. */
export function distinct(sources: readonly Source[]): readonly Source[] {
  const byKey = new Map(sources.map((source) => [source.key, source]));
  return [...byKey.values()].sort(
    (a, b) => compareText(a.span.path, b.span.path) || a.span.start - b.span.start || compareText(a.name, b.name),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sourceOf({ clause, part }: Fact, scope: Scope): Source {
  const name = `${part?.component ?? scope.component}.${clause.name}`;
  return { key: keyOf(clause), name, span: clause.span, bodySpan: clause.bodySpan };
}

/** Clauses of several instances, shapes and settings have one key. */
export function keyOf({ name, span }: Clause): string {
  return `${span.start} ${name} ${span.path}`;
}
