import type { Assignment } from './assignment.ts';
import type { Literal } from './atoms.ts';
import type { Formulas, Ref } from './formulas.ts';
import { Doubt } from './search_types.ts';

/** A literal that is looked at as if it had the other value. */
interface Flipped {
  readonly node: number;
  readonly value: 1 | -1;
}

/** A formula, and what it should become. */
type Wish = readonly [Ref, 1 | -1];

/**
 * Which literals make a formula false: all by themselves, or together with the negation of one more. It is the proof that a
 * certificate's checker repeats: three-valued evaluation from those literals alone.
 */
export class Explanation {
  readonly #formulas: Formulas;
  readonly #assignment: Assignment;
  /** Only what was decided before this position counts. */
  readonly #before: number;
  readonly #flipped: Flipped | null;
  readonly #done = new Set<number>();
  /** What it takes for an open node to become true or false, null where it does not, by `keyOf`: each is asked once, however many share it. */
  readonly #takes = new Map<number, readonly Wish[] | null>();
  readonly #collected = new Set<number>();
  readonly literals = new Set<Literal>();

  private constructor(formulas: Formulas, assignment: Assignment, before: number, flipped: Flipped | null) {
    this.#formulas = formulas;
    this.#assignment = assignment;
    this.#before = before;
    this.#flipped = flipped;
  }

  /** Why a formula that must be true is false. */
  static ofFalse(formulas: Formulas, assignment: Assignment, root: Ref): readonly Literal[] {
    const explanation = new Explanation(formulas, assignment, assignment.trail.length, null);
    explanation.#up(root >> 1);
    return [...explanation.literals];
  }

  /** Why a formula that must be true forces the literal: what was true before, and with its negation makes the formula false. */
  static ofForced(formulas: Formulas, assignment: Assignment, root: Ref, literal: Literal): readonly Literal[] {
    const node = formulas.nodeOf[literal >> 1]!;
    const flipped: Flipped = { node, value: (literal & 1) === 0 ? -1 : 1 };
    const explanation = new Explanation(formulas, assignment, assignment.when(node), flipped);
    if (!explanation.#becomes([root, -1])) throw new Doubt('a literal was forced by nothing');
    explanation.#collect([root, -1]);
    return [...explanation.literals];
  }

  #known(ref: Ref): -1 | 0 | 1 {
    if (this.#flipped?.node === ref >> 1) return 0;
    return this.#assignment.when(ref >> 1) < this.#before ? this.#assignment.of(ref) : 0;
  }

  /** The literals behind a node's value. */
  #up(node: number): void {
    if (this.#done.has(node)) return;
    this.#done.add(node);
    const made = this.#formulas.nodes[node]!;
    switch (made.kind) {
      case 'true':
        return;
      case 'atom':
        this.literals.add(2 * made.atom + (this.#assignment.of(2 * node) === 1 ? 0 : 1));
        return;
      case 'and': {
        if (this.#assignment.of(2 * node) === 1) for (const ref of made.of) this.#up(ref >> 1);
        else this.#up(this.#earliest(made.of.filter((ref) => this.#known(ref) === -1)));
        return;
      }
      case 'iff':
        this.#up(made.left >> 1);
        this.#up(made.right >> 1);
        return;
      case 'choice': {
        const condition = this.#known(made.condition);
        const branch = condition === 0 ? null : condition === 1 ? made.yes : made.no;
        if (branch !== null && this.#known(branch) !== 0) {
          this.#up(made.condition >> 1);
          this.#up(branch >> 1);
          return;
        }
        this.#up(made.yes! >> 1);
        this.#up(made.no! >> 1);
      }
    }
  }

  #earliest(refs: readonly Ref[]): number {
    const nodes = refs.map((ref) => ref >> 1);
    const done = nodes.find((node) => this.#done.has(node));
    return done ?? nodes.reduce((a, b) => (this.#assignment.when(a) <= this.#assignment.when(b) ? a : b));
  }

  /** Whether the formula becomes `value` with the flipped literal. */
  #becomes([ref, value]: Wish): boolean {
    const node = ref >> 1;
    const wanted = (ref & 1) === 0 ? value : (-value as 1 | -1);
    if (node === this.#flipped!.node) return this.#flipped!.value === wanted;
    const known = this.#known(2 * node);
    if (known !== 0) return known === wanted;
    const key = keyOf(node, wanted);
    let takes = this.#takes.get(key);
    if (takes === undefined) this.#takes.set(key, (takes = this.#follows(node, wanted)));
    return takes !== null;
  }

  /** Collects what it takes for the formula to become so, once of each node. */
  #collect([ref, value]: Wish): void {
    const node = ref >> 1;
    if (node === this.#flipped!.node) return;
    const key = keyOf(node, (ref & 1) === 0 ? value : (-value as 1 | -1));
    if (this.#known(2 * node) !== 0) this.#up(node);
    else if (!this.#collected.has(key)) {
      this.#collected.add(key);
      for (const wish of this.#takes.get(key)!) this.#collect(wish);
    }
  }

  /** What a node that is open without what was flipped takes to become so; null: it does not. */
  #follows(node: number, wanted: 1 | -1): readonly Wish[] | null {
    const made = this.#formulas.nodes[node]!;
    switch (made.kind) {
      case 'true':
        return wanted === 1 ? [] : null;
      case 'atom':
        return null;
      case 'and':
        return wanted === 1 ? this.#first([made.of.map((each) => [each, 1])]) : this.#oneFails(made.of);
      case 'iff':
        return this.#first([
          ...this.#sides(made.left, made.right, wanted),
          ...this.#sides(made.right, made.left, wanted),
        ]);
      case 'choice': {
        const { condition, yes, no } = made;
        const ways: Wish[][] = [];
        if (yes !== null)
          ways.push([
            [condition, 1],
            [yes, wanted],
          ]);
        if (no !== null)
          ways.push([
            [condition, -1],
            [no, wanted],
          ]);
        if (made.later === null && yes !== null && no !== null)
          ways.push([
            [yes, wanted],
            [no, wanted],
          ]);
        return this.#first(ways);
      }
    }
  }

  /** Operands that are open contain what was flipped; one that is false already is found where the node is young. */
  #oneFails(refs: readonly Ref[]): readonly Wish[] | null {
    const open = refs.filter((ref) => this.#known(ref) === 0);
    return this.#first([...refs.filter((ref) => this.#known(ref) === -1), ...open].map((ref) => [[ref, -1]]));
  }

  #sides(known: Ref, other: Ref, wanted: 1 | -1): Wish[][] {
    const value = this.#known(known);
    if (value === 0) return [];
    return [
      [
        [known, value],
        [other, (wanted * value) as 1 | -1],
      ],
    ];
  }

  /** The first of the ways in which all that it takes becomes so. */
  #first(ways: readonly (readonly Wish[])[]): readonly Wish[] | null {
    return ways.find((way) => way.every((wish) => this.#becomes(wish))) ?? null;
  }
}

function keyOf(node: number, wanted: 1 | -1): number {
  return 4 * node + wanted + 1;
}
