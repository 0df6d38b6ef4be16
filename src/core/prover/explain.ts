import type { Assignment } from './assignment.ts';
import type { Literal } from './atoms.ts';
import type { Formulas, Ref } from './formulas.ts';
import { Doubt } from './search_types.ts';

/** A literal that is looked at as if it had the other value. */
interface Flipped {
  readonly node: number;
  readonly value: 1 | -1;
}

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
  /** What does not become so, whatever was collected: `4 · node`, and 2 more for true. */
  readonly #failed = new Set<number>();
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
    if (!explanation.#becomes(root, -1)) throw new Doubt('a literal was forced by nothing');
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

  /** Whether the formula becomes `value` with the flipped literal; if so, collects what else that takes. */
  #becomes(ref: Ref, value: 1 | -1): boolean {
    const node = ref >> 1;
    const wanted = (ref & 1) === 0 ? value : -value;
    if (node === this.#flipped!.node) return this.#flipped!.value === wanted;
    const known = this.#known(2 * node);
    if (known !== 0) {
      if (known === wanted) this.#up(node);
      return known === wanted;
    }
    const key = 4 * node + wanted + 1;
    if (this.#failed.has(key)) return false;
    if (this.#follows(node, wanted as 1 | -1)) return true;
    this.#failed.add(key);
    return false;
  }

  /** The same for a node that is open without what was flipped. */
  #follows(node: number, wanted: 1 | -1): boolean {
    const made = this.#formulas.nodes[node]!;
    switch (made.kind) {
      case 'true':
        return wanted === 1;
      case 'atom':
        return false;
      case 'and':
        return wanted === 1 ? this.#tried(made.of.map((each) => [each, 1] as const)) : this.#oneFails(made.of);
      case 'iff':
        return this.#iff(made.left, made.right, wanted) || this.#iff(made.right, made.left, wanted);
      case 'choice': {
        const { condition, yes, no } = made;
        return (
          (yes !== null &&
            this.#tried([
              [condition, 1],
              [yes, wanted],
            ])) ||
          (no !== null &&
            this.#tried([
              [condition, -1],
              [no, wanted],
            ])) ||
          (made.later === null &&
            yes !== null &&
            no !== null &&
            this.#tried([
              [yes, wanted],
              [no, wanted],
            ]))
        );
      }
    }
  }

  /** Operands that are open contain what was flipped; one that is false already is found where the node is young. */
  #oneFails(refs: readonly Ref[]): boolean {
    const open = refs.filter((ref) => this.#known(ref) === 0);
    return [...refs.filter((ref) => this.#known(ref) === -1), ...open].some((ref) => this.#tried([[ref, -1]]));
  }

  #iff(known: Ref, other: Ref, wanted: number): boolean {
    const value = this.#known(known);
    return (
      value !== 0 &&
      this.#tried([
        [known, value],
        [other, (wanted * value) as 1 | -1],
      ])
    );
  }

  /** All of the goals, or nothing collected. */
  #tried(goals: readonly (readonly [Ref, 1 | -1])[]): boolean {
    const literals = [...this.literals];
    const done = [...this.#done];
    if (goals.every(([ref, value]) => this.#becomes(ref, value))) return true;
    this.literals.clear();
    for (const literal of literals) this.literals.add(literal);
    this.#done.clear();
    for (const node of done) this.#done.add(node);
    return false;
  }
}
