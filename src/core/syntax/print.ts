import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../text/source.ts';
import { annotationEnd, cutBody, cutDeclarations, cutItemsOf, type Segment, type Stretch } from './cut.ts';
import { WORDS } from './generated/alphabet.ts';
import { lex } from './lex.ts';
import { parseModule } from './parse.ts';
import { rangeTokens } from './range_tokens.ts';
import { piecesOf } from './spacing.ts';
import type { Comment, Tokens } from './tokens.ts';
import { type Noted, WIDTH, wrapped } from './wrapping.ts';

/** A formatted file, or why it cannot be formatted. */
export type Formatted =
  | { readonly kind: 'formatted'; readonly text: string }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/**
 * Writes a file in the one canonical layout, which depends on its tokens and comments only: files that differ in white
 * space give the same text. Comments stay between the tokens where they stand, and on the line of the token before
 * them or on a line of their own, as they were; documentation is always on lines of its own. Formatting twice changes
 * nothing, and the meaning never changes. A file with syntax errors is refused.
 */
export function formatModule(source: SourceFile): Formatted {
  const { product, diagnostics } = parseModule(source);
  if (diagnostics.length > 0) return { kind: 'refused', diagnostics };
  const { tokens } = lex(source);
  const text = new Printer(tokens, rangeTokens(product, tokens)).run();
  const after = lex({ path: source.path, text }).tokens;
  const lost = after.codes !== tokens.codes || after.comments.length !== tokens.comments.length;
  if (lost) throw new Error('the formatter would change the file');
  return { kind: 'formatted', text };
}

const [MODE, COMPONENT, SYSTEM] = ['mode', 'component', 'system'].map((word) => WORDS.get(word)!);

class Printer {
  readonly #tokens: Tokens;
  readonly #inRange: ReadonlySet<number>;
  /** The comments between a token and the one before it, by the index of the token. */
  readonly #comments: ReadonlyMap<number, readonly Comment[]>;
  readonly #lines: string[] = [];
  /** Whether the next comments stand at the head of the file: they speak of all of it, and a blank line follows. */
  #heads: boolean;

  constructor(tokens: Tokens, inRange: ReadonlySet<number>) {
    this.#tokens = tokens;
    this.#inRange = inRange;
    this.#comments = commentsByToken(tokens);
    this.#heads = tokens.count > 0;
  }

  run(): string {
    let before: Segment | null = null;
    for (const segment of cutDeclarations(this.#tokens)) {
      if (before !== null && !this.#belongTogether(before, segment)) this.#lines.push('');
      this.#declaration(segment);
      before = segment;
    }
    const last = this.#above(this.#tokens.count);
    if (last.length > 0 && before !== null) this.#lines.push('');
    this.#own(last, 0);
    return this.#lines.length === 0 ? '' : `${this.#lines.join('\n')}\n`;
  }

  /** Declarations of one line and one kind, such as several `unit`, stand without a blank line between them. */
  #belongTogether(before: Segment, after: Segment): boolean {
    const { codes } = this.#tokens;
    if (codes[before.keyword] !== codes[after.keyword] || this.#above(after.start).length > 0) return false;
    return this.#oneLineBlock(before) !== false && this.#oneLineBlock(after) !== false;
  }

  /** The pieces of a component that goes on one line, false where it does not; null for what has no body. */
  #oneLineBlock(segment: Segment): readonly Noted[] | false | null {
    const code = this.#tokens.codes[segment.keyword];
    if (code !== COMPONENT && code !== SYSTEM) return null;
    const { open, items } = cutBody(this.#tokens, segment)!;
    return this.#oneLine({ start: segment.keyword, end: segment.end }, open, items, 0) ?? false;
  }

  #declaration(segment: Segment): void {
    const code = this.#tokens.codes[segment.keyword];
    if (code !== COMPONENT && code !== SYSTEM) {
      this.#item(segment, 0);
      return;
    }
    const { open, items } = cutBody(this.#tokens, segment)!;
    this.#block(segment, open, items, 0);
  }

  /** An item with its annotations, each on its own line. */
  #item(stretch: Stretch, indent: number): void {
    const start = this.#afterAnnotations(stretch);
    if (this.#tokens.codes[start] !== MODE) {
      this.#annotations(stretch, start, indent);
      this.#line({ start, end: stretch.end }, indent);
      return;
    }
    const open = this.#tokens.codes.indexOf('{', start);
    this.#block(stretch, open, cutItemsOf(this.#tokens, open + 1, stretch.end - 1), indent);
  }

  /** `head { items }`: on one line where there is at most one item, it fits, and no comment stands inside. */
  #block(stretch: Stretch, open: number, items: readonly Stretch[], indent: number): void {
    const start = this.#afterAnnotations(stretch);
    this.#annotations(stretch, start, indent);
    const line = this.#oneLine({ start, end: stretch.end }, open, items, indent);
    if (line !== null) {
      this.#own(this.#above(start), indent);
      this.#write(line, indent);
      return;
    }
    this.#line({ start, end: open + 1 }, indent);
    for (const item of items) this.#item(item, indent + 2);
    this.#own(this.#above(stretch.end - 1), indent + 2);
    this.#write(this.#noted({ start: stretch.end - 1, end: stretch.end }), indent);
  }

  /** The pieces of a block that goes on one line, or null. */
  #oneLine({ start, end }: Stretch, open: number, items: readonly Stretch[], indent: number): Noted[] | null {
    if (items.length > 1 || /[@{]/.test(this.#tokens.codes.slice(open + 1, end))) return null;
    for (let token = start + 1; token < end; token += 1) if (this.#comments.has(token)) return null;
    const parts = [{ start, end: open + 1 }, ...items, { start: end - 1, end }].map((part) => this.#noted(part));
    const pieces = parts.flatMap((part, at) =>
      at === 0 ? part : part.map((piece, n) => (n === 0 ? { ...piece, blank: true } : piece)),
    );
    return wrapped(pieces, indent).length === 1 && wrapped(pieces, indent)[0]!.text.length + indent <= WIDTH
      ? pieces
      : null;
  }

  #annotations(stretch: Stretch, end: number, indent: number): void {
    for (let at = stretch.start; at < end; ) {
      const next = annotationEnd(this.#tokens.codes, at);
      this.#line({ start: at, end: next }, indent);
      at = next;
    }
  }

  #afterAnnotations({ start, end }: Stretch): number {
    let at = start;
    while (at < end && this.#tokens.codes[at] === '@') at = annotationEnd(this.#tokens.codes, at);
    return at;
  }

  /** A stretch of tokens with the comments above it and beside its end. */
  #line(stretch: Stretch, indent: number): void {
    this.#own(this.#above(stretch.start), indent);
    this.#write(this.#noted(stretch), indent);
  }

  #write(pieces: readonly Noted[], indent: number): void {
    for (const line of wrapped(pieces, indent)) this.#lines.push(`${' '.repeat(line.indent)}${line.text}`);
  }

  #own(comments: readonly string[], indent: number): void {
    const headEnd = this.#heads ? comments.findLastIndex((comment) => !isDocumentation(comment)) : -1;
    this.#heads = false;
    for (const [at, comment] of comments.entries()) {
      this.#lines.push(`${' '.repeat(indent)}${comment}`);
      if (at === headEnd) this.#lines.push('');
    }
  }

  #noted(stretch: Stretch): Noted[] {
    const pieces = piecesOf(this.#tokens, stretch, (token) => this.#inRange.has(token));
    return pieces.map((piece) => ({
      ...piece,
      above: piece.token === stretch.start ? [] : this.#above(piece.token),
      beside: this.#beside(piece.token),
    }));
  }

  /** The comments before a token that stand on lines of their own. */
  #above(token: number): readonly string[] {
    const all = this.#comments.get(token) ?? [];
    return all.slice(this.#countBeside(token)).map((comment) => this.#textOf(comment));
  }

  /** The comments after a token that stand on its line. */
  #beside(token: number): readonly string[] {
    const all = this.#comments.get(token + 1) ?? [];
    return all.slice(0, this.#countBeside(token + 1)).map((comment) => this.#textOf(comment));
  }

  #countBeside(token: number): number {
    const all = this.#comments.get(token) ?? [];
    let end = token > 0 ? this.#tokens.ends[token - 1]! : 0;
    let count = 0;
    for (const comment of all) {
      const text = this.#textOf(comment);
      const apart = token === 0 || this.#tokens.text.slice(end, comment.start).includes('\n');
      if (apart || isDocumentation(text) || text.includes('\n')) return count;
      end = comment.end;
      count += 1;
    }
    return count;
  }

  #textOf(comment: Comment): string {
    return this.#tokens.text.slice(comment.start, comment.end).replaceAll('\r\n', '\n').trimEnd();
  }
}

function isDocumentation(text: string): boolean {
  return text.startsWith('///') && !text.startsWith('////');
}

function commentsByToken(tokens: Tokens): Map<number, Comment[]> {
  const found = new Map<number, Comment[]>();
  let token = 0;
  for (const comment of tokens.comments) {
    while (token < tokens.count && tokens.starts[token]! < comment.start) token += 1;
    const before = found.get(token);
    if (before === undefined) found.set(token, [comment]);
    else before.push(comment);
  }
  return found;
}
