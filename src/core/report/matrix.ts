import { padEnd, printable, width } from './printable.ts';

/** Which faults defeat which part of a system. */
export interface Matrix {
  readonly system: string;
  readonly parts: readonly string[];
  readonly faults: readonly string[];
  readonly cells: readonly (readonly boolean[])[];
}

export const MATRIX_FORMATS = ['table', 'csv', 'json', 'svg'] as const;
export type MatrixFormat = (typeof MATRIX_FORMATS)[number];

/** The matrix in a format; with a line end. */
export function matrixText(matrix: Matrix, format: MatrixFormat): string {
  switch (format) {
    case 'table':
      return tableText(matrix);
    case 'csv':
      return csvText(matrix);
    case 'json':
      return `${JSON.stringify(matrix, null, 2)}\n`;
    case 'svg':
      return svgText(matrix);
  }
}

function tableText({ system, parts, faults, cells }: Matrix): string {
  const names = faults.map(printable);
  const first = Math.max(...['parts', ...parts].map((part) => width(printable(part))));
  const row = (label: string, marks: readonly string[]) =>
    `  ${padEnd(label, first)}  ${marks.map((mark, at) => padEnd(mark, width(names[at]!))).join('  ')}`.trimEnd();
  const counts = faults.map((_, at) => String(cells.filter((line) => line[at]).length));
  const body = parts.map((part, at) =>
    row(
      printable(part),
      cells[at]!.map((mark) => (mark ? 'x' : '.')),
    ),
  );
  return `${[`${printable(system)}: which fault defeats which part`, row('', names), ...body, row('parts', counts)].join('\n')}\n`;
}

function csvText({ parts, faults, cells }: Matrix): string {
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = parts.map((part, at) => [part, ...cells[at]!.map((mark) => (mark ? '1' : '0'))].map(quoted).join(','));
  return `${[['part', ...faults].map(quoted).join(','), ...lines].join('\n')}\n`;
}

const CELL = 22;
const LETTER = 7;

function svgText({ system, parts, faults, cells }: Matrix): string {
  const left = 10 + LETTER * Math.max(...parts.map((part) => part.length), 1);
  const top = 10 + LETTER * Math.max(...faults.map((fault) => fault.length), 1);
  const [wide, high] = [left + CELL * faults.length + 10, top + CELL * parts.length + 10];
  const boxes = parts.flatMap((_, row) =>
    faults.map(
      (_, column) =>
        `<rect x="${left + CELL * column}" y="${top + CELL * row}" width="${CELL - 2}" height="${CELL - 2}" fill="${cells[row]![column] ? '#b33' : '#eee'}"/>`,
    ),
  );
  const rows = parts.map(
    (part, row) => `<text x="${left - 6}" y="${top + CELL * row + 15}" text-anchor="end">${escaped(part)}</text>`,
  );
  const columns = faults.map((fault, at) => {
    const x = left + CELL * at + 14;
    return `<text x="${x}" y="${top - 6}" transform="rotate(-90 ${x} ${top - 6})">${escaped(fault)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" font-family="sans-serif" font-size="12"><title>${escaped(system)}: which fault defeats which part</title>${[...boxes, ...rows, ...columns].join('')}</svg>\n`;
}

function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
