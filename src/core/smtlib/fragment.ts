import { postorder } from '../logic/build.ts';
import type { Query, Term } from '../logic/term.ts';

/** The logic that a script names. */
export type Logic = 'ALL' | 'QF_NRA';

/**
 * `QF_NRA` for products or quotients of reals without integers and quantifiers: that fragment has a decision procedure
 * of its own, several times faster there than the general solver. `ALL` for everything else, and where a core is
 * wanted, which that procedure does not give.
 */
export function logicOf(query: Query): Logic {
  if (query.wantCore) return 'ALL';
  const terms = postorder(query.assertions.map(({ term }) => term));
  const outside = terms.some((term) => isQuantified(term) || term.sort === 'Int');
  return !outside && terms.some(isNonlinear) ? 'QF_NRA' : 'ALL';
}

function isQuantified(term: Term): boolean {
  return term.kind === 'forall' || term.kind === 'exists';
}

function isNonlinear(term: Term): boolean {
  if (term.kind !== 'apply') return false;
  const unknowns = term.arguments.filter((operand) => operand.kind !== 'number').length;
  return term.operator === '/' || (term.operator === '*' && unknowns > 1);
}
