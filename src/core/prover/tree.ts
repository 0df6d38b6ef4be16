/**
 * A proof as a certificate holds it: plain values, all numbers as exact text. docs/reference/certificates.md says what each
 * means; a checker follows it from hypotheses that it makes itself.
 */

/** A variable at a step: `["level", 3]`, `["n"]` where it is rigid; `["?", text, -2]` for what an operator remembers. */
export type VariableJson = readonly (string | number)[];

export type AtomJson =
  | { readonly b: VariableJson }
  | { readonly e: VariableJson; readonly is: string }
  | {
      readonly lin: readonly (readonly [string, readonly VariableJson[]])[];
      readonly rel: '<=' | '<';
      readonly c: string;
    };

export type LiteralJson = AtomJson | { readonly not: AtomJson };

/** Which hypothesis of the frame is meant. */
export type HypothesisJson =
  | { readonly claim: true }
  | { readonly premise: number }
  | { readonly fact: readonly [string, string | null, string, number] }
  | { readonly known: readonly [string, number] }
  | { readonly lemma: readonly [number, number] }
  | { readonly earlier: number }
  | { readonly invariant: readonly [number, number] }
  | { readonly fault: readonly [string, number] }
  | { readonly limit: number }
  | { readonly one: VariableJson }
  | { readonly clause: number };

/** Factors on literals of the path, by their place in it. */
export type FactorsJson = readonly (readonly [string, number])[];

export type StepJson =
  | { readonly unit: LiteralJson; readonly by: HypothesisJson }
  | { readonly cut: FactorsJson }
  | { readonly lemma: readonly LiteralJson[]; readonly proof: Tree };

export type LeafJson =
  | { readonly false: HypothesisJson }
  | { readonly farkas: FactorsJson }
  | { readonly split: AtomJson; readonly yes: Tree; readonly no: Tree };

/** Steps, and a leaf at the end. */
export type Tree = readonly (StepJson | LeafJson)[];
