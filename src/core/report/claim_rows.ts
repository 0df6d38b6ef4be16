import { cutEnd, cutMiddle, padEnd, width } from './printable.ts';
import { table } from './table.ts';

/** One claim of an overview. */
export interface ClaimRow {
  readonly name: string;
  readonly text: string;
  readonly remark: string;
}

/** Names are cut before they take more than this from the formulas. */
const WIDEST_NAME = 32;

/**
 * The lines of each claim, aligned. A formula that its remark leaves no room for keeps its line, and the remark stands on
 * the next one: how near a bound is says little where the bound cannot be read.
 */
export function claimRows(rows: readonly ClaimRow[], columns: number): readonly (readonly string[])[] {
  const names = Math.min(
    WIDEST_NAME,
    rows.reduce((widest, { name }) => Math.max(widest, width(name)), 0),
  );
  const beside = new Set(rows);
  while (beside.size > 0 && widthOf([...beside], names) > columns) beside.delete(widestOf([...beside]));
  const aligned = [...beside];
  const lines = table(
    ['name', 'text', 'remark'],
    // A row without a remark may be as long as it likes.
    aligned.map(({ name, text, remark }) => [padEnd(cutMiddle(name, names), names), text, remark]),
    // Where nobody has a remark there is no column for it, nor a gap before it.
    aligned.every(({ remark }) => remark === '') ? columns + 2 : columns,
  );
  return rows.map((row) => {
    if (beside.has(row)) return [lines[aligned.indexOf(row)]!];
    const name = padEnd(cutMiddle(row.name, names), names);
    const whole = `${name}  ${row.text}  ${row.remark}`;
    if (width(whole) <= columns) return [whole.trimEnd()];
    const first = `${name}  ${cutEnd(row.text, columns - names - 2)}`.trimEnd();
    return row.remark === '' ? [first] : [first, row.remark];
  });
}

function widthOf(rows: readonly ClaimRow[], names: number): number {
  const widest = (of: (row: ClaimRow) => string) => rows.reduce((most, row) => Math.max(most, width(of(row))), 0);
  const remark = widest((row) => row.remark);
  return names + 2 + widest((row) => row.text) + (remark === 0 ? 0 : 2 + remark);
}

function widestOf(rows: readonly ClaimRow[]): ClaimRow {
  return rows.reduce((widest, row) => (width(row.text) > width(widest.text) ? row : widest));
}
