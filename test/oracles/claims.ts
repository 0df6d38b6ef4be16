import {
  type BareClause,
  bareAssumptions,
  conjunction,
  type Held,
  hold,
  rangeOf,
  writtenGuarantees,
} from './contract.ts';
import { type Component, type Expr, isPartial, type Type } from './description.ts';
import { definitionOf } from './frame.ts';
import { constant, type Reading, reading } from './reading.ts';
import type { Scope } from './scope.ts';

/** Something that must be valid, or reachable. `read` is 1 where it holds, 0 where it fails, NaN where it is undefined. */
export interface Claim {
  readonly id: string;
  readonly asks: 'valid' | 'satisfiable';
  readonly read: (env: readonly number[]) => number;
  /** Ids of definedness that it rests on by itself. */
  readonly partials: ReadonlySet<string>;
  /** Asked one step longer than the assumptions hold. */
  readonly settled: boolean;
  /** Asked of inputs and parameters alone, under these assumptions only; null: in every behaviour. */
  readonly under: readonly Held[] | null;
}

/** A claim about parameters or inputs alone, which an execution can refute only where the component has any. */
export function needsNoExecution(claim: Claim): boolean {
  return claim.under !== null && /\.(modes|range)$/.test(claim.id);
}

/** A clause asked where the earlier ones of its kind hold, if it has a partial operator; else everywhere. */
function claimOf(id: string, clause: Held, earlier: readonly Held[]): Claim {
  const own = clause.partial ? [...clause.partials] : [];
  const read = clause.partial ? guardedBy(earlier, clause.read) : clause.read;
  const partials = new Set([
    ...own,
    ...clause.partials,
    ...(clause.partial ? earlier.flatMap((e) => [...e.partials]) : []),
  ]);
  return { id, asks: 'valid', read, partials, settled: clause.settled, under: null };
}

function guardedBy(earlier: readonly Held[], read: Reading['read']): Reading['read'] {
  return (env) => {
    const before = conjunction(earlier, env);
    if (before === 1) return read(env);
    return before === 0 ? 1 : before;
  };
}

/** Whether a clause or definition has a value, where what it refers to has one. */
function definedClaim(id: string, expr: Expr, scope: Scope, earlier: readonly Held[], more: Partial<Claim>): Claim {
  const whole = reading(expr, scope.frame);
  const inner = namesIn(expr)
    .filter((n) => definitionOf(scope.component, n) !== null)
    .map((n) => scope.frame.name(n))
    .filter((r) => r.partials.size > 0);
  const read = guardedBy(earlier, (env) => {
    if (inner.some((r) => Number.isNaN(r.read(env)))) return Number.NaN;
    return Number.isNaN(whole.read(env)) ? 0 : 1;
  });
  const partials = new Set([...earlier, ...inner].flatMap((e) => [...e.partials]));
  return { id, asks: 'valid', read, partials, settled: false, under: null, ...more };
}

function namesIn(expr: Expr): string[] {
  if (expr.kind === 'name') return [expr.name];
  if (expr.kind === 'binary') return [...namesIn(expr.left), ...namesIn(expr.right)];
  if (expr.kind === 'not') return namesIn(expr.operand);
  return expr.kind === 'if' ? [expr.condition, expr.yes, expr.no].flatMap(namesIn) : [];
}

/** All claims of a scope but `consistent` and `realizable`. */
export function claimsOf(scope: Scope): readonly Claim[] {
  return [
    ...clauseClaims(scope),
    ...rangeClaims(scope),
    ...definednessClaims(scope),
    ...modeClaims(scope),
    ...dischargeClaims(scope),
  ];
}

function held(scope: Scope, clause: BareClause): Held {
  return hold(clause, scope.component, scope.id, scope.frame);
}

/** The guarantees of an implementation or a system. A leaf is trusted with its own. */
function clauseClaims(scope: Scope): Claim[] {
  if (scope.kind === 'leaf') return [];
  const guarantees = writtenGuarantees(scope.component).map((g) => held(scope, g));
  return guarantees.map((g, i) => claimOf(`${scope.id}.${g.name}`, g, guarantees.slice(0, i)));
}

/** Ranges owed: of outputs and defined variables of an implementation, of defaults, of parameters bound by a setting. */
function rangeClaims(scope: Scope): Claim[] {
  const c = scope.component;
  const owed = scope.kind === 'leaf' ? [] : [...c.outputs, ...c.vars.filter((v) => v.value !== null)];
  const bySetting = c.params.filter((p) => scope.bound.includes(p.name));
  const variables = [...owed, ...bySetting].flatMap((v) => rangeClaim(scope, v.name, v.type));
  return [...variables, ...(scope.id === c.name ? defaultClaims(scope) : [])];
}

function rangeClaim(scope: Scope, name: string, type: Type): Claim[] {
  if (type.kind !== 'int') return [];
  const clause = held(scope, { name: `${name}.range`, body: rangeOf(name, type) });
  return [claimOf(`${scope.id}.${name}.range`, clause, [])];
}

function defaultClaims(scope: Scope): Claim[] {
  return scope.component.params.flatMap((p) => {
    if (p.value === null || p.type.kind !== 'int') return [];
    const [low, value, high] = [p.type.low, p.value, p.type.high].map((e) => reading(e, scope.frame)) as [
      Reading,
      Reading,
      Reading,
    ];
    const read = (env: readonly number[]) =>
      low.read(env) <= value.read(env) && value.read(env) <= high.read(env) ? 1 : 0;
    return [
      {
        id: `${scope.id}.${p.name}.range`,
        asks: 'valid',
        read,
        partials: new Set<string>(),
        settled: false,
        under: [],
      },
    ];
  });
}

/** One for each clause, wire and definition with a partial operator. */
function definednessClaims(scope: Scope): Claim[] {
  const c = scope.component;
  const assumptions = bareAssumptions(c).map((a) => held(scope, a));
  const guarantees = scope.kind === 'leaf' ? [...scope.contract] : writtenGuarantees(c).map((g) => held(scope, g));
  const ofClauses = (clauses: readonly Held[], under: (i: number) => readonly Held[] | null) =>
    clauses.flatMap((x, i) =>
      x.partial
        ? [
            definedClaim(`${scope.id}.${x.name}.defined`, x.body, scope, clauses.slice(0, i), {
              under: under(i),
              settled: x.settled,
            }),
          ]
        : [],
    );
  const definitions = [...c.lets, ...c.outputs, ...c.vars].flatMap((d) =>
    d.value !== null && isPartial(d.value)
      ? [definedClaim(`${scope.id}.${d.name}.defined`, d.value, scope, [], {})]
      : [],
  );
  return [
    ...ofClauses(assumptions, (i) => assumptions.slice(0, i)),
    ...ofClauses(guarantees, () => null),
    ...definitions,
    ...wireClaims(scope),
  ];
}

function wireClaims(scope: Scope): Claim[] {
  const partial = scope.component.wires.filter((w) => isPartial(w.source));
  const ids = new Map<string, Expr[]>();
  for (const w of partial) {
    const id = `${scope.id}.${w.part}.${w.port}.defined`;
    ids.set(id, [...(ids.get(id) ?? []), w.source]);
  }
  return [...ids].map(([id, sources]) => {
    const each = sources.map((s) => definedClaim(id, s, scope, [], {}));
    return {
      ...each[0]!,
      read: (env) => conjunctionOf(each.map((e) => e.read(env))),
      partials: union(each.map((e) => e.partials)),
    };
  });
}

/** Modes appear once, without the prefix of a setting. */
function modeClaims(scope: Scope): Claim[] {
  const c: Component = scope.component;
  if (c.modes.length === 0 || scope.id !== c.name) return [];
  const whens = c.modes.map((m) => scope.frame.name(m.name));
  const partials = union(whens.map((w) => w.partials));
  const some = (env: readonly number[]) =>
    whens.some((w) => w.read(env) === 1) ? 1 : whens.some((w) => Number.isNaN(w.read(env))) ? Number.NaN : 0;
  const reachable = c.modes.map((m, i): Claim => {
    const contract = { ...constant(1), read: (env: readonly number[]) => conjunction(scope.contract, env) };
    const read = (env: readonly number[]) => conjunction([whens[i]!, contract], env);
    const rests = union([whens[i]!.partials, ...scope.contract.map((g) => g.partials)]);
    return {
      id: `${scope.id}.${m.name}.reachable`,
      asks: 'satisfiable',
      read,
      partials: rests,
      settled: false,
      under: null,
    };
  });
  return [
    { id: `${scope.id}.modes`, asks: 'valid', read: some, partials, settled: false, under: scope.assumptions },
    ...reachable,
  ];
}

/** Each assumption of each part, and the range of each bound parameter; a family has one obligation a clause. */
function dischargeClaims(scope: Scope): Claim[] {
  const byId = new Map<string, Claim[]>();
  for (const p of scope.instances) {
    const own = [
      ...p.parameterRanges.map((r) => claimOf(`${scope.id}.${p.part}.${r.name}`, r, [])),
      ...p.assumptions.map((a, i) => claimOf(`${scope.id}.${p.part}.${a.name}`, a, p.assumptions.slice(0, i))),
    ];
    for (const claim of own) byId.set(claim.id, [...(byId.get(claim.id) ?? []), claim]);
  }
  return [...byId.values()].map((members) => ({
    ...members[0]!,
    settled: false,
    read: (env: readonly number[]) => conjunctionOf(members.map((m) => m.read(env))),
    partials: union(members.map((m) => m.partials)),
  }));
}

function conjunctionOf(values: readonly number[]): number {
  if (values.some((v) => v === 0)) return 0;
  return values.some((v) => Number.isNaN(v)) ? Number.NaN : 1;
}

function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((s) => [...s]));
}
