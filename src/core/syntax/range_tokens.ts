import type { Module, Range } from './ast.ts';
import type { Tokens } from './tokens.ts';

/** The tokens that lie in ranges (`1..n-1`) of a module. */
export function rangeTokens(module: Module, tokens: Tokens): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { span } of rangesIn(module)) {
    for (
      let token = firstFrom(tokens, span.start);
      token < tokens.count && tokens.starts[token]! < span.end;
      token += 1
    ) {
      found.add(token);
    }
  }
  return found;
}

/** All ranges of a tree, wherever they stand. */
function* rangesIn(module: Module): Generator<Range> {
  const waiting: unknown[] = [module];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (typeof node !== 'object' || node === null) continue;
    if ('low' in node && 'high' in node) yield node as Range;
    waiting.push(...Object.values(node));
  }
}

function firstFrom(tokens: Tokens, offset: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens.starts[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
