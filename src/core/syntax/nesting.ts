import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Stretch } from './cut.ts';
import { WORDS } from './generated/alphabet.ts';
import { MAX_NESTING } from './limits.ts';
import type { Tokens } from './tokens.ts';

const IF = WORDS.get('if')!;

/**
 * Refuses tokens that nest deeper than a recursive reader can follow, before one tries. Brackets nest, and so do `if`s:
 * an `else` reaches to the end of its bracket.
 */
export function tooDeep(tokens: Tokens, { start, end }: Stretch): Diagnostic | null {
  const { codes } = tokens;
  const outer: number[] = [];
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const token = codes[at]!;
    if (token === '(' || token === '[') {
      outer.push(depth);
      depth += 1;
    } else if (token === ')' || token === ']') depth = outer.pop() ?? 0;
    else if (token === IF) depth += 1;
    if (depth > MAX_NESTING) return refusal(tokens, at);
  }
  return null;
}

function refusal(tokens: Tokens, at: number): Diagnostic {
  const what = tokens.codes[at] === IF ? '`if`' : 'brackets';
  return diagnostic('SV006', `${what} nest more than ${MAX_NESTING} deep here`, tokens.span(at), {
    help: 'give an inner part a name with `let`, or make it a `fun`',
  });
}
