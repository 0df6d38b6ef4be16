import type { Decided } from '../engine/run.ts';
import type { Session } from '../engine/session.ts';
import type { Meter } from './meter.ts';
import { type Sensitivity, sensitivitiesOf } from './sensitivity.ts';
import { type Tightest, tightestOf } from './tightest.ts';
import { type Tradeoff, tradeoffsOf } from './tradeoff.ts';
import { type FreedSetting, type Weakest, weakestOf } from './weakest.ts';

/** What is said beside the verdicts. */
export interface Extras {
  readonly tightest: ReadonlyMap<string, Tightest>;
  readonly weakest: readonly Weakest[];
  readonly sensitivities: readonly Sensitivity[];
  readonly tradeoffs: readonly Tradeoff[];
}

export interface ExtrasOptions {
  readonly session: Session;
  /** For claims over time, each of whose questions is many: with a smaller budget. */
  readonly overTime: Session;
  /** Verdicts only. */
  readonly quick: boolean;
  /** Whether weakest restrictions and sensitivities are looked for too. */
  readonly thorough: boolean;
  /** Two numbers to be weighed against each other. */
  readonly trade: readonly [string, string] | null;
  /** Which claims are asked about. */
  readonly wanted: (id: string) => boolean;
  readonly freed: FreedSetting;
  readonly meter: Meter;
}

/** All that is asked after the verdicts, which rest on none of it. */
export async function extrasOf(decided: ReadonlyMap<string, Decided>, options: ExtrasOptions): Promise<Extras> {
  const { quick, thorough, trade } = options;
  const tightest = quick ? new Map<string, Tightest>() : await tightestOf(decided, options);
  const weakest = thorough ? await weakestOf(decided, options) : [];
  const sensitivities = thorough ? await sensitivitiesOf(decided, tightest, options) : [];
  const tradeoffs = trade === null ? [] : await tradeoffsOf(decided, { ...options, names: trade });
  return { tightest, weakest, sensitivities, tradeoffs };
}
