export const LINE_END = '\n';

/** One line of a table that is not empty, with its number. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads comma-separated values; a cell in quotes may hold commas, and two quotes in it are one. Cells are trimmed. */
export function readTable(csv: string): TableRow[] {
  return csv
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((text, at) => ({ line: at + 1, cells: cellsOf(text) }))
    .filter(({ cells }) => cells.length > 1 || cells[0] !== '');
}

function cellsOf(text: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (quoted && character === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...cells, cell.trim()];
}
