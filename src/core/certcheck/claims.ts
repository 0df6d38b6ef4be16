import { or, variable } from '../model/build.ts';
import type { Clause, Expr, Model, PartInstance, Scope } from '../model/model.ts';
import { definedness } from './defined.ts';
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
      const before = owed.get(`${prefix}.${name}`) ?? [];
      const refused = claim === null || owed.get(`${prefix}.${name}`) === null;
      owed.set(`${prefix}.${name}`, refused ? null : [...before, claim]);
    }
  };
  for (const { name, kind, open, used, settings, usedAsPart, refinement } of model.components) {
    const shapes = open.length > 0 ? open : used;
    const byItself = settings.length === 0 || (shapes.length > 0 && (kind !== 'system' || usedAsPart));
    for (const scope of shapes.length > 0 ? shapes : settings)
      add(name, [...ofModes(scope), ...(byItself ? ofScope(scope) : [])]);
    for (const scope of settings) add(`${scope.setting}/${name}`, ofScope(scope));
    for (const scope of refinement?.scopes ?? []) add(`${name}.refines`, ofRefinement(scope));
  }
  return owed;
}

function claimed(scope: Scope, formula: Expr, more: Partial<Claim> = {}): Claim {
  const faults = scope.kind === 'system' ? 'absent' : 'free';
  const rest = { premises: [], through: true, assumptions: null, guarantees: null, clause: null, isLemma: true };
  return { scope, formula, faults, ...rest, ...more };
}

/** What a clause says: its body, or one of the faults that excuse it is present. */
export function meaning({ body, risk }: Clause): Expr {
  return or([body, ...(risk?.unless ?? []).map(variable)]);
}

/** Whether a clause speaks of behaviours, not of chances. */
export function isPlain({ risk }: Clause): boolean {
  return (risk?.chance ?? null) === null;
}

function earlier(clause: Clause, of: readonly Clause[]): readonly Clause[] {
  return of.slice(0, of.indexOf(clause)).filter((other) => other.settled || !clause.settled);
}

/** A claim of what a clause says; one with a partial operator is asked only where the earlier ones of its kind hold. */
function ofClause(scope: Scope, clause: Clause, of: readonly Clause[], more: Partial<Claim> = {}): Named {
  if (!isPlain(clause)) return [clause.name, null];
  const premises = clause.partial ? earlier(clause, of).map(meaning) : [];
  return [clause.name, claimed(scope, meaning(clause), { clause, premises, ...more })];
}

function ofModes(scope: Scope): readonly Named[] {
  if (scope.modes.length === 0) return [];
  const formula = or(scope.modes.map(({ when }) => variable(when)));
  const modes = claimed(scope, formula, { guarantees: [], faults: 'free', isLemma: false });
  return [['modes', modes], ...scope.modes.map(({ name }): Named => [`${name}.reachable`, null])];
}

function ofScope(scope: Scope): readonly Named[] {
  const { kind, ranges, parts, invariants, guarantees } = scope;
  const discharged = parts.flatMap((part) =>
    ofPart(scope, part, 'absent').map(([name, claim]): Named => [`${part.name}.${name}`, claim]),
  );
  const faults = ({ risk }: Clause) =>
    risk?.tolerating ?? (kind === 'system' && !risk?.unless.length ? 'absent' : 'free');
  return [
    ['consistent', null],
    ['realizable', null],
    ...ofDefinedness(scope),
    ...ranges.map((clause) => ofClause(scope, clause, [], { through: !clause.settled })),
    ...discharged,
    ...invariants.map((clause) => ofClause(scope, clause, invariants)),
    ...(kind === 'leaf' ? [] : guarantees.map((clause) => ofGuarantee(scope, clause, faults(clause)))),
  ];
}

function ofPart(scope: Scope, part: PartInstance, faults: Faults): readonly Named[] {
  return [...part.parameterRanges, ...part.assumptions].map((each) =>
    ofClause(scope, each, part.assumptions, { faults }),
  );
}

function ofGuarantee(scope: Scope, clause: Clause, faults: Faults): Named {
  return ofClause(scope, clause, scope.guarantees, { faults, through: !clause.settled });
}

function ofRefinement(scope: Scope): readonly Named[] {
  const part = scope.parts[0]!;
  const taken = new Set(part.assumptions.map(({ name }) => name));
  const promises = scope.guarantees.filter(isPlain).map((clause): Named => {
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
  return [
    ...partial(assumptions, (clause) => ({
      assumptions: assumptions.slice(0, assumptions.indexOf(clause)),
      guarantees: [],
    })),
    ...partial(guarantees, (clause) => {
      const before = earlier(clause, guarantees);
      const premises = scope.kind === 'leaf' ? [] : before.map(meaning);
      return { through: !clause.settled, guarantees: before, premises };
    }),
    ...partial(invariants, (clause) => ({ premises: earlier(clause, invariants).map(meaning) })),
    ...[...definitions.values()].flatMap(({ partial, body }) => (partial === null ? [] : [of(partial, body)])),
    ...partial([...ranges, ...freeRanges.map(({ clause }) => clause)], () => ({})),
    ...[...states.values()]
      .filter((state) => state.partial)
      .flatMap(({ variable: { name }, initial, next }) =>
        [...(initial === null ? [] : [initial]), next].map((body) => of(name.replace(/\[.*$/, ''), body)),
      ),
  ];
}
