import { COLUMNS } from './frame.ts';
import { overlapLines } from './overlap_text.ts';
import { padEnd, padStart, printable, width } from './printable.ts';

/** Which faults defeat which part of a system, and what follows if one part that works is enough. */
export interface Matrix {
  readonly system: string;
  readonly parts: readonly string[];
  readonly faults: readonly string[];
  readonly cells: readonly (readonly boolean[])[];
  /** Pairs and triples of parts that some fault defeats together. */
  readonly pairs: readonly SharedFaults[];
  readonly triples: readonly SharedFaults[];
  /** The most faults of which any combination leaves some part; null where no combination defeats all. */
  readonly tolerates: number | null | 'too many';
  /** The smallest sets of parts that any so many faults leave some part of; null where there are too many to look through. */
  readonly enough: readonly { readonly tolerating: number; readonly sets: readonly (readonly string[])[] | null }[];
  /** One more part, by the one fault that defeats it; the best first. Null where there are too many combinations. */
  readonly added: readonly { readonly fault: string; readonly tolerates: number; readonly smallest: number }[] | null;
  /** The faults of the smallest combinations that defeat all. */
  readonly toWithstand: readonly string[];
}

export interface SharedFaults {
  readonly parts: readonly string[];
  readonly faults: readonly string[];
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

function tableText(matrix: Matrix): string {
  const { system, parts, faults, cells } = matrix;
  const named = faults.map(printable);
  const first = Math.max(...['parts', ...parts].map((part) => width(printable(part))));
  const isWide = first + named.reduce((sum, name) => sum + width(name) + 2, 2) > COLUMNS;
  const heads = isWide ? named.map((_, at) => String(at + 1)) : named;
  const row = (label: string, marks: readonly string[]) =>
    `  ${padEnd(label, first)}  ${marks.map((mark, at) => padEnd(mark, width(heads[at]!))).join('  ')}`.trimEnd();
  const counts = faults.map((_, at) => String(cells.filter((line) => line[at]).length));
  const body = parts.map((part, at) =>
    row(
      printable(part),
      cells[at]!.map((mark) => (mark ? 'x' : '.')),
    ),
  );
  const legend = isWide ? ['', ...named.map((name, at) => `  ${padStart(heads[at]!, 3)}  ${name}`)] : [];
  const title = `${printable(system)}: which fault defeats which part`;
  return `${[title, row('', heads), ...body, row('parts', counts), ...legend, ...overlapLines(matrix)].join('\n')}\n`;
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
