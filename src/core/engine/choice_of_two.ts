import { type Choice, type ChoiceDecision, decideChoice } from './choice.ts';
import type { Asker } from './session.ts';

/**
 * Decides a choice in two parts: first what is settled before the inputs arrive, then the rest for all inputs.
 *
 * It suffices that some settled values keep the settled guarantees, and that after any such values every input has an
 * answer. Where the second fails, other settled values might do: that is refuted only if nothing at all is settled well.
 */
export async function decideSettledFirst(asker: Asker, settled: Choice, rest: Choice): Promise<ChoiceDecision> {
  const first = await decideChoice(asker, settled);
  if (first.kind !== 'always') return first;
  const then = await decideChoice(asker, rest);
  if (then.kind !== 'never') return then.kind === 'always' && first.method === 'query' ? first : then;
  return beatsEvery(asker, settled, rest);
}

/** Whether the inputs that defeat one settled choice defeat all of them: then nothing can be settled well. */
async function beatsEvery(asker: Asker, settled: Choice, rest: Choice): Promise<ChoiceDecision> {
  const together: Choice = {
    given: rest.given.filter((term) => !settled.kept.some((kept) => kept.term === term)),
    chosen: [...settled.chosen, ...rest.chosen],
    kept: [...settled.kept, ...rest.kept],
    domains: [...settled.domains, ...rest.domains],
  };
  const both = await decideChoice(asker, together);
  if (both.kind === 'never') return both;
  return {
    kind: 'open',
    reason: 'incomplete',
    detail: 'some values that may be settled first leave inputs without an answer, and no better ones were found',
  };
}
