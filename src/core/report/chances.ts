import type { ObligationResult, ProbabilityFinding } from '../verdict/result.ts';
import { counted, printable } from './printable.ts';
import { quantity } from './verdict_words.ts';

/** What is known of faults and chances beside a verdict, as sentences that every report for people shows. */

const MOST_SETS = 6;
const MOST_MASSES = 6;

/** Without a full stop at the end; empty where a claim has nothing to do with faults. */
export function chanceSentences(obligation: ObligationResult): readonly string[] {
  const { probability, verdict } = obligation;
  const aboutSets = verdict === 'proved' && probability === null ? [] : cutSetSentences(obligation);
  return [
    ...aboutSets,
    ...(probability === null ? [] : probabilitySentences(probability, obligation.reaches?.inner !== undefined)),
  ];
}

/** Whether a claim that is proved has something to say that a line of the overview does not hold. */
export function saysMore(obligation: ObligationResult): boolean {
  return obligation.verdict === 'proved' && obligation.probability !== null;
}

function cutSetSentences({ minimalCutSets, cutSetsComplete, probability }: ObligationResult): readonly string[] {
  if (minimalCutSets === null || minimalCutSets.length === 0) return [];
  const shown = minimalCutSets.slice(0, MOST_SETS).map(setText).join('; ');
  const rest = minimalCutSets.length > MOST_SETS ? `; and ${minimalCutSets.length - MOST_SETS} more` : '';
  const open = cutSetsComplete === false ? ' (there may be others: the search was ended by a limit)' : '';
  const what = probability === null ? 'it fails' : 'it can happen';
  if (minimalCutSets.some((set) => set.length === 0)) return [`${what} with no fault at all`];
  return [`${what} with ${counted(minimalCutSets.length, 'minimal set')} of faults: ${shown}${rest}${open}`];
}

function setText(faults: readonly string[]): string {
  return faults.length === 0 ? 'no fault' : faults.map(printable).join(' and ');
}

function probabilitySentences(finding: ProbabilityFinding, isOuter: boolean): readonly string[] {
  const { worst, underIndependence, ratio, binding, next } = finding;
  const reached = finding.attained ? '' : ', which no distribution reaches';
  const sentences = [
    isOuter
      ? `no distribution has more than ${quantity(worst)}; with the declared independence it may be less`
      : `the worst that the evidence allows: ${quantity(worst)}${reached}`,
  ];
  if (underIndependence !== null) {
    const times = ratio === null ? '' : `; the worst dependence is ${quantity(ratio)} times that`;
    sentences.push(`if all faults were independent: ${quantity(underIndependence)}${times}`);
  }
  if (finding.distribution.length > 0) sentences.push(distributionSentence(finding));
  const names = binding
    .slice(0, MOST_SETS)
    .map(({ evidence, price }) => `${printable(evidence.name)} (${quantity(price)})`);
  if (names.length > 0)
    sentences.push(`evidence that counts, and what the worst grows by with one unit of it: ${names.join(', ')}`);
  if (next !== null) {
    sentences.push(
      `evidence to look for: probability(${next.faults.map(printable).join(' and ')}) <= ${quantity(next.atMost)} would bring the worst down to ${quantity(next.worst)}`,
    );
  }
  return sentences;
}

function distributionSentence({ distribution, attained, merged }: ProbabilityFinding): string {
  const shown = distribution.slice(0, MOST_MASSES).map(({ faults, mass }) => `${setText(faults)} ${quantity(mass)}`);
  const rest = distribution.length > MOST_MASSES ? [`${distribution.length - MOST_MASSES} more`] : [];
  const what = attained ? 'it is reached' : 'allowed, for one,';
  const alike = merged ? ' (combinations that make no difference are one)' : '';
  return `${what} with ${[...shown, ...rest].join('; ')}${alike}`;
}
