/** An S-expression of a reply: an atom as it was written, or a list. */
export type SExpression = string | readonly SExpression[];

/** Nesting that no answer of ours has: `((x (- (/ a b))))` needs five levels, a polynomial a few more. */
const DEPTH_AT_MOST = 200;

/** Numerals, decimals, simple symbols and keywords, and short strings; every other character is refused. */
const TOKEN = /[ \t\r\n]*(?:([()])|("(?:[\t\r\n !#-~]|""){0,4096}")|([A-Za-z0-9~!@$%^&*_\-+=<>.?/:]+))/y;

/** Reads text that is exactly one S-expression, with blanks around it allowed; null for anything else. */
export function readSExpression(text: string): SExpression | null {
  const open: SExpression[][] = [];
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return null;
    at = TOKEN.lastIndex;
    const done = take(match, open);
    if (done === 'bad') return null;
    if (done !== 'more') return /^[ \t\r\n]*$/.test(text.slice(at)) ? done.read : null;
  }
}

function take(match: RegExpExecArray, open: SExpression[][]): 'more' | 'bad' | { readonly read: SExpression } {
  if (match[1] === '(') return open.push([]) > DEPTH_AT_MOST ? 'bad' : 'more';
  const read = match[1] === ')' ? open.pop() : (match[2] ?? match[3]);
  if (read === undefined) return 'bad';
  const around = open.at(-1);
  if (around === undefined) return { read };
  around.push(read);
  return 'more';
}
