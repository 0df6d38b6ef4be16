import type { TextSolver } from '../core/smtlib/reply.ts';
import { Failure } from './failure.ts';

/** Which solver answers: the one that comes along, or a program of the user's. */
export type SolverChoice = { readonly kind: 'wasm' } | { readonly kind: 'native'; readonly path: string };

/** Reads `--solver wasm` and `--solver native PATH` (also `native=PATH`). */
export function solverChoice(words: readonly string[]): SolverChoice {
  const [first = 'wasm', second, ...more] = words.flatMap(splitWord);
  if (more.length > 0) throw new Failure('SV300', '`--solver` takes `wasm`, or `native` and the path of a program');
  if (first === 'wasm' && second === undefined) return { kind: 'wasm' };
  if (first === 'native' && second !== undefined && second !== '') return { kind: 'native', path: second };
  if (first === 'native')
    throw new Failure('SV300', '`--solver native` needs a program', 'write `--solver native=/usr/bin/z3`');
  throw new Failure(
    'SV300',
    `there is no solver \`${words.join(' ')}\``,
    'write `--solver wasm` or `--solver native=/usr/bin/z3`',
  );
}

function splitWord(word: string): readonly string[] {
  const equals = word.indexOf('=');
  return equals < 0 ? [word] : [word.slice(0, equals), word.slice(equals + 1)];
}

/** Starts the solver; its code is loaded here, its workers with the first question. */
export async function startSolver(choice: SolverChoice): Promise<TextSolver> {
  switch (choice.kind) {
    case 'wasm': {
      const { createWasmSolver } = await import('../solvers/wasm/pool.ts');
      const solver = createWasmSolver();
      solver.warm();
      return solver;
    }
    case 'native':
      return startNative(choice.path);
  }
}

/** A program that does not say what it is, is no solver. */
async function startNative(path: string): Promise<TextSolver> {
  const { createNativeSolver } = await import('../solvers/native/process.ts');
  const solver = createNativeSolver({ path });
  const { name } = await solver.version();
  if (name !== 'unknown') return solver;
  await solver.close();
  throw new Failure(
    'SV309',
    `\`${path}\` does not answer as a solver`,
    'name a z3 or cvc5 program, or leave `--solver` out',
  );
}
