import type { TextSolver } from '../core/smtlib/reply.ts';

const QUESTION = {
  script: '(get-info :name)\n(get-info :version)\n',
  ifSat: null,
  ifUnsat: null,
  budget: { rlimit: 1_000_000, timeoutMs: 60_000 },
} as const;

/** Asks a solver for its own name and version; `unknown` where it does not say. */
export async function askVersion<Backend extends 'wasm' | 'native'>(
  solver: Pick<TextSolver, 'ask'>,
  backend: Backend,
): Promise<{ readonly name: string; readonly version: string; readonly backend: Backend }> {
  const answer = await solver.ask(QUESTION);
  const text = answer.kind === 'text' ? answer.check : '';
  const name = /\(:name "([^"]*)"\)/.exec(text)?.[1]?.toLowerCase();
  const version = /\(:version "([^"]*)"\)/.exec(text)?.[1];
  return { name: name ?? 'unknown', version: version ?? 'unknown', backend };
}
