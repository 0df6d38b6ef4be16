import { decideJointly } from '../engine/discharge.ts';
import type { Knowledge } from '../engine/knowledge.ts';
import type { Asker } from '../engine/session.ts';
import { decideValid } from '../engine/valid.ts';
import type { Rational } from '../exact/rational.ts';
import type { Scope } from '../model/model.ts';
import type { Obligation, ValidGoal } from '../obligations/obligation.ts';
import { type Knob, type Reach, type Turned, turned } from './knob.ts';

/** A goal where some numbers of its scope may be turned, and what is proved there. */
export interface TurnedGoal {
  readonly goal: ValidGoal;
  /** Decided when it is first asked for: discharges may fail where a number is another. */
  readonly known: () => Promise<Knowledge>;
}

/** The goals of one scope with some of its numbers free; what is proved for the same reaches is decided once. */
export class Turning {
  readonly #scope: Scope;
  readonly #beside: readonly ValidGoal[];
  readonly #turned = new Map<string, { readonly by: Turned; known: Promise<Knowledge> | null }>();

  /** `beside`: what else is owed; what is discharged in this scope is decided anew. */
  constructor(scope: Scope, beside: Iterable<Obligation>) {
    this.#scope = scope;
    this.#beside = [...beside]
      .flatMap(({ goals }) => goals)
      .filter((goal): goal is ValidGoal => goal.asks === 'valid' && goal.scope === scope && goal.discharges !== null);
  }

  goal(asker: Asker, goal: ValidGoal, reaches: readonly Reach[]): TurnedGoal {
    const key = reaches.map(({ knob, low, high }) => `${this.#nameOf(knob)} ${textOf(low)} ${textOf(high)}`).join(';');
    const there = this.#turned.get(key) ?? { by: turned(this.#scope, reaches), known: null };
    this.#turned.set(key, there);
    const { scope, goalOf } = there.by;
    const known = (): Promise<Knowledge> => {
      const asked = this.#beside.map((each) => ({ goal: goalOf(each), asker }));
      there.known ??= decideJointly(scope, asked, decideValid).then(({ knowledge }) => knowledge);
      return there.known;
    };
    return { goal: goalOf(goal), known };
  }

  readonly #names = new Map<Knob, number>();

  #nameOf(knob: Knob): number {
    if (!this.#names.has(knob)) this.#names.set(knob, this.#names.size);
    return this.#names.get(knob)!;
  }
}

function textOf(value: Rational | null): string {
  return value === null ? '-' : value.toFraction();
}
