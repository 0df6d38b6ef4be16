import * as logic from '../logic/build.ts';
import type { Query, Symbol_ } from '../logic/term.ts';
import type { Value, Variable } from '../model/model.ts';
import { decodeValue } from './decode.ts';
import type { Question } from './question.ts';
import type { Asker } from './session.ts';

/**
 * Consecutive steps that an induction cannot exclude: the claim holds at all but the last. They are the solver's word
 * only, begin anywhere, and nothing says that an execution leads there.
 */
export type Window = readonly ReadonlyMap<Variable, Value>[];

/** The steps that satisfy a floating question, with the values of the variables; null where the solver shows none. */
export async function windowOf(asker: Asker, asked: Question, variables: readonly Variable[]): Promise<Window | null> {
  const { unrolling, steps } = asked;
  const cells = Array.from({ length: steps }, (_, step) => step).flatMap((step) =>
    variables.map((variable) => {
      const value = unrolling.variable(variable, step);
      const name = unrolling.fresh(value.sort);
      return { step, variable, symbol: symbolOf(name), equation: logic.eq(name, value) };
    }),
  );
  const terms = [...cells.map(({ equation }) => equation), ...unrolling.domains];
  const query: Query = {
    assertions: [...asked.query.assertions, ...terms.map((term) => ({ term, label: null }))],
    wanted: cells.map(({ symbol }) => symbol),
    wantCore: false,
  };
  const reply = await asker.ask('what induction cannot exclude', query);
  if (reply.kind !== 'sat') return null;
  const window = Array.from({ length: steps }, () => new Map<Variable, Value>());
  for (const { step, variable, symbol } of cells) {
    const value = reply.values.get(symbol.name);
    const decoded = value === undefined ? null : decodeValue(variable.sort, value);
    if (decoded === null) return null;
    window[step]!.set(variable, decoded);
  }
  return window;
}

function symbolOf(term: ReturnType<typeof logic.sym>): Symbol_ {
  if (term.kind !== 'symbol') throw new Error('a fresh term is a symbol');
  return term.symbol;
}
