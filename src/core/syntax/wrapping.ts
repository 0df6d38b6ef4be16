import type { Piece } from './spacing.ts';

/** Lines are not longer than this where there is a place to break them. */
export const WIDTH = 120;

/** A piece with the comments that stand at it inside an item. */
export interface Noted extends Piece {
  /** Comments on lines of their own before it. */
  readonly above: readonly string[];
  /** Comments on its line after it; after a `//` the line must end. */
  readonly beside: readonly string[];
}

/** One line of the result; the indentation counts blanks. */
export interface Line {
  readonly indent: number;
  readonly text: string;
}

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='];

/** Signs before which a line may be broken, those that say most about the structure first. */
const BEFORE: readonly (readonly string[])[] = [
  ['unless', 'tolerating', 'for', '->'],
  ['then', 'else', 'within'],
  ['<=>'],
  ['=>'],
  ['or'],
  ['and'],
  COMPARISONS,
  ['+', '-'],
  ['*', '/', 'div', 'mod'],
];

/** Sets an item: on one line where it fits, else broken at all places of one kind, and so on inside of the parts. */
export function wrapped(pieces: readonly Noted[], indent: number, room: number = 0): Line[] {
  if (pieces.length === 0) return [];
  const parts = atComments(pieces);
  if (parts.length > 1) return parts.flatMap((part, at) => wrapped(part, at === 0 ? indent : indent + 4, room));
  const above = pieces[0]!.above.map((text) => ({ indent, text }));
  const text = joined(pieces);
  if (indent + text.length + room <= WIDTH) return [...above, { indent, text }];
  return [...above, ...(broken(pieces, indent, room) ?? [{ indent, text }])];
}

/** Comments force a line to end. */
function atComments(pieces: readonly Noted[]): Noted[][] {
  const parts: Noted[][] = [];
  let part: Noted[] = [];
  for (const piece of pieces) {
    const ends = part.at(-1)?.beside.at(-1)?.startsWith('//') ?? false;
    if (part.length > 0 && (ends || piece.above.length > 0)) {
      parts.push(part);
      part = [];
    }
    part.push(piece);
  }
  return [...parts, part];
}

function joined(pieces: readonly Noted[]): string {
  return pieces.map((piece, at) => `${at > 0 && needsBlank(pieces, at) ? ' ' : ''}${spelled(piece)}`).join('');
}

/** A blank also keeps a comment off what follows it. */
function needsBlank(pieces: readonly Noted[], at: number): boolean {
  return pieces[at]!.blank || pieces[at - 1]!.beside.length > 0;
}

function spelled(piece: Noted): string {
  return [piece.text, ...piece.beside].join(' ');
}

function broken(pieces: readonly Noted[], indent: number, room: number): Line[] | null {
  const depth = Math.min(...pieces.map((piece) => piece.depth));
  const places = breakPlaces(pieces, depth);
  if (places.length > 0) return brokenAt(pieces, places, indent, room);
  return bracketed(pieces, depth, indent, room);
}

/** The indices of the pieces that begin a line: all of the first kind that occurs. */
function breakPlaces(pieces: readonly Noted[], depth: number): number[] {
  const where = (test: (piece: Noted, at: number) => boolean): number[] =>
    pieces.flatMap((piece, at) => (at > 0 && piece.depth === depth && test(piece, at) ? [at] : []));
  const label = where((_, at) => pieces[at - 1]!.role === 'label' && pieces[at - 1]!.depth === depth);
  for (const [kind, signs] of BEFORE.entries()) {
    const signed = where((piece) => piece.role !== 'prefix' && piece.role !== 'operand' && signs.includes(piece.text));
    const found = kind === 0 ? [...label, ...signed].sort((a, b) => a - b) : signed;
    if (found.length > 0) return found;
  }
  const commas = where((_, at) => pieces[at - 1]!.text === ',' && pieces[at - 1]!.depth === depth);
  return commas.length > 0 || depth > 0 ? commas : where((_, at) => pieces[at - 1]!.text === '=');
}

function brokenAt(pieces: readonly Noted[], places: readonly number[], indent: number, room: number): Line[] {
  const edges = [0, ...places, pieces.length];
  return edges.slice(1).flatMap((end, at) => {
    const part = pieces.slice(edges[at], end);
    return wrapped(part, at === 0 ? indent : indent + 4, end === pieces.length ? room : 0);
  });
}

/** `C(` – what is inside on lines of its own – `)`: for the longest bracket of this depth. */
function bracketed(pieces: readonly Noted[], depth: number, indent: number, room: number): Line[] | null {
  const group = longestGroup(pieces, depth);
  if (group === null) return null;
  const { open, close } = group;
  const inside = pieces.slice(open + 1, close);
  const commas = inside.flatMap((piece, at) => (piece.text === ',' && piece.depth === depth + 1 ? [at + 1] : []));
  const edges = [0, ...commas, inside.length];
  const lines = edges.slice(1).flatMap((end, at) => wrapped(inside.slice(edges[at], end), indent + 2));
  return [...wrapped(pieces.slice(0, open + 1), indent), ...lines, ...wrapped(pieces.slice(close), indent, room)];
}

function longestGroup(pieces: readonly Noted[], depth: number): { open: number; close: number } | null {
  let best: { open: number; close: number } | null = null;
  let open = -1;
  for (const [at, piece] of pieces.entries()) {
    if (piece.depth !== depth) continue;
    if (['(', '[', '{'].includes(piece.text)) open = at;
    const closes = [')', ']', '}'].includes(piece.text) && open >= 0 && at > open + 1;
    if (closes && (best === null || at - open > best.close - best.open)) best = { open, close: at };
  }
  return best;
}
