import { rational } from '../exact/rational.ts';
import * as logic from '../logic/build.ts';
import type { Term } from '../logic/term.ts';
import type { FaultLimit } from '../model/fault_limit.ts';
import type { Variable } from '../model/model.ts';
import type { Unrolling } from './unrolling.ts';

/**
 * What a limit on faults demands of a behaviour. A fault that is present stays present, so that the last step tells
 * which ones the run has. Faults that a limit leaves out altogether have no symbol at all, see `Unrolling`.
 */
export function faultLimit(unrolling: Unrolling, limit: FaultLimit, faults: readonly Variable[], last: number): Term[] {
  if (limit === 'absent' || limit === 'free' || limit.kind === 'only') return [];
  const present = (fault: Variable) => unrolling.variable(fault, last);
  if (limit.kind === 'avoiding') {
    return limit.sets.map((set) => logic.not(logic.and([...set].map(present))));
  }
  const one = logic.num(rational(1n), 'Int');
  const none = logic.num(rational(0n), 'Int');
  if (faults.length === 0) return [];
  const count = logic.add(faults.map((fault) => logic.ite(present(fault), one, none)));
  return [logic.le(count, logic.num(rational(limit.count), 'Int'))];
}
