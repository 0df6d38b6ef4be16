import * as logic from '../logic/build.ts';
import type { Symbol_, Term } from '../logic/term.ts';

/** The symbols that have their values when a choice is made, and the clauses that bound all others. */
export interface Known {
  readonly symbols: ReadonlySet<Symbol_>;
  readonly clauses: readonly Term[];
}

/** The bounds on a symbol that speak of none of the symbols `away`. */
type Bounds = (symbol: Symbol_, away: ReadonlySet<Symbol_>) => readonly Term[];

/** So many terms are followed at once, and so many unknown symbols are replaced in each. */
const MOST_TERMS = 16;
const MOST_SYMBOLS = 6;

/**
 * What a term may be at its extremes, as terms over known symbols only: every unknown symbol is replaced by the bounds on
 * it, one after the other, and so are the symbols of these bounds. They are guesses: whoever uses one confirms it. None
 * speaks of a symbol that is `away` from the start.
 */
export function overKnown(term: Term, known: Known, away: ReadonlySet<Symbol_>, boundsOn: Bounds): Term[] {
  const found: Term[] = [];
  let open: { readonly term: Term; readonly away: ReadonlySet<Symbol_> }[] = [{ term, away }];
  for (let replaced = 0; replaced <= MOST_SYMBOLS; replaced += 1) {
    const next: typeof open = [];
    for (const each of open) {
      const unknown = [...logic.symbolsOf(each.term)].find((symbol) => !known.symbols.has(symbol));
      if (unknown === undefined) {
        found.push(each.term);
        continue;
      }
      const gone = new Set([...each.away, unknown]);
      const ends = unknown.sort === 'Bool' ? [logic.bool(true), logic.bool(false)] : boundsOn(unknown, gone);
      for (const end of ends) next.push({ term: logic.substitute(each.term, new Map([[unknown, end]])), away: gone });
    }
    open = next.slice(0, MOST_TERMS);
  }
  return found;
}
