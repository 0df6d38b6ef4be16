import type { ObligationResult } from '../verdict/result.ts';
import { COLUMNS } from './frame.ts';
import type { Paint } from './paint.ts';
import { printable, wrap } from './printable.ts';

/** More names than this are counted. */
const MOST_NAMES = 12;
const INDENT = 18;

/**
 * What the proof of a claim needs, and what near it is not needed. Said of what a component promises; of discharges and
 * ranges the JSON document has it.
 */
export function coreLines(obligation: ObligationResult, paint: Paint): readonly string[] {
  const { core } = obligation;
  if (core === null || !saysCore(obligation)) return [];
  if (core.uses.length + core.notNeeded.length === 0) return [];
  const uses = core.uses.length === 0 ? 'nothing but definitions' : list(core.uses);
  return [
    ...titled('uses', uses, paint),
    ...(core.notNeeded.length === 0 ? [] : titled('not needed', list(core.notNeeded), paint)),
  ];
}

/** Whether people are told: of guarantees and the like, not of what their proofs rest on. */
export function saysCore({ kind, part, verdict, supporting }: ObligationResult): boolean {
  const told = kind === 'guarantee' || kind === 'tolerating' || kind === 'invariant' || kind === 'refinement';
  return told && part === null && verdict === 'proved' && !supporting;
}

function list(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return names.join(', ');
  return `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;
}

function titled(title: string, text: string, paint: Paint): readonly string[] {
  const lines = wrap(printable(text), COLUMNS - INDENT);
  return lines.map((line, at) =>
    at === 0 ? `      ${paint('dim', title.padEnd(INDENT - 6))}${line}` : `${' '.repeat(INDENT)}${line}`,
  );
}
