import type { Frame } from '../encode/behaviour.ts';
import { type Cone, coneOf, hasMemory } from '../encode/cone.ts';
import { isPlain } from '../encode/facts.ts';
import type { Decision } from '../engine/decision.ts';
import { claimed, type Knowledge, usable } from '../engine/knowledge.ts';
import type { Candidate } from '../engine/lemma_candidates.ts';
import { type Question, question } from '../engine/question.ts';
import type { PartInstance } from '../model/model.ts';
import { variablesOf } from '../model/traverse.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import { type Hypothesis, prove } from '../prover/prove.ts';
import type { HypothesisJson, Tree } from '../prover/tree.ts';
import { hypothesesOf, type InvariantJson, mapTrees, type ProofJson, renamed } from './certificate.ts';
import { expressionJson } from './expression_json.ts';
import { baseOf, hypothesisName } from './naming.ts';

export type ValidDecision = Extract<Decision, { kind: 'valid' }>;

/** Longer behaviours are not unrolled. */
const MOST_STEPS = 10;

/** The questions whose unsatisfiability proves a goal, each with the names of its hypotheses. */
export class GoalFrames {
  readonly goal: ValidGoal;
  readonly known: Knowledge;
  readonly #cone: Cone;
  readonly #invariants: readonly Candidate[];

  /** `decision`: how it was found to be valid; `known`: what its proof may use. */
  constructor(goal: ValidGoal, decision: ValidDecision, known: Knowledge, invariants: readonly Candidate[] = []) {
    this.goal = goal;
    this.#invariants = invariants;
    const all = strictlyUsable(goal, known);
    const roots = [goal.formula, ...goal.premises, ...invariants.map(({ formula }) => formula)];
    const guarded = (part: PartInstance) => !(all.discharged(part) && all.dischargedNow(part)) || hasMemory(goal.scope);
    const near = coneOf(goal.scope, roots, { radius: null, guarded }).variables;
    const lemmas = all.lemmas.filter(({ formula }) => [...variablesOf(formula)].some((variable) => near.has(variable)));
    this.known = { ...all, lemmas };
    const wide = () =>
      coneOf(goal.scope, [...roots, ...lemmas.map(({ formula }) => formula)], { radius: null, guarded });
    this.#cone = isTelling(decision, goal) ? decision.cone! : wide();
  }

  /** How many steps decide a claim without time: one more than parts that may be freed. */
  get stepsWithoutTime(): number {
    const { scope } = this.goal;
    return scope.parts.filter((part) => assumesSomething(part) && !this.known.discharged(part)).length + 1;
  }

  /** The claim broken at the last of some steps. */
  claim(steps: number, mode: 'anchored' | 'floating'): Asked {
    const { goal } = this;
    const now = goal.own === 'through' && goal.assumptionsNow === null && goal.guaranteesNow === null;
    const frame: Frame = {
      ...this.#frame(steps, mode, now),
      own: goal.own,
      ownGuaranteesNow: goal.guaranteesNow,
      ownAssumptionsNow: goal.assumptionsNow,
    };
    const asked = question(goal.scope, frame, {
      faults: goal.faults,
      atLast: goal.premises,
      broken: goal.formula,
      throughout: [],
      wantCore: false,
      mode,
    });
    return this.#named(asked);
  }

  /** An invariant broken at the last of some steps. */
  invariant(invariant: Candidate, steps: number, mode: 'anchored' | 'floating'): Asked {
    const { goal } = this;
    const frame: Frame = {
      ...this.#frame(steps, mode, false),
      own: 'through',
      ownGuaranteesNow: null,
      ownAssumptionsNow: null,
    };
    const withoutClaim = { ...frame, lemmas: frame.lemmas.map((lemma, at) => (at === 0 ? NOTHING : lemma)) };
    const asked = question(goal.scope, withoutClaim, {
      faults: goal.faults,
      atLast: [],
      broken: invariant.formula,
      throughout: [],
      wantCore: false,
      mode,
    });
    return this.#named(asked);
  }

  #frame(
    steps: number,
    mode: 'anchored' | 'floating',
    now: boolean,
  ): Omit<Frame, 'own' | 'ownGuaranteesNow' | 'ownAssumptionsNow'> {
    const found = this.#invariants.map(({ formula }) => ({ formula, now }));
    return {
      steps,
      cone: this.#cone,
      discharged: this.known.discharged,
      dischargedNow: this.known.dischargedNow,
      freedBefore: mode === 'floating',
      lemmas: [{ formula: claimed(this.goal), now: false }, ...this.known.lemmas, ...found],
      assertDischarged: true,
    };
  }

  #named(asked: Question): Asked {
    const lemmas = this.known.lemmas.length;
    const name = (index: number, step: number): HypothesisJson => {
      if (index === 0) return { earlier: step };
      return index <= lemmas ? { lemma: [index - 1, step] } : { invariant: [index - 1 - lemmas, step] };
    };
    const hypotheses = asked.said.map((said, at) => ({
      term: asked.query.assertions[at]!.term,
      name: hypothesisName(said, name),
    }));
    return { question: asked, hypotheses };
  }
}

const NOTHING = { formula: { kind: 'literal', sort: { kind: 'bool' }, value: true }, now: false } as const;

/** Whether the facts that the decision rests on are others than those that can matter to the claim: fewer, or all. */
function isTelling({ cone, method }: ValidDecision, { scope }: ValidGoal): boolean {
  return cone !== null && (hasMemory(scope) ? method === 'k-induction' : cone.cut);
}

/** A question, with its hypotheses by their names. */
export interface Asked {
  readonly question: Question;
  readonly hypotheses: readonly Hypothesis[];
}

/** What a checker lets a goal use: at its own step nothing where that step does not keep all hypotheses. */
function strictlyUsable(goal: ValidGoal, known: Knowledge): Knowledge {
  const all = usable(goal, known);
  if (goal.guaranteesNow === null) return all;
  return {
    ...all,
    dischargedNow: (part) => !assumesSomething(part) && all.dischargedNow(part),
    lemmas: all.lemmas.map((lemma) => ({ ...lemma, now: false })),
  };
}

export function assumesSomething(part: PartInstance): boolean {
  return part.parameterRanges.length > 0 || part.assumptions.some(isPlain);
}

/** The questions behind a goal's own proof, in the order of its trees; null where they would be too many. */
export function questionsOf(frames: GoalFrames, decision: ValidDecision): readonly Asked[] | null {
  const { goal } = frames;
  if (!hasMemory(goal.scope)) {
    if (decision.method === 'query') return [frames.claim(1, 'floating')];
    const steps = frames.stepsWithoutTime;
    return steps > MOST_STEPS ? null : range(1, steps).map((each) => frames.claim(each, 'anchored'));
  }
  const k = lengthOf(decision);
  return [...range(1, k + 1).map((steps) => frames.claim(steps, 'anchored')), frames.claim(k + 1, 'floating')];
}

/** The questions that prove an invariant: the first two steps, and any two in a row. */
export function questionsAbout(frames: GoalFrames, invariant: Candidate): readonly Asked[] {
  return [
    frames.invariant(invariant, 1, 'anchored'),
    frames.invariant(invariant, 2, 'anchored'),
    frames.invariant(invariant, 2, 'floating'),
  ];
}

/** The `k` of the induction; what needs no earlier steps has none. */
function lengthOf(decision: ValidDecision): number {
  return decision.method === 'query' ? 0 : (decision.k ?? 0);
}

/** The proof of a goal by our own prover, or null where it finds none within so many steps a question. */
export function proofOf(
  frames: GoalFrames,
  decision: ValidDecision,
  invariants: readonly Candidate[],
  steps: number,
): ProofJson | null {
  const asked = questionsOf(frames, decision);
  const trees = asked === null ? null : treesFor(asked, steps);
  if (trees === null) return null;
  if (!hasMemory(frames.goal.scope))
    return decision.method === 'query' ? { kind: 'query', tree: trees[0]! } : { kind: 'unrolling', trees };
  const needed = supported(frames, trees, invariants, steps);
  if (needed === null) return null;
  const places = new Map([...needed.keys()].map((invariant, place) => [invariant, place]));
  const name = (hypothesis: HypothesisJson): HypothesisJson =>
    'invariant' in hypothesis
      ? { invariant: [places.get(hypothesis.invariant[0])!, hypothesis.invariant[1]] }
      : hypothesis;
  const proof: ProofJson = {
    kind: 'induction',
    k: lengthOf(decision),
    base: trees.slice(0, -1),
    step: trees.at(-1)!,
    invariants: [...needed].map(
      ([at, own]): InvariantJson => ({
        formula: expressionJson(invariants[at]!.formula),
        base: own.slice(0, 2),
        step: own[2]!,
      }),
    ),
  };
  return mapTrees(proof, (tree) => renamed(tree, name));
}

/** The invariants that the trees use, and those that their own proofs use, each with its trees; null where one has no proof. */
function supported(
  frames: GoalFrames,
  trees: readonly Tree[],
  invariants: readonly Candidate[],
  steps: number,
): ReadonlyMap<number, readonly Tree[]> | null {
  const proofs = new Map<number, readonly Tree[]>();
  const open = usedIn(trees);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (proofs.has(next)) continue;
    const own = treesFor(questionsAbout(frames, invariants[next]!), steps);
    if (own === null) return null;
    proofs.set(next, own);
    open.push(...usedIn(own));
  }
  return proofs;
}

function usedIn(trees: readonly Tree[]): number[] {
  const named = trees.flatMap(hypothesesOf);
  return [...new Set(named.flatMap((each) => ('invariant' in each ? [each.invariant[0]] : [])))];
}

function treesFor(asked: readonly Asked[], steps: number): readonly Tree[] | null {
  const trees: Tree[] = [];
  for (const each of asked) {
    const tree = treeOf(each, steps);
    if (tree === null) return null;
    trees.push(tree);
  }
  return trees;
}

function treeOf({ question: { unrolling }, hypotheses }: Asked, steps: number): Tree | null {
  const proof = prove(hypotheses, baseOf(unrolling), steps);
  return proof.kind === 'unsat' ? proof.tree() : null;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
