import type { Span } from '../text/source.ts';
import type { ObligationResult, VerdictKind } from './result.ts';

/** What the `@expect` annotations of a file promise, held against what was found. */

export interface Expectation {
  /** What is spoken of: an obligation's id, a part (`Gossip.monitor`), a setting (`wet`). */
  readonly subject: string;
  readonly expected: VerdictKind;
  /** The verdict, or the worst of several. */
  readonly actual: VerdictKind;
  /** The obligation that decides `actual`. */
  readonly decisive: ObligationResult;
  readonly span: Span;
  readonly met: boolean;
}

const WORST_FIRST: readonly VerdictKind[] = ['refuted', 'vacuous', 'unknown', 'proved'];

/** The expectations of one file's obligations, in their order. Those asked for only in support of others are left out. */
export function expectations(obligations: readonly ObligationResult[]): readonly Expectation[] {
  const groups = new Map<string, ObligationResult[]>();
  for (const obligation of obligations) {
    if (obligation.supporting) continue;
    const key = groupKey(obligation);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [obligation]);
    else group.push(obligation);
  }
  return [...groups.values()].map(expectationOf);
}

function groupKey(obligation: ObligationResult): string {
  const { span, setting, component, part, id, scope } = obligation;
  switch (obligation.expectedOf) {
    case 'clause':
      return JSON.stringify(['clause', span.path, span.start, sharesItem(obligation) ? setting : id, scope]);
    case 'part':
      return JSON.stringify(['part', setting, component, part]);
    case 'setting':
      return JSON.stringify(['setting', setting]);
    case 'component':
      return JSON.stringify(['component', setting, component]);
  }
}

/** A definition can owe its range and that it is defined: one promise about it speaks of the worse of both. */
function sharesItem({ kind, expected }: ObligationResult): boolean {
  return expected !== 'proved' && (kind === 'range' || kind === 'defined');
}

function expectationOf(group: readonly ObligationResult[]): Expectation {
  const decisive = group.reduce((worst, each) => (rank(each) < rank(worst) ? each : worst));
  const { expected, verdict, span } = decisive;
  return { subject: subjectOf(decisive), expected, actual: verdict, decisive, span, met: verdict === expected };
}

function rank(obligation: ObligationResult): number {
  return WORST_FIRST.indexOf(obligation.verdict);
}

function subjectOf(obligation: ObligationResult): string {
  const prefix = obligation.setting === null ? '' : `${obligation.setting}/`;
  switch (obligation.expectedOf) {
    case 'clause':
      return obligation.id;
    case 'part':
      return `${prefix}${obligation.component}.${obligation.part ?? ''}`;
    case 'setting':
      return obligation.setting ?? obligation.component;
    case 'component':
      return `${prefix}${obligation.component}`;
  }
}
