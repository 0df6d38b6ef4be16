import { ZERO } from '../exact/rational.ts';
import { and, eq, FALSE, implies, int, le, literal, not, or, TRUE, variable } from '../model/build.ts';
import type { Clause, Expr, Model, PartInstance, Scope } from '../model/model.ts';
import { nodesOf, operandsOf, TEMPORAL_KINDS } from '../model/traverse.ts';
import type { Faults } from './meaning.ts';

/** One goal: in every behaviour of the scope, at every step at which the premises hold, the formula holds. */
export interface Claim {
  readonly scope: Scope;
  readonly formula: Expr;
  /** Formulas that hold at the claim's own step: what earlier clauses of its kind say. */
  readonly premises: readonly Expr[];
  /** Whether the scope's assumptions hold at the claim's own step too, or before it only. */
  readonly through: boolean;
  /** Of the scope's assumptions, and of a leaf's guarantees, those that hold at the claim's own step; null: all. */
  readonly assumptions: readonly Clause[] | null;
  readonly guarantees: readonly Clause[] | null;
  readonly faults: Faults;
  readonly clause: Clause | null;
  readonly isLemma: boolean;
}

/** The goals of each obligation by its name; null where it asks something that no certificate can show. */
export type Owed = ReadonlyMap<string, readonly Claim[] | null>;

type Named = readonly [name: string, claim: Claim | null];

/** Everything that a model owes: by itself, in each `verify` setting, and as a refinement. */
export function owedBy(model: Model): Owed {
  const owed = new Map<string, Claim[] | null>();
  const add = (prefix: string, named: readonly Named[]) => {
    for (const [name, claim] of named) {
      const before = owed.get(`${prefix}.${name}`);
      owed.set(`${prefix}.${name}`, claim === null || before === null ? null : [...(before ?? []), claim]);
    }
  };
  for (const { name, kind, open, used, settings, usedAsPart, refinement, anySize, openSettings } of model.components) {
    const shapes = open.length > 0 ? open : used;
    // What is claimed of sizes that cannot be listed has no certificate.
    const listed = anySize === null && (shapes.length > 0 || openSettings.length === 0);
    const unlisted = openSettings.map(({ setting }) => `${setting}/${name}.*`);
    for (const id of [...(listed ? [] : [`${name}.*`]), ...unlisted]) owed.set(id, null);
    const asPart = shapes.length > 0 && (kind !== 'system' || usedAsPart || refinement !== null);
    const byItself = asPart || settings.length + openSettings.length === 0;
    const scopes = !listed ? [] : shapes.length > 0 ? shapes : settings;
    for (const scope of scopes) add(name, [...ofModes(scope), ...(byItself ? ofScope(scope) : [])]);
    for (const scope of settings) add(`${scope.setting}/${name}`, ofScope(scope));
    for (const scope of refinement?.scopes ?? []) add(`${name}.refines`, ofRefinement(scope));
  }
  return owed;
}

function claimed(scope: Scope, formula: Expr, more: Partial<Claim>): Claim {
  const faults = scope.kind === 'system' ? 'absent' : 'free';
  const rest = { premises: [], through: true, assumptions: null, guarantees: null, clause: null, isLemma: true };
  return { scope, formula, faults, ...rest, ...more };
}

/** What a clause says: its body, or one of the faults that excuse it is present. */
export const meaning = ({ body, risk }: Clause): Expr => or([body, ...(risk?.unless ?? []).map(variable)]);

/** With which faults a scope claims what a clause says. */
const faultsOf = ({ risk }: Clause, { kind }: Scope): Faults =>
  risk?.tolerating ?? (kind === 'system' && !risk?.unless.length ? 'absent' : 'free');

const most = (faults: Faults) => (faults === 'absent' ? 0 : faults === 'free' ? Infinity : faults);

/** Whether what was shown with some faults possible holds where others are. */
export const covers = (shown: Faults, faults: Faults, { faults: { length } }: Scope): boolean =>
  length === 0 || most(faults) <= most(shown);

/** Whether a clause speaks of behaviours, not of chances. */
export const isPlain = ({ risk }: Clause): boolean => (risk?.chance ?? null) === null;

/** The clauses before one that hold where it is asked: with the same faults, and as early. */
const earlier = (clause: Clause, of: readonly Clause[], scope: Scope): readonly Clause[] =>
  of.slice(0, Math.max(of.indexOf(clause), 0)).filter((other) => {
    return (other.settled || !clause.settled) && covers(faultsOf(other, scope), faultsOf(clause, scope), scope);
  });

/** A claim of what a clause says; one with a partial operator is asked only where the earlier ones of its kind hold. */
function ofClause(scope: Scope, clause: Clause, of: readonly Clause[], more: Partial<Claim> = {}): Named {
  const premises = clause.partial ? earlier(clause, of, scope).map(meaning) : [];
  return [clause.name, isPlain(clause) ? claimed(scope, meaning(clause), { clause, premises, ...more }) : null];
}

function ofModes(scope: Scope): readonly Named[] {
  const formula = or(scope.modes.map(({ when }) => variable(when)));
  const modes = claimed(scope, formula, { guarantees: [], faults: 'free', isLemma: false });
  const reachable = scope.modes.map(({ name }): Named => [`${name}.reachable`, null]);
  return scope.modes.length === 0 ? [] : [['modes', modes], ...reachable];
}

function ofScope(scope: Scope): readonly Named[] {
  const { kind, ranges, parts, invariants, guarantees } = scope;
  return [
    ['consistent', null],
    ['realizable', null],
    ...ofDefinedness(scope),
    ...ranges.map((clause) => ofClause(scope, clause, [], { through: !clause.settled })),
    ...parts.flatMap((part) => {
      return ofPart(scope, part, 'absent').map(([name, claim]): Named => [`${part.name}.${name}`, claim]);
    }),
    ...invariants.map((clause) => ofClause(scope, clause, invariants)),
    ...(kind === 'leaf' ? [] : guarantees).map((clause) => ofGuarantee(scope, clause, faultsOf(clause, scope))),
  ];
}

const ofPart = (scope: Scope, { parameterRanges, assumptions }: PartInstance, faults: Faults): readonly Named[] =>
  [...parameterRanges, ...assumptions].map((each) => ofClause(scope, each, assumptions, { faults }));

const ofGuarantee = (scope: Scope, clause: Clause, faults: Faults): Named =>
  ofClause(scope, clause, scope.guarantees, { faults, through: !clause.settled });

function ofRefinement(scope: Scope): readonly Named[] {
  const part = scope.parts[0]!;
  const taken = new Set(part.assumptions.map(({ name }) => name));
  const promises = scope.guarantees.map((clause): Named => {
    return [`${clause.name}${taken.has(clause.name) ? '.guarantee' : ''}`, ofGuarantee(scope, clause, 'free')[1]];
  });
  return [...ofPart(scope, part, 'free'), ...promises];
}

function ofDefinedness(scope: Scope): readonly Named[] {
  const { assumptions, guarantees, invariants, ranges, freeRanges, definitions, states } = scope;
  const of = (name: string, body: Expr, more: Partial<Claim> = {}): Named => {
    const claim = claimed(scope, definedness(body), { faults: 'free', isLemma: false, ...more });
    return [`${name.replace(/\.range$/, '')}.defined`, claim];
  };
  const partial = (clauses: readonly Clause[], more: (clause: Clause) => Partial<Claim>) =>
    clauses.filter((clause) => clause.partial).map((clause) => of(clause.name, clause.body, more(clause)));
  const before = (each: Clause) => assumptions.slice(0, assumptions.indexOf(each));
  const said = (clause: Clause, all: readonly Clause[]) => earlier(clause, all, scope).map(meaning);
  return [
    ...partial(assumptions, (each) => ({ assumptions: before(each), guarantees: [] })),
    ...partial(guarantees, (each) => {
      const premises = scope.kind === 'leaf' ? [] : said(each, guarantees);
      return { through: !each.settled, guarantees: earlier(each, guarantees, scope), premises };
    }),
    ...partial(invariants, (each) => ({ premises: said(each, invariants) })),
    ...[...definitions.values()].flatMap(({ partial, body }) => (partial === null ? [] : [of(partial, body)])),
    ...partial([...ranges, ...freeRanges.map(({ clause }) => clause)], () => ({})),
    ...[...states.values()].flatMap(({ variable: { name }, partial, initial, next }) => {
      const bodies = partial ? [initial, next].filter((body) => body !== null) : [];
      return bodies.map((body) => of(name.replace(/\[.*$/, ''), body));
    }),
  ];
}

/**
 * That no partial operator of an expression is used outside its domain: where it is evaluated, from left to right, and
 * everywhere in what an operator over time looks at.
 */
function definedness(expr: Expr): Expr {
  const looked = nodesOf(expr).filter(({ kind }) => TEMPORAL_KINDS.has(kind));
  return and([expr, ...looked.flatMap(operandsOf)].map(isDefined));
}

function isDefined(expr: Expr): Expr {
  // Each operand is evaluated only where all before it leave the result open.
  const inTurn = (operands: readonly Expr[], open = (operand: Expr) => operand) =>
    and(operands.map((operand, at) => implies(and(operands.slice(0, at).map(open)), isDefined(operand))));
  if (TEMPORAL_KINDS.has(expr.kind)) return TRUE;
  if (expr.kind === 'and') return inTurn(expr.operands);
  if (expr.kind === 'or') return inTurn(expr.operands, not);
  if (expr.kind === 'implies') return inTurn([expr.left, expr.right]);
  if (expr.kind === 'if') return and([inTurn([expr.condition, expr.then]), inTurn([not(expr.condition), expr.else])]);
  if (expr.kind === 'select') {
    const inRange = [le(int(1n), expr.index), le(expr.index, int(BigInt(expr.elements.length)))];
    const chosen = expr.elements.map((each, at) => implies(eq(expr.index, int(BigInt(at + 1))), isDefined(each)));
    return and([isDefined(expr.index), ...inRange, ...chosen]);
  }
  const operands = operandsOf(expr).map(isDefined);
  const nonZero = (operand: Expr) => not(eq(operand, literal(operand.sort, ZERO)));
  if (expr.kind === 'div' || expr.kind === 'idiv' || expr.kind === 'mod')
    return and([...operands, nonZero(expr.right)]);
  if (expr.kind === 'power' && expr.exponent < 0n) return and([...operands, nonZero(expr.base)]);
  return (expr.kind === 'min' || expr.kind === 'max') && operands.length === 0 ? FALSE : and(operands);
}
