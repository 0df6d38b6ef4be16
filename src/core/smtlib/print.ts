import { postorder, symbolsOf } from '../logic/build.ts';
import type { Query, Symbol_, Term, TermSort } from '../logic/term.ts';
import { logicOf } from './fragment.ts';
import { assertionName, constantName, sharedName } from './names.ts';
import { ScopePrinter } from './scope.ts';

/** A query as text; `script` ends with `(check-sat)` and holds neither a budget nor a question for values. */
export interface PrintedQuery {
  readonly script: string;
  /** To be sent to the same context only after `sat`; null where no value is wanted. */
  readonly ifSat: string | null;
  /** To be sent to the same context only after `unsat`; null where no core is wanted. */
  readonly ifUnsat: string | null;
}

/**
 * Prints a query as a script of SMT-LIB 2.6 that any solver reads.
 * Throws for a symbol with an unsafe name, and for two symbols with one name: mistakes of ours.
 */
export function printQuery(query: Query): PrintedQuery {
  const lines = query.wantCore ? ['(set-option :produce-unsat-cores true)'] : [];
  lines.push(`(set-logic ${logicOf(query)})`, ...declarations(query), ...assertions(query), '(check-sat)');
  return {
    script: `${lines.join('\n')}\n`,
    ifSat: valuesOf(query.wanted),
    ifUnsat: query.wantCore ? '(get-unsat-core)' : null,
  };
}

/** Asks for the values of symbols; null where there are none. */
export function valuesOf(symbols: readonly Symbol_[]): string | null {
  return symbols.length === 0 ? null : `(get-value (${symbols.map(constantName).join(' ')}))`;
}

function declarations(query: Query): readonly string[] {
  needUniqueNames(query);
  return [...freeSymbols(query)].map((symbol) => `(declare-const ${constantName(symbol)} ${symbol.sort})`);
}

/** Bound symbols too: one with the name of another would capture it. */
function needUniqueNames(query: Query): void {
  const byName = new Map<string, Symbol_>();
  for (const symbol of [...everySymbol(query.assertions.map(({ term }) => term)), ...query.wanted]) {
    if ((byName.get(symbol.name) ?? symbol) !== symbol) throw new Error(`two symbols have the name ${symbol.name}`);
    byName.set(symbol.name, symbol);
  }
}

function everySymbol(terms: readonly Term[]): readonly Symbol_[] {
  return postorder(terms).flatMap((term) => {
    if (term.kind === 'symbol') return [term.symbol];
    return term.kind === 'forall' || term.kind === 'exists' ? term.bound : [];
  });
}

function freeSymbols(query: Query): ReadonlySet<Symbol_> {
  const found = new Set<Symbol_>();
  for (const { term } of query.assertions) for (const symbol of symbolsOf(term)) found.add(symbol);
  for (const symbol of query.wanted) found.add(symbol);
  return found;
}

function assertions(query: Query): readonly string[] {
  const lines: string[] = [];
  const printer = new ScopePrinter(namer(), ({ name, sort, text }) => lines.push(definition(name, sort, text)));
  printer.count(query.assertions.map(({ term }) => term));
  query.assertions.forEach(({ term, label }, index) => {
    const text = printer.print(needFormula(term));
    lines.push(
      query.wantCore && label !== null ? `(assert (! ${text} :named ${assertionName(index)}))` : `(assert ${text})`,
    );
  });
  return lines;
}

function definition(name: string, sort: TermSort, text: string): string {
  return `(define-fun ${name} () ${sort} ${text})`;
}

function needFormula(term: Term): Term {
  if (term.sort !== 'Bool') throw new Error(`ill-sorted assertion: ${term.sort}`);
  return term;
}

function namer(): () => string {
  let index = 0;
  return () => {
    index += 1;
    return sharedName(index);
  };
}
