import type { Position, Span } from '../text/source.ts';
import { groupBy } from './grouping.ts';
import { type Ink, type Paint, unpainted } from './paint.ts';
import { padStart, printable, width, wrap } from './printable.ts';
import type { Sources } from './sources.ts';

/** Code frames: the lines that a message speaks of, underlined. */

export interface Mark {
  readonly span: Span;
  readonly note: string;
  readonly ink: Ink;
}

/** The columns that every report keeps to. */
export const COLUMNS = 80;

/**
 * The lines around `marks`. `place` (the first mark, unless given) is the place in the header. A file whose text is not at
 * hand has its header alone.
 *
 *        ╭─ specs/pump.safety:7:13
 *      7 │   guarantee flow <= 2 m/s
 *        │                     ─────  length per time
 *        ╰─
 */
export function frame(
  sources: Sources,
  marks: readonly Mark[],
  paint: Paint = unpainted,
  place: Span = marks[0]!.span,
): readonly string[] {
  const gutter = gutterOf(sources, marks);
  const lines: string[] = [];
  for (const [path, group] of byPath(marks)) {
    const corner = rule(gutter, lines.length === 0 ? '╭─' : '├─', paint);
    lines.push(`${corner} ${placeOf(sources, path === place.path ? place : group[0]!.span)}`);
    for (const [number, line] of byLine(sources, group))
      lines.push(...markedLine(sources, path, number, line, gutter, paint));
  }
  return [...lines, rule(gutter, '╰─', paint)];
}

function rule(gutter: number, corner: string, paint: Paint): string {
  return `${' '.repeat(gutter + 1)}${paint('dim', corner)}`;
}

function gutterOf(sources: Sources, marks: readonly Mark[]): number {
  const last = marks.reduce((line, mark) => Math.max(line, sources.start(mark.span).line), 0);
  return Math.max(2, String(last).length);
}

function byPath(marks: readonly Mark[]): ReadonlyMap<string, readonly Mark[]> {
  return groupBy(marks, (mark) => mark.span.path);
}

function byLine(sources: Sources, marks: readonly Mark[]): readonly (readonly [number, readonly Mark[]])[] {
  const groups = groupBy(marks, (mark) => sources.start(mark.span).line);
  return [...groups].sort(([a], [b]) => a - b);
}

interface Underline {
  readonly from: number;
  readonly to: number;
  readonly note: string;
  readonly ink: Ink;
}

function markedLine(
  sources: Sources,
  path: string,
  number: number,
  marks: readonly Mark[],
  gutter: number,
  paint: Paint,
): readonly string[] {
  const text = sources.lines(path)?.line(number);
  if (text === undefined) return [];
  const shown = new ShownLine(text);
  const underlines = marks.map((mark) => underline(sources, shown, mark)).sort((a, b) => a.from - b.from);
  const window = shown.window(underlines[0]!, COLUMNS - gutter - 3);
  const bar = `${' '.repeat(gutter + 1)}${paint('dim', '│')} `;
  const code = `${padStart(String(number), gutter)} ${paint('dim', '│')} ${window.text}`;
  const rows = rowsOf(underlines.map((each) => moved(each, window)));
  return [code.trimEnd(), ...rows.flatMap((row) => drawn(row, COLUMNS - gutter - 3, paint)).map((row) => bar + row)];
}

function underline(sources: Sources, shown: ShownLine, mark: Mark): Underline {
  const start = sources.start(mark.span);
  const end = sources.end(mark.span);
  const from = shown.column(start.column - 1);
  const to = end.line > start.line ? shown.column(shown.trimmedLength) : shown.column(end.column - 1);
  return { from, to: Math.max(to, from + 1), note: printable(mark.note), ink: mark.ink };
}

/** A source line as it is printed: tabs as blanks, unsafe characters escaped; knows where each character went. */
class ShownLine {
  readonly #columns: number[] = [];
  readonly #text: string;
  readonly trimmedLength: number;

  constructor(line: string) {
    let text = '';
    let column = 0;
    for (const character of line) {
      for (let unit = 0; unit < character.length; unit += 1) this.#columns.push(column);
      const printed = character === '\t' ? ' '.repeat(4 - (column % 4)) : printable(character);
      text += printed;
      column += width(printed);
    }
    this.#columns.push(column);
    this.#text = text;
    this.trimmedLength = line.trimEnd().length;
  }

  /** The column of the character at a UTF-16 offset. */
  column(offset: number): number {
    return this.#columns[Math.min(Math.max(offset, 0), this.#columns.length - 1)]!;
  }

  /** A part of the line no wider than `columns` that shows the start of `first`. */
  window(first: Underline, columns: number): { readonly text: string; readonly shift: number; readonly end: number } {
    if (width(this.#text) <= columns) return { text: this.#text, shift: 0, end: columns };
    const before = Math.max(0, Math.min(24, columns - 4 - (first.to - first.from)));
    const from = first.to <= columns - 2 ? 0 : this.#wordAt(first.from - before);
    const lead = from > 0 ? '… ' : '';
    const body = columnsOf(this.#text, from, from + columns - lead.length - 2);
    const more = width(this.#text) > from + columns - lead.length - 2 ? ' …' : '';
    return { text: lead + body + more, shift: from - lead.length, end: lead.length + width(body) };
  }

  /** The column where the next word after a column begins, if one is near. */
  #wordAt(column: number): number {
    const blank = this.#text.indexOf(' ', Math.max(0, column));
    return blank >= 0 && blank < column + 16 ? blank + 1 : Math.max(0, column);
  }
}

function columnsOf(text: string, from: number, to: number): string {
  let column = 0;
  let cut = '';
  for (const character of text) {
    if (column >= from && column + width(character) <= to) cut += character;
    column += width(character);
  }
  return cut;
}

function moved(underline: Underline, window: { readonly shift: number; readonly end: number }): Underline {
  const from = Math.min(Math.max(underline.from - window.shift, 0), window.end - 1);
  return { ...underline, from, to: Math.max(from + 1, Math.min(underline.to - window.shift, window.end)) };
}

/** Underlines that fit in one row: all of them where only the last has words; else a row for each, the last first. */
function rowsOf(underlines: readonly Underline[]): readonly (readonly Underline[])[] {
  const wordless = underlines.slice(0, -1).every((each) => each.note === '');
  return wordless ? [underlines] : underlines.map((each) => [each]).reverse();
}

function drawn(row: readonly Underline[], columns: number, paint: Paint): readonly string[] {
  let line = '';
  let column = 0;
  for (const each of row) {
    const from = Math.max(each.from, column);
    const length = Math.max(1, each.to - from);
    line += ' '.repeat(from - column) + paint(each.ink, '─'.repeat(length));
    column = from + length;
  }
  const note = row.at(-1)!.note;
  if (note === '') return [line];
  if (column + 2 + width(note) <= columns) return [`${line}  ${note}`];
  return [line, ...noteBelow(note, row.at(-1)!.from, columns)];
}

function noteBelow(note: string, from: number, columns: number): readonly string[] {
  const indent = Math.min(from, Math.max(0, columns - width(note)));
  const start = columns - indent < 30 ? Math.max(0, columns - 40) : indent;
  return wrap(note, columns - start).map((line) => ' '.repeat(start) + line);
}

/** The position of a span's start, as `path:line:column`. */
export function placeOf(sources: Sources, span: Span): string {
  const at: Position = sources.start(span);
  return `${printable(span.path)}:${at.line}:${at.column}`;
}
