import type { Monitor, Values } from './temporal_monitor.ts';
import type { Contract, View, Watched } from './temporal_view.ts';

/** What came before a step. */
export interface History {
  readonly values: Values;
  /** What each monitor remembers; null before step 0. */
  readonly memory: ReadonlyMap<Monitor, readonly unknown[]> | null;
  readonly freed: readonly boolean[];
}

/** A step after a history, of which it is known which faults are present. */
interface Moment {
  readonly history: History;
  readonly present: readonly number[];
}

/** Whether one part keeps what it has settled before the inputs of a step, and all that it promises. */
interface Kept {
  readonly settled: boolean;
  readonly all: boolean;
}

/** Values of what is free, by its place in the view. */
type Choice = number[];

/** Parts taken as one component, … */
export interface Asked {
  readonly members: readonly string[];
  /** … the parts whose contracts restrict what it reads, … */
  readonly outside: readonly string[];
  /** … and whether only what these put out without a risk counts against it. */
  readonly riskless: boolean;
}

/**
 * Whether a group answers at a step whatever it reads: some values of its delayed outputs keep what is settled, and for
 * all values that the system's assumptions and the contracts outside allow with some of its other outputs, these have values
 * that keep its contracts.
 *
 * Others put out values without a risk if, whatever the group puts out, they keep their contracts with these where they can.
 */
export function answerer(
  view: View,
  { members, outside, riskless }: Asked,
): (history: History, present: readonly number[]) => boolean {
  const contractsOf = (parts: readonly string[]) => view.parts.filter(({ part }) => parts.includes(part));
  const seenIn = (parts: readonly string[]) => contractsOf(parts).flatMap((contract) => seenBy(view, contract));
  const pick = (which: (variable: View['free'][number], at: number) => boolean) =>
    view.free.flatMap((variable, at) => (which(variable, at) ? [at] : []));
  const ownedBy = (parts: readonly string[]) =>
    pick(({ input, part }) => !input && part !== null && parts.includes(part));
  const own = ownedBy(members);
  const first = own.filter((at) => view.free[at]!.delayed);
  const rest = own.filter((at) => !view.free[at]!.delayed);
  const theirs = ownedBy(outside);
  const seen = new Set(seenIn(members));
  const unseen = theirs.filter((at) => !seen.has(at));
  const assumed = pick(({ input, part }) => input && part === null);
  const read = [...new Set([...assumed, ...seen, ...seenIn(outside)])].filter(
    (at) => ![...own, ...unseen].includes(at),
  );
  return (history, present) => {
    const moment = { history, present };
    const assumable = remembered(view, assumed, (now) => holds(view.own, valuesAt(view, moment, now, null), history));
    const inside = contractsOf(members).map((contract) => keeping(view, contract, moment));
    const others = contractsOf(outside).map((contract) => keeping(view, contract, moment));
    const choice: Choice = view.free.map(() => 0);
    const some = (places: readonly number[], ask: () => boolean) => anyOf(view, places, choice, ask);
    const answers = () => some(rest, () => inside.every((kept) => kept(choice).all));
    const keep = () => others.every((kept) => kept(choice).all);
    const isRisky = () => some(own, () => !some(unseen, keep) && some(theirs, keep));
    const mayBeRead = () => assumable(choice) && some([...rest, ...unseen], keep);
    const isBeaten = () => some(read, () => mayBeRead() && !answers() && !(riskless && isRisky()));
    return some(first, () => inside.every((kept) => kept(choice).settled) && !isBeaten());
  };
}

/** Whether with some values at these places the question is answered with yes; the choice holds them only while it is asked. */
function anyOf(view: View, places: readonly number[], choice: Choice, ask: () => boolean): boolean {
  const before = places.map((place) => choice[place]!);
  const go = (at: number): boolean => {
    if (at === places.length) return ask();
    const place = places[at]!;
    for (let value = 0; value < view.free[place]!.size; value += 1) {
      choice[place] = value;
      if (go(at + 1)) return true;
    }
    return false;
  };
  const found = go(0);
  for (const [at, place] of places.entries()) choice[place] = before[at]!;
  return found;
}

function keeping(view: View, contract: Contract, moment: Moment): (choice: Choice) => Kept {
  const { history } = moment;
  const freed = history.freed[view.parts.indexOf(contract)]!;
  const settledFirst = contract.guarantees.filter(({ settled }) => settled);
  const others = contract.guarantees.filter(({ settled }) => !settled);
  return remembered(view, seenBy(view, contract), (choice) => {
    const values = valuesAt(view, moment, choice, contract.part);
    const settled = freed || holds(settledFirst, values, history);
    const bound = settled && !freed && holds(contract.assumptions, values, history);
    return { settled, all: settled && (!bound || holds(others, values, history)) };
  });
}

/** The values at a step, with what is defined of one part. */
function valuesAt(view: View, { history, present }: Moment, choice: Choice, part: string | null): Values {
  const values = new Map(history.values);
  for (const [at, { name, lowest }] of view.free.entries()) values.set(name, choice[at]! + lowest);
  for (const [at, name] of view.faults.entries()) values.set(name, present[at]!);
  for (const { name, value } of definedOf(view, part)) {
    if (typeof value === 'boolean') values.set(name, value ? 1 : 0);
    else if (typeof value === 'string') values.set(name, values.get(value)!);
    else values.set(name, value.run(values, history.memory?.get(value) ?? null).value ? 1 : 0);
  }
  return values;
}

function holds(clauses: readonly Watched[], values: Values, { memory }: History): boolean {
  return clauses.every(({ monitor }) => monitor.run(values, memory?.get(monitor) ?? null).value);
}

/** What a part's contract speaks of at a step: what it puts out and reads. */
function seenBy(view: View, { part }: Contract): number[] {
  const made = definedOf(view, part).flatMap(({ reads }) => reads);
  return view.free.flatMap((variable, at) => (variable.part === part || made.includes(variable.name) ? [at] : []));
}

function definedOf(view: View, part: string | null): View['defined'] {
  return part === null ? [] : view.defined.filter(({ name }) => name.startsWith(`${part}.`));
}

/** The function, which is asked once only for the same values at these places. */
function remembered<T>(view: View, places: readonly number[], of: (choice: Choice) => T): (choice: Choice) => T {
  const known: T[] = [];
  return (choice) => {
    const key = places.reduce((before, at) => before * view.free[at]!.size + choice[at]!, 0);
    known[key] ??= of(choice);
    return known[key];
  };
}
