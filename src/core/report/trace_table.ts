import type { Cell, Counterexample, CounterexampleStep } from '../verdict/result.ts';
import { COLUMNS } from './frame.ts';
import { groupBy } from './grouping.ts';
import { familyOf, membersText } from './members.ts';
import type { Paint } from './paint.ts';
import { counted, cutMiddle, padEnd, padStart, printable, width } from './printable.ts';
import { table } from './table.ts';
import { quantity } from './verdict_words.ts';

/** Executions for people: names down, steps across; a value that differs from the step before is marked. */

const MOST_ROWS = 40;
const INDENT = '   ';

/** The lines of a counterexample or witness, indented. */
export function traceLines(
  counterexample: Pick<Counterexample, 'parameters' | 'steps'>,
  title: string,
  paint: Paint,
): readonly string[] {
  const { steps } = counterexample;
  if (counterexample.parameters.size === 0 && steps.every((step) => step.cells.size === 0)) return [];
  const lines = [`${INDENT}${paint('dim', title)}`];
  if (steps.length <= 1) return [...lines, ...oneStep(counterexample, paint)];
  if (counterexample.parameters.size > 0) lines.push(...values(counterexample.parameters, 'for the whole run', paint));
  return [...lines, ...manySteps(steps, paint)];
}

function oneStep(counterexample: Pick<Counterexample, 'parameters' | 'steps'>, paint: Paint): readonly string[] {
  const step = counterexample.steps[0];
  const rows = [
    ...rowsOf(counterexample.parameters, 'parameter'),
    ...(step === undefined ? [] : rowsOf(step.cells, '')),
  ];
  return [...tableLines(rows, paint), ...freedLines(counterexample.steps, paint)];
}

function values(cells: ReadonlyMap<string, Cell>, note: string, paint: Paint): readonly string[] {
  return tableLines(rowsOf(cells, note), paint);
}

/** A row for each value; members of a family that have the same share one. */
function rowsOf(cells: ReadonlyMap<string, Cell>, note: string): readonly (readonly string[])[] {
  const groups = groupBy([...cells], ([name, cell]) => `${familyOf(name)}\n${quantity(cell)}`);
  return [...groups.values()].map((group) => [
    printable(membersText(group.map(([name]) => name))),
    printable(quantity(group[0]![1])),
    note,
  ]);
}

function tableLines(rows: readonly (readonly string[])[], paint: Paint): readonly string[] {
  const shown = table(['name', 'number', 'text'], rows.slice(0, MOST_ROWS), COLUMNS - 6).map(
    (row) => `${INDENT}   ${row}`,
  );
  return rows.length > MOST_ROWS ? [...shown, more(rows.length - MOST_ROWS, paint)] : shown;
}

function more(left: number, paint: Paint): string {
  return `${INDENT}   ${paint('dim', `… and ${counted(left, 'more value')}; \`--format json\` has all of them`)}`;
}

interface TraceRow {
  /** With its unit, where all its values have the same: `level [L]`. */
  readonly name: string;
  /** By step; empty where the step does not say. */
  readonly cells: readonly { readonly text: string; readonly changed: boolean }[];
}

/** Steps that share a column: one, or a long stretch in which nothing changes. */
interface Column {
  readonly from: number;
  readonly to: number;
}

/** Steps in a row without a change that are worth a column each. */
const QUIET = 3;

/** The columns of a table, long quiet stretches folded; the first step of a stretch differs from none before it. */
function columnsOf(steps: readonly CounterexampleStep[], rows: readonly TraceRow[]): readonly Column[] {
  const changes = steps.map(
    ({ freed }, at) =>
      at === 0 || freed.length !== steps[at - 1]!.freed.length || rows.some(({ cells }) => cells[at]!.changed),
  );
  const columns: Column[] = [];
  for (let from = 0; from < steps.length; ) {
    let to = from;
    if (!changes[from]) while (to + 1 < steps.length && !changes[to + 1]) to += 1;
    if (to - from < QUIET) to = from;
    columns.push({ from, to });
    from = to + 1;
  }
  return columns;
}

function headOf({ from, to }: Column): string {
  return from === to ? String(from) : `${from}..${to}`;
}

function traceRows(steps: readonly CounterexampleStep[]): readonly TraceRow[] {
  const names = [...new Set(steps.flatMap((step) => [...step.cells.keys()]))];
  const story = (name: string) => steps.map((step) => storyAt(step, name)).join('\n');
  const groups = groupBy(names, (name) => `${familyOf(name)}\n${story(name)}`);
  return [...groups.values()].map((group) => traceRow(steps, group[0]!, membersText(group)));
}

function storyAt(step: CounterexampleStep, name: string): string {
  const cell = step.cells.get(name);
  return cell === undefined ? '' : `${cell.value} ${cell.unit}`;
}

/** The row of `name`, which stands for all that `shown` names. */
function traceRow(steps: readonly CounterexampleStep[], name: string, shown: string): TraceRow {
  const cells = steps.map((step) => step.cells.get(name));
  const units = new Set(cells.filter((cell) => cell !== undefined).map((cell) => cell.unit));
  const unit = units.size === 1 ? [...units][0]! : '';
  const texts = cells.map((cell) => (cell === undefined ? '' : printable(unit === '' ? quantity(cell) : cell.shown)));
  return {
    name: printable(unit === '' ? shown : `${shown} [${unit}]`),
    cells: texts.map((text, at) => ({ text, changed: at > 0 && text !== '' && text !== texts[at - 1] })),
  };
}

function manySteps(steps: readonly CounterexampleStep[], paint: Paint): readonly string[] {
  const rows = traceRows(steps);
  const shown = rows.slice(0, MOST_ROWS);
  const names = Math.min(
    28,
    shown.reduce((widest, row) => Math.max(widest, width(row.name)), 4),
  );
  const columns = columnsOf(steps, rows);
  const widths = evened(
    columns.map((column) =>
      shown.reduce((widest, row) => Math.max(widest, width(row.cells[column.from]!.text)), headOf(column).length),
    ),
  );
  const lines = bands(widths, COLUMNS - names - 6).flatMap((band) =>
    bandLines(shown, band, columns, names, widths, paint),
  );
  if (rows.length > shown.length) lines.push(more(rows.length - shown.length, paint));
  return [...lines, ...freedLines(steps, paint), `${INDENT}   ${paint('dim', '* changed since the step before')}`];
}

/** Columns of one width, where that costs little. */
function evened(widths: readonly number[]): readonly number[] {
  const widest = Math.max(...widths);
  return widest <= 10 ? widths.map(() => widest) : widths;
}

/** Columns that fit beside each other, by position; each cell takes two blanks and its mark. */
function bands(widths: readonly number[], columns: number): readonly (readonly number[])[] {
  const all: number[][] = [];
  let room = 0;
  for (const [at, each] of widths.entries()) {
    if (all.length === 0 || room < each + 3) {
      all.push([]);
      room = columns;
    }
    all.at(-1)!.push(at);
    room -= each + 3;
  }
  return all;
}

function bandLines(
  rows: readonly TraceRow[],
  band: readonly number[],
  columns: readonly Column[],
  names: number,
  widths: readonly number[],
  paint: Paint,
): string[] {
  const head = band.map((at) => `  ${padStart(headOf(columns[at]!), widths[at]!)} `).join('');
  const lines = [`${INDENT}   ${paint('dim', `${padEnd('step', names)}${head}`.trimEnd())}`];
  for (const row of rows) {
    const cells = band.map((at) => paintedCell(row.cells[columns[at]!.from]!, widths[at]!, paint)).join('');
    lines.push(`${INDENT}   ${padEnd(cutMiddle(row.name, names), names)}${cells}`.trimEnd());
  }
  return lines;
}

function paintedCell(cell: TraceRow['cells'][number], columns: number, paint: Paint): string {
  const padded = `  ${padStart(cell.text, columns)}`;
  return cell.changed ? paint('bold', `${padded}*`) : `${padded} `;
}

function freedLines(steps: readonly CounterexampleStep[], paint: Paint): readonly string[] {
  const freed = steps.flatMap((step, at) => step.freed.map((name) => ({ name, at })));
  const first = freed.filter((each, index) => freed.findIndex((other) => other.name === each.name) === index);
  return first.map(({ name, at }) => {
    const when = steps.length > 1 ? ` from step ${at} on` : '';
    return `${INDENT}   ${paint('dim', `${printable(name)} is broken: that part promises nothing${when}`)}`;
  });
}
