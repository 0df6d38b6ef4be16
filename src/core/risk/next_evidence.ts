import { ONE, type Rational } from '../exact/rational.ts';
import { boundSource, type Evidence, type Statement } from './evidence.ts';
import { contains, EMPTY, type FaultSet, members, size } from './fault_set.ts';
import { faultsIn, type Objective } from './objective.ts';
import { type WorstCase, worstCase } from './worst_case.ts';

/** How many statements are tried. */
const MOST_TRIED = 12;

/**
 * Of statements "these faults occur together no more often than if they were independent", about pairs and about the
 * combinations that carry the worst case: the one that would lower the bound most, by solving each. Null where none does.
 */
export function nextEvidence(
  evidence: Evidence,
  objective: Objective,
  worst: WorstCase,
): { faults: FaultSet; atMost: Rational; worst: Rational } | null {
  let best: { faults: FaultSet; atMost: Rational; worst: Rational } | null = null;
  for (const faults of candidates(worst, faultsIn(objective), independents(evidence))) {
    const atMost = members(faults).reduce((product, at) => product.mul(evidence.bounds[at]!), ONE);
    const source = boundSource(evidence.faults[members(faults)[0]!]!);
    const event = { faults, holds: (present: FaultSet) => contains(present, faults), upward: true };
    const statement: Statement = {
      relation: 'le',
      terms: [{ coefficient: ONE, event }],
      bound: atMost,
      source,
      easy: true,
    };
    const found = worstCase({ ...evidence, statements: [...evidence.statements, statement] }, objective);
    if (found.kind !== 'bounded' || found.value.compare(worst.value) >= 0) continue;
    if (best === null || found.value.compare(best.worst) < 0) best = { faults, atMost, worst: found.value };
  }
  return best;
}

function candidates({ distribution }: WorstCase, relevant: FaultSet, declared: FaultSet): FaultSet[] {
  const carrying = [...distribution].sort((a, b) => b.mass.compare(a.mass)).map(({ present }) => present & relevant);
  const pairs = carrying.flatMap((present) => {
    const each = members(present);
    return each.flatMap((a, at) => each.slice(at + 1).map((b) => (1n << BigInt(a)) | (1n << BigInt(b))));
  });
  // What is declared independent already would only lose that declaration.
  const useful = (set: FaultSet) => size(set) >= 2 && (set & declared) === EMPTY;
  return [...new Set([...carrying, ...pairs])].filter(useful).slice(0, MOST_TRIED);
}

function independents({ groups }: Evidence): FaultSet {
  return groups.reduce((all, { faults }) => all | faults, EMPTY);
}
