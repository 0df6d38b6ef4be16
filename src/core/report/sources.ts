import { LineMap } from '../text/line_map.ts';
import type { Position, SourceFile, Span } from '../text/source.ts';

/** The texts that a report quotes, by path. */
export class Sources {
  readonly #lines = new Map<string, LineMap>();

  constructor(files: Iterable<SourceFile>) {
    for (const file of files) this.#lines.set(file.path, new LineMap(file.text));
  }

  /** The lines of a file, or null where its text is not at hand. */
  lines(path: string): LineMap | null {
    return this.#lines.get(path) ?? null;
  }

  /** Where a span starts; line 1, column 1 of a file that is not at hand. */
  start(span: Span): Position {
    return this.lines(span.path)?.position(span.start) ?? { line: 1, column: 1 };
  }

  end(span: Span): Position {
    return this.lines(span.path)?.position(span.end) ?? { line: 1, column: 1 };
  }

  /** The text of a span; empty where the file is not at hand. */
  text(span: Span): string {
    return this.lines(span.path)?.text.slice(span.start, span.end) ?? '';
  }
}
