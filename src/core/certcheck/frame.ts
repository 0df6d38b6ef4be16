import { parseExact, type Rational, sign } from '../exact/rational.ts';
import { and, implies, variable } from '../model/build.ts';
import type { Clause, Expr, PartInstance } from '../model/model.ts';
import { count, fields, keysOf, list, nth, reject, text } from '../text/strict_json.ts';
import { type Claim, isPlain, meaning } from './claims.ts';
import { Meaning } from './meaning.ts';
import { constant, type Literal, MINUS_ONE, opposite, type Poly, plus, rowOf, valueOf } from './rows.ts';

/** What a proof may use besides the facts of its scope: claims that have proofs of their own. */
export interface Uses {
  /** Parts whose assumptions hold wherever the scope's do, at steps before the last; and at the last step. */
  readonly discharged: ReadonlySet<string>;
  readonly dischargedNow: ReadonlySet<string>;
  readonly lemmas: readonly { readonly claim: Claim; readonly now: boolean }[];
  /** Formulas that an induction of the same proof shows. */
  readonly invariants: readonly Expr[];
}

/** Of which behaviours a tree speaks: so many steps, from the first or any later one; what is broken, if not the claim. */
export interface Window {
  readonly anchored: boolean;
  readonly steps: number;
  readonly invariant: Expr | null;
}

/** Whether all that holds wherever the scope's assumptions have held may be used at the claim's own step. */
export const mayUseNow = ({ scope, through, assumptions, guarantees }: Claim): boolean =>
  through && assumptions === null && (guarantees === null || scope.kind !== 'leaf');

/** On what a part's contract rests. */
export const owedOf = (part: PartInstance) => [...part.parameterRanges, ...part.assumptions.filter(isPlain)];

/** What the claim says where it is used by another proof, or by its own at earlier steps. */
const said = ({ premises, formula }: Claim): Expr => implies(and(premises), formula);

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

  constructor(claim: Claim, uses: Uses, window: Window) {
    this.meaning = new Meaning(claim.scope, window.anchored, window.steps, claim.faults);
    // An invariant is claimed wherever the scope's assumptions have held, whatever its user has of them at the last step.
    this.#claim = window.invariant === null ? claim : { ...claim, through: true, assumptions: null, guarantees: null };
    [this.#uses, this.#window, this.#last, this.#now] = [uses, window, window.steps - 1, mayUseNow(claim)];
  }

  /** Whether a hypothesis, as a certificate names it, is false on the path. Rejects what is none. */
  refutes(named: unknown): boolean {
    const { premises, formula, scope, faults } = this.#claim;
    const [{ invariant }, { lemmas, invariants }] = [this.#window, this.#uses];
    const kind = keysOf(named);
    const [what] = fields(named, kind);
    const [which, at] = Array.isArray(what) ? what : [];
    const most = (now: boolean) => (now && this.#now ? this.#last : this.#last - 1);
    const isFalse = (expr: Expr, step: number) => this.meaning.truth(expr, step) === false;
    const present = (name: unknown, step: number) => {
      const fault = this.meaning.variable(text(name));
      return fault.role === 'fault' ? this.meaning.truth(variable(fault), step) : reject('there is no such fault');
    };
    switch (invariant !== null && /^(premise|earlier)$/.test(kind) ? 'none' : kind) {
      case 'claim':
        return what === true && this.meaning.truth(invariant ?? formula, this.#last) === true;
      case 'premise':
        return isFalse(nth(premises, what), this.#last);
      case 'earlier':
        return isFalse(said(this.#claim), count(what, 0, this.#last - 1));
      case 'fact':
        return this.#refutesFact(what);
      case 'known': {
        const part = scope.parts.find(({ path }) => path === which) ?? reject('there is no such part');
        if (!this.#isDischarged(part, count(at, 0, this.#last))) reject(`${part.path} is not known to be discharged`);
        return owedOf(part).some(({ body }) => isFalse(body, at));
      }
      case 'lemma':
        return isFalse(said(nth(lemmas, which).claim), count(at, 0, most(nth(lemmas, which).now)));
      case 'invariant':
        return isFalse(nth(invariants, which), count(at, 0, most(invariant === null)));
      case 'fault':
        return present(which, count(at, 1, this.#last) - 1) === true && present(which, at) === false;
      case 'limit': {
        const there = scope.faults.filter(({ variable: { name } }) => present(name, this.#last) === true);
        return typeof faults === 'bigint' && BigInt(there.length) > faults;
      }
      case 'one': {
        const sort = this.meaning.sortOf(what);
        const is = { row: null, unknown: JSON.stringify(what), value: true };
        const { path } = this.meaning;
        return sort.kind === 'enum' && sort.members.every((member) => path.decides({ ...is, member }) === false);
      }
      default:
        return reject('there is no such hypothesis');
    }
  }

  /** Whether a fact of the scope is false at a step; rejects one that is not known there. */
  #refutesFact(named: unknown): boolean {
    const [kind, path, name, at] = list(named, 4);
    const { scope, through, assumptions, guarantees } = this.#claim;
    const part = scope.parts.find((each) => each.path === path) ?? null;
    const facts = new Map<unknown, readonly Clause[]>([
      ['parameterRange', scope.parameterRanges],
      ['freeRange', scope.freeRanges.map(({ clause }) => clause)],
      ['assumption', scope.assumptions],
      ['own', scope.kind === 'leaf' ? scope.guarantees : []],
      ['contract', part?.guarantees.filter(({ exported }) => exported) ?? []],
    ]);
    if ((kind === 'contract') !== (path !== null)) reject('a part has a contract, and nothing else has one');
    const all = facts.get(kind) ?? [];
    const step = count(at, 0, this.#last);
    const now = step === this.#last;
    const isKnown = (clause: Clause) => {
      if (kind === 'assumption') return !now || (through && (assumptions?.includes(clause) ?? true));
      if (kind === 'own') return !now || (guarantees?.includes(clause) ?? (through || clause.settled));
      return kind !== 'parameterRange' || step === 0;
    };
    const found = all.filter((clause) => clause.name === name && isPlain(clause) && isKnown(clause));
    if (found.length === 0) reject(`there is no such fact at step ${step}: ${JSON.stringify(named)}`);
    return found.some((clause) => {
      const kept = part === null || this.#isKept(part, clause.settled ? step - 1 : step);
      return kept && this.meaning.truth(kind === 'assumption' ? clause.body : meaning(clause), step) === false;
    });
  }

  /** `H(Ap)`: whether it is known that the part's assumptions have held up to and including a step. */
  #isKept(part: PartInstance, step: number): boolean {
    if (this.#isDischarged(part, step)) return true;
    // Before a window that begins at any step, the part may have been freed.
    if (step < 0) return this.#window.anchored;
    return owedOf(part).every(({ body }) => this.meaning.truth(body, step) === true) && this.#isKept(part, step - 1);
  }

  #isDischarged(part: PartInstance, step: number): boolean {
    const { discharged, dischargedNow } = this.#uses;
    const known = step < this.#last ? discharged.has(part.path) : this.#now && dischargedNow.has(part.path);
    return known || owedOf(part).length === 0;
  }
}

type Clauses = readonly (readonly Literal[])[];

/** Follows a tree to its leaves: each must contradict the hypotheses of the frame. Rejects a tree that does not close. */
export function follow(tree: unknown, frame: Frame, clauses: Clauses = []): void {
  const { path, isInt } = frame.meaning;
  let known = clauses;
  for (const step of list(tree).slice(0, -1)) {
    if (keysOf(step) === 'unit,by') {
      const [unit, by] = fields(step, 'unit,by');
      const literal = readLiteral(unit, frame);
      under([opposite(literal)], frame, () => refute(by, frame, known));
      path.push(literal);
    } else if (keysOf(step) === 'cut') {
      const row = rowOf(...sum(fields(step, 'cut')[0], frame), isInt);
      path.push(typeof row === 'object' ? { row } : reject('a cut leaves nothing'));
    } else {
      const [written, proof] = fields(step, 'lemma,proof');
      const clause = list(written).map((literal) => readLiteral(literal, frame));
      under(clause.map(opposite), frame, () => follow(proof, frame, known));
      known = [...known, clause];
    }
  }
  const leaf = list(tree).at(-1);
  if (keysOf(leaf) === 'false') refute(fields(leaf, 'false')[0], frame, known);
  else if (keysOf(leaf) === 'farkas') {
    const [poly, strict] = sum(fields(leaf, 'farkas')[0], frame);
    if (sign(valueOf(poly) ?? MINUS_ONE) < (strict ? 0 : 1)) reject('a sum of rows is no contradiction');
  } else {
    const [atom, yes, no] = fields(leaf, 'split,yes,no');
    const literal = readLiteral(atom, frame);
    under([literal], frame, () => follow(yes, frame, known));
    under([opposite(literal)], frame, () => follow(no, frame, known));
  }
}

/** Does something where the literals hold too; afterwards the path is what it was. */
function under(literals: readonly Literal[], { meaning: { path } }: Frame, work: () => void): void {
  const before = path.literals.length;
  for (const literal of literals) path.push(literal);
  work();
  path.backTo(before);
}

/** Rejects a hypothesis, or a clause shown before, that is not false on the path, however what it asks about may be. */
export function refute(named: unknown, frame: Frame, clauses: Clauses = [], choices = 8): void {
  const { path } = frame.meaning;
  path.version += 1;
  path.asked = null;
  const isFalse = (literal: Literal) => path.decides(literal) === false;
  const isClause = keysOf(named) === 'clause';
  if (isClause ? nth(clauses, fields(named, 'clause')[0]).every(isFalse) : frame.refutes(named)) return;
  const { asked } = path;
  if (path.clashes.length > 0) return;
  if (asked === null || choices === 0) reject(`a hypothesis is not false: ${JSON.stringify(named)}`);
  for (const way of [asked, opposite(asked)]) under([way], frame, () => refute(named, frame, clauses, choices - 1));
}

const exactly = (value: unknown): Rational => parseExact(text(value)) ?? reject('a number in lowest terms is needed');

/** The sum of rows of the path, each taken a positive number of times, as `poly <= 0` (or `< 0`). */
function sum(written: unknown, { meaning: { path } }: Frame): readonly [poly: Poly, strict: boolean] {
  const terms = list(written).map((term) => list(term, 2));
  if (new Set(terms.map(([, at]) => at)).size < terms.length) reject('a row is taken twice');
  const rows = terms.map(([factor, at]) => {
    const { row } = nth(path.literals, at);
    const exact = exactly(factor);
    return sign(exact) > 0 && row !== null ? { exact, row } : reject('a row is needed, a positive number of times');
  });
  const poly = rows.reduce<Poly>((sum, { exact, row }) => plus(sum, row.poly, exact), new Map());
  return [poly, rows.some(({ row }) => row.strict)];
}

/** Reads a literal. */
function readLiteral(written: unknown, frame: Frame): Literal {
  const { meaning } = frame;
  const keys = keysOf(written);
  if (keys === 'not') {
    const literal = readLiteral(fields(written, 'not')[0], frame);
    return literal.row === null && literal.value ? opposite(literal) : reject('a negation that is no literal');
  }
  if (keys === 'b' || keys === 'e,is') {
    const [unknown, is] = fields(written, keys);
    const sort = meaning.sortOf(unknown);
    const member = keys === 'b' ? null : sort.kind === 'enum' ? sort.members.find((each) => each === is) : undefined;
    if (member === undefined || (member === null && sort.kind !== 'bool')) reject('there is no such atom');
    return { row: null, unknown: JSON.stringify(unknown), member, value: true };
  }
  const [lin, rel, c] = fields(written, 'lin,rel,c');
  const terms = list(lin).map((term): [string, Rational] => {
    const [factor, product] = list(term, 2);
    const isNumber = (unknown: unknown) => /^(int|real)$/.test(meaning.sortOf(unknown).kind);
    if (!list(product).every(isNumber)) reject('an unknown that is no number');
    return [JSON.stringify(product), exactly(factor)];
  });
  const row = rowOf(plus(plus(new Map(), new Map(terms)), constant(exactly(c)), MINUS_ONE), rel === '<', meaning.isInt);
  return typeof row === 'object' ? { row } : reject('a row without unknowns');
}
