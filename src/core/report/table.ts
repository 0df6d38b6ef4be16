import { cutEnd, cutMiddle, padEnd, padStart, width } from './printable.ts';

/** Tables of a fixed width: names are cut in the middle, formulas at a word; numbers and remarks never. */

export type ColumnKind = 'name' | 'number' | 'text' | 'remark';

/** Lays `rows` out in aligned columns no wider together than `columns` where names and texts allow it. */
export function table(
  kinds: readonly ColumnKind[],
  rows: readonly (readonly string[])[],
  columns: number,
): readonly string[] {
  const widths = fitted(kinds, rows, columns);
  return rows.map((row) =>
    row
      .map((cell, at) => laid(cell, kinds[at]!, widths[at]!))
      .join('  ')
      .trimEnd(),
  );
}

function laid(cell: string, kind: ColumnKind, columns: number): string {
  switch (kind) {
    case 'name':
      return padEnd(cutMiddle(cell, columns), columns);
    case 'number':
      return padStart(cell, columns);
    case 'remark':
      return padEnd(cell, columns);
    case 'text':
      return padEnd(cutEnd(cell, columns), columns);
  }
}

const LEAST = 12;

/** Natural widths, then texts and after them names made narrower until the row fits. */
function fitted(
  kinds: readonly ColumnKind[],
  rows: readonly (readonly string[])[],
  columns: number,
): readonly number[] {
  const widths = kinds.map((_kind, at) => rows.reduce((widest, row) => Math.max(widest, width(row[at] ?? '')), 0));
  for (const kind of ['text', 'name'] as const) shrink(kinds, widths, columns, kind);
  return widths;
}

function shrink(kinds: readonly ColumnKind[], widths: number[], columns: number, kind: ColumnKind): void {
  for (;;) {
    const over = widths.reduce((sum, each) => sum + each, 2 * (widths.length - 1)) - columns;
    if (over <= 0) return;
    const widest = widestOf(kinds, widths, kind);
    if (widest === -1 || widths[widest]! <= LEAST) return;
    widths[widest]! -= 1;
  }
}

function widestOf(kinds: readonly ColumnKind[], widths: readonly number[], kind: ColumnKind): number {
  let widest = -1;
  for (const [at, each] of widths.entries())
    if (kinds[at] === kind && (widest === -1 || each > widths[widest]!)) widest = at;
  return widest;
}
