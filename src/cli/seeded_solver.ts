import type { TextSolver } from '../core/smtlib/reply.ts';

/** A solver whose choices begin from `seed`. 0 is every solver's own choice: the questions stay as they are. */
export async function seeded(solver: TextSolver, seed: number): Promise<TextSolver> {
  if (seed === 0) return solver;
  const { name } = await solver.version();
  const head = headOf(name, seed);
  return {
    ask: (question) => solver.ask({ ...question, script: head + question.script }),
    version: () => solver.version(),
    close: () => solver.close(),
  };
}

function headOf(name: string, seed: number): string {
  if (name === 'cvc5') return `(set-option :seed ${seed})\n`;
  return `(set-option :smt.random_seed ${seed})\n(set-option :sat.random_seed ${seed})\n`;
}
