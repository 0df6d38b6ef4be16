import { type ChanceFinding, ratioOf } from '../engine/chance_finding.ts';
import type { CutSets } from '../engine/cut_sets.ts';
import type { Decision } from '../engine/decision.ts';
import type { Rational } from '../exact/rational.ts';
import type { Variable } from '../model/model.ts';
import { quantity } from '../replay/cells.ts';
import type { Rounding } from '../replay/decimal.ts';
import type { Source } from '../risk/evidence.ts';
import type { Span } from '../text/source.ts';
import type { ClauseMention, ObligationResult, ProbabilityFinding, Quantity } from './result.ts';

type ChanceFields = Pick<ObligationResult, 'reaches' | 'slack' | 'minimalCutSets' | 'cutSetsComplete' | 'probability'>;

/** What is said of faults and chances beside a verdict: cut sets, the bound that is reached, the worst distribution. */
export function chanceFields(
  decisions: readonly Decision[],
  at: number,
  cutSets: CutSets | null,
  textOf: (span: Span) => string,
): ChanceFields {
  const finding = findingAt(decisions, at);
  if (finding === null)
    return { reaches: null, slack: null, probability: null, ...cutSetFields(cutSets === null ? [] : [cutSets]) };
  const { worst, bound, isSum, attained, inner } = finding;
  const reached = inner === null ? {} : { inner: chance(inner, 'down') };
  return {
    reaches: isSum ? { ...chance(worst, 'up'), attained, ...reached } : null,
    slack: isSum ? chance(bound.sub(worst), 'down') : null,
    ...cutSetFields(finding.cutSets),
    probability: probabilityOf(finding, textOf),
  };
}

/** The finding of the goal that decides the verdict, or else (of several shapes that are all proved) the worst. */
function findingAt(decisions: readonly Decision[], at: number): ChanceFinding | null {
  const decisive = decisions[at];
  if (decisive?.kind === 'exceeded') return decisive.finding;
  const bounded = decisions.flatMap((decision) => (decision.kind === 'bounded' ? (decision.finding ?? []) : []));
  return bounded.reduce<ChanceFinding | null>(
    (worst, each) => (worst === null || each.worst.compare(worst.worst) > 0 ? each : worst),
    null,
  );
}

/** Of one event; of several nothing is said, for they are not the sets of any one. */
function cutSetFields(found: readonly CutSets[]): Pick<ObligationResult, 'minimalCutSets' | 'cutSetsComplete'> {
  const [only] = found;
  if (only === undefined || found.length > 1) return { minimalCutSets: null, cutSetsComplete: null };
  const sets = only.sets.map(({ faults }) => namesOf([...faults]));
  return { minimalCutSets: sets.sort(bySizeThenName), cutSetsComplete: only.open === null };
}

function bySizeThenName(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [a.join(' '), b.join(' ')];
  return a.length - b.length || (left < right ? -1 : 1);
}

function namesOf(faults: readonly Variable[]): string[] {
  return faults.map(({ name }) => name).sort();
}

function probabilityOf(finding: ChanceFinding, textOf: (span: Span) => string): ProbabilityFinding {
  const { underIndependence, next } = finding;
  const ratio = ratioOf(finding);
  return {
    worst: chance(finding.worst, 'up'),
    bound: chance(finding.bound, 'down'),
    attained: finding.attained,
    underIndependence: underIndependence === null ? null : chance(underIndependence, 'up'),
    ratio: ratio === null ? null : chance(ratio, 'up'),
    distribution: finding.distribution.map(({ faults, mass }) => ({
      faults: namesOf(faults),
      mass: chance(mass, 'nearest'),
    })),
    merged: finding.merged,
    binding: finding.binding.map(({ source, price }) => ({
      evidence: mentionSource(source, textOf),
      price: chance(price, 'nearest'),
    })),
    next:
      next === null
        ? null
        : { faults: namesOf(next.faults), atMost: chance(next.atMost, 'down'), worst: chance(next.worst, 'up') },
  };
}

function chance(value: Rational, rounding: Rounding): Quantity {
  return quantity(value, { kind: 'real' }, null, rounding);
}

/** A piece of evidence as it is named in an answer. */
export function mentionSource({ name, clause, span }: Source, textOf: (span: Span) => string): ClauseMention {
  return { name, part: null, text: textOf(clause?.bodySpan ?? span), span };
}
