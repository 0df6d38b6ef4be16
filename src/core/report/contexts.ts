import { type Rational, rational } from '../exact/rational.ts';
import type { CheckResult, ObligationResult, VerdictKind } from '../verdict/result.ts';
import { groupBy } from './grouping.ts';
import { inkOf } from './overview.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';
import { quantity, shortName, sign } from './verdict_words.ts';

const WORST_FIRST: readonly VerdictKind[] = ['refuted', 'vacuous', 'unknown', 'proved'];

/** The same claim in every deployment context, worst first; empty where no system is verified in several settings. */
export function contexts(result: CheckResult, paint: Paint): readonly string[] {
  const claims = result.obligations.filter(
    ({ kind, setting, supporting }) => setting !== null && !supporting && CLAIMS.has(kind),
  );
  const groups = [...groupBy(claims, (claim) => `${claim.component}.${shortName(claim)}`)].filter(
    ([, group]) => group.length > 1,
  );
  return groups.flatMap(([name, group]) => {
    const sorted = [...group].sort(worseFirst);
    const rows = table(['name', 'text', 'number', 'number'], sorted.map(rowOf), 74);
    const lines = rows.map((row, at) => `    ${paint(inkOf(sorted[at]!.verdict), sign(sorted[at]!.verdict))} ${row}`);
    return ['', `  ${paint('dim', `${printable(name)} in every setting, worst first`)}`, ...lines];
  });
}

const CLAIMS: ReadonlySet<string> = new Set(['guarantee', 'tolerating', 'probability']);

function rowOf({ setting, verdict, reaches, slack }: ObligationResult): readonly string[] {
  return [
    printable(setting ?? ''),
    verdict,
    reaches === null ? '' : `reaches ${printable(quantity(reaches))}`,
    slack === null ? '' : `slack ${printable(quantity(slack))}`,
  ];
}

function worseFirst(a: ObligationResult, b: ObligationResult): number {
  const order = WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict);
  if (order !== 0 || a.slack === null || b.slack === null) return order;
  return exact(a.slack.value).compare(exact(b.slack.value));
}

/** A report's exact text (`-203/1175`, `4.7`) as a number. */
function exact(text: string): Rational {
  const [top, bottom] = text.split('/');
  if (bottom !== undefined) return rational(BigInt(top!), BigInt(bottom));
  const [whole, part = ''] = top!.split('.');
  return rational(BigInt(whole! + part), 10n ** BigInt(part.length));
}
