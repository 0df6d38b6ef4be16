import { ONE, type Rational, ZERO } from '../exact/rational.ts';
import { TooLarge } from './decision_diagram.ts';
import { distribution as explicit, meets, productLaw } from './distribution.ts';
import type { Evidence, Source } from './evidence.ts';
import { contains, EMPTY, type FaultSet, members, minimalSets, size } from './fault_set.ts';
import { type Class, classesOf, underIndependence } from './law.ts';
import { counterweights, faultsIn, type Objective, worth } from './objective.ts';
import { type Atom, classRow, evidenceRows, feasible, type Row, room, type Spread, spread, TOTAL } from './program.ts';

/** How many combinations of faults a linear program may weigh. */
const MOST_ATOMS = 30_000;
/** Faults of statements that are no plain upper bounds: every combination of them is weighed. */
const MOST_HARD = 14;
/** Groups of at most so many independent faults are shown combination by combination. */
const SHOWN_APART = 6;

/** One combination of faults, and how likely it is to be the one that is ever present. */
export interface Mass {
  readonly present: FaultSet;
  readonly mass: Rational;
}

export interface WorstCase {
  readonly kind: 'bounded';
  /** The greatest value of the objective under the evidence. Where `exact` is false: no distribution reaches more. */
  readonly value: Rational;
  /** Whether some distribution comes arbitrarily near; false where independence had to be dropped. */
  readonly exact: boolean;
  /** Whether some distribution reaches it (strict evidence may keep all below). */
  readonly attained: boolean;
  /** A distribution that meets all evidence and has `reached`: the value itself where that is attained and exact. */
  readonly distribution: readonly Mass[];
  /** Whether combinations in `distribution` stand for several that make no difference. */
  readonly merged: boolean;
  readonly reached: Rational | null;
  /** Evidence without which the bound would be worse, and what one unit of it is worth. */
  readonly binding: readonly { readonly source: Source; readonly price: Rational }[];
  /** Whether a distribution that meets all evidence is known. */
  readonly consistent: boolean;
}

export type Worst =
  | WorstCase
  /** No distribution meets the evidence: a minimal clash. */
  | { readonly kind: 'contradictory'; readonly clash: readonly Source[] }
  | { readonly kind: 'too large'; readonly detail: string };

/**
 * The maximum of the objective over all joint distributions of the faults that the evidence allows.
 *
 * Without independence: a linear program over combinations of faults. Events of the objective are closed upward and plain
 * upper bounds are only easier to keep with fewer faults, so that faults which only such bounds name need to be present in
 * no more than the minimal cut sets demand. Independent groups without other evidence take their upper marginals, because
 * the objective grows with each fault; between groups the program runs. With both, independence is dropped.
 */
export function worstCase(evidence: Evidence, objective: Objective): Worst {
  try {
    return new Search(evidence, objective).run();
  } catch (error) {
    if (error instanceof TooLarge) return { kind: 'too large', detail: error.message };
    throw error;
  }
}

/** The value where all faults are independent and as likely as their bounds allow; null where that is too large to say. */
export function independentValue(evidence: Evidence, objective: Objective): Rational | null {
  if (objective.terms.some(({ event }) => event !== null)) return null;
  try {
    return objective.terms.reduce(
      (sum, { coefficient, cuts }) =>
        sum.add(coefficient.mul(underIndependence(cuts, (fault) => evidence.bounds[fault]!))),
      ZERO,
    );
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

class Search {
  readonly #evidence: Evidence;
  readonly #objective: Objective;
  readonly #groups: readonly FaultSet[];
  /** Whether some declared independence is not used. */
  readonly #dropped: boolean;
  readonly #hard: FaultSet;

  constructor(evidence: Evidence, objective: Objective) {
    this.#evidence = evidence;
    this.#objective = objective;
    const elsewhere = counterweights(objective);
    const spoken = evidence.statements
      .flatMap(({ terms }) => terms)
      .reduce((all, { event }) => all | event.faults, elsewhere);
    this.#groups = disjoint(
      evidence.groups.map(({ faults }) => faults).filter((faults) => (faults & spoken) === EMPTY),
    );
    this.#dropped = this.#groups.length < evidence.groups.length;
    this.#hard = evidence.statements
      .filter(({ easy }) => !easy)
      .flatMap(({ terms }) => terms)
      .reduce((all, { event }) => all | event.faults, elsewhere);
  }

  run(): Worst {
    if (size(this.#hard) > MOST_HARD) {
      return {
        kind: 'too large',
        detail: `evidence that is no plain upper bound speaks of ${size(this.#hard)} faults; up to ${MOST_HARD} are weighed`,
      };
    }
    const classes = this.#groups.map((group) => this.#classes(group));
    const atoms = this.#atoms(classes);
    const rows = this.#rows(classes);
    const best = spread(atoms, rows);
    if (best.kind === 'infeasible') return { kind: 'contradictory', clash: this.#clash() };
    const strict = rows.some((row) => row.strict);
    if (strict && !feasible(atoms, rows)) return { kind: 'contradictory', clash: this.#clash() };
    return this.#bounded(atoms, rows, best, strict);
  }

  #classes(group: FaultSet): Class[] {
    const events = this.#objective.terms.map(({ cuts }) => cuts);
    return classesOf(group, (fault) => this.#evidence.bounds[fault]!, events, size(group) <= SHOWN_APART);
  }

  #rows(classes: readonly (readonly Class[])[]): Row[] {
    const grouped = this.#groups.reduce((all, group) => all | group, EMPTY);
    const outside = (faultsIn(this.#objective) | this.#hard) & ~grouped;
    const numbered = classes.flat().map(({ mass }, index) => classRow(index, mass));
    return [TOTAL, ...numbered, ...evidenceRows(this.#evidence, outside)];
  }

  #atoms(classes: readonly (readonly Class[])[]): Atom[] {
    let combined: { present: FaultSet; classes: number[]; merged: boolean }[] = [
      { present: EMPTY, classes: [], merged: false },
    ];
    let offset = 0;
    for (const group of classes) {
      const start = offset;
      combined = combined.flatMap((one) =>
        group.map(({ present, single }, at) => ({
          present: one.present | present,
          classes: [...one.classes, start + at],
          merged: one.merged || !single,
        })),
      );
      offset += group.length;
      limit(combined.length);
    }
    const atoms: Atom[] = [];
    for (const one of combined) {
      for (const hard of subsets(this.#hard)) {
        for (const easy of this.#easyParts(one.present | hard)) {
          const present = one.present | hard | easy;
          atoms.push({ ...one, present, worth: worth(this.#objective, present) });
        }
        limit(atoms.length);
      }
    }
    return atoms;
  }

  /** What is worth adding of the other faults: for each choice of events, the least that makes them possible. */
  #easyParts(fixed: FaultSet): FaultSet[] {
    const grouped = this.#groups.reduce((all, group) => all | group, EMPTY);
    const settled = grouped | this.#hard;
    let parts: FaultSet[] = [EMPTY];
    for (const { cuts } of this.#objective.terms) {
      const open = cuts.filter((cut) => contains(fixed, cut & settled)).map((cut) => cut & ~settled);
      const least = minimalSets(open);
      if (least.length === 0 || least[0] === EMPTY) continue;
      limit(parts.length * (least.length + 1));
      parts = [...new Set(parts.flatMap((part) => [part, ...least.map((more) => part | more)]))];
    }
    return parts;
  }

  #bounded(
    atoms: readonly Atom[],
    rows: readonly Row[],
    best: Extract<Spread, { kind: 'optimal' }>,
    strict: boolean,
  ): WorstCase {
    const { value } = best;
    const binding = rows.flatMap(({ source }, at) => {
      const price = best.prices[at]!;
      return source === null || price.compare(ZERO) === 0 ? [] : [{ source, price }];
    });
    const shown = strict ? nearest(atoms, rows, value) : { masses: best.masses, value };
    const masses = explicit(shown.masses.map(({ atom, mass }) => ({ present: atom.present, mass })));
    const merged = shown.masses.some(({ atom }) => atom.merged);
    const attained = shown.value.compare(value) === 0;
    if (!this.#dropped)
      return {
        kind: 'bounded',
        value,
        exact: true,
        attained,
        distribution: masses,
        merged,
        reached: shown.value,
        binding,
        consistent: true,
      };
    const known = this.#honest(masses);
    const reached = known === null ? null : valueOf(known, this.#objective);
    const exact = reached !== null && reached.compare(value) === 0;
    return {
      kind: 'bounded',
      value,
      exact,
      attained: exact,
      distribution: known ?? [],
      merged: false,
      reached,
      binding,
      consistent: known !== null,
    };
  }

  /** A distribution that meets all evidence, independence too: the worst of those that are easily thought of. */
  #honest(masses: readonly Mass[]): readonly Mass[] | null {
    const relevant = this.#evidence.statements
      .flatMap(({ terms }) => terms)
      .reduce((all, { event }) => all | event.faults, faultsIn(this.#objective));
    const all = this.#evidence.groups.reduce((sum, { faults }) => sum | faults, relevant);
    const candidates = [
      masses,
      productLaw(all, (fault) => this.#evidence.bounds[fault]!),
      [{ present: EMPTY, mass: ONE }],
    ];
    const known = candidates.filter((one) => one !== null && meets(this.#evidence, one));
    return known.reduce(
      (best, one) =>
        best === null || valueOf(one!, this.#objective).compare(valueOf(best, this.#objective)) > 0 ? one : best,
      null,
    );
  }

  /** Evidence that cannot be met, and of which nothing can be left out. */
  #clash(): readonly Source[] {
    const atoms = [...subsets(this.#hard)].map(
      (present): Atom => ({ present, worth: ZERO, classes: [], merged: false }),
    );
    const faults = this.#evidence.statements
      .flatMap(({ terms }) => terms)
      .reduce((all, { event }) => all | event.faults, this.#hard);
    let needed = evidenceRows(this.#evidence, faults);
    for (const row of needed) {
      const fewer = needed.filter((other) => other !== row);
      if (!feasible(atoms, [TOTAL, ...fewer])) needed = fewer;
    }
    return needed.flatMap(({ source }) => (source === null ? [] : [source]));
  }
}

/** The objective's value under a distribution. */
export function valueOf(masses: readonly Mass[], objective: Objective): Rational {
  return masses.reduce((sum, { present, mass }) => sum.add(mass.mul(worth(objective, present))), ZERO);
}

/**
 * A spread that meets strict evidence: one that reaches the value if there is one, else half way to it from one that
 * leaves room.
 */
function nearest(
  atoms: readonly Atom[],
  rows: readonly Row[],
  value: Rational,
): { masses: { atom: Atom; mass: Rational }[]; value: Rational } {
  const atLeast = (bound: Rational): Row => ({
    relation: 'le',
    strict: false,
    bound: bound.neg(),
    weight: ({ worth: each }) => each.neg(),
    source: null,
  });
  const reaches = room(atoms, [...rows, atLeast(value)]);
  const wanted = reaches !== null && reaches.compare(ZERO) > 0 ? [...rows, atLeast(value)] : rows;
  const inner = interior(atoms, wanted);
  const best = spread(atoms, wanted);
  if (best.kind !== 'optimal') throw new Error('evidence that can be met cannot be met');
  const mixed = mix(best.masses, inner);
  return { masses: mixed, value: mixed.reduce((sum, { atom, mass }) => sum.add(mass.mul(atom.worth)), ZERO) };
}

/** A spread with room at every strict row. */
function interior(atoms: readonly Atom[], rows: readonly Row[]): readonly { atom: Atom; mass: Rational }[] {
  const space = room(atoms, rows)!;
  const tightened = rows.map((row): Row => (row.strict ? { ...row, bound: row.bound.sub(space) } : row));
  const found = spread(atoms, tightened, () => ZERO);
  if (found.kind !== 'optimal') throw new Error('there is no room where room was found');
  return found.masses;
}

function mix(
  a: readonly { atom: Atom; mass: Rational }[],
  b: readonly { atom: Atom; mass: Rational }[],
): { atom: Atom; mass: Rational }[] {
  const masses = new Map<Atom, Rational>();
  for (const [share, part] of [
    [NEARLY, a],
    [ONE.sub(NEARLY), b],
  ] as const) {
    for (const { atom, mass } of part) masses.set(atom, (masses.get(atom) ?? ZERO).add(mass.mul(share)));
  }
  return [...masses].map(([atom, mass]) => ({ atom, mass }));
}

const NEARLY = ONE.sub(ONE.div(1_000_000n));

function disjoint(groups: readonly FaultSet[]): FaultSet[] {
  const kept: FaultSet[] = [];
  for (const group of groups) if (kept.every((other) => (other & group) === EMPTY)) kept.push(group);
  return kept;
}

function* subsets(whole: FaultSet): Iterable<FaultSet> {
  const each = members(whole).map((at) => 1n << BigInt(at));
  const count = 1n << BigInt(each.length);
  for (let code = 0n; code < count; code += 1n) {
    yield each.reduce((set, fault, at) => ((code >> BigInt(at)) & 1n ? set | fault : set), EMPTY);
  }
}

function limit(count: number): void {
  if (count > MOST_ATOMS) throw new TooLarge(`more than ${MOST_ATOMS} combinations of faults would have to be weighed`);
}
