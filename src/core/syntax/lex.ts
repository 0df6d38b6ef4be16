import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../text/source.ts';
import { codePoint, forbiddenCharacters } from './characters.ts';
import { type Foreign, foreignAt, foreignHelp } from './foreign.ts';
import { NAME, NUMBER, STRAY, STRING, SYMBOLS, WORDS } from './generated/alphabet.ts';
import { MAX_DIGITS, MAX_EXPONENT } from './limits.ts';
import { type Comment, Tokens } from './tokens.ts';

const BLANKS = /[ \t\r\n\ufeff]+/y;
// Letters beyond ASCII are reported as characters; here they belong to the name, so that it is one mistake.
const WORD = /[A-Za-z_\p{L}][A-Za-z0-9_\p{L}]*/uy;
const DIGITS = /[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?/y;
const UNIT_NAME = /(?:%|[A-Za-z_\p{L}][A-Za-z0-9_\p{L}]*)(?:\^-?[0-9]+)?/uy;
const UNIT_POWER = /(?:\^-?[0-9]+)?/y;
const SAME_LINE_BLANKS = /[ \t]*/y;
const SYMBOL = new RegExp([...SYMBOLS.keys()].map((symbol) => symbol.replace(/[^A-Za-z0-9]/g, '\\$&')).join('|'), 'y');
const QUOTED = /'[^'\n]*'/y;

/** Cuts a text into tokens. Every mistake is reported and read as something, so that the tokens always cover the text. */
export function lex(source: SourceFile): { tokens: Tokens; diagnostics: readonly Diagnostic[] } {
  const lexer = new Lexer(source);
  const tokens = lexer.run();
  return { tokens, diagnostics: [...forbiddenCharacters(source), ...lexer.diagnostics()] };
}

/**
 * Where the unit expression that may follow a number ends, its blanks included; `at` itself where none follows.
 * A unit expression has no blanks inside; a reserved word is no unit: `5 and`, `3 then`.
 */
export function quantityEnd(text: string, at: number): number {
  const start = matchEnd(SAME_LINE_BLANKS, text, at);
  const inverse = start > at && text.startsWith('1/', start) ? unitEnd(text, start + 2, 0) : -1;
  const end = inverse >= 0 ? inverse : unitEnd(text, start, 0);
  return end < 0 ? at : end;
}

/** The end of the unit product at `at`, or -1. */
function unitEnd(text: string, at: number, depth: number): number {
  let end = unitFactorEnd(text, at, depth);
  if (end < 0) return -1;
  while (text[end] === '*' || text[end] === '/') {
    const next = unitFactorEnd(text, end + 1, depth);
    if (next < 0) return end;
    end = next;
  }
  return end;
}

function unitFactorEnd(text: string, at: number, depth: number): number {
  if (text[at] === '(') {
    const close = depth > 20 ? -1 : unitEnd(text, at + 1, depth + 1);
    return close < 0 || text[close] !== ')' ? -1 : matchEnd(UNIT_POWER, text, close + 1);
  }
  const end = matchEnd(UNIT_NAME, text, at);
  if (end === at) return -1;
  const factor = text.slice(at, end);
  return WORDS.has(factor.replace(/\^.*$/, '')) ? -1 : end;
}

/** The end of the match at `at`; `at` itself where there is none. */
function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

const STRAY_HELP: ReadonlyMap<string, string> = new Map([
  ['?', 'a choice is written `if c then a else b`'],
  ["'", 'the next value of a state is written `next x = …`'],
]);

class Lexer {
  readonly #source: SourceFile;
  readonly #text: string;
  #at = 0;
  #codes = '';
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #comments: Comment[] = [];
  readonly #documentation = new Map<number, string>();
  readonly #spoiled: number[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #foreign = new Map<string, { foreign: Foreign; places: number[] }>();

  constructor(source: SourceFile) {
    this.#source = source;
    this.#text = source.text;
  }

  run(): Tokens {
    while (this.#at < this.#text.length) this.#next();
    return new Tokens({
      path: this.#source.path,
      text: this.#text,
      codes: this.#codes,
      starts: this.#starts,
      ends: this.#ends,
      comments: this.#comments,
      documentation: this.#documentation,
      spoiled: this.#spoiled,
    });
  }

  diagnostics(): readonly Diagnostic[] {
    return [...this.#diagnostics, ...[...this.#foreign.values()].map((seen) => this.#reportForeign(seen))];
  }

  #next(): void {
    const afterBlanks = matchEnd(BLANKS, this.#text, this.#at);
    const first = this.#text.charCodeAt(this.#at);
    if (afterBlanks > this.#at) this.#at = afterBlanks;
    else if (first >= 0x30 && first <= 0x39) this.#number();
    else if (first === 0x22) this.#string();
    else if (!(first === 0x2f && this.#comment()) && !(first >= 0x41 && this.#word())) this.#symbol();
  }

  #add(code: string, end: number): void {
    this.#codes += code;
    this.#starts.push(this.#at);
    this.#ends.push(end);
    this.#at = end;
  }

  #word(): boolean {
    const end = matchEnd(WORD, this.#text, this.#at);
    if (end === this.#at) return false;
    this.#add(WORDS.get(this.#text.slice(this.#at, end)) ?? NAME, end);
    return true;
  }

  #number(): void {
    const end = matchEnd(DIGITS, this.#text, this.#at);
    const refusal = refusedNumber(this.#text.slice(this.#at, end));
    if (refusal !== null) this.#report('SV004', refusal, end, 'no quantity of this world needs such a number');
    this.#add(NUMBER, quantityEnd(this.#text, end));
  }

  #string(): void {
    const newline = this.#text.indexOf('\n', this.#at);
    const line = newline < 0 ? this.#text.length : newline;
    const close = this.#text.indexOf('"', this.#at + 1);
    const closed = close >= 0 && close < line;
    if (!closed) {
      this.#spoiled.push(this.#starts.length);
      this.#report('SV002', 'this text is never closed', line, 'write `"` at its end; a text stays on one line');
    }
    this.#add(STRING, closed ? close + 1 : line);
  }

  /** Whether a comment stands here; it is then behind us. */
  #comment(): boolean {
    if (this.#text.startsWith('//', this.#at)) {
      this.#lineComment(this.#at + 2);
      return true;
    }
    if (!this.#text.startsWith('/*', this.#at)) return false;
    const close = this.#text.indexOf('*/', this.#at + 2);
    if (close < 0) this.#spoiled.push(this.#starts.length);
    if (close < 0) this.#report('SV003', 'this comment is never closed', this.#at + 2, 'write `*/` where it ends');
    this.#endComment(close < 0 ? this.#text.length : close + 2);
    return true;
  }

  #lineComment(bodyStart: number): void {
    const newline = this.#text.indexOf('\n', bodyStart);
    const end = newline < 0 ? this.#text.length : newline;
    const body = this.#text.slice(bodyStart, end).replace(/\r$/, '');
    if (body.startsWith('/') && !body.startsWith('//')) this.#document(body.slice(1));
    this.#endComment(bodyStart + body.length);
  }

  #endComment(end: number): void {
    this.#comments.push({ start: this.#at, end });
    this.#at = end;
  }

  #document(line: string): void {
    const token = this.#starts.length;
    const before = this.#documentation.get(token);
    const text = line.replace(/^ /, '').trimEnd();
    this.#documentation.set(token, before === undefined ? text : `${before}\n${text}`);
  }

  #symbol(): void {
    const foreign = foreignAt(this.#text, this.#at);
    const end = matchEnd(SYMBOL, this.#text, this.#at);
    const quoted = matchEnd(QUOTED, this.#text, this.#at);
    if (foreign !== null) this.#readForeign(foreign);
    else if (end > this.#at) this.#add(SYMBOLS.get(this.#text.slice(this.#at, end))!, end);
    else if (this.#text[this.#at] === '#') this.#hash();
    else if (quoted > this.#at) this.#singleQuoted(quoted);
    else this.#stray();
  }

  #readForeign(foreign: Foreign): void {
    const seen = this.#foreign.get(foreign.sign);
    if (seen === undefined) this.#foreign.set(foreign.sign, { foreign, places: [this.#at] });
    else seen.places.push(this.#at);
    const end = this.#at + foreign.sign.length;
    if (foreign.code === null) this.#at = end;
    else this.#add(foreign.code, end);
  }

  #reportForeign({ foreign, places }: { foreign: Foreign; places: readonly number[] }): Diagnostic {
    const spans = places.map((start) => ({ path: this.#source.path, start, end: start + foreign.sign.length }));
    const more = places.length > 1 ? `, here and in ${places.length - 1} more places` : '';
    return diagnostic('SV011', `\`${foreign.sign}\` is not a sign of this language${more}`, spans[0]!, {
      help: foreignHelp(foreign),
      related: spans.slice(1, 4).map((span) => ({ span, message: 'and here' })),
    });
  }

  #hash(): void {
    const newline = this.#text.indexOf('\n', this.#at);
    const end = newline < 0 ? this.#text.length : newline;
    this.#report('SV011', '`#` does not begin a comment', this.#at + 1, 'write `//`');
    this.#at = end;
  }

  #singleQuoted(end: number): void {
    this.#report(
      'SV011',
      'text stands between double quotes',
      end,
      `write "${this.#text.slice(this.#at + 1, end - 1)}"`,
    );
    this.#add(STRING, end);
  }

  #stray(): void {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at)!);
    const end = this.#at + character.length;
    if (/[\p{C}\p{Zl}\p{Zp}]/u.test(character)) {
      this.#at = end; // reported among the forbidden characters
      return;
    }
    const shown = character > '~' ? `${codePoint(character)} \`${character}\`` : `\`${character}\``;
    this.#spoiled.push(this.#starts.length);
    const help = STRAY_HELP.get(character) ?? null;
    this.#report('SV011', `${shown} is not a sign of this language`, end, help);
    this.#add(STRAY, end);
  }

  #report(code: 'SV002' | 'SV003' | 'SV004' | 'SV011', message: string, end: number, help: string | null): void {
    this.#diagnostics.push(diagnostic(code, message, { path: this.#source.path, start: this.#at, end }, { help }));
  }
}

/** Why a number is refused, or null: exact arithmetic must stay affordable. */
function refusedNumber(text: string): string | null {
  if (text.length > MAX_DIGITS && text.replaceAll('_', '').length > MAX_DIGITS) {
    return `this number has more than ${MAX_DIGITS} digits`;
  }
  const exponent = /[eE]([+-]?)([0-9]+)$/.exec(text);
  if (exponent === null) return null;
  const size = exponent[2]!.replace(/^0+(?=.)/, '');
  const tooLarge = size.length > 6 || BigInt(size) > MAX_EXPONENT;
  return tooLarge ? `the exponent of this number is larger than ${MAX_EXPONENT}` : null;
}
