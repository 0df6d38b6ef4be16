import { sign } from '../exact/rational.ts';
import type { CheckResult, Sensitivity, Tradeoff, Weighed } from '../verdict/result.ts';
import { readExact } from './distance.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';
import { quantity } from './verdict_words.ts';

/** What each number of the contracts costs, and how two are weighed against each other. */

const COLUMNS = 118;

export function turningLines({ sensitivities, tradeoffs }: CheckResult): readonly string[] {
  return [...costs(sensitivities ?? []), ...(tradeoffs ?? []).flatMap(weighing)];
}

function costs(sensitivities: readonly Sensitivity[]): readonly string[] {
  // What is left to the end of a range interests where nothing else is claimed.
  const claims = sensitivities.filter((each) => !each.for.endsWith('.range'));
  const rows = (claims.length === 0 ? sensitivities : claims).flatMap((each) =>
    each.pieces
      .filter(({ rate }) => rate !== '0')
      .map((piece) => [
        printable(each.for),
        printable(each.of),
        printable(quantity(each.value)),
        printable(costOf(each, piece.rate)),
        printable(extent(piece.from, piece.to, each.value.unit)),
      ]),
  );
  if (rows.length === 0) return [];
  const titles = ['what this reaches', 'changes with', 'as it is', 'one more', 'holds'];
  const kinds = ['name', 'name', 'remark', 'remark', 'remark'] as const;
  return ['', ...table(kinds, [titles, ...rows], COLUMNS).map((line) => `  ${line}`)];
}

/** `1 ms costs 2 ms`: what one unit more of the number makes worse, or better. */
function costOf({ above, value, unit }: Sensitivity, rate: string): string {
  const falls = rate.startsWith('-');
  const size = falls ? rate.slice(1) : rate;
  const word = falls === above ? 'saves' : 'costs';
  return `${amount('1', value.unit)} ${word} ${amount(size, unit)}`;
}

function extent(from: string | null, to: string | null, unit: string): string {
  if (from === null && to === null) return 'everywhere';
  if (from === null) return `up to ${amount(to!, unit)}`;
  return to === null ? `from ${amount(from, unit)}` : `from ${amount(from, unit)} to ${amount(to, unit)}`;
}

function amount(value: string, unit: string): string {
  return unit === '' ? value : `${value} ${unit}`;
}

function weighing(tradeoff: Tradeoff): readonly string[] {
  const { across, limited, operator, points, straight, before, after } = tradeoff;
  const now =
    across.value === null || limited.value === null ? '' : `, now ${nowWords(across)} and ${nowWords(limited)}`;
  const rows = points.map(({ across: at, limit }) => [
    printable(amount(at, across.unit)),
    printable(`${operator} ${amount(limit, limited.unit)}`),
  ]);
  const titles = [printable(across.of), printable(limited.of)];
  return [
    '',
    `  ${printable(across.of)} against ${printable(limited.of)}: ${printable(tradeoff.for)} is proved with${now}`,
    ...table(['remark', 'remark'], [titles, ...rows], COLUMNS).map((line) => `    ${line}`),
    ...(before === null ? [] : [`    before that ${gain(tradeoff, before)}`]),
    ...(after === null ? [] : [`    after that ${gain(tradeoff, after)}`]),
    straight ? '    straight between two lines' : '    exact at these values; between them nothing is said',
  ];
}

function nowWords({ value, unit }: Weighed): string {
  return printable(amount(value!, unit));
}

/** `1 ms more takes 1 ms`. */
function gain({ across, limited, operator }: Tradeoff, rate: string): string {
  const exact = readExact({ value: rate, unit: '', shown: rate })!;
  if (sign(exact) === 0) return 'it stays so';
  const looser = sign(exact) > 0 === operator.startsWith('<');
  const size = rate.startsWith('-') ? rate.slice(1) : rate;
  return printable(`${amount('1', across.unit)} more ${looser ? 'gives' : 'takes'} ${amount(size, limited.unit)}`);
}
