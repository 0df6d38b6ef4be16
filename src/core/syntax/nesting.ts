import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Stretch } from './cut.ts';
import { WORDS } from './generated/alphabet.ts';
import { MAX_DEPTH, MAX_NESTING } from './limits.ts';
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

/**
 * Refuses a tree that is deeper than the stages after this one can follow: many operators in each of many brackets.
 * A tree is never deeper than it has tokens, so that few trees need to be looked at.
 */
export function treeTooDeep(tokens: Tokens, { start, end }: Stretch, tree: object): Diagnostic | null {
  if (end - start <= MAX_DEPTH || depthWithin(tree, MAX_DEPTH) <= MAX_DEPTH) return null;
  return diagnostic(
    'SV006',
    `more than ${MAX_DEPTH} operators and brackets lie within each other here`,
    tokens.span(start),
    {
      help: 'give parts of it names with `let`',
    },
  );
}

/** The depth of a tree by its nodes with a kind, counted up to just above `limit`; by levels, without recursion. */
function depthWithin(tree: object, limit: number): number {
  let level: object[] = [tree];
  let depth = 0;
  while (level.length > 0 && depth <= limit) {
    level = level.flatMap(childrenOf);
    depth += 1;
  }
  return depth;
}

/** The nodes with a kind right below a node, through lists and plain groups. */
function childrenOf(node: object): object[] {
  const parts = Object.values(node).filter((part): part is object => typeof part === 'object' && part !== null);
  return parts.flatMap((part) => ('kind' in part ? [part] : childrenOf(part)));
}

/** The same refusal where the machine gives out before our own limits do. */
export function stackTooSmall(tokens: Tokens, { start }: Stretch): Diagnostic {
  return diagnostic('SV006', 'this nests deeper than can be read here', tokens.span(start), {
    help: 'give parts of it names with `let`',
  });
}

function refusal(tokens: Tokens, at: number): Diagnostic {
  const what = tokens.codes[at] === IF ? '`if`' : 'brackets';
  return diagnostic('SV006', `${what} nest more than ${MAX_NESTING} deep here`, tokens.span(at), {
    help: 'give an inner part a name with `let`, or make it a `fun`',
  });
}
