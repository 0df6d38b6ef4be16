import { Assignment } from './assignment.ts';
import { type Bounding, boundingOf, decidedBy, type Literal, negated } from './atoms.ts';
import type { BaseOf } from './base.ts';
import { Clauses } from './clauses.ts';
import { Explanation } from './explain.ts';
import { Formulas, type Ref } from './formulas.ts';
import { frontier } from './frontier.ts';
import type { Conflict, Derivation, Learned, Reason, Step } from './search_types.ts';
import { Theory } from './theory.ts';

export type Outcome =
  | {
      readonly kind: 'unsat';
      readonly learned: readonly Learned[];
      readonly settled: readonly Step[];
      readonly last: Derivation;
    }
  | { readonly kind: 'sat' }
  | { readonly kind: 'spent' };

interface Level {
  readonly trail: number;
  readonly literals: number;
  readonly bounds: number;
}

/** Rounding is tried so many times a search; after that only branching. */
const MOST_CUTS = 60;

/**
 * Conflict-driven search over atoms, modulo linear arithmetic. Hypotheses stay formulas: what the atoms make of them is told
 * from the atoms up, and what they force from the hypothesis down, each hypothesis by itself. So every forced literal can be
 * checked by evaluating one hypothesis, and no name is made for a part of a formula.
 */
export class Search {
  readonly formulas: Formulas;
  readonly theory: Theory;
  readonly assignment: Assignment;
  readonly #hypotheses: readonly Ref[];
  readonly #rootsAt = new Map<number, number[]>();
  readonly #reasons: (Reason | undefined)[] = [];
  readonly #literals: Literal[] = [];
  readonly #levels: Level[] = [];
  readonly #clauses: Clauses;
  readonly #learned: Learned[] = [];
  readonly #activity: number[] = [];
  readonly #dirty = new Set<number>();
  readonly #young: number[] = [];
  #told = 0;
  #bump = 1;
  #cuts = 0;
  #steps: number;

  constructor(base: BaseOf, make: (formulas: Formulas) => readonly Ref[], steps: number) {
    this.#steps = steps;
    this.formulas = new Formulas(base, (atom) => this.#young.push(atom));
    this.theory = new Theory(this.formulas.atoms);
    this.assignment = new Assignment(this.formulas);
    this.#clauses = new Clauses(
      (literal) => this.truth(literal),
      (literal, clause) => this.#enter(literal, { kind: 'clause', clause }),
    );
    this.#hypotheses = make(this.formulas);
    for (const [at, ref] of this.#hypotheses.entries()) {
      const there = this.#rootsAt.get(ref >> 1);
      if (there === undefined) this.#rootsAt.set(ref >> 1, [at]);
      else there.push(at);
      this.#dirty.add(at);
    }
    this.formulas.work.begin(steps);
    this.assignment.admit();
  }

  run(): Outcome {
    for (;;) {
      const conflict = this.#propagate();
      if (conflict === 'spent') return { kind: 'spent' };
      if (conflict !== null) {
        const end = this.#resolve(conflict);
        if (end !== null) return end;
        if (this.#steps <= 0) return { kind: 'spent' };
        continue;
      }
      const next = this.#pick();
      if (next === 'satisfied') return { kind: 'sat' };
      if (next === null) continue;
      this.#levels.push({
        trail: this.assignment.trail.length,
        literals: this.#literals.length,
        bounds: this.theory.simplex.mark,
      });
      this.#enter(next, { kind: 'decision' });
    }
  }

  /** What the literal is now. */
  truth(literal: Literal): number {
    return this.assignment.of(this.formulas.literal(literal));
  }

  #enter(literal: Literal, reason: Reason): void {
    if (this.truth(literal) !== 0) return;
    this.#steps -= 1;
    this.#reasons[literal >> 1] = reason;
    this.#literals.push(literal);
    const before = this.assignment.trail.length;
    this.assignment.decide(this.formulas.nodeOf[literal >> 1]!, (literal & 1) === 0 ? 1 : -1);
    this.#steps -= (this.assignment.trail.length - before) >> 3;
    this.#steps -= this.formulas.work.take();
  }

  #propagate(): Conflict | 'spent' | null {
    for (;;) {
      const conflict = this.#consequences();
      if (conflict !== null) return conflict;
      if (this.#steps <= 0) return 'spent';
      const before = this.theory.simplex.work;
      const checked = this.theory.check(before + this.#steps);
      this.#steps -= this.theory.simplex.work - before;
      if (checked.kind === 'spent') return 'spent';
      if (checked.kind === 'clash') return { kind: 'farkas', combination: checked.clash };
      if (this.#told === this.#literals.length && this.#dirty.size === 0 && this.#young.length === 0) return null;
    }
  }

  #consequences(): Conflict | null {
    for (;;) {
      this.#admitYoung();
      if (this.#told < this.#literals.length) {
        const literal = this.#literals[this.#told]!;
        this.#told += 1;
        const conflict = this.#follow(literal);
        if (conflict !== null) return conflict;
        continue;
      }
      this.#findDirty();
      const [hypothesis] = this.#dirty;
      if (hypothesis === undefined) {
        if (this.#young.length > 0) continue;
        return null;
      }
      this.#dirty.delete(hypothesis);
      const root = this.#hypotheses[hypothesis]!;
      if (this.assignment.of(root) === -1) return { kind: 'hypothesis', hypothesis };
      this.#down(root, hypothesis);
      if (this.assignment.of(root) === -1) return { kind: 'hypothesis', hypothesis };
      if (this.#steps <= 0) return null;
    }
  }

  /** Atoms that were made since: bounds in force may decide them. */
  #admitYoung(): void {
    if (this.#young.length === 0) return;
    this.assignment.admit();
    for (const atom of this.#young.splice(0)) {
      this.#activity[atom] ??= 0;
      this.#byBounds(atom);
    }
  }

  /** Decides an atom that a bound in force decides. */
  #byBounds(number: number): void {
    const atom = this.formulas.atoms.at(number);
    if (atom.kind !== 'bound' || this.truth(2 * number) !== 0) return;
    const variable = this.theory.variable(atom.form);
    for (const side of ['upper', 'lower'] as const) {
      const bound = this.theory.simplex.bound(variable, side);
      if (bound === null) continue;
      const holds = decidedBy(atom, this.#bounding(bound.literal)!);
      if (holds !== null) this.#enter(2 * number + (holds ? 0 : 1), { kind: 'implied', by: bound.literal });
    }
  }

  #bounding(literal: Literal): Bounding | null {
    const atom = this.formulas.atoms.at(literal >> 1);
    return atom.kind === 'bound' ? boundingOf(atom, (literal & 1) === 0) : null;
  }

  /** What follows from a literal by itself, in clauses, and in the arithmetic. */
  #follow(literal: Literal): Conflict | null {
    const clause = this.#clauses.follow(negated(literal));
    this.#steps -= this.#clauses.take();
    if (clause !== null) return { kind: 'clause', clause };
    const atom = this.formulas.atoms.at(literal >> 1);
    if (atom.kind === 'member' && (literal & 1) === 0) {
      for (const other of this.formulas.atoms.members(atom.variable))
        if (other !== literal) this.#enter(negated(other), { kind: 'implied', by: literal });
    }
    if (atom.kind !== 'bound') return null;
    const known = this.#bounding(literal)!;
    for (const other of this.formulas.atoms.about(atom.form)) {
      const about = this.formulas.atoms.at(other);
      if (about.kind !== 'bound' || this.truth(2 * other) !== 0) continue;
      const holds = decidedBy(about, known);
      if (holds !== null) this.#enter(2 * other + (holds ? 0 : 1), { kind: 'implied', by: literal });
    }
    const clash = this.theory.assert(literal);
    return clash === null ? null : { kind: 'farkas', combination: clash };
  }

  /** Finds the hypotheses of which something has changed. */
  #findDirty(): void {
    const { assignment } = this;
    if (assignment.changed.length === 0) return;
    const seen = new Set<number>();
    const stack = assignment.changed;
    assignment.changed = [];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      for (const root of this.#rootsAt.get(node) ?? [])
        if (assignment.of(this.#hypotheses[root]!) !== 1) this.#dirty.add(root);
      for (const parent of assignment.parents(node)) if (assignment.of(2 * parent) === 0) stack.push(parent);
    }
    this.#steps -= seen.size >> 4;
  }

  /** What a hypothesis forces from its root down. */
  #down(root: Ref, hypothesis: number): void {
    const { assignment, formulas } = this;
    const stack: Ref[] = [root];
    for (let ref = stack.pop(); ref !== undefined; ref = stack.pop()) {
      this.#steps -= 1;
      if (assignment.of(ref) !== 0) continue;
      const node = formulas.nodes[ref >> 1]!;
      const flip = ref & 1;
      switch (node.kind) {
        case 'true':
          break;
        case 'atom':
          this.#enter(2 * node.atom + flip, { kind: 'hypothesis', hypothesis });
          break;
        case 'and':
          if (flip === 0) stack.push(...node.of);
          else {
            const open = node.of.filter((each) => assignment.of(each) !== 1);
            if (open.length === 1) stack.push(open[0]! ^ 1);
          }
          break;
        case 'iff': {
          const [left, right] = [assignment.of(node.left), assignment.of(node.right)];
          if (left !== 0) stack.push(node.right ^ (left === 1 ? flip : flip ^ 1));
          else if (right !== 0) stack.push(node.left ^ (right === 1 ? flip : flip ^ 1));
          break;
        }
        case 'choice': {
          const condition = assignment.of(node.condition);
          if (condition !== 0) {
            stack.push(assignment.branch(ref >> 1, condition === 1) ^ flip);
          } else if (node.yes !== null && assignment.of(node.yes ^ flip) === -1) {
            stack.push(node.condition ^ 1);
          } else if (node.no !== null && assignment.of(node.no ^ flip) === -1) {
            stack.push(node.condition);
          }
        }
      }
    }
  }

  /** Learns from a conflict and goes back; an outcome where nothing is left to go back to. */
  #resolve(conflict: Conflict): Outcome | null {
    const from = this.#behind(conflict);
    const found = this.#analysed(from);
    const derivation: Derivation = { steps: found.steps, conflict, from };
    if (found.literals.length === 0) {
      return { kind: 'unsat', learned: this.#learned, settled: this.#settled(), last: derivation };
    }
    const settled = this.#levels[0]?.literals ?? this.#literals.length;
    this.#back(found.back);
    const literals = found.literals.map(negated);
    const clause = this.#clauses.add(literals);
    this.#learned.push({ literals, derivation, settled });
    this.#bump += 1;
    // A younger bound may have decided it the other way at once.
    if (this.truth(literals[0]!) === -1) return this.#resolve({ kind: 'clause', clause });
    this.#enter(literals[0]!, { kind: 'clause', clause });
    return null;
  }

  /** The literals behind a conflict. */
  #behind(conflict: Conflict): readonly Literal[] {
    switch (conflict.kind) {
      case 'hypothesis':
        return Explanation.ofFalse(this.formulas, this.assignment, this.#hypotheses[conflict.hypothesis]!);
      case 'clause':
        return this.#learned[conflict.clause]!.literals.map(negated);
      case 'farkas':
        this.theory.confirm(conflict.combination);
        return conflict.combination.map(({ literal }) => literal);
    }
  }

  /** The literals that a literal follows from; they were true before it. */
  #from(literal: Literal): readonly Literal[] {
    const reason = this.#reasons[literal >> 1]!;
    switch (reason.kind) {
      case 'decision':
        return [];
      case 'hypothesis':
        return Explanation.ofForced(this.formulas, this.assignment, this.#hypotheses[reason.hypothesis]!, literal);
      case 'implied':
        return [reason.by];
      case 'clause':
        return this.#learned[reason.clause]!.literals.filter((other) => other !== literal).map(negated);
      case 'cut':
        return reason.combination.map((each) => each.literal);
    }
  }

  #when(literal: Literal): number {
    return this.assignment.when(this.formulas.nodeOf[literal >> 1]!);
  }

  #levelOf(literal: Literal): number {
    const when = this.#when(literal);
    let level = this.#levels.length;
    while (level > 0 && this.#levels[level - 1]!.trail > when) level -= 1;
    return level;
  }

  /**
   * Goes back from a conflict until one literal of the latest level is left (the first unique implication point). Its
   * negation stands first in the clause, a literal of the next level second. No literals: the conflict is everywhere.
   */
  #analysed(from: readonly Literal[]): { literals: readonly Literal[]; steps: readonly Step[]; back: number } {
    const open = new Set(from.filter((literal) => this.#levelOf(literal) > 0));
    const steps: Step[] = [];
    for (const literal of open) this.#activity[literal >> 1]! += this.#bump;
    for (;;) {
      const byTime = [...open].sort((a, b) => this.#when(b) - this.#when(a));
      const [latest, second] = byTime;
      if (latest === undefined) return { literals: [], steps: steps.reverse(), back: 0 };
      const level = this.#levelOf(latest);
      if (second === undefined || this.#levelOf(second) < level)
        return { literals: byTime, steps: steps.reverse(), back: second === undefined ? 0 : this.#levelOf(second) };
      open.delete(latest);
      const behind = this.#from(latest);
      steps.push({ literal: latest, reason: this.#reasons[latest >> 1] as Step['reason'], from: behind });
      for (const literal of behind) {
        if (this.#levelOf(literal) === 0) continue;
        open.add(literal);
        this.#activity[literal >> 1]! += this.#bump;
      }
    }
  }

  /** The literals that hold everywhere, each with its reason, in the order in which they were found. */
  #settled(): Step[] {
    return this.#literals.slice(0, this.#levels[0]?.literals ?? this.#literals.length).map((literal) => ({
      literal,
      reason: this.#reasons[literal >> 1] as Step['reason'],
      from: this.#from(literal),
    }));
  }

  #back(level: number): void {
    const to = this.#levels[level];
    if (to === undefined) return;
    this.#levels.length = level;
    const young = this.#literals
      .slice(to.literals)
      .filter((literal) => this.#reasons[literal >> 1]!.kind === 'implied');
    this.#literals.length = to.literals;
    // Before each decision everything was told: what is new now is what younger nodes add to it.
    this.#dirty.clear();
    this.assignment.changed = [];
    this.assignment.undo(to.trail);
    this.theory.simplex.undo(to.bounds);
    this.#told = Math.min(this.#told, to.literals);
    for (const literal of young) this.#byBounds(literal >> 1);
  }

  /** The next literal to decide; null where the arithmetic found something to follow first. */
  #pick(): Literal | 'satisfied' | null {
    const open = this.#hypotheses.filter((root) => this.assignment.of(root) === 0);
    if (open.length > 0) {
      const found = frontier(this.formulas, this.assignment, open, (atom) => this.#activity[atom] ?? 0);
      this.#steps -= found.visited >> 3;
      return found.literal;
    }
    const fractional = this.theory.fractional();
    if (fractional === null) return 'satisfied';
    if (this.#cuts < MOST_CUTS) {
      this.#cuts += 1;
      const cut = this.theory.cut(fractional.variable);
      this.#admitYoung();
      if (cut !== null && this.truth(cut.literal) === 0) {
        this.#enter(cut.literal, { kind: 'cut', combination: cut.combination, over: cut.over });
        return null;
      }
    }
    const { atoms } = this.formulas;
    const branch = atoms.below(atoms.single(fractional.monomial), fractional.below, false);
    this.#admitYoung();
    return this.truth(branch) === 0 ? branch : null;
  }
}
