import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TextSolver } from '../core/smtlib/reply.ts';
import type { SolverChoice } from './solver_choice.ts';

/** Another solver than the one that was chosen, for second opinions: cvc5, else z3, as they are installed. Null: none is. */
export async function findSecondSolver(chosen: SolverChoice): Promise<TextSolver | null> {
  const { createNativeSolver } = await import('../solvers/native/process.ts');
  for (const name of ['cvc5', 'z3']) {
    const path = installed(name);
    if (path === null || (chosen.kind === 'native' && chosen.path === path)) continue;
    const solver = createNativeSolver({ path });
    if ((await solver.version()).name !== 'unknown') return solver;
    await solver.close();
  }
  return null;
}

function installed(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not there.
    }
  }
  return null;
}
