import { type Rational, rational } from '../exact/rational.ts';
import { type Atoms, boundingOf, decidedBy, type Literal, negated } from './atoms.ts';
import type { BaseVariable } from './base.ts';
import type { Monomial } from './polynomial.ts';
import type { Outcome } from './search.ts';
import type { Combination, Conflict, Derivation, Step } from './search_types.ts';
import type {
  AtomJson,
  FactorsJson,
  HypothesisJson,
  LeafJson,
  LiteralJson,
  StepJson,
  Tree,
  VariableJson,
} from './tree.ts';

type Unsat = Extract<Outcome, { kind: 'unsat' }>;

/** A proof names something that has no name. */
class Nameless extends Error {}

/**
 * The proof that a search found, with what it did not need left out: what holds everywhere and the learned clauses in the
 * order in which they were found, then the last conflict. Null where it speaks of something that a certificate cannot name.
 */
export function writeTree(outcome: Unsat, atoms: Atoms, hypotheses: readonly HypothesisJson[]): Tree | null {
  try {
    return new Writer(outcome, atoms, hypotheses).whole();
  } catch (thrown) {
    if (thrown instanceof Nameless) return null;
    throw thrown;
  }
}

/** The literals in force, by place. */
class Path {
  readonly #places: Map<Literal, number>;
  #size: number;

  constructor(places: ReadonlyMap<Literal, number> = new Map(), size = 0) {
    this.#places = new Map(places);
    this.#size = size;
  }

  enter(literal: Literal): void {
    if (!this.#places.has(literal)) this.#places.set(literal, this.#size);
    this.#size += 1;
  }

  has(literal: Literal): boolean {
    return this.#places.has(literal);
  }

  place(literal: Literal): number {
    const place = this.#places.get(literal);
    if (place === undefined) throw new Nameless('a proof uses a bound that is not on its path');
    return place;
  }

  copy(): Path {
    return new Path(this.#places, this.#size);
  }
}

class Writer {
  readonly #outcome: Unsat;
  readonly #atoms: Atoms;
  readonly #hypotheses: readonly HypothesisJson[];
  readonly #neededClauses = new Set<number>();
  readonly #neededSettled = new Set<number>();
  readonly #settledAt: ReadonlyMap<Literal, number>;
  /** The number in the certificate of each clause that is written. */
  readonly #clauses = new Map<number, number>();

  constructor(outcome: Unsat, atoms: Atoms, hypotheses: readonly HypothesisJson[]) {
    this.#outcome = outcome;
    this.#atoms = atoms;
    this.#hypotheses = hypotheses;
    this.#settledAt = new Map(outcome.settled.map(({ literal }, at) => [literal, at]));
    this.#need();
  }

  whole(): Tree {
    const { learned, settled, last } = this.#outcome;
    const path = new Path();
    const written: StepJson[] = [];
    let next = 0;
    const settle = (before: number) => {
      for (; next < before; next += 1) if (this.#neededSettled.has(next)) this.#step(settled[next]!, path, written);
    };
    for (const [clause, { literals, derivation, settled: before }] of learned.entries()) {
      if (!this.#neededClauses.has(clause)) continue;
      settle(before);
      const inner = path.copy();
      for (const literal of literals) inner.enter(negated(literal));
      const proof = this.#derived(derivation, inner, []);
      written.push({ lemma: literals.map((literal) => this.#literal(literal)), proof });
      this.#clauses.set(clause, this.#clauses.size);
    }
    settle(settled.length);
    return this.#derived(last, path, written);
  }

  /** Marks what the last conflict needs, backwards. */
  #need(): void {
    const { learned, settled, last } = this.#outcome;
    const derivations: Derivation[] = [last];
    const literals: number[] = [];
    const reason = (by: Step['reason'] | Conflict) => {
      if (by.kind !== 'clause' || this.#neededClauses.has(by.clause)) return;
      this.#neededClauses.add(by.clause);
      derivations.push(learned[by.clause]!.derivation);
    };
    const from = (behind: readonly Literal[], own: ReadonlySet<Literal>) => {
      for (const literal of behind) {
        const at = own.has(literal) ? undefined : this.#settledAt.get(literal);
        if (at === undefined || this.#neededSettled.has(at)) continue;
        this.#neededSettled.add(at);
        literals.push(at);
      }
    };
    while (derivations.length > 0 || literals.length > 0) {
      const derivation = derivations.pop();
      if (derivation !== undefined) {
        const own = new Set(derivation.steps.map(({ literal }) => literal));
        reason(derivation.conflict);
        from(derivation.from, own);
        for (const step of derivation.steps) {
          reason(step.reason);
          from(step.from, own);
        }
        continue;
      }
      const step = settled[literals.pop()!]!;
      reason(step.reason);
      from(step.from, new Set());
    }
  }

  #derived({ steps, conflict }: Derivation, path: Path, written: StepJson[]): Tree {
    for (const step of steps) this.#step(step, path, written);
    return [...written, this.#leaf(conflict, path)];
  }

  #step({ literal, reason }: Step, path: Path, written: StepJson[]): void {
    // A weaker bound than one on the path is decided by it: there is nothing to write.
    if (reason.kind === 'implied' || this.#isDecided(literal, path)) return;
    if (reason.kind === 'cut') written.push({ cut: factors(reason.combination, reason.over, path) });
    else
      written.push({
        unit: this.#literal(literal),
        by:
          reason.kind === 'clause'
            ? { clause: this.#clauses.get(reason.clause)! }
            : this.#hypotheses[reason.hypothesis]!,
      });
    path.enter(literal);
  }

  /** Whether a literal on the path says this one, or more. */
  #isDecided(literal: Literal, path: Path): boolean {
    const atom = this.#atoms.at(literal >> 1);
    if (path.has(literal)) return true;
    if (atom.kind !== 'bound') return false;
    return this.#atoms.about(atom.form).some((other) => {
      const known = this.#atoms.at(other);
      return [true, false].some((holds) => {
        if (known.kind !== 'bound' || !path.has(2 * other + (holds ? 0 : 1))) return false;
        return decidedBy(atom, boundingOf(known, holds)) === ((literal & 1) === 0);
      });
    });
  }

  #leaf(conflict: Conflict, path: Path): LeafJson {
    switch (conflict.kind) {
      case 'hypothesis':
        return { false: this.#hypotheses[conflict.hypothesis]! };
      case 'clause':
        return { false: { clause: this.#clauses.get(conflict.clause)! } };
      case 'farkas':
        return { farkas: factors(conflict.combination, 1n, path) };
    }
  }

  #literal(literal: Literal): LiteralJson {
    const atom = this.#atoms.at(literal >> 1);
    const holds = (literal & 1) === 0;
    if (atom.kind === 'bound') return this.#bound(boundingOf(atom, holds));
    const variable = variableJson(atom.variable);
    const made: AtomJson =
      atom.kind === 'bool' ? { b: variable } : { e: variable, is: atom.variable.members[atom.member]! };
    return holds ? made : { not: made };
  }

  #bound({ form, side, bound, strict }: ReturnType<typeof boundingOf>): AtomJson {
    const turned = (value: Rational) => text(side === 'upper' ? value : value.neg());
    return {
      lin: form.terms.map(({ monomial, coefficient }) => [turned(coefficient), monomialJson(monomial)] as const),
      rel: strict ? '<' : '<=',
      c: turned(bound),
    };
  }
}

function factors(combination: Combination, over: bigint, path: Path): FactorsJson {
  const places = new Map<number, bigint>();
  for (const { factor, literal } of combination) {
    const place = path.place(literal);
    places.set(place, (places.get(place) ?? 0n) + factor);
  }
  return [...places].map(([place, factor]) => [text(rational(factor, over)), place] as const);
}

function monomialJson({ factors: unknowns }: Monomial): readonly VariableJson[] {
  return unknowns.map(({ key, symbol }) => {
    if (symbol === null) throw new Nameless('an unknown without a name');
    return JSON.parse(key) as VariableJson;
  });
}

function variableJson({ key, named }: BaseVariable): VariableJson {
  if (!named) throw new Nameless('a variable without a name');
  return JSON.parse(key) as VariableJson;
}

/** `-7/3`, `5`. */
function text(value: Rational): string {
  return value.toFraction();
}
