import * as logic from '../logic/build.ts';
import type { Symbol_, Term } from '../logic/term.ts';
import type { Variable } from '../model/model.ts';
import type { SolverValue } from '../smtlib/reply.ts';
import { constant, symbolsIn } from './assignment.ts';
import { decideChoice } from './choice.ts';
import type { EncodedGroup } from './group.ts';
import type { Asker } from './session.ts';

/**
 * Whether those outside a group lose nothing by these values of what it reads: whatever the group puts out, if they can keep
 * their contracts with any values of `theirs`, they can with these. Then no contract speaks against the values, although
 * whether it is kept with them may hang on what the group puts out. What is given to the choice speaks of imagined outputs.
 */
export async function isBestForOthers(
  asker: Asker,
  { choice, settled, wanted, unrolling }: EncodedGroup,
  values: ReadonlyMap<string, SolverValue>,
  { theirs, step }: { readonly theirs: ReadonlySet<Variable>; readonly step: number },
): Promise<boolean> {
  const own = wanted.filter(({ symbol }, at) => symbol !== unrolling.wanted[at]!.symbol).map(({ symbol }) => symbol);
  const open = new Set<Symbol_>([...own, ...choice.chosen, ...(settled?.chosen ?? [])]);
  const outside = unrolling.wanted.filter((each) => each.step === step && theirs.has(each.variable));
  const owned = outside.map(({ symbol }) => symbol);
  const read = symbolsIn(choice.kept.map(({ term }) => term));
  // What is settled is so before the group answers: it stays as it was.
  const others = outside.flatMap(({ variable, symbol }) => (variable.delayed || read.has(symbol) ? [] : [symbol]));
  const left = new Set([...open, ...others]);
  const played = [...read, ...symbolsIn(choice.given)].filter((symbol) => !left.has(symbol));
  const fixed = new Map<Symbol_, Term>(played.map((symbol) => [symbol, constant(symbol, values.get(symbol.name))]));
  const any = owned.map((symbol) => [symbol, logic.sym({ name: `${symbol.name}_0`, sort: symbol.sort })] as const);
  const decision = await decideChoice(asker, {
    given: choice.given.map((term) => logic.substitute(term, new Map([...fixed, ...any]))),
    chosen: others,
    kept: choice.given.map((term) => ({ term: logic.substitute(term, fixed), fact: null })),
    domains: [],
  });
  return decision.kind === 'always';
}
