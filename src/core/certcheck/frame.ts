import { and, implies, variable } from '../model/build.ts';
import type { Clause, Expr, PartInstance } from '../model/model.ts';
import { type Claim, isPlain, meaning } from './claims.ts';
import { Meaning } from './meaning.ts';
import { count, fields, keysOf, list, nth, reject, text } from './strict.ts';

/** What a proof may use besides the facts of its scope: claims that have proofs of their own. */
export interface Uses {
  /** Parts whose assumptions hold wherever the scope's do, at steps before the last; and at the last step. */
  readonly discharged: ReadonlySet<string>;
  readonly dischargedNow: ReadonlySet<string>;
  readonly lemmas: readonly { readonly claim: Claim; readonly now: boolean }[];
  /** Formulas that an induction of the same proof shows. */
  readonly invariants: readonly Expr[];
}

/** Which behaviours a tree speaks of: so many steps, from the first or from any later one, the claim broken at the last. */
export interface Window {
  readonly anchored: boolean;
  readonly steps: number;
  /** What is broken, where that is not the claim but one of its invariants. */
  readonly invariant: Expr | null;
}

/** What the claim says where it is used by another proof, or by its own at earlier steps. */
function said({ premises, formula }: Claim): Expr {
  return implies(and(premises), formula);
}

/** Whether all that holds wherever the scope's assumptions have held may be used at the claim's own step. */
export function mayUseNow({ scope, through, assumptions, guarantees }: Claim): boolean {
  return through && assumptions === null && (guarantees === null || scope.kind !== 'leaf');
}

/** On what a part's contract rests. */
export function owedOf(part: PartInstance): readonly Clause[] {
  return [...part.parameterRanges, ...part.assumptions.filter(isPlain)];
}

/**
 * The hypotheses of one tree. In every behaviour of the scope, at every step, definitions hold (`Meaning` follows them),
 * the scope's assumptions have held, and each part keeps its contract, `H(Ap) => g`, a settled `g` under `H⁻(Ap)`; at the
 * last step the claim is broken.
 */
export class Frame {
  readonly meaning: Meaning;
  readonly #claim: Claim;
  readonly #uses: Uses;
  readonly #window: Window;
  readonly #last: number;
  readonly #now: boolean;
  readonly #facts = new Map<string, (readonly [Clause, PartInstance | null])[]>();

  constructor(claim: Claim, uses: Uses, window: Window) {
    const { scope } = claim;
    this.meaning = new Meaning(scope, window.anchored, window.steps, claim.faults);
    // An invariant is claimed wherever the scope's assumptions have held, whatever its user has of them at the last step.
    this.#claim = window.invariant === null ? claim : { ...claim, through: true, assumptions: null, guarantees: null };
    [this.#uses, this.#window, this.#last, this.#now] = [uses, window, window.steps - 1, mayUseNow(claim)];
    const enter = (kind: string, clauses: readonly Clause[], part: PartInstance | null = null) => {
      for (const clause of clauses.filter(isPlain)) {
        const key = JSON.stringify([kind, part?.path ?? null, clause.name]);
        this.#facts.set(key, [...(this.#facts.get(key) ?? []), [clause, part]]);
      }
    };
    enter('parameterRange', scope.parameterRanges);
    for (const { clause } of scope.freeRanges) enter('freeRange', [clause]);
    enter('assumption', scope.assumptions);
    if (scope.kind === 'leaf') enter('own', scope.guarantees);
    for (const part of scope.parts)
      enter(
        'contract',
        part.guarantees.filter(({ exported }) => exported),
        part,
      );
  }

  /** Whether a hypothesis, as a certificate names it, is false on the path. Rejects what is none. */
  refutes(named: unknown): boolean {
    const { premises, formula, scope, faults } = this.#claim;
    const { invariant } = this.#window;
    const kind = keysOf(named);
    const [what] = fields(named, kind);
    const [which, at] = Array.isArray(what) ? what : [];
    const most = (now: boolean) => (now && this.#now ? this.#last : this.#last - 1);
    const isFalse = (expr: Expr, step: number) => this.meaning.truth(expr, step) === false;
    const present = (fault: unknown, step: number) => this.meaning.truth(variable(this.#fault(fault)), step);
    switch (invariant === null || !/^(premise|earlier)$/.test(kind) ? kind : '') {
      case 'claim':
        return what === true && this.meaning.truth(invariant ?? formula, this.#last) === true;
      case 'premise':
        return isFalse(nth(premises, what), this.#last);
      case 'earlier':
        return isFalse(said(this.#claim), count(what, 0, this.#last - 1));
      case 'fact': {
        const [kind, part, name, step] = list(what, 4);
        const found = this.#facts.get(JSON.stringify([kind, part, name])) ?? reject('there is no such fact');
        return found.some(([clause, of]) => this.#refutes(text(kind), clause, of, count(step, 0, this.#last)));
      }
      case 'known': {
        const part = scope.parts.find(({ path }) => path === which) ?? reject('there is no such part');
        if (!this.#isDischarged(part, count(at, 0, this.#last))) reject(`${part.path} is not known to be discharged`);
        return owedOf(part).some(({ body }) => isFalse(body, at));
      }
      case 'lemma': {
        const { claim, now } = nth(this.#uses.lemmas, which);
        return isFalse(said(claim), count(at, 0, most(now)));
      }
      case 'invariant':
        return isFalse(nth(this.#uses.invariants, which), count(at, 0, most(invariant === null)));
      case 'fault':
        return present(which, count(at, 1, this.#last) - 1) === true && present(which, at) === false;
      case 'limit': {
        const there = scope.faults.filter(({ variable: { name } }) => present(name, this.#last) === true);
        return typeof faults === 'bigint' && BigInt(there.length) > faults;
      }
      case 'one': {
        const sort = this.meaning.sortOf(what);
        const is = { row: null, unknown: JSON.stringify(what), value: true };
        const none = (member: string) => this.meaning.path.decides({ ...is, member }) === false;
        return sort.kind === 'enum' && sort.members.every(none);
      }
      default:
        return reject('there is no such hypothesis');
    }
  }

  #fault(name: unknown) {
    const fault = this.meaning.variable(text(name));
    return fault.role === 'fault' ? fault : reject(`\`${fault.name}\` is no fault`);
  }

  /** Whether a fact of the scope is false at a step; rejects one that is not known there. */
  #refutes(kind: string, clause: Clause, part: PartInstance | null, step: number): boolean {
    const { through, assumptions, guarantees } = this.#claim;
    const now = step === this.#last;
    const holds =
      kind === 'assumption'
        ? !now || (through && (assumptions?.includes(clause) ?? true))
        : kind === 'own'
          ? !now || (guarantees?.includes(clause) ?? (through || clause.settled))
          : kind !== 'parameterRange' || step === 0;
    if (!holds) reject(`${clause.name} is not known at step ${step}`);
    const kept = part === null || this.#isKept(part, clause.settled ? step - 1 : step);
    return kept && this.meaning.truth(kind === 'assumption' ? clause.body : meaning(clause), step) === false;
  }

  /** `H(Ap)`: whether it is known that the part's assumptions have held up to and including a step. */
  #isKept(part: PartInstance, step: number): boolean {
    if (this.#isDischarged(part, step)) return true;
    // Before a window that begins at any step, the part may have been freed.
    if (step < 0) return this.#window.anchored;
    const holds = owedOf(part).every(({ body }) => this.meaning.truth(body, step) === true);
    return holds && this.#isKept(part, step - 1);
  }

  #isDischarged(part: PartInstance, step: number): boolean {
    const { discharged, dischargedNow } = this.#uses;
    const known = step < this.#last ? discharged.has(part.path) : this.#now && dischargedNow.has(part.path);
    return known || owedOf(part).length === 0;
  }
}
