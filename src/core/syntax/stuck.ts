import { type Diagnostic, diagnostic, type Related } from '../diagnostics/diagnostic.ts';
import type { Code } from '../diagnostics/registry.ts';
import type { Span } from '../text/source.ts';
import type { Stretch } from './cut.ts';
import { annotationEnd } from './cut.ts';
import { NAME, NUMBER, STRING, SYMBOLS, WORDS } from './generated/alphabet.ts';
import { isWord, type Tokens } from './tokens.ts';

/** What the grammar was reading when it could not go on. */
export type Subject = 'declaration' | 'component' | 'item';

/** The place where the grammar could not go on in a stretch of tokens, and what could have stood there. */
export class Stuck {
  readonly tokens: Tokens;
  readonly stretch: Stretch;
  /** The token at which there is no way on; `stretch.end` where the stretch is too short. */
  readonly at: number;
  readonly subject: Subject;
  /** The first token that belongs to no annotation. */
  readonly first: number;
  readonly #expected: ReadonlySet<string>;

  constructor(tokens: Tokens, stretch: Stretch, at: number, expected: ReadonlySet<string>, subject: Subject) {
    this.tokens = tokens;
    this.stretch = stretch;
    this.at = at;
    this.subject = subject;
    this.first = afterAnnotations(tokens, stretch);
    this.#expected = expected;
  }

  get atEnd(): boolean {
    return this.at >= this.stretch.end;
  }

  /** The word or sign at the place as the language spells it; the text of names and numbers; '' at the end. */
  get here(): string {
    return this.atEnd ? '' : this.tokens.spelling(this.at);
  }

  /** The same of a token before (-1 …) or after (1 …) the place; '' outside of the stretch. */
  near(offset: number): string {
    const token = this.at + offset;
    return token < this.stretch.start || token >= this.stretch.end ? '' : this.tokens.spelling(token);
  }

  /** The word that begins the declaration or item; '' where no reserved word does. */
  get keyword(): string {
    const { codes } = this.tokens;
    return this.first < this.stretch.end && isWord(codes[this.first]!) ? this.tokens.spelling(this.first) : '';
  }

  isName(token: number = this.at): boolean {
    return this.#codeAt(token) === NAME;
  }

  isNumber(token: number = this.at): boolean {
    return this.#codeAt(token) === NUMBER;
  }

  isText(token: number = this.at): boolean {
    return this.#codeAt(token) === STRING;
  }

  isReserved(token: number = this.at): boolean {
    return isWord(this.#codeAt(token));
  }

  #codeAt(token: number): string {
    return token < this.stretch.start || token >= this.stretch.end ? '' : this.tokens.codes[token]!;
  }

  /** Whether one of these words or signs could have stood at the place. */
  expects(...spellings: readonly string[]): boolean {
    return spellings.some((spelling) => this.#expected.has(WORDS.get(spelling) ?? SYMBOLS.get(spelling) ?? ''));
  }

  get expectsName(): boolean {
    return this.#expected.has(NAME);
  }

  get expectsText(): boolean {
    return this.#expected.has(STRING);
  }

  /** A name, and nothing else that an expression could begin with. */
  get expectsOnlyName(): boolean {
    return this.expectsName && !this.#expected.has(NUMBER);
  }

  get expectsOperand(): boolean {
    return this.#expected.has(NUMBER) && this.expects('(', 'if');
  }

  /** After a complete operand: an operator could have followed. */
  get expectsOperator(): boolean {
    return this.expects('+');
  }

  /** An operand right after an operand. */
  get isStrayOperand(): boolean {
    const starts =
      this.isName() || this.isNumber() || this.isText() || ['(', 'true', 'false', 'not', 'if'].includes(this.here);
    const before = this.near(-1);
    const ended =
      this.isName(this.at - 1) || this.isNumber(this.at - 1) || [')', ']', 'true', 'false'].includes(before);
    return starts && ended;
  }

  /** The single word or sign that could have stood here, or null. */
  get onlyExpected(): string | null {
    if (this.#expected.size !== 1) return null;
    const [code] = this.#expected;
    return [...WORDS, ...SYMBOLS].find(([, known]) => known === code)?.[0] ?? null;
  }

  /** The innermost bracket that is open at the place, or -1. */
  get opener(): number {
    const open: number[] = [];
    for (let token = this.stretch.start; token < this.at; token += 1) {
      const code = this.tokens.codes[token]!;
      if ('([{'.includes(code)) open.push(token);
      else if (')]}'.includes(code)) open.pop();
    }
    return open.at(-1) ?? -1;
  }

  /** The token as written, between backticks; for the end, what follows there. */
  get shown(): string {
    return this.atEnd ? 'the end' : `\`${this.tokens.textOf(this.at)}\``;
  }

  /** The token before, as written, between backticks. */
  get shownBefore(): string {
    return `\`${this.tokens.textOf(this.at - 1)}\``;
  }

  get spanHere(): Span {
    return this.atEnd ? this.spanMissing : this.tokens.span(this.at);
  }

  /** Where something is missing: right after the token before the place. */
  get spanMissing(): Span {
    return this.tokens.after(this.at - 1);
  }

  /** A report at the token that cannot stand here. */
  wrong(code: Code, message: string, help: string | null = null, related: readonly Related[] = []): Diagnostic {
    return diagnostic(code, message, this.spanHere, { help, related });
  }

  /** A report at the place where something is missing. */
  missing(message: string, help: string | null = null, related: readonly Related[] = []): Diagnostic {
    return diagnostic('SV013', message, this.spanMissing, { help, related });
  }
}

function afterAnnotations(tokens: Tokens, { start, end }: Stretch): number {
  let at = start;
  while (at < end && tokens.codes[at] === '@') at = annotationEnd(tokens.codes, at);
  return Math.min(at, end);
}
