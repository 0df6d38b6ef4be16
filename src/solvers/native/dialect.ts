import type { Budget } from '../../core/smtlib/reply.ts';
import { stepLimit } from '../limits.ts';
import { z3Strategy } from '../z3_strategy.ts';

/** How a solver's own program is started and told its budget. */
export interface Dialect {
  readonly name: string;
  readonly arguments: (budget: Budget, memoryMb: number) => readonly string[];
  /** Commands in front of a script. */
  readonly head: (budget: Budget, script: string) => string;
}

const Z3: Dialect = {
  name: 'z3',
  arguments: (_budget, memoryMb) => ['-in', '-smt2', `-memory:${memoryMb}`],
  head: (budget, script) => `(set-option :rlimit ${stepLimit(budget)})\n${z3Strategy(script)}`,
};

/** Steps of cvc5 are of another size than those of Z3; they are as repeatable. It has no limit of memory. */
const CVC5: Dialect = {
  name: 'cvc5',
  arguments: (budget) => ['--lang=smt2', '--produce-models', `--rlimit-per=${stepLimit(budget)}`],
  head: () => '',
};

/** The programs that can be used, told apart by the name that they give themselves. */
export const DIALECTS: readonly Dialect[] = [Z3, CVC5];
