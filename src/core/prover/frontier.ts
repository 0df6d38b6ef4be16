import type { Assignment } from './assignment.ts';
import type { Literal } from './atoms.ts';
import type { Formulas, Ref } from './formulas.ts';
import { Doubt } from './search_types.ts';

/** So many nodes are looked at for one decision, and then the best so far is taken. */
const MOST_VISITED = 600;

/** The open atom that had most to do with conflicts, with the value that serves the hypothesis it was found in. */
export function frontier(
  formulas: Formulas,
  assignment: Assignment,
  open: readonly Ref[],
  activity: (atom: number) => number,
): { readonly literal: Literal; readonly visited: number } {
  let best: Literal | null = null;
  let most = -1;
  const seen = new Set<number>();
  for (const root of open) {
    const stack: Ref[] = [root];
    for (let ref = stack.pop(); ref !== undefined; ref = stack.pop()) {
      if (assignment.of(ref) !== 0 || seen.has(ref >> 1)) continue;
      seen.add(ref >> 1);
      const node = formulas.nodes[ref >> 1]!;
      const flip = ref & 1;
      if (node.kind === 'atom') {
        if (activity(node.atom) > most) {
          most = activity(node.atom);
          best = 2 * node.atom + flip;
        }
      } else if (node.kind === 'and') stack.push(...node.of.map((each) => each ^ flip).reverse());
      else if (node.kind === 'iff') stack.push(node.right, node.left);
      else if (node.kind === 'choice') {
        const branches = [node.no, node.yes].filter((each): each is Ref => each !== null);
        stack.push(...branches.map((each) => each ^ flip), node.condition);
      }
    }
    if (best !== null && seen.size > MOST_VISITED) break;
  }
  if (best === null) throw new Doubt('a hypothesis is open and no atom of it is');
  return { literal: best, visited: seen.size };
}
