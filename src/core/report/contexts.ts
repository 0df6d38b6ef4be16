import { type Rational, rational } from '../exact/rational.ts';
import type { CheckResult, ObligationResult, VerdictKind } from '../verdict/result.ts';
import { groupBy } from './grouping.ts';
import { inkOf } from './overview.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';
import { quantity, shortName, sign } from './verdict_words.ts';

const WORST_FIRST: readonly VerdictKind[] = ['refuted', 'vacuous', 'unknown', 'proved'];

/**
 * The same claim in every deployment context, worst first, and last the contexts in which it was not checked; empty where no
 * system is verified in several settings.
 */
export function contexts(result: CheckResult, paint: Paint): readonly string[] {
  const claims = result.obligations.filter(
    ({ kind, setting, supporting }) => setting !== null && !supporting && CLAIMS.has(kind),
  );
  const groups = groupBy(claims, (claim) => `${claim.component}.${shortName(claim)}`);
  return [...groups].flatMap(([name, group]) => {
    const unchecked = uncheckedOf(result, group[0]!);
    if (group.length + unchecked.length < 2) return [];
    const sorted = [...group].sort(worseFirst);
    const rows = table(COLUMNS_OF, [...sorted.map(rowOf), ...unchecked.map(uncheckedRow)], 74);
    const marks = [
      ...sorted.map(({ verdict }) => paint(inkOf(verdict), sign(verdict))),
      ...unchecked.map(() => paint('dim', '-')),
    ];
    const lines = rows.map((row, at) => `    ${marks[at]} ${row}`);
    return ['', `  ${paint('dim', `${printable(name)} in every setting, worst first`)}`, ...lines];
  });
}

const COLUMNS_OF = ['name', 'text', 'number', 'number'] as const;

/** The settings of the claim's system for which nothing is known of it: `--only` may leave some out. */
function uncheckedOf({ components, obligations }: CheckResult, { component, id }: ObligationResult): readonly string[] {
  const bare = id.slice(id.indexOf('/'));
  const known = new Set(obligations.map((each) => each.id));
  const settings = components.find(({ name }) => name === component)?.settings ?? [];
  return settings.filter((setting) => !known.has(`${setting}${bare}`));
}

function uncheckedRow(setting: string): readonly string[] {
  return [printable(setting), 'unchecked', '', ''];
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
