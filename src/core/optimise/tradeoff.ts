import { hasMemory } from '../encode/cone.ts';
import type { Decided } from '../engine/run.ts';
import type { Asker, Session } from '../engine/session.ts';
import { decideValid } from '../engine/valid.ts';
import { type Rational, rational } from '../exact/rational.ts';
import * as build from '../model/build.ts';
import type { Scope } from '../model/model.ts';
import type { Obligation, ValidGoal } from '../obligations/obligation.ts';
import { Effort } from './effort.ts';
import { type Extremum, extremumOf } from './extremum.ts';
import { constantsOf, type Knob, parametersOf } from './knob.ts';
import { bounded, type Objective } from './objective.ts';
import { type Piece, pieceFrom } from './piece.ts';
import { isPlain } from './sensitivity.ts';
import { Turning } from './turning.ts';
import type { FreedSetting } from './weakest.ts';

/** For each value of one number the weakest restriction of another under which a claim is proved: straight between breakpoints. */
export interface Tradeoff {
  readonly obligation: Obligation;
  readonly across: Knob;
  readonly limited: Knob;
  /** Which side of the limit is safe. */
  readonly operator: '<=' | '<' | '>=' | '>';
  /** In the order of `across`; the first may begin, the last end nowhere. Rates are in base units. */
  readonly pieces: readonly Stretch[];
  /** Where no straight piece is certified: limits at some values, and nothing is said between them. */
  readonly points: readonly { readonly at: Rational; readonly value: Rational }[];
}

/** Between `from` and `to` the limit is `value + rate · (across - at)`. */
export interface Stretch {
  readonly from: Rational | null;
  readonly to: Rational | null;
  readonly at: Rational;
  readonly value: Rational;
  readonly rate: Rational;
}

export interface TradeoffOptions {
  readonly session: Session;
  readonly overTime: Session;
  readonly wanted: (id: string) => boolean;
  /** The names of both numbers, as reports show them, with or without the end of a clause's name. */
  readonly names: readonly [string, string];
  readonly freed: FreedSetting;
}

/** Solver steps for one claim. */
const MOST_EACH = 40_000_000;
const MOST_PIECES = 12;

/** What a file's claims allow of one number for each value of another. */
export async function tradeoffsOf(
  decided: ReadonlyMap<string, Decided>,
  options: TradeoffOptions,
): Promise<readonly Tradeoff[]> {
  const found: Tradeoff[] = [];
  const all = [...decided.values()].map(({ obligation }) => obligation);
  for (const obligation of all.filter(({ id }) => options.wanted(id))) {
    const place = placeOf(obligation, all, options);
    if (place === null) continue;
    const { session, overTime } = options;
    const asker = (hasMemory(place.goal.scope) ? overTime : session).asker(obligation.id);
    const tradeoff = await new Search(obligation, place, asker).run();
    if (tradeoff !== null) found.push(tradeoff);
  }
  return found;
}

/** Where a claim is asked with both numbers free. */
interface Place {
  readonly goal: ValidGoal;
  readonly across: Knob;
  readonly limited: Knob;
  readonly turning: Turning;
}

function placeOf(obligation: Obligation, all: readonly Obligation[], { names, freed }: TradeoffOptions): Place | null {
  const goal = plainGoal(obligation);
  const named = names.map((name) => (goal === null ? null : knobNamed(goal.scope, name)));
  const [across, limited] = named;
  if (goal === null || !across || !limited) return null;
  const set = named.flatMap((knob) => (knob?.place.kind === 'setting' ? [knob.variable.name] : []));
  const { setting } = goal.scope;
  if (set.length === 0) return { goal, across, limited, turning: new Turning(goal.scope, all) };
  const subject = setting === null ? null : freed(setting, set);
  const there = plainGoal(subject?.obligations.find(({ id }) => id === obligation.id));
  const [one, other] = names.map((name) => (there === null ? null : knobNamed(there.scope, name)));
  if (subject === null || there === null || !one || !other) return null;
  // Without its value a parameter may take a default.
  if (one.place.kind === 'setting' || other.place.kind === 'setting') return null;
  return {
    goal: there,
    across: { ...one, value: across.value },
    limited: { ...other, value: limited.value },
    turning: new Turning(there.scope, subject.obligations),
  };
}

function plainGoal(obligation: Obligation | undefined): ValidGoal | null {
  const [goal, ...others] = obligation?.goals ?? [];
  return goal?.asks === 'valid' && others.length === 0 && isPlain(goal) ? goal : null;
}

/** The number of that name in the scope; of a clause with several the so-many-th with `#2`, else the last. */
function knobNamed(scope: Scope, name: string): Knob | null {
  const [wanted, at] = name.split('#');
  const names = ({ name: full, place }: Knob) => {
    const short = place.kind === 'constant' ? full.replace(/\.range$/, '') : full.slice(full.indexOf('.') + 1);
    return [full, short];
  };
  const same = [...constantsOf(scope), ...parametersOf(scope)].filter((knob) => names(knob).includes(wanted!));
  return (at === undefined ? same.at(-1) : same.find((_, index) => String(index + 1) === at)) ?? null;
}

class Search {
  readonly #obligation: Obligation;
  readonly #place: Place;
  readonly #asker: Asker;
  readonly #effort: Effort;
  readonly #across: Knob;
  readonly #limited: Knob;

  constructor(obligation: Obligation, place: Place, asker: Asker) {
    this.#obligation = obligation;
    this.#place = place;
    this.#across = place.across;
    this.#limited = place.limited;
    this.#asker = asker;
    this.#effort = new Effort(asker, MOST_EACH);
  }

  async run(): Promise<Tradeoff | null> {
    for (const sense of ['inf', 'sup'] as const) {
      const premise = build.not(this.#place.goal.formula);
      const objective: Objective = { premise, subject: build.variable(this.#limited.variable), sense };
      const begun = await this.#start(objective);
      if (begun === null) continue;
      const { start, first } = begun;
      const below = await this.#follow(objective, start, first, -1);
      const above = await this.#follow(objective, start, first, 1);
      const pieces = [...below.pieces].reverse().concat(above.pieces);
      const samples = pieces.length === 0 ? await this.#samples(objective, start) : [];
      const strict = [first, below, above, ...samples.map(({ limit }) => limit)].some(({ attained }) => attained);
      const operator = sense === 'inf' ? (strict ? '<' : '<=') : strict ? '>' : '>=';
      const { across, limited } = this.#place;
      const points = samples.map(({ at, limit }) => ({ at, value: limit.value }));
      return { obligation: this.#obligation, across, limited, operator, pieces, points };
    }
    return null;
  }

  /** Where the search begins: at the number as it is, or where something is left of the other. */
  async #start(objective: Objective): Promise<{ readonly start: Rational; readonly first: Extremum } | null> {
    const here = this.#across.value ?? (await this.#anywhere());
    if (here === null) return null;
    for (const share of [4n, 2n, 1n, 0n, 8n, 16n]) {
      const start = here.mul(rational(share, 4n));
      const first = await this.#limitAt(objective, start);
      if (first !== null && (await this.#isOpen(objective, start, first))) return { start, first };
    }
    return null;
  }

  /** A value with which some behaviour breaks the claim, where the number has none of its own. */
  async #anywhere(): Promise<Rational | null> {
    const { goal, known } = this.#within(null, null);
    const decision = await decideValid(this.#asker, goal, await known());
    if (decision.kind !== 'violated') return null;
    const value = decision.trace.behaviour.value(this.#across.variable, decision.trace.last);
    return value.kind !== 'undefined' && typeof value.value === 'object' ? value.value : null;
  }

  #within(low: Rational | null, high: Rational | null): ReturnType<Turning['goal']> {
    const { turning, goal } = this.#place;
    return turning.goal(this.#asker, goal, [
      { knob: this.#across, low, high },
      { knob: this.#limited, low: null, high: null },
    ]);
  }

  /** The limit at one value. */
  async #limitAt(objective: Objective, at: Rational): Promise<Extremum | null> {
    const { goal, known } = this.#within(at, at);
    const search = { asker: this.#asker, goal, known: await known(), objective, start: null, proved: null };
    return extremumOf({ ...search, effort: this.#effort });
  }

  /** Whether some behaviour is on the safe side: else the restriction would prove the claim of nothing. */
  async #isOpen(objective: Objective, at: Rational, { value, attained }: Extremum): Promise<boolean> {
    const { goal, known } = this.#within(at, at);
    const safe: Objective = { ...objective, premise: build.TRUE };
    const decision = await decideValid(this.#asker, bounded(goal, safe, value, !attained), await known());
    return decision.kind === 'violated';
  }

  /** The limits at values from half the start to one and a half times it. */
  async #samples(
    objective: Objective,
    start: Rational,
  ): Promise<readonly { readonly at: Rational; readonly limit: Extremum }[]> {
    const found: { readonly at: Rational; readonly limit: Extremum }[] = [];
    for (let eighth = 4n; eighth <= 12n && !this.#effort.spent; eighth += 1n) {
      const at = start.mul(rational(eighth, 8n));
      const limit = await this.#limitAt(objective, at);
      if (limit !== null) found.push({ at, limit });
    }
    return found;
  }

  /** The pieces one way, until the number ends, or nothing more is certified. */
  async #follow(
    objective: Objective,
    start: Rational,
    first: Extremum,
    way: 1 | -1,
  ): Promise<{ readonly pieces: readonly Stretch[]; readonly attained: boolean }> {
    const pieces: Stretch[] = [];
    let attained = false;
    let at: Rational | null = start;
    let limit: Extremum | null = first;
    while (at !== null && limit !== null && pieces.length < MOST_PIECES && !this.#effort.spent) {
      const search = {
        asker: this.#asker,
        knob: this.#across,
        objective,
        within: (low: Rational | null, high: Rational | null) => this.#within(low, high),
        effort: this.#effort,
      };
      const piece: Piece | null = await pieceFrom(search, at, limit.value, limit.trace, way);
      if (piece === null) break;
      // In the midst of a piece a limit may be reached that is only approached at its end.
      const inside = piece.to === null ? at.add(BigInt(way)) : at.add(piece.to).div(2n);
      const there = await this.#limitAt(objective, inside);
      if (there === null || !(await this.#isOpen(objective, inside, there))) break;
      attained ||= there.attained;
      const [from, to] = way === 1 ? [piece.from, piece.to] : [piece.to, piece.from];
      pieces.push({ from, to, at: piece.from, value: piece.value, rate: piece.rate });
      at = piece.to;
      limit = at === null ? null : await this.#limitAt(objective, at);
      attained ||= limit?.attained ?? false;
    }
    return { pieces, attained };
  }
}
