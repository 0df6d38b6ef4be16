import * as logic from '../logic/build.ts';
import type { HornQuery } from '../logic/horn.ts';
import type { Symbol_, Term } from '../logic/term.ts';
import { PREDICATE } from './names.ts';
import { readAnswer } from './read.ts';
import { readTerm } from './read_term.ts';
import type { Reply, TextAnswer } from './reply.ts';
import { readSExpression, type SExpression } from './sexpr.ts';

/**
 * What a solver said of Horn clauses, strictly read. It is a hint, whatever it is: an invariant is to be proved, and where
 * the absurd is reachable an execution is to be found.
 */
export type HornReply =
  /** Some predicate satisfies the clauses; null where its definition is none that is read here. */
  | { readonly kind: 'solution'; readonly definition: PredicateDefinition | null; readonly rlimit: number }
  /** There is none: so many steps lead to the absurd, where the solver said how many. */
  | { readonly kind: 'absurd'; readonly steps: number | null; readonly rlimit: number }
  | Extract<Reply, { kind: 'unknown' }>;

/** What the predicate says of its operands, in their order. */
export interface PredicateDefinition {
  readonly operands: readonly Symbol_[];
  readonly formula: Term;
}

/** A longer definition is of no use. */
const LONGEST = 200_000;

/** Reads what a solver answered to `printHorn(query)`. */
export function readHorn(answer: TextAnswer, query: HornQuery): HornReply {
  const read = readAnswer(answer);
  if (read.kind === 'unknown') return read;
  const { rlimit } = read.text;
  const followUp = read.text.followUp ?? '';
  if (read.kind === 'unsat') return { kind: 'absurd', steps: stepsIn(followUp), rlimit };
  const text = followUp.length > LONGEST ? null : readSExpression(followUp);
  return { kind: 'solution', definition: text === null ? null : readDefinition(text, query), rlimit };
}

/** `:SPACER-cex-depth 52` among the statistics, once and in a sane range. */
function stepsIn(statistics: string): number | null {
  const found = [...statistics.matchAll(/:SPACER-cex-depth +([0-9]{1,6})(?![0-9.])/g)];
  const steps = found.length === 1 ? Number(found[0]![1]) : 0; // exact: at most six digits
  return steps >= 1 ? steps : null;
}

/** `((define-fun P1 ((x!0 Real) …) Bool body))`, and nothing else. */
function readDefinition(text: SExpression, { sorts }: HornQuery): PredicateDefinition | null {
  if (typeof text === 'string' || text.length !== 1) return null;
  const [definition] = text;
  if (definition === undefined || typeof definition === 'string' || definition.length !== 5) return null;
  const [keyword, name, parameters, sort, body] = definition;
  if (keyword !== 'define-fun' || name !== PREDICATE || sort !== 'Bool' || typeof parameters !== 'object') return null;
  if (parameters.length !== sorts.length) return null;
  const operands: Symbol_[] = [];
  const names = new Map<string, Term>();
  for (const [at, parameter] of parameters.entries()) {
    if (typeof parameter === 'string' || parameter.length !== 2 || parameter[1] !== sorts[at]) return null;
    const [own] = parameter;
    if (typeof own !== 'string' || !/^[a-z]+![0-9]+$/.test(own) || names.has(own)) return null;
    const symbol: Symbol_ = { name: `p${at}`, sort: sorts[at]! };
    operands.push(symbol);
    names.set(own, logic.sym(symbol));
  }
  const formula = readTerm(body!, names);
  return formula === null || formula.sort !== 'Bool' ? null : { operands, formula };
}
