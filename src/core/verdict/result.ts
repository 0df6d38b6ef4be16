import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Code } from '../diagnostics/registry.ts';
import type { UnknownReason } from '../smtlib/reply.ts';
import type { Span } from '../text/source.ts';

/** The one result value: everything a report shows. Reporters show, they never compute. */

export type VerdictKind = 'proved' | 'refuted' | 'vacuous' | 'unknown';

export type ObligationKind =
  | 'assumption'
  | 'guarantee'
  | 'invariant'
  | 'range'
  | 'defined'
  | 'modes'
  | 'reachable'
  | 'consistent'
  | 'realizable'
  | 'refinement'
  | 'tolerating'
  | 'probability';

/**
 * What stands behind a proof besides the solver's word: a tree of our own prover, by induction where it speaks of several
 * steps; the same answer from another solver; nothing.
 */
export type CertificateKind = 'farkas' | 'induction' | 'second-solver' | 'none';

/** An exact value with its unit: `value` is exact text (`70703/1175`), in `unit`; `shown` is rounded where long. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
  readonly shown: string;
}

/** One cell of a trace. Bools are "true"/"false", enum members their names (unit ''). */
export type Cell = Quantity;

/** A clause named in an answer: in a clash, a core, a path. */
export interface ClauseMention {
  /** `Radar.latency`, `Pipeline.deadline`. */
  readonly name: string;
  /** The part instance through which it counts (`a`, `gate[3]`), or null. */
  readonly part: string | null;
  /** Its formula as the user wrote it. */
  readonly text: string;
  readonly span: Span;
  /** Of an assumption in a path: it is broken, so that the part promises nothing. */
  readonly broken?: true;
}

export interface CounterexampleStep {
  /** By variable name (`brake.lag`), in the order to be shown: inputs, then along the wires. */
  readonly cells: ReadonlyMap<string, Cell>;
  /** Part assumptions broken at this step or before: such a part promises nothing any more. */
  readonly freed: readonly string[];
}

export interface Counterexample {
  /** Always true: only a replayed trace becomes one. */
  readonly replayed: true;
  readonly parameters: ReadonlyMap<string, Cell>;
  readonly steps: readonly CounterexampleStep[];
  /** The clauses that the broken claim's values come from, producer first. */
  readonly path: readonly ClauseMention[];
  /** The claim's two sides at the last step, where it compares two quantities; else null. */
  readonly compared: { readonly left: Quantity; readonly operator: string; readonly right: Quantity } | null;
  /** Where the broken quantity is a sum over parts: what each adds at the last step, and the total so far, producers first. */
  readonly sums: readonly { readonly part: string; readonly adds: Quantity; readonly soFar: Quantity }[];
  /** Single changes under which the claim is proved; what keeps the claim as it is comes first, and what changes least. */
  readonly repairs: readonly Repair[];
}

/** A change of one number or one word in the text. */
export interface Repair {
  /** The clause or value that is changed: `Fusion.latency`, `limit`. */
  readonly clause: string;
  /** The one part instance through which it counts, or null. */
  readonly part: string | null;
  /** The text at `span`, and what to put in its place. */
  readonly from: string;
  readonly to: string;
  readonly span: Span;
  /** Whether what is claimed and needed stays as it is. */
  readonly keepsClaim: boolean;
  /** Whether `from` and `to` are the value that the name stands for, not a formula. */
  readonly isValue: boolean;
  /** Always true: with the change the whole file was checked, the claim is proved, and all that was proved still is. */
  readonly checked: true;
}

/** What the evidence allows of a bound on chances; all numbers exact. */
export interface ProbabilityFinding {
  /** The greatest value that any allowed joint distribution has. */
  readonly worst: Quantity;
  readonly bound: Quantity;
  readonly attained: boolean;
  /** The value if all faults were independent and as likely as their bounds allow. */
  readonly underIndependence: Quantity | null;
  /** `worst` by `underIndependence`. */
  readonly ratio: Quantity | null;
  /** A distribution that meets all evidence, the worst where that is attained: the faults that are ever present, and how likely. */
  readonly distribution: readonly { readonly faults: readonly string[]; readonly mass: Quantity }[];
  /** Whether combinations of independent faults that make no difference are shown as one of them. */
  readonly merged: boolean;
  /** Evidence that keeps the bound down, and by how much the worst case grows with one unit of it. */
  readonly binding: readonly { readonly evidence: ClauseMention; readonly price: Quantity }[];
  /** Evidence to look for: that these faults occur together no oftener than `atMost` would bring the bound down to `worst`. */
  readonly next: { readonly faults: readonly string[]; readonly atMost: Quantity; readonly worst: Quantity } | null;
}

/** For which sizes of its families a claim was decided. */
export interface FamilyFinding {
  /** The size, or several (`n, f`). */
  readonly parameter: string;
  /** The greatest size up to which the claim holds; null where it holds for all, or there is no such one number. */
  readonly largestSafe: string | null;
  /** The first size for which it fails, of several their values (`n = 3, f = 1`). */
  readonly firstFailing: string | null;
  /** Whether it was proved for every size that the declaration allows. */
  readonly everySize: boolean;
  /** Of families that are not tried size by size: whether what stands for all sizes has executions that no size has. */
  readonly abstraction: 'exact' | 'over-approximation' | null;
}

export interface ObligationResult {
  readonly id: string;
  readonly kind: ObligationKind;
  /** The component or system that owes it: `Pipeline`; `setting` as in the id's prefix. */
  readonly component: string;
  readonly setting: string | null;
  /** For a discharge the part's `part` item name. */
  readonly part: string | null;
  readonly verdict: VerdictKind;
  /** Null when proved. */
  readonly code: Code | null;
  readonly sentence: string | null;
  /** The formula as the user wrote it; null where there is none (consistent, modes …). */
  readonly text: string | null;
  readonly span: Span;
  readonly method: string;
  readonly k: number | null;
  readonly rlimit: number;
  readonly timeMs: number;
  readonly cached: boolean;
  readonly counterexample: Counterexample | null;
  /** The clauses that clash, for vacuous, and refuted consistent, reachable, realizable. */
  readonly clash: readonly ClauseMention[];
  /** For a refuted `realizable`: inputs that no output answers; for a proved `reachable`/`consistent`: the witness. */
  readonly witness: Counterexample | null;
  readonly unknown: { readonly reason: UnknownReason; readonly detail: string } | null;
  /** The parameter values for which this was decided, where not for all: one short sentence. */
  readonly scope: string | null;
  /** What to do about it; only help that was checked, or that merely explains. */
  readonly help: string | null;
  /** The `@expect` in force (`proved` where there is none). */
  readonly expected: VerdictKind;
  /**
   * What the `@expect` stands before: one of a `part` speaks of the worst verdict of the part's discharges,
   * one of a `verify` of the setting's worst, one of a component of the worst of what it owes that has none of its own.
   * 'clause' also where there is none.
   */
  readonly expectedOf: 'clause' | 'part' | 'setting' | 'component';
  readonly family: FamilyFinding | null;
  /** The tightest bound of the claim's left side (of `7 >= x` that of `x`), in its unit, where one is known; `attained`: some execution or distribution reaches it. */
  readonly reaches:
    | (Quantity & {
        readonly attained: boolean;
        /** Where the exact value is not known: what is certainly reached, while nothing lies beyond the value. */
        readonly inner?: Quantity;
      })
    | null;
  /** How far `reaches` stays below what is claimed; negative where it does not. */
  readonly slack: Quantity | null;
  /**
   * The clauses that a proof needs: without all others the claim is still proved, without one of these besides it is not;
   * and those near it that it does not need. Null where that was not looked for, or did not end within its allowance.
   */
  readonly core: { readonly uses: readonly string[]; readonly notNeeded: readonly string[] } | null;
  /** Minimal sets of faults under which the claim fails, or a bounded event is possible; each was replayed. Null where no fault is in scope. */
  readonly minimalCutSets: readonly (readonly string[])[] | null;
  /** Whether there are no others. */
  readonly cutSetsComplete: boolean | null;
  /** Of a bound on chances. */
  readonly probability: ProbabilityFinding | null;
  /** What was found, proved by induction and then used for the proof. */
  readonly lemmas?: readonly string[];
  /**
   * Of a claim that is unknown because it is not inductive: steps in a row that an induction cannot exclude, the claim
   * broken at the last. They are no execution: nothing says that one leads there.
   */
  readonly notExcluded?: readonly ReadonlyMap<string, Cell>[];
  /** What would exclude these steps if it held at every step: that was checked; it holds at the first steps and is not proved. */
  readonly wouldClose?: readonly string[];
  /** Of what is proved, where certificates were asked for; null for a claim that asks for no validity. `trivial`: nothing had to be proved; `linear`: no products or quotients of unknowns, and no rounding. */
  readonly certificate?: { readonly kind: CertificateKind; readonly trivial: boolean; readonly linear: boolean } | null;
  /** Asked for only because another claim rests on it (under `--only`). */
  readonly supporting: boolean;
}

/** The weakest restriction of an input or a parameter (`of`) under which a claim (`for`) is proved; weaker by anything, it fails. */
export interface WeakestBound {
  readonly of: string;
  readonly for: string;
  /** `<= 35/4`: exact, in `unit`. */
  readonly weakest: string;
  readonly unit: string;
}

/** How what a claim (`for`) reaches changes with a number of a contract or a parameter (`of`). All numbers exact. */
export interface Sensitivity {
  readonly of: string;
  readonly for: string;
  /** What says so, as it was written. */
  readonly text: string;
  /** The number as it is. */
  readonly value: Quantity;
  /** Whether the claim bounds its quantity from above, so that more of it is worse. */
  readonly above: boolean;
  /** Between two values of the number (null: no end), one unit more of it adds so much, in `unit`, to what is reached. */
  readonly pieces: readonly { readonly from: string | null; readonly to: string | null; readonly rate: string }[];
  readonly unit: string;
}

/** A number that is weighed against another. */
export interface Weighed {
  readonly of: string;
  readonly text: string;
  /** As it is; null where it has no value of its own. */
  readonly value: string | null;
  readonly unit: string;
}

/** For each value of one number the weakest restriction of another under which a claim (`for`) is proved. All numbers exact. */
export interface Tradeoff {
  readonly for: string;
  readonly across: Weighed;
  readonly limited: Weighed;
  readonly operator: '<=' | '<' | '>=' | '>';
  /** Exact, in the order of `across`. */
  readonly points: readonly { readonly across: string; readonly limit: string }[];
  /** Whether the limit is straight between two neighbours; else nothing is said between them. */
  readonly straight: boolean;
  /** What one unit more of `across` adds to the limit before the first point and after the last; null: nothing is known there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What was checked, for the headline of a report. */
export interface ComponentSummary {
  readonly name: string;
  readonly kind: 'leaf' | 'implementation' | 'system';
  readonly parts: number;
  readonly connections: number;
  /** The `verify` settings in which it is checked, by name. */
  readonly settings?: readonly string[];
  readonly span: Span;
}

export interface CheckResult {
  readonly runState: 'complete' | 'partial' | 'aborted' | 'empty';
  readonly solver: { readonly name: string; readonly version: string; readonly backend: string } | null;
  readonly config: { readonly rlimit: number; readonly timeoutMs: number; readonly seed: number };
  readonly inputs: readonly { readonly path: string; readonly sha256: string }[];
  readonly components: readonly ComponentSummary[];
  readonly obligations: readonly ObligationResult[];
  /** What no proof has a use for; only where it was asked for. */
  readonly coverage?: {
    readonly clauses: readonly ClauseMention[];
    readonly inputs: readonly { readonly name: string; readonly span: Span }[];
    /** Claims whose proofs were not looked through: what is near them counts as used. */
    readonly open: number;
  };
  /** Only where they were asked for. */
  readonly bounds?: readonly WeakestBound[];
  readonly sensitivities?: readonly Sensitivity[];
  readonly tradeoffs?: readonly Tradeoff[];
  /** Names of leaf contracts. */
  readonly trusted: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly timeMs: number;
}
