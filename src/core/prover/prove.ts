import { rational } from '../exact/rational.ts';
import { symbolsOf } from '../logic/build.ts';
import type { Symbol_, Term } from '../logic/term.ts';
import { postorder } from '../logic/traverse.ts';
import type { SolverValue } from '../smtlib/reply.ts';
import type { BaseOf } from './base.ts';
import type { Near } from './bound.ts';
import { Overworked } from './branch_work.ts';
import { Beyond, type Formulas, type Ref } from './formulas.ts';
import { Search } from './search.ts';
import { Doubt } from './search_types.ts';
import type { HypothesisJson, Tree, VariableJson } from './tree.ts';
import { writeTree } from './write_tree.ts';

/** A formula that is taken for true, and its name in a certificate. */
export interface Hypothesis {
  readonly term: Term;
  readonly name: HypothesisJson;
}

export type Proof =
  /** They cannot all be true. `tree`: why; null where it speaks of something that has no name. */
  | { readonly kind: 'unsat'; readonly tree: () => Tree | null }
  /** Values of the symbols under which all are true. */
  | { readonly kind: 'sat'; readonly value: (symbol: Symbol_) => SolverValue }
  /** The steps are spent, or a term is beyond it. */
  | { readonly kind: 'open'; readonly why: string };

/** How it says that it has erred itself; tests look for it. */
export const DOUBT = 'its own check failed';

/** Larger questions are left to others. */
const MOST_TERMS = 60_000;

/**
 * Decides a conjunction of formulas over linear arithmetic of integers and reals. Products and divisions are taken for
 * unknowns of which nothing is known: what is then unsatisfiable is so, and what is not is left open. `steps` limits the
 * work, whatever the machine.
 */
export function prove(hypotheses: readonly Hypothesis[], base: BaseOf, steps: number): Proof {
  const terms = hypotheses.map(({ term }) => term);
  if (postorder(terms).length > MOST_TERMS) return { kind: 'open', why: 'too large' };
  const names = hypotheses.map(({ name }) => name);
  try {
    const search = new Search(
      base,
      (formulas) => {
        const refs = terms.map((term) => formulas.of(term));
        const one = enumerations(terms, base).map((symbol) => exactlyOne(formulas, base, symbol, names));
        return [...refs, ...one];
      },
      steps,
    );
    const outcome = search.run();
    if (outcome.kind === 'spent') return { kind: 'open', why: 'steps spent' };
    if (outcome.kind === 'unsat')
      return { kind: 'unsat', tree: () => writeTree(outcome, search.formulas.atoms, names) };
    if (!search.formulas.isExact) return { kind: 'open', why: 'products or divisions' };
    return { kind: 'sat', value: valuation(search, base) };
  } catch (thrown) {
    if (thrown instanceof Beyond || thrown instanceof Overworked) return { kind: 'open', why: thrown.message };
    if (thrown instanceof Doubt) return { kind: 'open', why: `${DOUBT}: ${thrown.message}` };
    throw thrown;
  }
}

function enumerations(terms: readonly Term[], base: BaseOf): Symbol_[] {
  const symbols = new Set(terms.flatMap((term) => [...symbolsOf(term)]));
  return [...symbols].filter((symbol) => base(symbol).sort === 'enum');
}

/** That an enumeration's variable is one of its members; that it is not two needs no formula. */
function exactlyOne(formulas: Formulas, base: BaseOf, symbol: Symbol_, names: HypothesisJson[]): Ref {
  const variable = base(symbol);
  names.push({ one: JSON.parse(variable.key) as VariableJson });
  return formulas.or(formulas.atoms.members(variable).map((literal) => formulas.literal(literal)));
}

/** The values that the search ended with; the infinitesimal gets a value that is small enough. */
function valuation(search: Search, base: BaseOf): (symbol: Symbol_) => SolverValue {
  const { formulas, theory } = search;
  const small = theory.simplex.infinitesimal();
  const at = ({ whole, delta, over }: Near) => rational(whole, over).add(rational(delta, over).mul(small));
  return (symbol) => {
    const variable = base(symbol);
    if (variable.sort === 'bool') return search.truth(formulas.atoms.bool(variable)) === 1;
    if (variable.sort === 'enum') {
      const member = formulas.atoms.members(variable).findIndex((literal) => search.truth(literal) === 1);
      return rational(BigInt(Math.max(member, 0)));
    }
    const unknown = formulas.unknownOf(symbol);
    const value = unknown === undefined ? null : theory.value(formulas.monomialOf(unknown));
    return value === null ? rational(0n) : at(value);
  };
}
