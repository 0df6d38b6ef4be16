import { wholeCone } from '../encode/cone.ts';
import type { Rational } from '../exact/rational.ts';
import * as logic from '../logic/build.ts';
import type { Query, Symbol_, Term, TermSort } from '../logic/term.ts';
import { type TermValue, Valuation } from '../logic/valuation.ts';
import * as build from '../model/build.ts';
import type { Expr, Scope } from '../model/model.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { SolverValue } from '../smtlib/reply.ts';
import type { SettledDecision } from './choice_of_two.ts';
import { decodeValue } from './decode.ts';
import { type EncodedGroup, encodeGroup, type Group } from './group.ts';
import { decideOverTime } from './induction.ts';
import { type Knowledge, usable } from './knowledge.ts';
import { type Candidate, lemmaCandidates } from './lemma_candidates.ts';
import { provedLemmas } from './lemmas.ts';
import type { Asker } from './session.ts';
import { written } from './written.ts';

/** So many times a state is excluded, and within so many times the solver steps of one question. */
const MOST_ROUNDS = 32;
const QUESTIONS = 4;

/** A choice after any step, as far as histories can be reached. */
export type Reached =
  | (Extract<SettledDecision, { kind: 'always' }> & { readonly lemmas: readonly string[] })
  /** After a history of so many steps there may be no answer; it can be reached. */
  | { readonly kind: 'after'; readonly history: number }
  | { readonly kind: 'open' };

const OPEN: Reached = { kind: 'open' };

/** What is asked, and with what. */
interface Asked {
  readonly asker: Asker;
  readonly scope: Scope;
  readonly group: Group;
  /** All that is known of the scope, and what of it the choice may use. */
  readonly known: Knowledge;
  readonly usable: Knowledge;
  readonly choose: (encoded: EncodedGroup) => Promise<SettledDecision>;
}

/**
 * Decides the choice at every step but the first two, where histories that cannot happen spoil the answer for all.
 *
 * The choice depends on the history through what the step before hands on: states, what operators over time remember,
 * parameters. Where there is no answer, the values of these are asked about by themselves: "no step of any behaviour hands
 * on these". Where that is proved, it is used at the step before, and the choice is asked again, a bounded number of times
 * (counterexample-guided abstraction refinement). Where it is refuted, the execution leads to a history without an answer.
 *
 * Why this is sound: what is excluded is proved of all behaviours that keep the assumptions and every contract at every
 * step up to the one that hands on, and these are the histories that the choice is asked about. At the step of the choice
 * itself nothing is used: there it is not known whether anybody can keep anything. Nor does the proof use that a choice
 * exists: it is an induction over what is kept, so that no guarantee is counted on for whether it can be kept.
 */
export async function decideReached(asked: Asked): Promise<Reached> {
  const { asker, scope, group, usable: used } = asked;
  const start = asker.rlimit;
  const handed = handedOn(scope, group, used);
  const found: Candidate[] = [...(await guessed(asked, handed))];
  for (let round = 0; round < MOST_ROUNDS && asker.rlimit - start <= QUESTIONS * asker.budget.rlimit; round += 1) {
    const encoded = encodeGroup(scope, group, withLemmas(used, found), {
      mode: 'floating',
      history: 1,
      freedBefore: true,
      stepwise: true,
    });
    const decision = await asked.choose(encoded);
    if (decision.kind === 'always') return { ...decision, lemmas: [...new Set(found.map(({ text }) => text))] };
    if (decision.kind === 'open') return OPEN;
    const state = stateOf(encoded, handed, decision.values);
    if (state === null) return OPEN;
    const excluded = await exclude(asked, encoded, state, decision.values);
    if (excluded.kind !== 'excluded') return excluded;
    found.push(...excluded.by);
  }
  return OPEN;
}

/** Guesses about numbers that are handed on, as far as they are proved: of these there are too many values to exclude each. */
function guessed({ asker, scope, group, known }: Asked, handed: readonly Handed[]): Promise<readonly Candidate[]> {
  if (!handed.some(({ now }) => isNumeric(now))) return Promise.resolve([]);
  const goal = goalOf(scope, build.TRUE);
  const cone = wholeCone(scope);
  const roots = group.kept.map(({ body }) => body);
  const candidates = lemmaCandidates(scope, cone, roots, asker.lemmaSources);
  return provedLemmas(asker, goal, cone, usable(goal, known), candidates);
}

function isNumeric({ sort }: Expr): boolean {
  return sort.kind === 'int' || sort.kind === 'real';
}

function withLemmas(usable: Knowledge, found: readonly Candidate[]) {
  return { ...usable, lemmas: [...usable.lemmas, ...found.map(({ formula }) => ({ formula, now: false }))] };
}

/** Something that a step hands on: how the next step calls it, and what it is at the step itself. */
interface Handed {
  readonly next: Expr;
  readonly now: Expr;
}

/** All that the choice at a step depends on of what was before. */
function handedOn(scope: Scope, group: Group, usable: Knowledge): readonly Handed[] {
  const { unrolling } = encodeGroup(scope, group, usable, { mode: 'relational', history: 0, freedBefore: true });
  const variables = unrolling.wanted.flatMap(({ variable, step }): Handed[] => {
    const next = build.variable(variable);
    const state = scope.states.get(variable);
    if (state !== undefined) return [{ next, now: state.next }];
    return step === null ? [{ next, now: next }] : [];
  });
  return [...unrolling.memory.map(({ operator }) => ({ next: operator, now: operator.operand })), ...variables];
}

/** What is said of one thing handed on: as a term of the question, and as a formula about the step that hands it on. */
interface Said {
  readonly term: Term;
  readonly formula: Expr;
}

/** The values that are handed on, of a number that it is neither less nor more; null where one is irrational. */
function stateOf(
  { unrolling }: EncodedGroup,
  handed: readonly Handed[],
  values: ReadonlyMap<string, SolverValue>,
): readonly Said[] | null {
  const terms = handed.map(({ next }) => unrolling.term(next, 1));
  const symbols = new Map<Symbol_, boolean | Rational>();
  for (const { symbol } of [...unrolling.wanted, ...unrolling.strangers]) {
    const value = values.get(symbol.name);
    if (value === 'irrational') return null;
    if (value !== undefined) symbols.set(symbol, value);
  }
  const valuation = new Valuation(symbols);
  const state = handed.map(({ now }, at) => saidOf(terms[at]!, now, valuation.of(terms[at]!)));
  return state.includes(null) ? null : (state as (readonly Said[])[]).flat();
}

function saidOf(term: Term, now: Expr, value: TermValue): readonly Said[] | null {
  const decoded = value === null ? null : decodeValue(now.sort, value);
  if (value === null || decoded === null) return null;
  if (typeof value === 'boolean')
    return [{ term: logic.iff(term, logic.bool(value)), formula: value ? now : build.not(now) }];
  const number = numeral(term, value);
  const literal = build.literal(now.sort, decoded);
  if (!isNumeric(now)) return [{ term: logic.eq(term, number), formula: build.eq(now, literal) }];
  return [
    { term: logic.le(term, number), formula: build.le(now, literal) },
    { term: logic.le(number, term), formula: build.le(literal, now) },
  ];
}

function numeral({ sort }: { readonly sort: TermSort }, value: Rational): Term {
  return logic.num(value, sort === 'Real' ? 'Real' : 'Int');
}

interface Excluded {
  readonly kind: 'excluded';
  readonly by: readonly Candidate[];
}

/** What is proved that excludes the state: of as little of it as there has to be for the inputs to have no answer, or else of all. */
async function exclude(
  asked: Asked,
  encoded: EncodedGroup,
  state: readonly Said[],
  values: ReadonlyMap<string, SolverValue>,
): Promise<Excluded | Reached> {
  const needed = await neededOf(asked.asker, encoded, state, values);
  let last: Reached = OPEN;
  for (const excluded of needed.length < state.length ? [needed, state] : [state]) {
    const formula = build.not(build.and(excluded.map((each) => each.formula)));
    const decision = await decideOverTime(asked.asker, goalOf(asked.scope, formula), asked.known);
    if (decision.kind === 'valid')
      return { kind: 'excluded', by: [{ formula, text: written(formula) }, ...(decision.found ?? [])] };
    if (decision.kind === 'violated') last = { kind: 'after', history: decision.trace.behaviour.length };
  }
  return last;
}

/** That the formula holds wherever everybody keeps everything, with whatever faults. */
function goalOf(scope: Scope, formula: Expr): ValidGoal {
  return {
    asks: 'valid',
    scope,
    formula,
    own: 'through',
    assumptionsNow: null,
    guaranteesNow: null,
    premises: [],
    faults: 'free',
    discharges: null,
    clause: null,
    definedOf: null,
  };
}

/** What of the state rules out every answer to these inputs; all of it where that takes more than one choice of inputs. */
async function neededOf(
  asker: Asker,
  { choice, settled, early, unrolling }: EncodedGroup,
  state: readonly Said[],
  values: ReadonlyMap<string, SolverValue>,
): Promise<readonly Said[]> {
  const kept = [...choice.kept, ...(settled?.kept ?? [])].map(({ term }) => term);
  const isFaultNow = ({ variable, step }: (typeof unrolling.wanted)[number]) => variable.role === 'fault' && step === 1;
  const faultsNow = unrolling.wanted.filter(isFaultNow).map(({ symbol }) => symbol);
  const open = new Set([...early, ...choice.chosen, ...(settled?.chosen ?? [])]);
  for (const symbol of faultsNow) open.delete(symbol);
  const inputs = new Map<Symbol_, Term>();
  for (const symbol of kept.flatMap((term) => [...logic.symbolsOf(term)])) {
    const value = values.get(symbol.name);
    if (open.has(symbol) || value === undefined || value === 'irrational') continue;
    inputs.set(symbol, typeof value === 'boolean' ? logic.bool(value) : numeral(symbol, value));
  }
  const plain = [...kept.map((term) => logic.substitute(term, inputs)), ...choice.domains, ...(settled?.domains ?? [])];
  const query: Query = {
    assertions: [
      ...plain.map((term) => ({ term, label: null })),
      ...state.map(({ term }, at) => ({ term, label: `a${at}` })),
    ],
    wanted: [],
    wantCore: true,
  };
  const reply = await asker.ask('state', query);
  if (reply.kind !== 'unsat' || reply.core === null) return state;
  const { core } = reply;
  return state.filter((_, at) => core.includes(`a${at}`));
}
