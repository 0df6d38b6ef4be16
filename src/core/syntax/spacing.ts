import type { Stretch } from './cut.ts';
import { NAME, NUMBER, STRING } from './generated/alphabet.ts';
import { isWord, type Tokens } from './tokens.ts';

/** A token as the formatter writes it, and what it must know to break a line before it. */
export interface Piece {
  readonly token: number;
  /** The token in its canonical form. */
  readonly text: string;
  /** Whether a blank stands before it where it does not begin a line. */
  readonly blank: boolean;
  /** How many brackets of the item are open around it; a closing bracket counts as its opening one. */
  readonly depth: number;
  readonly role: Role;
}

/** What a token does in its item. Of two tokens that look alike only one may have blanks around it. */
export type Role = 'operand' | 'prefix' | 'infix' | 'label' | 'ascription' | 'other';

const CLAUSES: ReadonlySet<string> = new Set(['assume', 'guarantee', 'invariant']);
const INFIX: ReadonlySet<string> = new Set('<=> => or and == != < <= > >= + - * / div mod ^'.split(' '));

/**
 * The tokens of one item or declaration in their canonical form. `tight` says of a token whether it lies in a range
 * (`1..n-1`), where arithmetic is written without blanks, as it is in subscripts.
 */
export function piecesOf(tokens: Tokens, stretch: Stretch, tight: (token: number) => boolean): Piece[] {
  const spacing = new Spacing(tokens, stretch, tight);
  const pieces: Piece[] = [];
  for (let token = stretch.start; token < stretch.end; token += 1) pieces.push(spacing.next(token));
  return pieces;
}

class Spacing {
  readonly #tokens: Tokens;
  readonly #keyword: string;
  readonly #start: number;
  readonly #tight: (token: number) => boolean;
  readonly #open: ('(' | '[' | 'unit' | '{')[] = [];
  #role: Role = 'other';
  #labelled: boolean;
  /** Whether the last operator is written without blanks, and so are both its sides. */
  #closed = false;

  constructor(tokens: Tokens, { start }: Stretch, tight: (token: number) => boolean) {
    this.#tokens = tokens;
    this.#start = start;
    this.#keyword = tokens.spelling(start);
    this.#labelled = !CLAUSES.has(this.#keyword);
    this.#tight = tight;
  }

  next(token: number): Piece {
    const spelling = this.#tokens.spelling(token);
    const before = token > this.#start ? this.#tokens.spelling(token - 1) : '';
    const inUnit = this.#open.includes('unit');
    const role = this.#roleOf(token, spelling);
    const opensUnit = spelling === '[' && this.#followsType(token);
    if (')]}'.includes(spelling)) this.#open.pop();
    const depth = this.#open.length;
    const blank = token > this.#start && !inUnit && this.#blankBefore(token, spelling, before, role, opensUnit);
    if (spelling === '[') this.#open.push(opensUnit ? 'unit' : '[');
    else if (spelling === '(' || spelling === '{') this.#open.push(spelling);
    this.#role = role;
    return { token, text: canonical(this.#tokens, token), blank, depth, role };
  }

  #roleOf(token: number, spelling: string): Role {
    if (spelling === ':') return this.#colon();
    const code = this.#tokens.codes[token]!;
    if (code === NAME || code === NUMBER || code === STRING) return 'operand';
    if (')]'.includes(spelling) || spelling === 'true' || spelling === 'false' || spelling === 'step') return 'operand';
    if (spelling === '-' && this.#role !== 'operand') return 'prefix';
    return INFIX.has(spelling) ? 'infix' : 'other';
  }

  #colon(): Role {
    const inside = this.#open.length > 0;
    if (inside) return this.#keyword === 'fun' && this.#open.length === 1 ? 'ascription' : 'label';
    if (this.#labelled) return 'ascription';
    this.#labelled = true;
    return 'label';
  }

  /** `real [m]`: the name before is the name of a type. */
  #followsType(token: number): boolean {
    const between = this.#tokens.spelling(token - 2);
    if (this.#keyword === 'type') return between === '=' && token === this.#start + 4;
    return between === ':' && this.#previousColon === token - 2;
  }

  #previousColon = -1;

  #blankBefore(token: number, spelling: string, before: string, role: Role, opensUnit: boolean): boolean {
    if (role === 'ascription') this.#previousColon = token;
    const wasClosed = this.#closed;
    this.#closed = false;
    if (role === 'infix') {
      this.#closed = this.#isTight(token, spelling);
      return !this.#closed;
    }
    if (wasClosed || this.#role === 'prefix' || '(['.includes(before)) return spelling === '}';
    if (before === '.' || before === '@') return false;
    if (before === '..' && this.#tight(token)) return false;
    if (spelling === '[') return opensUnit;
    if (spelling === '(') return !this.#isName(token - 1);
    if (spelling === '..') return isWord(this.#tokens.codes[token - 1]!) && !['step', 'true', 'false'].includes(before);
    return !([',', '.', ')', ']'].includes(spelling) || role === 'label');
  }

  /** `x^2`, and arithmetic in subscripts and ranges; but `3 m * x` would become another unit without its blanks. */
  #isTight(token: number, spelling: string): boolean {
    if (!['^', '+', '-', '*', '/'].includes(spelling)) return false;
    const measured = this.#tokens.codes[token - 1] === NUMBER && /[A-Za-z%]/.test(canonical(this.#tokens, token - 1));
    if (measured && spelling !== '+' && spelling !== '-') return false;
    return spelling === '^' || this.#open.at(-1) === '[' || this.#tight(token);
  }

  #isName(token: number): boolean {
    return this.#tokens.codes[token] === NAME;
  }
}

/** Numbers have one blank before their unit, and none before a lone `%`. */
function canonical(tokens: Tokens, token: number): string {
  const text = tokens.textOf(token);
  if (tokens.codes[token] !== NUMBER) return text;
  const [, digits = text, unit = ''] =
    /^([0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?)[ \t]*(.*)$/.exec(text) ?? [];
  if (unit === '' || unit === '%') return `${digits}${unit}`;
  return `${digits} ${unit}`;
}
