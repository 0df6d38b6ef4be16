import type { Span } from '../text/source.ts';
import { NAME, NUMBER, STRING, SYMBOLS, WORDS } from './generated/alphabet.ts';

const SPELLING: ReadonlyMap<string, string> = new Map(
  [...WORDS, ...SYMBOLS].map(([spelling, code]): [string, string] => [code, spelling]),
);

/** A stretch of text between tokens that people wrote for people. `end` excludes the line end of a line comment. */
export interface Comment {
  readonly start: number;
  readonly end: number;
}

/**
 * The tokens of one file, as columns. `codes` has one character a token (see generated/alphabet.ts): it is the text
 * that the grammar matches. `starts` and `ends` are UTF-16 offsets into `text`.
 */
export class Tokens {
  readonly path: string;
  readonly text: string;
  readonly codes: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** All comments in source order, documentation included. */
  readonly comments: readonly Comment[];
  /** The `///` lines that stand right before a token, joined by newlines, by the token's index. */
  readonly documentation: ReadonlyMap<number, string>;
  /** Tokens that the lexer could not make sense of, and has reported, in order; with `count` if the end was swallowed. */
  readonly spoiled: readonly number[];

  constructor(parts: {
    path: string;
    text: string;
    codes: string;
    starts: readonly number[];
    ends: readonly number[];
    comments: readonly Comment[];
    documentation: ReadonlyMap<number, string>;
    spoiled: readonly number[];
  }) {
    this.path = parts.path;
    this.text = parts.text;
    this.codes = parts.codes;
    this.starts = parts.starts;
    this.ends = parts.ends;
    this.comments = parts.comments;
    this.documentation = parts.documentation;
    this.spoiled = parts.spoiled;
  }

  get count(): number {
    return this.starts.length;
  }

  /** The token as written. */
  textOf(token: number): string {
    return this.text.slice(this.starts[token], this.ends[token]);
  }

  /** The token as the language writes it: a foreign sign or a misspelt word as what it was read as. */
  spelling(token: number): string {
    return spellingOf(this.codes[token]!) ?? this.textOf(token);
  }

  /** The span of the tokens `from` up to, not including, `to`; at least one token. */
  span(from: number, to: number = from + 1): Span {
    return { path: this.path, start: this.starts[from]!, end: this.ends[to - 1]! };
  }

  /** Whether a mistake among the tokens from `start` up to and including `end` is already reported. */
  isSpoiled(start: number, end: number): boolean {
    let low = 0;
    let high = this.spoiled.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.spoiled[middle]! < start) low = middle + 1;
      else high = middle;
    }
    return low < this.spoiled.length && this.spoiled[low]! <= end;
  }

  /** Whether a token and the next one stand on one line. */
  onOneLine(token: number): boolean {
    return !this.text.slice(this.ends[token], this.starts[token + 1]).includes('\n');
  }

  /** The empty place right after a token: where something that should follow it is missing. */
  after(token: number): Span {
    const at = token < 0 ? 0 : this.ends[token]!;
    return { path: this.path, start: at, end: at };
  }

  /** The same tokens under other codes: used where a misspelt keyword is read as the keyword that was meant. */
  recoded(codes: string): Tokens {
    return new Tokens({ ...this.columns(), codes });
  }

  private columns() {
    const { path, text, starts, ends, comments, documentation, spoiled } = this;
    return { path, text, starts, ends, comments, documentation, spoiled };
  }
}

/** The word or symbol of a code; null for names, numbers, texts and strays. */
export function spellingOf(code: string): string | null {
  return SPELLING.get(code) ?? null;
}

/** Whether a code is a reserved word. */
export function isWord(code: string): boolean {
  return code !== NAME && code !== NUMBER && code !== STRING && /^[a-z]/.test(SPELLING.get(code) ?? '');
}
