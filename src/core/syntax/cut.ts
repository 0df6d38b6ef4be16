import { NAME, NUMBER, WORDS } from './generated/alphabet.ts';

/** A run of consecutive tokens `[start, end)`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The tokens of one declaration, its annotations included. */
export interface Segment extends Stretch {
  /** The token of its keyword; `end` where there is none. */
  readonly keyword: number;
  /** The first `{` that is still open at the end, or -1. */
  readonly unclosed: number;
}

/** The tokens of a component's body between its braces, cut into items. */
export interface Body {
  /** The token `{`. */
  readonly open: number;
  /** The token `}`; the end of the segment where it is missing. */
  readonly close: number;
  readonly items: readonly Stretch[];
}

const code = (word: string): string => WORDS.get(word)!;
const codesOf = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(code));

/** These stand at top level only, so each of them begins a declaration wherever it occurs. */
const DECLARATION_WORDS = codesOf('component system verify import type const unit fun');
/** These begin an item wherever they occur in a body. */
const ITEM_WORDS = codesOf('param out delayed var state next let part connect assume guarantee invariant mode fault');
const [IN, STEP, OUT, DELAYED, FAULT, FOR] = ['in', 'step', 'out', 'delayed', 'fault', 'for'].map(code);

export function isDeclarationWord(token: string): boolean {
  return DECLARATION_WORDS.has(token) || token === FAULT;
}

export function isItemWord(token: string): boolean {
  return ITEM_WORDS.has(token) || token === IN || token === STEP;
}

/** Cuts a file at its declarations. Tokens that belong to none make segments without a keyword. */
export function cutDeclarations(codes: string): Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  let keyword = -1;
  let annotations = -1;
  let open: number[] = [];
  const finish = (end: number): void => {
    if (end > start) segments.push({ start, end, keyword: keyword < 0 ? end : keyword, unclosed: open[0] ?? -1 });
    start = end;
    keyword = -1;
    open = [];
  };
  for (let at = 0; at < codes.length; at += 1) {
    const token = codes[at]!;
    if (token === '@') {
      if (annotations < 0) annotations = at;
      at = annotationEnd(codes, at) - 1;
      continue;
    }
    if (DECLARATION_WORDS.has(token) || (token === FAULT && open.length === 0)) {
      finish(annotations < 0 ? at : annotations);
      keyword = at;
    } else if (annotations >= 0 && open.length === 0) {
      finish(annotations);
    }
    annotations = -1;
    if (token === '{') open.push(at);
    else if (token === '}') {
      open.pop();
      if (open.length === 0) finish(at + 1);
    }
  }
  if (annotations >= 0 && open.length === 0) finish(annotations);
  finish(codes.length);
  return segments;
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
  return '{}@'.includes(token) || DECLARATION_WORDS.has(token) || ITEM_WORDS.has(token);
}

/** Cuts the body of the component in `segment` at its items; null where there is no `{`. */
export function cutBody(codes: string, segment: Segment): Body | null {
  const open = codes.indexOf('{', segment.keyword);
  if (open < 0 || open >= segment.end) return null;
  const close = segment.unclosed < 0 ? segment.end - 1 : segment.end;
  return { open, close, items: cutItems(codes, open + 1, close) };
}

/** Cuts the tokens `[from, to)` where an item begins. Items inside the braces of a mode belong to the mode. */
export function cutItems(codes: string, from: number, to: number): Stretch[] {
  const items: Stretch[] = [];
  let start = from;
  let annotations = -1;
  let braces = 0;
  let brackets = 0;
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
    const begin = annotations < 0 ? at : annotations;
    if (braces === 0 && (annotations >= 0 || beginsItem(codes, at, brackets))) cut(begin);
    annotations = -1;
    if (token === '{') braces += 1;
    else if (token === '}') {
      braces = Math.max(0, braces - 1);
      if (braces === 0) cut(at + 1);
    } else if (token === '(' || token === '[') brackets += 1;
    else if (token === ')' || token === ']') brackets = Math.max(0, brackets - 1);
  }
  if (annotations >= 0) cut(annotations);
  cut(to);
  return items;
}

function beginsItem(codes: string, at: number, brackets: number): boolean {
  const token = codes[at]!;
  if (token === OUT) return codes[at - 1] !== DELAYED;
  if (ITEM_WORDS.has(token)) return true;
  if (token === STEP) return codes[at + 1] === NUMBER;
  return token === IN && declaresInput(codes, at) && !(brackets > 0 && bindsName(codes, at));
}

/** `in x :` or `in x[…] :` declares an input; in `x in 0..3` a range follows, and never a colon. */
function declaresInput(codes: string, at: number): boolean {
  if (codes[at + 1] !== NAME) return false;
  if (codes[at + 2] !== '[') return codes[at + 2] === ':';
  let depth = 0;
  for (let next = at + 2; next < codes.length && !startsSomething(codes, next); next += 1) {
    if (codes[next] === '[') depth += 1;
    if (codes[next] === ']') depth -= 1;
    if (depth === 0) return codes[next + 1] === ':';
  }
  return false;
}

/** `sum(r in racks: …)`: the name before `in` is a binder's. */
function bindsName(codes: string, at: number): boolean {
  return codes[at - 1] === NAME && (codes[at - 2] === '(' || codes[at - 2] === ',' || codes[at - 2] === FOR);
}
