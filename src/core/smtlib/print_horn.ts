import { symbolsOf } from '../logic/build.ts';
import type { HornClause, HornQuery } from '../logic/horn.ts';
import type { Symbol_ } from '../logic/term.ts';
import { constantName, PREDICATE, sharedName } from './names.ts';
import type { PrintedQuery } from './print.ts';
import { ScopePrinter } from './scope.ts';

/**
 * Prints Horn clauses as a script: `sat` where a predicate satisfies them all (its definition is asked for then), `unsat`
 * where none does (Spacer then says in its statistics how many steps lead to the absurd).
 */
export function printHorn({ sorts, clauses }: HornQuery): PrintedQuery {
  const lines = [
    '(set-logic HORN)',
    `(declare-fun ${PREDICATE} (${sorts.join(' ')}) Bool)`,
    ...clauses.map((clause) => `(assert ${printClause(clause)})`),
    '(check-sat)',
  ];
  return { script: `${lines.join('\n')}\n`, ifSat: '(get-model)', ifUnsat: '(get-info :all-statistics)' };
}

function printClause({ from, body, to }: HornClause): string {
  const bound = new Set<Symbol_>([...(from ?? []), ...(to ?? []), ...body.flatMap((term) => [...symbolsOf(term)])]);
  const names = [...bound].map(constantName);
  if (new Set(names).size !== names.length) throw new Error('two symbols of a clause have one name');
  const lets: string[] = [];
  let index = 0;
  const fresh = () => {
    index += 1;
    return sharedName(index);
  };
  const printer = new ScopePrinter(fresh, ({ name, text }) => lets.push(`(let ((${name} ${text})) `));
  printer.count(body);
  const premises = [...(from === null ? [] : [applied(from)]), ...body.map((term) => printer.print(term))];
  const premise = premises.length === 0 ? 'true' : premises.length === 1 ? premises[0]! : `(and ${premises.join(' ')})`;
  const implication = `(=> ${premise} ${to === null ? 'false' : applied(to)})`;
  const matrix = `${lets.join('')}${implication}${')'.repeat(lets.length)}`;
  if (bound.size === 0) return matrix;
  return `(forall (${[...bound].map((symbol) => `(${constantName(symbol)} ${symbol.sort})`).join(' ')}) ${matrix})`;
}

function applied(operands: readonly Symbol_[]): string {
  return operands.length === 0 ? PREDICATE : `(${PREDICATE} ${operands.map(constantName).join(' ')})`;
}
