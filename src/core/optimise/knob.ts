import { rangeThat } from '../engine/restricted.ts';
import type { Rational } from '../exact/rational.ts';
import * as build from '../model/build.ts';
import type { Clause, Definition, Expr, PartInstance, Scope, Variable } from '../model/model.ts';
import { rewritten } from '../model/rewrite.ts';
import { operandsOf } from '../model/traverse.ts';
import { comparedIn } from '../obligations/compared.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Span } from '../text/source.ts';

/** A number of a contract that can be turned: a constant of a clause, a parameter, an input. */
export interface Knob {
  /** `Fusion.latency`: the clause whose constant it is, or the parameter. */
  readonly name: string;
  /** Stands for the number. */
  readonly variable: Variable;
  /** As it is written; null for what has no value of its own. */
  readonly value: Rational | null;
  /** Where the clause, or the parameter, says so. */
  readonly span: Span;
  readonly place: Place;
}

type Place =
  /** The so-many-th constant of the clauses with this span: all instances of a part turn together. */
  | { readonly kind: 'constant'; readonly clause: string; readonly at: number }
  /** A parameter that a setting fixes: it has to be set free before it can be turned. */
  | { readonly kind: 'setting' }
  | { readonly kind: 'free' };

/** The constants to which the contracts in a scope, and its own assumptions, hold quantities. */
export function constantsOf(scope: Scope): readonly Knob[] {
  const found = new Map<string, Knob>();
  const enter = (owner: string, clause: Clause) => {
    for (const [at, { literal, comparison }] of constantsIn(clause.body).entries()) {
      const key = keyOf(clause);
      const name = `${owner}.${clause.name}`;
      if (found.has(`${key} ${at}`)) continue;
      const unit = comparedIn(comparison, scope, null)?.unit ?? null;
      const { sort, value } = literal;
      const variable = { ...STAND_IN, name, sort, unit, span: clause.bodySpan } satisfies Variable;
      const place = { kind: 'constant', clause: key, at } as const;
      found.set(`${key} ${at}`, { name, variable, value: value as Rational, span: clause.bodySpan, place });
    }
  };
  for (const part of scope.parts) {
    for (const clause of [...part.guarantees, ...part.assumptions]) enter(part.component, clause);
  }
  for (const clause of scope.assumptions) enter(scope.component, clause);
  return [...found.values()];
}

const STAND_IN = { role: 'param', rigid: true, delayed: false, part: null } as const;

/** Parameters of the scope that have a number here, or are free; and its free inputs. */
export function parametersOf(scope: Scope): readonly Knob[] {
  return scope.variables.flatMap((variable): Knob[] => {
    const { sort, part, role, name, span } = variable;
    if (part !== null || (sort.kind !== 'real' && sort.kind !== 'int')) return [];
    const body = scope.definitions.get(variable)?.body;
    const base = { name: `${scope.component}.${name}`, variable, span };
    if (body === undefined && (role === 'param' || role === 'input'))
      return [{ ...base, value: null, place: { kind: 'free' } }];
    if (role !== 'param' || body?.kind !== 'literal' || typeof body.value !== 'object') return [];
    // A whole number may decide how many parts there are: that is no quantity to be turned.
    return sort.kind === 'int' ? [] : [{ ...base, value: body.value, place: { kind: 'setting' } }];
  });
}

interface Constant {
  readonly literal: Extract<Expr, { kind: 'literal' }>;
  readonly comparison: Expr;
}

/** The numbers that stand on a side of a comparison, by themselves or in a sum: not those that multiply. */
function constantsIn(body: Expr): readonly Constant[] {
  const found: Constant[] = [];
  const side = (expr: Expr, comparison: Expr): void => {
    switch (expr.kind) {
      case 'literal':
        if (typeof expr.value === 'object' && !found.some(({ literal }) => literal === expr))
          found.push({ literal: expr, comparison });
        return;
      case 'add':
      case 'sub':
      case 'neg':
      case 'min':
      case 'max':
        for (const operand of operandsOf(expr)) side(operand, comparison);
        return;
      case 'if':
        formula(expr.condition);
        side(expr.then, comparison);
        side(expr.else, comparison);
        return;
      default:
        return;
    }
  };
  const formula = (expr: Expr): void => {
    const compares = expr.kind === 'le' || expr.kind === 'lt' || expr.kind === 'eq';
    if (compares && (expr.left.sort.kind === 'real' || expr.left.sort.kind === 'int')) {
      side(expr.left, expr);
      side(expr.right, expr);
    } else for (const operand of operandsOf(expr)) formula(operand);
  };
  formula(body);
  return found;
}

function keyOf({ span, bodySpan, name }: Clause): string {
  return `${span.path} ${bodySpan.start} ${bodySpan.end} ${name}`;
}

/** Between which values a knob is turned; null: no end. */
export interface Reach {
  readonly knob: Knob;
  readonly low: Rational | null;
  readonly high: Rational | null;
}

/** Goals of one scope, asked with some of its numbers free. */
export interface Turned {
  readonly scope: Scope;
  readonly goalOf: (goal: ValidGoal) => ValidGoal;
}

/** The scope with the knobs' numbers as parameters, each within its reach; a reach of one value is that number. */
export function turned(scope: Scope, reaches: readonly Reach[]): Turned {
  const fixed = new Map(
    reaches.flatMap((reach) => (onlyValue(reach) === null ? [] : [[reach.knob, onlyValue(reach)!]])),
  );
  const moving = reaches.filter(({ knob }) => !fixed.has(knob));
  const knobs = reaches.map(({ knob }) => knob);
  const change = (clause: Clause): Clause => {
    const own = knobs.filter(({ place }) => place.kind === 'constant' && place.clause === keyOf(clause));
    if (own.length === 0) return clause;
    const constants = constantsIn(clause.body);
    const by = new Map<Expr, Expr>();
    for (const { place, variable, value } of own) {
      const literal = place.kind === 'constant' ? constants[place.at]?.literal : undefined;
      if (literal === undefined || !(literal.value as Rational).equals(value!)) continue;
      const number = [...fixed].find(([knob]) => knob.variable === variable)?.[1];
      by.set(literal, number === undefined ? build.variable(variable) : build.literal(variable.sort, number));
    }
    return { ...clause, body: rewritten(clause.body, (node) => by.get(node) ?? null) };
  };
  const parts = new Map<PartInstance, PartInstance>(
    scope.parts.map((part) => [
      part,
      { ...part, guarantees: part.guarantees.map(change), assumptions: part.assumptions.map(change) },
    ]),
  );
  const added = moving.filter(({ knob }) => knob.place.kind === 'constant').map(({ knob }) => knob.variable);
  const within = moving.map(withinReach).filter((clause) => clause !== null);
  const changed: Scope = {
    ...scope,
    variables: [...scope.variables, ...added],
    definitions: new Map([...scope.definitions, ...[...fixed].flatMap(([knob, value]) => definedAs(knob, value))]),
    parts: [...parts.values()],
    assumptions: [
      ...scope.assumptions.map(change),
      ...within.filter(({ knob }) => !knob.variable.rigid).map(({ clause }) => clause),
    ],
    parameterRanges: [
      ...scope.parameterRanges,
      ...within.filter(({ knob }) => knob.variable.rigid).map(({ clause }) => clause),
    ],
  };
  const goalOf = (goal: ValidGoal): ValidGoal => ({
    ...goal,
    scope: changed,
    discharges: goal.discharges === null ? null : parts.get(goal.discharges)!,
  });
  return { scope: changed, goalOf };
}

function onlyValue({ low, high }: Reach): Rational | null {
  return low !== null && high !== null && low.equals(high) ? low : null;
}

function definedAs({ variable, place, span }: Knob, value: Rational): readonly (readonly [Variable, Definition])[] {
  if (place.kind !== 'free') return [];
  const body = build.literal(variable.sort, value);
  return [[variable, { variable, body, partial: null, origin: 'binding', annotations: [], span }]];
}

function withinReach({ knob, low, high }: Reach): { readonly knob: Knob; readonly clause: Clause } | null {
  if (low === null && high === null) return null;
  const { variable, span } = knob;
  const here = build.variable(variable);
  const ends = [
    ...(low === null ? [] : [build.le(build.literal(variable.sort, low), here)]),
    ...(high === null ? [] : [build.le(here, build.literal(variable.sort, high))]),
  ];
  return { knob, clause: rangeThat(`${knob.name}.reach`, build.and(ends), span) };
}
