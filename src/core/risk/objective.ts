import { type Rational, sign, ZERO } from '../exact/rational.ts';
import type { FaultEvent } from './evidence.ts';
import { contains, EMPTY, type FaultSet } from './fault_set.ts';

/** What a claim bounds: `Σ coefficient · P(event)`. */
export interface Objective {
  readonly terms: readonly ObjectiveTerm[];
}

export interface ObjectiveTerm {
  readonly coefficient: Rational;
  /** The minimal fault sets under which the event is possible: it grows with the faults. */
  readonly cuts: readonly FaultSet[];
  /** Instead of these: an event that depends on the faults in some other way. */
  readonly event: FaultEvent | null;
}

/** The worth of a set of faults being the one that is ever present. */
export function worth({ terms }: Objective, present: FaultSet): Rational {
  const holds = ({ cuts, event }: ObjectiveTerm) => (event === null ? happens(cuts, present) : event.holds(present));
  return terms.reduce((sum, term) => (holds(term) ? sum.add(term.coefficient) : sum), ZERO);
}

export function happens(cuts: readonly FaultSet[], present: FaultSet): boolean {
  return cuts.some((cut) => contains(present, cut));
}

/** Faults that can make the worth less. */
export function counterweights({ terms }: Objective): FaultSet {
  return terms
    .filter(({ coefficient, event }) => sign(coefficient) < 0 || event !== null)
    .reduce((all, term) => all | faultsOfTerm(term), EMPTY);
}

/** All faults that matter to it. */
export function faultsIn({ terms }: Objective): FaultSet {
  return terms.reduce((all, term) => all | faultsOfTerm(term), EMPTY);
}

function faultsOfTerm({ cuts, event }: ObjectiveTerm): FaultSet {
  return event?.faults ?? faultsOf(cuts);
}

export function faultsOf(cuts: readonly FaultSet[]): FaultSet {
  return cuts.reduce((all, cut) => all | cut, EMPTY);
}

/** The terms whose events are possible with these faults, of those of which no more than that is known. */
export function possibleTerms({ terms }: Objective, present: FaultSet): readonly ObjectiveTerm[] {
  return terms.filter(({ event, cuts }) => event === null && happens(cuts, present));
}

/**
 * What a distribution is worth if of several events only one happens in a run: each is possible under its faults, but in
 * one execution they may exclude each other. Under the combinations in `together` they were found not to.
 */
export function surelyReached(
  objective: Objective,
  masses: readonly { readonly present: FaultSet; readonly mass: Rational }[],
  together: ReadonlySet<FaultSet> = new Set(),
): Rational {
  const { terms } = objective;
  const exact: Objective = { terms: terms.filter(({ event }) => event !== null) };
  return masses.reduce((sum, { present, mass }) => {
    if (together.has(present)) return sum.add(mass.mul(worth(objective, present)));
    const one = possibleTerms(objective, present).reduce(
      (most, { coefficient }) => (coefficient.compare(most) > 0 ? coefficient : most),
      ZERO,
    );
    return sum.add(mass.mul(worth(exact, present).add(one)));
  }, ZERO);
}
