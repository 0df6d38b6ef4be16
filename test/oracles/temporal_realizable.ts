import { type Asked, answerer, type History } from './temporal_answers.ts';
import type { TimedComponent } from './temporal_description.ts';
import { groupsOf, type PartGroup } from './temporal_groups.ts';
import { isImplemented, type View } from './temporal_view.ts';

/**
 * Whether a component is realizable. `either`: it is not known. `not true`: somebody has no answer, and it is not said that
 * the system is not realizable because of that. `open`: nobody is beaten, and not all that answer do so by themselves.
 */
export type Realizable = 'true' | 'false' | 'not true' | 'open' | 'either';

/** For several choices of parameters: what is so for all of them. */
export function forAll(each: readonly Realizable[]): Realizable {
  if (each.includes('false') || each.includes('not true')) return each.includes('false') ? 'false' : 'not true';
  if (each.includes('either')) return each.includes('open') ? 'not true' : 'either';
  return each.includes('open') ? 'open' : 'true';
}

/** Whether it is proved of a part by itself that it is realizable, with the values that its parameters have; null: that is not known. */
export type ProvedAlone = (part: string) => boolean | null;

interface Owed extends PartGroup {
  /** Whether it is known that the group is owed. */
  readonly certain: boolean;
}

interface Question {
  readonly answers: (history: History, present: readonly number[]) => boolean;
  failed: boolean;
}

/** What is asked about one group. */
interface Case {
  readonly group: Owed;
  /** Whether it answers all that others put out without a risk … */
  readonly riskless: Question;
  /** … and all that they may put out. */
  readonly any: Question;
  /** Where it and another that is asked about read each other over time: whether it answers without the other's contract. */
  readonly unaided: Question;
  /** Whether it and those that it reads answer together; null where that is not asked. */
  readonly together: Question | null;
}

/**
 * What a system owes at each step: that each loop, and each part that is not realizable by itself, answers whatever it reads.
 *
 * It is beaten by what others put out without a risk. That it has no answer to what they would take a risk with is no proof,
 * and no refutation. Where what it reads depends, within the step and through others, on what it puts out, it chooses in part
 * what it reads, and nothing is said of what they would take a risk with.
 *
 * Where two that are asked about read each other over time, each may count on the other's contract, so that neither is beaten by
 * what both forbid. That is no proof unless one answers without the other; and where they have no answer even together, one
 * of them has none, whoever that is.
 */
export class Questions {
  readonly #cases: readonly Case[];

  constructor(view: View, c: TimedComponent, byName: ReadonlyMap<string, TimedComponent>, provedAlone: ProvedAlone) {
    const owed = groupsOf(c, byName).flatMap((group): Owed[] => {
      const proved = group.loop ? false : provedAlone(group.members[0]!);
      return proved === true ? [] : [{ ...group, certain: proved === false }];
    });
    const certain = owed.filter((group) => group.certain).flatMap(({ members }) => members);
    // An implementation does not choose what it puts out.
    const choosing = c.parts
      .filter(({ name, component }) => certain.includes(name) || !isImplemented(byName.get(component)!))
      .map(({ name }) => name);
    this.#cases = owed.map((group) => {
      const { members, upstream, throughOthers } = group;
      const question = (asked: Partial<Asked>): Question => ({
        answers: answerer(view, { members, outside: upstream, riskless: false, ...asked }),
        failed: false,
      });
      const any = question({});
      const mutual = owed.filter((other) => isMutual(group, other)).flatMap((other) => other.members);
      const joining = throughOthers || mutual.length > 0 ? upstream.filter((part) => choosing.includes(part)) : [];
      const without = (parts: readonly string[]) => upstream.filter((part) => !parts.includes(part));
      return {
        group,
        any,
        riskless: question({ riskless: true }),
        unaided: mutual.length === 0 ? any : question({ outside: without(mutual) }),
        together:
          joining.length === 0 ? null : question({ members: [...members, ...joining], outside: without(joining) }),
      };
    });
  }

  /** Asks at one more step; what has been seen to fail is not asked again. */
  ask(history: History, present: readonly number[]): void {
    for (const { any, riskless, unaided, together } of this.#cases) {
      for (const question of new Set([any, unaided, together]))
        if (question?.failed === false && !question.answers(history, present)) question.failed = true;
      // Who answers everything answers this.
      if (any.failed && !riskless.failed && !riskless.answers(history, present)) riskless.failed = true;
    }
  }

  get realizable(): Realizable {
    const certain = this.#cases.filter(({ group }) => group.certain);
    const beaten = certain.filter(({ riskless }) => riskless.failed);
    if (beaten.some(({ group }) => !group.throughOthers)) return 'false';
    if (beaten.length > 0 || certain.some(({ together }) => together?.failed === true)) return 'not true';
    const leaning = certain.filter(({ unaided }) => unaided.failed);
    const isOpen =
      leaning.some(({ group }) => leaning.some((other) => isMutual(group, other.group))) ||
      certain.some(({ group, any }) => any.failed && !group.throughOthers);
    const isKnown = this.#cases.every(({ group, any }) => !any.failed || (group.certain && !group.throughOthers));
    if (isOpen) return isKnown ? 'open' : 'not true';
    return isKnown ? 'true' : 'either';
  }
}

function isMutual(a: PartGroup, b: PartGroup): boolean {
  const reads = (one: PartGroup, other: PartGroup) => other.members.some((part) => one.upstream.includes(part));
  return reads(a, b) && reads(b, a);
}
