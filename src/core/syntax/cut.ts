import { NAME, NUMBER, STRING, SYMBOLS, WORDS } from './generated/alphabet.ts';
import type { Tokens } from './tokens.ts';

/** A run of consecutive tokens `[start, end)`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The tokens of one declaration, its annotations included. */
export interface Segment extends Stretch {
  /** The token of its keyword; `end` where there is none. */
  readonly keyword: number;
  /** Whether a brace is still open at the end. */
  readonly unclosed: boolean;
}

/** The tokens of a component's body between its braces, cut into items. */
export interface Body {
  /** The token `{`. */
  readonly open: number;
  readonly items: readonly Stretch[];
  /** Whether the component's own `}` is missing. */
  readonly unclosed: boolean;
}

const code = (word: string): string => WORDS.get(word)!;
const codesOf = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(code));

/** These stand at top level only, so each of them begins a declaration wherever it occurs. */
const DECLARATION_WORDS = codesOf('component system verify import type const unit fun');
const COMPONENT_WORDS = codesOf('component system');
/** These begin an item wherever they occur in a body. */
const ITEM_WORDS = codesOf('param out delayed var state next let part connect assume guarantee invariant mode fault');
const CLAUSE_WORDS = codesOf('assume guarantee invariant');
/** These are followed by a name. */
export const NAMING_WORDS = codesOf(
  'param in out var state next let part mode fault component system type const unit fun verify refines',
);
/** After these an expression goes on, so that no declaration or item begins on their line. */
const BEFORE_OPERAND: ReadonlySet<string> = new Set([
  ...codesOf('if then else and or not div mod when whenever within tolerating unless'),
  ...['=>', '<=>', '==', '!=', '<=', '>='].map((symbol) => SYMBOLS.get(symbol)!),
]);
/** What may follow the first name of a range's low end. */
const RANGE_GOES_ON: ReadonlySet<string> = new Set([...'+-*/^.([', ...codesOf('div mod'), SYMBOLS.get('..')!]);
const [IN, STEP, OUT, DELAYED, FAULT, FOR] = ['in', 'step', 'out', 'delayed', 'fault', 'for'].map(code);

/** Whether a token begins a declaration. */
export function isDeclarationWord(token: string): boolean {
  return DECLARATION_WORDS.has(token) || token === FAULT;
}

/** Whether a token begins an item of a component. */
export function isItemWord(token: string): boolean {
  return ITEM_WORDS.has(token) || token === IN || token === STEP;
}

/** Cuts a file at its declarations. Tokens that belong to none make segments without a keyword. */
export function cutDeclarations(tokens: Tokens): Segment[] {
  const { codes } = tokens;
  const segments: Segment[] = [];
  let start = 0;
  let keyword = -1;
  let annotations = -1;
  let braces = 0;
  let brackets = 0;
  const finish = (end: number): void => {
    if (end > start) segments.push({ start, end, keyword: keyword < 0 ? end : keyword, unclosed: braces > 0 });
    start = end;
    keyword = -1;
    braces = 0;
    brackets = 0;
  };
  for (let at = 0; at < codes.length; at += 1) {
    const token = codes[at]!;
    if (token === '@') {
      if (annotations < 0) annotations = at;
      at = annotationEnd(codes, at) - 1;
      continue;
    }
    if (beginsDeclaration(tokens, at, braces)) {
      finish(annotations < 0 ? at : annotations);
      keyword = at;
    } else if (braces === 0 && annotations >= 0) finish(annotations);
    else if (braces === 0 && keyword >= 0 && endsPlain(tokens, keyword, at, brackets)) finish(at);
    annotations = -1;
    if (token === '(') brackets += 1;
    if (token === ')') brackets = Math.max(0, brackets - 1);
    if (token === '{') braces += 1;
    if (token !== '}') continue;
    braces = Math.max(0, braces - 1);
    if (braces === 0) finish(at + 1);
  }
  if (annotations >= 0 && braces === 0) finish(annotations);
  finish(codes.length);
  return segments;
}

function beginsDeclaration(tokens: Tokens, at: number, braces: number): boolean {
  const token = tokens.codes[at]!;
  if (!DECLARATION_WORDS.has(token) && !(token === FAULT && braces === 0)) return false;
  return !isMeantAsName(tokens, at);
}

/** Items and a closing brace cannot belong to a declaration without a body. */
function endsPlain(tokens: Tokens, keyword: number, at: number, brackets: number): boolean {
  if (COMPONENT_WORDS.has(tokens.codes[keyword]!)) return false;
  return tokens.codes[at] === '}' || beginsItem(tokens, at, brackets);
}

/** The end of the annotation that begins at `at`: `@name(…)`; where its bracket is open, the end of what looks like it. */
export function annotationEnd(codes: string, at: number): number {
  let end = at + 1;
  if (end < codes.length && !startsSomething(codes, end)) end += 1;
  if (codes[end] !== '(') return end;
  let depth = 0;
  for (let next = end; next < codes.length && !startsSomething(codes, next); next += 1) {
    if (codes[next] === '(') depth += 1;
    if (codes[next] === ')') depth -= 1;
    if (depth === 0) return next + 1;
  }
  return end;
}

function startsSomething(codes: string, at: number): boolean {
  const token = codes[at]!;
  if ('{}@'.includes(token)) return true;
  return (DECLARATION_WORDS.has(token) || ITEM_WORDS.has(token)) && !isListed(codes, at);
}

/** `(system, out)`: a word among commas is meant as a name, though it cannot be one. */
function isListed(codes: string, at: number): boolean {
  return at > 0 && '({,'.includes(codes[at - 1]!) && ',)}='.includes(codes[at + 1] ?? ' ');
}

/** Cuts the body of the component in `segment` at its items; null where there is no `{`. */
export function cutBody(tokens: Tokens, segment: Segment): Body | null {
  const open = tokens.codes.indexOf('{', segment.keyword);
  if (open < 0 || open >= segment.end) return null;
  const last = segment.end - 1;
  if (!segment.unclosed) return { open, items: cutItems(tokens, open + 1, last, false).items, unclosed: false };
  const whole = cutItems(tokens, open + 1, segment.end, true);
  if (!whole.openMode) return { open, items: whole.items, unclosed: true };
  const end = tokens.codes[last] === '}' ? last : segment.end;
  return { open, items: cutItems(tokens, open + 1, end, true).items, unclosed: false };
}

/** Cuts the tokens between the braces of a mode at its clauses. */
export function cutItemsOf(tokens: Tokens, from: number, to: number): readonly Stretch[] {
  return cutItems(tokens, from, to, false).items;
}

/**
 * Cuts the tokens `[from, to)` where an item begins. What stands inside the braces of a mode belongs to the mode; but
 * where a brace is missing, any item that is no clause means that the mode was never closed (`openMode`).
 */
function cutItems(
  tokens: Tokens,
  from: number,
  to: number,
  braceMissing: boolean,
): { items: Stretch[]; openMode: boolean } {
  const { codes } = tokens;
  const items: Stretch[] = [];
  let start = from;
  let annotations = -1;
  let braces = 0;
  let brackets = 0;
  let openMode = false;
  const cut = (at: number): void => {
    if (at > start) items.push({ start, end: at });
    start = at;
    brackets = 0;
  };
  for (let at = from; at < to; at += 1) {
    const token = codes[at]!;
    if (token === '@') {
      if (annotations < 0) annotations = at;
      at = Math.min(annotationEnd(codes, at), to) - 1;
      continue;
    }
    const begins = beginsItem(tokens, at, brackets);
    if (braceMissing && begins && braces > 0 && !CLAUSE_WORDS.has(token)) {
      openMode = true;
      braces = 0;
    }
    if (braces === 0 && (annotations >= 0 || begins)) cut(annotations < 0 ? at : annotations);
    annotations = -1;
    if (token === '{') braces += 1;
    else if (token === '}') braces = Math.max(0, braces - 1);
    else if (token === '(' || token === '[') brackets += 1;
    else if (token === ')' || token === ']') brackets = Math.max(0, brackets - 1);
  }
  if (annotations >= 0 && braces === 0) cut(annotations);
  cut(to);
  return { items, openMode };
}

function beginsItem(tokens: Tokens, at: number, brackets: number): boolean {
  const { codes } = tokens;
  const token = codes[at]!;
  if (token === OUT && codes[at - 1] === DELAYED) return false;
  if (ITEM_WORDS.has(token)) return !isMeantAsName(tokens, at);
  if (token === STEP) return codes[at + 1] === NUMBER;
  if (token !== IN || (brackets > 0 && bindsName(codes, at))) return false;
  return declaresInput(codes, at) || isBrokenInput(tokens, at);
}

/**
 * A reserved word where only a name makes sense: `let state = 3`, `a.next`, `C(out = 1)`, `guarantee type: …`,
 * `x + part`, `then type`. It is an error there, but it begins nothing.
 */
function isMeantAsName(tokens: Tokens, at: number): boolean {
  const { codes } = tokens;
  const before = codes[at - 1];
  const after = codes[at + 1] ?? ' ';
  if (before === undefined) return false;
  if (before === '.' || isListed(codes, at)) return true;
  if (CLAUSE_WORDS.has(before)) {
    if (after === ':' || (after === STRING && codes[at + 2] === ':')) return true;
    return after !== NAME && after !== STRING && tokens.onOneLine(at - 1);
  }
  if (NAMING_WORDS.has(before) || BEFORE_OPERAND.has(before)) return tokens.onOneLine(at - 1);
  return '+-*/<>='.includes(before) && after !== NAME && after !== STRING && tokens.onOneLine(at - 1);
}

/** `in x :` or `in x[…] :` declares an input; in `x in 0..3` a range follows, and never a colon. */
function declaresInput(codes: string, at: number): boolean {
  const name = codes[at + 1] ?? ' ';
  if (name !== NAME && !ITEM_WORDS.has(name) && !DECLARATION_WORDS.has(name)) return false;
  if (codes[at + 2] !== '[') return codes[at + 2] === ':';
  let depth = 0;
  for (let next = at + 2; next < codes.length && !startsSomething(codes, next); next += 1) {
    if (codes[next] === '[') depth += 1;
    if (codes[next] === ']') depth -= 1;
    if (depth === 0) return codes[next + 1] === ':';
  }
  return false;
}

/** `in x` or `in x, y : real` on a line of its own: no range can follow, so that an input is meant. */
function isBrokenInput(tokens: Tokens, at: number): boolean {
  const { codes } = tokens;
  if (codes[at + 1] !== NAME || tokens.onOneLine(at - 1)) return false;
  return !RANGE_GOES_ON.has(codes[at + 2] ?? ' ');
}

/** `sum(r in racks: …)`: the name before `in` is a binder's. */
function bindsName(codes: string, at: number): boolean {
  return codes[at - 1] === NAME && (codes[at - 2] === '(' || codes[at - 2] === ',' || codes[at - 2] === FOR);
}
