import type { Decision } from '../engine/decision.ts';
import type { Window } from '../engine/window.ts';
import { cell } from '../replay/cells.ts';
import type { Verdict } from './judge.ts';
import type { ObligationResult } from './result.ts';

/** What an induction has to say besides its verdict: the lemmas that it found, or the steps that it cannot exclude and what would exclude them. */
export function timeFields(
  decisions: readonly Decision[],
  verdict: Verdict,
): Pick<ObligationResult, 'lemmas' | 'notExcluded' | 'wouldClose'> {
  if (verdict.kind === 'proved') {
    return { lemmas: [...new Set(decisions.flatMap((each) => (each.kind === 'valid' ? (each.lemmas ?? []) : [])))] };
  }
  const open = decisions.find((each) => each.kind === 'undecided');
  if (verdict.kind !== 'unknown' || open?.kind !== 'undecided' || open.window === undefined) return {};
  return { notExcluded: cellsOf(open.window), wouldClose: open.closing ?? [] };
}

function cellsOf(window: Window): ObligationResult['notExcluded'] {
  return window.map(
    (step) => new Map([...step].map(([variable, value]) => [variable.name, cell(value, variable.sort, variable.unit)])),
  );
}
