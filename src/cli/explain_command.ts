import { existsSync, readFileSync } from 'node:fs';
import { REGISTRY } from '../core/diagnostics/registry.ts';
import { Failure } from './failure.ts';
import type { Outcome } from './outcome.ts';

/** `explain CODE`: what a code means, from its page where it has one. */
export function explain(word: string): Outcome {
  const code = word.toUpperCase();
  const title = new Map<string, string>(Object.entries(REGISTRY)).get(code);
  if (title === undefined) throw new Failure('SV300', `there is no code \`${word}\``, `the codes are ${ranges()}`);
  process.stdout.write(pageOf(code) ?? `${code}: ${title}\n`);
  return { code: 0, reason: null };
}

function pageOf(code: string): string | null {
  const page = new URL(`../../docs/errors/${code}.md`, import.meta.url);
  return existsSync(page) ? readFileSync(page, 'utf8') : null;
}

function ranges(): string {
  return Object.keys(REGISTRY).sort().join(', ');
}
