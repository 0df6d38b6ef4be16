import { ZERO } from '../../exact/rational.ts';
import * as build from '../build.ts';
import { Abandoned } from '../limits.ts';
import type { Abstraction, Clause, Definition, Expr, PartInstance, Scope, Variable } from '../model.ts';
import { definitionsInOrder } from '../order.ts';
import { type Bundle, bundleOf } from './bundle.ts';
import { notForAll } from './not_for_all.ts';
import type { OpenFamilies, OpenFamily, Whole } from './open_families.ts';
import { names } from './rewrite.ts';

/**
 * A scope in which families of any size stand as one arbitrary member each, as a scope for all sizes: every family, or every
 * group of families whose members are looked at index by index, becomes one part (`bundle.ts`).
 *
 * Theorem: for every size, each behaviour of the scope with that many members has one of this scope with the same values of
 * everything that is not a member's own. So what holds in all behaviours of this scope holds for all sizes; what fails in one
 * of them may fail for some size, or only here, where `exact` is false.
 */
export function abstracted(scope: Scope, open: OpenFamilies, leasts: ReadonlyMap<OpenFamily, bigint | null>): Scope {
  for (const { variable } of scope.faults)
    if (open.families.some(({ path }) => variable.part === path || variable.part?.startsWith(`${path}.`) === true))
      throw new Abandoned(notForAll('its members can fail', variable.span));
  const bundles = groups(scope, open).map(({ families, wholes }) => {
    const parts = families.map(({ path }) => scope.parts.find((part) => part.path === path)!);
    return { families, bundle: bundleOf({ families, parts }, wholes, scope, open.text) };
  });
  return assembled(scope, bundles, leasts);
}

interface Group {
  readonly families: readonly OpenFamily[];
  readonly wholes: readonly Whole[];
}

/** Families that are looked at index by index belong together: where one wires the other, or a whole speaks of both. */
function groups(scope: Scope, open: OpenFamilies): readonly Group[] {
  const group = new Map<OpenFamily, Set<OpenFamily>>(open.families.map((family) => [family, new Set([family])]));
  const join = (families: readonly OpenFamily[]): void => {
    const [first] = families;
    for (const family of families) {
      const [one, other] = [group.get(first!)!, group.get(family)!];
      if (one === other) continue;
      if (first!.length !== family.length)
        throw new Abandoned(notForAll('families of different sizes are looked at index by index', family.part.span));
      for (const member of other) {
        one.add(member);
        group.set(member, one);
      }
    }
  };
  const reached = (expr: Expr, path: string | null): readonly OpenFamily[] =>
    open.families.filter((family) => family.path === path || names(expr, membersOf(scope, family)));
  for (const { variable, body } of scope.definitions.values()) {
    if (open.families.some(({ path }) => path === variable.part)) join(reached(body, variable.part));
  }
  for (const { body } of open.wholes) join(reached(body, null));
  return [...new Set(group.values())].map((families) => ({
    families: [...families],
    wholes: open.wholes.filter((whole) => isOf(whole, [...families], scope, open)),
  }));
}

function isOf(whole: Whole, families: readonly OpenFamily[], scope: Scope, open: OpenFamilies): boolean {
  const named = open.families.filter((family) => names(whole.body, membersOf(scope, family)));
  const owner = named[0] ?? open.families.find(({ length }) => length === whole.length);
  return owner !== undefined && families.includes(owner);
}

const memberNames = new WeakMap<OpenFamily, ReadonlySet<Variable>>();

/** The names of a member that something outside may name: also those that a definition gives. */
function membersOf(scope: Scope, family: OpenFamily): ReadonlySet<Variable> {
  let found = memberNames.get(family);
  if (found === undefined)
    memberNames.set(family, (found = new Set(scope.variables.filter(({ part }) => part === family.path))));
  return found;
}

interface Bundled {
  readonly families: readonly OpenFamily[];
  readonly bundle: Bundle;
}

function assembled(scope: Scope, all: readonly Bundled[], leasts: ReadonlyMap<OpenFamily, bigint | null>): Scope {
  const gone = new Set(all.flatMap(({ bundle }) => [...bundle.gone]));
  const definitions = new Map<Variable, Definition>();
  for (const definition of scope.definitions.values())
    if (!gone.has(definition.variable)) definitions.set(definition.variable, guarded(definition, all));
  for (const { bundle } of all) for (const made of bundle.definitions) definitions.set(made.variable, made);
  const made: Scope = {
    ...scope,
    variables: [
      ...scope.variables.filter((variable) => !gone.has(variable)),
      ...all.flatMap(({ bundle }) => bundle.variables),
    ],
    definitions: definitionsInOrder(definitions),
    parameterRanges: scope.parameterRanges.filter(({ body }) => !names(body, gone)),
    parts: partsOf(scope, all, leasts),
    abstraction: abstractionOf(all, leasts),
  };
  for (const { body, span } of [...made.definitions.values(), ...clausesOf(made)])
    if (names(body, gone))
      throw new Abandoned(notForAll('the members of a family of any size are named one by one', span));
  return made;
}

/** A wire to members that may not be there is evaluated for those that are. */
function guarded(definition: Definition, all: readonly Bundled[]): Definition {
  const { variable, origin, partial, body } = definition;
  const family = all.flatMap(({ families }) => families).find(({ path }) => path === variable.part);
  if (family === undefined || origin !== 'wire' || partial === null) return definition;
  const some = build.le(build.int(1n), family.size);
  return { ...definition, body: build.choose(some, body, anyOf(body)) };
}

function anyOf({ sort }: Expr): Expr {
  switch (sort.kind) {
    case 'bool':
      return build.FALSE;
    case 'enum':
      return build.literal(sort, sort.members[0]!);
    case 'int':
    case 'real':
      return build.literal(sort, ZERO);
  }
}

function partsOf(
  scope: Scope,
  all: readonly Bundled[],
  leasts: ReadonlyMap<OpenFamily, bigint | null>,
): readonly PartInstance[] {
  return scope.parts.flatMap((part) => {
    const found = all.find(({ families }) => families.some(({ path }) => path === part.path));
    if (found === undefined) return [part];
    const [first] = found.families;
    if (first!.path !== part.path) return [];
    return [isNeverNegative(first!, leasts) ? found.bundle.part : whereNotNegative(found.bundle.part, first!)];
  });
}

function isNeverNegative(family: OpenFamily, leasts: ReadonlyMap<OpenFamily, bigint | null>): boolean {
  return (leasts.get(family) ?? -1n) >= 0n;
}

/** Of a negative number of members nothing is known: that there is none is owed, and must not follow from what is known of them. */
function whereNotNegative(part: PartInstance, { size }: OpenFamily): PartInstance {
  const some = build.le(build.int(0n), size);
  const guarantees = part.guarantees.map((clause) => ({ ...clause, body: build.implies(some, clause.body) }));
  return { ...part, guarantees };
}

function abstractionOf(all: readonly Bundled[], leasts: ReadonlyMap<OpenFamily, bigint | null>): Abstraction {
  const families = all.flatMap(({ families }) => families);
  return {
    exact: all.every(({ bundle }) => bundle.exact),
    circular: all.some(({ bundle }) => bundle.circular),
    ofArbitrary: new Map(all.flatMap(({ bundle }) => [...bundle.ofArbitrary])),
    sizes: families
      .filter((family) => !isNeverNegative(family, leasts))
      .map(({ size }) => build.le(build.int(0n), size)),
  };
}

function clausesOf(scope: Scope): readonly Clause[] {
  return [
    ...scope.parameterRanges,
    ...scope.freeRanges.map(({ clause }) => clause),
    ...scope.assumptions,
    ...scope.guarantees,
    ...scope.invariants,
    ...scope.ranges,
    ...scope.parts.flatMap((part) => [...part.parameterRanges, ...part.assumptions, ...part.guarantees]),
  ];
}

/**
 * A claim as it is asked of all sizes: an `all` over members that must hold by itself is asked of one arbitrary member, which
 * is enough: where some member breaks it, that one may be the arbitrary one.
 */
export function ofArbitraryMember(claim: Expr, { ofArbitrary, sizes }: Abstraction): Expr {
  return build.and([...sizes, ofOne(claim, ofArbitrary)]);
}

function ofOne(claim: Expr, ofArbitrary: ReadonlyMap<Variable, Expr>): Expr {
  switch (claim.kind) {
    case 'variable':
      return ofArbitrary.get(claim.variable) ?? claim;
    case 'and':
      return build.and(claim.operands.map((operand) => ofOne(operand, ofArbitrary)));
    case 'implies':
      return build.implies(claim.left, ofOne(claim.right, ofArbitrary));
    case 'initially':
    case 'historically':
      return { ...claim, operand: ofOne(claim.operand, ofArbitrary) };
    default:
      return claim;
  }
}
