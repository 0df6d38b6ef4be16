import type { Query } from '../logic/term.ts';
import { printQuery } from '../smtlib/print.ts';
import { readReply } from '../smtlib/read.ts';
import type { Budget, TextSolver } from '../smtlib/reply.ts';

/** Whether another solver than the one that proved it finds a question unsatisfiable too. */
export type SecondOpinion = (query: Query) => Promise<boolean>;

/** The opinion of a solver; what it cannot answer it does not agree to. */
export function opinionOf(solver: TextSolver, budget: Budget): SecondOpinion {
  return async (query) => {
    const plain: Query = { ...query, wanted: [], wantCore: false };
    const answer = await solver.ask({ ...printQuery(plain), budget });
    return readReply(answer, plain).kind === 'unsat';
  };
}
