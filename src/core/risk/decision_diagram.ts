import { bySize, EMPTY, type FaultSet, setOf } from './fault_set.ts';

/** A node of a diagram; 0 is false, 1 is true. Equal functions have equal nodes. */
export type Node = number;

export const FALSE: Node = 0;
export const TRUE: Node = 1;

interface Branch {
  readonly level: number;
  readonly low: Node;
  readonly high: Node;
}

/** Thrown where a diagram grows beyond its limit: the caller looks for another way. */
export class TooLarge extends Error {}

/**
 * Reduced ordered binary decision diagrams (Bryant 1986) over variables that are numbered by their level in the order.
 * The minimal solutions of a monotone function are kept in the same form, a branch meaning "with" and "without"
 * (Rauzy, New algorithms for fault trees analysis, 1993; Minato's zero-suppressed diagrams).
 */
export class Diagrams {
  readonly #branches: Branch[] = [LEAF, LEAF];
  readonly #unique = new Map<string, Node>();
  readonly #applied = new Map<string, Node>();
  readonly #most: number;

  /** `most`: how many nodes there may be. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The function that is the variable of a level. */
  variable(level: number): Node {
    return this.#node(level, FALSE, TRUE);
  }

  level(node: Node): number {
    return this.#branches[node]!.level;
  }

  low(node: Node): Node {
    return this.#branches[node]!.low;
  }

  high(node: Node): Node {
    return this.#branches[node]!.high;
  }

  not(node: Node): Node {
    return this.choose(node, FALSE, TRUE);
  }

  and(a: Node, b: Node): Node {
    return this.choose(a, b, FALSE);
  }

  or(a: Node, b: Node): Node {
    return this.choose(a, TRUE, b);
  }

  /** `if f then g else h`. */
  choose(f: Node, g: Node, h: Node): Node {
    if (f === TRUE || g === h) return g;
    if (f === FALSE) return h;
    if (g === TRUE && h === FALSE) return f;
    const key = `${f} ${g} ${h}`;
    const known = this.#applied.get(key);
    if (known !== undefined) return known;
    const level = Math.min(this.level(f), this.level(g), this.level(h));
    const below = (node: Node, high: boolean) =>
      this.level(node) !== level ? node : high ? this.high(node) : this.low(node);
    const low = this.choose(below(f, false), below(g, false), below(h, false));
    const node = this.#node(level, low, this.choose(below(f, true), below(g, true), below(h, true)));
    this.#applied.set(key, node);
    return node;
  }

  /** "For some values of the variables of these levels". */
  exists(node: Node, levels: ReadonlySet<number>): Node {
    const memo = new Map<Node, Node>();
    const walk = (at: Node): Node => {
      if (at <= TRUE) return at;
      let result = memo.get(at);
      if (result === undefined) {
        const [low, high] = [walk(this.low(at)), walk(this.high(at))];
        result = levels.has(this.level(at)) ? this.or(low, high) : this.#node(this.level(at), low, high);
        memo.set(at, result);
      }
      return result;
    };
    return walk(node);
  }

  /** The least monotone function above: true where some of the true variables could be false and it would hold. */
  upward(node: Node): Node {
    const memo = new Map<Node, Node>();
    const walk = (at: Node): Node => {
      if (at <= TRUE) return at;
      let result = memo.get(at);
      if (result === undefined) {
        const low = walk(this.low(at));
        result = this.#node(this.level(at), low, this.or(low, walk(this.high(at))));
        memo.set(at, result);
      }
      return result;
    };
    return walk(node);
  }

  /** The minimal solutions of a monotone function, as a diagram of sets: `high` holds the rest of the sets with the variable. */
  minimal(node: Node): Node {
    const memo = new Map<Node, Node>();
    const walk = (at: Node): Node => {
      if (at <= TRUE) return at;
      let result = memo.get(at);
      if (result === undefined) {
        const without = walk(this.low(at));
        const withIt = this.#outside(walk(this.high(at)), this.low(at));
        result = withIt === FALSE ? without : this.#node(this.level(at), without, withIt);
        memo.set(at, result);
      }
      return result;
    };
    return walk(node);
  }

  /** Those sets of a diagram of sets that do not satisfy the monotone function. */
  #outside(sets: Node, monotone: Node): Node {
    if (sets === FALSE || monotone === TRUE) return FALSE;
    if (monotone === FALSE) return sets;
    const key = `- ${sets} ${monotone}`;
    const known = this.#applied.get(key);
    if (known !== undefined) return known;
    const result = this.#outsideBelow(sets, monotone);
    this.#applied.set(key, result);
    return result;
  }

  #outsideBelow(sets: Node, monotone: Node): Node {
    const [a, b] = [this.level(sets), this.level(monotone)];
    // The sets below have no variable of the function's level: it is false in them.
    if (b < a) return this.#outside(sets, this.low(monotone));
    const [low, high] = b === a ? [this.low(monotone), this.high(monotone)] : [monotone, monotone];
    const without = this.#outside(this.low(sets), low);
    const withIt = this.#outside(this.high(sets), high);
    return withIt === FALSE ? without : this.#node(a, without, withIt);
  }

  /** The sets of a diagram of sets, smallest first; null where there are more than `most`. */
  sets(node: Node, most: number): FaultSet[] | null {
    if (this.count(node) > BigInt(most)) return null;
    const found: FaultSet[] = [];
    const walk = (at: Node, chosen: readonly number[]): void => {
      if (at === FALSE) return;
      if (at === TRUE) {
        found.push(chosen.length === 0 ? EMPTY : setOf(chosen));
        return;
      }
      walk(this.low(at), chosen);
      walk(this.high(at), [...chosen, this.level(at)]);
    };
    walk(node, []);
    return found.sort(bySize);
  }

  /** How many sets a diagram of sets holds. */
  count(node: Node): bigint {
    const memo = new Map<Node, bigint>([
      [FALSE, 0n],
      [TRUE, 1n],
    ]);
    const walk = (at: Node): bigint => {
      let total = memo.get(at);
      if (total === undefined) memo.set(at, (total = walk(this.low(at)) + walk(this.high(at))));
      return total;
    };
    return walk(node);
  }

  /** The monotone function whose minimal solutions (and more) are the given sets. */
  ofSets(sets: readonly FaultSet[], levelOf: (index: number) => number): Node {
    const masks = sets.map((set) => [...bits(set)].map(levelOf).sort((a, b) => a - b));
    return this.#union(masks.map((levels) => ({ levels, from: 0 })));
  }

  #union(sets: readonly { readonly levels: readonly number[]; readonly from: number }[]): Node {
    if (sets.length === 0) return FALSE;
    if (sets.some(({ levels, from }) => from === levels.length)) return TRUE;
    const first = Math.min(...sets.map(({ levels, from }) => levels[from]!));
    const without = sets.filter(({ levels, from }) => levels[from] !== first);
    const withIt = sets
      .filter(({ levels, from }) => levels[from] === first)
      .map(({ levels, from }) => ({ levels, from: from + 1 }));
    const low = this.#union(without);
    return this.#node(first, low, this.or(low, this.#union(withIt)));
  }

  /** A solution of the function: the levels that are true in it. Null where it is false. */
  solution(node: Node): ReadonlySet<number> | null {
    if (node === FALSE) return null;
    const chosen = new Set<number>();
    for (let at = node; at !== TRUE; ) {
      const high = this.low(at) === FALSE;
      if (high) chosen.add(this.level(at));
      at = high ? this.high(at) : this.low(at);
    }
    return chosen;
  }

  /** The function with some of its variables fixed. */
  restrict(node: Node, fixed: (level: number) => boolean | null): Node {
    const memo = new Map<Node, Node>();
    const walk = (at: Node): Node => {
      if (at <= TRUE) return at;
      let result = memo.get(at);
      if (result === undefined) {
        const value = fixed(this.level(at));
        result =
          value === null
            ? this.#node(this.level(at), walk(this.low(at)), walk(this.high(at)))
            : walk(value ? this.high(at) : this.low(at));
        memo.set(at, result);
      }
      return result;
    };
    return walk(node);
  }

  #node(level: number, low: Node, high: Node): Node {
    if (low === high) return low;
    const key = `${level} ${low} ${high}`;
    let node = this.#unique.get(key);
    if (node === undefined) {
      if (this.#branches.length >= this.#most) throw new TooLarge(`a diagram of more than ${this.#most} nodes`);
      node = this.#branches.push({ level, low, high }) - 1;
      this.#unique.set(key, node);
    }
    return node;
  }
}

/** Below every variable. */
const LEAF: Branch = { level: Number.MAX_SAFE_INTEGER, low: FALSE, high: FALSE }; // exact: a position in an order

function* bits(set: FaultSet): Iterable<number> {
  for (let at = 0, rest = set; rest > 0n; at += 1, rest >>= 1n) if ((rest & 1n) === 1n) yield at;
}
