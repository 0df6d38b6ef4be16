import type { Literal } from './atoms.ts';

/** A step of the search is worth reading so many literals of clauses. */
const LITERALS_A_STEP = 1_024;

/** Learned clauses, each watching two of its literals (Moskewicz et al., "Chaff", 2001): it matters when one of them fails. */
export class Clauses {
  readonly #clauses: Literal[][] = [];
  readonly #watches = new Map<Literal, number[]>();
  readonly #truth: (literal: Literal) => number;
  readonly #enter: (literal: Literal, clause: number) => void;
  #read = 0;

  /** `enter` is told of each literal that a clause forces. */
  constructor(truth: (literal: Literal) => number, enter: (literal: Literal, clause: number) => void) {
    this.#truth = truth;
    this.#enter = enter;
  }

  /** Takes in a clause, whose first two literals are those to be true last; gives its number. */
  add(literals: readonly Literal[]): number {
    const clause = this.#clauses.push([...literals]) - 1;
    if (literals.length > 1) for (const literal of literals.slice(0, 2)) this.#watching(literal).push(clause);
    return clause;
  }

  /** What follows from a literal's being false now; the number of a clause that has no true literal left, if there is one. */
  follow(falsified: Literal): number | null {
    const watching = this.#watching(falsified);
    const kept: number[] = [];
    let broken: number | null = null;
    for (const clause of watching) {
      if (broken !== null || !this.#moved(clause, falsified)) kept.push(clause);
      if (broken !== null) continue;
      const literals = this.#clauses[clause]!;
      if (literals[1] !== falsified) continue;
      if (this.#truth(literals[0]!) === -1) broken = clause;
      else this.#enter(literals[0]!, clause);
    }
    this.#watches.set(falsified, kept);
    return broken;
  }

  /** The steps that were not taken yet: many clauses make each decision dear. */
  take(): number {
    const steps = Math.floor(this.#read / LITERALS_A_STEP);
    this.#read -= steps * LITERALS_A_STEP;
    return steps;
  }

  #watching(literal: Literal): number[] {
    let watching = this.#watches.get(literal);
    if (watching === undefined) this.#watches.set(literal, (watching = []));
    return watching;
  }

  /** Whether the clause could watch another literal instead; if not, the one that is false stands second. */
  #moved(clause: number, falsified: Literal): boolean {
    const literals = this.#clauses[clause]!;
    if (literals[0] === falsified) [literals[0], literals[1]] = [literals[1]!, falsified];
    this.#read += 1;
    if (this.#truth(literals[0]!) === 1) return false;
    for (let at = 2; at < literals.length; at += 1) {
      this.#read += 1;
      if (this.#truth(literals[at]!) === -1) continue;
      [literals[1], literals[at]] = [literals[at]!, falsified];
      this.#watching(literals[1]!).push(clause);
      return true;
    }
    return false;
  }
}
