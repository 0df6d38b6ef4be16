import type { Fact } from '../encode/facts.ts';
import * as logic from '../logic/build.ts';
import type { Symbol_, Term } from '../logic/term.ts';
import { type Assignment, constant, symbolsIn } from './assignment.ts';
import { candidatesFor } from './candidates.ts';
import { type Choice, type ChoiceDecision, decideChoice } from './choice.ts';
import type { Asker } from './session.ts';

/** How many ways to settle are tried, and how many inputs are held against all of them. */
const MOST_CANDIDATES = 12;
const MOST_INPUTS = 6;
/** So many answers of the rest are tried where several ways to settle are tried together. */
const MOST_ANSWERS = 16;

/**
 * A decision on a choice in two parts. `settledAlone`: already what is settled first has no value, whatever the inputs.
 * `together`: the inputs that no settled values survive, where these are several.
 */
export type SettledDecision = ChoiceDecision & {
  readonly settledAlone?: boolean;
  readonly together?: readonly Values[];
};

type Values = Extract<ChoiceDecision, { kind: 'never' }>['values'];

/**
 * Decides a choice in two parts: first what is settled before the inputs of the step arrive, then the rest for all inputs.
 * `early` are the symbols that have their values by then.
 *
 * It suffices that some settled values keep the settled guarantees, and that after any such values every input has an
 * answer; or after those of one strategy. It is refuted by a history and finitely many inputs that no settled values
 * survive together, or by one input that no values answer even where all are chosen knowing it.
 */
export async function decideSettledFirst(
  asker: Asker,
  settled: Choice,
  rest: Choice,
  early: ReadonlySet<Symbol_>,
): Promise<SettledDecision> {
  const first = await decideChoice(asker, settled);
  if (first.kind === 'never') return { ...first, settledAlone: true };
  if (first.kind === 'open') return first;
  const then = await decideChoice(asker, rest);
  if (then.kind === 'always') return first.method === 'query' ? first : then;
  const strategies = strategiesFor(settled, rest, early);
  if (await someStrategy(asker, settled, rest, strategies)) return { kind: 'always', method: 'elimination' };
  if (await oneOfSeveral(asker, settled, rest, early, strategies)) return { kind: 'always', method: 'elimination' };
  const beaten = then.kind === 'never' ? await beatEvery(asker, settled, rest, early, then) : then;
  if (beaten.kind !== 'open' || tiesInputs(settled, rest)) return beaten;
  const knowing = await decideChoice(asker, atOnce(settled, rest));
  return knowing.kind === 'never' ? knowing : beaten;
}

/** Whether which inputs may come hangs on what is settled, so that no input is allowed whatever that is. */
function tiesInputs(settled: Choice, rest: Choice): boolean {
  const first = new Set(settled.chosen);
  const owed = new Set([...settled.kept.map(({ term }) => term), ...settled.domains]);
  return rest.given.some((term) => !owed.has(term) && [...logic.symbolsOf(term)].some((symbol) => first.has(symbol)));
}

/** The choice of everything after the inputs, which is easier: what is settled is given to the rest no more. */
function atOnce(settled: Choice, rest: Choice): Choice {
  const first = new Set(settled.chosen);
  return {
    given: rest.given.filter((term) => ![...logic.symbolsOf(term)].some((symbol) => first.has(symbol))),
    chosen: [...settled.chosen, ...rest.chosen],
    kept: [...settled.kept, ...rest.kept],
    domains: [...settled.domains, ...rest.domains],
  };
}

/** Guesses at how to settle, read off the clauses, over what has its value by then. */
function strategiesFor(settled: Choice, rest: Choice, early: ReadonlySet<Symbol_>): readonly Assignment[] {
  const clauses = [...settled.kept, ...rest.kept].map(({ term }) => term);
  const known = { symbols: early, clauses: [...clauses, ...rest.given] };
  return candidatesFor(settled.chosen, clauses, 96, known).slice(0, MOST_CANDIDATES);
}

/** Whether one strategy for what is settled leaves every input an answer. */
async function someStrategy(
  asker: Asker,
  settled: Choice,
  rest: Choice,
  strategies: readonly Assignment[],
): Promise<boolean> {
  for (const strategy of strategies) {
    const keeps = await decideChoice(asker, { ...under(settled, strategy), chosen: [] });
    if (keeps.kind !== 'always') continue;
    const answers = await decideChoice(asker, under(rest, strategy));
    if (answers.kind === 'always') return true;
  }
  return false;
}

/**
 * Whether after each history some strategy does, not always the same one. What defeats a strategy is a guarantee that it
 * breaks, or inputs of its own which none of the guesses at the rest answers. A history in which something defeats each of
 * them is looked for: where there is none, each history has one that nothing defeats. For the guesses at the rest only some
 * of the answers are tried, and where a history was found nothing is said.
 */
async function oneOfSeveral(
  asker: Asker,
  settled: Choice,
  rest: Choice,
  early: ReadonlySet<Symbol_>,
  strategies: readonly Assignment[],
): Promise<boolean> {
  if (strategies.length < 2) return false;
  const defeats = strategies.map((strategy, at) =>
    logic.or(defeatsOf(settled, under(rest, strategy), strategy, early, at)),
  );
  const terms = [...settled.given, ...defeats];
  const query = { assertions: terms.map((term) => ({ term, label: null })), wanted: [], wantCore: false };
  return (await asker.whether('strategies', query)).kind === 'unsat';
}

/** The ways in which a strategy for what is settled fails: with inputs in symbols of their own. */
function defeatsOf(
  settled: Choice,
  rest: Choice,
  strategy: Assignment,
  early: ReadonlySet<Symbol_>,
  at: number,
): Term[] {
  const kept = rest.kept.map(({ term }) => term);
  const guesses = candidatesFor(rest.chosen, kept, MOST_ANSWERS);
  const all = [...kept, ...rest.domains];
  const unanswered = guesses.map((guess) => logic.not(logic.and(all.map((term) => logic.substitute(term, guess)))));
  const inputs = [...rest.given, ...unanswered];
  const own = new Map<Symbol_, Term>(
    [...symbolsIn(inputs)]
      .filter((symbol) => !early.has(symbol))
      .map((symbol) => [symbol, logic.sym({ name: `${symbol.name}_${at}`, sort: symbol.sort })]),
  );
  const broken = [...settled.kept.map(({ term }) => term), ...settled.domains].map((term) =>
    logic.not(logic.substitute(term, strategy)),
  );
  return [...broken, logic.and(inputs.map((term) => logic.substitute(term, own)))];
}

/** The choice with some symbols replaced; what the sorts of replaced symbols demand has to hold too. */
function under(choice: Choice, assignment: Assignment): Choice {
  const at = (term: Term) => logic.substitute(term, assignment);
  const settled = choice.domains
    .map(at)
    .filter((term) => !choice.chosen.some((symbol) => logic.symbolsOf(term).has(symbol)));
  return {
    given: choice.given.map(at),
    chosen: choice.chosen.filter((symbol) => !assignment.has(symbol)),
    kept: [
      ...choice.kept.map(({ term, fact }) => ({ term: at(term), fact })),
      ...settled.map((term) => ({ term, fact: null })),
    ],
    domains: choice.domains.map(at),
  };
}

/**
 * With the history fixed: inputs are gathered until no settled values answer all of them. Each round either finds settled
 * values that do, and inputs that defeat those, or ends.
 */
async function beatEvery(
  asker: Asker,
  settled: Choice,
  rest: Choice,
  early: ReadonlySet<Symbol_>,
  never: Extract<ChoiceDecision, { kind: 'never' }>,
): Promise<SettledDecision> {
  const history = fix([...early], never.values);
  const clash = new Set<Fact>(never.clash);
  const inputs: Values[] = [never.values];
  const names = new Set(settled.chosen.map(({ name }) => name));
  const before = [...never.values].filter(([name]) => !names.has(name));
  while (inputs.length <= MOST_INPUTS) {
    const together = await askTogether(asker, settled, rest, history, inputs);
    if (together.kind === 'unsat')
      return { kind: 'never', values: inputs.at(-1)!, clash: [...clash], together: inputs };
    if (together.kind === 'unknown') break;
    const chosen = fix(settled.chosen, together.values);
    const defeated = await decideChoice(asker, under(under(rest, history), chosen));
    if (defeated.kind !== 'never') break;
    for (const fact of defeated.clash) clash.add(fact);
    inputs.push(new Map([...before, ...together.values, ...defeated.values]));
  }
  const detail = 'some values that may be settled first leave inputs without an answer, and no better ones were found';
  return { kind: 'open', reason: 'incomplete', detail };
}

/** Settled values that keep their guarantees and leave each of the inputs an answer of its own. */
function askTogether(asker: Asker, settled: Choice, rest: Choice, history: Assignment, inputs: readonly Values[]) {
  const terms = [...settled.kept.map(({ term }) => term), ...settled.domains].map((term) =>
    logic.substitute(term, history),
  );
  for (const [at, values] of inputs.entries()) terms.push(...answered(rest, settled, history, values, at));
  const query = {
    assertions: terms.map((term) => ({ term, label: null })),
    wanted: [...settled.chosen],
    wantCore: false,
  };
  return asker.ask('settled', query);
}

/** What the rest has to keep for these inputs, with symbols of their own for its answer; nothing where they are not allowed. */
function answered(rest: Choice, settled: Choice, history: Assignment, values: Values, at: number): Term[] {
  const own = new Map<Symbol_, Term>(
    rest.chosen.map((symbol) => [symbol, logic.sym({ name: `${symbol.name}_${at}`, sort: symbol.sort })]),
  );
  const open = new Set<Symbol_>([...settled.chosen, ...rest.chosen]);
  const kept = [...rest.kept.map(({ term }) => term), ...rest.domains];
  const read = [...symbolsIn([...kept, ...rest.given])].filter((symbol) => !open.has(symbol));
  const fixed = new Map<Symbol_, Term>([...fix(read, values), ...history, ...own]);
  const allowed = logic.and(rest.given.map((term) => logic.substitute(term, fixed)));
  return kept.map((term) => logic.implies(allowed, logic.substitute(term, fixed)));
}

function fix(symbols: readonly Symbol_[], values: ReadonlyMap<string, unknown>): Assignment {
  return new Map(symbols.map((symbol) => [symbol, constant(symbol, values.get(symbol.name))]));
}
