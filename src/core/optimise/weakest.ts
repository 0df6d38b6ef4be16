import { hasMemory } from '../encode/cone.ts';
import { decideJointly } from '../engine/discharge.ts';
import type { Knowledge } from '../engine/knowledge.ts';
import type { Decided } from '../engine/run.ts';
import type { Asker, Session } from '../engine/session.ts';
import { decideValid } from '../engine/valid.ts';
import { ceil, floor, type Rational, rational } from '../exact/rational.ts';
import * as build from '../model/build.ts';
import type { Variable } from '../model/model.ts';
import { comparedIn } from '../obligations/compared.ts';
import type { SubjectObligations } from '../obligations/generate.ts';
import type { Obligation, ValidGoal } from '../obligations/obligation.ts';
import { Effort } from './effort.ts';
import { extremumOf } from './extremum.ts';
import { bounded, type Objective, objectiveOf } from './objective.ts';

/** The weakest restriction of one quantity under which a claim holds: a little weaker, and it does not. */
export interface Weakest {
  readonly obligation: Obligation;
  readonly variable: Variable;
  readonly operator: '<=' | '<' | '>=' | '>';
  readonly value: Rational;
}

/** What one setting owes if parameters that it fixes were free; null where that cannot be said. */
export type FreedSetting = (setting: string, parameters: readonly string[]) => SubjectObligations | null;

export interface WeakestOptions {
  readonly session: Session;
  /** Which claims are asked about. */
  readonly wanted: (id: string) => boolean;
  readonly freed: FreedSetting;
}

/** Solver steps for all claims of a file together. */
const MOST = 100_000_000;
const MOST_SHARES = 6;

/**
 * For every claim of a system or an implementation: of each input and real parameter the weakest restriction under which
 * it is proved.
 *
 * The claim holds under `x <= v` exactly where no execution that breaks it has such an `x`; so the weakest `v` is the
 * infimum of `x` over all that break it. Both sides are certified as every bound is: that nothing below breaks the claim
 * is proved with the restriction, and an execution at or just beyond it is replayed. A parameter that a setting fixes is
 * set free for this, within its range. Nothing is said where no value in use keeps the claim, or all do.
 */
export async function weakestOf(
  decided: ReadonlyMap<string, Decided>,
  options: WeakestOptions,
): Promise<readonly Weakest[]> {
  let taken = 0;
  const found: Weakest[] = [];
  for (const one of decided.values()) {
    const { obligation, decisions } = one;
    const [goal] = obligation.goals;
    if (!options.wanted(obligation.id) || !ASKED.has(obligation.kind) || obligation.goals.length !== 1) continue;
    if (goal?.asks !== 'valid' || (decisions[0]!.kind !== 'violated' && decisions[0]!.kind !== 'valid')) continue;
    for (const variable of candidates(goal, decisions[0]!.kind === 'violated')) {
      if (taken > MOST) return found;
      const place = placeOf(one, goal, variable, decided, options.freed);
      if (place === null) continue;
      const asker = options.session.asker(obligation.id);
      const effort = new Effort(asker, MOST_SHARES * asker.budget.rlimit);
      found.push(...(await new OfVariable(obligation, place, asker, effort).run()));
      taken += effort.taken;
    }
  }
  return found;
}

const ASKED: ReadonlySet<string> = new Set(['guarantee', 'assumption', 'invariant', 'tolerating']);

/** Inputs (of a broken claim without memory), and real parameters that are free or fixed by a setting. */
function candidates({ scope }: ValidGoal, broken: boolean): Variable[] {
  return scope.variables.filter((variable) => {
    if (variable.part !== null || (variable.sort.kind !== 'real' && variable.sort.kind !== 'int')) return false;
    const definition = scope.definitions.get(variable);
    if (variable.role === 'input') return broken && definition === undefined && !hasMemory(scope);
    if (variable.role !== 'param') return false;
    // A whole number may decide how many parts there are: that is no quantity to be moved.
    return definition === undefined ? broken : definition.body.kind === 'literal' && variable.sort.kind === 'real';
  });
}

/** Where a claim is asked with the variable free. */
interface Place {
  readonly goal: ValidGoal;
  readonly variable: Variable;
  /** What was proved there; null: it has to be decided anew, from these. */
  readonly known: Knowledge | null;
  readonly beside: readonly ValidGoal[];
}

function placeOf(
  { obligation, knowledge }: Decided,
  goal: ValidGoal,
  variable: Variable,
  decided: ReadonlyMap<string, Decided>,
  freed: FreedSetting,
): Place | null {
  if (!goal.scope.definitions.has(variable)) {
    const beside = [...decided.values()]
      .flatMap((one) => validGoals(one.obligation))
      .filter(({ scope }) => scope === goal.scope);
    return { goal, variable, known: knowledge[0]!, beside };
  }
  const { setting } = goal.scope;
  const subject = setting === null ? null : freed(setting, [variable.name]);
  const [only, ...others] = subject?.obligations.find(({ id }) => id === obligation.id)?.goals ?? [];
  if (subject === null || only?.asks !== 'valid' || others.length > 0) return null;
  const there = only.scope.variables.find(({ name, part }) => name === variable.name && part === null);
  // Without its value the parameter may take a default.
  if (there === undefined || only.scope.definitions.has(there)) return null;
  const beside = subject.obligations.flatMap(validGoals).filter(({ scope }) => scope === only.scope);
  return { goal: only, variable: there, known: null, beside };
}

function validGoals({ goals }: Obligation): ValidGoal[] {
  return goals.filter((goal) => goal.asks === 'valid');
}

class OfVariable {
  readonly #obligation: Obligation;
  readonly #goal: ValidGoal;
  readonly #variable: Variable;
  readonly #place: Place;
  readonly #asker: Asker;
  readonly #effort: Effort;

  constructor(obligation: Obligation, place: Place, asker: Asker, effort: Effort) {
    this.#obligation = obligation;
    this.#place = place;
    this.#goal = place.goal;
    this.#variable = place.variable;
    this.#asker = asker;
    this.#effort = effort;
  }

  async run(): Promise<Weakest[]> {
    const known = await this.#known();
    if (!(await this.#isDefined(known))) return [];
    const found: Weakest[] = [];
    for (const sense of ['inf', 'sup'] as const) {
      const weakest = await this.#side(sense, known);
      if (weakest !== null) found.push(weakest);
    }
    return found;
  }

  /** What is proved with the variable free: discharges are decided anew. */
  async #known(): Promise<Knowledge> {
    const { known, beside, goal } = this.#place;
    if (known !== null) return known;
    const asked = beside
      .filter(({ discharges }) => discharges !== null)
      .map((one) => ({ goal: one, asker: this.#asker }));
    return (await decideJointly(goal.scope, asked, decideValid)).knowledge;
  }

  /** Whether every partial operator of the scope is used inside its domain, whatever the variable is. */
  async #isDefined(known: Knowledge): Promise<boolean> {
    for (const goal of this.#place.beside.filter(({ definedOf }) => definedOf !== null)) {
      if ((await decideValid(this.#asker, goal, known)).kind !== 'valid') return false;
    }
    return true;
  }

  async #side(sense: 'inf' | 'sup', known: Knowledge): Promise<Weakest | null> {
    const goal = this.#goal;
    const subject = build.variable(this.#variable);
    const objective: Objective = { premise: build.not(goal.formula), subject, sense };
    const compared = comparedIn(goal.formula, goal.scope, null);
    const push = compared === null ? null : objectiveOf(compared);
    const extremum = await extremumOf({
      asker: this.#asker,
      goal,
      known,
      objective,
      start: null,
      push,
      proved: null,
      effort: this.#effort,
    });
    if (extremum === null) return null;
    // Restricted at every step, an input of earlier steps might no longer do its part in breaking the claim.
    if (this.#variable.role === 'input' && extremum.trace.trace.steps.length > 1) return null;
    const { operator, value } = restriction(sense, extremum.value, extremum.attained, this.#variable);
    return (await this.#isOpen(operator, value, known))
      ? { obligation: this.#obligation, variable: this.#variable, operator, value }
      : null;
  }

  /** Whether some behaviour meets the restriction: else it would prove the claim of nothing. */
  async #isOpen(operator: Weakest['operator'], value: Rational, known: Knowledge): Promise<boolean> {
    const upper = operator === '<=' || operator === '<';
    const outside: Objective = {
      premise: build.TRUE,
      subject: build.variable(this.#variable),
      sense: upper ? 'inf' : 'sup',
    };
    const strictly = operator === '<=' || operator === '>=';
    const decision = await decideValid(this.#asker, bounded(this.#goal, outside, value, strictly), known);
    return decision.kind === 'violated';
  }
}

function restriction(
  sense: 'inf' | 'sup',
  value: Rational,
  attained: boolean,
  { sort }: Variable,
): Pick<Weakest, 'operator' | 'value'> {
  const upper = sense === 'inf';
  if (sort.kind === 'int') {
    const end = upper ? ceil(value) - 1n : floor(value) + 1n;
    return { operator: upper ? '<=' : '>=', value: rational(end) };
  }
  if (upper) return { operator: attained ? '<' : '<=', value };
  return { operator: attained ? '>' : '>=', value };
}
