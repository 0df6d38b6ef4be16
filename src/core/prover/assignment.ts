import type { Formulas, Node, Ref } from './formulas.ts';

/** 1: true, -1: false, 0: open. */
export type Truth = 1 | 0 | -1;

/**
 * What the literals decided so far make of every node, from the atoms up (Kleene's three values). A node remembers when it
 * got its value. Nodes may be added at any time; one that is younger than what decides it is looked at again when the
 * search goes back.
 */
export class Assignment {
  readonly #formulas: Formulas;
  readonly #value: Truth[] = [1];
  readonly #when: number[] = [-1];
  readonly #parents: number[][] = [[]];
  /** The parents of branches that were made late. */
  readonly #linked = new Map<number, Set<number>>();
  /** Of a conjunction: operands that are not true. */
  readonly #open: number[] = [0];
  /** Nodes that got their values later than what decides them. */
  readonly #late = new Set<number>();
  readonly trail: number[] = [];
  #queue = 0;
  /** Nodes whose value is new since this was last emptied. */
  changed: number[] = [];

  constructor(formulas: Formulas) {
    this.#formulas = formulas;
  }

  of(ref: Ref): Truth {
    const value = this.#value[ref >> 1] ?? 0;
    return (ref & 1) === 0 ? value : (-value as Truth);
  }

  /** The position in the trail at which the node got its value. */
  when(node: number): number {
    return this.#when[node]!;
  }

  parents(node: number): readonly number[] {
    return this.#parents[node] ?? [];
  }

  /** Decides an atom's node, and all nodes that this decides. */
  decide(node: number, value: Truth): void {
    this.admit();
    this.#set(node, value);
    this.#settle();
  }

  /** Goes back to when the trail was so long. */
  undo(length: number): void {
    const again: number[] = [];
    while (this.trail.length > length) {
      const node = this.trail.pop()!;
      this.#count(node, 1);
      this.#value[node] = 0;
      if (this.#late.delete(node)) again.push(node);
    }
    this.#queue = Math.min(this.#queue, length);
    for (const node of again) this.#look(node, true);
    this.#settle();
  }

  /** Takes in nodes that were made since. */
  admit(): void {
    const { nodes } = this.#formulas;
    const first = this.#value.length;
    for (let node = first; node < nodes.length; node += 1) {
      this.#value.push(0);
      this.#when.push(-1);
      this.#parents.push([]);
      this.#open.push(0);
    }
    for (let node = first; node < nodes.length; node += 1) {
      for (const below of new Set(operandsOf(nodes[node]!).map((ref) => ref >> 1))) this.#parents[below]!.push(node);
      const made = nodes[node]!;
      if (made.kind === 'and') this.#open[node] = made.of.filter((ref) => this.of(ref) !== 1).length;
    }
    for (let node = first; node < nodes.length; node += 1) this.#look(node, true);
  }

  /** The branch of a choice whose condition is decided. */
  branch(node: number, holds: boolean): Ref {
    const choice = this.#formulas.nodes[node] as Extract<Node, { kind: 'choice' }>;
    const known = holds ? choice.yes : choice.no;
    if (known !== null) return known;
    const made = this.#formulas.branch(choice, holds);
    this.admit();
    this.#linkBranch(node, made >> 1);
    return made;
  }

  /** Has a choice looked at again when its branch changes. Many choices may have one branch: whether it knows them is looked up. */
  #linkBranch(choice: number, branch: number): void {
    const parents = this.#parents[branch]!;
    let linked = this.#linked.get(branch);
    if (linked === undefined) this.#linked.set(branch, (linked = new Set(parents)));
    if (linked.has(choice)) return;
    linked.add(choice);
    parents.push(choice);
  }

  #set(node: number, value: Truth): void {
    if (this.#value[node] !== 0) return;
    this.#value[node] = value;
    this.#when[node] = this.trail.push(node) - 1;
    this.changed.push(node);
    this.#count(node, -1);
  }

  /** Tells conjunctions that an operand has become (or is no more) true. */
  #count(node: number, by: 1 | -1): void {
    const value = this.#value[node]!;
    for (const parent of this.#parents[node]!) {
      const made = this.#formulas.nodes[parent]!;
      if (made.kind !== 'and') continue;
      for (const ref of made.of) {
        if (ref >> 1 === node && ((ref & 1) === 0 ? value : -value) === 1) this.#open[parent]! += by;
      }
    }
  }

  #settle(): void {
    while (this.#queue < this.trail.length) {
      const node = this.trail[this.#queue]!;
      this.#queue += 1;
      const parents = this.#parents[node]!;
      // A branch that is made on the way may add parents.
      for (let at = 0; at < parents.length; at += 1) this.#look(parents[at]!, false);
    }
  }

  #look(node: number, late: boolean): void {
    if (this.#value[node] !== 0) return;
    const value = this.#computed(node);
    if (value === 0) return;
    this.#set(node, value);
    if (late) this.#late.add(node);
  }

  #computed(node: number): Truth {
    const made = this.#formulas.nodes[node]!;
    switch (made.kind) {
      case 'true':
        return 1;
      case 'atom':
        return 0;
      case 'and':
        if (this.#open[node] === 0) return 1;
        return made.of.some((ref) => this.of(ref) === -1) ? -1 : 0;
      case 'iff':
        return (this.of(made.left) * this.of(made.right)) as Truth;
      case 'choice': {
        const condition = this.of(made.condition);
        if (condition !== 0) return this.of(this.branch(node, condition === 1));
        // Two numbers that make a comparison false are not one number: whoever evaluates it does not see that they agree.
        if (made.later !== null || made.yes === null || made.no === null) return 0;
        const yes = this.of(made.yes);
        return yes === this.of(made.no) ? yes : 0;
      }
    }
  }
}

function operandsOf(node: Node): readonly Ref[] {
  switch (node.kind) {
    case 'true':
    case 'atom':
      return [];
    case 'and':
      return node.of;
    case 'iff':
      return [node.left, node.right];
    case 'choice':
      return [node.condition, ...(node.yes === null ? [] : [node.yes]), ...(node.no === null ? [] : [node.no])];
  }
}
