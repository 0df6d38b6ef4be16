import { postorder } from '../logic/build.ts';
import type { Query } from '../logic/term.ts';
import { plainBase } from '../prover/base.ts';
import { prove } from '../prover/prove.ts';
import type { Reply, SolverValue } from '../smtlib/reply.ts';

/** Questions of more terms go to the solver at once. */
const MOST_TERMS = 2_000;

/**
 * What our own prover says of a small question within so many of its steps; null where it leaves it to the solver. No core
 * is given.
 */
export function ownReply(query: Query, steps: number): Reply | null {
  if (steps <= 0) return null;
  const terms = query.assertions.map(({ term }) => term);
  if (postorder(terms).length > MOST_TERMS) return null;
  const proof = prove(
    terms.map((term, premise) => ({ term, name: { premise } })),
    plainBase(),
    steps,
  );
  switch (proof.kind) {
    case 'open':
      return null;
    case 'unsat':
      return { kind: 'unsat', core: null, rlimit: 0 };
    case 'sat': {
      const values = new Map<string, SolverValue>(query.wanted.map((symbol) => [symbol.name, proof.value(symbol)]));
      return { kind: 'sat', values, rlimit: 0 };
    }
  }
}
