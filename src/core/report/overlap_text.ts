import type { Matrix, SharedFaults } from './matrix.ts';
import { counted, printable, wrap } from './printable.ts';
import { table } from './table.ts';

/** What follows from a matrix, for people. */

const MOST_LINES = 12;
const WIDTH = 78;

/** The lines below the matrix. */
export function overlapLines(matrix: Matrix): readonly string[] {
  if (matrix.parts.length < 2) return [];
  return [
    ...sharedLines('in common to two', matrix.pairs),
    ...sharedLines('in common to three', matrix.triples),
    '',
    ...wrapped(`if one part that works is enough: ${toleranceWords(matrix)}`, 2),
    ...enough(matrix),
    ...added(matrix),
  ];
}

function sharedLines(title: string, groups: readonly SharedFaults[]): readonly string[] {
  if (groups.length === 0) return ['', `  ${title}: nothing`];
  const lines = groups.slice(0, MOST_LINES).map(({ parts, faults }) => `${names(parts)}: ${names(faults)}`);
  const rest =
    groups.length > MOST_LINES ? [`and ${groups.length - MOST_LINES} more; \`--matrix json\` has them all`] : [];
  return ['', `  ${title}`, ...[...lines, ...rest].flatMap((text) => wrapped(text, 4))];
}

function toleranceWords({ tolerates }: Matrix): string {
  if (tolerates === null) return 'no combination of faults defeats all parts';
  if (tolerates === 'too many') return 'how many faults are borne was not found out: there are too many combinations';
  if (tolerates === 0) return 'there is a fault that defeats all parts';
  return `any ${counted(tolerates, 'fault')} ${tolerates === 1 ? 'is' : 'are'} borne`;
}

function enough({ enough: all }: Matrix): readonly string[] {
  return all.flatMap(({ tolerating, sets }) => {
    const borne = `any ${counted(tolerating, 'fault')}`;
    if (sets === null) return wrapped(`which parts are enough for ${borne}: too many to look through`, 2);
    const shown = sets.slice(0, MOST_LINES).map(names);
    const rest = sets.length > MOST_LINES ? [`and ${sets.length - MOST_LINES} more sets`] : [];
    const head = `  for ${borne}, ${counted(sets[0]?.length ?? 0, 'part')} of these ${sets.length === 1 ? 'are' : 'would be'} enough`;
    return ['', head, ...[...shown, ...rest].flatMap((text) => wrapped(text, 4))];
  });
}

function added({ added: all, toWithstand, tolerates }: Matrix): readonly string[] {
  if (all === null || all.length === 0 || typeof tolerates !== 'number') return [];
  const rows = all
    .slice(0, MOST_LINES)
    .map(({ fault, ...then }) => [printable(fault), String(then.tolerates), String(then.smallest)]);
  const head = ['defeated by', 'bears then', 'smallest sets then'];
  return [
    '',
    ...wrapped(
      `one more part makes the system bear ${counted(tolerates + 1, 'fault')} if it withstands ${names(toWithstand)}`,
      2,
    ),
    '  one more part that a single fault defeats, the most helpful first',
    ...table(['name', 'number', 'number'], [head, ...rows], WIDTH - 4).map((row) => `    ${row}`),
  ];
}

function names(all: readonly string[]): string {
  return all.map(printable).join(', ');
}

function wrapped(text: string, indent: number): readonly string[] {
  return wrap(text, WIDTH - indent).map((line) => `${' '.repeat(indent)}${line}`);
}
