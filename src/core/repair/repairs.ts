import { brokenGoals } from '../engine/broken.ts';
import type { Decided } from '../engine/run.ts';
import { parseDecimal, type Rational, rational, sign } from '../exact/rational.ts';
import type { Scope } from '../model/model.ts';
import type { SubjectObligations } from '../obligations/generate.ts';
import type { Goal, Obligation, ValidGoal } from '../obligations/obligation.ts';
import type { ObligationResult, Quantity, Repair } from '../verdict/result.ts';
import { Checked, decide, type Edit, editOf, type Found, verdictsOf, type Workbench } from './checked.ts';
import { nearest } from './nearest.ts';
import { type Near, nearOf, type Place, placesOf } from './places.ts';
import { type Word, wordsOf } from './words.ts';

/** So many changes are shown for one claim. */
const MOST_SHOWN = 4;
/** For one claim the claim is decided anew so often, each time with one number changed. */
const MOST_TRIALS = 150;
const MOST_SHAPES = 3;
/** So many words are changed for one claim. */
const MOST_WORDS = 12;
/** A place may use up so much of what is left: one third. */
const SHARE_OF_PLACE = 3;
/** So many whole files are checked for one claim. */
const MOST_CHECKS = 10;

/**
 * Single changes of a number or a word under which a refuted claim is proved and nothing becomes worse.
 *
 * Each truth value or member of an enumeration that a name stands for is tried as another, each comparison with or without its
 * end; each number that the claim turns on is moved, the way that may help, to the nearest value at which the claim holds; then
 * the whole changed file is checked. Only what is proved there, with everything that was proved before, is given back. What
 * keeps the claim as it is comes first, and what changes least.
 */
async function repairsOf(
  result: ObligationResult,
  decided: Decided,
  checked: Checked,
  bench: Workbench,
): Promise<readonly Repair[]> {
  const { goals } = decided.obligation;
  const broken = brokenGoals(goals, decided.decisions).map(({ at }) => goals[at]!);
  const goal = broken.find((each) => isShown(each, result)) ?? broken[0];
  if (goal?.asks !== 'valid') return [];
  return new ForClaim(result, goal, checked, bench).run();
}

/** Whether the counterexample is of this goal: of the member of a family of which it speaks. */
function isShown(goal: Goal, { counterexample }: ObligationResult): boolean {
  const member = goal.asks === 'valid' ? goal.discharges?.path : undefined;
  return member === undefined || counterexample?.path.at(-1)?.part === member;
}

/** A system of more parts, or a file that owes more, takes too long to be checked again and again. */
const MOST_PARTS = 50;
const MOST_OWED = 150;

/** The results, each broken claim's counterexample with what would restore the proof. */
export async function withRepairs(
  results: readonly ObligationResult[],
  decided: ReadonlyMap<string, Decided>,
  bench: Workbench,
): Promise<ObligationResult[]> {
  const broken = results.some(({ counterexample, supporting }) => counterexample !== null && !supporting);
  const goals = [...decided.values()].flatMap(({ obligation }) => obligation.goals);
  const owed = bench.original.reduce((sum, { obligations }) => sum + obligations.length, 0);
  if (!broken || owed > MOST_OWED || goals.some(({ scope }) => scope.parts.length > MOST_PARTS)) return [...results];
  const known = new Map(results.map(({ id, verdict }) => [id, verdict]));
  const before = known.size === owed ? known : await verdictsOf(bench.original, bench);
  const checked = new Checked(before, bench);
  const mended: ObligationResult[] = [];
  for (const result of results) {
    const { counterexample } = result;
    const repairs =
      counterexample === null || result.supporting || !decided.has(result.id)
        ? []
        : await repairsOf(result, decided.get(result.id)!, checked, bench);
    mended.push(repairs.length === 0 ? result : { ...result, counterexample: { ...counterexample!, repairs } });
  }
  return mended;
}

/** A change with which the claim alone holds. */
interface WayOut {
  readonly place: Word['place'];
  readonly edit: Edit;
  /** How much is changed, to compare with others. */
  readonly change: Rational;
  /** Of a number. */
  readonly found: Found | null;
}

function byNumber(found: Found): WayOut {
  return { place: found.place, edit: editOf(found), change: changeOf(found), found };
}

class ForClaim {
  readonly #result: ObligationResult;
  readonly #goal: ValidGoal;
  readonly #checked: Checked;
  readonly #bench: Workbench;
  readonly #known = new Map<string, Promise<boolean>>();
  #trials = 0;
  /** What of the allowance has to be left for other places. */
  #floor = 0;

  constructor(result: ObligationResult, goal: ValidGoal, checked: Checked, bench: Workbench) {
    this.#result = result;
    this.#goal = goal;
    this.#checked = checked;
    this.#bench = bench;
  }

  async run(): Promise<readonly Repair[]> {
    const near = nearOf(this.#goal, this.#bench.modules, this.#bench.textOf);
    const places = distinct(placesOf(near, this.#bench.textOf));
    const ways: WayOut[] = await this.#words(near);
    const { allowance } = this.#bench.trial;
    for (const place of places) {
      // No place may use up what the others need.
      this.#floor = Math.max(0, allowance.left - allowance.left / SHARE_OF_PLACE);
      const value = this.#checked.known(this.#result.id, place) ?? (await this.#nearest(place));
      if (value !== null) ways.push(byNumber({ place, value }));
    }
    const repairs: Repair[] = [];
    let checks = 0;
    for (const way of ways.sort(byChange)) {
      if (repairs.length >= MOST_SHOWN || checks >= MOST_CHECKS) break;
      // A range of one value is a way out only where there is no other.
      if (repairs.length > 0 && way.found?.place.end?.value.equals(way.found.value)) continue;
      checks += 1;
      if (await this.#checked.restores(this.#result.id, way.edit, way.found)) repairs.push(this.#repair(way));
    }
    return repairs;
  }

  /** Words in whose place others make the claim hold. A bound that is missed by more than its end needs more than that. */
  async #words(near: Near): Promise<WayOut[]> {
    const { slack } = this.#result;
    const isNear = slack === null || slack.value === '0';
    const words = distinctWords(wordsOf(near, this.#bench.textOf)).filter(
      ({ isStrictness }) => isNear || !isStrictness,
    );
    const ways: WayOut[] = [];
    for (const { place, edit, isStrictness } of words.slice(0, MOST_WORDS)) {
      if (await this.#holds(edit)) ways.push({ place, edit, found: null, change: rational(isStrictness ? 0n : 1n) });
    }
    return ways;
  }

  /** The nearest value at which the claim holds, as far as the claim alone tells. */
  #nearest(place: Place): Promise<Rational | null> {
    const { number, way, end } = place;
    const whole = !this.#isFile(editOf({ place, value: number.value.add(rational(1n, 2n)) }));
    const hint = this.#missedIn(number.unit === '' ? place.unit : number.unit);
    return nearest(
      { from: number.value, way, whole, steady: place.of !== 'value', end: end?.value ?? null, hint },
      (value) => this.#holds(editOf({ place, value })),
    );
  }

  /** By how much the claim is missed at worst, or at least, where that is read in the same unit. */
  #missedIn(unit: string): Rational | null {
    const { slack, counterexample } = this.#result;
    const compared = counterexample?.compared ?? null;
    if (slack !== null) return slack.unit === unit ? exactly(slack).abs() : null;
    if (compared === null || compared.left.unit !== unit || compared.right.unit !== unit) return null;
    return isNumber(compared.left) && isNumber(compared.right)
      ? exactly(compared.left).sub(exactly(compared.right)).abs()
      : null;
  }

  #isFile(edit: Edit): boolean {
    return this.#bench.owed(edit) !== null;
  }

  /** Whether the claim alone is valid in the changed file. */
  #holds(edit: Edit): Promise<boolean> {
    const key = `${edit.span.start} ${edit.text}`;
    let holds = this.#known.get(key);
    if (holds === undefined) this.#known.set(key, (holds = this.#decide(edit)));
    return holds;
  }

  async #decide(edit: Edit): Promise<boolean> {
    if (this.#trials >= MOST_TRIALS || this.#bench.trial.allowance.left <= this.#floor) return false;
    this.#trials += 1;
    const { id } = this.#result;
    const subjects = (this.#bench.owed(edit) ?? []).filter(({ obligations }) =>
      obligations.some((one) => one.id === id),
    );
    const claims = new Set(subjects.flatMap(({ obligations }) => obligations.filter(isClaim).map((one) => one.id)));
    const tried = subjects.map((subject) => this.#ofFewShapes(subject));
    const decided = await decide(
      tried,
      (other) => claims.has(other) || other === id,
      this.#bench.trial.session,
      this.#bench,
    );
    const decisions = decided.get(id)?.decisions ?? [];
    return decisions.length > 0 && decisions.every((each) => each.kind === 'valid' && each.only === undefined);
  }

  /** Of a family of many sizes three are tried: the one that fails, and the ends. The whole file is checked for all. */
  #ofFewShapes({ subject, obligations }: SubjectObligations): SubjectObligations {
    const text = (scope: Scope) => [...scope.fixed].map(([name, value]) => `${name} ${String(value)}`).join();
    const broken = text(this.#goal.scope);
    const { scopes } = subject;
    if (scopes.length <= MOST_SHAPES) return { subject, obligations, hidden: [] };
    const kept = new Set([scopes[0]!, ...scopes.filter((scope) => text(scope) === broken), scopes.at(-1)!]);
    const few = obligations.map((one) => ({ ...one, goals: one.goals.filter(({ scope }) => kept.has(scope)) }));
    return { subject: { ...subject, scopes: [...kept] }, obligations: few, hidden: [] };
  }

  #repair({ place: { shown, name, part, of }, edit: { span, text } }: WayOut): Repair {
    const from = this.#bench.textOf(shown);
    const start = span.start - shown.start;
    const to = from.slice(0, start) + text + from.slice(start + span.end - span.start);
    return {
      clause: name,
      part,
      from,
      to,
      span: shown,
      keepsClaim: of !== 'claim',
      isValue: of === 'value',
      checked: true,
    };
  }
}

function isNumber({ value }: Quantity): boolean {
  return /^-?[0-9.]+(?:\/[0-9]+)?$/.test(value);
}

/** The exact value of a quantity's text. */
function exactly({ value }: Quantity): Rational {
  const [size = '0', by = '1'] = value.replace('-', '').split('/');
  const quotient = parseDecimal(size).div(parseDecimal(by));
  return value.startsWith('-') ? quotient.neg() : quotient;
}

/** What may serve as a lemma for another claim. */
function isClaim({ goals }: Obligation): boolean {
  return goals.every((goal) => goal.asks === 'valid' && goal.definedOf === null);
}

/** The same number moved the same way is one place, whatever clauses it stands in for. */
function distinct(places: readonly Place[]): readonly Place[] {
  const byNumber = new Map<string, Place>();
  for (const place of places) {
    const { path, start } = place.number.span;
    const key = `${start} ${place.way} ${path}`;
    if (!byNumber.has(key)) byNumber.set(key, place);
  }
  return [...byNumber.values()];
}

/** A clause may stand for several parts: its words are changed once. */
function distinctWords(words: readonly Word[]): readonly Word[] {
  const byEdit = new Map<string, Word>();
  for (const word of words) {
    const { span, text } = word.edit;
    const key = `${span.start} ${text} ${span.path}`;
    if (!byEdit.has(key)) byEdit.set(key, word);
  }
  return [...byEdit.values()];
}

/** What keeps the claim first, then what changes its number least. */
function byChange(a: WayOut, b: WayOut): number {
  const rank = ({ place }: WayOut) => (place.of === 'claim' ? 1 : 0);
  return rank(a) - rank(b) || a.change.compare(b.change);
}

function changeOf({ place, value }: Found): Rational {
  const { value: from } = place.number;
  const distance = value.sub(from).abs();
  return sign(from) === 0 ? rational(1n).add(distance) : distance.div(from.abs());
}
