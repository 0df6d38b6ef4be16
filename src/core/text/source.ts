/** A file's text with the path under which the user knows it. The path is also the key of spans. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A half-open range `[start, end)` of UTF-16 offsets into the text of the file `path`. */
export interface Span {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** A place for people: 1-based line and column (column counts UTF-16 units). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The smallest span covering both; both must lie in the same file. */
export function join(a: Span, b: Span): Span {
  return { path: a.path, start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
