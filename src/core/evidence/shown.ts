import type { Rational } from '../exact/rational.ts';
import { postorder, symbolsOf } from '../logic/build.ts';
import type { HornQuery } from '../logic/horn.ts';
import type { Query, Symbol_ } from '../logic/term.ts';
import { Valuation } from '../logic/valuation.ts';
import { plainBase } from '../prover/base.ts';
import { prove } from '../prover/prove.ts';
import { valuesOf } from '../smtlib/print.ts';
import { readReply } from '../smtlib/read.ts';
import { readHorn } from '../smtlib/read_horn.ts';
import type { SolverValue } from '../smtlib/reply.ts';
import type { Answered } from './entry.ts';

/** How an answer is shown to be right without the solver that gave it. */
export interface Shown {
  /** What a solver is asked besides after `sat`, so that its answer can be shown; null: nothing. */
  readonly more: string | null;
  /** Whether an answer, wherever it comes from, is right. False also where that is not seen. */
  holds(answer: Answered): boolean;
}

/** Questions of more terms are not shown again: the solver is asked. */
const MOST_TERMS = 20_000;
/** What our own prover may take to show again what a solver has found: so many steps, one more for each of the solver's … */
const LEAST_STEPS = 1_000;
/** … and no more than so many. */
const MOST_STEPS = 20_000;

/**
 * Answers to a query. `sat` is right where its values make every assertion true, reckoned exactly; `unsat` where our own
 * prover proves it again, from the core alone where there is one. Null where neither can be: with quantifiers, or too large.
 */
export function shownOf(query: Query): Shown | null {
  const terms = query.assertions.map(({ term }) => term);
  const all = postorder(terms);
  if (all.length > MOST_TERMS || all.some(({ kind }) => kind === 'forall' || kind === 'exists')) return null;
  const wanted = new Set(query.wanted);
  const rest = [...new Set(terms.flatMap((term) => [...symbolsOf(term)]))].filter((symbol) => !wanted.has(symbol));
  return {
    more: valuesOf(rest),
    holds: (answer) => {
      const reply = readReply(answer, query);
      if (reply.kind === 'unsat') return isProved(query, reply.core, answer.rlimit);
      if (reply.kind === 'unknown') return false;
      const others = readReply({ ...answer, followUp: answer.more ?? null }, { ...query, wanted: rest });
      return others.kind === 'sat' && isModel(query, [...query.wanted, ...rest], [reply.values, others.values]);
    },
  };
}

function isModel(
  query: Query,
  symbols: readonly Symbol_[],
  values: readonly ReadonlyMap<string, SolverValue>[],
): boolean {
  const known = new Map<Symbol_, boolean | Rational>();
  for (const symbol of symbols) {
    const value = values.map((each) => each.get(symbol.name)).find((each) => each !== undefined);
    if (value === undefined || value === 'irrational') return false;
    known.set(symbol, value);
  }
  const valuation = new Valuation(known);
  return query.assertions.every(({ term }) => valuation.isTrue(term));
}

function isProved(query: Query, core: readonly string[] | null, rlimit: number): boolean {
  const named = core === null ? null : new Set(core);
  const used = query.assertions.filter(({ label }) => named === null || label === null || named.has(label));
  const hypotheses = used.map(({ term }, premise) => ({ term, name: { premise } }));
  return prove(hypotheses, plainBase(), Math.min(LEAST_STEPS + rlimit, MOST_STEPS)).kind === 'unsat';
}

/**
 * Answers about Horn clauses. They are hints whoever gives them (an invariant is proved by an induction of our own, an
 * execution is looked for and replayed), so that one that can be read is good enough.
 */
export function hintOf(query: HornQuery): Shown {
  return { more: null, holds: (answer) => readHorn(answer, query).kind !== 'unknown' };
}
