import type { Operator, Term, TermSort } from './term.ts';

/** An application node as it stands; the constructors of `boolean.ts` and `arithmetic.ts` call it after simplifying. */
export function node(operator: Operator, args: readonly Term[], sort: TermSort): Term {
  return { kind: 'apply', operator, arguments: args, sort };
}

/** Throws unless every operand has the sort; an ill-sorted term is a mistake of ours. */
export function needSort(operator: Operator | 'forall' | 'exists', sort: TermSort, operands: readonly Term[]): void {
  for (const operand of operands) {
    if (operand.sort !== sort) throw new Error(`ill-sorted term: ${operator} over ${operand.sort}, not ${sort}`);
  }
}

/** The numeric sort that all operands have; throws where they differ or are Boolean. */
export function numericSort(operator: Operator, operands: readonly Term[]): 'Int' | 'Real' {
  const sort = operands[0]?.sort;
  if (sort !== 'Int' && sort !== 'Real') throw new Error(`ill-sorted term: ${operator} over ${sort ?? 'nothing'}`);
  needSort(operator, sort, operands);
  return sort;
}

/**
 * Nested operands longer than this stay nested when `and`, `or`, `+`, `*` flatten: a long shared sum
 * is then kept once instead of being copied into every longer one.
 */
const FLATTEN_AT_MOST = 64;

/** The operands of one associative operator with small nested applications of the same operator spliced in. */
export function flatten(operator: Operator, operands: readonly Term[]): readonly Term[] {
  if (!operands.some((operand) => isSmall(operator, operand))) return operands;
  return operands.flatMap((operand) => (isSmall(operator, operand) ? operand.arguments : [operand]));
}

function isSmall(operator: Operator, term: Term): term is Extract<Term, { kind: 'apply' }> {
  return term.kind === 'apply' && term.operator === operator && term.arguments.length <= FLATTEN_AT_MOST;
}
