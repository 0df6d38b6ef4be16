import type { Literal } from './atoms.ts';

/** Non-negative factors on arithmetic literals. */
export type Combination = readonly { readonly factor: bigint; readonly literal: Literal }[];

/** The prover finds that it has erred: nothing is proved, and the question is left to others. */
export class Doubt extends Error {}

/** Why a literal is true. */
export type Reason =
  | { readonly kind: 'decision' }
  /** The hypothesis of this number is false without it. */
  | { readonly kind: 'hypothesis'; readonly hypothesis: number }
  /** A stronger bound of the same form, or another member of the same variable. */
  | { readonly kind: 'implied'; readonly by: Literal }
  | { readonly kind: 'clause'; readonly clause: number }
  /** Rounding: the combination over `over` has whole coefficients, its bound is rounded down. */
  | { readonly kind: 'cut'; readonly combination: Combination; readonly over: bigint };

/** Why no values are left. */
export type Conflict =
  | { readonly kind: 'hypothesis'; readonly hypothesis: number }
  | { readonly kind: 'clause'; readonly clause: number }
  | { readonly kind: 'farkas'; readonly combination: Combination };

/** One step of a derivation: a literal with its reason, which is no decision, and the literals it follows from. */
export interface Step {
  readonly literal: Literal;
  readonly reason: Exclude<Reason, { kind: 'decision' }>;
  readonly from: readonly Literal[];
}

/** From the negations of some literals, by steps, to a conflict. */
export interface Derivation {
  readonly steps: readonly Step[];
  readonly conflict: Conflict;
  readonly from: readonly Literal[];
}

/** A clause that follows from the hypotheses and the clauses before it. */
export interface Learned {
  readonly literals: readonly Literal[];
  readonly derivation: Derivation;
  /** How many literals stood at level 0 when it was learned: all that it may rest on. */
  readonly settled: number;
}
