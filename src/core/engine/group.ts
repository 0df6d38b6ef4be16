import { type Assertion, behaviour, type Frame } from '../encode/behaviour.ts';
import { type Cone, wholeCone } from '../encode/cone.ts';
import { type Fact, FactIndex } from '../encode/facts.ts';
import { Unrolling, type Wanted } from '../encode/unrolling.ts';
import * as logic from '../logic/build.ts';
import type { Symbol_, Term } from '../logic/term.ts';
import type { Scope, Variable } from '../model/model.ts';
import type { Choice } from './choice.ts';
import type { Usable } from './knowledge.ts';

/** One for-all-exists question of a scope: who chooses, and whose contracts the choice has to keep. */
export interface Group {
  readonly chosen: ReadonlySet<Variable>;
  readonly kept: readonly Fact[];
  /** Facts that restrict what is read. */
  readonly given: readonly Fact[];
  /** Further facts that restrict what is read, and must not be counted on: their owners may count on this group. */
  readonly left: readonly Fact[];
}

/** After which histories the choice is made. */
export interface Moment {
  readonly mode: Unrolling['mode'];
  /** Steps before the one at which is chosen. */
  readonly history: number;
  readonly freedBefore: boolean;
  /** Whether operators over time are read step by step, see `Unrolling`; absent: no. */
  readonly stepwise?: boolean;
  /**
   * Whether what restricts what is read and speaks of outputs that are chosen is given for some values of these; absent:
   * it is left out.
   */
  readonly imagined?: boolean;
}

export interface EncodedGroup {
  /** The choice; where something is settled first, that has its values already. */
  readonly choice: Choice;
  /** The choice of what is settled before the step's inputs arrive; null where nothing is. */
  readonly settled: Choice | null;
  /** The symbols that have their values before the inputs of the step arrive: of steps before, and which faults are present. */
  readonly early: ReadonlySet<Symbol_>;
  readonly unrolling: Unrolling;
  /** The symbols that have the values of an execution in which the inputs of the step are read, of which those chosen may be imagined */
  readonly wanted: readonly Wanted[];
  readonly imagined: boolean;
  /** Whether a restriction of what is read was left out because it speaks of what is chosen. */
  readonly dropped: boolean;
}

/** The question after a history: at steps before everybody keeps everything; at the last the group chooses. */
export function encodeGroup(scope: Scope, group: Group, known: Usable, moment: Moment): EncodedGroup {
  const unrolling = new Unrolling(scope, moment.mode, 'free', moment.stepwise);
  const last = moment.history;
  const all = moment.history === 0 ? [...new Set([...group.given, ...group.kept])] : FactIndex.of(scope).all;
  const assertions = behaviour(unrolling, frameOf(scope, all, known, moment));
  const kept = new Set(group.kept);
  const given = new Set(group.given);
  const isKept = ({ step, fact }: Assertion) => step === last && fact !== null && kept.has(fact);
  // What is no fact at the last step is that a fault which was present stays.
  const isGiven = ({ step, fact }: Assertion) => step < last || fact === null || given.has(fact);
  const chosen = unrolling.wanted.filter(({ variable, step }) => step === last && group.chosen.has(variable));
  const settled = chosen.filter(({ variable }) => variable.delayed).map(({ symbol }) => symbol);
  const now = chosen.filter(({ variable }) => !variable.delayed).map(({ symbol }) => symbol);
  const parts = { given: assertions.filter(isGiven), kept: assertions.filter(isKept), domains: unrolling.domains };
  // A settled guarantee is owed before the inputs arrive, also where it names no delayed output at this step, as `held` does at the first.
  const inAdvance = settled.length > 0 || parts.kept.some(({ fact }) => fact!.clause.settled);
  const imagined = moment.imagined === true ? new Map(now.map((symbol) => [symbol, imaginedOf(symbol)])) : null;
  const whole = choiceOf(parts, now, inAdvance ? settled : null, imagined);
  const early = new Set([
    ...unrolling.wanted
      .filter(({ variable, step }) => step === null || step < last || variable.role === 'fault')
      .map(({ symbol }) => symbol),
    ...unrolling.strangers.filter(({ before }) => before !== null).map(({ symbol }) => symbol),
  ]);
  return {
    choice: whole.choice,
    dropped: whole.dropped || group.left.length > 0,
    settled: inAdvance ? settledChoice(parts, settled, now, last) : null,
    early,
    unrolling,
    wanted: unrolling.wanted.map((each) => ({ ...each, symbol: imagined?.get(each.symbol) ?? each.symbol })),
    imagined: moment.imagined === true,
  };
}

function imaginedOf({ name, sort }: Symbol_): Symbol_ {
  return { name: `imagined${name}`, sort };
}

interface Parts {
  readonly given: readonly Assertion[];
  readonly kept: readonly Assertion[];
  readonly domains: readonly Term[];
}

/**
 * What is settled is given to the choice of the rest: any value that keeps the settled guarantees. Null: nothing is settled.
 * What is given of outputs that are chosen speaks of `imagined` ones; where there are none, it is left out.
 */
function choiceOf(
  { given, kept, domains }: Parts,
  now: readonly Symbol_[],
  settled: readonly Symbol_[] | null,
  imagined: ReadonlyMap<Symbol_, Symbol_> | null,
): { choice: Choice; dropped: boolean } {
  const speaks = speaksOf(now);
  const known = speaksOf([...now, ...(settled ?? [])]);
  const read = given.filter(({ term }) => !known(term));
  const before = settled === null ? [] : kept.filter(({ fact }) => fact!.clause.settled).map(({ term }) => term);
  return {
    choice: {
      given: [
        ...read.map(({ term }) => term),
        ...before,
        ...domains.filter((term) => !speaks(term)),
        ...(imagined === null
          ? []
          : of(imagined, [...given.map(({ term }) => term).filter(known), ...domains.filter(speaks)])),
      ],
      chosen: now,
      kept: kept.filter(({ fact }) => settled === null || !fact!.clause.settled),
      domains: domains.filter(speaks),
    },
    dropped: read.length < given.length,
  };
}

function of(imagined: ReadonlyMap<Symbol_, Symbol_>, terms: readonly Term[]): Term[] {
  const copies = new Map([...imagined].map(([symbol, copy]) => [symbol, logic.sym(copy)]));
  return terms.map((term) => logic.substitute(term, copies));
}

/** Chosen before the inputs of the step arrive: only the history is given. */
function settledChoice(
  { given, kept, domains }: Parts,
  settled: readonly Symbol_[],
  now: readonly Symbol_[],
  last: number,
): Choice {
  const speaks = speaksOf(settled);
  const later = speaksOf(now);
  const history = given.filter(
    ({ step, term, fact, origin }) =>
      // Which faults are present is settled too: those that were there before stay.
      (step < last || origin.kind === 'stays' || fact?.kind === 'parameterRange') && !speaks(term),
  );
  return {
    given: [...history.map(({ term }) => term), ...domains.filter((term) => !speaks(term) && !later(term))],
    chosen: settled,
    kept: kept.filter(({ fact }) => fact!.clause.settled),
    domains: domains.filter(speaks),
  };
}

function speaksOf(symbols: readonly Symbol_[]): (term: Term) => boolean {
  const set = new Set(symbols);
  return (term) => [...logic.symbolsOf(term)].some((symbol) => set.has(symbol));
}

function frameOf(scope: Scope, facts: readonly Fact[], known: Usable, { history, freedBefore }: Moment): Frame {
  const cone: Cone = { ...wholeCone(scope), facts };
  return {
    steps: history + 1,
    cone,
    own: 'through',
    discharged: known.discharged,
    dischargedNow: () => false,
    freedBefore,
    lemmas: known.lemmas.map(({ formula }) => ({ formula, now: false })),
    assertDischarged: history > 0,
    ownGuaranteesNow: null,
    ownAssumptionsNow: null,
  };
}
