import type { HypothesisJson, Tree } from '../prover/tree.ts';
import type { ExpressionJson } from './expression_json.ts';

/** A certificate's goals, in an order in which a claim may use those before it at its own step. */
export interface GoalJson {
  readonly obligation: string;
  /** Which of the obligation's goals, in their order. */
  readonly goal: number;
  readonly uses: UsesJson;
  readonly proof: ProofJson;
}

/** What else a proof rests on. */
export interface UsesJson {
  /** Parts whose assumptions are proved, by path. */
  readonly discharged: readonly string[];
  /** … and may be used at the last step. */
  readonly dischargedNow: readonly string[];
  /** Goals of this certificate, by place, and whether they are used at the last step too. */
  readonly lemmas: readonly (readonly [number, boolean])[];
}

export type ProofJson =
  | { readonly kind: 'query'; readonly tree: Tree }
  | { readonly kind: 'unrolling'; readonly trees: readonly Tree[] }
  | {
      readonly kind: 'induction';
      readonly k: number;
      readonly base: readonly Tree[];
      readonly step: Tree;
      readonly invariants: readonly InvariantJson[];
    };

/** Something found on the way, with its own proof: at the first two steps, and from each step to the next. */
export interface InvariantJson {
  readonly formula: ExpressionJson;
  readonly base: readonly Tree[];
  readonly step: Tree;
}

/** The tree with its hypotheses renamed, those of lemmas' proofs too. */
export function renamed(tree: Tree, name: (hypothesis: HypothesisJson) => HypothesisJson): Tree {
  return tree.map((node) => {
    if ('unit' in node) return { unit: node.unit, by: name(node.by) };
    if ('lemma' in node) return { lemma: node.lemma, proof: renamed(node.proof, name) };
    if ('false' in node) return { false: name(node.false) };
    if ('split' in node) return { split: node.split, yes: renamed(node.yes, name), no: renamed(node.no, name) };
    return node;
  });
}

/** All hypotheses that a tree names. */
export function hypothesesOf(tree: Tree): HypothesisJson[] {
  const found: HypothesisJson[] = [];
  renamed(tree, (hypothesis) => {
    found.push(hypothesis);
    return hypothesis;
  });
  return found;
}

/** The trees of a proof, those of its invariants too. */
export function treesOf(proof: ProofJson): readonly Tree[] {
  switch (proof.kind) {
    case 'query':
      return [proof.tree];
    case 'unrolling':
      return proof.trees;
    case 'induction':
      return [...proof.base, proof.step, ...proof.invariants.flatMap(({ base, step }) => [...base, step])];
  }
}

/** The proof with each of its trees changed. */
export function mapTrees(proof: ProofJson, change: (tree: Tree) => Tree): ProofJson {
  switch (proof.kind) {
    case 'query':
      return { kind: 'query', tree: change(proof.tree) };
    case 'unrolling':
      return { kind: 'unrolling', trees: proof.trees.map(change) };
    case 'induction':
      return {
        ...proof,
        base: proof.base.map(change),
        step: change(proof.step),
        invariants: proof.invariants.map((each) => ({ ...each, base: each.base.map(change), step: change(each.step) })),
      };
  }
}
