import { type Cone, coneOf } from '../encode/cone.ts';
import { isPlain } from '../encode/facts.ts';
import type { Clause, Scope } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Module } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import { type BoundIn, boundsIn, endsOf, turned, type Way } from './bounds_in.ts';
import { type NamedValue, Syntax, type WrittenClause } from './syntax.ts';
import { type Written, writtenNumber, writtenOffset } from './written.ts';

/** A number in the text that a refuted claim turns on, and the way in which moving it may help. */
export interface Place {
  /** `Fusion.latency`, `limit`. */
  readonly name: string;
  /** The one part through which it counts, where there is only one. */
  readonly part: string | null;
  /** The formula, range or value in which it stands: what a reader sees change. */
  readonly shown: Span;
  readonly number: Written;
  readonly way: Way;
  /** Where its range ends. */
  readonly end: Written | null;
  /** The unit in which the number is read, where none is written. */
  readonly unit: string;
  /** What is changed: what a part promises, what the system assumes, what is claimed, or a value. */
  readonly of: 'promise' | 'assumption' | 'claim' | 'value';
}

/** A clause of the model with the way in which it would have to change. */
export interface Candidate {
  readonly clause: Clause;
  readonly owner: string;
  readonly parts: readonly string[];
  readonly of: Place['of'];
}

/** What a broken goal turns on: clauses, each once, and values that names stand for. */
export interface Near {
  readonly goal: ValidGoal;
  readonly syntax: Syntax;
  readonly candidates: readonly Candidate[];
  readonly values: readonly NamedValue[];
}

export function nearOf(goal: ValidGoal, modules: readonly Module[], textOf: (span: Span) => string): Near {
  const syntax = new Syntax(modules);
  const roots = [goal.formula, ...goal.premises];
  const cone = coneOf(goal.scope, roots, { radius: null, guarded: () => true });
  const candidates = merged(candidatesOf(goal, cone));
  const values = syntax.valuesNear(goal.scope, cone, spansRead(goal.scope, cone, candidates), textOf);
  return { goal, syntax, candidates, values };
}

/** All numbers that may help a broken goal, each once, in the order of the text. */
export function placesOf({ goal, syntax, candidates, values }: Near, textOf: (span: Span) => string): readonly Place[] {
  const places = candidates.flatMap((candidate) => ofClause(candidate, syntax, textOf));
  const both = values.flatMap(({ name, expression }): Place[] => {
    const number = writtenNumber(expression, textOf);
    const place = { name, part: null, shown: expression.span, end: null, unit: '', of: 'value' } as const;
    return number === null ? [] : (['up', 'down'] as const).map((way) => ({ ...place, number, way }));
  });
  return [...places, ...sizesOf(goal.scope, syntax, textOf), ...both];
}

/** How large a family may be is the range of a parameter that has a value in every scope. */
function sizesOf({ component, fixed }: Scope, syntax: Syntax, textOf: (span: Span) => string): Place[] {
  return [...fixed.keys()].flatMap((parameter) => {
    const range = syntax.rangeOf(component, parameter);
    const name = `${component}.${parameter}.range`;
    return range === null ? [] : inRange(range, { name, part: null, of: 'assumption' }, range.range.span, textOf);
  });
}

type Base = Pick<Place, 'name' | 'part' | 'of'>;

function inRange(
  { range, unit }: Extract<WrittenClause, { kind: 'range' }>,
  base: Base,
  shown: Span,
  textOf: (span: Span) => string,
): Place[] {
  const ends = endsOf(range);
  return ends.flatMap((one): Place[] => {
    const number = writtenNumber(one.bound, textOf);
    if (number === null) return [];
    const way = base.of === 'claim' ? turned(one.stronger) : one.stronger;
    const other = base.of === 'claim' ? undefined : ends.find((each) => each !== one);
    const end = other === undefined ? null : writtenNumber(other.bound, textOf);
    return [{ ...base, shown, number, way, end, unit }];
  });
}

function candidatesOf({ scope, clause, discharges }: ValidGoal, cone: Cone): Candidate[] {
  const claim: Candidate[] =
    clause === null
      ? []
      : [{ clause, owner: discharges?.component ?? scope.component, parts: pathOf(discharges), of: 'claim' }];
  const facts = cone.facts.map(
    ({ clause: fact, part }): Candidate => ({
      clause: fact,
      owner: part?.component ?? scope.component,
      parts: pathOf(part),
      of: part === null ? 'assumption' : 'promise',
    }),
  );
  // A part that is freed promises nothing: one that assumes less is freed less often.
  const guards = [...cone.parts].flatMap((part) =>
    [...part.parameterRanges, ...part.assumptions.filter(isPlain)].map(
      (guard): Candidate => ({ clause: guard, owner: part.component, parts: [part.path], of: 'claim' }),
    ),
  );
  return [...claim, ...facts, ...guards];
}

function pathOf(part: { readonly path: string } | null): readonly string[] {
  return part === null ? [] : [part.path];
}

/** Clauses of several instances are one in the text. */
function merged(candidates: readonly Candidate[]): Candidate[] {
  const byText = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { path, start } = candidate.clause.bodySpan;
    const key = `${candidate.of} ${candidate.clause.name} ${start} ${candidate.clause.span.start} ${path}`;
    const there = byText.get(key);
    const parts = [...new Set([...(there?.parts ?? []), ...candidate.parts])];
    byText.set(key, { ...candidate, parts });
  }
  return [...byText.values()];
}

function ofClause(candidate: Candidate, syntax: Syntax, textOf: (span: Span) => string): Place[] {
  const { clause, owner, parts, of } = candidate;
  const found = syntax.of(clause);
  if (found === null) return [];
  const base: Base = { name: `${owner}.${clause.name}`, part: parts.length === 1 ? parts[0]! : null, of };
  if (found.kind === 'range') return inRange(found, base, clause.bodySpan, textOf);
  const bounds = boundsIn(found.body);
  const unit = clauseUnit(clause);
  return bounds.flatMap((each): Place[] => {
    const place = { ...base, shown: found.body.span, end: null, unit };
    const wayOf = (stronger: Way) => (of === 'claim' ? turned(stronger) : stronger);
    const literals = numbersIn(each, textOf);
    if (literals.length > 0)
      return literals.map(({ number, stronger }) => ({ ...place, number, way: wayOf(stronger) }));
    // A quantity is moved on the right side only: to move the left one says the same.
    if (each.side === 'left' || bounds.length > MOST_OFFSETS) return [];
    return [{ ...place, number: writtenOffset(each.bound, unit, textOf), way: wayOf(each.stronger) }];
  });
}

/** The literal that a bound is, or (on the right side) the literals that are added in it. */
function numbersIn(
  { bound, stronger, side }: BoundIn,
  textOf: (span: Span) => string,
): readonly { readonly number: Written; readonly stronger: Way }[] {
  const number = writtenNumber(bound, textOf);
  if (number !== null) return [{ number, stronger }];
  if (side === 'left' || bound.kind !== 'binary' || (bound.operator !== '+' && bound.operator !== '-')) return [];
  const ofRight = bound.operator === '+' ? stronger : turned(stronger);
  return [
    ...numbersIn({ bound: bound.left, stronger, side }, textOf),
    ...numbersIn({ bound: bound.right, stronger: ofRight, side }, textOf),
  ];
}

/** In a long formula of many comparisons no quantity is moved by an offset. */
const MOST_OFFSETS = 6;

/** The unit in which the clause's comparison is read. */
function clauseUnit({ body }: Clause): string {
  const reading = 'reading' in body ? body.reading : undefined;
  return reading?.unit?.text ?? '';
}

/** The texts that are read for the claim: names in them may stand for values that can be changed. */
function spansRead(scope: Scope, cone: Cone, candidates: readonly Candidate[]): readonly Span[] {
  const definitions = [...cone.variables].flatMap((variable) => {
    const definition = scope.definitions.get(variable);
    return definition === undefined ? [] : [definition.span];
  });
  return [...candidates.map(({ clause }) => clause.bodySpan), ...definitions];
}
