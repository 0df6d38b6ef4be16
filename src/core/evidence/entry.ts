import type { TextAnswer } from '../smtlib/reply.ts';
import { count, fields, text } from '../text/strict_json.ts';

export type Answered = Extract<TextAnswer, { kind: 'text' }>;

/** Longer texts are neither kept nor read. */
const LONGEST = 250_000;
/** Numbers of more digits are none that a proof needs, and slow to reckon with. */
const MOST_DIGITS = 400;

const FORM = 'answer,followUp,more,rlimit';

/** The text that is kept of a solver's answer; null where it is too large. */
export function entryText({ check, followUp, more, rlimit }: Answered): string | null {
  const written = JSON.stringify({ answer: check.trim(), followUp, more: more ?? null, rlimit });
  return isModest(written) ? written : null;
}

/**
 * The answer that a text speaks of, its solver steps being at most so many; null where it is no such text. It is as
 * trustworthy as the text: not at all.
 */
export function readEntry(written: string, mostSteps: number): Answered | null {
  if (!isModest(written)) return null;
  try {
    const [answer, followUp, more, rlimit] = fields(JSON.parse(written), FORM);
    return {
      kind: 'text',
      check: text(answer),
      followUp: textOrNull(followUp),
      more: textOrNull(more),
      rlimit: count(rlimit, 0, mostSteps),
      timeMs: 0,
    };
  } catch {
    // It may be anything.
    return null;
  }
}

const textOrNull = (value: unknown): string | null => (value === null ? null : text(value));

function isModest(written: string): boolean {
  return written.length <= LONGEST && !TOO_MANY_DIGITS.test(written);
}

const TOO_MANY_DIGITS = new RegExp(`[0-9]{${MOST_DIGITS + 1}}`);
