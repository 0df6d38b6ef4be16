import { describe, expect, it } from 'vitest';
import { examine } from '../../src/core/check.ts';
import type { Diagnostic } from '../../src/core/diagnostics/diagnostic.ts';
import { lex } from '../../src/core/syntax/lex.ts';
import { readSafetyFile, SAFETY_FILES, type SafetyFile } from './safety_files.ts';

/**
 * A token is taken out of a correct file. If that makes an error, the first one is within three tokens of the place, nearly
 * always. `DELETIONS=1` takes out every token of every file, one after the other; CI takes one of many.
 */
const EVERY = Number(process.env.DELETIONS ?? 61);

function errorsIn(path: string, text: string): readonly Diagnostic[] {
  const errors = examine({ path, text }, readSafetyFile).diagnostics.filter(({ severity }) => severity === 'error');
  const away = ({ span }: Diagnostic) => (span!.path === path ? 0 : 1);
  return errors.toSorted((a, b) => away(a) - away(b) || a.span!.start - b.span!.start);
}

/** How many tokens lie between the gap before the token `at` and the beginning of the span. */
function distance(path: string, text: string, at: number, { span }: Diagnostic): number {
  if (span!.path !== path) return Number.POSITIVE_INFINITY;
  const { tokens } = lex({ path, text });
  let there = 0;
  while (there < tokens.count && tokens.ends[there]! <= span!.start) there += 1;
  return Math.min(Math.abs(there - at), Math.abs(there - (at - 1)));
}

const correct = SAFETY_FILES.filter(({ path, text }) => errorsIn(path, text).length === 0);

function* deletions(every: number): Generator<SafetyFile & { readonly at: number; readonly taken: string }> {
  let count = 0;
  for (const { path, text } of correct) {
    const { tokens } = lex({ path, text });
    for (let at = 0; at < tokens.count; at += 1) {
      count += 1;
      if (count % every !== 0) continue;
      const without = text.slice(0, tokens.starts[at]) + text.slice(tokens.ends[at]);
      yield { path, text: without, at, taken: tokens.textOf(at) };
    }
  }
}

describe('a token is missing', () => {
  it('the first error is within three tokens of the place, for 95 of 100', () => {
    const far: string[] = [];
    let mistakes = 0;
    for (const { path, text, at, taken } of deletions(EVERY)) {
      const [first] = errorsIn(path, text);
      if (first === undefined) continue;
      mistakes += 1;
      if (distance(path, text, at, first) > 3)
        far.push(`${path}: without \`${taken}\`: ${first.code} ${first.message}`);
    }
    expect(correct.length).toBeGreaterThan(150);
    expect(mistakes).toBeGreaterThan(300);
    const share = 1 - far.length / mistakes;
    if (EVERY === 1) console.log(`${mistakes} mistakes, ${(100 * share).toFixed(2)} % near the place`);
    expect(share, far.join('\n')).toBeGreaterThan(0.95);
  }, 3_600_000);
});
